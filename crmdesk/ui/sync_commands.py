"""Commands of working together: join, sign in, bring in step, see the colleagues, leave."""

from typing import TYPE_CHECKING

from crmdesk.i18n import _

if TYPE_CHECKING:
    from crmdesk.ui.sync_watch import SyncWatch
    from crmdesk.ui.window import Window


def join(window: "Window") -> None:
    from crmdesk.ui.sync_join import Join

    Join(window).open()


def sign_in(window: "Window") -> None:
    from crmdesk.ui.sync_join import Join

    Join(window, signs_in=True).open()


def colleagues(window: "Window") -> None:
    from crmdesk.ui.preferences import Preferences

    Preferences(window, "together").open()


def sync_now(window: "Window") -> None:
    """What comes of it stands at the foot of the side bar."""
    if watch := _watch(window):
        watch.sync()


def leave(window: "Window") -> None:
    from crmdesk.ui.sync_leave import Leave

    if _watch(window):
        Leave(window).open()


def _watch(window: "Window") -> "SyncWatch | None":
    watch = window.desk.file.sync
    if watch and watch.account:
        return watch
    window.desk.say(_("This file is yours alone."))
    return None
