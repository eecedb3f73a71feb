"""Every sheet of the catalogue, read back from its page: outlines where the facts say, each text on its own label."""

import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from crmdesk.printing import labels, sheet_facts, sheets
from crmdesk.printing.sheets import Sheet
from tests.printing.pdf import MM

NEAR = 0.1
_HALF_A_LINE = 0.25 * MM
Box = tuple[float, float, float, float]


def faults(sheet: Sheet, expected: Sequence[tuple[float, float]]) -> Iterator[str]:
    """What is wrong with a full page of this sheet, whose labels begin at the `expected` places."""
    file = io.BytesIO()
    printed = labels.render([[f"Nº {number}"] for number in range(len(expected))], sheet, file, outline=True)
    size, outlines, texts = page_of(file.getvalue())
    if printed.pages != 1 or not near(size, (sheet.paper_width, sheet.paper_height)):
        yield f"{sheet.name}: {printed.pages} pages of {size}"
    if len(outlines) != len(expected) or len(texts) != len(expected):
        yield f"{sheet.name}: {len(outlines)} outlines, {len(texts)} texts for {len(expected)} labels"
        return
    for (x, y), outline, text in zip(expected, outlines, texts, strict=True):
        label = (x, y, x + sheet.width, y + sheet.height)
        if not near(outline, grown(label, _HALF_A_LINE)):
            yield f"{sheet.name}: outline {outline} instead of {label}"
        if not within(text, label) or not within(text, (0, 0, sheet.paper_width, sheet.paper_height)):
            yield f"{sheet.name}: text {text} outside {label}"
        if not sheet.anomaly and not within(label, (-NEAR, -NEAR, sheet.paper_width + NEAR, sheet.paper_height + NEAR)):
            yield f"{sheet.name}: {label} off the paper"


def page_of(data: bytes) -> tuple[tuple[float, float], list[Box], list[Box]]:
    """Size, outlines and texts of the first page in millimetres, in the order they were drawn."""
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[0]
        width, height = page.get_size()
        kinds: dict[int, list[Box]] = {pdfium.FPDF_PAGEOBJ_PATH: [], pdfium.FPDF_PAGEOBJ_TEXT: []}
        for item in page.get_objects(filter=list(kinds)):
            left, bottom, right, top = item.get_bounds()
            kinds[item.type].append((left * MM, (height - top) * MM, right * MM, (height - bottom) * MM))
        return (width * MM, height * MM), kinds[pdfium.FPDF_PAGEOBJ_PATH], kinds[pdfium.FPDF_PAGEOBJ_TEXT]
    finally:
        document.close()


def near(found: Sequence[float], wanted: Sequence[float]) -> bool:
    return all(abs(one - other) <= NEAR for one, other in zip(found, wanted, strict=True))


def within(inner: Box, outer: Box) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def test_every_sheet_prints_its_labels_in_their_places() -> None:
    everything = (*sheets.all_sheets(), *sheets.rolls())
    assert [fault for sheet in everything for fault in faults(sheet, sheet.positions())] == []


def test_places_are_those_of_the_collected_facts(shared_data: Path) -> None:
    """By the facts alone, read without what the catalogue makes of them."""
    lines = (shared_data / "labels" / "sheets.jsonl").read_text(encoding="utf-8").splitlines()
    for fact in map(json.loads, lines):
        sheet = sheet_facts.read(fact)
        if not sheet.anomaly:
            assert sorted(sheet.positions()) == [pytest.approx(corner, abs=NEAR) for corner in sorted(corners_of(fact))]


def corners_of(fact: dict[str, Any]) -> set[tuple[float, float]]:
    return {
        (round(grid["x0"] + column * grid["dx"], 3), round(grid["y0"] + row * grid["dy"], 3))
        for grid in fact.get("layouts", [fact])
        for column in range(grid["nx"])
        for row in range(grid["ny"])
    }


def test_what_lies_elsewhere_is_noticed() -> None:
    sheet = sheets.by_name("Avery L7160")
    moved = [(x, y + 0.2) for x, y in sheet.positions()]
    assert len(list(faults(sheet, moved))) == sheet.count
    assert list(faults(sheet, moved[1:]))
