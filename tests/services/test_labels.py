"""Who gets a label, who is left out and why, in which order, and with which lines."""

from pathlib import Path
from typing import Any

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.services import labels, preferences, print_runs, records
from crmdesk.store.store import Store


def add(store: Store, name: str, *addresses: dict[str, Any], kind: str = "contact", **parts: Any) -> bytes:
    fields = {"name": name} if kind == "company" else {"given_name": name}
    return records.add(store, kind, fields, {"addresses": list(addresses), **parts})


def place(code: str, city: str = "Berlin", country: str = "DE", **more: Any) -> dict[str, Any]:
    return {"street": "Weg 1", "postal_code": code, "city": city, "country": country, **more}


@pytest.fixture(autouse=True)
def home(store: Store) -> None:
    preferences.set_country(store, "DE")


def first_lines(batch: labels.Batch) -> list[str]:
    return [lines[0] for lines in batch.texts]


def names(store: Store, batch: labels.Batch) -> list[str]:
    return [row.name for row in store.rows(batch.ids)]


def test_who_is_left_out_and_why(store: Store) -> None:
    add(store, "Ana", place("10115"))
    add(store, "Nobody")
    add(store, "Country only", {"country": "DE", "region": "Bayern"})
    add(store, "Refuses", place("10115"), opt_outs=[{"channel": "post", "reason": "asked in 2020"}])
    add(store, "Refuses too", place("10115"), opt_outs=[{"channel": "post"}])
    add(store, "Only no phone", place("10116"), opt_outs=[{"channel": "phone"}])
    add(store, "Box", {"po_box": "77", "city": "Bonn"})
    batch = labels.prepare(store)
    assert sorted(first_lines(batch)) == ["Ana", "Box", "Only no phone"]
    assert {(skip.name, skip.reason) for skip in batch.skipped} == {
        ("Nobody", "no mailing address"),
        ("Country only", "no mailing address"),
        ("Refuses", "do not mail: asked in 2020"),
        ("Refuses too", "do not mail"),
    }
    assert [row.name for row in store.rows(batch.ids)] == first_lines(batch)


def test_the_address_marked_for_mail_else_the_primary_else_the_first(store: Store) -> None:
    key = add(
        store, "Ana", place("1", "First"), place("2", "Primary", is_primary=True), place("3", "Mail", is_mailing=True)
    )
    assert "3 Mail" in labels.prepare(store).texts[0]
    (mail,) = [a["id"] for a in records.show(store, key)["addresses"] if a["is_mailing"]]
    records.remove(store, "addresses", [mail])
    assert "2 Primary" in labels.prepare(store).texts[0]
    (primary,) = [a["id"] for a in records.show(store, key)["addresses"] if a["is_primary"]]
    records.remove(store, "addresses", [primary])
    assert "1 First" in labels.prepare(store).texts[0]


def test_the_company_stands_on_letters_to_work(store: Store) -> None:
    work: dict[str, Any] = {"affiliations": [{"company": "Acme", "title": "Boss"}]}
    add(store, "At work", place("1", label="work"), **work)
    add(store, "At home", place("2", label="home"), **work)
    add(store, "Freelance", place("3", label="work"))
    add(store, "Acme", place("4", label="work"), kind="company")
    texts = labels.prepare(store, everybody(store)).texts
    assert sorted(lines[: lines.index("Weg 1")] for lines in texts) == [
        ["Acme"],
        ["Acme", "At work"],
        ["At home"],
        ["Freelance"],
    ]


def everybody(store: Store) -> list[bytes]:
    return [row.id for kind in ("contact", "company") for row in store.listing(kind).window(0, 99)]


def test_households_are_not_written_on_labels(store: Store) -> None:
    add(store, "Ana", place("1", label="other"), affiliations=[{"company": "The Souzas"}])
    ((key, *_row),) = store.connection.execute("SELECT id FROM companies").fetchall()
    records.set_value(store, "companies", key, "kind", "household")
    assert labels.prepare(store).texts[0][1] == "Weg 1"


def test_orders(store: Store) -> None:
    entries = [
        ("Zoe", "20095", "DE", "Beta"),
        ("Ana", "10115", "DE", "Gamma"),
        ("Émile", "75001", "FR", "alpha"),
        ("Bob", "09111", "DE", ""),
    ]
    keys = []
    for name, code, country, company in entries:
        work = {"affiliations": [{"company": company}]} if company else {}
        keys.append(add(store, name, place(code, country=country), **work))
    assert names(store, labels.prepare(store, keys)) == ["Bob", "Ana", "Zoe", "Émile"]
    assert names(store, labels.prepare(store, keys, order="name")) == ["Ana", "Bob", "Émile", "Zoe"]
    assert names(store, labels.prepare(store, keys, order="company")) == ["Bob", "Émile", "Zoe", "Ana"]
    assert names(store, labels.prepare(store, keys, order="as listed")) == ["Zoe", "Ana", "Émile", "Bob"]


def test_letters_abroad_name_the_country_at_home_they_do_not(store: Store) -> None:
    add(store, "Here", place("10115"))
    add(store, "There", place("75001", "Paris", "FR"))
    texts = {lines[0]: lines for lines in labels.prepare(store).texts}
    assert texts["Here"] == ["Here", "Weg 1", "10115 Berlin"]
    assert texts["There"][1:3] == ["Weg 1", "75001 PARIS"]
    assert texts["There"][3].upper() in ("FRANCE", "FRANKREICH")


def test_only_those_asked_for_and_who_is_gone_is_passed_over(store: Store) -> None:
    keys = [add(store, name, place("1")) for name in ("Ana", "Rui")]
    records.delete(store, "contact", keys[:1])
    batch = labels.prepare(store, keys)
    assert (first_lines(batch), batch.skipped) == (["Rui"], [])
    assert labels.prepare(store, []).texts == []


def test_a_pdf_is_written_whole(store: Store, tmp_path: Path) -> None:
    for number in range(31):
        add(store, f"Name {number}", place("10115"))
    path = tmp_path / "labels.pdf"
    done = labels.save(labels.prepare(store), "Avery 5160", path, start=2)
    assert (done.labels, done.pages) == (31, 2)
    assert path.read_bytes().startswith(b"%PDF")
    for place_, sheet, start in (
        (path, "Avery 9999999", 1),
        (path, "Avery 5160", 31),
        (tmp_path / "no" / "x.pdf", "Avery 5160", 1),
    ):
        with pytest.raises(UserError):
            labels.save(labels.prepare(store), sheet, place_, start=start)
    with pytest.raises(UserError, match="no labels"):
        labels.save(labels.prepare(store, []), "Avery 5160", path)
    assert path.read_bytes().startswith(b"%PDF"), "the older one stays"
    assert [place.name for place in tmp_path.iterdir() if place.suffix in (".part", ".pdf")] == ["labels.pdf"]


def test_where_all_are_left_out_it_says_why(store: Store, tmp_path: Path) -> None:
    add(store, "Nowhere")
    with pytest.raises(UserError) as told:
        labels.save(labels.prepare(store), "Avery 5160", tmp_path / "labels.pdf")
    assert told.value.problems == ("Nowhere: no mailing address",)


def test_copies_of_each_and_one_for_a_home(store: Store) -> None:
    keys = [add(store, name, place("1", label="home")) for name in ("Ana", "Rui")]
    batch = labels.prepare(store, keys, copies=3)
    assert first_lines(batch) == ["Ana", "Ana", "Ana", "Rui", "Rui", "Rui"]
    assert batch.owners == keys


def test_it_is_gathered_in_pieces(store: Store) -> None:
    for number in range(12):
        add(store, f"Name {number}", place(str(number)))
    assert list(labels.gather(store, labels.Wanted(order="name"))) == [0]
    assert len(labels.prepare(store).pieces) == 12


def test_a_badge_is_for_who_has_no_address_too_and_comes_back_in_its_design(store: Store) -> None:
    keys = [add(store, "Ana", place("1")), add(store, "Nowhere"), add(store, "Refuses", opt_outs=[{"channel": "post"}])]
    assert len(labels.prepare(store, keys).skipped) == 2
    batch = labels.prepare(store, keys, design="name badge", order="as listed")
    assert batch.design
    assert (batch.skipped, [piece.name for piece in batch.told]) == ([], ["Ana", "Nowhere", "Refuses"])
    labels.keep(store, batch, "Fair", "Avery L7160", 4)
    (run,) = print_runs.latest(store)
    again = labels.again(store, run)
    assert again.design == batch.design
    assert [piece.name for piece in again.rest(2).contents] == ["Nowhere", "Refuses"]
    assert again.rest(2).ids == keys[1:]
