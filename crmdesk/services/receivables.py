"""What is open by customer and by age."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crmdesk.i18n import _
from crmdesk.services import accounts, money, payments, reminder_steps
from crmdesk.services.payments import Receivable
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Customer:
    id: bytes
    kind: str
    """`company` or `contact`; nothing of whoever was deleted."""
    name: str
    currency: str
    items: tuple[Receivable, ...]
    ages: tuple[int, ...]
    """As `payments.by_age`."""
    reminders: int
    """The furthest letter that one of them has had."""

    @property
    def open(self) -> int:
        return sum(item.open for item in self.items)

    @property
    def late(self) -> int:
        """Days of the latest."""
        return max((item.late for item in self.items), default=0)


@dataclass(frozen=True, slots=True)
class Owing:
    by_age: dict[str, list[int]]
    """By currency, that of the file first."""
    customers: list[Customer]
    """Who is latest first; one for each currency."""
    currency: str
    """Of the file."""
    letters: int
    """That are to go out."""


def owing(store: Store, today: date) -> Owing:
    every = payments.receivables(store, today)
    with store.read() as session:
        home = money.currency(session)
        names = {row.id: row for row in rows_of(session, payments.customers(_heads(every)))}
        sent = accounts.last_reminders(session, [each.id for each in every])
        after = [step.after for step in reminder_steps.steps(session)]
    together: dict[tuple[bytes, str], list[Receivable]] = {}
    for each in every:
        together.setdefault((each.customer or b"", each.currency), []).append(each)
    customers = []
    for (key, currency), items in together.items():
        ages = tuple(payments.by_age(items)[currency])
        level = max(sent[item.id]["level"] if item.id in sent else 0 for item in items)
        kind, name = (names[key].kind, names[key].name) if key in names else ("", _("No longer in the file"))
        customers.append(Customer(key, kind, name, currency, tuple(items), ages, level))
    by_age = payments.by_age(every)
    ordered = dict(sorted(by_age.items(), key=lambda pair: (pair[0] != home, pair[0])))
    due = {(each.customer, each.currency) for each in every if accounts.step_of(each, sent.get(each.id), today, after)}
    return Owing(ordered, sorted(customers, key=lambda each: (-each.late, -each.open, each.name)), home, len(due))


def _heads(every: Sequence[Receivable]) -> list[dict[str, bytes | None]]:
    return [{"company_id": each.company_id, "contact_id": each.contact_id} for each in every]
