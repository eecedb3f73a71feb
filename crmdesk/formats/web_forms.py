"""What contact forms of web sites have collected (CSV, JSON, e-mails): who asked, and for what."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from crmdesk.domain.card import Card, Reject
from crmdesk.domain.folding import fold
from crmdesk.domain.values import emails
from crmdesk.domain.values.names import is_company, split_name
from crmdesk.formats import mail, mail_text
from crmdesk.formats.csv_cells import clean
from crmdesk.formats.text import decode
from crmdesk.i18n import _

LARGEST = 50 * 1024 * 1024
_WORDS = {
    "given": "first firstname forename givenname given vorname prenome nombre имя ad",
    "family": "last lastname surname familyname family nachname familienname sobrenome apelido apellido apellidos"
    " фамилия soyad soyadi",
    "name": "name fullname yourname contactname nome nomecompleto fio фио isim adsoyad nom naam",
    "email": "email emailaddress mail youremail replyto eposta эпочта почта correo courriel",
    "phone": "phone phonenumber telephone tel mobile cell telefon telefone celular telefono handy телефон cep whatsapp",
    "company": "company companyname organisation organization firma empresa entreprise business компания sirket",
    "subject": "subject topic betreff assunto asunto sujet konu тема interest product",
    "text": "message text comment comments enquiry inquiry question nachricht mensagem mensaje mesaj сообщение"
    " description details howcanwehelp yourmessage anliegen",
    "city": "city town ort stadt cidade ciudad ville sehir город",
    "country": "country land pais pays ulke страна",
    "url": "website homepage site url webseite",
    "form": "form formname formulario formular",
    "at": "date time submitted submittedat submittedon createdat created timestamp datum data fecha tarih дата"
    " receivedat entrydate submissiondate",
    "": "id entryid ip ipaddress useragent referrer referer submissionid token captcha recaptcha sourceurl pageurl"
    " consent gdpr status read starred user_id",
}
_ROLE = {fold(word): role for role, words in _WORDS.items() for word in words.split()}
_LISTS = ("submissions", "entries", "responses", "results", "items", "data", "leads", "rows", "messages")
_NAME_KEYS, _VALUE_KEYS = ("label", "name", "field", "key", "title", "question"), ("value", "answer", "text", "values")
_LINE = re.compile(r"\s{0,8}([^\W\d_][^:\n]{0,40}?)\s*:\s*(.*)")
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Enquiry:
    card: Card
    subject: str = ""
    text: str = ""
    form: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    """All that was filled in, by its label: what makes it this one and no other."""


def read(data: bytes) -> Iterator[Enquiry | Reject]:
    """Whatever it is; nothing that was filled in is lost: what is not understood stands in the text."""
    if mail.looks_like(data) and data.lstrip()[:1] not in (b"{", b"["):
        yield from _read_mails(data)
        return
    text, _encoding = decode(data)
    text = text.lstrip("\ufeff")
    yield from _read_json(text) if text.lstrip()[:1] in ("{", "[") else _read_table(text)


def enquiry_of(told: Mapping[str, str], line: int = 0) -> Enquiry | Reject:
    """Of labels and what stood beside them."""
    values: dict[str, str] = {}
    rest = []
    for label, value in told.items():
        role = _role(label)
        if role == "text" and role in values:
            values[role] += f"\n{value}"
        elif role and role not in values:
            values[role] = value
        elif role != "":
            rest.append(f"{label}: {value}")
    if not any(values.get(name) for name in ("email", "phone", "name", "given", "family", "company")):
        return Reject(line, _("Nobody is named here, nor any way to answer."), "; ".join(told.values())[:500])
    words = "\n\n".join(filter(None, (values.get("text", ""), "\n".join(rest))))
    subject = values.get("subject") or _first_words(values.get("text", ""))
    return Enquiry(_card(values, line), subject, words, values.get("form", ""), dict(told))


def _role(label: str) -> str | None:
    """What a label asks for; an empty one for what only machines read."""
    key = re.sub(r"[\W\d_]", "", fold(label))
    if key in _ROLE:
        return _ROLE[key]
    words = [fold(word) for word in re.findall(r"[^\W\d_]+", label)]
    known = [_ROLE[word] for word in words if _ROLE.get(word)]
    return next((role for role in known if role != "name"), known[0] if known else None)


def _card(values: Mapping[str, str], line: int) -> Card:
    name = values.get("name", "")
    parts = {"given_name": values.get("given", ""), "family_name": values.get("family", "")}
    fields: dict[str, Any] = {key: value for key, value in parts.items() if value}
    if not fields and name:
        fields = {"full_name": name} if is_company(name) else dict(split_name(name))
    card = Card(line=line, fields=fields)
    address = next(iter(emails.extract(values.get("email", ""))), "")
    if address:
        card.emails = [{"label": "work", "value": address}]
    if values.get("phone"):
        card.phones = [{"label": "work", "value": values["phone"]}]
    if values.get("company"):
        card.affiliations = [{"company": values["company"]}]
        if not fields and not address:
            card = Card("company", {"name": values["company"]}, phones=card.phones, line=line)
    place = {key: values[key] for key in ("city",) if values.get(key)}
    if place:
        card.addresses = [{"label": "work", **place}]
    if values.get("url", "").startswith(("http", "www.")):
        card.links = [{"label": "work", "value": values["url"]}]
    return card


def _first_words(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= 60 else line[:60].rsplit(" ", 1)[0] + "…"


# Tables


def _read_table(text: str) -> Iterator[Enquiry | Reject]:
    import csv

    lines = text.splitlines(keepends=True)
    head = next((line for line in lines if line.strip()), "")
    counts = {sign: head.count(sign) for sign in ",;\t|"}
    delimiter = max(counts, key=lambda sign: counts[sign])
    reader = csv.reader(lines, delimiter=delimiter)
    labels: list[str] = []
    try:
        for row in reader:
            cells = [clean(cell.strip()) if cell.strip() else "" for cell in row]
            if not labels and any(cells):
                labels = cells
            elif any(cells):
                told = _labelled(zip(labels, cells, strict=False))
                yield enquiry_of(told, reader.line_num)
    except csv.Error as error:
        yield Reject(reader.line_num, str(error))
    if not any(_role(label) for label in labels):
        yield Reject(1, _("The first line names no columns that a contact form has."), head.strip()[:500])


def _labelled(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for label, value in pairs:
        if value:
            key = label or _("Other")
            found[key] = f"{found[key]}, {value}" if key in found else value
    return found


# JSON


def _read_json(text: str) -> Iterator[Enquiry | Reject]:
    try:
        tree = json.loads(text)
        entries = list(_entries(tree))
    except (ValueError, RecursionError):
        entries = []
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                yield from _read_line(line, number)
        return
    if not entries:
        yield Reject(1, _("No filled-in forms were found in this file."), text[:500])
    for number, entry in enumerate(entries, 1):
        yield enquiry_of(_labelled(_flat(entry, 0)), number)


def _read_line(line: str, number: int) -> Iterator[Enquiry | Reject]:
    """One object a line."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        yield Reject(number, _("This is no JSON."), line[:500])
        return
    if isinstance(entry, dict):
        yield enquiry_of(_labelled(_flat(entry, 0)), number)


def _entries(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, list):
        yield from (entry for entry in tree if isinstance(entry, dict))
    elif isinstance(tree, dict):
        inner = next((tree[key] for key in tree if fold(key) in _LISTS and isinstance(tree[key], list)), None)
        if inner and isinstance(inner[0], dict) and not _is_pair(inner[0]):
            yield from _entries(inner)
        else:
            yield tree


def _is_pair(entry: dict[str, Any]) -> bool:
    keys = {fold(key) for key in entry}
    return bool(keys & set(_NAME_KEYS)) and bool(keys & set(_VALUE_KEYS)) and len(keys) < 6


def _flat(tree: Any, depth: int, label: str = "") -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST:
        return
    if isinstance(tree, dict):
        if depth and _is_pair(tree):
            low = {fold(key): value for key, value in tree.items()}
            named = next((str(low[key]) for key in _NAME_KEYS if isinstance(low.get(key), str)), label)
            yield from _flat(next(low[key] for key in _VALUE_KEYS if key in low), depth + 1, named)
            return
        for key, value in tree.items():
            yield from _flat(value, depth + 1, label if fold(key) in _VALUE_KEYS and label else str(key))
    elif isinstance(tree, list):
        for value in tree:
            yield from _flat(value, depth + 1, label)
    elif tree is not None and str(tree).strip() and not isinstance(tree, bool):
        yield label, str(tree).strip()


# E-mails that a form has sent


def _read_mails(data: bytes) -> Iterator[Enquiry | Reject]:
    for line, raw in mail.messages(data):
        message = mail_text.whole(raw)
        people = mail.people_of(message, ("Reply-To", "From"))
        told = _labelled(_labels_in(mail_text.text_in(message)))
        subject = " ".join(str(message.get("Subject", "")).split())
        if sum(bool(_role(label)) for label in told) < 2:
            told = {"subject": subject, "message": mail_text.own_part(mail_text.text_in(message)).strip()}
        if people and not any(_role(label) == "email" for label in told):
            told |= {"email": people[0].address}
            if not any(_role(label) in ("name", "given", "family") for label in told) and "@" not in people[0].name:
                told |= {"name": people[0].name}
        if subject and not any(_role(label) == "form" for label in told) and told.get("subject") != subject:
            told |= {"form": subject}
        yield enquiry_of({label: value for label, value in told.items() if value}, line)


def _labels_in(text: str) -> Iterator[tuple[str, str]]:
    """`Label: value` line by line; inside a message only a known label ends it."""
    label, lines = "", list[str]()
    for line in text.splitlines():
        found = _LINE.fullmatch(line.strip("* \t"))
        if found and (_role(found[1]) is not None or _role(label) != "text"):
            if label:
                yield label, "\n".join(lines).strip()
            label, lines = found[1].strip("* "), [found[2].strip("* ")]
        elif re.fullmatch(r"\s*(--|—|___+|\*\*\*+).*", line):
            break
        else:
            lines.append(line.strip())
    if label:
        yield label, "\n".join(lines).strip()
