"""Letters that remind of payment and statements: what they say, what is kept, and that each goes out once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest

from crmdesk.domain import account_words
from crmdesk.domain.errors import UserError
from crmdesk.services import (
    account_letters,
    activities,
    attachments,
    document_steps,
    documents,
    invoices,
    money,
    numbering,
    payments,
    preferences,
    records,
    reminder_letters,
    reminder_steps,
    sender,
)
from crmdesk.services.documents import Line
from crmdesk.store.store import Store
from tests.printing import pdf as read_pdf

ANA = "Frau Ana Lima"
SENT = date(2026, 10, 1)
FIRST, SECOND, THIRD = date(2026, 11, 22), date(2026, 12, 10), date(2027, 1, 5)


@pytest.fixture
def ana(store: Store) -> bytes:
    preferences.set_country(store, "DE")
    numbering.count_plainly(store)
    money.set_currency(store, "EUR")
    sender.make(store, "Ofenbau Linde GmbH")
    key = records.add(
        store, "contact", {"given_name": "Ana", "family_name": "Lima", "prefix": "Frau", "language": "de"}
    )
    records.add_part(
        store, "addresses", key, {"street": "Rua 1", "postal_code": "4000", "city": "Porto", "country": "PT"}
    )
    return key


def invoiced(store: Store, who: bytes, amount: str, due: str, **head: object) -> bytes:
    key = documents.make(store, "invoice", [Line(name="Ofen", unit_price=Decimal(amount), taxes=())],
                         contact_id=who, due_on=due, **head)  # fmt: skip
    document_steps.send(store, key, SENT)
    return key


def kept(store: Store, some: list[reminder_letters.Reminder]) -> None:
    for _share in reminder_letters.keep(store, some):
        pass


def text_of(store: Store, some: list[reminder_letters.Reminder]) -> str:
    file = BytesIO()
    for _share in reminder_letters.render(store, some, file):
        pass
    return " ".join(" ".join(read_pdf.texts(file.getvalue())).split())


def test_one_letter_for_all_that_is_late(store: Store, ana: bytes) -> None:
    old, fresh = invoiced(store, ana, "1190", "2026-10-15"), invoiced(store, ana, "50", "2026-11-20")
    payments.record(store, old, 19_000, "2026-10-20")
    (step, *_others) = reminder_steps.all_of(store)
    reminder_steps.save(store, replace(step, fee=Decimal("2.5")))
    (made,) = reminder_letters.gather(store, FIRST)
    assert (made.level, made.total, made.fee, made.until) == (1, 105_250, 250, date(2026, 12, 2))
    assert [(item.title, item.is_due) for item in made.items] == [("I-2026-0001", True), ("I-2026-0002", False)]
    text = text_of(store, [made])
    for words in ("Zahlungserinnerung", "Sehr geehrte Frau Lima", "I-2026-0001", "1.000,00", "Mahngebühr 2,50",
                  "Zu zahlen 1.052,50 €", "bis zum 02.12.2026", "Ofenbau Linde GmbH", "Rua 1"):  # fmt: skip
        assert words in text, text
    kept(store, [made])
    look = invoices.look(store, old, FIRST)
    assert (look.row.reminders, look.row.open) == (1, 100_250)
    assert invoices.look(store, fresh, FIRST).row.reminders == 0
    (line, *_more) = activities.of_record(store, ana)
    assert (line.type, line.subject) == ("letter", "Zahlungserinnerung: I-2026-0001, I-2026-0002")
    shown = records.show(store, ana)
    (file,) = shown["attachments"]
    assert file["name"] == "Zahlungserinnerung 2026-11-22.pdf"
    assert attachments.read(store, file["id"]).startswith(b"%PDF")
    assert reminder_letters.gather(store, FIRST) == [], "not twice"
    assert store.undo() == "Remind 1 customer"
    assert len(reminder_letters.gather(store, FIRST)) == 1


def test_three_of_them_and_their_texts(store: Store, ana: bytes) -> None:
    invoiced(store, ana, "100", "2026-10-15")
    step = reminder_steps.all_of(store)[1]
    reminder_steps.save(store, replace(step, texts={"de": ("Noch offen", "Guten Tag,\n\n{{list}}\n\nBis {{until}}.")}))
    subjects = []
    for day in (FIRST, SECOND, THIRD):
        (made,) = reminder_letters.gather(store, day)
        subjects.append(made.subject)
        kept(store, [made])
    assert subjects == ["Zahlungserinnerung", "Noch offen", "Letzte Mahnung"]
    assert reminder_letters.gather(store, date(2027, 6, 1)) == []
    with pytest.raises(UserError, match="Nobody"):
        text_of(store, [])
    with pytest.raises(UserError, match="needs a subject"):
        reminder_steps.save(store, replace(step, texts={"de": ("", "x")}))


def test_each_customer_and_each_currency_gets_its_own(store: Store, ana: bytes) -> None:
    bia = records.add(store, "contact", {"given_name": "Bia", "language": "pt-BR"})
    for who, currency in ((ana, "EUR"), (ana, "JPY"), (bia, "EUR")):
        invoiced(store, who, "100", "2026-10-15", currency=currency)
    found = reminder_letters.gather(store, FIRST)
    assert [(each.name, each.currency) for each in found] == [("Bia", "EUR"), (ANA, "EUR"), (ANA, "JPY")]
    assert found[0].subject == "Lembrete de pagamento"
    one = found[1].items[0].id
    assert len(reminder_letters.gather(store, FIRST, [one])) == 1


def test_a_text_that_is_the_programs_own_is_not_kept(store: Store) -> None:
    step = reminder_steps.all_of(store)[0]
    reminder_steps.save(store, replace(step, after=3, texts={"en": account_words.reminder(1, "en")}))
    step = reminder_steps.all_of(store)[0]
    assert (step.after, step.texts) == (3, {})


def test_the_statement_of_an_account(store: Store, ana: bytes) -> None:
    key = invoiced(store, ana, "1190", "2026-10-15")
    payments.record(store, key, 19_000, "2026-10-20", reference="Überweisung")
    told = account_letters.account(store, ana)
    assert (told.name, told.currencies) == (ANA, ["EUR"])
    (letter,) = account_letters.statements(told, FIRST)
    text = " ".join(read_pdf.texts(account_letters.pdf(store, letter))[0].split())
    for words in ("Kontoauszug", "Rechnung I-2026-0001", "1.190,00", "Zahlung · Überweisung", "-190,00",
                  "Saldo am 22.11.2026 1.000,00 €", "Bitte zahlen Sie 1.000,00 €."):  # fmt: skip
        assert words in text, text
    assert account_letters.account(store, b"nobody" + bytes(10)).movements == ()


def test_all_languages_have_all_words() -> None:
    for language in account_words.LANGUAGES:
        assert all(vars_of(account_words.words(language)))
        for level in account_words.LEVELS:
            _subject, text = account_words.reminder(level, language)
            assert all(
                place in text for place in ("{{salutation}}", "{{list}}", "{{sum}}", "{{until}}", "{{own.name}}")
            )


def vars_of(words: account_words.AccountWords) -> list[str]:
    return [getattr(words, name) for name in words.__slots__]
