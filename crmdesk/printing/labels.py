"""Sheets of labels as PDF. Text is only ever set as text, letter by letter. To be imported late, with reportlab."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, ngettext
from crmdesk.printing import scripts
from crmdesk.printing.fitting import Block, fit
from crmdesk.printing.fonts import CAP_HEIGHT, Shortfall, clean, some
from crmdesk.printing.ink import Ink
from crmdesk.printing.sheets import Sheet

POINTS = 72 / 25.4
"""Of a millimetre."""
UNPRINTABLE = 4.3
"""Millimetres at the edge of the paper that most printers leave white."""
NARROW = 40.0
LARGEST, SMALLEST_WANTED = 14.0, 6.5
_PROGRESS_EVERY = 100


@dataclass(frozen=True, slots=True)
class Box:
    """Where the text of a label may stand: millimetres from the label's left and top."""

    left: float
    top: float
    width: float
    height: float

    @property
    def upwards(self) -> bool:
        """A tall narrow label, as on rolls, is written from its foot to its head."""
        return self.width < NARROW and self.height > 1.5 * self.width


@dataclass(slots=True)
class Printed:
    """What came of it; `warnings` are sentences for the user."""

    labels: int = 0
    pages: int = 0
    cut: list[int] = field(default_factory=list)
    """Labels whose text did not fit even at the smallest size: 0 is the first of those given."""
    warnings: list[str] = field(default_factory=list)


def render(
    labels: Iterable[Sequence[str]],
    sheet: Sheet,
    file: BinaryIO,
    *,
    start: int = 1,
    outline: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Printed:
    """Write a PDF of one label per entry, its first line the name. `start` is the first free label of the first sheet.

    Equal labels give equal bytes. An exception raised by `progress`, called with the number of labels done, ends it:
    nothing has been written to `file` then.
    """
    if not 1 <= start <= sheet.count:
        message = _("This sheet has {count} labels: the first free one is between 1 and {count}.")
        raise UserError(message.format(count=sheet.count))
    press = _Press(sheet, start - 1, outline)
    for number, lines in enumerate(labels):
        if progress and number % _PROGRESS_EVERY == 0:
            progress(number)
        press.add(lines)
    if not press.printed.labels:
        raise UserError(_("There are no labels to print: nobody in the selection has a postal address."))
    return press.finish(file)


@lru_cache(maxsize=64)
def text_box(sheet: Sheet) -> Box:
    """The same on every label of the sheet: inside its margins, its corners and what the printer can reach."""
    xs, ys = zip(*sheet.positions(), strict=True)
    left = _inset(sheet, sheet.width, 5.0, min(xs))
    right = _inset(sheet, sheet.width, 5.0, sheet.paper_width - max(xs) - sheet.width)
    top = _inset(sheet, sheet.height, 4.0, min(ys))
    bottom = _inset(sheet, sheet.height, 4.0, sheet.paper_height - max(ys) - sheet.height)
    return Box(left, top, sheet.width - left - right, sheet.height - top - bottom)


def _inset(sheet: Sheet, length: float, usual: float, from_edge: float) -> float:
    """On one side. Small labels spend little on margins; what lies off the paper is always kept clear."""
    wanted = [sheet.margin, min(usual, 0.05 * length), 0.3 * sheet.corner, UNPRINTABLE - max(from_edge, 0)]
    if sheet.shape == "ellipse":
        wanted.append(0.147 * length)  # the largest rectangle within
    return max(0.0, min(max(wanted), 0.15 * length)) - min(from_edge, 0)


def wanted_size(box: Box) -> float:
    """Points: five lines fill four fifths of the height, about thirty letters the width."""
    along, across = (box.height, box.width) if box.upwards else (box.width, box.height)
    return max(SMALLEST_WANTED, min(LARGEST, across * POINTS / 6.6, along * POINTS / 16))


class _Press:
    """One document in the making."""

    def __init__(self, sheet: Sheet, used: int, outline: bool) -> None:
        self.sheet, self.outline = sheet, outline
        self.positions = [(x * POINTS, (sheet.paper_height - y) * POINTS) for x, y in sheet.positions()]
        self.next = used
        box = text_box(sheet)
        self.upwards = box.upwards
        self.left, self.top = box.left * POINTS, box.top * POINTS
        self.box_width, self.box_height = box.width * POINTS, box.height * POINTS
        self.width, self.height = self.box_width, self.box_height
        if box.upwards:
            self.width, self.height = self.box_height, self.box_width
        self.wanted = wanted_size(box)
        self.shortfall = Shortfall()
        self.names_cut: list[str] = []
        self.printed = Printed()
        self.canvas = _canvas(sheet)
        self.ink = Ink(self.canvas)
        self.page: list[str] = []

    def add(self, texts: Sequence[str]) -> None:
        if self.next == len(self.positions):
            self.end_page()
            self.next = 0
        block = fit(texts, self.width, self.height, self.wanted)
        self.note(block, texts)
        self.set_block(block, *self.positions[self.next])
        self.next += 1
        self.printed.labels += 1

    def note(self, block: Block, texts: Sequence[str]) -> None:
        if block.cut:
            self.printed.cut.append(self.printed.labels)
            self.names_cut.append(clean(texts[0]))
        for line in block.lines:
            if not line.plain:
                self.shortfall.note(line)

    def set_block(self, block: Block, x: float, y: float) -> None:
        """In the middle of the height; from the left, or from the right for names written from there."""
        down = (self.height - block.height) / 2 + CAP_HEIGHT * block.size
        from_right = bool(block.lines) and scripts.is_right_to_left(block.lines[0].text)
        for line in block.lines:
            along = self.width - line.width * block.size if from_right else 0.0
            self.page.append(self.ink.set(line, block.size, *self.on_page(x, y, along, down), self.upwards))
            down += block.leading * block.size

    def on_page(self, x: float, y: float, along: float, down: float) -> tuple[float, float]:
        """From the start of the text in the label at x, y."""
        if self.upwards:
            return x + self.left + down, y - self.top - self.box_height + along
        return x + self.left + along, y - self.top - down

    def end_page(self) -> None:
        if self.outline:
            _draw_outlines(self.canvas, self.sheet, self.positions)
        if self.page:
            self.canvas.addLiteral("\n".join(["BT", *self.page, "ET"]))
            self.page.clear()
        self.canvas.showPage()
        self.printed.pages += 1

    def finish(self, file: BinaryIO) -> Printed:
        self.end_page()
        pdf: bytes = self.canvas.getpdfdata()  # type: ignore[no-untyped-call]
        file.write(pdf)
        self.printed.warnings = [*_sheet_warnings(self.sheet), *_text_warnings(self.names_cut, self.shortfall)]
        return self.printed


def _text_warnings(names_cut: list[str], shortfall: Shortfall) -> Iterator[str]:
    if names_cut:
        count = len(names_cut)
        message = ngettext(
            "{count} label cannot hold its text: {texts}.", "{count} labels cannot hold their text: {texts}.", count
        )
        yield message.format(count=count, texts=some(names_cut))
    yield from shortfall.sentences()


def _canvas(sheet: Sheet) -> Canvas:
    size = (sheet.paper_width * POINTS, sheet.paper_height * POINTS)
    canvas = Canvas("", pagesize=size, pageCompression=1, invariant=1)
    canvas.setTitle(f"{_('Labels')}: {sheet.name}")
    canvas.setCreator("CRMDesk")
    canvas.setViewerPreference("PrintScaling", "None")  # "fit to page" moves every label
    return canvas


def _draw_outlines(canvas: Canvas, sheet: Sheet, positions: list[tuple[float, float]]) -> None:
    canvas.saveState()
    canvas.setStrokeGray(0.72)
    canvas.setLineWidth(0.5)
    width, height = sheet.width * POINTS, sheet.height * POINTS
    for x, y in positions:
        if sheet.shape == "ellipse":
            canvas.ellipse(x, y - height, x + width, y)
        else:
            canvas.roundRect(
                x, y - height, width, height, min(sheet.corner, sheet.width / 2, sheet.height / 2) * POINTS
            )
    canvas.restoreState()


def _sheet_warnings(sheet: Sheet) -> list[str]:
    return [f"{sheet.name}: {sheet.anomaly}"] if sheet.anomaly else []
