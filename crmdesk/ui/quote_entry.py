"""The line in which new lines are typed: a product, free text, or all of a line in one go."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.quote_cells import locale
from crmdesk.widgets import icons
from crmdesk.widgets.suggest_line import Offer, SuggestLine

if TYPE_CHECKING:
    from crmdesk.services.documents import Line
    from crmdesk.services.files import Store
    from crmdesk.services.line_typing import Meant

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuoteEntry(SuggestLine):
    """Enter adds the line and stays, Tab adds it and goes to its quantity."""

    added = Signal(object, bool)
    """A Line, and whether one goes on in its figures."""
    went_up = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Add a line"), _("Add a product, a text, or all at once: OVEN-3 x 2 @ 8990 -5%"))
        self.setProperty("inline", True)
        self._desk, self._document = desk, b""
        self._meant: list[Meant] = []
        self._answered: str | None = None
        """For which letters the list is."""
        self._goes_on = False
        browse = self.addAction(icons.icon("plus", "faint"), SuggestLine.ActionPosition.LeadingPosition)
        browse.setToolTip(_("Show what is sold"))
        browse.triggered.connect(self._browse)
        for tool in self.findChildren(QToolButton):
            tool.setAccessibleName(_("Show what is sold"))
        self.wanted.connect(self._look)
        self.taken.connect(self._take_offer)
        self.entered.connect(self._take_typed)

    def show_document(self, key: bytes) -> None:
        if key != self._document:
            self._document = key
            self.clear()

    def _look(self, typed: str) -> None:
        self._answered = None
        if not typed.strip() and not self._opens_all:
            self.close_list()
            return
        job = partial(_meant, self._document, typed)
        self._desk.ask(job, partial(self._show, typed), replace=(id(self), "meant"))

    _opens_all = False

    def _browse(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.open_list()

    def open_list(self) -> None:
        """Down, with nothing typed: what is sold."""
        self._opens_all = True
        super().open_list()
        self._opens_all = False

    def _show(self, typed: str, meant: "list[Meant]") -> None:
        if typed != self.text():
            return
        self._meant, self._answered = meant, typed
        self.show_offers([Offer(str(number), one.text, one.detail) for number, one in enumerate(meant)])
        sure = next((number for number, one in enumerate(meant) if one.is_sure), -1)
        if self._drop and self.is_open():
            self._drop.mark(sure)

    def _take_offer(self, offer: Offer) -> None:
        self._add(self._meant[int(offer.key)].line)

    def _take_typed(self) -> None:
        """Faster than the list could follow, as from a barcode scanner."""
        if typed := self.text().strip():
            self._desk.ask(partial(_take, self._document, typed), self._add)

    def _add(self, line: "Line | None") -> None:
        if line is None:
            return
        self.clear()
        self.close_list()
        self._answered = None
        goes_on, self._goes_on = self._goes_on, False
        self.added.emit(line, goes_on)

    # Keys

    def event(self, event: QEvent) -> bool:
        """Tab is asked for here: what is typed is a line first."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            goes_on = event.key() == Qt.Key.Key_Tab and bool(self.text().strip())
            if goes_on or event.key() in _ENTER:
                self._goes_on = goes_on
                self._enter_or_take()
                return True
        return super().event(event)

    def _enter_or_take(self) -> None:
        marked = self._drop.marked() if self._drop and self.is_open() else None
        if marked and self._answered == self.text():
            self._take(marked)
        else:
            self.close_list()
            self._take_typed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Up and not self.is_open() and not self.text():
            self.went_up.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text() and not self.is_open():
            self.clear()
        else:
            super().keyPressEvent(event)


def _meant(document: bytes, typed: str, store: "Store") -> "list[Meant]":
    from crmdesk.services import line_typing

    return line_typing.meant(store, document, typed, locale())


def _take(document: bytes, typed: str, store: "Store") -> "Line | None":
    from crmdesk.services import line_typing

    return line_typing.take(store, document, typed, locale())
