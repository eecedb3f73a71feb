"""A PDF beside the form: page by page, near and far, the page one is on stays while it changes."""

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.ui.paper import as_image, bitmap
from crmdesk.widgets import theme
from crmdesk.widgets.parts import icon_button, label
from crmdesk.widgets.pdf_preview import PdfPreview, ZoomButtons

_A4 = 842
"""Points."""
Page = tuple[bytes, int, int, int]


class QuotePages(QWidget):
    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self._desk = desk
        self._pdf = b""
        self.page, self.pages = 0, 0
        self._resolution = QSize(600, 800)
        self.preview = PdfPreview(name)
        self.caption = label("", "second", "muted")
        self.back = icon_button("chevron-left", _("Page before"), lambda: self.turn(-1))
        self.on = icon_button("chevron-right", _("Next page"), lambda: self.turn(1))
        self._arrange()
        self._show_place()
        self.preview.wanted.connect(self._take_resolution)

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.margins(8, 0, 8, 8))
        foot.setSpacing(theme.px(2))
        zoom, balance = ZoomButtons(self.preview), QWidget()
        balance.setFixedWidth(zoom.sizeHint().width())
        foot.addWidget(balance)
        foot.addStretch(1)
        for part in (self.back, self.caption, self.on):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(zoom)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.preview, 1)
        down.addLayout(foot)

    def show_pdf(self, pdf: bytes, pages: int) -> None:
        self._pdf, self.pages = pdf, pages
        self.page = min(self.page, max(pages - 1, 0))
        self._draw()

    def show_nothing(self, words: str = "") -> None:
        self._pdf, self.page, self.pages = b"", 0, 0
        self._show_place()
        self.preview.show_page(None, words)

    def turn(self, step: int) -> None:
        self.page = min(max(self.page + step, 0), max(self.pages - 1, 0))
        self._draw()

    def showEvent(self, event: object) -> None:
        self._draw()

    def _draw(self) -> None:
        self._show_place()
        if self._pdf and self.isVisible():
            dpi = max(self._resolution.height(), 400) / _A4 * 72
            self._desk.run(partial(_picture, self._pdf, self.page, dpi), self._show, replace=(id(self), "page"))

    def _show_place(self) -> None:
        several = self.pages > 1
        for part in (self.back, self.on, self.caption):
            part.setVisible(several)
        self.back.setEnabled(self.page > 0)
        self.on.setEnabled(self.page < self.pages - 1)
        words = _("Page {page} of {pages}")
        self.caption.setText(words.format(page=grouped(self.page + 1), pages=grouped(self.pages)) if several else "")

    def _show(self, made: Page) -> None:
        self.preview.show_page(as_image(*made))

    def _take_resolution(self, size: QSize) -> None:
        self._resolution = size
        self._draw()


def _picture(pdf: bytes, page: int, dpi: float) -> Page:
    return bitmap(pdf, page, dpi)
