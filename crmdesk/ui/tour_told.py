"""Scenes of the tour: what the window tells, what went wrong, and what it cannot explain."""

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui.tour_stage import Scene, settle, show_record
from crmdesk.ui.window import Window
from crmdesk.widgets.messages import put_away_toasts, show_error

_DRAWN = 0.2
"""Seconds of rest after which the toast stands still."""
_PERSON = "Álvares"


def _notices(window: Window) -> None:
    screen = show_record(window, _PERSON)
    window.desk.say(_("Backed up as “{name}”").format(name="Forno Supplies 2026-11-22 0912.crmdesk"))
    window.desk.note_error(UserError(_("This did not work") + ". " + _("Cancelled. Everything is as it was before.")))
    screen.table.select([range(3)])
    screen.act("delete")
    settle(window)
    put_away_toasts(window)
    window.ask("notices")


def _told(window: Window) -> None:
    screen = show_record(window, _PERSON)
    screen.table.select([range(3)])
    screen.act("delete")
    settle(window, _DRAWN)


def _error(window: Window) -> None:
    words = _(
        "“{name}” is damaged and cannot be read. It has not been changed. Restore the newest backup from the folder "
        "“{backups}” beside it."
    )
    show_error(window, UserError(words.format(name="Forno Supplies", backups="Forno Supplies backups")))


def _crash(window: Window) -> None:
    from crmdesk.widgets.crash_sheet import CrashSheet

    CrashSheet("CRMDesk 1.0\nZeroDivisionError\n  record_list.py:120 in _choose_anew", window).open()


NOTICES: tuple[tuple[str, bool, Scene], ...] = (
    ("notices", True, _notices),
    ("told", True, _told),
)
FAULTS: tuple[tuple[str, bool, Scene], ...] = (
    ("error", True, _error),
    ("crash", True, _crash),
)
