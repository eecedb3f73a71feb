"""The one way out of the application: opens pages, mails, calls and folders in their programs, and nothing else."""

import shutil
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QProcess, QUrl, QUrlQuery
from PySide6.QtGui import QDesktopServices

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _

_WEB = {"http", "https"}
_MAIL_HEADERS = {"to", "cc", "subject", "body"}
_LONGEST = 8000


def open_external(address: str) -> None:
    """Open what `checked` lets through; UserError otherwise, or if no program takes it."""
    if not QDesktopServices.openUrl(checked(address)):
        raise UserError(_("No program on this computer opens such links. Nothing was changed."))


def write_mail(address: str, subject: str, text: str, file: Path) -> bool:
    """A new e-mail in the user's program; whether that has the file on it already."""
    attaches = shutil.which("xdg-email")
    told = [address] if _is_plain(address) and not address.startswith("-") else []
    if attaches and told:
        options = ["--utf8", "--subject", subject, "--body", text, "--attach", str(file)]
        return bool(QProcess.startDetached(attaches, [*options, *told])[0])
    body = quote(text.replace("\n", "\r\n"))
    open_external(f"mailto:{quote(address, safe='@')}?subject={quote(subject)}&body={body}")
    return False


def open_folder(folder: Path) -> None:
    """In the program of the system that shows folders."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        raise UserError(_("No program on this computer shows folders. It is {path}").format(path=folder))


def checked(address: str) -> QUrl:
    """The address if it is harmless to open: http, https, mailto or tel, without tricks; else UserError."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if not _is_plain(address) or not url.isValid() or not _is_allowed(url):
        raise UserError(_("This link is not opened: only web pages, e-mail addresses and phone numbers are."))
    return url


def host(address: str) -> str:
    """Where a link really leads, to be shown before it is opened."""
    return checked(address).host()


def _is_plain(address: str) -> bool:
    """Neither control characters nor signs that reorder text."""
    return len(address) <= _LONGEST and address.isprintable() and "\\" not in address and " " not in address


def _is_allowed(url: QUrl) -> bool:
    scheme = url.scheme().lower()
    if scheme in _WEB:
        return bool(url.host()) and not url.userInfo()
    if scheme == "mailto":
        return _is_mail(url)
    return scheme == "tel" and not url.host() and not url.hasQuery() and _is_number(url.path())


def _is_mail(url: QUrl) -> bool:
    headers = {name.lower() for name, _value in QUrlQuery(url).queryItems()}
    decoded = url.path(QUrl.ComponentFormattingOption.FullyDecoded)
    return not url.host() and decoded.isprintable() and headers <= _MAIL_HEADERS


def _is_number(path: str) -> bool:
    return any(sign.isdigit() for sign in path) and all(sign.isdigit() or sign in "+-.();=extphno " for sign in path)
