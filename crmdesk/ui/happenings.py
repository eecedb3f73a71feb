"""The History tab: who changed which field from what to what, when; and the way back to what was."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from crmdesk.domain.fields import Kind
from crmdesk.i18n import _, inside, ngettext
from crmdesk.ui.editor import Editor
from crmdesk.ui.moments import at, wall, when
from crmdesk.ui.tab import Tab
from crmdesk.widgets import dates, theme
from crmdesk.widgets.timeline import Happening, Timeline

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.history import Entry, Window
    from crmdesk.services.records import Look

_MANY = 6
"""More of one step is one line: an import, a new contact."""
_ICONS = {"added": "plus", "changed": "pencil", "removed": "trash-2"}
_MOMENT = 150
Line = tuple[Happening, "Entry | None"]
"""And what its action would restore."""


class History(Tab):
    """Asked for only while it is looked at, and then in windows."""

    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self._record = ""
        self._is_fresh = False
        self._before: int | None = None
        self._count = 0
        self._entries: list[Entry | None] = []
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Filter"))
        self.filter.setAccessibleName(_("Filter the history"))
        self.filter.setProperty("inline", True)
        self.filter.setClearButtonEnabled(True)
        self.timeline = Timeline(_("History"))
        self._soon = QTimer(self, singleShot=True, interval=_MOMENT)
        self._soon.timeout.connect(self._ask_anew)
        self.filter.textChanged.connect(lambda _text: self._soon.start())
        self.timeline.acted.connect(self._restore)
        self.timeline.wants_more.connect(self._ask_more)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(4))
        down.addWidget(self.filter)
        down.addWidget(self.timeline, 1)

    # Asking

    def show_record(self, look: "Look", *, is_other: bool) -> None:
        self._is_fresh = False
        if self.isVisible():
            self.look()

    def look(self) -> None:
        if self._is_fresh or not self._editor.record:
            return
        self._is_fresh = True
        if self._record != self._editor.record:
            self._record = self._editor.record
            self._count = 0
            self.filter.clear()
            self._soon.stop()
        self._ask_anew()

    def _ask_anew(self) -> None:
        """As much as was shown before; it stays where it is scrolled to."""
        self._ask(None, self._count)

    def _ask_more(self) -> None:
        if self._before is not None:
            self._ask(self._before, 0)

    def _ask(self, before: int | None, at_least: int) -> None:
        record, text = self._record, self.filter.text()

        def window(store: "Store") -> "tuple[str, int | None, Window, str]":
            from crmdesk.services import history

            limit = max(history.WINDOW, at_least)
            return record, before, history.window(store, record, text, before, limit), store.author

        self._editor.desk.ask(window, self._show, replace=self)

    # Showing

    def _show(self, answer: "tuple[str, int | None, Window, str]") -> None:
        record, before, window, me = answer
        if record != self._record:
            return
        lines = list(_lines(window.entries, me))
        if before is None:
            place = self.timeline.verticalScrollBar().value()
            self._entries, self._count = [], 0
            words = _("Nothing of that was ever changed.") if self.filter.text() else _("Nothing happened yet.")
            self.timeline.show_happenings([line for line, _entry in lines], words)
            self.timeline.verticalScrollBar().setValue(place)
        else:
            self.timeline.add_happenings([line for line, _entry in lines])
        self._entries += [entry for _line, entry in lines]
        self._count += len(window.entries)
        self._before = window.before
        QTimer.singleShot(0, self, self._fill)

    def _fill(self) -> None:
        """What does not fill the view is never scrolled to its end."""
        if self._before is not None and self.isVisible() and not self.timeline.is_filled():
            self._ask_more()

    def showEvent(self, event: object) -> None:
        self.look()

    # The way back

    def _restore(self, row: int) -> None:
        entry = self._entries[row]
        if entry is None:
            return
        desk, number, column = self._editor.desk, entry.number, entry.column

        def restore(store: "Store") -> str:
            from crmdesk.services import history

            return history.restore(store, number, column)

        desk.write(restore, lambda what: desk.say_undoable(_("Restored: {what}").format(what=what)))


def _lines(entries: "Sequence[Entry]", me: str) -> Iterator[Line]:
    for _step, group in groupby(entries, lambda entry: entry.step_number):
        yield from _of_step(list(group), me)


def _of_step(entries: "list[Entry]", me: str) -> Iterator[Line]:
    """One is told by itself, a few under what was done, many by their number."""
    first = entries[0]
    if len(entries) == 1:
        yield _alone(first, me)
    elif len(entries) > _MANY:
        count = ngettext("{count} value", "{count} values", len(entries)).format(count=len(entries))
        yield _head(first, me, count), None
    else:
        yield _head(first, me), None
        for entry in entries:
            words = _joined(": ", entry.field or _title(entry), _detail(entry))
            yield Happening(b"", "", "", words, action=_action(entry)), entry


def _alone(entry: "Entry", me: str) -> Line:
    detail = _joined(" · ", _detail(entry), *_notes(entry, me))
    icon = "undo-2" if entry.undone else _ICONS[entry.kind]
    return Happening(b"", icon, _title(entry), detail, when(at(entry.at)), action=_action(entry)), entry


def _head(entry: "Entry", me: str, detail: str = "") -> Happening:
    icon = "undo-2" if entry.undone else _ICONS["changed"]
    return Happening(b"", icon, entry.step, _joined(" · ", detail, *_notes(entry, me)), when(at(entry.at)))


def _notes(entry: "Entry", me: str) -> tuple[str, str]:
    """Oneself is not named."""
    return _("undone") if entry.undone else "", entry.author if entry.author != me else ""


def _title(entry: "Entry") -> str:
    if entry.kind == "changed":
        return entry.field if entry.is_own else f"{entry.what}: {inside(entry.field)}"
    words = _("Added: {what}") if entry.kind == "added" else _("Removed: {what}")
    return words.format(what=inside(entry.what))


def _detail(entry: "Entry") -> str:
    if entry.kind == "changed":
        return f"{_value(entry, entry.before) or '–'} → {_value(entry, entry.after) or '–'}"
    return entry.after or entry.before


def _value(entry: "Entry", text: str) -> str:
    """Dates and times as the user reads them."""
    if not text:
        return ""
    if entry.value_kind == Kind.DATE:
        return dates.show(text)
    if entry.value_kind == Kind.WALL_TIME:
        return wall(text)
    return when(at(int(text))) if entry.value_kind == Kind.INSTANT else text


def _action(entry: "Entry") -> str:
    if not entry.can_restore:
        return ""
    return _("Bring back") if entry.column == "deleted_at" else _("Restore")


def _joined(between: str, *words: str) -> str:
    return between.join(word for word in words if word)
