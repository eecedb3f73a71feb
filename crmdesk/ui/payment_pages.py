"""A letter beside what it is made of: its pages as they will be printed."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.ui.paper import as_image, bitmap
from crmdesk.widgets import theme
from crmdesk.widgets.parts import icon_button, label
from crmdesk.widgets.pdf_preview import PdfPreview
from crmdesk.widgets.tasks import is_there

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_A4 = 842
_LEAST = 400
Make = Callable[["Store"], bytes]


class PaymentPages(QWidget):
    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self._desk = desk
        self._pdf, self._page, self._count = b"", 0, 0
        self._resolution = QSize(900, 1200)
        self.preview = PdfPreview(name)
        self._place = label("", "second", "muted")
        self._back = icon_button("chevron-left", _("Page before"), lambda: self._turn(-1))
        self._on = icon_button("chevron-right", _("Next page"), lambda: self._turn(1))
        self._foot = QWidget()
        self._arrange()
        self.preview.wanted.connect(self._take_resolution)

    def _arrange(self) -> None:
        across = QHBoxLayout(self._foot)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        for part in (self._back, self._place, self._on):
            across.addWidget(part)
        across.addStretch(1)
        self._place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._foot.hide()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(4))
        down.addWidget(self.preview, 1)
        down.addWidget(self._foot)

    def show_made(self, make: Make) -> None:
        self._desk.ask(make, self._take, self._failed, replace=self)

    def _failed(self, _error: Exception) -> None:
        self.show_nothing("")

    def show_nothing(self, words: str) -> None:
        self._pdf = b""
        self._foot.hide()
        self.preview.show_page(None, words)

    def _take(self, pdf: bytes) -> None:
        self._pdf, self._page = pdf, 0
        self._desk.run(partial(_pages, pdf), self._counted, replace=(self, "count"))

    def _counted(self, count: int) -> None:
        self._count = count
        self._foot.setVisible(count > 1)
        self._draw()

    def _turn(self, step: int) -> None:
        self._page = min(max(self._page + step, 0), self._count - 1)
        self._draw()

    def _draw(self) -> None:
        place = _("Page {page} of {pages}").format(page=grouped(self._page + 1), pages=grouped(self._count))
        self._place.setText(place)
        self._back.setEnabled(self._page > 0)
        self._on.setEnabled(self._page < self._count - 1)
        dpi = max(self._resolution.height(), _LEAST) / _A4 * 72
        self._desk.run(partial(bitmap, self._pdf, self._page, dpi), self._show, replace=self.preview)

    def _show(self, made: tuple[bytes, int, int, int]) -> None:
        if is_there(self._show) and self._pdf:
            self.preview.show_page(as_image(*made))

    def _take_resolution(self, size: QSize) -> None:
        self._resolution = size
        if self._pdf:
            self._draw()


def _pages(pdf: bytes) -> int:
    from crmdesk.printing import pdf_pages

    return pdf_pages.count(pdf)
