"""The sheets of a run as they will be printed, one after the other; a label on them may be pressed."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.printing.sheets import Sheet
from crmdesk.ui.desk import Desk
from crmdesk.ui.label_paper import Page, Preview, SetterOf, preview_page
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme
from crmdesk.widgets.parts import icon_button, label
from crmdesk.widgets.pdf_preview import PdfPreview, ZoomButtons


class LabelPages(QWidget):
    pressed = Signal(int)
    """A label: 0 is the first of the first sheet, used or not."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._sheet: Sheet | None = None
        self._start, self._done, self.page = 1, 0, 0
        self._contents: Sequence[Any] = ()
        self._setter: SetterOf | None = None
        self._hints = ("", "")
        self._resolution = QSize(900, 1200)
        self.preview = PdfPreview(_("The sheet as it will be printed"))
        self.caption = label("", "second", "muted")
        self.hint = label("", "second", "muted", wraps=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.back = icon_button("chevron-left", _("Page before"), lambda: self.turn(-1))
        self.on = icon_button("chevron-right", _("Next page"), lambda: self.turn(1))
        self._zoom = ZoomButtons(self.preview)
        self._arrange()
        self.preview.pressed.connect(self._press)
        self.preview.wanted.connect(self._take_resolution)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.margins(12, 12, 12, 0))
        balance = QWidget()
        balance.setFixedWidth(self._zoom.sizeHint().width())
        head.addWidget(balance)
        head.addStretch(1)
        for widget in (self.back, self.caption, self.on):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self._zoom)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(head)
        down.addWidget(self.hint)
        down.addWidget(self.preview, 1)

    def show_labels(
        self,
        sheet: Sheet,
        start: int,
        contents: Sequence[Any],
        *,
        setter: SetterOf | None = None,
        hints: tuple[str, str] = ("", ""),
        done: int = 0,
    ) -> None:
        """From the first free label on; `hints` say what a press does, on the first page and on the others."""
        self._sheet, self._start, self._contents, self._setter = sheet, start, contents, setter
        self._hints, self._done = hints, done
        self.go_to(min(self.page, self.pages() - 1))

    def show_piece(self, number: int) -> None:
        """The page that it is on; 0 is the first."""
        if self._sheet:
            self.go_to((number + self._start - 1) // self._sheet.count)

    def pages(self) -> int:
        return max(-(-(len(self._contents) + self._start - 1) // self._sheet.count), 1) if self._sheet else 1

    def turn(self, step: int) -> None:
        self.go_to(self.page + step)

    def go_to(self, page: int) -> None:
        pages = self.pages()
        self.page = min(max(page, 0), pages - 1)
        self.back.setEnabled(self.page > 0)
        self.on.setEnabled(self.page < pages - 1)
        place = _("Page {page} of {pages}").format(page=grouped(self.page + 1), pages=grouped(pages))
        self.caption.setText(place)
        self.hint.setText(self._hints[self.page > 0])
        self.hint.setVisible(any(self._hints))
        self._draw()

    def _draw(self) -> None:
        if self._sheet is None:
            return
        height = self._resolution.height()
        wanted = Preview(self._sheet, self._start, self.page, height, self._done, self._setter)
        contents = wanted.contents_of(self._contents)
        self._desk.run(partial(preview_page, wanted, contents), partial(self._show, wanted), replace=self.preview)

    def _show(self, wanted: Preview, page: Page) -> None:
        self.preview.show_page(wanted.image_of(page))

    def _take_resolution(self, size: QSize) -> None:
        self._resolution = size
        self._draw()

    def _press(self, x: float, y: float) -> None:
        sheet = self._sheet
        if sheet and (place := _place_at(sheet, x * sheet.paper_width, y * sheet.paper_height)) is not None:
            self.pressed.emit(self.page * sheet.count + place)


def _place_at(sheet: Sheet, x: float, y: float) -> int | None:
    for number, (left, top) in enumerate(sheet.positions()):
        if left <= x <= left + sheet.width and top <= y <= top + sheet.height:
            return number
    return None
