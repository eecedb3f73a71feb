"""A list on paper: how its pages look, before they are printed, saved as PDF, or written as CSV."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QLocale, QSize
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout

from crmdesk.i18n import _
from crmdesk.ui import list_look
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.numbers import grouped
from crmdesk.ui.pieces import Pieces
from crmdesk.widgets import theme
from crmdesk.widgets.parts import icon_button, label, quiet
from crmdesk.widgets.pdf_preview import PdfPreview
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.printing.list_table import ListTable
    from crmdesk.printing.lists import Paper, Printed
    from crmdesk.services.files import Store
    from crmdesk.services.lists import Wanted
    from crmdesk.ui.window import Window

_WIDTH, _FIELD = 860, 190
_PAPERS = (("a4", "A4"), ("letter", "Letter"))
_STEPS = 1000
_LETTER = ("US", "CA", "MX", "CL", "CO", "PH", "VE")
_MILLIMETRES = 25.4 / 72


class ListPaper(Sheet):
    def __init__(self, window: "Window", chosen: CurrentSet) -> None:
        super().__init__(window, _("List on paper"), width=_WIDTH)
        self._window, self._desk, self._chosen = window, window.desk, chosen
        self._table: ListTable | None = None
        self._pdf = b""
        self._printed: Printed | None = None
        self._page = 0
        self._resolution = QSize(900, 1200)
        self._work: Pieces[ListTable] | Pieces[tuple[bytes, Printed]] | None = None
        self.title = QLineEdit(chosen.words or (_("Companies") if chosen.kind == "company" else _("Contacts")))
        self.paper = QComboBox()
        for key, text in _PAPERS:
            self.paper.addItem(text, key)
        self.paper.setCurrentIndex(1 if QLocale().name()[-2:] in _LETTER else 0)
        self.preview = PdfPreview(_("The list as it will be printed"))
        self.back = icon_button("chevron-left", _("Page before"), lambda: self._turn(-1))
        self.on = icon_button("chevron-right", _("Next page"), lambda: self._turn(1))
        self._caption = label("", "second", "muted")
        self._notes = label("", "second", "warning", wraps=True)
        self._line = QProgressBar()
        self.csv_button = quiet(_("CSV…"), self._choose_csv)
        self.save_button = quiet(_("Save as PDF"), self._choose_pdf)
        self.print_button = self.set_primary(_("Print"), self._print)
        self._arrange()
        self._connect()
        self._gather()

    def _arrange(self) -> None:
        for place, button in enumerate((self.csv_button, self.save_button), 2):
            self.buttons.insertWidget(place, button)
        across = QHBoxLayout()
        across.setSpacing(theme.px(20))
        across.addLayout(self._left())
        across.addLayout(self._right(), 1)
        self.body.addLayout(across, 1)

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(theme.px(4))
        for text, field in ((_("Title"), self.title), (_("Paper"), self.paper)):
            words = label(text, "second", "muted")
            words.setBuddy(field)
            field.setAccessibleName(text)
            field.setFixedWidth(theme.px(_FIELD))
            left.addWidget(words)
            left.addWidget(field)
            left.addSpacing(theme.px(8))
        hint = label(_("Columns, order and groups are those of the list."), "second", "muted", wraps=True)
        for text_below in (hint, self._notes):
            text_below.setFixedWidth(theme.px(_FIELD))
            left.addWidget(text_below)
        left.addStretch(1)
        return left

    def _right(self) -> QVBoxLayout:
        head = QHBoxLayout()
        head.addStretch(1)
        for widget in (self.back, self._caption, self.on):
            head.addWidget(widget)
        head.addStretch(1)
        self._line.setTextVisible(False)
        self._line.setRange(0, _STEPS)
        self._line.setAccessibleName(_("Making the pages"))
        right = QVBoxLayout()
        right.setSpacing(theme.px(4))
        right.addLayout(head)
        right.addWidget(self._line)
        right.addWidget(self.preview, 1)
        self.preview.setMinimumWidth(theme.px(400))
        self.give_height(self.preview, 460)
        return right

    def _connect(self) -> None:
        self.title.editingFinished.connect(self._retitle)
        self.paper.activated.connect(lambda _index: self._set_pages())
        self.preview.wanted.connect(self._take_resolution)
        self.finished.connect(lambda _result: self._work and self._work.stop())

    # Making it

    def _wanted(self) -> "Wanted":
        from crmdesk.services.lists import Wanted

        look, chosen = list_look.load(self._chosen.kind), self._chosen
        words = chosen.in_words()
        return Wanted(chosen.kind, chosen.ids, look.keys, look.sort, look.group, self.title.text(), words)

    def _gather(self) -> None:
        from crmdesk.services import lists

        wanted = self._wanted()
        self._begin()
        self._work = Pieces(self._desk, lambda store: lists.gather(store, wanted), self._take_table, self._show_share)

    def _take_table(self, table: "ListTable") -> None:
        self._table = table
        if table.rows:
            self._set_pages()
        else:
            self._line.hide()
            self.preview.show_page(None, _("There is nothing in this list to print."))

    def _retitle(self) -> None:
        from dataclasses import replace

        if self._table and self._table.title != self.title.text():
            self._table = replace(self._table, title=self.title.text())
            self._set_pages()

    def _set_pages(self) -> None:
        from crmdesk.services import lists

        table, paper = self._table, cast("Paper", self.paper.currentData())
        if table and table.rows:
            self._begin()
            self._work = Pieces(
                self._desk, lambda _store: lists.print_pdf(table, paper), self._take_pages, self._show_share
            )

    def _begin(self) -> None:
        if self._work:
            self._work.stop()
        self._line.setValue(0)
        self._line.show()
        for button in (self.print_button, self.save_button, self.csv_button, self.back, self.on):
            button.setEnabled(False)

    def _show_share(self, share: float) -> None:
        self._line.setValue(round(share * _STEPS))

    def _take_pages(self, made: "tuple[bytes, Printed]") -> None:
        self._pdf, self._printed = made
        self._line.hide()
        self._notes.setText("\n".join(self._printed.warnings))
        for button in (self.print_button, self.save_button, self.csv_button):
            button.setEnabled(True)
        self._turn(0)

    # Looking at it

    def _take_resolution(self, size: QSize) -> None:
        self._resolution = size
        self._turn(0)

    def _turn(self, step: int) -> None:
        from crmdesk.ui.paper import as_image, bitmap

        if self._printed is None:
            return
        pdf, pages, height = self._pdf, self._printed.pages, self._printed.height
        page = self._page = min(max(self._page + step, 0), pages - 1)
        self.back.setEnabled(page > 0)
        self.on.setEnabled(page < pages - 1)
        words = _("Page {page} of {pages}").format(page=grouped(page + 1), pages=grouped(pages))
        self._caption.setText(words)
        dpi = max(self._resolution.height(), 400) / height * 72
        self._desk.run(
            lambda: bitmap(pdf, page, dpi), lambda made: self.preview.show_page(as_image(*made)), replace=self.preview
        )

    # Out of the house

    def _proposed(self, ending: str) -> str:
        return f"{self.title.text() or _('Contacts')}{ending}"

    def _choose_csv(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(self, _("Save as CSV"), self._proposed(".csv"), "CSV (*.csv)")
        if name:
            self.save_csv(Path(name))

    def save_csv(self, to: Path) -> None:
        table = self._table
        assert table

        def job(_store: "Store") -> None:
            from crmdesk.services import lists

            lists.write_csv(table, to)

        self._desk.ask(job, lambda _none: self._saved(to))

    def _choose_pdf(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(self, _("Save as PDF"), self._proposed(".pdf"), "PDF (*.pdf)")
        if name:
            self.save_pdf(Path(name))

    def save_pdf(self, to: Path) -> None:
        pdf = self._pdf

        def job(_store: "Store") -> None:
            from crmdesk.services.writing import whole_file

            with whole_file(to) as file:
                file.write(pdf)

        self._desk.ask(job, lambda _none: self._saved(to))

    def _saved(self, to: Path) -> None:
        self._desk.say(_("Saved as “{name}”").format(name=to.name))
        self.accept()

    def _print(self) -> None:
        from crmdesk.ui.paper import print_pdf

        printed = self._printed
        if printed and print_pdf(self, self._pdf, printed.width * _MILLIMETRES, printed.height * _MILLIMETRES):
            self._desk.say(_("Sent to the printer"))
            self.accept()
