"""The catalogue against the collected facts, and finding a sheet by any spelling."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.printing import sheets
from crmdesk.printing.sheets import Layout, Sheet


def names(text: str) -> list[str]:
    return [sheet.name for sheet in sheets.find(text)]


def overhang(sheet: Sheet) -> float:
    xs, ys = zip(*sheet.positions(), strict=True)
    right, bottom = max(xs) + sheet.width - sheet.paper_width, max(ys) + sheet.height - sheet.paper_height
    return max(right, bottom, -min(xs), -min(ys))


def overlaps(sheet: Sheet) -> bool:
    corners = sheet.positions()
    return any(
        abs(x - other_x) < sheet.width - 0.1 and abs(y - other_y) < sheet.height - 0.1
        for index, (x, y) in enumerate(corners)
        for other_x, other_y in corners[index + 1 :]
    )


def test_the_catalogue_is_whole():
    assert len(sheets.all_sheets()) == 1491
    assert len({sheet.name for sheet in sheets.all_sheets()}) == 1491
    assert sum(sheet.anomaly is not None for sheet in sheets.all_sheets()) == 24
    assert all(sheet.count >= 1 for sheet in sheets.all_sheets())


def test_nothing_lies_off_the_paper_or_overlaps_unless_told():
    sound = [sheet for sheet in sheets.all_sheets() if not sheet.anomaly]
    assert [sheet.name for sheet in sound if overhang(sheet) > 0.1] == []
    assert [sheet.name for sheet in sound if overlaps(sheet)] == []


def test_the_collected_facts_are_kept(shared_data):
    doubled = {"VM-5856", "VM-6356", "VM-6700", "VM-6310", "VM-6810"}  # front and back are one place
    for text in (shared_data / "labels" / "sheets.jsonl").read_text(encoding="utf-8").splitlines():
        fact = json.loads(text)
        sheet = sheets.by_name(f"{fact['brand']} {fact['part']}")
        assert (sheet.brand, sheet.part) == (fact["brand"], fact["part"])
        assert (sheet.width, sheet.height) == pytest.approx((fact["w"], fact["h"]), abs=0.01)
        assert (sheet.paper_width, sheet.paper_height) == pytest.approx((fact["paper_w"], fact["paper_h"]), abs=0.01)
        expected = sorted({corner for grid in fact.get("layouts", [fact]) for corner in grid_corners(grid)})
        if not sheet.anomaly:
            assert sheet.count == fact["n"] or sheet.part in doubled
            assert sorted(sheet.positions()) == [pytest.approx(corner, abs=0.05) for corner in expected]


def grid_corners(grid: dict[str, float]) -> list[tuple[float, float]]:
    layout = Layout(*(grid[key] for key in ("nx", "ny", "x0", "y0", "dx", "dy")))
    return layout.positions()


def test_labels_are_counted_row_by_row_over_all_layouts():
    sheet = sheets.by_name("JAC F-32102")  # two blocks side by side, one a hair higher
    rows = [[x for x, y in sheet.positions() if low < y < low + 20] for low in (10, 115)]
    assert [x for x, _y in sheet.positions()] == rows[0] + rows[1]
    assert rows[0] == sorted(rows[0])


def test_labels_off_the_paper_do_not_count():
    assert sheets.by_name("Rayfilm 7001").count == 6  # 39 by the catalogue, 33 of them below the paper
    assert sheets.by_name("Endisch B200147A5").count == 1


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("5160", "Avery 5160"),
        ("avery 5160", "Avery 5160"),
        ("AVERY-5160", "Avery 5160"),
        ("Avery® 5160", "Avery 5160"),
        ("L7160", "Avery L7160"),
        ("l 7160", "Avery L7160"),
        ("Avery L7160-100", "Avery L7160"),
        ("herma4464", "Herma 4464"),
        ("zweckform 3475", "Zweckform 3475"),
        ("dk-1201", "Brother DK-1201"),
        ("A4/24/MKII", "Ascom A4/24/MKII"),
        ('1" x 2 5/8"', "Avery 5160"),
        ("2.625 × 1 in", "Avery 5160"),
        ("99,1 x 67,7", "Avery 7165"),
    ],
)
def test_a_sheet_is_found_by_any_spelling(typed, name):
    assert names(typed)[0] == name


def test_sizes_are_found_whichever_way_round():
    assert set(names("63.5 x 38.1")) == set(names("38.1 mm x 63.5 mm")) >= {"Avery L7160", "Avery J8160"}
    assert all("Avery" in name for name in names("avery 63.5x38.1"))


def test_a_size_that_is_still_being_typed_finds_what_it_may_become():
    wanted = "Zweckform 3474"  # 70 x 37
    assert all(wanted in names(typed) for typed in ("70 x", "70 x 3", "70 mm", "70 x 37", "37 mm x", "7 cm"))
    assert wanted not in names("70 x 4")
    assert len(set(names("25 mm"))) == len(names("25 mm")) > 0
    assert {"Brother DK-22205", "Brother DK-11202", "Brother DK-1202"} <= set(names("62 mm"))
    assert names('1" x 2 5/8 in') == names("1 x 2 5/8")
    assert names("999 mm") == names("70 x 37 x") == []


@given(
    st.one_of(st.text(), st.text(alphabet='0123456789 x×/.,-mcin"'), st.just("9" * 9_999 + "/" + "9" * 9_999 + " x 1"))
)
def test_anything_may_be_typed(text):
    found = names(text)
    assert len(set(found)) == len(found)


def test_words_of_the_description_are_found():
    assert all("Square" in sheet.description for sheet in sheets.find("rayfilm square")[:3])
    assert all("address" in sheet.description.lower() for sheet in sheets.find("address labels"))
    assert names("xyzzy") == names("🙂") == []


def test_every_sheet_is_found_by_its_own_name():
    missed = [sheet.name for sheet in sheets.all_sheets()[::20] if sheet not in sheets.find(sheet.name.lower())[:1]]
    assert missed == []


def test_equivalents_share_their_geometry():
    sheet = sheets.by_name("Avery 5160")
    assert {"Avery 8160", "Avery 5260"} <= set(sheet.equivalents)
    assert sheet.name not in sheet.equivalents
    assert sheet.name in sheets.by_name("Avery 8160").equivalents
    assert all(sheets.by_name(name).positions() == sheet.positions() for name in sheet.equivalents)


def test_an_unknown_name_tells_near_ones():
    with pytest.raises(UserError, match="Zweckform 3475"):
        sheets.by_name("zweckfrom 3475")
    with pytest.raises(UserError, match="no label sheet"):
        sheets.by_name("x" * 1000)


def test_looking_up_a_sheet_needs_no_reportlab():
    code = "import sys; from crmdesk.printing import addresses, sheets; sheets.find('5160')"
    code += "; sys.exit('reportlab' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
