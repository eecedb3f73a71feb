"""A designed label as it will be printed: cut out of the real page, at its real place on the sheet."""

from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QTransform

from crmdesk.domain.designs import Design, Element
from crmdesk.printing.sheets import Sheet
from crmdesk.ui.paper import as_image

if TYPE_CHECKING:
    from crmdesk.printing.designs import Piece

_POINTS = 72 / 25.4
_MOST_PIXELS = 3000


@dataclass(frozen=True, slots=True)
class Place:
    """Of a label, in millimetres, as one who reads it sees it."""

    size: QSizeF
    room: QRectF
    """What a printer reaches."""
    is_turned: bool

    def box(self, element: Element) -> QRectF:
        room = self.room
        left, top = room.x() + element.left * room.width(), room.y() + element.top * room.height()
        return QRectF(left, top, element.width * room.width(), element.height * room.height())

    def moved(self, element: Element, box: QRectF) -> Element:
        room = self.room
        return replace(
            element,
            left=round((box.x() - room.x()) / room.width(), 5),
            top=round((box.y() - room.y()) / room.height(), 5),
            width=round(box.width() / room.width(), 5),
            height=round(box.height() / room.height(), 5),
        )


def place_of(sheet: Sheet) -> Place:
    from crmdesk.printing.labels import text_box

    box = text_box(sheet)
    if box.upwards:
        foot = sheet.height - box.top - box.height
        return Place(QSizeF(sheet.height, sheet.width), QRectF(foot, box.left, box.height, box.width), True)
    return Place(QSizeF(sheet.width, sheet.height), QRectF(box.left, box.top, box.width, box.height), False)


@dataclass(frozen=True, slots=True)
class Drawn:
    bitmap: tuple[bytes, int, int, int]
    warnings: tuple[str, ...]

    def image(self, place: Place) -> QImage:
        image = as_image(*self.bitmap)
        return image.transformed(QTransform().rotate(90)) if place.is_turned else image


def draw(design: Design, sheet: Sheet, piece: "Piece", pixels: float) -> Drawn:
    """So many pixels a millimetre; runs beside the window."""
    from crmdesk.printing import press
    from crmdesk.printing.designs import Designed

    file = BytesIO()
    printed = press.made(press.making([piece], Designed(design, sheet), sheet, file, title=design.name))
    pixels = min(pixels, _MOST_PIXELS / max(sheet.width, sheet.height))
    anomaly = 1 if sheet.anomaly else 0  # told where the sheet is chosen
    return Drawn(_cut_out(file.getvalue(), sheet, pixels), tuple(printed.warnings[anomaly:]))


def _cut_out(pdf: bytes, sheet: Sheet, pixels: float) -> tuple[bytes, int, int, int]:
    """The first label of the page."""
    from crmdesk.printing import pdf_pages

    left, top = sheet.positions()[0]
    sides = (left, sheet.paper_height - top - sheet.height, sheet.paper_width - left - sheet.width, top)
    left, below, right, above = (side * _POINTS for side in sides)
    with pdf_pages.opened(pdf) as document:
        return pdf_pages.picture(document, 0, pixels / _POINTS, (left, below, right, above))
