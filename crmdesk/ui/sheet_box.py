"""Choosing a sheet of labels: typed by maker and number, or by size, in any spelling; or from the list of all."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QToolButton

from crmdesk import settings
from crmdesk.i18n import _
from crmdesk.printing import sheets
from crmdesk.ui import sheet_habits
from crmdesk.ui.desk import Desk
from crmdesk.ui.sheet_list import Line, SheetModel, SheetPainter, paper_of
from crmdesk.widgets import icons, theme
from crmdesk.widgets.fields import keep_by_enter
from crmdesk.widgets.parts import plain

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store

_SHOWN = 40
_WIDTH = 440


class SheetBox(QLineEdit):
    chosen = Signal(object)

    def __init__(self, sheet: sheets.Sheet) -> None:
        super().__init__()
        self._sheet = sheet
        self._desk: Desk | None = None
        self.own: list[sheets.Sheet] = []
        self.model = SheetModel()
        self._make_completer()
        self.setPlaceholderText(_("Maker and number, or size"))
        self.textEdited.connect(self._find)
        keep_by_enter(self, lambda: self._choose(0))
        self._show()

    def _make_completer(self) -> None:
        completer = QCompleter(self.model, self)
        popup = self._popup = QListView()
        popup.setMinimumWidth(theme.px(_WIDTH))
        popup.setMouseTracking(True)
        popup.setProperty("ground", "popup")
        completer.setPopup(popup)
        popup.setItemDelegate(SheetPainter(self.model, popup))
        completer.setCompletionRole(Qt.ItemDataRole.DisplayRole)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(7)
        completer.activated.connect(self._choose_named, Qt.ConnectionType.QueuedConnection)  # Qt shows its name first
        self.setCompleter(completer)

    # Own sheets, and the list of all

    def attach(self, desk: Desk) -> None:
        """To the file whose own sheets are offered beside the catalogue."""
        self._desk = desk
        self.see_all = QAction(icons.icon("list", "muted"), "", self)
        self.see_all.setToolTip(_("All sheets (F4)"))
        self.see_all.triggered.connect(self.open_list)
        self.addAction(self.see_all, QLineEdit.ActionPosition.TrailingPosition)
        for made in self.findChildren(QToolButton):
            made.setAccessibleName(_("All sheets"))
        desk.changed.connect(self._changed)
        desk.opened.connect(self._ask)
        self._ask()

    def _changed(self, change: "Changed") -> None:
        if "own_sheets" in change.tables:
            self._ask()

    def _ask(self) -> None:
        if self._desk and self._desk.path:
            self._desk.ask(_own, self._take_own, replace=self)

    def _take_own(self, own: list[sheets.Sheet]) -> None:
        """The one used last may be among them, or the chosen one was measured anew."""
        self.own = own
        wanted = self._sheet.name if not self._sheet.brand else settings.load().labels.get("sheet")
        found = next((sheet for sheet in own if sheet.name == wanted), self._sheet)
        if found != self._sheet and not self.isModified():
            self._take(found)

    def open_list(self) -> None:
        from crmdesk.ui.sheet_chooser import SheetChooser

        if self._desk:
            chooser = SheetChooser(self, self._desk, self._sheet)
            chooser.chosen.connect(self._take)
            chooser.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_down = event.key() == Qt.Key.Key_Down and not self._popup.isVisible()
        if event.key() == Qt.Key.Key_F4 or is_down:
            self.open_list()
        else:
            super().keyPressEvent(event)

    # What is typed

    def show_sheet(self, sheet: sheets.Sheet) -> None:
        self._sheet = sheet
        self._show()

    def _find(self, text: str) -> None:
        favourites = set(sheet_habits.favourites())
        found = sheets.find(text, self.own)[:_SHOWN] if text.strip() else []
        self.model.show_lines([Line(sheet, "", sheet.name in favourites) for sheet in found])

    def _choose_named(self, name: str) -> None:
        names = [line.sheet.name for line in self.model.lines]
        if name in names:
            self._choose(names.index(name))

    def _choose(self, number: int) -> None:
        found = self.model.lines[number].sheet if number < len(self.model.lines) else None
        if found:
            sheet_habits.take(found.name)
            self._take(found)
        self._show()

    def _take(self, sheet: sheets.Sheet) -> None:
        self._sheet = sheet
        self._show()
        self.chosen.emit(sheet)

    def _show(self) -> None:
        self.model.show_lines([])
        self.setText(words_of(self._sheet))
        self.setToolTip(plain(f"{self._sheet.description} {self._sheet.paper}".strip()))
        self.setCursorPosition(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._show()


def words_of(sheet: sheets.Sheet) -> str:
    return f"{sheet.name} · {sheet.size} · {paper_of(sheet)}"


def _own(store: "Store") -> list[sheets.Sheet]:
    from crmdesk.services import own_sheets

    return own_sheets.all_of(store)
