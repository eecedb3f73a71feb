"""The trash: what was deleted, searched, put back, and after a time emptied for good."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMenu

from crmdesk.i18n import _, ngettext
from crmdesk.ui.moments import at, when
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme
from crmdesk.widgets.parts import label, quiet
from crmdesk.widgets.record_table import RecordTable, Row, RowsSource
from crmdesk.widgets.search_box import SearchBox
from crmdesk.widgets.sheet import Sheet
from crmdesk.widgets.tasks import is_there

if TYPE_CHECKING:
    from crmdesk.services.files import Changed
    from crmdesk.services.trash import Trashed
    from crmdesk.ui.window import Window

_MOST = 500
_HEIGHT = 360
_AGES = (0, 30, 90, 365)
"""Days: what was deleted longer ago can be taken away for good."""


class Trash(Sheet):
    """Enter restores what is selected; that and emptying leave the sheet open."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window, _("Trash"), width=560)
        self._desk = window.desk
        self._entries: list[Trashed] = []
        self.close_button.setText(_("Close"))
        self.search = SearchBox(_("Find in the trash"))
        self.search.setMaximumWidth(theme.px(560))
        self.table = RecordTable(_("What was deleted"))
        self.give_height(self.table, _HEIGHT)
        self._words = label("", "second", "muted", wraps=True)
        self._empty = quiet(_("Empty…"))
        self._empty.setMenu(self._ages())
        self.buttons.insertWidget(0, self._empty)
        for part in (self.search, self.table, self._words):
            self.body.addWidget(part)
        self._restore = self.set_primary(_("Restore"), self._put_back)
        self._connect()
        self._look()
        self.search.setFocus()

    def _connect(self) -> None:
        self._pause = QTimer(self, singleShot=True, interval=120)
        self._pause.timeout.connect(self._look)
        self.search.searched.connect(lambda _text: self._pause.start())
        self.search.left_down.connect(self._to_rows)
        self.search.entered.connect(self._put_back)
        self.table.opened.connect(lambda _row: self._put_back())
        self.table.chosen.connect(self._show_state)
        self._desk.changed.connect(self._changed)

    def _ages(self) -> QMenu:
        menu = QMenu(self)
        for days in _AGES:
            if days:
                words = ngettext("Deleted more than {count} day ago", "Deleted more than {count} days ago", days)
            else:
                words = _("Everything in it")
            menu.addAction(words.format(count=days), partial(self._take_away, days))
        return menu

    def _changed(self, _change: "Changed") -> None:
        self._look()

    def _look(self) -> None:
        from crmdesk.services import trash

        text = self.search.text()
        self._desk.ask(lambda store: (trash.deleted(store, text, _MOST), trash.count(store)), self._show, replace=self)

    def _show(self, answer: "tuple[list[Trashed], int]") -> None:
        self._entries, count = answer
        if self.search.text():
            self.table.set_empty(_("Nothing found"), _("Any part of a name, number or e-mail address will do."))
        else:
            self.table.set_empty(_("The trash is empty"), _("What you delete stays here until you empty it."))
        rows = [_row(entry) for entry in self._entries]
        self.table.show_source(RowsSource(rows), rows)
        self._count = count
        if rows:
            self.table.go_to(0)
        self._show_state()

    def _show_state(self) -> None:
        chosen = len(self._chosen())
        shown = len(self._entries)
        self._restore.setEnabled(chosen > 0)
        self._empty.setEnabled(self._count > 0)
        words = ngettext("{count} deleted", "{count} deleted", self._count).format(count=grouped(self._count))
        if chosen > 1:
            words += " · " + _("{count} selected").format(count=grouped(chosen))
        elif shown < self._count:
            words += " · " + _("{count} shown").format(count=grouped(shown))
        self._words.setText(words if self._count else "")

    def _chosen(self) -> "list[Trashed]":
        return [self._entries[number] for part in self.table.selected() for number in part]

    def _to_rows(self) -> None:
        self.table.setFocus()
        if self._entries:
            self.table.go_to(max(self.table.current_row(), 0))

    def _put_back(self) -> None:
        from crmdesk.services import trash

        if chosen := [(entry.kind, entry.id) for entry in self._chosen()]:
            names = self._chosen()[0].spoken if len(chosen) == 1 else ""
            self._desk.write(lambda store: trash.restore(store, chosen), lambda count: self._restored(count, names))

    def _restored(self, count: int, name: str) -> None:
        words = ngettext("Restored {count} record", "Restored {count} records", count).format(count=grouped(count))
        self._desk.say_undoable(_("Restored {name}").format(name=name) if name else words)

    def _take_away(self, days: int) -> None:
        from crmdesk.services import trash

        def done(count: int) -> None:
            words = ngettext("{count} record is gone for good", "{count} records are gone for good", count)
            self._desk.say(words.format(count=grouped(count)))
            if is_there(self._look):
                self._look()

        self._desk.write(lambda store: trash.empty(store, days), done)


def _row(entry: "Trashed") -> Row:
    kind = {"company": _("Company"), "deal": _("Deal")}.get(entry.kind, _("Contact"))
    merged = _("merged into {name}").format(name=entry.merged_into) if entry.merged_into else ""
    how = " · ".join(filter(None, (kind, merged or entry.step, entry.author)))
    return Row(entry.id, entry.name or _("No name"), how, when(at(entry.deleted_at)))
