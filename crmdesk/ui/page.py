"""The page of a contact or company: everything about one, edited in place."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.details import Details
from crmdesk.ui.editor import Editor, Shown
from crmdesk.ui.happenings import History
from crmdesk.ui.header import Header
from crmdesk.ui.lookups import CurrentSet, count_in_words
from crmdesk.ui.marks import Marks
from crmdesk.ui.new_record import NewRecord
from crmdesk.ui.notes import Notes
from crmdesk.ui.related import Related
from crmdesk.widgets import tab_order
from crmdesk.widgets.tabs import TabbedPages


class Page(QStackedWidget):
    created = Signal(object)
    """A new record was saved: its id."""
    left = Signal()

    def __init__(self, desk: Desk, kind: str) -> None:
        super().__init__()
        self.desk = desk
        self.kind = kind
        self.editor = Editor(desk, kind)
        self.header = Header(self.editor)
        self.marks = Marks(self.editor)
        self.details = Details(self.editor, self.marks)
        self.notes = Notes(self.editor)
        self.history = History(self.editor)
        self.related = Related(desk, kind)
        self.tabs = TabbedPages()
        self._tab_names = (_("Notes"), _("History"), _("People") if kind == "company" else _("Related"))
        for name, tab in zip(self._tab_names, (self.notes, self.history, self.related), strict=True):
            self.tabs.add_page(name, tab)
        self.new_record: NewRecord | None = None
        self._shown: Shown = {}
        self.addWidget(self._arranged())
        self.editor.saved.connect(self.reload)
        self.header.acted.connect(self._act)
        self.header.company_wanted.connect(lambda key: desk.wanted.emit("companies", UUID(key).bytes))
        desk.changed.connect(self._refresh)

    def _arranged(self) -> QWidget:
        page = QWidget()
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.details)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addWidget(area, 8)
        across.addWidget(self.tabs, 7)
        down = QVBoxLayout(page)
        down.setContentsMargins(28, 20, 24, 0)
        down.setSpacing(16)
        down.addWidget(self.header)
        down.addWidget(self.marks)
        down.addLayout(across, 1)
        return page

    # Showing

    def show_record(self, key: bytes) -> None:
        self.editor.record = str(UUID(bytes=key))
        self.setCurrentIndex(0)
        self.reload()

    def reload(self) -> None:
        from crmdesk.services import records

        record = self.editor.record
        if record:
            self.desk.ask(lambda store: records.show(store, record), self._show, self._is_gone, replace=self)

    def _show(self, shown: Shown) -> None:
        is_other = shown["id"] != self._shown.get("id")
        self._shown = shown
        self.setUpdatesEnabled(False)
        self.header.show_record(shown, is_other=is_other)
        self.marks.show_record(shown)
        self.details.show_record(shown, is_other=is_other)
        self.notes.show_record(shown, is_other=is_other)
        self.related.show_record(shown)
        self.history.forget()
        self.tabs.tabs.set_text(0, _counted(self._tab_names[0], len(shown["notes"])))
        self.tabs.tabs.set_text(2, _counted(self._tab_names[2], self.related.count()))
        tab_order.order(self.window())
        self.setUpdatesEnabled(True)

    def _is_gone(self, error: Exception) -> None:
        """Deleted meanwhile: the list shows another one."""

    def _refresh(self, change: Any) -> None:
        if self.editor.record and change.touches(UUID(self.editor.record).bytes):
            self.reload()

    def enter(self) -> None:
        """The keyboard comes from the list: to the first value."""
        fields = self.details.fields()
        (fields[0] if fields else self.header.name).setFocus(Qt.FocusReason.TabFocusReason)

    def can_leave(self) -> bool:
        """What was typed but could not be saved holds the page."""
        if self.new_record and self.currentWidget() is self.new_record:
            return self.new_record.can_leave()
        fields = [self.header.name, *self.details.fields(), self.notes.new]
        for field in fields:
            if not field.problem():  # what was refused is not tried again unasked
                field.keep()
        wrong = next((field for field in fields if field.problem()), None)
        if wrong is None:
            return True
        wrong.setFocus(Qt.FocusReason.OtherFocusReason)
        words = _("Not saved yet: {problem} Mend it, or press Esc to take it back.")
        self.desk.say(words.format(problem=wrong.problem()))
        return False

    # New ones

    def begin_new(self) -> None:
        if self.new_record is None:
            self.new_record = NewRecord(self.desk, self.kind)
            self.new_record.created.connect(self._created)
            self.new_record.given_up.connect(self._give_up_new)
            self.addWidget(self.new_record)
        self.new_record.begin()
        self.setCurrentWidget(self.new_record)

    def _created(self, key: bytes) -> None:
        self.setCurrentIndex(0)
        self.created.emit(key)

    def _give_up_new(self) -> None:
        self.setCurrentIndex(0)
        self.left.emit()

    # Acting

    def _act(self, action: str) -> None:
        from crmdesk.services import records

        key, kind = UUID(self.editor.record).bytes, self.kind
        one = CurrentSet(kind, [key], 1, self._shown["name"])
        if action == "labels":
            self.desk.wanted.emit("labels", one)
        elif action == "export":
            self.desk.set_asked.emit("export", one)
        elif action == "delete":
            words = _("Deleted {what}").format(what=self._shown["name"] or count_in_words(kind, 1))
            self.desk.write(
                lambda store: records.delete(store, kind, [key]), lambda _count: self.desk.say_undoable(words)
            )
        elif action == "photo":
            self._choose_photo()
        else:
            self.desk.write(lambda store: records.set_photo(store, key, None, None))

    def _choose_photo(self) -> None:
        from crmdesk.services import records
        from crmdesk.ui.photos import choose_photo

        record = self.editor.record
        try:
            chosen = choose_photo(self)
        except UserError as error:
            self.desk.unmet.emit(error)
            return
        if chosen:
            self.desk.write(lambda store: records.set_photo(store, record, *chosen))


def _counted(name: str, count: int) -> str:
    return f"{name} {count}" if count else name
