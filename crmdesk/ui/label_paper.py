"""One page of labels as it will be printed, with the used labels hatched."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from crmdesk.printing.sheets import Sheet
from crmdesk.ui.paper import as_image, bitmaps

_OUTLINE = QColor("#D3D7DF")
_HATCH = QColor("#C3C8D2")
_USED = QColor("#F3F4F6")
Page = tuple[bytes, int, int, int]


@dataclass(frozen=True, slots=True)
class Preview:
    sheet: Sheet
    start: int
    page: int
    """From 0."""
    height: int
    """Pixels there is room for."""

    def texts_of(self, texts: Sequence[list[str]]) -> Sequence[list[str]]:
        """Those on this page alone: ten thousand are not set in type to see thirty."""
        used = self.start - 1
        first = max(self.page * self.sheet.count - used, 0)
        return texts[first : (self.page + 1) * self.sheet.count - used]

    def image_of(self, page: Page) -> QImage:
        image = as_image(*page)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(self.sheet.count):
            is_used = self.page == 0 and number < self.start - 1
            self._outline(painter, self._box(number, image), is_used)
        painter.end()
        return image

    def _box(self, number: int, image: QImage) -> QRectF:
        across, down = image.width() / self.sheet.paper_width, image.height() / self.sheet.paper_height
        left, top = self.sheet.positions()[number]
        return QRectF(left * across, top * down, self.sheet.width * across, self.sheet.height * down)

    def _outline(self, painter: QPainter, box: QRectF, is_used: bool) -> None:
        corner = self.sheet.corner / self.sheet.width * box.width()
        painter.setPen(QPen(_OUTLINE, max(box.height() / 120, 1), Qt.PenStyle.DashLine))
        for brush in (QBrush(_USED), QBrush(_HATCH, Qt.BrushStyle.BDiagPattern)) if is_used else (QBrush(),):
            painter.setBrush(brush)
            if self.sheet.shape == "ellipse":
                painter.drawEllipse(box)
            else:
                painter.drawRoundedRect(box, corner, corner)


def preview_page(wanted: Preview, texts: Sequence[list[str]]) -> Page:
    """Set in type as for the printer, then drawn; runs beside the window."""
    from crmdesk.printing import labels

    file = BytesIO()
    start = wanted.start if wanted.page == 0 else 1
    labels.render(texts or [[" "]], wanted.sheet, file, start=start)
    dpi = max(wanted.height, 400) / (wanted.sheet.paper_height / 25.4)
    return bitmaps(file.getvalue(), dpi)[0]
