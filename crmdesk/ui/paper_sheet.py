"""A sheet that shows pages as they will be printed: few choices at the left, the real page at the right."""

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Generic, TypeVar

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from crmdesk.domain.values import file_names
from crmdesk.i18n import _, mark
from crmdesk.ui import own_history
from crmdesk.ui.counting import scrolled
from crmdesk.ui.desk import reason
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.numbers import grouped
from crmdesk.ui.pieces import Pieces
from crmdesk.widgets import theme
from crmdesk.widgets.parts import icon_button, label, quiet
from crmdesk.widgets.pdf_preview import PdfPreview, ZoomButtons
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from crmdesk.printing.lists import Printed
    from crmdesk.printing.press import Making
    from crmdesk.services.books import People
    from crmdesk.services.files import Store
    from crmdesk.ui.window import Window

_WIDTH, FIELD = 880, 244
_LEAST, _HEIGHT = 400, 480
"""What the page has at least of the width, and its height where the window is high enough."""
_BAR = 12
_STEPS = 1000
_LETTER = ("US", "CA", "MX", "CL", "CO", "PH", "VE")
_MILLIMETRES = 25.4 / 72
T = TypeVar("T")
Gathering = Callable[["Store"], Generator[float, None, T]]
Made = Generator[float, None, "tuple[bytes, Printed]"]


class PaperSheet(Sheet, Generic[T]):
    """Who makes one gives the `choices`, says in `gathering` what is printed and in `pages` how it becomes a PDF."""

    nothing = mark("There is nobody here to print.")

    def __init__(self, window: "Window", title: str) -> None:
        super().__init__(window, title, width=_WIDTH)
        self._desk = window.desk
        self.content: T | None = None
        """What is printed, once it is gathered."""
        self.pdf = b""
        self.printed: Printed | None = None
        self._page = 0
        self._is_awaited = False
        self._resolution = QSize(900, 1200)
        self._work: Pieces[T] | Pieces[tuple[bytes, Printed]] | None = None
        self.choices = QVBoxLayout()
        self.choices.setSpacing(theme.px(4))
        self.preview = PdfPreview(_("The page as it will be printed"))
        self.back = icon_button("chevron-left", _("Page before"), lambda: self._turn(-1))
        self.on = icon_button("chevron-right", _("Next page"), lambda: self._turn(1))
        self._caption = label("", "second", "muted")
        self._notes = label("", "second", "warning", wraps=True)
        self._line = QProgressBar()
        self.save_button = quiet(_("Save as PDF"), self._choose)
        self.print_button = self.set_primary(_("Print"), self._print)
        self.outlets = [self.save_button, self.print_button]
        """They wait for the pages."""
        self._arrange()
        self.preview.wanted.connect(self._take_resolution)
        self.finished.connect(lambda _result: self._stop())

    def gathering(self) -> "Gathering[T]":
        raise NotImplementedError

    def pages(self, content: T) -> Made:
        raise NotImplementedError

    def is_empty(self, content: T) -> bool:
        raise NotImplementedError

    def file_name(self) -> str:
        raise NotImplementedError

    def note(self) -> None:
        """It was printed or kept as a file."""

    # The choices

    def add_choice(self, text: str, field: QWidget) -> None:
        words = label(text, "second", "muted")
        words.setBuddy(field)
        field.setAccessibleName(text)
        field.setFixedWidth(theme.px(FIELD))
        self.choices.addWidget(words)
        self.choices.addWidget(field)
        self.choices.addSpacing(theme.px(8))

    def add_words(self, text: str) -> None:
        words = label(text, "second", "muted", wraps=True)
        words.setFixedWidth(theme.px(FIELD))
        self.choices.addWidget(words)

    def _arrange(self) -> None:
        self.buttons.insertWidget(2, self.save_button)
        holder = QWidget()
        left = QVBoxLayout(holder)
        left.setContentsMargins(0, 0, 0, 0)
        left.addLayout(self.choices)
        self._notes.setFixedWidth(theme.px(FIELD))
        left.addWidget(self._notes)
        left.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(theme.px(20 - _BAR))
        across.addWidget(_column(holder))
        across.addLayout(self._right(), 1)
        self.body.addLayout(across, 1)

    def _right(self) -> QVBoxLayout:
        head = QHBoxLayout()
        head.addStretch(1)
        for widget in (self.back, self._caption, self.on):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(ZoomButtons(self.preview))
        self._line.setTextVisible(False)
        self._line.setRange(0, _STEPS)
        self._line.setAccessibleName(_("Making the pages"))
        right = QVBoxLayout()
        right.setSpacing(theme.px(4))
        right.addLayout(head)
        right.addWidget(self._line)
        right.addWidget(self.preview, 1)
        self.preview.setMinimumWidth(theme.px(_LEAST))
        self.give_height(self.preview, _HEIGHT)
        return right

    # Making it

    def gather(self) -> None:
        """Once; what is chosen of the paper needs nothing of the file."""
        self._begin()
        self._work = Pieces(self._desk, self.gathering(), self._take_content, self._show)

    def _take_content(self, content: T) -> None:
        self.content = content
        if self.is_empty(content):
            self._line.hide()
            self.preview.show_page(None, _(self.nothing))
        else:
            self.make()

    def make(self) -> None:
        """Anew, as something was chosen."""
        if self.content is not None and not self.is_empty(self.content):
            self._begin()
            pages = self.pages(self.content)
            self._work = Pieces(self._desk, lambda _store: pages, self._take_pages, self._show)

    def _stop(self) -> None:
        if self._work:
            self._work.stop()

    def _begin(self) -> None:
        self._stop()
        self._line.setValue(0)
        self._line.show()
        for button in (*self.outlets, self.back, self.on):
            button.setEnabled(False)

    def _show(self, share: float) -> None:
        self._line.setValue(round(share * _STEPS))

    def _take_pages(self, made: "tuple[bytes, Printed]") -> None:
        self.pdf, self.printed = made
        self._line.hide()
        self._notes.setText("\n".join(self.printed.warnings))
        for button in self.outlets:
            button.setEnabled(True)
        self._turn(0)
        if self._is_awaited:
            self._is_awaited = False
            self._print()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Who presses Enter before the pages are made gets them as soon as they are."""
        is_early = self._line.isVisible() and not self.print_button.isEnabled()
        if is_early and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._is_awaited = True
        else:
            super().keyPressEvent(event)

    # Looking at it

    def _take_resolution(self, size: QSize) -> None:
        self._resolution = size
        self._turn(0)

    def _turn(self, step: int) -> None:
        from crmdesk.ui.paper import bitmap

        if self.printed is None:
            return
        pdf, pages, height = self.pdf, self.printed.pages, self.printed.height
        page = self._page = min(max(self._page + step, 0), pages - 1)
        self.back.setEnabled(page > 0)
        self.on.setEnabled(page < pages - 1)
        self._caption.setText(_("Page {page} of {pages}").format(page=grouped(page + 1), pages=grouped(pages)))
        dpi = max(self._resolution.height(), 400) / height * 72
        self._desk.run(lambda: bitmap(pdf, page, dpi), self._show_page, replace=self.preview)

    def _show_page(self, made: tuple[bytes, int, int, int]) -> None:
        from crmdesk.ui.paper import as_image

        self.preview.show_page(as_image(*made))

    # Out of the house

    def _choose(self) -> None:
        if to := self.choose_place(_("Save as PDF"), ".pdf", "PDF (*.pdf)"):
            self.save_pdf(to)

    def choose_place(self, title: str, ending: str, kinds: str) -> Path | None:
        proposed = f"{file_names.safe(self.file_name())}{ending}"
        name, _filter = QFileDialog.getSaveFileName(self, title, proposed, kinds)
        return Path(name) if name else None

    def save_pdf(self, to: Path) -> None:
        pdf = self.pdf

        def job() -> None:
            from crmdesk.services.writing import whole_file

            with whole_file(to) as file:
                file.write(pdf)

        self.save(job, to)

    def save(self, job: Callable[[], None], to: Path) -> None:
        def saved(_none: None) -> None:
            self._desk.say(_("Saved as “{name}”").format(name=to.name))
            self.note()
            self.accept()

        self._desk.run(job, saved, lambda error: self._notes.setText(reason(error)))

    def _print(self) -> None:
        from crmdesk.ui import to_printer

        made = self.printed
        if made is None:
            return
        printer = to_printer.ask_printer(self, *self.told_paper())
        if printer:
            printer.setDocName(self.file_name())
            sending = to_printer.ToPrinter(self, self._desk, self.outgoing(printer), printer)
            sending.went.connect(self._sent)

    def told_paper(self) -> tuple[float, float]:
        """Millimetres of what the printer is told to have."""
        assert self.printed
        return self.printed.width * _MILLIMETRES, self.printed.height * _MILLIMETRES

    def outgoing(self, _printer: "QPrinter") -> "Callable[[BinaryIO], Making]":
        """The pages as this printer is to be given them."""
        from crmdesk.ui.to_printer import as_made

        assert self.printed
        return partial(as_made, self.pdf, self.printed.pages)

    def _sent(self, _printed: object) -> None:
        self._desk.say(_("Sent to the printer"))
        self.note()
        self.accept()


class SetSheet(PaperSheet[T]):
    """Pages of a set."""

    line = "lists"
    """What is written into the history of its people."""

    def __init__(self, window: "Window", chosen: CurrentSet, title: str) -> None:
        super().__init__(window, title)
        self._chosen = chosen

    def file_name(self) -> str:
        return title_of(self._chosen)

    def note(self) -> None:
        own_history.note(self._desk, self.line, self._chosen.kind, self._chosen.ids)


class PeopleSheet(SetSheet["People"]):
    """Pages of people as they are filed."""

    def gathering(self) -> "Gathering[People]":
        kind, ids = self._chosen.kind, self._chosen.ids

        def job(store: "Store") -> "Generator[float, None, People]":
            from crmdesk.services import books

            return books.gather(store, kind, ids)

        return job

    def is_empty(self, content: "People") -> bool:
        return not content.sections


def _column(choices: QWidget) -> QScrollArea:
    """With room for its bar where the window is low."""
    area = scrolled(choices)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFixedWidth(theme.px(FIELD + _BAR))
    return area


def is_letter_country() -> bool:
    """Where paper is measured in inches."""
    return QLocale().name()[-2:] in _LETTER


def box(choices: tuple[tuple[str, str], ...], first: str) -> QComboBox:
    made = QComboBox()
    for key, text in choices:
        made.addItem(text, key)
    made.setCurrentIndex(made.findData(first))
    return made


def title_of(chosen: CurrentSet) -> str:
    """What a set is called until somebody says it better."""
    return chosen.words or (_("Companies") if chosen.kind == "company" else _("Contacts"))
