"""A look into one attached file, under the list of files."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk, reason
from crmdesk.widgets import theme
from crmdesk.widgets.messages import read_only
from crmdesk.widgets.parts import label, small_button
from crmdesk.widgets.pdf_preview import PdfPreview

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.previews import Bitmap, Preview

_MOMENT = 80


class DocumentView(QWidget):
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._key = ""
        self._page = 0
        self._pages = 0
        self._asked = QSize()
        self._name = label("", "second_strong")
        self._where = label("", "second", "muted")
        self._back = small_button("chevron-left", _("Page before"), lambda: self._turn(-1))
        self._on = small_button("chevron-right", _("Next page"), lambda: self._turn(1))
        close = small_button("x", _("Close the preview"), self.closed.emit)
        self._paper = PdfPreview(_("Preview"))
        self._paper.setMinimumSize(theme.px(120), theme.px(120))
        self._text = read_only("", _("Preview"))
        self._text.setMinimumHeight(0)
        self._text.setMaximumHeight(16_777_215)
        self._kinds = QStackedWidget()
        self._kinds.addWidget(self._paper)
        self._kinds.addWidget(self._text)
        self._soon = QTimer(self, singleShot=True, interval=_MOMENT)
        self._soon.timeout.connect(self._ask)
        self._paper.wanted.connect(self._sharper)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._name, 1)
        for part in (self._back, self._where, self._on, close):
            head.addWidget(part)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(0, 4, 4, 4))
        down.setSpacing(theme.px(4))
        down.addLayout(head)
        down.addWidget(self._kinds, 1)

    def key(self) -> str:
        return self._key

    def show_file(self, key: str, name: str) -> None:
        self._name.setText(name)
        self._name.setToolTip("")
        if key != self._key:
            self._key, self._page, self._pages = key, 0, 0
            self._paper.show_page(None, _("Opening…"))
            self._kinds.setCurrentIndex(0)
            self._show_place()
            self._ask()

    def forget(self) -> None:
        self._key = ""

    def _turn(self, by: int) -> None:
        self._page = min(max(self._page + by, 0), self._pages - 1)
        self._show_place()
        self._ask()

    def _show_place(self) -> None:
        several = self._pages > 1
        for part in (self._back, self._where, self._on):
            part.setVisible(several)
        self._where.setText(_("{page} of {count}").format(page=self._page + 1, count=self._pages))
        self._back.setEnabled(self._page > 0)
        self._on.setEnabled(self._page + 1 < self._pages)

    def _sharper(self, size: QSize) -> None:
        if self._key and (size.width() > self._asked.width() or size.height() > self._asked.height()):
            self._soon.start()

    def _ask(self) -> None:
        if not self._key:
            return
        key, page = self._key, self._page
        self._asked = size = self._paper.size() * self._paper.devicePixelRatioF()

        def look(store: "Store") -> "tuple[str, int, Preview]":
            from crmdesk.services import previews

            return key, page, previews.preview(store, key, max(size.width(), 300), max(size.height(), 300), page)

        self._desk.ask(look, self._show, partial(self._say, key), replace=self)

    def _show(self, answer: "tuple[str, int, Preview]") -> None:
        key, page, found = answer
        if key != self._key or page != self._page:
            return
        self._pages = found.pages
        self._show_place()
        if found.text:
            self._text.setPlainText(found.text)
            self._kinds.setCurrentIndex(1)
            return
        self._kinds.setCurrentIndex(0)
        self._paper.show_page(_image(found.picture) if found.picture else None, found.words)

    def _say(self, key: str, error: Exception) -> None:
        if key == self._key:
            self._kinds.setCurrentIndex(0)
            self._paper.show_page(None, reason(error))


def _image(bitmap: "Bitmap") -> QImage:
    made = QImage(bitmap.data, bitmap.width, bitmap.height, bitmap.line, QImage.Format.Format_ARGB32)
    return made.copy()  # the bytes may go
