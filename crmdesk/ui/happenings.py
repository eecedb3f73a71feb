"""The History tab: who changed which field from what to what."""

from itertools import groupby
from typing import TYPE_CHECKING

from crmdesk.i18n import _, inside, ngettext
from crmdesk.ui.editor import Editor
from crmdesk.ui.moments import at, when
from crmdesk.widgets.timeline import Happening, Timeline

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.history import Entry

_MANY = 2
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

        def of_record(store: "Store") -> "tuple[list[Entry], str]":
            from crmdesk.services import history

            return history.of_record(store, record), store.author

        self._editor.desk.ask(of_record, self._show, replace=self)

    def _show(self, answer: "tuple[list[Entry], str]") -> None:
        entries, me = answer
        happenings = [_happening(list(group), me) for _key, group in groupby(entries, _same_moment)]
        self.show_happenings(happenings, _("Nothing happened yet."))

    def showEvent(self, event: object) -> None:
        self.look()


def _same_moment(entry: "Entry") -> object:
    """What came in one step is one line, except changes: each says from what to what."""
    return (entry.step, entry.at // 1000, entry.kind, entry.field, entry.undone)


def _happening(entries: "list[Entry]", me: str) -> Happening:
    entry = entries[0]
    if entry.kind == "changed":
        own = entry.what in (_("Contact"), _("Company"))
        title = entry.field if own else f"{entry.what}: {inside(entry.field)}"
        detail = f"{entry.before or '–'} → {entry.after or '–'}"
    elif len(entries) > _MANY:
        title = entry.step
        detail = ngettext("{count} value", "{count} values", len(entries)).format(count=len(entries))
    else:
        words = _("Added: {what}") if entry.kind == "added" else _("Removed: {what}")
        title = words.format(what=", ".join(dict.fromkeys(other.what for other in entries)))
        detail = ", ".join(filter(None, (other.after or other.before for other in entries)))
    notes = filter(None, [detail, _("undone") if entry.undone else "", entry.author if entry.author != me else ""])
    mark = "undo-2" if entry.undone else _ICONS[entry.kind]
    return Happening(b"", mark, title, " · ".join(notes), when(at(entry.at)))
