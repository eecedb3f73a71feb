"""A mail to the current set, written in the user's own mail program, every address as a blind copy."""

from typing import TYPE_CHECKING
from urllib.parse import quote

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from crmdesk.i18n import _, ngettext
from crmdesk.ui import own_history
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.numbers import grouped
from crmdesk.widgets.messages import Action

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.mailing import Recipients
    from crmdesk.ui.window import Window

MOST = 50
_LONGEST = 1900
"""Letters of a link that every system passes on to a mail program."""


def write(window: "Window", chosen: CurrentSet) -> None:
    def job(store: "Store") -> "Recipients":
        from crmdesk.services import mailing

        return mailing.recipients(store, chosen.kind, chosen.ids)

    window.desk.ask(job, lambda found: _go(window, found, chosen.kind))


def _go(window: "Window", found: "Recipients", kind: str) -> None:
    addresses = found.addresses
    copy = Action(_("Copy addresses"), lambda: QApplication.clipboard().setText(", ".join(addresses)))
    if not addresses:
        window.desk.say(_sentence(_("Nobody here has an e-mail address to write to"), found))
    elif len(addresses) <= MOST and len(link := link_to(addresses)) <= _LONGEST:
        QDesktopServices.openUrl(QUrl(link))
        window.desk.say(_sentence(_mail_to(len(addresses)), found), copy)
    else:
        copy.run()
        words = ngettext(
            "{count} address copied: paste it as blind copy (BCC)",
            "{count} addresses copied: paste them as blind copy (BCC)",
            len(addresses),
        )
        window.desk.say(_sentence(words.format(count=grouped(len(addresses))), found))
    if addresses:
        own_history.note(window.desk, "mail", kind, found.ids)


def link_to(addresses: list[str]) -> str:
    return "mailto:?bcc=" + ",".join(quote(address, safe="@") for address in addresses)


def _mail_to(count: int) -> str:
    return ngettext("A mail to {count} address", "A mail to {count} addresses", count).format(count=grouped(count))


def _sentence(first: str, found: "Recipients") -> str:
    parts = [first]
    if found.declined:
        words = ngettext("{count} wants no e-mail", "{count} want no e-mail", found.declined)
        parts.append(words.format(count=grouped(found.declined)))
    if found.without:
        words = ngettext("{count} has no address", "{count} have no address", found.without)
        parts.append(words.format(count=grouped(found.without)))
    return " · ".join(parts)
