"""A record to hand on: as a few lines of text, as a vCard, and as a QR code for the camera of a phone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from crmdesk import i18n
from crmdesk.domain.card import Card
from crmdesk.domain.channels import PHONE_LABELS
from crmdesk.domain.errors import UserError
from crmdesk.formats import vcard, vcard_short
from crmdesk.i18n import _, worded
from crmdesk.services import preferences
from crmdesk.services.cards import read_cards
from crmdesk.services.lookup import as_id
from crmdesk.services.writing import whole_file
from crmdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Postcard:
    id: bytes
    kind: str
    name: str
    text: str
    """As one writes it into a mail."""
    vcard: bytes
    code: str
    """The short vCard in the QR code."""
    left_out: tuple[str, ...]
    """What the code has no room for."""


def of(store: Store, key: bytes | str) -> Postcard:
    """What others may have of a record: no notes, no tags, nothing that is only ours."""
    row = next(iter(store.rows([as_id(key)])), None)
    if row is None:
        raise UserError(_("There is no such contact or company in this file."))
    with store.read() as session:
        [(_key, whole)] = read_cards(session, row.kind, [row.id])
        country = preferences.country(session)
    card = _for_others(whole)
    short = vcard_short.write(card, row.name)
    text = "\n".join(_lines(card, row.name, country)).strip()
    return Postcard(row.id, row.kind, row.name, text, b"".join(vcard.write([card], "3.0")), short.text, short.left_out)


def save(postcard: Postcard, to: Path) -> None:
    with whole_file(to) as file:
        file.write(postcard.vcard)


_NAMES = (
    "name", "full_name", "prefix", "given_name", "middle_name", "family_name", "suffix", "nickname",
    "phonetic_name", "phonetic_given_name", "phonetic_family_name",
)  # fmt: skip
_OF_PLACES = ("company", "title", "department", "is_primary")


def _for_others(card: Card) -> Card:
    """Names, numbers, addresses and the face."""
    fields = {name: card.fields[name] for name in _NAMES if name in card.fields}
    empty: dict[str, Any] = {"notes": [], "tags": [], "groups": [], "opt_outs": [], "relations": [], "leftover": []}
    places = [{key: value for key, value in place.items() if key in _OF_PLACES} for place in card.affiliations]
    addresses = [{key: value for key, value in entry.items() if key != "is_mailing"} for entry in card.addresses]
    return replace(card, fields=fields, affiliations=places, addresses=addresses, custom={}, uid=None, **empty)


def _lines(card: Card, name: str, country: str) -> Iterator[str]:
    yield name
    for place in card.affiliations[:1]:
        words = ", ".join(filter(None, (place.get("title"), place.get("company"))))
        if words and words != name:
            yield words
    yield ""
    for phone in card.phones:
        yield f"{worded(PHONE_LABELS, phone.get('label', 'other'))}: {phone_words(phone)}"
    yield from (email["value"] for email in card.emails)
    for link in card.links:
        service = (link.get("service") or "").capitalize()
        yield f"{service}: {link['value']}" if service else link["value"]
    for address in card.addresses:
        yield from ("", *_place(address, country))


def phone_words(phone: Mapping[str, Any]) -> str:
    number, extension = str(phone["value"]), phone.get("extension")
    known = not extension or number.rstrip().endswith(str(extension))
    return number if known else _("{number} ext. {extension}").format(number=number, extension=extension)


def _place(address: Mapping[str, Any], country: str) -> list[str]:
    from crmdesk.printing.addresses import plain_lines

    return plain_lines(address, from_country=country, language=i18n.language())
