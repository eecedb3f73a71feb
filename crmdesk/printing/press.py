"""Documents in the making: pages, their text, what falls short, and labels laid out on sheets. Imported late."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

from reportlab.pdfgen.canvas import Canvas

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, ngettext
from crmdesk.printing import scripts
from crmdesk.printing.fitting import Block
from crmdesk.printing.fonts import CAP_HEIGHT, Shortfall, clean, some
from crmdesk.printing.ink import Ink
from crmdesk.printing.sheets import Sheet

POINTS = 72 / 25.4
"""Of a millimetre."""
_PROGRESS_EVERY = 100
Making = Generator[float, None, "Printed"]
"""Yields the share that is done; closed before its end it has written nothing."""


@dataclass(slots=True)
class Printed:
    """What came of it; `warnings` are sentences for the user."""

    labels: int = 0
    """Or envelopes: the pieces."""
    pages: int = 0
    cut: list[int] = field(default_factory=list)
    """Pieces whose text did not fit even at the smallest size: 0 is the first of those given."""
    warnings: list[str] = field(default_factory=list)


class Pages:
    """Paper of one size, in millimetres, and what is set on it: text through `page`, all else on the canvas."""

    def __init__(self, title: str, width: float, height: float) -> None:
        self.width, self.height = width * POINTS, height * POINTS
        self.canvas = Canvas("", pagesize=(self.width, self.height), pageCompression=1, invariant=1)
        self.canvas.setTitle(title)
        self.canvas.setCreator("CRMDesk")
        self.canvas.setViewerPreference("PrintScaling", "None")  # "fit to page" moves every label
        self.ink = Ink(self.canvas)
        self.page: list[str] = []
        """Text operators of the page being set."""
        self.shortfall = Shortfall()
        self.printed = Printed()
        self._names_cut: list[str] = []
        self._remarks: dict[str, list[str]] = {}

    def end_page(self) -> None:
        if self.page:
            self.canvas.addLiteral("\n".join(["BT", *self.page, "ET"]))
            self.page.clear()
        self.canvas.showPage()
        self.printed.pages += 1

    def note(self, block: Block, name: str) -> None:
        """What of the piece being set is cut or set in another font; `name` is what it is known by."""
        if block.cut:
            self.note_cut(name)
        for line in block.lines:
            if not line.plain:
                self.shortfall.note(line)

    def note_cut(self, name: str) -> None:
        self.printed.cut.append(self.printed.labels)
        self._names_cut.append(clean(name))

    def remark(self, sentence: str, name: str) -> None:
        """What else is to be said of a piece; the same of many pieces is said once."""
        self._remarks.setdefault(sentence, []).append(clean(name))

    def set_block(
        self, block: Block, x: float, y: float, width: float, height: float, *, upwards: bool = False
    ) -> None:
        """In the middle of the height of a box whose left and top these are; from the left, or from the right for
        names written from there. Upwards, width and height are those of who turns the paper."""
        down = (height - block.height) / 2 + CAP_HEIGHT * block.size
        from_right = bool(block.lines) and scripts.is_right_to_left(block.lines[0].text)
        for line in block.lines:
            along = width - line.width * block.size if from_right else 0.0
            place = (x + down, y + along) if upwards else (x + along, y - down)
            self.page.append(self.ink.set(line, block.size, *place, upwards))
            down += block.leading * block.size

    def finish(self, file: BinaryIO, *first_warnings: str) -> Printed:
        self.end_page()
        pdf: bytes = self.canvas.getpdfdata()  # type: ignore[no-untyped-call]
        file.write(pdf)
        self.printed.warnings = [*first_warnings, *self._warnings()]
        return self.printed

    def _warnings(self) -> Iterator[str]:
        if self._names_cut:
            count = len(self._names_cut)
            message = ngettext(
                "{count} label cannot hold its text: {texts}.", "{count} labels cannot hold their text: {texts}.", count
            )
            yield message.format(count=count, texts=some(self._names_cut))
        yield from (f"{sentence} ({some(names)})" for sentence, names in self._remarks.items())
        yield from self.shortfall.sentences()


class Setter(Protocol):
    """Puts the content of one label, whatever that is, on the label whose left and top in points these are."""

    def set(self, press: "Press", content: Any, x: float, y: float) -> None: ...


class Press(Pages):
    """Sheets of labels."""

    def __init__(self, title: str, sheet: Sheet, start: int, outline: bool) -> None:
        super().__init__(title, sheet.paper_width, sheet.paper_height)
        self.sheet, self._outline, self._next = sheet, outline, start - 1
        self._positions = [(x * POINTS, (sheet.paper_height - y) * POINTS) for x, y in sheet.positions()]
        self._draw_outlines()

    def add(self, setter: Setter, content: Any) -> None:
        if self._next == len(self._positions):
            self.end_page()
            self._draw_outlines()
            self._next = 0
        setter.set(self, content, *self._positions[self._next])
        self._next += 1
        self.printed.labels += 1

    def _draw_outlines(self) -> None:
        if not self._outline:
            return
        canvas, sheet = self.canvas, self.sheet
        canvas.saveState()
        canvas.setStrokeGray(0.72)
        canvas.setLineWidth(0.5)
        width, height = sheet.width * POINTS, sheet.height * POINTS
        corner = min(sheet.corner, sheet.width / 2, sheet.height / 2) * POINTS
        for x, y in self._positions:
            if sheet.shape == "ellipse":
                canvas.ellipse(x, y - height, x + width, y)
            else:
                canvas.roundRect(x, y - height, width, height, corner)
        canvas.restoreState()


def making(
    contents: Sequence[Any],
    setter: Setter,
    sheet: Sheet,
    file: BinaryIO,
    *,
    title: str,
    start: int = 1,
    outline: bool = False,
) -> Making:
    """A PDF with one label per content; `start` is the first free label of the first sheet."""
    if not 1 <= start <= sheet.count:
        message = _("This sheet has {count} labels: the first free one is between 1 and {count}.")
        raise UserError(message.format(count=sheet.count))
    press = Press(title, sheet, start, outline)
    for number, content in enumerate(contents):
        if number % _PROGRESS_EVERY == 0:
            yield number / len(contents)
        press.add(setter, content)
    return press.finish(file, *([f"{sheet.name}: {sheet.anomaly}"] if sheet.anomaly else []))


def made(making: Making) -> Printed:
    """All at once."""
    try:
        while True:
            next(making)
    except StopIteration as end:
        printed: Printed = end.value
        return printed
