"""Letters that remind of payment: one for each customer and currency, with all that is late; made, kept, sent once."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy.orm import Session

from crmdesk.domain import account_words
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id
from crmdesk.domain.money_formats import amount_only, money
from crmdesk.domain.notes import Attachment
from crmdesk.domain.receipts import PaymentReminder
from crmdesk.i18n import _, ngettext
from crmdesk.services import account_letters, accounts, own_history, payments, reminder_steps
from crmdesk.services.account_letters import Form
from crmdesk.services.documents import Row, get
from crmdesk.services.payments import Receivable, customer
from crmdesk.services.quote_paper import locale_of
from crmdesk.services.reminder_steps import Step
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.printing.letters import Letter
    from crmdesk.printing.press import Making


@dataclass(frozen=True, slots=True)
class Item:
    """An invoice in the list of what is open."""

    id: bytes
    title: str
    issued_on: str
    due_on: str
    total: int
    open: int
    is_due: bool
    """It is its turn; the others are only listed."""


@dataclass(frozen=True, slots=True)
class Reminder:
    owners: tuple[bytes, ...]
    """Company and contact."""
    name: str
    level: int
    currency: str
    language: str
    items: tuple[Item, ...]
    fee: int
    day: date
    days: int
    """Until it is to be paid."""
    address: tuple[str, ...]
    subject: str
    text: str
    """Filled in, with a place for the list."""

    @property
    def total(self) -> int:
        return sum(item.open for item in self.items) + self.fee

    @property
    def until(self) -> date:
        return self.day + timedelta(days=self.days)


def gather(store: Store, today: date, only: Sequence[bytes] | None = None) -> list[Reminder]:
    """For all who are due, or for these invoices; by name."""
    with store.read() as session:
        known = reminder_steps.steps(session)
    due = accounts.to_remind(store, today, [step.after for step in known])
    due = due if only is None else [(each, level) for each, level in due if each.id in only]
    late = [each for each in payments.receivables(store, today) if each.late and each.open > 0]
    levels = {each.id: level for each, level in due}
    together: dict[tuple[bytes | None, str], list[Receivable]] = {}
    for each in late:
        together.setdefault((each.customer, each.currency), []).append(each)
    with store.read() as session:
        made = [_made(session, some, levels, known, today) for some in together.values() if _has_one(some, levels)]
    return sorted(made, key=lambda each: each.name.casefold())


def _has_one(some: Sequence[Receivable], levels: Mapping[bytes, int]) -> bool:
    return any(each.id in levels for each in some)


def _made(
    session: Session, some: Sequence[Receivable], levels: Mapping[bytes, int], known: Sequence[Step], today: date
) -> Reminder:
    heads = {each.id: get(session, each.id) for each in some}
    level = max(levels.get(each.id, 0) for each in some)
    step, latest = known[level - 1], max(heads.values(), key=lambda head: head["issued_on"] or "")
    language = account_letters.tongue(latest["language"] or "en")
    fee = reminder_steps.fee_in(session, step, latest["currency"], today.isoformat())
    items = sorted((_item(each, heads[each.id], levels) for each in some), key=lambda item: (item.due_on, item.title))
    subject, text = step.text(language)
    bare = Reminder(
        tuple(key for key in (latest["company_id"], latest["contact_id"]) if key), _name(session, latest), level,
        latest["currency"], language, tuple(items), fee, today, step.days, tuple(_address(latest)), subject, text,
    )  # fmt: skip
    values = {**account_letters.values(session, latest), **_said(bare)}
    return replace(bare, subject=account_letters.filled(subject, values), text=account_letters.filled(text, values))


def _item(each: Receivable, head: Row, levels: Mapping[bytes, int]) -> Item:
    return Item(each.id, each.title, head["issued_on"], each.due_on or "", each.total, each.open, each.id in levels)


def _name(session: Session, head: Row) -> str:
    found = next(iter(rows_of(session, [key for key in (customer(head),) if key])), None)
    return found.name if found else (head["address"] or "").partition("\n")[0]


def _address(head: Row) -> list[str]:
    """As it stands on the invoice."""
    return [line for line in (head["address"] or "").splitlines() if line.strip()]


def _said(made: Reminder) -> dict[str, str]:
    locale = locale_of(made.language)
    until = account_letters.day(made.until.isoformat(), locale)
    return {"sum": money(made.total, made.currency, locale), "until": until, "list": account_words.LIST}


# On paper


def letter(made: Reminder) -> "Letter":
    from crmdesk.printing.letter_tables import Table

    locale, said = locale_of(made.language), account_words.words(made.language)
    heads = (said.number, said.date, said.due, f"{said.total} {made.currency}", f"{said.open} {made.currency}")
    rows = [
        (
            item.title, account_letters.day(item.issued_on, locale), account_letters.day(item.due_on, locale),
            amount_only(item.total, made.currency, locale), amount_only(item.open, made.currency, locale),
        )
        for item in made.items
    ]  # fmt: skip
    sums = [(said.fee, amount_only(made.fee, made.currency, locale))] if made.fee else []
    sums.append((said.to_pay, money(made.total, made.currency, locale)))
    form = Form(made.name, made.address, made.day, made.subject, made.text, made.language)
    return account_letters.letter(form, Table(heads, rows, sums, figures=2))


def render(store: Store, some: Sequence[Reminder], file: BinaryIO) -> "Making":
    """All as one document."""
    if not some:
        raise UserError(_("Nobody is to be reminded now."))
    return (yield from account_letters.render(store, [letter(each) for each in some], file))


# Kept


def keep(store: Store, some: Sequence[Reminder]) -> Generator[float, None, int]:
    """That they went out: with each invoice, in the history of each customer, and the pages as a file."""
    files = []
    for number, each in enumerate(some):
        yield number / len(some)
        pdf = account_letters.pdf(store, letter(each))
        files += [(each, pdf)]
    rows = [row for each, pdf in files for row in _kept(store, each, pdf)]
    yield 1.0
    count = len(some)
    with store.write(ngettext("Remind {count} customer", "Remind {count} customers", count).format(count=count)) as (
        session
    ):
        for each in some:
            _note(session, each)
        subjects = {key: _subject(each) for each in some for key in each.owners}
        there = {row.id for row in rows_of(session, list(subjects))}
        texts = {key: mail_text(each) for each in some for key in each.owners}
        own_history.add(session, "letters", {key: subjects[key] for key in there}, store.author, texts)
        bulk.insert(session, Attachment, [row for row in rows if row["owner_id"] in there])
    return count


def _note(session: Session, made: Reminder) -> None:
    """The fee stands with the first that it was for."""
    fee = made.fee
    for item in made.items:
        if item.is_due:
            level = accounts.note_reminder(session, item.id, made.day, fee=fee, days=made.days)
            key = named_id("payment reminder", item.id, str(level))
            bulk.update(session, PaymentReminder, [key], {"text": f"{made.subject}\n\n{made.text}"})
            fee = 0


def _subject(made: Reminder) -> str:
    numbers = ", ".join(item.title for item in made.items)
    return _("{subject}: {numbers}").format(subject=made.subject, numbers=numbers)


def mail_text(made: Reminder) -> str:
    """As an e-mail says it: the list in lines."""
    return made.text.replace(account_words.LIST, _listed(made))


def _listed(made: Reminder) -> str:
    locale = locale_of(made.language)
    return "\n".join(f"{item.title}  {money(item.open, made.currency, locale)}" for item in made.items)


def _kept(store: Store, made: Reminder, pdf: bytes) -> list[dict[str, Any]]:
    from crmdesk.services import attachments

    name = f"{made.subject} {made.day.isoformat()}.pdf"
    return [attachments.kept(store, key, pdf, name) for key in made.owners[:1]]
