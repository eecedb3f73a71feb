"""The History tab: who changed which field from what to what."""

from typing import TYPE_CHECKING

from crmdesk.i18n import _
from crmdesk.ui.editor import Editor
from crmdesk.ui.moments import at, when
from crmdesk.widgets.timeline import Happening, Timeline

if TYPE_CHECKING:
    from crmdesk.services.history import Entry

_ICONS = {"added": "plus", "changed": "pencil", "removed": "trash-2"}


class History(Timeline):
    """Asked for only while it is looked at."""

    def __init__(self, editor: Editor) -> None:
        super().__init__(_("History"))
        self._editor = editor
        self._is_fresh = False

    def forget(self) -> None:
        self._is_fresh = False
        if self.isVisible():
            self.look()

    def look(self) -> None:
        if self._is_fresh or not self._editor.record:
            return
        self._is_fresh = True
        record = self._editor.record

        def of_record(store: object) -> "list[Entry]":
            from crmdesk.services import history

            return history.of_record(store, record)  # type: ignore[arg-type]

        self._editor.desk.ask(of_record, self._show, replace=self)

    def _show(self, entries: "list[Entry]") -> None:
        self.show_happenings([_happening(entry) for entry in entries], _("Nothing happened yet."))

    def showEvent(self, event: object) -> None:
        self.look()


def _happening(entry: "Entry") -> Happening:
    if entry.kind == "changed":
        title = _("{what}: {field}").format(what=entry.what, field=entry.field.lower())
        detail = _("{before} → {after}").format(before=entry.before or "–", after=entry.after or "–")
    else:
        words = _("{what} added") if entry.kind == "added" else _("{what} removed")
        title, detail = words.format(what=entry.what), entry.after or entry.before
    notes = filter(None, [detail, _("undone") if entry.undone else "", entry.author])
    mark = "undo-2" if entry.undone else _ICONS[entry.kind]
    return Happening(b"", mark, title, " · ".join(notes), when(at(entry.at)))
