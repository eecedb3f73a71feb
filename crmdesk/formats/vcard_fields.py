"""What remains of a vCard: notes, tags, picture, language, identity, and our own properties."""

import re

from crmdesk.domain.contacts import OptOut
from crmdesk.domain.notes import Note
from crmdesk.formats.content_lines import Head, split
from crmdesk.formats.vcard_media import is_address, read_picture
from crmdesk.formats.vcard_reading import PRIVATE, Handler, Reading, column_name, extras, text_of
from crmdesk.i18n import _

ZONE = re.compile(r"[A-Za-z_]{3,}(?:/[A-Za-z0-9_+-]+)+|UTC|GMT")
_MEMBER = "urn:uuid:"


def _drop(_reading: Reading, _head: Head, _value: str) -> bool:
    """What the writer says of the file, not of the person, or was noted before."""
    return True


def _fault(reading: Reading, _head: Head, value: str) -> bool:
    reading.warn(value)
    return True


def _uid(reading: Reading, _head: Head, value: str) -> bool:
    reading.card.uid = reading.card.uid or text_of(value)
    return True


def _note(reading: Reading, head: Head, value: str) -> bool:
    if text := text_of(value):
        reading.card.notes.append({"text": text, **extras(head, Note)})
    return True


def _tags(reading: Reading, _head: Head, value: str) -> bool:
    if reading.version.startswith("2"):
        value = value.replace(";", ",")
    reading.card.tags += filter(None, map(text_of, split(value, ",")))
    return True


def finish_tags(reading: Reading) -> None:
    reading.card.tags = list(dict.fromkeys(reading.card.tags))


def _picture(reading: Reading, head: Head, value: str) -> bool:
    if reading.card.photo or is_address(value) or (head.name == "LOGO" and reading.card.kind != "company"):
        return False
    picture = read_picture(head, value)
    if picture is None:
        reading.warn(_("the picture cannot be read and was left out"))
    reading.card.photo = picture
    return True


def _language(reading: Reading, head: Head, value: str) -> bool:
    reading.languages.append((head, value))
    return True


def finish_languages(reading: Reading) -> None:
    """The preferred one is ours."""
    for head, value in sorted(reading.languages, key=lambda pair: _rank(pair[0])):
        if not reading.set_field("language", text_of(value)):
            reading.keep(head, value)


def _rank(head: Head) -> str:
    """1 before 2 before 10, and none at the end."""
    return (head.parameter("PREF") or "999").rjust(3, "0")


def _time_zone(reading: Reading, _head: Head, value: str) -> bool:
    text = text_of(value)
    return ZONE.fullmatch(text) is not None and reading.set_field("time_zone", text)


def _kind(reading: Reading, _head: Head, value: str) -> bool:
    return reading.card.kind != "contact" or value.strip().lower() == "individual"


def _member(reading: Reading, _head: Head, value: str) -> bool:
    if reading.card.kind != "group":
        return False
    member = text_of(value)
    reading.card.members.append(member[len(_MEMBER) :] if member[: len(_MEMBER)].lower() == _MEMBER else member)
    return True


def _opt_out(reading: Reading, head: Head, _value: str) -> bool:
    found = extras(head, OptOut)
    if "channel" in found:
        reading.card.opt_outs.append(found)
    return "channel" in found


def _custom(reading: Reading, head: Head, value: str) -> bool:
    return reading.set_custom(head.parameter("LABEL") or "", text_of(value))


def _group(reading: Reading, _head: Head, value: str) -> bool:
    reading.card.groups.append(text_of(value))
    return True


def read_private(reading: Reading, head: Head, value: str) -> bool:
    """A column of ours: `X-CRMDESK-ID-STATUS:A1`."""
    return reading.set_private(column_name(head.name), text_of(value))


def other_handler(name: str) -> Handler | None:
    return read_private if name.startswith(PRIVATE) else None


HANDLERS: dict[str, Handler] = {
    "": _fault,
    **dict.fromkeys(("VERSION", "PRODID", "REV", "X-ABLABEL", "BEGIN", "END"), _drop),
    "PHOTO": _picture,
    "LOGO": _picture,
    "UID": _uid,
    "NOTE": _note,
    "CATEGORIES": _tags,
    "LANG": _language,
    "TZ": _time_zone,
    "KIND": _kind,
    "X-ABSHOWAS": _kind,
    "X-ADDRESSBOOKSERVER-KIND": _kind,
    "MEMBER": _member,
    "X-ADDRESSBOOKSERVER-MEMBER": _member,
    f"{PRIVATE}OPT-OUT": _opt_out,
    f"{PRIVATE}FIELD": _custom,
    f"{PRIVATE}GROUP": _group,
}
