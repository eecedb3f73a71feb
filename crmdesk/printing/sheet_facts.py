"""A sheet as its facts in JSON, which tools exchange and own sheets are kept in: read with care, written back alike."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, mark
from crmdesk.printing.sheets import Layout, Sheet

PAPERS: tuple[tuple[str, str, float, float], ...] = (
    ("A4", "A4", 210, 297),
    ("US-Letter", mark("US Letter"), 215.9, 279.4),
    ("US-Legal", mark("US Legal"), 215.9, 355.6),
    ("US-Executive", mark("US Executive"), 184.15, 266.7),
    ("A3", "A3", 297, 420),
    ("A5", "A5", 148, 210),
    ("A6", "A6", 105, 148),
    ("B4", "B4", 250, 353),
    ("B5", "B5", 176, 250),
    ("SRA3", "SRA3", 320, 450),
)
"""Key, name, width and height of the papers that labels come on."""
ROLL, OTHER = "roll", "Other"
LARGEST_PAPER = 3_000.0
MOST_LABELS = 2_000
SLIP = 0.02
"""Millimetres that labels may share or run over the paper by: roundings of the makers."""
_KINDS = (("elliptical-label", "ellipse"), ("mail", "mail"), ("card", "card"), ("media", "media"), ("label", "label"))
_GRID = ("nx", "ny", "x0", "y0", "dx", "dy")


def read(fact: Mapping[str, Any]) -> Sheet:
    """UserError where it cannot be a sheet; one that leaves its paper or overlaps is flagged, not refused."""
    try:
        layouts = list(dict.fromkeys(_layout(grid) for grid in fact.get("layouts") or [fact]))
        lengths = [_length(fact, name) for name in ("paper_w", "paper_h", "w", "h")]
        corner, margin = (_length(fact, name, 0.0) for name in ("corner", "margin"))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise UserError(_("This is not a sheet of labels: its measures cannot be read.")) from error
    paper_width, paper_height, width, height = lengths
    if min(lengths) <= 0 or max(lengths) > LARGEST_PAPER or not 0 < sum(map(_count, layouts)) <= MOST_LABELS:
        raise UserError(_("This is not a sheet of labels: its measures cannot be read."))
    return Sheet(
        brand=str(fact.get("brand") or ""),
        part=str(fact.get("part") or ""),
        description=str(fact.get("desc") or ""),
        paper=str(fact.get("paper") or OTHER),
        paper_width=paper_width,
        paper_height=paper_height,
        width=width,
        height=height,
        corner=corner,
        margin=margin,
        kind=_kind(fact.get("cat") or ()),
        equivalent=str(fact.get("equiv") or ""),
        layout_text="; ".join(layout.text for layout in layouts),
        problem=problem_of(layouts, width, height, paper_width, paper_height),
    )


def _layout(grid: Mapping[str, Any]) -> Layout:
    return Layout(int(grid["nx"]), int(grid["ny"]), *(_length(grid, name) for name in _GRID[2:]))


def _length(fact: Mapping[str, Any], name: str, default: float | None = None) -> float:
    value = float(fact[name] if default is None else fact.get(name) or default)
    if not math.isfinite(value):
        raise ValueError(name)
    return value


def _count(layout: Layout) -> int:
    return max(layout.columns, 0) * max(layout.rows, 0)


def _kind(categories: Sequence[str]) -> str:
    return next((kind for category, kind in _KINDS if category in categories), "other")


def write(sheet: Sheet) -> dict[str, Any]:
    """As `read` takes it."""
    layouts = [dict(zip(_GRID, layout.measures, strict=True)) for layout in sheet.layouts]
    return {
        "brand": sheet.brand, "part": sheet.part, "desc": sheet.description,
        "paper": sheet.paper, "paper_w": sheet.paper_width, "paper_h": sheet.paper_height,
        "w": sheet.width, "h": sheet.height, "corner": sheet.corner, "margin": sheet.margin,
        **layouts[0], **({"layouts": layouts} if len(layouts) > 1 else {}),
        "cat": [category for category, kind in _KINDS if kind == sheet.kind], "equiv": sheet.equivalent,
    }  # fmt: skip


# Whether it can be printed as it is


def problem_of(layouts: Sequence[Layout], width: float, height: float, paper_width: float, paper_height: float) -> str:
    """`overlap`, `over` or nothing, as `Sheet.problem` has it."""
    corners = sorted({corner for layout in layouts for corner in layout.positions()})
    if overhang(corners, width, height, paper_width, paper_height) > SLIP:
        return "over"
    return "overlap" if overlap(corners, width, height) > SLIP else ""


def overhang(
    corners: Sequence[tuple[float, float]], width: float, height: float, paper_width: float, paper_height: float
) -> float:
    """Millimetres by which the labels leave the paper; less than nothing where they do not."""
    xs, ys = zip(*corners, strict=True)
    return float(max(max(xs) + width - paper_width, max(ys) + height - paper_height, -min(xs), -min(ys)))


def overlap(corners: Sequence[tuple[float, float]], width: float, height: float) -> float:
    """Millimetres that two labels share at most; `corners` sorted."""
    most = 0.0
    for number, (x, y) in enumerate(corners):
        for other_x, other_y in corners[number + 1 :]:
            if other_x - x >= width:
                break
            most = max(most, min(width - (other_x - x), height - abs(other_y - y)))
    return most
