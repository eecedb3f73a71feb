"""Contacts or companies offered by name while one types; what is chosen is told with its id."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStringListModel, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from crmdesk.ui.desk import Desk
from crmdesk.widgets.fields import LineField

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.lookup import Row

_MOST = 8
_LEAST = 2
"""Letters that say enough."""


class Suggest(QObject):
    """On a line of text; the search of the whole file answers, so any spelling and any word of the name will do."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, line: QLineEdit, kind: str | None) -> None:
        super().__init__(line)
        self._desk, self._line, self._kind = desk, line, kind
        self._rows: dict[str, Row] = {}
        self._is_choosing = False
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(line)
        self._completer.activated.connect(self._choose)
        line.textEdited.connect(self._look)

    def _look(self, typed: str) -> None:
        kind = self._kind
        if self._is_choosing or len(typed.strip()) < _LEAST:
            self._hide()
            return

        def find(store: "Store") -> "list[Row]":
            from crmdesk.services import lookup

            return lookup.find(store, typed, _MOST, kind)

        self._desk.ask(find, self._show, replace=self)

    def _show(self, rows: "list[Row]") -> None:
        self._rows = {f"{row.name} · {row.detail}" if row.detail else row.name: row for row in rows}
        self._words.setStringList(list(self._rows))
        if rows and self._line.hasFocus():
            self._completer.complete()
        else:
            self._hide()

    def _hide(self) -> None:
        if popup := self._completer.popup():
            popup.hide()

    def _choose(self, words: str) -> None:
        row = self._rows[words]
        self._line.setText(row.name)
        self._is_choosing = True
        self._line.textEdited.emit(row.name)  # who listens to the line hears of it as of what is typed
        self._is_choosing = False
        self.chosen.emit(row)


class RecordField(LineField):
    """A link to a contact or company; its value is `{"id": ..., "name": ...}`, or nothing."""

    def __init__(self, name: str, desk: Desk, kind: str | None = None) -> None:
        super().__init__(name)
        self._found: dict[str, str] = {}
        suggest = Suggest(desk, self._line, kind)
        suggest.chosen.connect(self._take)

    def _take(self, row: "Row") -> None:
        from crmdesk.domain.ids import text_id

        self._found = {"id": text_id(row.id), "name": row.name}
        self._mark_edited()
        self.keep()

    def _read(self) -> object:
        from crmdesk.i18n import _

        typed = super()._read()
        if not typed:
            return ""
        known = (self._found, self._value or {})
        for link in known:
            if link and link["name"] == typed:
                return link
        raise ValueError(_("Nobody is called so. Choose one of those offered while you type."))

    def _show(self, value: object) -> None:
        super()._show(value["name"] if isinstance(value, dict) else "")
