"""One page of labels as it will be printed, with the used labels hatched."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from crmdesk.printing.sheets import Sheet
from crmdesk.ui.paper import as_image, bitmap
from crmdesk.widgets.palette import PAPER_EDGE, PAPER_ROOM, PAPER_USED

if TYPE_CHECKING:
    from crmdesk.printing.press import Setter

_OUTLINE, _HATCH, _USED = map(QColor, (PAPER_EDGE, PAPER_ROOM, PAPER_USED))
_DONE = QColor(243, 244, 246, 200)
SetterOf = Callable[[Sheet], "Setter | None"]
Page = tuple[bytes, int, int, int]


@dataclass(frozen=True, slots=True)
class Preview:
    sheet: Sheet
    start: int
    page: int
    """From 0."""
    height: int
    """Pixels there is room for."""
    done: int = 0
    """So many of the labels are printed already."""
    setter: "SetterOf | None" = None

    def contents_of(self, contents: Sequence[Any]) -> Sequence[Any]:
        """Those on this page alone: ten thousand are not set in type to see thirty."""
        used = self.start - 1
        first = max(self.page * self.sheet.count - used, 0)
        return contents[first : (self.page + 1) * self.sheet.count - used]

    def image_of(self, page: Page) -> QImage:
        image = as_image(*page)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = self.page * self.sheet.count - (self.start - 1)
        for number in range(self.sheet.count):
            self._outline(painter, self._box(number, image), first + number)
        painter.end()
        return image

    def _box(self, number: int, image: QImage) -> QRectF:
        across, down = image.width() / self.sheet.paper_width, image.height() / self.sheet.paper_height
        left, top = self.sheet.positions()[number]
        return QRectF(left * across, top * down, self.sheet.width * across, self.sheet.height * down)

    def _outline(self, painter: QPainter, box: QRectF, piece: int) -> None:
        corner = self.sheet.corner / self.sheet.width * box.width()
        painter.setPen(QPen(_OUTLINE, max(box.height() / 120, 1), Qt.PenStyle.DashLine))
        for brush in self._brushes(piece):
            painter.setBrush(brush)
            if self.sheet.shape == "ellipse":
                painter.drawEllipse(box)
            else:
                painter.drawRoundedRect(box, corner, corner)

    def _brushes(self, piece: int) -> tuple[QBrush, ...]:
        """Paper that is used, labels that are done, those to be printed."""
        if piece < 0:
            return QBrush(_USED), QBrush(_HATCH, Qt.BrushStyle.BDiagPattern)
        return (QBrush(_DONE),) if piece < self.done else (QBrush(),)


def preview_page(wanted: Preview, contents: Sequence[Any]) -> Page:
    """Set in type as for the printer, then drawn; runs beside the window."""
    from crmdesk.printing import labels, press

    file = BytesIO()
    start = wanted.start if wanted.page == 0 else 1
    setter = wanted.setter(wanted.sheet) if wanted.setter and contents else None
    press.made(labels.making(contents or [[" "]], wanted.sheet, file, start=start, setter=setter))
    dpi = max(wanted.height, 400) / (wanted.sheet.paper_height / 25.4)
    return bitmap(file.getvalue(), 0, dpi)
