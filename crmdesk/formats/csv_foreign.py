"""Cards as lists that other programs import: under the headings of Google Contacts and of Outlook."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from crmdesk.domain.card import Card
from crmdesk.domain.contacts import compose_name

GOOGLE, OUTLOOK = "google", "outlook"
SEVERAL = " ::: "
_NAMES = ("given_name", "middle_name", "family_name")
_GOOGLE = {
    "First Name": "given_name", "Middle Name": "middle_name", "Last Name": "family_name",
    "Phonetic First Name": "phonetic_given_name", "Phonetic Last Name": "phonetic_family_name",
    "Name Prefix": "prefix", "Name Suffix": "suffix", "Nickname": "nickname",
}  # fmt: skip
_GOOGLE_ADDRESS = {
    "Street": "street", "City": "city", "PO Box": "po_box", "Region": "region", "Postal Code": "postal_code",
    "Country": "country",
}  # fmt: skip
_OUTLOOK = {
    "Title": "prefix", "First Name": "given_name", "Middle Name": "middle_name", "Last Name": "family_name",
    "Suffix": "suffix", "Nickname": "nickname", "Birthday": "birthday", "Anniversary": "anniversary",
    "Language": "language", "Profession": "occupation",
}  # fmt: skip
_OUTLOOK_PHONES = {
    "Mobile Phone": ("mobile",), "Business Phone": ("work", "main"), "Home Phone": ("home",), "Pager": ("pager",),
    "Business Fax": ("work fax", "fax"), "Home Fax": ("home fax",), "Other Phone": (),
}  # fmt: skip
_OUTLOOK_SECOND = ("Business Phone 2", "Home Phone 2", "Primary Phone", "Car Phone", "Other Phone")
_OUTLOOK_PLACES = {"Business": "work", "Home": "home", "Other": ""}
_OUTLOOK_ADDRESS = {
    "Street": "street", "Street 2": "street2", "Street 3": "street3", "City": "city", "State": "region",
    "Postal Code": "postal_code", "Country/Region": "country",
}  # fmt: skip
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")

Row = dict[str, str]


def rows(cards: Sequence[Card], program: str) -> Iterator[list[str]]:
    """The heading, then a line for each card. Groups of cards have no line of their own."""
    people = [card.with_plain_notes() for card in cards if card.kind != "group"]
    made = [_google(card) if program == GOOGLE else _outlook(card) for card in people]
    headings = _google_headings(made) if program == GOOGLE else _outlook_headings()
    yield headings
    for row in made:
        yield [row.get(heading, "") for heading in headings]


def _texts(card: Card, columns: dict[str, str]) -> Row:
    return {heading: str(card.fields[name]) for heading, name in columns.items() if card.fields.get(name)}


def _place(card: Card) -> dict[str, Any]:
    if card.kind == "company":
        return {"company": card.fields.get("name", "")}
    return card.affiliations[0] if card.affiliations else {}


def _notes(card: Card) -> str:
    return "\n\n".join(note["text"] for note in card.notes)


def _numbered(card: Card) -> Iterator[tuple[str, str, str]]:
    """The lists of a card under Google's names: heading, label, value."""
    for name, entries in (("E-mail", card.emails), ("Phone", card.phones), ("Website", card.links)):
        for number, entry in enumerate(entries, 1):
            star = "* " if entry.get("is_primary") else ""
            yield f"{name} {number}", star + _title(entry.get("label", "")), _with_extension(entry)
    for number, relation in enumerate(card.relations, 1):
        yield f"Relation {number}", _title(relation["type"]), relation["name"]
    if anniversary := card.fields.get("anniversary"):
        yield "Event 1", "Anniversary", _without_year(anniversary)
    for number, (name, value) in enumerate(card.custom.items(), 1):
        yield f"Custom Field {number}", name, value


def _with_extension(entry: dict[str, Any]) -> str:
    extension = entry.get("extension")
    return f"{entry['value']} ext. {extension}" if extension and extension not in entry["value"] else entry["value"]


def _title(label: str) -> str:
    return label[:1].upper() + label[1:]


def _without_year(date: str) -> str:
    """Google writes ` --05-17`."""
    return f" {date}" if date.startswith("--") else date


def _google(card: Card) -> Row:
    row = _texts(card, _GOOGLE)
    place = _place(card)
    row |= {
        "Organization Name": place.get("company", ""), "Organization Title": place.get("title", ""),
        "Organization Department": place.get("department", ""), "Notes": _notes(card),
        "Birthday": _without_year(card.fields.get("birthday", "")),
        "Labels": SEVERAL.join([*card.groups, *card.tags, "* myContacts"]),
    }  # fmt: skip
    if full := card.fields.get("full_name"):
        row["File As"] = full
        if not any(card.fields.get(name) for name in _NAMES):
            row["First Name"] = full
    for heading, label, value in _numbered(card):
        row |= {f"{heading} - Label": label, f"{heading} - Value": value}
    for number, address in enumerate(card.addresses, 1):
        head = f"Address {number} - "
        row[f"{head}Label"] = _title(address.get("label", ""))
        row |= {head + part: str(address[name]) for part, name in _GOOGLE_ADDRESS.items() if address.get(name)}
        more = [address[name] for name in ("street2", "street3") if address.get(name)]
        if more:
            row[f"{head}Extended Address"] = "\n".join(more)
    return row


def _google_headings(made: list[Row]) -> list[str]:
    """As many numbered blocks as the richest row needs."""
    fixed = [
        "First Name", "Middle Name", "Last Name", "Phonetic First Name", "Phonetic Middle Name", "Phonetic Last Name",
        "Name Prefix", "Name Suffix", "Nickname", "File As", "Organization Name", "Organization Title",
        "Organization Department", "Birthday", "Notes", "Photo", "Labels",
    ]  # fmt: skip
    used = {heading for row in made for heading in row}
    blocks: list[str] = []
    kinds: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("E-mail", ("Label", "Value")), ("Phone", ("Label", "Value")),
        ("Address", ("Label", "Formatted", *_GOOGLE_ADDRESS, "Extended Address")), ("Relation", ("Label", "Value")),
        ("Website", ("Label", "Value")), ("Event", ("Label", "Value")), ("Custom Field", ("Label", "Value")),
    )  # fmt: skip
    for kind, parts in kinds:
        number = 1
        while any(f"{kind} {number} - {part}" in used for part in parts):
            blocks += [f"{kind} {number} - {part}" for part in parts]
            number += 1
    return fixed + blocks


# Outlook


def _outlook(card: Card) -> Row:
    row = _texts(card, _OUTLOOK)
    place = _place(card)
    row |= {"Company": place.get("company", ""), "Job Title": place.get("title", ""),
            "Department": place.get("department", "")}  # fmt: skip
    if not any(card.fields.get(name) for name in _NAMES) and card.kind == "contact":
        row["First Name"] = card.fields.get("full_name") or ""
    for name in ("Birthday", "Anniversary"):
        row[name] = _american(row.get(name, ""))
    names = ("E-mail", "E-mail 2", "E-mail 3")
    shown = card.fields.get("full_name") or compose_name(*map(card.fields.get, _NAMES))
    for name, entry in zip(names, card.emails, strict=False):
        row |= {f"{name} Address": entry["value"], f"{name} Type": "SMTP", f"{name} Display Name": shown}
    left = _put_phones(row, card.phones)
    _put_addresses(row, card.addresses)
    if card.links:
        row["Web Page"] = card.links[0]["value"]
    spouse = [relation["name"] for relation in card.relations if relation["type"] == "spouse"]
    row["Spouse"] = spouse[0] if spouse else ""
    row["Categories"] = ";".join([*card.groups, *card.tags])
    kept = [*left, *(entry["value"] for entry in (*card.emails[3:], *card.links[1:]))]
    row["Notes"] = "\n\n".join(filter(None, [_notes(card), "\n".join(kept), _custom(card)]))
    return row


def _custom(card: Card) -> str:
    return "\n".join(f"{name}: {value}" for name, value in card.custom.items())


def _american(date: str) -> str:
    """Outlook reads dates by the system's own habit and knows none without a year."""
    found = _DATE.fullmatch(date)
    return f"{int(found[2])}/{int(found[3])}/{found[1]}" if found else ""


def _put_phones(row: Row, phones: list[dict[str, Any]]) -> list[str]:
    """Each in the column of its label, or the next that is free; what finds none is given back."""
    left = []
    for entry in phones:
        label = entry.get("label", "")
        own = next((heading for heading, labels in _OUTLOOK_PHONES.items() if label in labels), "Other Phone")
        heading = next((name for name in (own, *_OUTLOOK_SECOND) if name not in row), "")
        if heading:
            row[heading] = _with_extension(entry)
        else:
            left.append(f"{label}: {_with_extension(entry)}" if label else _with_extension(entry))
    return left


def _put_addresses(row: Row, addresses: list[dict[str, Any]]) -> None:
    free = list(_OUTLOOK_PLACES)
    for address in addresses:
        wanted = next((head for head, label in _OUTLOOK_PLACES.items() if label == address.get("label", "")), "Other")
        if not free:
            return
        head = wanted if wanted in free else free[0]
        free.remove(head)
        row |= {f"{head} {part}": str(address[name]) for part, name in _OUTLOOK_ADDRESS.items() if address.get(name)}
        if address.get("po_box"):
            row[f"{head} Address PO Box"] = str(address["po_box"])


def _outlook_headings() -> list[str]:
    places = [f"{head} {part}" for head in _OUTLOOK_PLACES for part in _OUTLOOK_ADDRESS]
    return [
        "Title", "First Name", "Middle Name", "Last Name", "Suffix", "Nickname", "Company", "Department", "Job Title",
        *places, "Business Fax", "Business Phone", "Business Phone 2", "Car Phone", "Home Fax", "Home Phone",
        "Home Phone 2", "Mobile Phone", "Other Phone", "Pager", "Primary Phone", "Anniversary", "Birthday",
        "Business Address PO Box", "Categories", "E-mail Address", "E-mail Type", "E-mail Display Name",
        "E-mail 2 Address", "E-mail 2 Type", "E-mail 2 Display Name", "E-mail 3 Address", "E-mail 3 Type",
        "E-mail 3 Display Name", "Home Address PO Box", "Language", "Notes", "Other Address PO Box", "Profession",
        "Spouse", "Web Page",
    ]  # fmt: skip
