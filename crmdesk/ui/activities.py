"""The stream of what is planned and was done with someone, and one line to add to it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.domain.planned import ENTRY
from crmdesk.i18n import _
from crmdesk.ui import drafts
from crmdesk.ui.activity_entry import ActivityEntry
from crmdesk.ui.activity_panel import ActivityPanel, remove
from crmdesk.ui.activity_rows import ActivityRow
from crmdesk.ui.activity_runs import Runs
from crmdesk.ui.editor import Choices, Editor
from crmdesk.ui.tab import Tab
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import reveal, scroller
from crmdesk.widgets.entries import LabelButton
from crmdesk.widgets.parts import button, label

if TYPE_CHECKING:
    from crmdesk.services.activities import Doing
    from crmdesk.services.files import Store
    from crmdesk.services.records import Look

_FIRST, _MORE = 30, 200
_FEW = 6
"""So many need no filter."""
_MOMENT = 150


class Activities(Tab):
    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self._me = ""
        self._limit = _FIRST
        self._rows: dict[bytes, ActivityRow] = {}
        self._panel: ActivityPanel | None = None
        self._wanted: bytes | None = None
        """To be opened when it has come."""
        self._typed: dict[str, str] = {}
        """Half-typed lines of other records."""
        self._of = ""
        self.entry = ActivityEntry(editor)
        self.runs = Runs(editor)
        self._drafts = drafts.of(editor.desk)
        self.entry.edited.connect(lambda: self._drafts.keep(_draft_key(self._of), self.entry.draft()))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Filter"))
        self.filter.setAccessibleName(_("Filter the activities"))
        self.filter.setProperty("inline", True)
        self.kind = ""
        self.kind_button = LabelButton([])
        self.kind_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.kind_button.relabelled.connect(self._set_kind)
        self._empty = label("", "second", "muted", wraps=True)
        self.older = button(_("Show older ones"), self._show_older, kind="menu")
        self._soon = QTimer(self, singleShot=True, interval=_MOMENT)
        self._soon.timeout.connect(self.look)
        self.filter.textChanged.connect(lambda _text: self._soon.start())
        self._arrange()

    def _arrange(self) -> None:
        self._narrow = QWidget()
        across = QHBoxLayout(self._narrow)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(8))
        self.kind_button.setFixedWidth(theme.px(96))
        across.addWidget(self.kind_button)
        across.addWidget(self.filter, 1)
        self._narrow.hide()
        self._list = QVBoxLayout()
        self._list.setContentsMargins(theme.margins(0, 0, 10, 12))
        self._list.setSpacing(0)
        self._list.addWidget(self.older)
        self._list.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._list)
        self.area = scroller(inside)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(8))
        for part in (self.runs, self.entry, self._narrow, self._empty):
            down.addWidget(part)
        down.addWidget(self.area, 1)
        self._empty.hide()
        self.older.hide()

    def _take_up(self, record: str, draft: str) -> None:
        """What a crash left of it."""
        if record == self._of and self.entry.take_up(draft):
            self._editor.desk.say(_("What you were writing here is back. Esc takes it back."))

    # Asking

    def show_record(self, look: "Look", *, is_other: bool) -> None:
        self._me = look.me
        if is_other:
            self._change_record(look.shown["id"])
        types = self._types()
        self.entry.set_types([each for each in types if each[0] != ENTRY])
        self.kind_button.set_choices([("", _("All")), *types])
        self.kind_button.show_label(self.kind)
        self.look()

    def _change_record(self, record: str) -> None:
        """What was half typed waits for its record to be shown again."""
        if self._of and (draft := self.entry.draft()):
            self._typed[self._of] = draft
        self.entry.clear()
        self._of, self.kind, self._limit = record, "", _FIRST
        self.entry.fold_if_idle()
        if not self.entry.take_up(self._typed.pop(record, "")):
            self._drafts.take(_draft_key(record), lambda draft: self._take_up(record, draft))
        self.filter.clear()
        self._soon.stop()
        self._fold()
        self.area.verticalScrollBar().setValue(0)

    def _types(self) -> Choices:
        return list(self._editor.words.get("activity", {}).items())

    def look(self) -> None:
        record, text, kind, limit = self._editor.record, self.filter.text(), self.kind, self._limit

        def of_record(store: "Store") -> "list[Doing]":
            from crmdesk.services import activities

            return activities.of_record(store, record, limit + 1, text, kind)

        if record:
            self._editor.desk.ask(of_record, self._show, replace=id(self))
            self.runs.look()

    def _set_kind(self, kind: str) -> None:
        self.kind = kind
        self.kind_button.show_label(kind)
        self.look()

    def _show_older(self) -> None:
        self._limit += _MORE
        self.look()

    # Showing

    def _show(self, doings: "Sequence[Doing]") -> None:
        shown = doings[: self._limit]
        for gone in self._rows.keys() - {doing.id for doing in shown}:
            self._drop(self._rows.pop(gone))
        before, place = list(self._rows), 0
        for doing in shown:
            row = self._rows.get(doing.id) or self._make(doing.id)
            row.show_doing(doing, self._editor.words.get("activity", {}), self._me, self._editor.key)
            if self._list.indexOf(row) != place:
                self._list.insertWidget(place, row)
            place += 1
            if self._panel and self._panel.doing.id == doing.id and self._keep_panel(doing, place):
                place += 1
        self._tell(len(shown), has_more=len(doings) > len(shown))
        if self._wanted in self._rows:
            self.open(self._wanted)
        if before != list(self._rows):
            tab_order.order(self)

    def _tell(self, count: int, *, has_more: bool) -> None:
        is_narrowed = bool(self.filter.text() or self.kind)
        self._narrow.setVisible(is_narrowed or count >= _FEW)
        self.older.setVisible(has_more)
        self._empty.setVisible(not count)
        self._empty.setText(_("Nothing of that kind.") if is_narrowed else _("No call, visit or letter yet."))

    def _make(self, key: bytes) -> ActivityRow:
        row = self._rows[key] = ActivityRow()
        row.clicked.connect(lambda: self._toggle(key))
        row.removed.connect(lambda: remove(self._editor, row.doing))
        return row

    def _drop(self, row: ActivityRow) -> None:
        if self._panel and self._panel.doing.id == row.doing.id:
            self._fold()
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    # One opened

    def open_next(self, key: bytes) -> None:
        """As soon as it is there."""
        self._wanted = key
        if key in self._rows:
            self.open(key)
        else:
            self._set_kind("")

    def open(self, key: bytes) -> None:
        self._wanted = None
        self._fold()
        row = self._rows[key]
        self._panel = ActivityPanel(self._editor, row.doing)
        self._panel.left.connect(lambda: self._fold_up(key))
        self._list.insertWidget(self._list.indexOf(row) + 1, self._panel)
        self._panel.show()
        tab_order.order(self)
        self._panel.begin()
        QTimer.singleShot(0, self._panel, self._reveal)

    def panel(self) -> ActivityPanel | None:
        return self._panel

    def _reveal(self) -> None:
        if self._panel:
            reveal(self._panel)
            reveal(self._panel.first())

    def _toggle(self, key: bytes) -> None:
        if self._panel and self._panel.doing.id == key:
            self._fold_up(key)
        else:
            self.open(key)

    def _fold_up(self, key: bytes) -> None:
        self._fold()
        if row := self._rows.get(key):
            row.setFocus()

    def _fold(self) -> None:
        if self._panel:
            self._list.removeWidget(self._panel)
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None

    def _keep_panel(self, doing: "Doing", place: int) -> bool:
        """Whether it stays: of what was done or reopened meanwhile other things can be done now."""
        assert self._panel
        if (doing.done_at is None) != (self._panel.doing.done_at is None):
            self._fold()
            return False
        self._panel.show_doing(doing)
        if self._list.indexOf(self._panel) != place:
            self._list.insertWidget(place, self._panel)
        return True


def _draft_key(record: str) -> str:
    return f"activity {record}"
