"""Addresses on one line taken apart, case by case and against usaddress's labelled ones."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from crmdesk.domain.card import Card
from crmdesk.formats import signature, us_addresses


@pytest.mark.parametrize(
    ("line", "street", "city"),
    [
        ("20 Benton Pl St Louis, MO 63104", "20 Benton Pl", "St Louis"),
        ("120 Main St St Paul, MN 55101", "120 Main St", "St Paul"),
        ("5 Elm Ct Apt B Salem OR 97301", "5 Elm Ct Apt B", "Salem"),
        ("1 Bay Rd Old Point, VA 23062-2222", "1 Bay Rd", "Old Point"),
        ("100 Gold Street, 2nd Fl., New York, NY 10038", "100 Gold Street, 2nd Fl.", "New York"),
        ("2002 FM 544 Wylie, Texas 75098, USA", "2002 FM 544", "Wylie"),
        ("7 Oak Dr North Bend, WA 98045", "7 Oak Dr", "North Bend"),
        ("7 Oak Dr N Bend, OR 97459", "7 Oak Dr N", "Bend"),
    ],
)
def test_the_street_and_the_town(line: str, street: str, city: str) -> None:
    found = us_addresses.read(line)
    assert found
    assert (found["street"], found["city"]) == (street, city)


@pytest.mark.parametrize(
    "line",
    ["", "IL 60637", "12 Oak St, Chicago", "Ana Lima, 12 Oak St Chicago, IL 60601", "123 IL 60637", 300 * "1 "],
)
def test_what_is_none(line: str) -> None:
    assert us_addresses.read(line) is None


@pytest.mark.parametrize("street", ["12 Oak St, Chicago", "12 Oak St Chicago"])
def test_a_name_before_it_on_the_same_line(street: str) -> None:
    card = signature.read(f"Ana Lima, {street}, IL 60601", "US")
    assert card.fields["family_name"] == "Lima"
    (address,) = card.addresses
    wanted = {"street": "12 Oak St", "city": "Chicago", "region": "IL", "postal_code": "60601"}
    assert {name: address[name] for name in wanted} == wanted


def test_as_people_labelled_them(shared_data: Path) -> None:
    right: Counter[str] = Counter()
    for labels in _labelled(shared_data):
        text = " ".join(word for _label, word in labels)
        right["all"] += 1
        right["right"] += _town(signature.read(f"Ana Lima\n{text}", "US")) == tuple(
            _part(labels, label) for label in ("PlaceName", "StateName", "ZipCode")
        )
    print(f"town, state and code: {right['right']} of {right['all']}")
    assert right["all"] > 80
    assert right["right"] / right["all"] > 0.97


def _labelled(shared_data: Path) -> Iterator[list[tuple[str, str]]]:
    """Those that a letter can be sent to."""
    for path in sorted((shared_data / "address" / "usaddress").glob("*.xml")):
        for entry in ET.parse(path).getroot():
            labels = [(word.tag, word.text or "") for word in entry]
            names = {name for name, _word in labels}
            if names >= {"AddressNumber", "PlaceName", "StateName", "ZipCode"} and "Recipient" not in names:
                yield labels


def _part(labels: list[tuple[str, str]], wanted: str) -> str:
    return " ".join(word.strip(",;") for name, word in labels if name == wanted)


def _town(card: Card) -> tuple[str | None, ...]:
    address = card.addresses[0] if card.addresses else {}
    return tuple(address.get(name) for name in ("city", "region", "postal_code"))
