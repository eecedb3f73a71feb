"""Designs of one's own beside those to begin with, and what they tell of whom."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain import designs as domain
from crmdesk.domain.designs import Design, Element
from crmdesk.domain.errors import UserError
from crmdesk.domain.stock_designs import stock
from crmdesk.services import designs, records
from crmdesk.store.store import Store

BADGE = "name badge"


def names(store: Store) -> list[tuple[str, bool]]:
    return [(choice.name, choice.is_stock) for choice in designs.all_of(store)]


def test_a_stock_design_is_copied_when_it_is_changed(store: Store) -> None:
    badge = designs.load(store, BADGE)
    key = designs.save(store, BADGE, badge.with_element(0, Element(text="New")))
    assert designs.load(store, BADGE) == badge
    assert designs.load(store, key).elements[0].text == "New"
    assert designs.load(store, key).name == "Name badge 2"
    assert names(store)[:2] == [("Address", True), ("Name badge 2", False)]
    assert designs.save(store, key, replace(badge, name="Fair")) == key
    assert ("Fair", False) in names(store)


def test_one_step_each_and_all_of_them_come_back(store: Store) -> None:
    key = designs.save(store, BADGE, designs.load(store, BADGE))
    designs.rename(store, key, "Fair")
    designs.remove(store, key)
    with pytest.raises(UserError, match="deleted meanwhile"):
        designs.load(store, key)
    assert store.undo() == "Delete design Fair"
    assert designs.load(store, key).name == "Fair"
    assert store.undo() == "Rename design"
    assert store.undo() == "Add design Name badge 2"
    assert all(is_stock for _name, is_stock in names(store))


def test_a_design_needs_a_name_and_has_to_be_there(store: Store) -> None:
    key = designs.save(store, BADGE, designs.load(store, BADGE))
    with pytest.raises(UserError, match="needs a name"):
        designs.rename(store, key, " ")
    designs.remove(store, key)
    with pytest.raises(UserError, match="deleted meanwhile"):
        designs.rename(store, key, "Gone")
    again = designs.save(store, key, designs.load(store, BADGE))  # nothing that was drawn is lost
    assert (again != key, designs.load(store, again).name) == (True, "Name badge 2")


def test_what_is_written_is_read_again() -> None:
    for design in stock().values():
        assert domain.read(design.name, design.kind, domain.write(design)) == design


def test_of_what_is_not_understood_the_rest_is_kept() -> None:
    body = (
        '{"width": 60, "height": 30, "more": 1, "elements": ['
        '{"kind": "hologram"}, {"kind": "text", "text": "A", "font": "gothic", "glow": true, "size": 9}]}'
    )
    assert domain.read("D", "label", body) == Design("D", "label", 60, 30, (Element(text="A", size=9),))
    for broken in (
        "",
        "{}",
        "[]",
        '{"width": "x", "height": 1, "elements": []}',
        '{"width":1,"height":1,"elements":[3]}',
    ):
        with pytest.raises(UserError, match="cannot be read"):
            domain.read("D", "label", broken)


def test_who_tells_what(store: Store) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"}, {"affiliations": [{"company": "Forno"}]})
    rui = records.add(store, "contact", {"given_name": "Rui"})
    records.set_photo(store, rui, "image/png", b"face")
    design = Design("D", elements=(Element("photo"), Element(text="{{name}}")))
    first, second, again = designs.pieces(store, design, [ana, rui, ana])
    assert (first.values["company"], first.photo) == ("Forno", None)
    assert (second.name, second.photo) == ("Rui", b"face")
    assert again == first
    (home,) = designs.pieces(store, Design("D"), [ana], [["Ana and Rui", "Rua 1"]])
    assert home.values["label"] == "Ana and Rui\nRua 1"
    assert home.photo is None


def test_whose_address_is_needed() -> None:
    needing = {key for key, design in stock().items() if design.needs_address}
    assert needing == {"address"}


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.sampled_from(["text", "box", "{{name}}", "imb", "1e3"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["kind", "left", "size", "smallest", "text", "font", "width"]), inner)
    ),
    max_leaves=12,
)
BODIES = st.fixed_dictionaries({"width": JSON, "height": JSON, "elements": st.lists(JSON, max_size=3)})


@given(JSON | BODIES)
def test_whatever_it_says_it_is_read_or_refused(body: object) -> None:
    try:
        design = domain.read("D", "label", json.dumps(body))
    except UserError:
        return
    assert domain.read("D", "label", domain.write(design)) == design
    assert all(element.smallest >= 3 and element.width >= 0 for element in design.elements)
