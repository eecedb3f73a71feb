"""Files of a web form are looked at, and become leads."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from crmdesk.i18n import _, mark, ngettext
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.widgets.parts import label
from crmdesk.widgets.record_table import RecordTable, Row, RowsSource
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.lead_forms import Forms, Found

FILES = mark("Web forms (*.csv *.json *.jsonl *.ndjson *.eml *.mbox *.txt);;All files (*)")
_HEIGHT = 340


def choose_files(parent: QWidget, desk: Desk) -> None:
    names, _filter = QFileDialog.getOpenFileNames(parent, _("Import leads"), "", _(FILES))
    if names:
        begin(parent, desk, [Path(name) for name in names])


def begin(parent: QWidget, desk: Desk, paths: Sequence[Path]) -> None:
    desk.ask(partial(_look, paths), partial(_open, parent, desk))


def _open(parent: QWidget, desk: Desk, forms: "Forms") -> None:
    LeadImport(parent, desk, forms).open()


class LeadImport(Sheet):
    def __init__(self, parent: QWidget, desk: Desk, forms: "Forms") -> None:
        fresh = forms.fresh()
        words = ngettext("{count} new lead", "{count} new leads", len(fresh)).format(count=grouped(len(fresh)))
        super().__init__(parent, words, width=640)
        self._desk, self._fresh = desk, fresh
        if told := _others(forms):
            self.body.addWidget(label(told, "second", "muted", wraps=True))
        self.table = RecordTable(_("What the files hold"))
        self.table.set_empty(_("Nothing new"), _("All of it came in before."))
        rows = [*map(_row, fresh), *(_refused(piece.line, piece.reason, piece.text) for piece in forms.rejected)]
        self.table.show_source(RowsSource(rows), rows)
        self.give_height(self.table, _HEIGHT)
        self.body.addWidget(self.table)
        text = ngettext("Add {count} lead", "Add {count} leads", len(fresh)).format(count=grouped(len(fresh)))
        self.add_button = self.set_primary(text, self.add)
        self.add_button.setEnabled(bool(fresh))

    def add(self) -> None:
        self.add_button.setEnabled(False)
        self._desk.write(partial(_add, self._fresh), self._added, self._broke)

    def _added(self, count: int) -> None:
        self.accept()
        words = ngettext("{count} lead added", "{count} leads added", count).format(count=grouped(count))
        self._desk.say_undoable(words)

    def _broke(self, error: Exception) -> None:
        from crmdesk.ui.desk import reason

        self.body.addWidget(label(reason(error), "second", "bad", wraps=True))
        self.refit()


def _others(forms: "Forms") -> str:
    """What is not new, and what cannot be understood."""
    here, refused = len(forms.found) - len(forms.fresh()), len(forms.rejected)
    known = sum(each.owner is not None for each in forms.fresh())
    parts = []
    if known:
        text = ngettext(
            "{count} is of somebody who is in the file.", "{count} are of people who are in the file.", known
        )
        parts.append(text.format(count=grouped(known)))
    if here:
        parts.append(ngettext("{count} came in before.", "{count} came in before.", here).format(count=grouped(here)))
    if refused:
        text = ngettext(
            "{count} cannot be understood and stays out.", "{count} cannot be understood and stay out.", refused
        )
        parts.append(text.format(count=grouped(refused)))
    return " ".join(parts)


def _row(each: "Found") -> Row:
    known = _("known") if each.owner else _("new")
    detail = " · ".join(filter(None, (each.enquiry.subject, each.enquiry.form)))
    return Row(each.owner or each.key, each.name or _("No name"), detail, known)


def _refused(line: int, why: str, text: str) -> Row:
    head = _("Line {number}: {reason}").format(number=line, reason=why)
    return Row(b"", head, " ".join(text.split()), _("left out"), icon="triangle-alert")


def _look(paths: Sequence[Path], store: "Store") -> "Forms":
    from crmdesk.services import lead_forms

    return lead_forms.look(store, paths)


def _add(found: "Sequence[Found]", store: "Store") -> int:
    from crmdesk.services import lead_forms

    return lead_forms.add(store, found)
