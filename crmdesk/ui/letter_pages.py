"""Letters as they will be printed, one reader after the other, page by page."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme
from crmdesk.widgets.parts import icon_button, label
from crmdesk.widgets.pdf_preview import PdfPreview, ZoomButtons
from crmdesk.widgets.tasks import is_there

if TYPE_CHECKING:
    from crmdesk.services.letter_runs import Batch

_A4 = 842
Page = tuple[bytes, int, int, int]


class LetterPages(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._batch: Batch | None = None
        self.number, self.page, self._pages = 0, 0, 1
        self._pdf = b""
        self._resolution = QSize(900, 1200)
        self.preview = PdfPreview(_("The letter as it will be printed"))
        self.caption = label("", "second", "muted")
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.back = icon_button("chevron-left", _("Page before"), lambda: self.turn(-1))
        self.on = icon_button("chevron-right", _("Next page"), lambda: self.turn(1))
        self._arrange()
        self.preview.wanted.connect(self._take_resolution)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.margins(12, 8, 12, 0))
        zoom, balance = ZoomButtons(self.preview), QWidget()
        balance.setFixedWidth(zoom.sizeHint().width())
        head.addWidget(balance)
        head.addStretch(1)
        for part in (self.back, self.caption, self.on):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(zoom)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(head)
        down.addWidget(self.preview, 1)

    def show_batch(self, batch: "Batch | None", nothing: str = "") -> None:
        """The reader that was shown stays, where there are as many."""
        self._batch = batch
        count = len(batch.letters) if batch else 0
        self.number = min(self.number, max(count - 1, 0))
        for part in (self.back, self.on, self.caption):
            part.setVisible(bool(count))
        if count:
            self._make()
        else:
            self.preview.show_page(None, nothing)

    def turn(self, step: int) -> None:
        """Through the pages of a letter, then to the next one."""
        page = self.page + step
        if 0 <= page < self._pages:
            self.page = page
            self._draw()
            return
        self.number, self.page = self.number + step, 0
        self._make()

    def _make(self) -> None:
        batch, number = self._batch, self.number
        if batch and self.isVisible():
            self._desk.run(lambda: _pdf_of(batch, number), self._take, replace=(self, "pdf"))

    def showEvent(self, event: object) -> None:
        self._make()

    def _take(self, made: tuple[bytes, int]) -> None:
        self._pdf, self._pages = made
        self.page = min(self.page, self._pages - 1)
        self._draw()

    def _draw(self) -> None:
        self._show_place()
        if self._pdf:
            pdf, page, dpi = self._pdf, self.page, max(self._resolution.height(), 400) / _A4 * 72
            self._desk.run(partial(_picture, pdf, page, dpi), self._show, replace=self.preview)

    def _show_place(self) -> None:
        letters = self._batch.letters if self._batch else []
        self.back.setEnabled(self.number > 0 or self.page > 0)
        self.on.setEnabled(self.number < len(letters) - 1 or self.page < self._pages - 1)
        if letters:
            place = _("{number} of {count}").format(number=grouped(self.number + 1), count=grouped(len(letters)))
            parts = [letters[self.number].name, place]
            if self._pages > 1:
                parts.append(
                    _("Page {page} of {pages}").format(page=grouped(self.page + 1), pages=grouped(self._pages))
                )
            self.caption.setText(" · ".join(parts))

    def _show(self, made: Page) -> None:
        from crmdesk.ui.paper import as_image

        if is_there(self._show):
            self.preview.show_page(as_image(*made))

    def _take_resolution(self, size: QSize) -> None:
        self._resolution = size
        if self._pdf:
            self._draw()


def _pdf_of(batch: "Batch", number: int) -> tuple[bytes, int]:
    from crmdesk.printing import pdf_pages
    from crmdesk.services import letter_runs

    pdf = letter_runs.pdf_of(batch, batch.letters[number])
    return pdf, pdf_pages.count(pdf)


def _picture(pdf: bytes, page: int, dpi: float) -> Page:
    from crmdesk.ui.paper import bitmap

    return bitmap(pdf, page, dpi)
