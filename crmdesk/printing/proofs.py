"""Pages to be laid on a ruler or a sheet of labels before one of these is spent. Imported late, with reportlab."""

from collections.abc import Iterator
from io import BytesIO

from crmdesk.i18n import _
from crmdesk.printing import calibration, labels
from crmdesk.printing.calibration import Marks
from crmdesk.printing.fitting import fit
from crmdesk.printing.press import POINTS, Pages
from crmdesk.printing.sheets import Sheet

_ARM = 5.0
"""Millimetres of a cross, from its middle."""
_TICKS = ((10, 3.2), (5, 2.2), (1, 1.2))
_SMALLEST_FOR_WORDS = 100.0


def of_sheet(sheet: Sheet) -> bytes:
    """Its labels with outlines and numbers, to be held against the light behind the real one."""
    file = BytesIO()
    labels.render([[str(number + 1)] for number in range(sheet.count)], sheet, file, outline=True)
    return file.getvalue()


def of_printer(width: float, height: float) -> bytes:
    """Crosses and rulers: what a ruler says of them tells how this printer misplaces."""
    page = _RulerPage(width, height)
    page.draw(calibration.marks(width, height))
    file = BytesIO()
    page.finish(file)
    return file.getvalue()


def steps(marks: Marks) -> Iterator[str]:
    """What is measured, in the order of the numbers on the page."""
    yield _("From the left edge of the paper to the upright line: {mm} mm").format(mm=f"{marks.left:g}")
    yield _("From the top edge of the paper to the level line: {mm} mm").format(mm=f"{marks.top:g}")
    yield _("From cross to cross, across: {mm} mm").format(mm=f"{marks.across:g}")
    yield _("From cross to cross, down: {mm} mm").format(mm=f"{marks.down:g}")


class _RulerPage(Pages):
    def __init__(self, width: float, height: float) -> None:
        super().__init__(_("Test page for the printer"), width, height)
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
        for at in range(round(marks.across) + 1):
            self._line(marks.left + at, marks.top, marks.left + at, marks.top + _tick(at))
        for at in range(round(marks.down) + 1):
            self._line(marks.left, marks.top + at, marks.left + _tick(at), marks.top + at)

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
            _("Printed at 100 %, never fitted to the page. Measure with a ruler, to half a millimetre:"),
            *(f"{number}   {text}" for number, text in enumerate(steps(marks), 1)),
        ]
        width, height = (marks.across - 30) * POINTS, min(marks.down - 30, 60) * POINTS
        block = fit(texts, width, height, 11)
        self.set_block(block, (marks.left + 20) * POINTS, self.height - (marks.top + 15) * POINTS, width, height)

    def _line(self, x: float, y: float, to_x: float, to_y: float, *, dashed: bool = False) -> None:
        self.canvas.setDash(*((3, 2) if dashed else ()))
        self.canvas.line(x * POINTS, self.height - y * POINTS, to_x * POINTS, self.height - to_y * POINTS)


def _tick(at: int) -> float:
    return next(length for every, length in _TICKS if at % every == 0)
