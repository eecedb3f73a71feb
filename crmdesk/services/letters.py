"""An e-mail that was dropped: who wrote it, who of them is in the file, what is kept of it, and that only once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity
from crmdesk.domain.base import now
from crmdesk.domain.channels import Email
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import new_id
from crmdesk.domain.notes import Attachment
from crmdesk.domain.sources import ExternalId
from crmdesk.domain.values import emails
from crmdesk.formats import mail, mail_text
from crmdesk.i18n import _, ngettext
from crmdesk.services import activities, attachments, lookup
from crmdesk.store import bulk
from crmdesk.store.store import Store

_LOOKED_AT = 20
_MOST_PEOPLE = 50
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Known:
    id: bytes
    name: str
    kind: str
    is_sender: bool


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    at: int | None
    """Milliseconds since 1970; nothing where the mail does not say."""
    text: str
    """Without what it quotes."""
    sender: mail.Person | None
    known: tuple[Known, ...]
    """Contacts of the file among its people, the sender first, and companies whose own address it is."""
    card: str
    """The sender and the signature, to be read by quick entry."""
    files: tuple[mail_text.MailFile, ...] = ()
    message_id: str = ""
    logged: bytes | None = None
    """The activity that it is in the history as."""
    is_cut: bool = False
    """Too large to be read as a whole: its files are left out."""

    @property
    def is_sender_known(self) -> bool:
        return any(each.is_sender for each in self.known)

    @property
    def is_ours(self) -> bool:
        """From us to somebody in the file."""
        return bool(self.known) and not self.is_sender_known


def read(store: Store, path: Path) -> Letter:
    try:
        with path.open("rb") as file:
            raw = file.read(mail_text.LARGEST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(_("“{name}” cannot be read: {reason}.").format(name=path.name, reason=reason)) from error
    return taken(store, raw)


def taken(store: Store, raw: bytes) -> Letter:
    message, body = mail.parse(raw), mail_text.whole(raw)
    text, is_cut = mail_text.text_in(body), len(raw) > mail_text.LARGEST
    people, message_id = mail.people_of(message), _line(message, "message-id")
    if not people:
        raise UserError(_("No header of this e-mail names anybody."))
    sender = people[0] if people[0].header in ("From", "Reply-To") else None
    return Letter(
        _line(message, "subject"), _date(message), mail_text.own_part(text)[:_LONGEST], sender,
        tuple(_known(store, people[:_MOST_PEOPLE], sender)), _card(sender or people[0], text),
        () if is_cut else tuple(mail_text.files_of(body)), message_id, _logged(store, message_id), is_cut,
    )  # fmt: skip


def _line(message: EmailMessage, header: str) -> str:
    try:
        return " ".join(str(message[header] or "").split())[:_LONGEST]
    except (ValueError, IndexError, AttributeError, TypeError, UnicodeError):  # as with addresses
        return ""


def _date(message: EmailMessage) -> int | None:
    try:
        at = message["date"].datetime
        return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, IndexError, AttributeError, TypeError, UnicodeError, OverflowError, OSError):
        return None


def _known(store: Store, people: Sequence[mail.Person], sender: mail.Person | None) -> list[Known]:
    found: dict[bytes, Known] = {}
    for person in people:
        wanted = emails.normalise(person.address)
        rows = sorted(lookup.find(store, person.address, _LOOKED_AT), key=lambda row: row.kind == "company")
        with store.read() as session:
            parts = list(bulk.fetch(session, Email, "owner_id", [row.id for row in rows]))
        owners = {part["owner_id"] for part in parts if emails.normalise(part["value"]) == wanted}
        has_contact = any(row.id in owners and row.kind == "contact" for row in rows)
        for row in rows:
            if row.id in owners and not (has_contact and row.kind == "company"):
                found.setdefault(row.id, Known(row.id, row.name, row.kind, person is sender))
    return list(found.values())


def _card(person: mail.Person, text: str) -> str:
    """The signature knows best; what it does not say, the header does."""
    signature = mail_text.signature_of(text)
    before = [part for part in (person.name,) if part and part.casefold() not in signature.casefold()]
    after = [part for part in (person.address,) if part.casefold() not in signature.casefold()]
    return "\n".join(filter(None, (*before, signature, *after)))


def _key(message_id: str) -> str:
    return f"mail:{message_id}"


def _logged(store: Store, message_id: str) -> bytes | None:
    if not message_id:
        return None
    with store.read() as session:
        owners = [row["owner_id"] for row in bulk.fetch(session, ExternalId, "key", [_key(message_id)])]
        return next((row["id"] for row in bulk.fetch(session, Activity, "id", owners)), None)


def concerns(store: Store, raw: bytes) -> bool:
    """By its head alone: it is from or to somebody in the file, and not in the history yet."""
    message = mail.parse(raw)
    people = mail.people_of(message)[:_MOST_PEOPLE]
    return bool(_known(store, people, None)) and _logged(store, _line(message, "message-id")) is None


def log(
    store: Store,
    letter: Letter,
    people: Sequence[bytes],
    subject: str,
    text: str,
    files: Sequence[mail_text.MailFile] = (),
) -> bytes:
    """One step, with its files; what is in the history already stays as it is there."""
    if known := _logged(store, letter.message_id):
        return known
    key = new_id()
    rows = [attachments.kept(store, key, file.content, file.name) for file in files]
    with store.write(_("Log e-mail")) as session:
        _add(session, key, replace(letter, subject=subject, text=text), people, rows, store.author)
    return key


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter whose files are put away already, so that many take little room until they are logged."""

    key: bytes
    letter: Letter
    files: tuple[Mapping[str, Any], ...]


def put_away(store: Store, letter: Letter) -> Kept:
    key = new_id()
    rows = tuple(attachments.kept(store, key, file.content, file.name) for file in letter.files)
    return Kept(key, replace(letter, files=()), rows)


def log_all(store: Store, found: Iterable[Kept], step: str, own_address: str) -> list[Kept]:
    """One step, with all whom the file knows; each letter once, and none that is in the history already."""
    ours = emails.normalise(own_address)
    fresh: dict[str | bytes, Kept] = {}
    for kept in found:
        letter = kept.letter
        if letter.known and not letter.logged:
            fresh.setdefault(letter.message_id or kept.key, kept)
    if fresh:
        with store.write(step) as session:
            for kept in fresh.values():
                letter = kept.letter
                is_ours = letter.sender is not None and emails.normalise(letter.sender.address) == ours
                people = [each.id for each in letter.known]
                _add(session, kept.key, letter, people, kept.files, store.author, is_ours=is_ours)
    return list(fresh.values())


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of several: logged, in the history before, of nobody in the file, not to be read."""

    logged: int
    before: int
    strange: int
    unread: int


def log_files(store: Store, paths: Sequence[Path]) -> Taken:
    """As `log`, of all whom the file knows; raises only where none can be read."""
    found: list[Letter] = []
    problems: list[UserError] = []
    for path in paths:
        try:
            found.append(read(store, path))
        except UserError as error:
            problems.append(error)
    if problems and not found:
        raise problems[0]
    before = sum(letter.logged is not None for letter in found)
    fresh = [letter for letter in found if letter.known and letter.logged is None]
    words = ngettext("Log {count} e-mail", "Log {count} e-mails", len(fresh)).format(count=len(fresh))
    logged = log_all(store, (put_away(store, letter) for letter in fresh), words, "")
    return Taken(len(logged), before, len(found) - before - len(fresh), len(problems))


def _add(
    session: Session,
    key: bytes,
    letter: Letter,
    people: Sequence[bytes],
    files: Sequence[Mapping[str, Any]],
    author: str,
    *,
    is_ours: bool = False,
) -> None:
    """As part of a step."""
    way = _("Sent") if is_ours or letter.is_ours else _("Received")
    told = {"subject": letter.subject, "text": letter.text, "done_at": letter.at or now(), "outcome": way}
    activities.insert(session, people, {"type": "email", **told}, author, key)
    bulk.insert(session, Attachment, files)
    if letter.message_id:
        bulk.insert(session, ExternalId, [{"owner_id": key, "key": _key(letter.message_id), "digest": ""}])
