"""What documents and their states are called on the screen, and in which tone."""

from crmdesk.domain.documents import DOCUMENT_KINDS
from crmdesk.i18n import _, mark, worded
from crmdesk.widgets.chips import Tone

KINDS = (("quote", mark("Quotes")), ("order", mark("Orders")), ("delivery", mark("Delivery notes")))
"""The tabs of the section."""
STATES: tuple[tuple[str, str], ...] = (
    ("draft", mark("Draft")),
    ("sent", mark("Sent")),
    ("expiring", mark("Expires soon")),
    ("expired", mark("Expired")),
    ("accepted", mark("Accepted")),
    ("ordered", mark("Ordered")),
    ("delivered", mark("Delivered")),
    ("part", mark("Partly invoiced")),
    ("invoiced", mark("Invoiced")),
    ("declined", mark("Declined")),
    ("replaced", mark("Replaced")),
    ("cancelled", mark("Cancelled")),
)
_OTHERWISE = {
    ("order", "sent"): mark("Confirmed"),
    ("delivery", "sent"): mark("Delivered"),
}
_TONES: dict[str, Tone] = {
    "sent": "accent", "expiring": "warning", "expired": "bad", "accepted": "good", "ordered": "good",
    "delivered": "good", "part": "warning", "invoiced": "good", "declined": "bad",
}  # fmt: skip
NEW = {
    "quote": mark("New quote"),
    "order": mark("New order"),
    "delivery": mark("New delivery note"),
    "invoice": mark("New invoice"),
}


def state_words(kind: str, state: str) -> str:
    return _(_OTHERWISE.get((kind, state), "")) if (kind, state) in _OTHERWISE else worded(STATES, state)


def tone(state: str) -> Tone:
    return _TONES.get(state, "muted")


def called(kind: str, title: str, version: int = 1) -> str:
    """`Quote Q-2026-0001`, its version where it is not the first."""
    named = " ".join(filter(None, (worded(DOCUMENT_KINDS, kind), title)))
    return _("{document}, version {number}").format(document=named, number=version) if version > 1 else named


def home_of(kind: str) -> str:
    """The section where documents of a kind are, or deals."""
    return {"invoice": "invoices", "credit": "invoices", "deal": "deals"}.get(kind, "quotes")
