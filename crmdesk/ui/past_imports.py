"""Past imports: what each brought and when, and the way to take one back as far as nobody changed it since."""

from typing import TYPE_CHECKING

from crmdesk.i18n import _, ngettext
from crmdesk.ui.moments import at, when
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme
from crmdesk.widgets.record_table import RecordTable, Row, RowsSource
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.past_imports import PastImport
    from crmdesk.ui.window import Window

_HEIGHT = 336
_TABLE = "import_runs"


class PastImports(Sheet):
    """Stays open: taking one back is undone where it is told, or with Ctrl+Z."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window, _("Past imports"), width=600)
        self._desk = window.desk
        self._entries: list[PastImport] = []
        self.close_button.setText(_("Close"))
        self.table = RecordTable(_("Past imports"))
        self.table.setFixedHeight(theme.px(_HEIGHT))
        self.table.set_empty(_("Nothing was imported yet"), _("What you import is listed here and can be taken back."))
        self.add_text(_("Taking one back leaves what was changed since."))
        self.body.addWidget(self.table)
        self._back = self.set_primary(_("Take back"), self._take_back)
        self.table.chosen.connect(self._show_state)
        self._desk.changed.connect(lambda _change: self._look())
        self._look()

    def _look(self) -> None:
        from crmdesk.services import past_imports

        self._desk.ask(past_imports.list_imports, self._show, replace=self)

    def _show(self, found: "list[PastImport]") -> None:
        place = max(self.table.current_row(), 0)
        self._entries = found
        rows = [_row(past) for past in found]
        self.table.show_source(RowsSource(rows), rows)
        if rows:
            self.table.go_to(min(place, len(rows) - 1))
            self.table.setFocus()
        self._show_state()

    def _chosen(self) -> "PastImport | None":
        place = self.table.current_row()
        return self._entries[place] if 0 <= place < len(self._entries) else None

    def _show_state(self) -> None:
        chosen = self._chosen()
        self._back.setEnabled(chosen is not None and not chosen.is_taken_back)

    def _take_back(self) -> None:
        from crmdesk.services import past_imports

        if chosen := self._chosen():
            name, number = chosen.name, chosen.number
            self._back.setEnabled(False)
            self._desk.write(lambda store: past_imports.take_back(store, number), lambda kept: self._done(name, kept))

    def _done(self, name: str, kept: int) -> None:
        words = _("Taken back: {name}").format(name=name)
        if kept:
            stay = ngettext("{count} was changed since and stays", "{count} were changed since and stay", kept)
            words = f"{words}. {stay.format(count=grouped(kept))}."
        self._desk.say_undoable(words)


def _row(past: "PastImport") -> Row:
    state = _("taken back") if past.is_taken_back else ""
    by = _("by {name}").format(name=past.author) if past.author else ""
    detail = " · ".join(filter(None, (state, _source(past), _brought(past), by)))
    return Row(past.id, past.name, detail, when(at(past.at)))


def _source(past: "PastImport") -> str:
    return "" if past.source == "general" else past.source


def _brought(past: "PastImport") -> str:
    words = (
        (past.added, _("{count} new")),
        (past.updated, _("{count} changed")),
        (past.rejected, _("{count} rejected")),
    )
    return ", ".join(text.format(count=grouped(count)) for count, text in words if count)
