"""The notes of a record: the pinned ones first, a new one is written at the top, words are found in all of them."""

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crmdesk.domain.values.rich_text import Rich
from crmdesk.i18n import _, ngettext
from crmdesk.ui import drafts
from crmdesk.ui.editor import Editor
from crmdesk.ui.note_row import NoteRow, rich_of
from crmdesk.ui.spots import has_all, words_of
from crmdesk.ui.tab import FIND_KEY, Tab
from crmdesk.widgets import theme
from crmdesk.widgets.fields import Field
from crmdesk.widgets.parts import icon_button, label, link
from crmdesk.widgets.rich_field import RichField
from crmdesk.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.notes import Written
    from crmdesk.services.records import Look

_AT_ONCE = 25
_MANY = 5
"""From so many on they are looked through by words."""


class Notes(Tab):
    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self._drafts = drafts.of(editor.desk)
        self._notes: list[dict[str, Any]] = []
        self._rows: dict[str, NoteRow] = {}
        self._most = _AT_ONCE
        self._record = ""
        self.new = RichField(_("New note"), most_lines=12)
        self.new.set_placeholder(_("Write a note"))
        self.new.edit.setProperty("inline", False)
        self.new.kept.connect(self._add)
        self.new.typed.connect(lambda: self._typed("", self.new))
        self.search = SearchBox(_("Find in the notes"))
        self.search.searched.connect(lambda _text: self._find())
        self.search.hide()
        words = _("Find in the notes ({key})").format(key=QKeySequence(FIND_KEY).toString())
        self._magnifier = icon_button("search", words, self.begin_find)
        self._empty = label("", "second", "muted", wraps=True)
        self._more = link("", self._show_more)
        self._arrange()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.px(4))
        top.addWidget(self.new, 1)
        top.addWidget(self._magnifier, 0, Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(theme.margins(10, 8, 0, 0))
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._list.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._list)
        self._area = area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(8))
        down.addLayout(top)
        down.addWidget(self.search)
        down.addWidget(self._empty)
        down.addWidget(area, 1)

    def fields(self) -> list[Field]:
        return [self.new, *(row.text for row in self._rows.values())]

    # Showing

    def show_record(self, look: "Look", *, is_other: bool) -> None:
        if is_other:
            self._begin(look.shown["id"])
        self._notes = look.shown["notes"]
        self._show()
        if self._notes:
            self._ask_written()
        if is_other:
            self._drafts.take(_draft_key(self._record), self._take_draft)

    def _begin(self, record: str) -> None:
        """Nothing of the one before is left."""
        self._record = record
        self._most = _AT_ONCE
        with QSignalBlocker(self.new):
            self.new.set_value(Rich())
            self.new.take_back()
        with QSignalBlocker(self.search):
            self.search.clear()
        self.search.hide()

    def _show(self) -> None:
        asked = words_of(self.search.text())
        found = [note for note in self._notes if not asked or has_all(rich_of(note).plain(), asked)]
        shown = found[: self._most]
        for gone in self._rows.keys() - {note["id"] for note in shown}:
            self._drop(self._rows.pop(gone))
        for place, note in enumerate(shown):
            self._show_at(place, note).mark(asked)
        self._tell(len(found), len(shown), is_found=bool(asked))

    def _tell(self, count: int, shown: int, *, is_found: bool) -> None:
        self._empty.setText(_("None of the notes has these words.") if is_found else _("Nothing noted yet."))
        self._empty.setVisible(not count)
        words = ngettext("{count} more note", "{count} more notes", count - shown)
        self._more.setText(words.format(count=count - shown))
        self._more.setVisible(count > shown)
        self._magnifier.setVisible(len(self._notes) >= _MANY)

    def _show_at(self, place: int, note: dict[str, Any]) -> NoteRow:
        row = self._rows.get(note["id"])
        if row is None:
            row = self._rows[note["id"]] = self._make_row(note)
        else:
            row.show_note(note)
        if self._list.indexOf(row) != place:
            self._list.insertWidget(place, row)
        return row

    def _make_row(self, note: dict[str, Any]) -> NoteRow:
        row = NoteRow(self._editor, note)
        row.show_written(None, "")
        row.text.typed.connect(lambda: self._typed(note["id"], row.text))
        row.text.entered.connect(lambda: QTimer.singleShot(0, row, lambda: self._area.ensureWidgetVisible(row)))
        return row

    def _drop(self, row: NoteRow) -> None:
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _show_more(self) -> None:
        self._most += _AT_ONCE
        self._show()
        self._ask_written()

    def _ask_written(self) -> None:
        keys = list(self._rows)

        def written(store: "Store") -> "tuple[dict[str, Written], str]":
            from crmdesk.services import notes

            return notes.written(store, keys), store.author

        self._editor.desk.ask(written, self._show_written, replace=self)

    def _show_written(self, answer: "tuple[dict[str, Written], str]") -> None:
        found, me = answer
        for key, row in self._rows.items():
            row.show_written(found.get(key), me)

    # Finding

    def begin_find(self) -> None:
        self.search.show()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def end_find(self) -> None:
        self.search.clear()
        self.search.hide()
        self.new.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.search.hasFocus():
            self.end_find()
        else:
            super().keyPressEvent(event)

    def _find(self) -> None:
        self._most = _AT_ONCE
        self._show()

    # Writing

    def _add(self, note: Rich) -> None:
        from crmdesk.services import notes

        record = self._editor.record

        def answer(problem: str) -> None:
            self.new.set_problem(problem)
            if not problem:
                self.new.set_value(Rich())
                self._drafts.forget(_draft_key(record))

        self._editor.save(lambda store: notes.add(store, record, note), answer, note.plain())

    def _typed(self, note_id: str, field: RichField) -> None:
        """One at a time is being written: the last one is what a crash would lose."""
        if field.is_edited():
            text = field.rich()
            self._drafts.keep(_draft_key(self._record), json.dumps([self._record, note_id, text.text, text.is_html]))
        else:
            self._drafts.forget(_draft_key(self._record))

    def _take_draft(self, draft: str) -> None:
        if not draft:
            return
        record, note_id, text, is_html = json.loads(draft)
        row = self._rows.get(note_id)
        field = row.text if row else self.new
        if record == self._record and not field.is_edited():
            field.type_in(Rich(text, is_html))
            self._editor.desk.say(_("What you were writing here is back. Esc takes it back."))


def _draft_key(record: str) -> str:
    return f"note {record}"
