"""Pages to be laid on a ruler or a sheet of labels before one of these is spent. Imported late, with reportlab."""

from collections.abc import Iterator
from io import BytesIO

from crmdesk.domain.values import lengths
from crmdesk.i18n import _
from crmdesk.printing import calibration, labels
from crmdesk.printing.calibration import Marks
from crmdesk.printing.fitting import fit
from crmdesk.printing.press import POINTS, Pages
from crmdesk.printing.sheets import Sheet

_ARM = 5.0
"""Millimetres of a cross, from its middle."""
_TICKS: dict[lengths.Unit, tuple[float, tuple[tuple[int, float], ...]]] = {
    "mm": (1.0, ((10, 3.2), (5, 2.2), (1, 1.2))),
    "in": (25.4 / 16, ((16, 4.0), (8, 3.2), (4, 2.2), (2, 1.6), (1, 1.0))),
}
"""From stroke to stroke of a ruler, and how long every tenth, fifth and single one is."""
_SMALLEST_FOR_WORDS = 100.0


def of_sheet(sheet: Sheet) -> bytes:
    """Its labels with outlines and numbers, to be held against the light behind the real one."""
    file = BytesIO()
    labels.render([[str(number + 1)] for number in range(sheet.count)], sheet, file, outline=True)
    return file.getvalue()


def of_printer(width: float, height: float, unit: lengths.Unit = "mm") -> bytes:
    """Crosses and rulers: what a ruler says of them tells how this printer misplaces."""
    page = _RulerPage(width, height, unit)
    page.draw(calibration.marks(width, height, unit))
    file = BytesIO()
    page.finish(file)
    return file.getvalue()


def steps(marks: Marks, unit: lengths.Unit) -> Iterator[str]:
    """What is measured, in the order of the numbers on the page."""
    texts = (
        (_("From the left edge of the paper to the upright line: {length}"), marks.left),
        (_("From the top edge of the paper to the level line: {length}"), marks.top),
        (_("From cross to cross, across: {length}"), marks.across),
        (_("From cross to cross, down: {length}"), marks.down),
    )
    return (text.format(length=f"{lengths.show(length, unit)} {unit}") for text, length in texts)


class _RulerPage(Pages):
    def __init__(self, width: float, height: float, unit: lengths.Unit) -> None:
        super().__init__(_("Test page for the printer"), width, height)
        self._unit = unit
        self.canvas.setLineWidth(0.35)

    def draw(self, marks: Marks) -> None:
        right, bottom = marks.left + marks.across, marks.top + marks.down
        self._rulers(marks)
        for x, y in ((marks.left, marks.top), (right, marks.top), (marks.left, bottom)):
            self._line(x - _ARM, y, x + _ARM, y)
            self._line(x, y - _ARM, x, y + _ARM)
        self._line(0, marks.top, marks.left, marks.top, dashed=True)
        self._line(marks.left, 0, marks.left, marks.top, dashed=True)
        self._numbers(marks)
        if marks.across >= _SMALLEST_FOR_WORDS <= marks.down:
            self._words(marks)

    def _rulers(self, marks: Marks) -> None:
        self._line(marks.left, marks.top, marks.left + marks.across, marks.top)
        self._line(marks.left, marks.top, marks.left, marks.top + marks.down)
        for at, stroke in self._strokes(marks.across):
            self._line(marks.left + at, marks.top, marks.left + at, marks.top + stroke)
        for at, stroke in self._strokes(marks.down):
            self._line(marks.left, marks.top + at, marks.left + stroke, marks.top + at)

    def _strokes(self, length: float) -> Iterator[tuple[float, float]]:
        apart, kinds = _TICKS[self._unit]
        for number in range(round(length / apart) + 1):
            yield number * apart, next(stroke for every, stroke in kinds if number % every == 0)

    def _numbers(self, marks: Marks) -> None:
        """Beside what each is about."""
        places = (
            (marks.left / 2, marks.top + 3.5),
            (marks.left + 4, marks.top / 2),
            (marks.left + marks.across / 2, marks.top + 7),
            (marks.left + 7, marks.top + marks.down / 2),
        )
        for number, (x, y) in enumerate(places, 1):
            self._number(str(number), x, y)

    def _number(self, text: str, x: float, y: float) -> None:
        self.canvas.setDash()
        self.canvas.circle(x * POINTS, self.height - y * POINTS, 2.4 * POINTS)
        block = fit([text], 10 * POINTS, 5 * POINTS, 8)
        along = (x - 5) * POINTS + (10 * POINTS - block.lines[0].width * block.size) / 2
        self.set_block(block, along, self.height - (y - 2.5) * POINTS, 10 * POINTS, 5 * POINTS)

    def _words(self, marks: Marks) -> None:
        texts = [
            _("Test page for the printer"),
            _("Printed at 100 %, never fitted to the page. Measure with a ruler as finely as you can:"),
            *(f"{number}   {text}" for number, text in enumerate(steps(marks, self._unit), 1)),
        ]
        width, height = (marks.across - 30) * POINTS, min(marks.down - 30, 60) * POINTS
        block = fit(texts, width, height, 11)
        self.set_block(block, (marks.left + 20) * POINTS, self.height - (marks.top + 15) * POINTS, width, height)

    def _line(self, x: float, y: float, to_x: float, to_y: float, *, dashed: bool = False) -> None:
        self.canvas.setDash(*((3, 2) if dashed else ()))
        self.canvas.line(x * POINTS, self.height - y * POINTS, to_x * POINTS, self.height - to_y * POINTS)
