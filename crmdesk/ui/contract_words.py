"""What contracts are called on the screen."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from crmdesk.domain.receipts import PERIODS
from crmdesk.i18n import _, inside, worded
from crmdesk.ui.amounts import shown
from crmdesk.ui.moments import wall
from crmdesk.widgets.ledger import Entry, Figure, Tone

if TYPE_CHECKING:
    from crmdesk.services.contracts import ContractRow

TONES: Mapping[str, Tone] = {
    "draft": "muted", "coming": "accent", "running": "good", "notice": "warning", "renewed": "good",
    "ending": "warning", "ended": "muted",
}  # fmt: skip


def state_words(state: str) -> str:
    from crmdesk.services.contracts import STATES

    return worded(STATES, state)


def entry_of(row: "ContractRow") -> Entry:
    value, below = "", ""
    if row.amount is not None:
        value = shown(row.amount, row.currency)
        below = inside(worded(PERIODS, row.period))
    figure = Figure(value, below if value else "", is_strong=True)
    return Entry(
        row.id, (row.name, " · ".join(filter(None, (row.who, row.reference)))),
        tag=(state_words(row.state), TONES[row.state]), below_tag=when(row), figures=(figure,),
        is_quiet=row.state == "ended",
    )  # fmt: skip


def when(row: "ContractRow") -> str:
    """What day matters next."""
    today = date.today().isoformat()  # noqa: DTZ011 - the user's own day
    if row.state == "coming":
        return _("from {day}").format(day=wall(row.starts_on))
    if row.state == "notice" or (row.notice_on and row.notice_on >= today and row.state in ("running", "renewed")):
        return _("notice by {day}").format(day=wall(str(row.notice_on)))
    words = _("renews {day}") if row.renews and row.state != "ended" else _("until {day}")
    return words.format(day=wall(row.ends_on)) if row.ends_on else ""
