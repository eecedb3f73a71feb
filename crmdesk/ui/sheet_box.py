"""Choosing a sheet of labels: typed by maker and number, or by size, in any spelling."""

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from crmdesk.i18n import _
from crmdesk.printing import sheets
from crmdesk.widgets.parts import plain

_SHOWN = 40


class SheetBox(QLineEdit):
    chosen = Signal(object)

    def __init__(self, sheet: sheets.Sheet) -> None:
        super().__init__()
        self._sheet = sheet
        self._found: list[sheets.Sheet] = []
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(12)
        completer.activated.connect(self._choose_named)
        self.setCompleter(completer)
        self.setPlaceholderText(_("Maker and number, or size"))
        self.textEdited.connect(self._find)
        self.returnPressed.connect(lambda: self._choose(0))
        self._show()

    def show_sheet(self, sheet: sheets.Sheet) -> None:
        self._sheet = sheet
        self._show()

    def _find(self, text: str) -> None:
        self._found = sheets.find(text)[:_SHOWN]
        self._names.setStringList([words_of(sheet) for sheet in self._found])

    def _choose_named(self, words: str) -> None:
        self._choose(next(number for number, sheet in enumerate(self._found) if words_of(sheet) == words))

    def _choose(self, number: int) -> None:
        if number < len(self._found):
            self._sheet = self._found[number]
            self.chosen.emit(self._sheet)
        self._found = []
        self._show()

    def _show(self) -> None:
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
    return f"{sheet.name} · {sheet.size} · {sheet.paper}"
