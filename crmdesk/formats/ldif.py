"""LDIF of mail programs and directories (RFC 2849, inetOrgPerson, Mozilla's names) to cards and back."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from crmdesk.domain.card import Card, Reject
from crmdesk.domain.contacts import compose_name
from crmdesk.domain.values.dates import compose_date
from crmdesk.formats.content_lines import escape
from crmdesk.formats.ldif_lines import BINARY, Entry, entries, looks_like, write_entry
from crmdesk.i18n import _

__all__ = ["looks_like", "read", "write"]

_PEOPLE = {
    "person", "organizationalperson", "inetorgperson", "mozillaabpersonalpha", "mozillaabpersonobsolete", "user",
    "contact", "officeperson", "evolutionperson", "pilotperson", "newpilotperson",
}  # fmt: skip
_GROUPS = {"groupofnames", "groupofuniquenames", "mozillagroupofnames", "group", "posixgroup"}
_FIELDS = {
    "given_name": ("givenname", "gn"),
    "family_name": ("sn", "surname"),
    "nickname": ("mozillanickname", "xmozillanickname", "nickname"),
    "prefix": ("personaltitle",),
    "suffix": ("generationqualifier",),
    "language": ("preferredlanguage",),
}
_FULL_NAME = ("displayname", "cn", "commonname")
_PLACE = {
    "company": ("o", "organizationname", "company"),
    "department": ("department", "ou", "organizationalunitname", "departmentnumber"),
    "title": ("title",),
}
_EMAILS = {"mail": "", "rfc822mailbox": "", "mozillasecondemail": "", "mailalternateaddress": ""}
_PHONES = {
    "telephonenumber": "work", "homephone": "home", "mobile": "mobile", "mobiletelephonenumber": "mobile",
    "cellphone": "mobile", "facsimiletelephonenumber": "work fax", "fax": "work fax", "pager": "pager",
    "pagerphone": "pager", "pagertelephonenumber": "pager", "homefacsimiletelephonenumber": "home fax",
}  # fmt: skip
_ADDRESSES: dict[str, dict[str, tuple[str, ...]]] = {
    "work": {
        "street": ("street", "streetaddress", "mozillaworkstreet"),
        "street2": ("mozillaworkstreet2",),
        "po_box": ("postofficebox",),
        "city": ("l", "locality", "localityname"),
        "region": ("st", "region", "stateorprovincename"),
        "postal_code": ("postalcode", "zip"),
        "country": ("c", "co", "countryname", "friendlycountryname"),
    },
    "home": {
        "street": ("mozillahomestreet",),
        "street2": ("mozillahomestreet2",),
        "city": ("mozillahomelocalityname",),
        "region": ("mozillahomestate",),
        "postal_code": ("mozillahomepostalcode",),
        "country": ("mozillahomecountryname",),
    },
}
_WHOLE_ADDRESSES = {"work": "postaladdress", "home": "homepostaladdress"}
_LINKS = {
    "mozillaworkurl": "work", "workurl": "work", "labeleduri": "work", "wwwhomepage": "work", "mozillahomeurl": "home",
    "homeurl": "home",
}  # fmt: skip
_CHATS = {"nsaimid": "AIM", "mozillascreenname": "AIM", "nscpaimscreenname": "AIM"}
_NOTES = ("description", "comment", "notes", "info")
_CUSTOM = re.compile(r"(?:mozilla)?custom([1-4])")
_DROPPED = {
    "objectclass", "modifytimestamp", "createtimestamp", "creatorsname", "modifiersname", "mozillausehtmlmail",
    "xmozillausehtmlmail", "userpassword", "unicodepwd", "mozillahomecountry", "birthyear", "birthmonth", "birthday",
    "entrydn", "entryuuid", "structuralobjectclass", "hassubordinates", "subschemasubentry", "entrycsn", "contextcsn",
}  # fmt: skip
"""What the directory says of the entry, and secrets, which are nobody's contact data."""


def read(data: bytes) -> Iterator[Card | Reject]:
    """A card for each person and each group; what an attribute points to by an address is never fetched."""
    groups: list[Card] = []
    uids: dict[str, str] = {}
    for entry in entries(data):
        classes = {value.lower() for value in entry.all("objectclass")}
        if entry.change and entry.change != "add":
            yield _rejected(entry, _("This is a change to a directory, not a contact."))
        elif not entry.dn:
            yield _rejected(entry, _("The entry does not begin with a line “dn:”."))
        elif classes & _GROUPS:
            groups.append(_group(entry))
        elif _is_person(entry, classes):
            person = _person(entry)
            uids[_uid(entry.dn)] = person.uid or ""
            yield person
        else:
            yield _rejected(entry, _("The entry is no person."))
    for group in groups:  # their members may stand before or after them
        group.members = [uids.get(member, member) for member in group.members]
        yield group


def _rejected(entry: Entry, reason: str) -> Reject:
    return Reject(entry.line, reason, entry.text)


def _is_person(entry: Entry, classes: set[str]) -> bool:
    return bool(classes & _PEOPLE) or (not classes and bool(entry.all("cn", "mail", "sn", "givenname")))


def _uid(dn: str) -> str:
    """One spelling of a name: blanks beside commas and case say nothing."""
    return "dn:" + re.sub(r"\s*([,=])\s*", r"\1", dn.strip()).casefold()


def _group(entry: Entry) -> Card:
    card = Card("group", {"name": (entry.all("cn", "ou") or [entry.dn])[0]}, line=entry.line, uid=_uid(entry.dn))
    card.members = [_uid(dn) for dn in entry.all("member", "uniquemember")]
    card.warnings = entry.warnings
    return card


def _person(entry: Entry) -> Card:
    uid = next(iter(entry.all("entryuuid")), "") or _uid(entry.dn)
    card = Card(line=entry.line, uid=uid, warnings=entry.warnings)
    used = set(_DROPPED)
    _take_names(card, entry, used)
    place = _taken(entry, _PLACE, used)
    if place:
        card.affiliations.append(place)
    _take_channels(card, entry, used)
    for label, parts in _ADDRESSES.items():
        _take_address(card, entry, label, parts, used)
    _take_rest(card, entry, used)
    return card


def _taken(entry: Entry, table: dict[str, tuple[str, ...]], used: set[str]) -> dict[str, Any]:
    """The first value of each; the names whose values are wholly taken are marked."""
    found: dict[str, Any] = {}
    for column, names in table.items():
        for name in names:
            values = entry.all(name)
            if values and column not in found:
                found[column] = " ".join(values[0].split("\n"))
            if len(values) <= 1:
                used.add(name)
    return found


def _take_names(card: Card, entry: Entry, used: set[str]) -> None:
    card.fields |= _taken(entry, _FIELDS, used)
    used.update(_FULL_NAME)
    whole = next(iter(entry.all(*_FULL_NAME)), "")
    spoken = {compose_name(card.fields.get("given_name"), None, card.fields.get("family_name"))}
    spoken.add(", ".join(filter(None, (card.fields.get("family_name"), card.fields.get("given_name")))))
    if whole and whole not in spoken:
        card.fields["full_name"] = whole
    date = [next(iter(entry.all(name)), "") for name in ("birthyear", "birthmonth", "birthday")]
    if date[1].isdigit() and date[2].isdigit():
        year = int(date[0]) if date[0].isdigit() and int(date[0]) else None
        if birthday := compose_date(year, int(date[1]), int(date[2])):
            card.fields["birthday"] = birthday


def _take_channels(card: Card, entry: Entry, used: set[str]) -> None:
    tables: tuple[tuple[dict[str, str], list[dict[str, Any]]], ...] = (
        (_EMAILS, card.emails), (_PHONES, card.phones), (_LINKS, card.links),
    )  # fmt: skip
    for table, entries_ in tables:
        for name, label in table.items():
            used.add(name)
            for value in dict.fromkeys(entry.all(name)):
                known = any(other["value"] == value for other in entries_)
                if value.strip() and not known:
                    entries_.append({"value": value.strip()} | ({"label": label} if label else {}))
    for name, service in _CHATS.items():
        used.add(name)
        card.links += [{"value": value, "label": "chat", "service": service} for value in entry.all(name)]


def _take_address(card: Card, entry: Entry, label: str, parts: dict[str, tuple[str, ...]], used: set[str]) -> None:
    address = _taken(entry, parts, used)
    name = _WHOLE_ADDRESSES[label]
    whole = [line.strip() for value in entry.all(name)[:1] for line in value.split("$") if line.strip()]
    used.add(name)
    if whole and not address.get("street"):
        names = ("street", "street2", "street3")
        shown = set(address.values())
        lines = [line for line in whole if line not in shown]
        address |= dict(zip(names, [*lines[:2], ", ".join(lines[2:])], strict=False))
        address = {key: value for key, value in address.items() if value}
    if address.keys() - {"country"}:
        card.addresses.append({"label": label, **address})


def _take_rest(card: Card, entry: Entry, used: set[str]) -> None:
    card.notes += [{"text": text} for text in entry.all(*_NOTES)]
    used.update(_NOTES)
    for name, value in entry.values:
        if isinstance(value, bytes):
            _take_picture(card, name, value)
        elif found := _CUSTOM.fullmatch(name):
            card.custom[_("Custom {number}").format(number=found[1])] = value.replace("\r", "\n")
        elif name not in used:
            card.leftover.append(f"X-LDIF-{name.upper().replace('.', '-')}:{escape(value)}")


def _take_picture(card: Card, name: str, data: bytes) -> None:
    from crmdesk.formats.vcard_media import by_signature

    if name in BINARY and card.photo is None and (kind := by_signature(data)):
        card.photo = (kind, data)


# --- and back ---------------------------------------------------------------------------------------------------------


def write(cards: Iterable[Card]) -> Iterator[str]:
    """Entries as Thunderbird and directories read them; companies become entries of organisations."""
    yield "version: 1\n\n"
    taken: set[str] = set()
    known: dict[str, str] = {}
    for card in cards:
        dn = _dn(card, taken)
        known[card.uid or ""] = dn
        yield write_entry(dn, _group_values(card, known) if card.kind == "group" else _values(card.with_plain_notes()))


def _dn(card: Card, taken: set[str]) -> str:
    if card.uid and card.uid.startswith("dn:"):
        dn = card.uid[3:]
    else:
        mail = f",mail={_dn_value(card.emails[0]['value'])}" if card.emails else ""
        dn = f"cn={_dn_value(_shown(card))}{mail}"
    number, plain = 1, dn
    while dn in taken:
        number += 1
        dn = f"{plain},uid={number}"
    taken.add(dn)
    return dn


def _dn_value(text: str) -> str:
    """RFC 4514, 2.4."""
    return re.sub(r'([,+"\\<>;=#])', r"\\\1", " ".join(text.split()))


def _shown(card: Card) -> str:
    fields = card.fields
    name = fields.get("full_name") or fields.get("name")
    name = name or compose_name(fields.get("given_name"), fields.get("middle_name"), fields.get("family_name"))
    first = [*card.affiliations, *card.emails, *card.phones][:1]
    return name or next((str(entry.get("company") or entry.get("value")) for entry in first), "") or _("No name")


def _group_values(card: Card, known: dict[str, str]) -> list[tuple[str, str | bytes]]:
    """Its members stand before it."""
    members = [("member", known.get(uid, uid.removeprefix("dn:"))) for uid in card.members]
    return [("objectclass", "top"), ("objectclass", "groupOfNames"), ("cn", _shown(card)), *members]


def _values(card: Card) -> list[tuple[str, str | bytes]]:
    kinds = ("top", "person", "organizationalPerson", "inetOrgPerson", "mozillaAbPersonAlpha")
    values: list[tuple[str, str | bytes]] = [("objectclass", kind) for kind in kinds]
    values += [("cn", _shown(card)), ("sn", card.fields.get("family_name") or _shown(card))]
    if card.uid and not card.uid.startswith("dn:"):
        values.append(("entryUUID", card.uid))
    names = {"given_name": "givenName", "nickname": "mozillaNickname", "prefix": "personalTitle"}
    values += [(name, card.fields[column]) for column, name in names.items() if card.fields.get(column)]
    values += _places(card)
    values += [
        ("mail" if number == 0 else "mozillaSecondEmail", one["value"]) for number, one in enumerate(card.emails)
    ]
    values += [(_phone_name(one.get("label", "")), one["value"]) for one in card.phones]
    for address in card.addresses:
        values += _address_values(address)
    values += [(_link_name(one), one["value"]) for one in card.links]
    values += _birthday(card.fields.get("birthday", ""))
    values += [("description", one["text"]) for one in card.notes]
    return [*values, ("jpegPhoto", card.photo[1])] if card.photo and card.photo[0] == "image/jpeg" else values


def _places(card: Card) -> list[tuple[str, str | bytes]]:
    first: dict[str, Any] = card.affiliations[0] if card.affiliations else {"company": card.fields.get("name")}
    names = {"company": "o", "department": "ou", "title": "title"}
    return [(name, first[key]) for key, name in names.items() if first.get(key)]


def _phone_name(label: str) -> str:
    names = {"home": "homePhone", "mobile": "mobile", "pager": "pager", "fax": "facsimileTelephoneNumber"}
    names |= {"work fax": names["fax"], "home fax": "homeFacsimileTelephoneNumber"}
    return names.get(label, "telephoneNumber")


def _address_values(address: dict[str, Any]) -> list[tuple[str, str | bytes]]:
    label = "home" if address.get("label") == "home" else "work"
    spelled = {"mozillaworkstreet2": "mozillaWorkStreet2", "postofficebox": "postOfficeBox", "postalcode": "postalCode"}
    return [
        (spelled.get(names[0], names[0]), address[column])
        for column, names in _ADDRESSES[label].items()
        if address.get(column)
    ]


def _link_name(link: dict[str, Any]) -> str:
    return "mozillaHomeUrl" if link.get("label") == "home" else "mozillaWorkUrl"


def _birthday(date: str) -> list[tuple[str, str | bytes]]:
    found = re.fullmatch(r"(\d{4}|-)-(\d\d)-(\d\d)", date)
    if not found:
        return []
    year: list[tuple[str, str | bytes]] = [("birthyear", found[1])] if found[1] != "-" else []
    return [*year, ("birthmonth", str(int(found[2]))), ("birthday", str(int(found[3])))]
