"""Lists for paper and CSV: what is shown, in its order and groups, and nothing that a spreadsheet would run."""

import csv
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.printing.list_table import ListTable
from crmdesk.services import lists, records, totals
from crmdesk.services.columns import Column
from crmdesk.services.lists import Wanted
from crmdesk.store.store import Store
from tests.printing import pdf

T = TypeVar("T")
KEYS = ("shown_name", "addresses.city", "rating")


def done(steps: Generator[float, None, T]) -> T:
    shares = []
    try:
        while True:
            shares.append(next(steps))
    except StopIteration as end:
        assert shares == sorted(shares)
        assert all(0 <= share <= 1 for share in shares)
        return end.value  # type: ignore[no-any-return]


@pytest.fixture
def people(store: Store) -> list[bytes]:
    places = (("Souza", "Rio", 2), ("Ana", "Lagos", None), ("Zając", "Rio", 5))
    return [
        records.add(store, "contact", {"family_name": name, "rating": rating}, {"addresses": [{"city": city}]})
        for name, city, rating in places
    ]


def table(store: Store, ids: list[bytes] | None = None, group: str = "") -> ListTable:
    sort = (("addresses.city", False), ("shown_name", True))
    return done(lists.gather(store, Wanted("contact", ids, KEYS, sort, group, "Friends", "3 contacts")))


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_the_cells_that_are_shown_in_their_order(store: Store, people: list[bytes]) -> None:
    found = table(store)
    assert list(found.columns) == [("Name", False), ("City", False), ("Rating", True)]
    assert found.rows == [["Ana", "Lagos", ""], ["Zając", "Rio", "5"], ["Souza", "Rio", "2"]]
    assert found.detail.startswith("3 contacts · ")
    assert found.detail.endswith(" · by City, Name")
    assert table(store, people[:1]).rows == [["Souza", "Rio", "2"]]


def test_groups(store: Store, people: list[bytes], tmp_path: Path) -> None:
    found = table(store, group="addresses.city")
    assert [(part.title, len(part.rows)) for part in found.parts()] == [("Lagos", 1), ("Rio", 2)]
    lists.write_csv(found.showing(()), tmp_path / "list.csv")
    assert [row[:2] for row in read(tmp_path / "list.csv")] == [
        ["City", "Name"], ["Lagos", "Ana"], ["Rio", "Zając"], ["Rio", "Souza"],
    ]  # fmt: skip


def test_totals_of_groups_and_of_all(store: Store, people: list[bytes], tmp_path: Path) -> None:
    found = table(store, group="addresses.city").showing(("sum", "average"))
    assert [part.totals for part in found.parts()] == [
        [["Sum", "", ""], ["Average", "", ""]],
        [["Sum", "", "7"], ["Average", "", "3.5"]],
    ]
    assert [total.whole for total in found.totals] == [["Sum of all", "", "7"], ["Average of all", "", "3.5"]]
    lists.write_csv(found.showing(("sum",)), tmp_path / "list.csv")
    rows = read(tmp_path / "list.csv")
    assert rows[2:3] + rows[5:] == [["Lagos", "Sum", "", ""], ["Rio", "Sum", "", "7"], ["", "Sum of all", "", "7"]]
    assert [total.whole[0] for total in table(store).totals] == ["Sum", "Average"]


def test_who_stands_in_two_groups_counts_once_in_all(store: Store) -> None:
    key = records.add(store, "contact", {"family_name": "Lima", "rating": 4})
    records.add(store, "contact", {"family_name": "Berg", "rating": 1})
    for name in ("red", "blue"):
        records.add_tag(store, key, name)
    found = done(lists.gather(store, Wanted("contact", None, KEYS, (), "tags")))
    assert list(found.totals[0].groups[:2]) == [["Sum", "", "4"], ["Sum", "", "4"]]
    assert found.totals[0].whole[2] == "5"


def test_two_currencies_are_not_added_up() -> None:
    columns = [Column("name", "Name"), Column("custom.1", "Turnover", Kind.MONEY)]
    values = [("a", "10.50 EUR"), ("b", "3 USD"), ("c", "0.50 EUR"), ("d", None), ("e", "much")]
    added, average = totals.of(columns, values, range(5), ())
    assert added.whole == ["Sum", "€11.00 · $3.00"]
    assert average.whole == ["Average", "€5.50 · $3.00"]
    assert totals.of(columns[:1], [("a",)], [1], ()) == []


def test_columns_that_are_no_more_are_left_out(store: Store, people: list[bytes]) -> None:
    found = done(lists.gather(store, Wanted("contact", None, ("custom.00", "shown_name"))))
    assert list(found.columns) == [("Name", False)]
    assert found.rows[0] == ["Ana"]


def test_no_cell_of_the_csv_is_a_formula(tmp_path: Path) -> None:
    evil = ["=1+1", "+44 20 7946", "-2", "@SUM(A1)", "\t=1", "plain", 'a "b", c\nd']
    lists.write_csv(ListTable("t", "", [("=x", False)], [[cell] for cell in evil]), tmp_path / "list.csv")
    rows = [row[0] for row in read(tmp_path / "list.csv")]
    assert rows[0] == "'=x"
    assert rows[1:] == [*(f"'{cell}" for cell in evil[:5]), *evil[5:]]


def test_on_paper(store: Store, people: list[bytes]) -> None:
    data, printed = done(lists.print_pdf(table(store, group="addresses.city").showing(("sum",)), "letter"))
    assert (printed.pages, printed.width < printed.height) == (1, True)
    text = pdf.texts(data)[0]
    assert "Zając" in text
    assert "Sum of all" in text
    _data, printed = done(lists.print_pdf(table(store), "a4", across=True))
    assert printed.width > printed.height


def test_an_empty_list_says_so(store: Store) -> None:
    with pytest.raises(UserError, match="nothing in this list"):
        done(lists.print_pdf(table(store), "a4"))
