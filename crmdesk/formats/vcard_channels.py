"""Phones, e-mails, web pages and chat names in a vCard."""

import re
from typing import Any
from urllib.parse import unquote

from crmdesk.domain.base import Record
from crmdesk.domain.channels import Email, Link, Phone
from crmdesk.formats.content_lines import Head
from crmdesk.formats.vcard_labels import CHAT_PROPERTIES, phone_label, place_label, service_name
from crmdesk.formats.vcard_reading import PRIVATE, Handler, Reading, extras, text_of

_EXTENSION = re.compile(r"(?i)(?:;ext=|\sext\. ?)([0-9*#]{1,12})$")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?=\S)")
_OVER_ESCAPED = re.compile(r"(?<!\\)\\+([:,;])")
_WEB_LABELS = {
    "X-EVOLUTION-BLOG-URL": "blog",
    "X-EVOLUTION-VIDEO-URL": "video",
    "X-KADDRESSBOOK-BLOGFEED": "blog",
}


def _item(reading: Reading, head: Head, record: type[Record], label: str, value: str) -> dict[str, Any]:
    item: dict[str, Any] = {"label": reading.label(head, label) if head.group else label, "value": value}
    if head.preferred:
        item["is_primary"] = True
    if PRIVATE in head.text:
        item |= extras(head, record)
    return item


def _phone(reading: Reading, head: Head, value: str) -> bool:
    number = text_of(value)
    if number[:4].lower() == "tel:":
        number, _semicolon, rest = unquote(number[4:]).partition(";")
        number = f"{number};{rest}" if rest[:4].lower() == "ext=" else number
    item = _item(reading, head, Phone, phone_label(head.words), number)
    if "ext" in number.lower() and (found := _EXTENSION.search(number)):
        item |= {"value": number[: found.start()].strip(), "extension": found[1]}
    if item["value"]:
        reading.card.phones.append(item)
    return True


def _email(reading: Reading, head: Head, value: str) -> bool:
    address = text_of(value)
    if address[:7].lower() == "mailto:":
        address = unquote(address[7:])
    reading.card.emails.append(_item(reading, head, Email, place_label(head.words), address))
    return True


def _web(reading: Reading, head: Head, value: str) -> bool:
    address = text_of(value)
    if not reading.is_ours:
        address = _OVER_ESCAPED.sub(r"\1", address)
    label = _WEB_LABELS.get(head.name) or place_label(head.words)
    reading.card.links.append(_item(reading, head, Link, label, address))
    return True


def _add_service(reading: Reading, head: Head, label: str, value: str, service: str) -> bool:
    item = _item(reading, head, Link, label, value)
    if service:
        item["service"] = service
        if item["label"].lower() == service and not reading.is_ours:
            item["label"] = "chat"
    reading.card.links.append(item)
    return True


def _chat(reading: Reading, head: Head, value: str) -> bool:
    """`IMPP;X-SERVICE-TYPE=Skype:skype:name`"""
    name = text_of(value)
    service = head.parameter("X-SERVICE-TYPE") or head.parameter("SERVICE-TYPE") or ""
    if found := _SCHEME.match(name):
        service = service or found[1]
        name = unquote(name[found.end() :])
    return _add_service(reading, head, _chat_label(head), name, _service(reading, service))


def _service(reading: Reading, name: str) -> str:
    return name if reading.is_ours else service_name(name)


def _chat_label(head: Head) -> str:
    label = place_label(head.words)
    return label if label in ("home", "work") else "chat"


def _named_chat(reading: Reading, head: Head, value: str) -> bool:
    return _add_service(reading, head, _chat_label(head), text_of(value), CHAT_PROPERTIES[head.name])


def _profile(reading: Reading, head: Head, value: str) -> bool:
    address = text_of(value)
    if not reading.is_ours:
        address = _OVER_ESCAPED.sub(r"\1", address)
        address = unquote(address[8:]) if address[:8].lower() == "x-apple:" else address
    service = head.parameter("SERVICE-TYPE") or head.parameter("X-SERVICE-TYPE") or next(iter(head.words), "")
    return _add_service(reading, head, "profile", address, _service(reading, service))


def _twitter(reading: Reading, head: Head, value: str) -> bool:
    return _add_service(reading, head, "profile", text_of(value), "twitter")


HANDLERS: dict[str, Handler] = {
    "TEL": _phone,
    "X-MS-TEL": _phone,
    "EMAIL": _email,
    "URL": _web,
    **dict.fromkeys(_WEB_LABELS, _web),
    "IMPP": _chat,
    **dict.fromkeys(CHAT_PROPERTIES, _named_chat),
    "X-SOCIALPROFILE": _profile,
    "SOCIALPROFILE": _profile,
    "X-TWITTER": _twitter,
}
