"""Scenes of the tour: a mailbox that is asked for, and one that was read."""

from functools import partial

from crmdesk import settings
from crmdesk.domain.base import now
from crmdesk.ui.tour_stage import Scene, settle
from crmdesk.ui.window import Window

_MAILBOX = {
    "server": "imap.forno.example",
    "user": "bia@forno.example",
    "port": 993,
    "folder": "INBOX",
    "folders": ["INBOX", "Customers", "Suppliers"],
}


def _mailbox(window: Window, *, is_known: bool) -> None:
    from crmdesk.services import mail_account
    from crmdesk.services.mailbox import Seen
    from crmdesk.ui.preferences import Preferences

    settings.change(mail=_MAILBOX if is_known else {})
    account, path = mail_account.account(), window.desk.path
    if account and path:
        mail_account.fetch_every(path, mail_account.HOURLY)
        mail_account.keep_read(path, account, Seen(1, 1204), mail_account.Read(now(), 38, 6))
    Preferences(window, "mail").open()
    settle(window)


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("preferences-mail", True, partial(_mailbox, is_known=False)),
    ("preferences-mailbox", True, partial(_mailbox, is_known=True)),
)
