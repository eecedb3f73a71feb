"""An e-mail that was dropped: who wrote it, who of them is in the file, and what is kept of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from email.message import EmailMessage
from pathlib import Path

from crmdesk.domain.channels import Email
from crmdesk.domain.errors import UserError
from crmdesk.domain.values import emails
from crmdesk.formats import mail, mail_text
from crmdesk.i18n import _
from crmdesk.services import activities, lookup
from crmdesk.store import bulk
from crmdesk.store.store import Store

_LOOKED_AT = 20
_MOST_PEOPLE = 50
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Known:
    id: bytes
    name: str
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
    """Contacts of the file among its people, the sender first."""
    card: str
    """The sender and the signature, to be read by quick entry."""

    @property
    def is_sender_known(self) -> bool:
        return any(each.is_sender for each in self.known)


def read(store: Store, path: Path) -> Letter:
    try:
        with path.open("rb") as file:
            raw = file.read(mail_text.LARGEST)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(_("“{name}” cannot be read: {reason}.").format(name=path.name, reason=reason)) from error
    message, text = mail.parse(raw), mail_text.text_of(raw)
    people = mail.people_of(message)
    if not people:
        raise UserError(_("No header of this e-mail names anybody."))
    sender = people[0] if people[0].header in ("From", "Reply-To") else None
    return Letter(
        _subject(message), _date(message), mail_text.own_part(text)[:_LONGEST], sender,
        tuple(_known(store, people[:_MOST_PEOPLE], sender)), _card(sender or people[0], text),
    )  # fmt: skip


def _subject(message: EmailMessage) -> str:
    try:
        return " ".join(str(message["subject"] or "").split())
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
        rows = lookup.find(store, person.address, _LOOKED_AT, "contact")
        with store.read() as session:
            parts = list(bulk.fetch(session, Email, "owner_id", [row.id for row in rows]))
        owners = {part["owner_id"] for part in parts if emails.normalise(part["value"]) == wanted}
        for row in rows:
            if row.id in owners:
                found.setdefault(row.id, Known(row.id, row.name, person is sender))
    return list(found.values())


def _card(person: mail.Person, text: str) -> str:
    """The signature knows best; what it does not say, the header does."""
    signature = mail_text.signature_of(text)
    before = [part for part in (person.name,) if part and part.casefold() not in signature.casefold()]
    after = [part for part in (person.address,) if part.casefold() not in signature.casefold()]
    return "\n".join(filter(None, (*before, signature, *after)))


def log(store: Store, letter: Letter, people: Sequence[bytes], subject: str, text: str) -> bytes:
    return activities.log(store, people, "email", text, subject=subject, at=letter.at)
