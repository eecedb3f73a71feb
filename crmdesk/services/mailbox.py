"""A mailbox that is only read (IMAP): which messages are new, what their heads say, and the whole of some.

Nothing of it needs the file, so that whoever has a window can let another thread wait for the network. The server is
not trusted: every answer is bounded in size, number and time.
"""

import imaplib
import re
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from crmdesk.domain.errors import UserError
from crmdesk.formats.mail_text import LARGEST
from crmdesk.i18n import _

INBOX = "INBOX"
MOST = 500
"""Messages that one visit looks at: of a mailbox not visited before the newest, else the oldest that are new."""
_HEADS = "BODY.PEEK[HEADER.FIELDS (FROM REPLY-TO SENDER TO CC SUBJECT DATE MESSAGE-ID)]"
_PIECE = 50
_PATIENCE, _AT_MOST = 20, 600
"""Seconds for one answer, and for all of a visit."""
_MOST_LINES, _MOST_BYTES = 20_000, 1 << 30
_LISTED = re.compile(rb'\(([^)]*)\) (?:"(?:[^"\\]|\\.)"|NIL) (.+)', re.I | re.S)
_UID = re.compile(rb"\bUID (\d{1,10})\b")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\"\\]")

_Part = bytes | tuple[bytes, bytes] | None


@dataclass(frozen=True, slots=True)
class Account:
    server: str
    user: str
    port: int = 993
    folder: str = INBOX


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a mailbox was read; of another `validity` the numbers mean nothing."""

    validity: int = 0
    uid: int = 0


class _Guarded(imaplib.IMAP4_SSL):
    """Over TLS alone; raises where an answer has no end."""

    lines = taken = 0
    until = 0.0

    def readline(self) -> bytes:
        self.lines += 1
        self._check(self.lines <= _MOST_LINES)
        return super().readline()

    def read(self, size: int) -> bytes:
        self.taken += size
        self._check(size <= LARGEST + 1 and self.taken <= _MOST_BYTES)
        return super().read(size)

    def _check(self, is_bearable: bool) -> None:
        if not is_bearable or (self.until and time.monotonic() > self.until):
            raise self.abort("endless answer")


class Visit:
    """One look into a folder, which is opened to be read only."""

    def __init__(self, client: imaplib.IMAP4, validity: int, seen: Seen) -> None:
        self._client = client
        is_known = seen.validity == validity
        self.seen = seen if is_known else Seen(validity)
        self.uids = self._new(is_known=is_known)

    def _new(self, *, is_known: bool) -> list[int]:
        last = self.seen.uid
        answer = _ok(self._client.uid("SEARCH", f"UID {last + 1}:*"))
        words = b" ".join(part for part in answer if isinstance(part, bytes)).split()
        found = sorted({int(word) for word in words if word.isdigit() and last < int(word) < 1 << 32})
        return found[:MOST] if is_known else found[-MOST:]

    def after(self) -> Seen:
        """From where to go on the next time."""
        return Seen(self.seen.validity, max([self.seen.uid, *self.uids]))

    def heads(self) -> dict[int, bytes]:
        return self._fetch(self.uids, _HEADS)

    def messages(self, uids: Sequence[int]) -> Iterator[bytes]:
        """One by one; of one that is too large the beginning."""
        for uid in uids:
            yield from self._fetch([uid], f"BODY.PEEK[]<0.{LARGEST + 1}>").values()

    def _fetch(self, uids: Sequence[int], what: str) -> dict[int, bytes]:
        found: dict[int, bytes] = {}
        for start in range(0, len(uids), _PIECE):
            wanted = uids[start : start + _PIECE]
            answer = _ok(self._client.uid("FETCH", ",".join(map(str, wanted)), f"(UID {what})"))
            for part in answer:
                if isinstance(part, tuple) and (uid := _UID.search(part[0])) and int(uid[1]) in wanted:
                    found[int(uid[1])] = part[1]
        return found


@contextmanager
def visit(account: Account, password: str, seen: Seen, trusted: ssl.SSLContext | None = None) -> Iterator[Visit]:
    """Raises UserError in plain words. `trusted` certificates are those of the system where none are given."""
    with _entered(account, password, trusted) as client:
        yield Visit(client, _opened(client, account), seen)


def folders(account: Account, password: str, trusted: ssl.SSLContext | None = None) -> list[str]:
    """Those that hold messages, the inbox first; that they are told also shows that the password opens."""
    with _entered(account, password, trusted) as client:
        found = {name for part in _ok(client.list()) if (name := _folder(part))}
        return sorted(found | {INBOX}, key=lambda name: (name != INBOX, name.casefold()))


@contextmanager
def _entered(account: Account, password: str, trusted: ssl.SSLContext | None) -> Iterator[imaplib.IMAP4]:
    try:
        client = _connected(account, trusted)
        try:
            _log_in(client, account, password)
            yield client
        finally:
            with suppress(imaplib.IMAP4.error, OSError, ValueError):
                client.logout()
            with suppress(OSError):
                client.shutdown()
    except ssl.SSLCertVerificationError as error:
        raise UserError(
            _("{server} cannot prove who it is, so nothing was sent to it. Check the name of the server.").format(
                server=account.server
            )
        ) from error
    except (imaplib.IMAP4.error, OSError, ValueError, EOFError) as error:
        raise UserError(
            _("The mailbox at {server} cannot be read: {reason}. Nothing was changed. Try again later.").format(
                server=account.server, reason=_reason(error)
            )
        ) from error


def _connected(account: Account, trusted: ssl.SSLContext | None) -> _Guarded:
    context = trusted or ssl.create_default_context()
    client = _Guarded(account.server, account.port, ssl_context=context, timeout=_PATIENCE)
    client.until = time.monotonic() + _AT_MOST
    return client


def _log_in(client: imaplib.IMAP4, account: Account, password: str) -> None:
    if _UNSAFE.search(account.user) or "\0" in password or not account.user:
        raise UserError(_("This is no name of a mailbox: {name}.").format(name=repr(account.user)))
    secret = f"\0{account.user}\0{password}".encode()
    try:
        client.authenticate("PLAIN", lambda _challenge: secret)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise UserError(
            _("{server} does not let {user} in. Check the name and the password; some want one made for this.").format(
                server=account.server, user=account.user
            )
        ) from error


def _opened(client: imaplib.IMAP4, account: Account) -> int:
    """Gives what its numbers are valid by."""
    if _UNSAFE.search(account.folder):
        raise UserError(_("There is no folder “{name}” in this mailbox.").format(name=account.folder))
    status, _answer = client.select(f'"{_spelt(account.folder)}"', readonly=True)
    if status != "OK":
        raise UserError(_("There is no folder “{name}” in this mailbox.").format(name=account.folder))
    found = client.response("UIDVALIDITY")[1][0]
    return int(found) if isinstance(found, bytes) and found.isdigit() else 0


def _spelt(folder: str) -> str:
    """As the protocol writes other letters than English ones (RFC 3501, 5.1.3)."""
    from base64 import b64encode

    def coded(match: re.Match[str]) -> str:
        text = b64encode(match[0].encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
        return f"&{text}-"

    return re.sub(r"[^\x20-\x7e]+", coded, folder.replace("&", "&-"))


def _read_name(spelt: str) -> str:
    from base64 import b64decode

    def letters(match: re.Match[str]) -> str:
        text = match[1].replace(",", "/")
        return b64decode(text + "=" * (-len(text) % 4)).decode("utf-16-be") if text else "&"

    return re.sub(r"&([A-Za-z0-9+,]*)-", letters, spelt)


def _folder(part: _Part) -> str:
    """Of one line of their list, its name if it holds messages and can be asked for."""
    line, literal = part if isinstance(part, tuple) else (part or b"", None)
    found = _LISTED.fullmatch(line)
    if not found or b"\\noselect" in found[1].lower():
        return ""
    spelt = literal if literal is not None else found[2].strip(b'"')
    with suppress(ValueError):
        name = _read_name(spelt.decode("ascii"))
        return INBOX if name.upper() == INBOX else name if name and not _UNSAFE.search(name) else ""
    return ""


def _ok(answer: tuple[str, Sequence[_Part]]) -> Sequence[_Part]:
    status, found = answer
    if status != "OK":
        raise imaplib.IMAP4.error("refused")
    return found


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return _("it does not answer")
    return getattr(error, "strerror", None) or _("it broke off or gave an answer that makes no sense")
