"""The collection of vendors' files with what is known to be in them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crmdesk.domain.card import Card, Reject
from crmdesk.domain.values import countries
from crmdesk.formats.csv_read import read

CUSTOM_TOO = {"exchange_dn", "private"}


def _held(card: Card) -> dict[str, Any]:
    """A card in the words of the collection."""
    position = card.affiliations[0] if card.affiliations else {}
    return {
        "kind": card.kind,
        "given": card.fields.get("given_name"),
        "middle": card.fields.get("middle_name"),
        "family": card.fields.get("family_name"),
        "salutation": card.fields.get("salutation"),
        "birthday": card.fields.get("birthday"),
        "anniversary": card.fields.get("anniversary"),
        "org": position.get("company") or card.fields.get("name"),
        "title": position.get("title"),
        "url": card.links[0]["value"] if card.links else None,
        "notes": card.notes[0]["text"] if card.notes else None,
        "emails": [entry["value"] for entry in card.emails],
        "phones": [(entry.get("label", ""), _dialled(entry)) for entry in card.phones],
        "groups": card.groups + card.tags + (card.fields.get("id_status") or "").split("; "),
    }


def _dialled(phone: dict[str, Any]) -> str:
    return f"{phone['value']} ext. {phone['extension']}" if "extension" in phone else str(phone["value"])


def _address_words(card: Card) -> str:
    return " ".join(str(value) for address in card.addresses for value in address.values())


def _checks(card: Card, told: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    held = _held(card)
    for name, value in told.items():
        if name == "emails":
            yield name, held["emails"] == [entry[1] for entry in value]
        elif name == "phones":
            yield name, held["phones"] == [tuple(entry) for entry in value]
        elif name == "groups":
            yield name, set(value) <= set(held["groups"])
        elif name == "addresses":
            for address in value:
                yield from ((f"address {part}", _is_in_address(card, part, text)) for part, text in address.items())
        elif name == "custom":
            yield from ((f"custom {key}", card.custom.get(key) == text) for key, text in value)
        elif name == "warnings":
            yield name, len(card.warnings) == len(value)
        elif name in CUSTOM_TOO:
            yield name, str(value) in card.custom.values()
        else:
            yield name, held[name] == value


def _is_in_address(card: Card, part: str, text: str) -> bool:
    held = _address_words(card)
    if part == "type":
        return any(address.get("label") == text for address in card.addresses)
    country = countries.to_code(text)
    if part == "country":
        return any(address.get("country") == country for address in card.addresses)
    return all(
        word in held or countries.to_code(word) in held.split() for line in text.split("\n") for word in line.split()
    )


@pytest.mark.parametrize(
    "name", ["act_text_delimited", "google_legacy_utf16", "outlook_exchange_dn", "tab_utf16_excel", "yahoo"]
)
def test_vendor_shapes(shared_data: Path, name: str) -> None:
    folder = shared_data / "csv" / "dialects"
    told = json.loads((folder / f"{name}.expected.json").read_text("utf-8"))["expected"]
    pieces = list(read((folder / f"{name}.csv").read_bytes()))
    assert len(pieces) == len(told)
    checks = [
        check
        for card, wanted in zip(pieces, told, strict=True)
        if isinstance(card, Card)
        for check in _checks(card, wanted)
    ]
    assert checks
    assert [what for what, right in checks if not right] == []


def test_deals_are_not_contacts(shared_data: Path) -> None:
    pieces = list(read((shared_data / "csv" / "dialects" / "hubspot_deals.csv").read_bytes()))
    assert len(pieces) == 2
    assert all(isinstance(piece, Reject) and "deals" in piece.reason for piece in pieces)


THUNDERBIRD = {
    "basic_csv_addressbook.csv": "csv_import",
    "csv_semicolon.csv": "csv_import",
    "csv_no_header.csv": "csv_import",
    "utf16_addressbook.csv": "utf16_csv",
    "shiftjis_addressbook.csv": "shiftjis_csv",
    "quote.csv": "quote_csv",
}


@pytest.mark.parametrize("name", THUNDERBIRD)
def test_thunderbird(shared_data: Path, name: str) -> None:
    folder = shared_data / "csv" / "vendor" / "thunderbird"
    told = json.loads((folder / "addressbook.json").read_text("utf-8"))[THUNDERBIRD[name]]
    pieces = [piece for piece in read((folder / name).read_bytes()) if isinstance(piece, Card)]
    assert len(pieces) == len(told)
    for card, wanted in zip(pieces, told, strict=True):
        spoken = (
            card.fields.get("full_name")
            or card.fields.get("name")
            or f"{card.fields['given_name']} {card.fields['family_name']}"
        )
        assert spoken == wanted["DisplayName"]
        assert [entry["value"] for entry in card.emails] == (
            [wanted["PrimaryEmail"]] if "PrimaryEmail" in wanted else []
        )
