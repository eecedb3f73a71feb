"""`crmdesk labels`, `envelopes`, `letters` and `list`, as a script uses them."""

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crmdesk.__main__ import main
from crmdesk.domain.ids import text_id
from crmdesk.printing import sheets
from crmdesk.services import groups, letter_templates, own_sheets, preferences, print_runs, records, sender
from crmdesk.services.letter_templates import Template
from tests.cli.test_commands import NOBODY, Run, plain, run
from tests.printing import pdf
from tests.store.template import reopened

__all__ = ["plain", "run"]
HOME = {"street": "Rua 1", "city": "Lisboa", "postal_code": "1000-001", "country": "PT", "label": "home"}
PEOPLE: list[tuple[dict[str, Any], dict[str, Any] | None]] = [
    ({"given_name": "Ana", "family_name": "Lima", "rating": 4, "stage": "lead", "language": "pt"}, HOME),
    ({"given_name": "Rui", "family_name": "Lima", "rating": 1, "stage": "lead"}, HOME),
    ({"given_name": "Eva", "family_name": "Berg", "rating": 5, "language": "de"}, {**HOME, "street": "Rua 2"}),
    ({"given_name": "Leo", "family_name": "Neu"}, None),
]


@pytest.fixture
def people(desk: Path) -> list[str]:
    store = reopened(desk)
    preferences.set_country(store, "PT")
    keys = [records.add(store, "contact", fields, {"addresses": [home] if home else []}) for fields, home in PEOPLE]
    groups.put_in(store, groups.add(store, "Choir"), keys[:2])
    store.close()
    return [text_id(key) for key in keys]


@pytest.fixture
def to(tmp_path: Path) -> Path:
    return tmp_path / "out.pdf"


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text("utf-8-sig").splitlines()))


class TestLabels:
    def test_all_of_it(self, run: Run, plain: Run, desk: Path, people: list[str], to: Path) -> None:
        out = to.with_name("left out.csv")
        done = run("labels", "--sheet", "Avery 5160", "--to", to, "--copies", 2, "--household", "--outline",
                   "--left-out", out, "--order", "name")  # fmt: skip
        assert (done["printed"], done["pages"]) == (4, 1)
        assert [each["name"] for each in done["sharing"]] == ["Rui Lima"]
        assert rows(out) == [["Name", "Reason"], ["Leo Neu", "no mailing address"]]
        assert pdf.texts(to.read_bytes())[0].count("Ana") == 2
        assert run("labels", "--sheet", "Avery 5160", "--to", to, "--ids", people[2], people[0])["printed"] == 2
        assert run("labels", "--sheet", "Avery 5160", "--to", to, "--from", 3)["printed"] == 1
        assert "1 label, 1 page" in plain("labels", "--sheet", "Avery 5160", "--to", to, "--lookup", "berg")
        store = reopened(desk)
        assert [run.count for run in print_runs.latest(store)] == [1, 1, 2, 4]
        store.close()

    def test_a_run_goes_on_where_the_paper_jammed(self, run: Run, desk: Path, people: list[str], to: Path) -> None:
        again = ("labels", "--sheet", "Avery 5160", "--to", to, "--again")
        assert "No labels were printed" in run(*again, code=1)
        run("labels", "--sheet", "Avery 5160", "--to", to, "--order", "name")
        before = pdf.texts(to.read_bytes())
        store = reopened(desk)
        for key in people:
            records.delete(store, "contact", [bytes.fromhex(key.replace("-", ""))])
        store.close()
        assert run(*again)["printed"] == 3
        assert pdf.texts(to.read_bytes()) == before
        assert run(*again, "--from", 2, "--start", 2)["printed"] == 2
        assert run(*again, "--from", 3)["printed"] == 1, "counted as at first"
        store = reopened(desk)
        assert [each.again for each in print_runs.latest(store)] == [3, 2, 1, 0]
        store.close()

    def test_own_sheets_and_designs(self, run: Run, desk: Path, people: list[str], to: Path) -> None:
        store = reopened(desk)
        own_sheets.save(store, replace(sheets.by_name("Avery L7160"), part="Jam jars", brand="", equivalent=""))
        store.close()
        assert run("labels", "--sheet", "jam jars", "--to", to)["pages"] == 1
        done = run("labels", "--sheet", "Avery L7163", "--design", "name badge", "--to", to, "--group", "choir")
        assert done["printed"] == 2
        assert "Folder" in run("labels", "--sheet", "Avery L7163", "--design", "nothing", "--to", to, code=1)

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("--copies", 0), "--copies"),
            (("--from", 0), "--from"),
            (("--from", 9), "between 1 and 3"),
            (("--ids", NOBODY), NOBODY),
            (("--left-out", "/nowhere/x.csv"), "nowhere"),
        ],
    )
    def test_what_is_wrong_is_named(
        self, run: Run, people: list[str], to: Path, arguments: tuple[object, ...], told: str
    ) -> None:
        assert told in run("labels", "--sheet", "Avery 5160", "--to", to, *arguments, code=1)
        assert not to.exists()


class TestEnvelopes:
    def test_with_a_return_address(self, run: Run, desk: Path, people: list[str], to: Path) -> None:
        store = reopened(desk)
        sender.make(store, "Forno Supplies")
        store.close()
        assert run("envelopes", "--size", "dl", "--to", to, "--lookup", "berg")["printed"] == 1
        assert "Forno Supplies" in pdf.texts(to.read_bytes())[0]
        run("envelopes", "--size", "#10", "--to", to, "--lookup", "berg", "--return-address", "Me; Weg 1")
        assert "Weg 1" in pdf.texts(to.read_bytes())[0]
        done = run("envelopes", "--size", "C5", "--to", to, "--return-address", "none", "--household")
        assert (done["printed"], len(done["sharing"])) == (2, 1)
        assert "Forno" not in pdf.texts(to.read_bytes())[0]

    def test_as_the_printer_takes_them(self, run: Run, people: list[str], to: Path) -> None:
        run("envelopes", "--size", "DL", "--to", to, "--edge", "short", "--paper", "a4")
        assert pdf.size(to.read_bytes()) == pytest.approx((210, 297), abs=0.1)
        assert "larger" in run("envelopes", "--size", "C3", "--to", to, "--paper", "a4", code=1)
        assert "Monarch" in run("envelopes", "--size", "Z9", "--to", to, code=1)


class TestLetters:
    def test_each_in_the_language_of_its_reader(self, run: Run, desk: Path, people: list[str], to: Path) -> None:
        store = reopened(desk)
        for language, words in (("pt", "Obrigado, {{first_name}}"), ("de", "Danke {{first_name}} {{nonsense}}")):
            letter_templates.save(store, Template("Thanks", language, words, f"<p>{words}</p>"))
        store.close()
        folder = to.with_name("each")
        folder.mkdir()
        done = run("letters", "--template", "thanks", "--to", to, "--date", "2026-03-22", "--merge-list",
                   to.with_name("list.csv"), "--keep", "text")  # fmt: skip
        assert done["printed"] == 3
        assert any("nonsense" in each for each in done["warnings"])
        assert "Obrigado, Ana" in "".join(pdf.texts(to.read_bytes()))
        assert "Ana" in to.with_name("list.csv").read_text("utf-8-sig")
        assert run("letters", "--template", "Thanks", "--to", folder, "--without-address")["printed"] == 4
        assert len(list(folder.glob("*.pdf"))) == 4

    def test_those_to_begin_with_and_what_is_wrong(self, run: Run, people: list[str], to: Path) -> None:
        assert run("letters", "--template", "christmas greeting", "--to", to, "--household")["printed"] == 2
        assert "Christmas" in run("letters", "--template", "no such", "--to", to, code=1)
        assert "folder" in run("letters", "--template", "Thank you", "--to", to.with_name("no folder"), code=1)
        assert "Leo Neu" in run("letters", "--template", "Thank you", "--to", to, "--lookup", "leo", code=1)
        with pytest.raises(SystemExit):
            main(["letters", "--template", "x", "--to", "y.pdf", "--date", "soon"])


class TestList:
    def test_groups_and_totals(self, run: Run, plain: Run, people: list[str], to: Path) -> None:
        wanted = ("--columns", "Name", "Rating", "--by", "stage", "--totals", "sum", "average", "--sort", "Rating:down")
        told = run("list", *wanted)
        assert told["columns"] == ["Name", "Rating"]
        assert [group["title"] for group in told["groups"]] == ["Lead", "Nothing entered"]
        assert told["groups"][0]["rows"] == [["Lima, Ana", "4"], ["Lima, Rui", "1"]]
        assert told["groups"][0]["totals"] == [["Sum", "5"], ["Average", "2.5"]]
        assert told["totals"][0] == ["Sum of all", "10"]
        lines = plain("list", *wanted).splitlines()
        assert lines[1] == "# Lead (2)"
        assert lines[-2].split() == ["Sum", "of", "all", "10"]
        assert run("list", *wanted, "--to", to, "--direction", "across", "--title", "Friends")["rows"] == 4
        width, height = pdf.size(to.read_bytes())
        assert width > height
        assert "Friends" in pdf.texts(to.read_bytes())[0]

    def test_a_csv_of_a_lookup(self, run: Run, people: list[str], to: Path) -> None:
        path = to.with_suffix(".csv")
        assert run("list", "--to", path, "--lookup", "lima", "--columns", "addresses.city", "name")["rows"] == 2
        assert rows(path)[0] == ["City", "Name"]
        assert run("list", "--kind", "company")["rows"] == 0

    def test_what_is_wrong_is_named(self, run: Run, people: list[str], to: Path) -> None:
        assert {"key": "rating", "name": "Rating"} in run("list", "--columns", "?")
        assert "City" in run("list", "--columns", "Towne", code=1)
        assert "Stage" in run("list", "--by", "nickname", code=1)
        assert ".csv" in run("list", "--to", to.with_suffix(".txt"), code=1)
