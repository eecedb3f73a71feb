"""E-mails (.eml, .mbox): the people in their headers as cards."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.headerregistry import AddressHeader
from email.message import EmailMessage

from crmdesk.domain.card import Card, Reject
from crmdesk.domain.values import emails
from crmdesk.domain.values.names import is_company, split_name
from crmdesk.i18n import _

LARGEST_HEAD = 256 * 1024
_HEADERS = ("From", "Reply-To", "To", "Cc", "Sender")
_START = re.compile(rb"\A[\x21-\x39\x3b-\x7e]{1,76}:[ \t]")
_NEXT = re.compile(rb"(?:\A|\n\r?\n)From [^\n]*\n")
_ONE_OF = re.compile(
    rb"^(from|to|subject|date|received|message-id|return-path|mime-version):", re.IGNORECASE | re.MULTILINE
)
_NOBODY = re.compile(
    r"(no|do-?not|dont)[-_.]?reply|mailer-daemon|postmaster|bounces?\b|notifications?@|undisclosed|unsubscribe",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone whom a header names."""

    name: str
    address: str
    header: str


def looks_like(data: bytes) -> bool:
    head = data[:8000].lstrip()
    if data.startswith(b"From ") and _ONE_OF.search(head):
        return True
    top = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    return bool(_START.match(top)) and len({name.lower() for name in _ONE_OF.findall(top)}) >= 2


def read(data: bytes) -> Iterator[Card | Reject]:
    """Each address once, under the fullest name that any message gives it."""
    cards: dict[str, Card] = {}
    for line, raw in messages(data):
        people = people_of(parse(raw))
        if not people:
            yield Reject(line, _("No header of this e-mail names anybody."), _text_of(raw))
        for person in people:
            _remember(cards, person, line)
    yield from cards.values()


def messages(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each with the number of its first line."""
    marks = list(_NEXT.finditer(data)) if data.startswith(b"From ") else []
    starts = [mark.end() for mark in marks] or [0]
    ends = [mark.start() for mark in marks[1:]]
    line, counted = 1, 0
    for start, end in zip(starts, [*ends, len(data)], strict=True):
        line, counted = line + data.count(b"\n", counted, start), start
        yield line, data[start:end]


def parse(raw: bytes) -> EmailMessage:
    """The headers alone, whatever state the body is in."""
    end = re.search(rb"\r?\n\r?\n", raw)
    head = raw[: min(end.end() if end else len(raw), LARGEST_HEAD)]
    return message_from_bytes(head, _class=EmailMessage, policy=policy.default)


def people_of(message: EmailMessage, headers: Iterable[str] = _HEADERS) -> list[Person]:
    """Those a person could answer, each address once, the sender first."""
    found: dict[str, Person] = {}
    for header in headers:
        for person in _named_in(message, header):
            key = emails.normalise(person.address)
            if _is_somebody(person) and (key not in found or len(person.name) > len(found[key].name)):
                found[key] = person
    return list(found.values())


def _named_in(message: EmailMessage, header: str) -> Iterator[Person]:
    try:
        values = message.get_all(header, [])
    except (
        ValueError,
        IndexError,
        AttributeError,
        TypeError,
        UnicodeError,
    ):  # the parser of the library trips over some
        values = []
    for value in values:
        if isinstance(value, AddressHeader):
            for address in value.addresses:
                yield Person(_plain(address.display_name), _plain(address.addr_spec), header)


def _plain(text: str) -> str:
    printable = "".join(char for char in text if char.isprintable())
    return printable.encode("utf-8", "replace").decode().strip().strip("'\"").strip()


def _is_somebody(person: Person) -> bool:
    return emails.is_plausible(person.address) and not _NOBODY.search(person.address)


def _remember(cards: dict[str, Card], person: Person, line: int) -> None:
    key = emails.normalise(person.address)
    card = cards.setdefault(key, Card(line=line, emails=[{"value": person.address}]))
    said = _name_of(person)
    if len("".join(said.values())) > len("".join(card.fields.values())):
        card.fields = said


def _name_of(person: Person) -> dict[str, str]:
    """Without a name that only repeats the address."""
    name = person.name
    if not name or "@" in name or name.casefold() == person.address.partition("@")[0].casefold():
        return {}
    return {"full_name": name} if is_company(name) else split_name(name)


def _text_of(raw: bytes) -> str:
    return raw[:2000].decode("utf-8", "replace")
