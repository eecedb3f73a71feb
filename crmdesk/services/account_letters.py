"""Letters about money: on the letterhead of the business, in the customer's language, with a table of figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy.orm import Session

from crmdesk.domain import account_words, letter_look, merge
from crmdesk.domain.letter_look import Look
from crmdesk.domain.money_formats import amount_only, money
from crmdesk.domain.values.rich_text import Line, Run
from crmdesk.services import accounts, addressing, letter_runs, merge_fields, preferences, sender
from crmdesk.services.accounts import Movement
from crmdesk.services.quote_paper import locale_of
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.domain.account_words import AccountWords
    from crmdesk.printing.letter_head import Head
    from crmdesk.printing.letter_tables import Table
    from crmdesk.printing.letters import Letter
    from crmdesk.printing.press import Making


@dataclass(frozen=True, slots=True)
class Form:
    """What a letter says around its table."""

    name: str
    address: Sequence[str]
    day: date
    subject: str
    text: str
    language: str


def day(text: str, locale: str) -> str:
    from babel.dates import format_date

    return format_date(date.fromisoformat(text), "medium", locale=locale) if text else ""


def tongue(language: str) -> str:
    """What such a letter is written in: dates and figures are of the same language as its words."""
    base = language.replace("_", "-").partition("-")[0].lower()
    return language if base in account_words.LANGUAGES else "en"


def filled(text: str, values: Mapping[str, str]) -> str:
    """Paragraph by paragraph: what only had places without a value is left out."""
    return "\n\n".join(part for each in text.split("\n\n") if (part := merge.fill(each, values).strip()))


def values(session: Session, head: Mapping[str, Any]) -> dict[str, str]:
    """Of the contact of a document, or its company, greeted in the language of the document."""
    keys = [key for key in (head["contact_id"], head["company_id"]) if key][:1]
    person = next(addressing.addressed(session, keys), None)
    found = merge_fields.values(session, keys).get(keys[0], {}) if keys else {}
    if person:
        found["salutation"] = merge_fields.salutation(person, person.record, tongue(head["language"] or "en"))
    return found


def letter(form: Form, table: "Table") -> "Letter":
    """The table stands where the text has a place for it, else under it."""
    from crmdesk.printing.letters import Letter

    before, _place, after = form.text.partition(account_words.LIST)
    return Letter(
        form.name, form.address or [form.name], letter_runs.long_date(form.day, form.language), form.subject,
        _paragraphs(before), words=letter_look.words_in(form.language), table=table, after=_paragraphs(after),
    )  # fmt: skip


def _paragraphs(text: str) -> list[Line]:
    return [Line((Run(part.strip()),)) for part in text.split("\n\n") if part.strip()]


def render(store: Store, letters: Sequence["Letter"], file: BinaryIO) -> "Making":
    from crmdesk.printing import letters as printing

    look, head = paper(store)
    return (yield from printing.render(letters, len(letters), look, head, file))


def paper(store: Store) -> "tuple[Look, Head]":
    """As letters of the own country look."""
    from crmdesk.printing import letter_forms

    with store.read() as session:
        me, home = sender.of(session), preferences.country(session)
    form = letter_forms.of_country(me.country if me else home)
    return Look(form=form.key), letter_runs.head_of(me)


def pdf(store: Store, made: "Letter") -> bytes:
    from io import BytesIO

    file = BytesIO()
    for _share in render(store, [made], file):
        pass
    return file.getvalue()


# The statement of an account


@dataclass(frozen=True, slots=True)
class Account:
    """As it is printed; one currency a letter."""

    name: str
    address: tuple[str, ...]
    language: str
    email: str
    movements: tuple[Movement, ...]

    @property
    def currencies(self) -> list[str]:
        return list(dict.fromkeys(move.currency for move in self.movements))


def account(store: Store, owner: bytes) -> Account:
    moves = tuple(accounts.statement(store, owner))
    with store.read() as session:
        person = next(addressing.addressed(session, [owner]), None)
        told = merge_fields.values(session, [owner]).get(owner, {})
    if person is None:
        return Account("", (), "en", "", moves)
    language = tongue(person.language or _language(store, owner))
    return Account(person.name, tuple(person.lines or [person.name]), language, told.get("email", ""), moves)


def _language(store: Store, owner: bytes) -> str:
    """That of the last document, where nobody said which they speak."""
    from crmdesk.services import document_lists, documents

    rows = document_lists.of(store, owner, date.today())  # noqa: DTZ011 - the user's own day
    with store.read() as session:
        return (rows and documents.get(session, rows[0].id)["language"]) or "en"


def statements(told: Account, today: date) -> list["Letter"]:
    return [_statement(told, currency, today) for currency in told.currencies]


def _statement(told: Account, currency: str, today: date) -> "Letter":
    from crmdesk.printing.letter_tables import Table

    locale, said = locale_of(told.language), account_words.words(told.language)
    moves = [move for move in told.movements if move.currency == currency]
    rows = [
        (
            day(move.day, locale), movement_words(move, said, told.language),
            amount_only(move.amount, currency, locale), amount_only(move.balance, currency, locale),
        )
        for move in moves
    ]  # fmt: skip
    heads = (said.date, said.text, f"{said.amount} {currency}", f"{said.balance} {currency}")
    balance = moves[-1].balance
    until = said.balance_on.format(day=day(today.isoformat(), locale))
    table = Table(heads, rows, [(until, money(balance, currency, locale))], figures=2, wide=1)
    words = said.nothing if not balance else said.please if balance > 0 else said.credit
    text = f"{account_words.LIST}\n\n{words.format(sum=money(abs(balance), currency, locale))}"
    return letter(Form(told.name, told.address, today, said.statement, text, told.language), table)


def movement_words(move: Movement, said: "AccountWords", language: str) -> str:
    """`Invoice I-2026-0007`, `Payment · Ref 7`."""
    from crmdesk.domain.document_words import words

    documents = words(language)
    names = {
        "invoice": documents.invoice, "credit": documents.credit, "payment": said.payment, "refund": said.refund,
        "deposit": said.deposit, "fee": said.fee,
    }  # fmt: skip
    if move.kind in ("payment", "refund"):
        return " · ".join(filter(None, (names[move.kind], move.what)))
    return f"{names[move.kind]} {move.what}".strip()
