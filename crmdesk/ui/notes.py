"""The notes of a record: the pinned ones first, a new one is written at the top."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.editor import Editor, Shown
from crmdesk.ui.moments import at, when
from crmdesk.widgets import theme
from crmdesk.widgets.fields import TextField
from crmdesk.widgets.icons import icon
from crmdesk.widgets.parts import icon_button, label
from crmdesk.widgets.rich_text import RichText

_HTML_HEIGHT = 120


class NoteRow(QWidget):
    """One note; plain ones are edited in place."""

    def __init__(self, editor: Editor, note: dict[str, Any]) -> None:
        super().__init__()
        self._editor = editor
        self.note = note
        self.text: TextField | None = None
        self._when = label("", "second", "muted")
        self._pin = _small("pin", _("Pin"), self._toggle_pin)
        self._bin = _small("trash-2", _("Delete note"), self._delete)
        head = QHBoxLayout()
        head.setContentsMargins(theme.margins(10, 0, 0, 0))
        head.setSpacing(0)
        head.addWidget(self._when, 1)
        head.addWidget(self._pin)
        head.addWidget(self._bin)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(0, 0, 0, 8))
        down.setSpacing(0)
        down.addLayout(head)
        down.addWidget(self._body(note))
        self.show_note(note)

    def _body(self, note: dict[str, Any]) -> QWidget:
        if note.get("is_html"):
            rich = RichText(_("Note"))
            rich.show_note(note["text"])
            rich.setFixedHeight(theme.px(_HTML_HEIGHT))
            rich.setContentsMargins(theme.margins(10, 0, 0, 0))
            return rich
        self.text = TextField(_("Note"))
        self.text.kept.connect(self._keep)
        return self.text

    def show_note(self, note: dict[str, Any]) -> None:
        self.note = note
        self._when.setText(when(at(note["created_at"])))
        self._pin.setIcon(icon("pin", "accent" if note.get("is_pinned") else "faint"))
        if self.text:
            self.text.set_value(note["text"])

    def _keep(self, value: str) -> None:
        from crmdesk.services import records

        key = self.note["id"]
        if not value:
            self._delete()
            return
        assert self.text
        self._editor.save(
            lambda store: records.set_value(store, "notes", key, "text", value), self.text.set_problem, value
        )

    def _toggle_pin(self) -> None:
        from crmdesk.services import records

        key, pinned = self.note["id"], not self.note.get("is_pinned")
        self._editor.save(lambda store: records.set_value(store, "notes", key, "is_pinned", pinned), lambda _none: None)

    def _delete(self) -> None:
        self._editor.remove("notes", self.note["id"], _("Note deleted"))


def _small(name: str, words: str, pressed: Callable[[], None]) -> QPushButton:
    """Pale until needed: each note has two."""
    made = icon_button(name, words, pressed)
    made.setIcon(icon(name, "faint"))
    made.setFixedSize(theme.px(26), theme.px(26))
    made.setIconSize(QSize(theme.px(14), theme.px(14)))
    return made


class Notes(QWidget):
    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self._editor = editor
        self._rows: dict[str, NoteRow] = {}
        self.new = TextField(_("New note"))
        self.new.set_placeholder(_("Write a note"))
        self.new.edit.setProperty("inline", False)
        self.new.kept.connect(self._add)
        self._empty = label(_("Nothing noted yet."), "second", "muted")
        self._empty.setContentsMargins(theme.margins(10, 8, 0, 0))
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._list)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(8))
        down.addWidget(self.new)
        down.addWidget(self._empty)
        down.addWidget(area, 1)

    def show_record(self, shown: Shown, *, is_other: bool) -> None:
        if is_other:
            self.new.set_value("")
            self.new.take_back()
        notes = shown["notes"]
        for gone in self._rows.keys() - {note["id"] for note in notes}:
            self._drop(self._rows.pop(gone))
        for place, note in enumerate(notes):
            self._show_at(place, note)
        self._empty.setVisible(not notes)

    def _show_at(self, place: int, note: dict[str, Any]) -> None:
        row = self._rows.get(note["id"])
        if row is None:
            row = self._rows[note["id"]] = NoteRow(self._editor, note)
        else:
            row.show_note(note)
        if self._list.indexOf(row) != place:
            self._list.insertWidget(place, row)

    def _drop(self, row: NoteRow) -> None:
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _add(self, text: str) -> None:
        from crmdesk.services import records

        record = self._editor.record

        def answer(problem: str) -> None:
            self.new.set_problem(problem)
            if not problem:
                self.new.set_value("")

        self._editor.save(lambda store: records.add_part(store, "notes", record, {"text": text}), answer, text)
