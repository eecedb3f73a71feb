"""Names, positions, dates and relations in a vCard."""

import re
from collections.abc import Callable
from typing import Any

from crmdesk.domain.companies import Affiliation
from crmdesk.domain.contacts import compose_name
from crmdesk.domain.values.dates import parse_date
from crmdesk.formats.content_lines import Head, split
from crmdesk.formats.vcard_labels import ANDROID_RELATIONS, RELATION_PROPERTIES
from crmdesk.formats.vcard_reading import Handler, Reading, extras, text_of
from crmdesk.i18n import _

_PARTS = ("family_name", "given_name", "middle_name", "prefix", "suffix")
_SPOKEN = ("given_name", "middle_name", "family_name", "prefix", "suffix")
_KANA = re.compile(r"[\u3040-\u30ff\uff66-\uff9f\s・]+")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_LONGEST_NAME = 500
_GENDERS = {
    **dict.fromkeys(("m", "male", "2"), "male"),
    **dict.fromkeys(("f", "female", "1"), "female"),
    **dict.fromkeys(("o", "other"), "other"),
    **dict.fromkeys(("n", "none"), "none"),
}


def _names(reading: Reading, head: Head, value: str) -> bool:
    if not value.strip(" ;"):
        return True
    if reading.names or reading.card.kind != "contact":
        return reading.card.kind == "group"
    reading.names = (head, value)
    return True


def _full_name(reading: Reading, head: Head, value: str) -> bool:
    text = text_of(value)
    if not reading.full_name:
        reading.full_name = text
        reading.is_derived = (head.parameter("DERIVED") or "").upper() == "TRUE"
    return reading.full_name == text


def finish_names(reading: Reading) -> None:
    if reading.card.kind == "contact":
        _finish_person(reading)
    elif reading.full_name and not (reading.is_derived and reading.is_ours):
        reading.card.fields["name"] = reading.full_name


def _finish_person(reading: Reading) -> None:
    fields = reading.card.fields
    if reading.nicknames:
        fields["nickname"] = ", ".join(dict.fromkeys(reading.nicknames))
    full = reading.full_name if not reading.is_derived else ""
    if reading.names:
        _set_parts(reading, *reading.names, full)
    elif reading.full_name and not reading.is_ours:
        full = reading.full_name
        _split_full_name(reading, full)
    spoken = compose_name(*map(fields.get, _SPOKEN))
    if full and full != spoken and full.split() != spoken.split():
        fields["full_name"] = full


def _split_full_name(reading: Reading, full: str) -> None:
    from crmdesk.domain.values.names import split_name

    if len(full) > _LONGEST_NAME:
        return
    for name, part in split_name(full).items():
        reading.card.fields.setdefault(name, part)


def _set_parts(reading: Reading, head: Head, value: str, full: str) -> None:
    pieces = split(value, ";")
    fields = reading.card.fields
    several = "," in value and not reading.version.startswith("2")
    for name, piece in zip(_PARTS, pieces, strict=False):
        if piece and (part := _joined(piece, ", " if name == "suffix" else " ", full) if several else text_of(piece)):
            fields[name] = part
    if len(pieces) > 5:
        _add_parts(fields, pieces[5:7])
    if head.parameters and (sort_as := head.parameter("SORT-AS")):
        _sort_as(reading, head, sort_as)


def _add_parts(fields: dict[str, Any], pieces: list[str]) -> None:
    """RFC 9554: second surname and generation, which ought to stand in surname and suffix too."""
    for name, piece in zip(("family_name", "suffix"), pieces, strict=False):
        part, known = text_of(piece), fields.get(name, "")
        if part and part not in known:
            fields[name] = f"{known} {part}".strip()


def _joined(piece: str, glue: str, full: str) -> str:
    """Several values of a part, unless the full name shows that the comma is only a comma."""
    text = text_of(piece)
    if "," not in piece or text in full:
        return text
    return glue.join(filter(None, map(text_of, split(piece, ","))))


def _sort_as(reading: Reading, head: Head, value: str) -> bool:
    """How a name is sorted is how it is read, where it is written in kana."""
    text = text_of(value)
    words = [word.strip() for word in re.split("[;,]", text) if word.strip()]
    fields = reading.card.fields
    if reading.card.kind == "contact" and words and _KANA.fullmatch("".join(words)):
        for name, word in zip(("phonetic_family_name", "phonetic_given_name"), words, strict=False):
            fields.setdefault(name, word)
        return True
    if head.name == "N":
        reading.keep_text("SORT-STRING", text)
    return False


def _sound(reading: Reading, head: Head, value: str) -> bool:
    """Japanese telephones write how the name is read."""
    return "X-IRMC-N" in map(str.upper, head.words) and _sort_as(reading, head, value)


def _organisation(reading: Reading, head: Head, value: str) -> bool:
    reading.organisations.append((head, value))
    return True


def _title(reading: Reading, head: Head, value: str) -> bool:
    if reading.card.kind != "contact":
        return False
    reading.titles.append((head, text_of(value)))
    return True


def finish_positions(reading: Reading) -> None:
    if reading.card.kind == "contact":
        _pair_titles(reading)
    else:
        _finish_organisation(reading)


def _pair_titles(reading: Reading) -> None:
    """A title belongs to the company of its item group, else to the first that has none yet, else to the last."""
    positions = reading.card.affiliations
    by_group = {}
    for head, value in reading.organisations:
        if found := _position(head, value):
            positions.append(found)
            by_group[head.group] = found
    free = iter(list(positions))
    for head, title in reading.titles:
        place = by_group.get(head.group) if head.group else next((p for p in free if "title" not in p), None)
        if place is not None and place.setdefault("title", title) == title:
            continue
        last = positions[-1].get("company") if positions and not head.group else None
        positions.append({"company": last, "title": title} if last else {"title": title})


def _position(head: Head, value: str) -> dict[str, Any]:
    company, *units = map(text_of, split(value, ";"))
    found: dict[str, Any] = {"company": company} if company else {}
    if department := ", ".join(filter(None, units)):
        found["department"] = department
    if head.parameters:
        found |= extras(head, Affiliation)
        if head.preferred:
            found["is_primary"] = True
    return found


def _finish_organisation(reading: Reading) -> None:
    for head, value in reading.organisations:
        name, *units = (text_of(unit) for unit in split(value, ";"))
        if reading.card.fields.setdefault("name", name) != name or any(units):
            reading.keep(head, value)


def _date_field(column: str) -> Handler:
    def read(reading: Reading, head: Head, value: str) -> bool:
        date = _read_date(head, text_of(value))
        if date is None and (head.parameter("VALUE") or "").lower() != "text":
            reading.warn(_("{name} is no date: {text}").format(name=head.name, text=value[:60]))
        return date is not None and reading.set_field(column, date)

    return read


def _read_date(head: Head, text: str) -> str | None:
    """Apple writes 1604 for a year that nobody knows."""
    if (head.parameter("CALSCALE") or "gregorian").lower() != "gregorian":
        return None
    date = parse_date(text)
    if date and len(date) == 10 and date[:4] in ("1604", head.parameter("X-APPLE-OMIT-YEAR")):
        return f"--{date[5:]}"
    return date


def _labelled_date(reading: Reading, head: Head, value: str) -> bool:
    raw = reading.labels.get(head.group, "")
    date = _read_date(head, text_of(value))
    if not raw or date is None:
        return False
    line = reading.label_lines.get(head.group)
    label = reading.label(head, "")
    if label == "anniversary":
        done = reading.set_field("anniversary", date)
    else:
        done = label != "other" and reading.set_custom(label, date)
    if not done and line:
        reading.label_lines[head.group] = line
    return done


def _relation(reading: Reading, kind: str, name: str) -> bool:
    reading.card.relations.append({"type": kind, "name": name})
    return True


def _related_name(reading: Reading, head: Head, value: str) -> bool:
    return _relation(reading, reading.label(head, "other"), text_of(value))


def _related(reading: Reading, head: Head, value: str) -> bool:
    text = text_of(value)
    if (head.parameter("VALUE") or "uri").lower() != "text" and _URI.fullmatch(text):
        return False
    return _relation(reading, reading.label(head, next(iter(head.words), "other").lower()), text)


def _named_relation(reading: Reading, head: Head, value: str) -> bool:
    return _relation(reading, RELATION_PROPERTIES[head.name], text_of(value))


def _gender(reading: Reading, _head: Head, value: str) -> bool:
    sex, _semicolon, identity = value.partition(";")
    gender = _GENDERS.get(sex.strip().lower())
    if gender is None or not reading.set_field("gender", gender):
        return False
    if identity.strip():
        reading.card.leftover.append(f"GENDER:;{identity.strip()}")
    return True


def _field(column: str) -> Handler:
    return lambda reading, _head, value: reading.set_field(column, text_of(value))


def _nickname(reading: Reading, _head: Head, value: str) -> bool:
    if reading.card.kind != "contact":
        return False
    reading.nicknames += filter(None, map(text_of, split(value, ",")))
    return True


def _android(reading: Reading, head: Head, value: str) -> bool:
    """`vnd.android.cursor.item/KIND;DATA1;DATA2;DATA3;...`"""
    kind, *data = [text_of(part) for part in split(value, ";")]
    what, kind_number, label = [*data, "", "", ""][:3]
    number = int(kind_number) if kind_number.isdecimal() and len(kind_number) < 3 else 0
    readers: dict[str, Callable[[], bool]] = {
        "nickname": lambda: _nickname(reading, head, data[0]),
        "contact_event": lambda: _android_event(reading, head, what, number, label),
        "relation": lambda: _relation(reading, _android_relation(number) or label or "other", what),
    }
    read = readers.get(kind.rpartition("/")[2])
    return bool(read and what and read())


def _android_relation(number: int) -> str:
    return ANDROID_RELATIONS[number] if number < len(ANDROID_RELATIONS) else ""


def _android_event(reading: Reading, head: Head, text: str, number: int, label: str) -> bool:
    date = _read_date(head, text)
    if date is None:
        return False
    if number == 0:
        return reading.set_custom(label, date)
    column = {1: "anniversary", 3: "birthday"}.get(number)
    return column is not None and reading.set_field(column, date)


HANDLERS: dict[str, Handler] = {
    "N": _names,
    "FN": _full_name,
    "NICKNAME": _nickname,
    "X-NICKNAME": _nickname,
    "ORG": _organisation,
    "TITLE": _title,
    "ROLE": _field("occupation"),
    "X-PROFESSION": _field("occupation"),
    "X-KADDRESSBOOK-X-PROFESSION": _field("occupation"),
    "BDAY": _date_field("birthday"),
    **dict.fromkeys(
        (
            "ANNIVERSARY",
            "X-ANNIVERSARY",
            "X-MS-ANNIVERSARY",
            "X-EVOLUTION-ANNIVERSARY",
            "X-KADDRESSBOOK-X-ANNIVERSARY",
            "X-WAB-WEDDING_ANNIVERSARY",
        ),
        _date_field("anniversary"),
    ),
    "X-ABDATE": _labelled_date,
    "X-ABRELATEDNAMES": _related_name,
    "RELATED": _related,
    **dict.fromkeys(RELATION_PROPERTIES, _named_relation),
    **dict.fromkeys(("GENDER", "X-GENDER", "X-WAB-GENDER"), _gender),
    "X-PHONETIC-FIRST-NAME": _field("phonetic_given_name"),
    "X-PHONETIC-LAST-NAME": _field("phonetic_family_name"),
    "X-PHONETIC-ORG": _field("phonetic_name"),
    "SORT-STRING": _sort_as,
    "SOUND": _sound,
    "X-ANDROID-CUSTOM": _android,
}
