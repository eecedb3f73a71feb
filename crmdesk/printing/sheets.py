"""The catalogue of label sheets: where on which paper each label lies, and how to find a sheet by any of its names."""

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby

from crmdesk import paths
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _

MM_PER_INCH = 25.4
SIZE_TOLERANCE = 0.6
"""Makers round the same label to whole, half and tenths of millimetres."""
ON_PAPER = 2 / 3
"""A label of which less lies on the paper does not exist: the catalogue has a row or column too many."""

_NUMBER = r"(\d+(?:[.,]\d+)?)(?:[\s-]+(\d+)/(\d+))?"
_SIZE = re.compile(rf"{_NUMBER}\s*(mm|cm|in|\"|”)?\s*[x×*]\s*{_NUMBER}\s*(mm|cm|in|\"|”)?", re.IGNORECASE)
_SIDE = re.compile(rf"{_NUMBER}\s*(mm|cm|in|\"|”)?\s*(?:[x×*]\s*([\d.,]*))?\s*$", re.IGNORECASE)
"""Of a size that is still being typed: one length, and how the other begins."""
_BY_NAME = (0, 3)
"""Tiers that a size typed by chance does not reach."""
_LONGEST = 100
"""Letters that somebody types; what was pasted by mistake is no name."""
_BY_SIDE = 5
"""After all that is called so."""
_UNITS = {"mm": 1.0, "cm": 10.0, "in": MM_PER_INCH, '"': MM_PER_INCH, "”": MM_PER_INCH}


@dataclass(frozen=True, slots=True)
class Layout:
    """A grid of equal labels; a few sheets have more than one."""

    columns: int
    rows: int
    left: float
    top: float
    right_step: float
    down_step: float

    @classmethod
    def parse(cls, text: str) -> "Layout":
        grid, *lengths = text.split()
        columns, rows = grid.split("x")
        return cls(int(columns), int(rows), *map(float, lengths))

    @property
    def measures(self) -> tuple[int, int, float, float, float, float]:
        return self.columns, self.rows, self.left, self.top, self.right_step, self.down_step

    @property
    def text(self) -> str:
        columns, rows, *lengths = self.measures
        return " ".join([f"{columns}x{rows}", *(f"{round(length, 4):g}" for length in lengths)])

    def positions(self) -> list[tuple[float, float]]:
        return [
            (round(self.left + column * self.right_step, 3), round(self.top + row * self.down_step, 3))
            for row in range(self.rows)
            for column in range(self.columns)
        ]


@dataclass(frozen=True)
class Sheet:
    """One product of one maker. All lengths are millimetres; y grows downwards, as on the box."""

    brand: str
    part: str
    description: str
    paper: str
    paper_width: float
    paper_height: float
    width: float
    height: float
    corner: float
    margin: float
    kind: str
    """mail, label, card, media or other; ellipse where the labels are no rectangles."""
    equivalent: str
    """The part of the same brand that this one equals, or nothing."""
    layout_text: str
    problem: str

    @property
    def name(self) -> str:
        return f"{self.brand} {self.part}".strip()

    @property
    def size(self) -> str:
        return f"{round(self.width, 1):g} × {round(self.height, 1):g} mm"

    @property
    def shape(self) -> str:
        if self.kind == "ellipse":
            return "ellipse"
        return "rounded" if self.corner else "rectangle"

    @property
    def count(self) -> int:
        return len(self.positions())

    @property
    def anomaly(self) -> str | None:
        """What is wrong with this sheet in the catalogue, for the user to check against the real one."""
        if self.problem == "overlap":
            return _("The labels of this sheet overlap a little in the catalogue. Print one page on plain paper first.")
        if self.problem == "over":
            return _("By the catalogue this sheet runs over its paper. Print one page on plain paper first.")
        return None

    @property
    def equivalents(self) -> tuple[str, ...]:
        family = _families().get((self.brand, self.equivalent or self.part), [])
        return tuple(sheet.name for sheet in family if sheet is not self)

    def positions(self) -> list[tuple[float, float]]:
        """Left and top of every label in the order of reading, row by row over all layouts."""
        return list(self._positions)

    @property
    def layouts(self) -> list[Layout]:
        return [Layout.parse(text) for text in self.layout_text.split("; ")]

    @cached_property
    def _positions(self) -> list[tuple[float, float]]:
        corners = {corner for layout in self.layouts for corner in layout.positions() if self._lies_on_paper(*corner)}
        return _in_rows(sorted(corners, key=lambda corner: corner[1]), self.height / 2)

    def _lies_on_paper(self, x: float, y: float) -> bool:
        width = min(x + self.width, self.paper_width) - max(x, 0)
        height = min(y + self.height, self.paper_height) - max(y, 0)
        return width > 0 and height > 0 and width * height >= ON_PAPER * self.width * self.height


def _in_rows(corners: list[tuple[float, float]], tolerance: float) -> list[tuple[float, float]]:
    """Neighbouring grids may lie a hair apart: what starts within half a label is one row."""
    rows: list[list[tuple[float, float]]] = []
    for corner in corners:
        if rows and corner[1] - rows[-1][0][1] < tolerance:
            rows[-1].append(corner)
        else:
            rows.append([corner])
    return [corner for row in rows for corner in sorted(row)]


def all_sheets() -> tuple[Sheet, ...]:
    return _read("label-sheets.tsv")


def rolls() -> tuple[Sheet, ...]:
    """One label a page, which is as large as the label; those of printers that labels are made for."""
    return _read("label-rolls.tsv")


@cache
def _read(name: str) -> tuple[Sheet, ...]:
    text = (paths.resources() / name).read_text(encoding="utf-8")
    return tuple(_parse(line.split("\t")) for line in text.splitlines()[2:])


def _parse(columns: list[str]) -> Sheet:
    brand, part, description, paper, *lengths, layouts, kind, equivalent, problem = columns
    paper_width, paper_height, width, height, corner, margin = map(float, lengths)
    return Sheet(
        brand=brand,
        part=part,
        description=description,
        paper=paper,
        paper_width=paper_width,
        paper_height=paper_height,
        width=width,
        height=height,
        corner=corner,
        margin=margin,
        kind=kind,
        equivalent=equivalent,
        layout_text=layouts,
        problem=problem,
    )


@cache
def _families() -> dict[tuple[str, str], list[Sheet]]:
    def key(sheet: Sheet) -> tuple[str, str]:
        return sheet.brand, sheet.equivalent or sheet.part

    return {family: list(sheets) for family, sheets in groupby(sorted(all_sheets(), key=key), key)}


def alike(sheet: Sheet) -> list[Sheet]:
    """Those of other makers whose labels lie in the same places."""
    of_size = (other for other in all_sheets() if other.brand != sheet.brand and _is_alike(sheet, other))
    return [
        other
        for other in of_size
        if other.count == sheet.count
        and all(
            abs(own - theirs) <= SIZE_TOLERANCE
            for place in (0, -1)
            for own, theirs in zip(sheet.positions()[place], other.positions()[place], strict=True)
        )
    ]


def _is_alike(sheet: Sheet, other: Sheet) -> bool:
    lengths = ("paper_width", "paper_height", "width", "height")
    return all(abs(getattr(sheet, name) - getattr(other, name)) <= SIZE_TOLERANCE for name in lengths)


def by_name(text: str) -> Sheet:
    """The sheet meant by a name in any spelling; UserError naming near ones where there is none."""
    if text in _names():
        return _names()[text]
    ranked = _ranked(text)
    exact = [sheet for tier, sheet in ranked if tier == 0]
    same_digits = [sheet for tier, sheet in ranked if tier <= 1]
    if exact or len(same_digits) == 1:
        return (exact or same_digits)[0]
    near = [sheet.name for _tier, sheet in ranked[:5]] or _similar(text)
    message = _("There is no label sheet “{name}”.").format(name=text)
    if near:
        message += " " + _("Did you mean {names}?").format(names=", ".join(near))
    raise UserError(message)


@cache
def _names() -> dict[str, Sheet]:
    return {sheet.name: sheet for sheet in (*all_sheets(), *rolls())}


def is_known(name: str) -> bool:
    return "".join(_words(name)) in _spellings()


@cache
def _spellings() -> set[str]:
    return {_key(sheet).name for sheet in _names().values()}


def _similar(text: str) -> list[str]:
    return difflib.get_close_matches(text, _names(), 5, 0.5)


def find(text: str, own: Sequence[Sheet] = ()) -> list[Sheet]:
    """Sheets for what a user types, best first: brand and number in any spelling, a size, words of the description."""
    return [sheet for _tier, sheet in _ranked(text, own)]


def _ranked(text: str, own: Sequence[Sheet] = ()) -> list[tuple[int, Sheet]]:
    """Those of the user before others that are as near."""
    some, text = (*own, *all_sheets(), *rolls()), text[:_LONGEST]
    ranked = _rated(some, _words(text))
    size = _SIZE.search(text)
    if size and not any(tier in _BY_NAME for tier, _sheet in ranked):  # "Igepa EA-1050x370" is a name
        ranked = _rated(_of_size(some, size), _words(text.replace(size[0], " ")))
    elif text.strip() and not _words(text):
        ranked = []
    side = _SIDE.search(text)
    if side and ((side[4] and not size) or (side[5] is not None and not ranked)):
        named = {sheet.name for _tier, sheet in ranked}
        sided = _rated(_of_side(some, side), _words(text.replace(side[0], " ")))
        ranked += [(_BY_SIDE, sheet) for _tier, sheet in sided if sheet.name not in named]
    return sorted(ranked, key=lambda pair: (pair[0], _rarity(pair[1])))


def _rated(some: Iterable[Sheet], words: list[str]) -> list[tuple[int, Sheet]]:
    return [(tier, sheet) for sheet in some if (tier := _tier(sheet, words)) is not None]


def _rarity(sheet: Sheet) -> tuple[bool, ...]:
    return bool(sheet.brand), bool(sheet.problem), sheet.kind != "mail", sheet.brand != "Avery", bool(sheet.equivalent)


def _of_size(some: Sequence[Sheet], size: re.Match[str]) -> list[Sheet]:
    """Without a unit millimetres are meant, and inches where no sheet has that many millimetres."""
    first, second = _length(size[1], size[2], size[3]), _length(size[5], size[6], size[7])
    unit = size[8] or size[4]
    factors = [_UNITS[unit.lower()]] if unit else [1.0, MM_PER_INCH]
    for factor in factors:
        found = [sheet for sheet in some if _has_size(sheet, first * factor, second * factor)]
        if found:
            return found
    return []


def _of_side(some: Sequence[Sheet], side: re.Match[str]) -> list[Sheet]:
    length = _length(side[1], side[2], side[3]) * _UNITS[(side[4] or "mm").lower()]
    begun = (side[5] or "").replace(",", ".")
    return [
        sheet
        for sheet in some
        if any(
            abs(one - length) <= SIZE_TOLERANCE and f"{other:g}".startswith(begun)
            for one, other in ((sheet.width, sheet.height), (sheet.height, sheet.width))
        )
    ]


def _length(number: str, over: str | None, under: str | None) -> float:
    return float(number.replace(",", ".")) + (int(over or 0) / int(under or 1) if int(under or 1) else 0)


def _has_size(sheet: Sheet, first: float, second: float) -> bool:
    return any(
        abs(sheet.width - width) <= SIZE_TOLERANCE and abs(sheet.height - height) <= SIZE_TOLERANCE
        for width, height in ((first, second), (second, first))
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


@dataclass(frozen=True, slots=True)
class _Key:
    """A sheet's names in one spelling: letters and digits only."""

    name: str
    part: str
    digits: str
    words: tuple[str, ...]


@cache
def _key(sheet: Sheet) -> _Key:
    part = "".join(_words(sheet.part))
    words = _words(f"{sheet.brand} {sheet.part} {sheet.description} {sheet.paper} {sheet.equivalent}")
    return _Key("".join(_words(sheet.brand)) + part, part, re.sub(r"\D", "", part), (*words, part))


def _tier(sheet: Sheet, words: list[str]) -> int | None:
    """How well the words name the sheet: 0 exactly, 4 barely, None not at all."""
    key = _key(sheet)
    typed = "".join(words)
    tests: tuple[Callable[[], bool], ...] = (
        lambda: typed in (key.name, key.part),
        lambda: typed.isdigit() and typed == key.digits,
        lambda: key.part in words and len(key.part) > 2,  # "L7160-100", "5160/8160"
        lambda: bool(typed) and (key.name.startswith(typed) or key.part.startswith(typed)),
        lambda: all(any(own.startswith(word) for own in key.words) for word in words),
    )
    return next((tier for tier, passes in enumerate(tests) if passes()), None)
