"""Leads in words: states with their colours, ages, where one came from."""

from typing import TYPE_CHECKING

from crmdesk.i18n import _, mark, ngettext
from crmdesk.ui.moments import wall
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import avatar
from crmdesk.widgets.chips import Tone
from crmdesk.widgets.pair_cells import Cell
from crmdesk.widgets.pair_table import PairColumn, PairRow

if TYPE_CHECKING:
    from crmdesk.services.lead_lists import LeadRow

_STATES: dict[str, tuple[str, Tone]] = {
    "new": (mark("New"), "accent"),
    "working": (mark("In work"), "good"),
    "again": (mark("Ask again"), "warning"),
    "qualified": (mark("Qualified"), "muted"),
    "lost": (mark("Lost"), "muted"),
}
FILTERS = (
    ("open", mark("Open")),
    ("new", mark("New")),
    ("working", mark("In work")),
    ("again", mark("Ask again")),
    ("qualified", mark("Qualified")),
    ("lost", mark("Lost")),
    ("", mark("All")),
)
OPEN = ("new", "working", "again")


def columns() -> list[PairColumn]:
    return [
        PairColumn("name", _("Name"), 144, share=3),
        PairColumn("subject", _("Subject"), 112, share=5),
        PairColumn("source", _("Source"), 96, share=2, goes=3),
        PairColumn("responsible", _("State"), 88, share=1, goes=2),
        PairColumn("points", _("Points"), 64, is_number=True, goes=1),
        PairColumn("days", _("Age"), 52, is_number=True),
    ]


def row(lead: "LeadRow") -> PairRow:
    words, tone = _STATES[lead.status]
    cells = (
        Cell(lead.name, lead.company, font="strong", face=avatar.monogram(lead.name), face_of=lead.owner_id),
        Cell(lead.subject or _("No subject"), lead.form, tone="text" if lead.subject else "muted"),
        Cell(lead.source, stars=lead.rating),
        Cell(_(words), lead.responsible, tag=tone),
        Cell(grouped(lead.points) if lead.points else "", is_number=True, font="medium"),
        Cell(age(lead.days), is_number=True, tone="muted", font="second"),
    )
    return PairRow(lead.id, cells)


def state(lead: "LeadRow") -> tuple[str, Tone]:
    words, tone = _STATES[lead.status]
    return _(words), tone


def age(days: int) -> str:
    """As short as it can be said."""
    if not days:
        return _("today")
    if days < 14:
        return _("{count} d").format(count=days)
    return _("{count} w").format(count=days // 7) if days < 60 else _("{count} mo").format(count=days // 30)


def came(lead: "LeadRow") -> str:
    """`Came 3 days ago by Website`"""
    days = ngettext("{count} day ago", "{count} days ago", lead.days).format(count=lead.days)
    when = days if lead.days else _("today")
    return (
        _("Came {when} by “{form}”").format(when=when, form=lead.form)
        if lead.form
        else _("Came {when}").format(when=when)
    )


def ended(lead: "LeadRow") -> str:
    """Why and until when it is laid aside; nothing of open ones."""
    if lead.status not in ("lost", "again"):
        return ""
    again = _("ask again {day}").format(day=wall(lead.ask_again_on)) if lead.ask_again_on else ""
    return " · ".join(filter(None, (_("Lost: {reason}").format(reason=lead.lost_reason), again)))


def sort_key(lead: "LeadRow", column: str) -> tuple[object, ...]:
    """Texts upwards, figures as they are."""
    from crmdesk.domain.folding import fold

    if column in ("points", "days"):
        return (getattr(lead, column),)
    if column == "responsible":
        return (list(_STATES).index(lead.status), fold(lead.responsible))
    if column == "source":
        return (not lead.source, fold(lead.source), -lead.rating)
    return (fold(getattr(lead, column)),)
