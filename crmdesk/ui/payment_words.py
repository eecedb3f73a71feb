"""What invoices, payments and reminders are called on the screen, and in which tone."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from crmdesk.i18n import _, ngettext, worded
from crmdesk.ui.amounts import shown
from crmdesk.ui.moments import wall
from crmdesk.widgets.ledger import Entry, Figure, Tone

if TYPE_CHECKING:
    from crmdesk.services.invoices import InvoiceRow

TONES: Mapping[str, Tone] = {
    "draft": "muted", "sent": "accent", "part": "warning", "overdue": "bad", "paid": "good", "credit": "muted",
    "over": "warning", "cancelled": "muted",
}  # fmt: skip
QUIET = ("paid", "cancelled", "credit")


def status_words(status: str) -> str:
    from crmdesk.services.invoices import STATUSES

    return worded(STATUSES, status)


def days_late(days: int) -> str:
    return ngettext("{count} day late", "{count} days late", days).format(count=days)


def entry_of(row: "InvoiceRow") -> Entry:
    """An invoice in a list."""
    left = Figure(shown(row.open, row.currency), _of_total(row), is_strong=True)
    if row.status in (*QUIET, "draft"):
        left = Figure(shown(-row.total if row.kind == "credit" else row.total, row.currency))
    return Entry(
        row.id, (row.who or _("No customer yet"), row.name or ""),
        (row.title or _("Draft"), wall(row.issued_on) if row.issued_on else ""),
        (status_words(row.status), TONES[row.status]), _below(row), (left,), is_quiet=row.status in QUIET,
    )  # fmt: skip


def _of_total(row: "InvoiceRow") -> str:
    return "" if row.open == row.total else _("of {total}").format(total=shown(row.total, row.currency))


def _below(row: "InvoiceRow") -> str:
    if row.status == "overdue":
        return days_late(row.late)
    waits = row.status in ("sent", "part") and row.due_on
    return _("due {day}").format(day=wall(str(row.due_on))) if waits else ""


def payment_words(payment: Mapping[str, Any]) -> str:
    """`Bank · Ref 7`"""
    return " · ".join(filter(None, (payment["method"], payment["reference"])))


def level_words(level: int) -> str:
    return (_("1st reminder"), _("2nd reminder"), _("Last reminder"))[level - 1]
