"""Conflicts on the screen, in words."""

from typing import TYPE_CHECKING

from crmdesk.i18n import _, mark
from crmdesk.ui.moments import at, when
from crmdesk.widgets import clock
from crmdesk.widgets.record_table import Row

if TYPE_CHECKING:
    from crmdesk.services.conflicts import Conflict, Version

RULES = {
    "later": mark("Both changed it without knowing of each other. The later change is shown."),
    "kept": mark("One deleted it while another changed it, so it was kept."),
    "joined": mark("Both wrote in it at the same time; it has the words of both now. Please check the text."),
    "replaced": mark("What is shown was put there by somebody who may not have seen the other value."),
}


def row(conflict: "Conflict") -> Row:
    newest = max(version.at for version in conflict.versions)
    names = ", ".join(dict.fromkeys(who(version) for version in conflict.versions if not version.is_mine))
    detail = " · ".join(filter(None, (names, conflict.part)))
    return Row(conflict.owner, conflict.title, detail, when(at(newest)))


def who(version: "Version") -> str:
    return _("You") if version.is_mine else version.author or _("A colleague")


def said_at(version: "Version") -> str:
    """The day, and the time by the clock of whoever said it."""
    moment = at(version.at)
    day, time = when(moment), clock.words(f"{moment:%H:%M}")
    return time if day == time else f"{day} {time}"


def take(version: "Version", way: str) -> str:
    """What the button under it says."""
    if way == "life":
        return _("Keep it") if version.lives else _("Delete it")
    return _("Keep mine") if version.is_mine else _("Take theirs")
