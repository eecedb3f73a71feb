"""Import: looked at first, taken in behind, told afterwards with a way back."""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, mark, ngettext
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme
from crmdesk.widgets.messages import show_error
from crmdesk.widgets.parts import label, quiet
from crmdesk.widgets.progress import ProgressLine
from crmdesk.widgets.record_table import RecordTable, Row
from crmdesk.widgets.sheet import Sheet
from crmdesk.widgets.tabs import TextTabs

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.importing import Item, Progress, Report
    from crmdesk.ui.window import Window

FILES = mark("Contacts (*.vcf *.vcard *.csv *.tsv *.txt *.json);;All files (*)")
_VERDICTS = (
    ("added", mark("New")),
    ("updated", mark("Changed")),
    ("unchanged", mark("Same")),
    ("rejected", mark("Rejected")),
)
_STEPS = 1000


def choose(window: "Window") -> None:
    names, _filter = QFileDialog.getOpenFileNames(window, _("Import"), "", _(FILES))
    if names:
        begin(window, [Path(name) for name in names])


def begin(window: "Window", paths: Sequence[Path]) -> None:
    """Without an open file one is made first."""
    if window.desk.path is None:
        from crmdesk.ui.new_file import NewFile

        NewFile(window, lambda: begin(window, paths)).open()
    else:
        ImportSheet(window, paths).open()


class ImportSheet(Sheet):
    """What would become of each card; nothing is written before the button is pressed."""

    def __init__(self, window: "Window", paths: Sequence[Path]) -> None:
        self._window, self._paths = window, list(paths)
        names = ", ".join(path.name for path in paths)
        super().__init__(window, _("Import {name}").format(name=names), width=680)
        self.report: Report | None = None
        self._progress = ProgressLine(_("Reading"))
        self._summary = label("", "body", "muted", wraps=True)
        self._tabs = TextTabs([_(text) for _key, text in _VERDICTS])
        self._table = RecordTable(_("Cards of the file"))
        self._lists: list[_Items] = []
        self._import = self.set_primary(_("Import"), self._run)
        self._arrange()
        self._task = window.desk.run_steps(
            lambda store: _preview(store, self._paths), self._show, self._show_progress, self._failed
        )
        self._progress.cancelled.connect(self.reject)
        self.finished.connect(lambda _result: self._task.cancel())

    def _arrange(self) -> None:
        self._import.setEnabled(False)
        for part in (self._progress, self._summary, self._tabs, self._table):
            self.body.addWidget(part)
        self._table.setFixedHeight(theme.px(336))
        self._table.set_empty(_("None"))
        self._tabs.changed.connect(self._show_tab)
        for part in (self._summary, self._tabs, self._table):
            part.hide()

    def _show_progress(self, progress: "Progress") -> None:
        self._progress.show_progress(int(progress.done * _STEPS), _STEPS, progress.text)

    def _show(self, answer: "tuple[Report, list[_Items]]") -> None:
        from crmdesk.services.importing import Verdict

        report, self._lists = answer
        self.report = report
        self._progress.hide()
        for number, (key, text) in enumerate(_VERDICTS):
            self._tabs.set_text(number, f"{_(text)} {grouped(report.counts[Verdict(key)])}")
        self._summary.setText(_in_words(report))
        for part in (self._summary, self._tabs, self._table):
            part.show()
        coming = report.counts[Verdict.ADDED] + report.counts[Verdict.UPDATED]
        self._import.setEnabled(bool(coming))
        self._import.setText(_("Import {count}").format(count=grouped(coming)) if coming else _("Nothing to import"))
        first = next((number for number, items in enumerate(self._lists) if items.count()), 0)
        self._tabs.choose(first)
        self._show_tab(first)
        self.refit()

    def _show_tab(self, number: int) -> None:
        if self._lists:
            self._table.show_source(self._lists[number])

    def _failed(self, error: Exception) -> None:
        self.reject()
        if isinstance(error, UserError):
            show_error(self._window, error)

    def _run(self) -> None:
        self.accept()
        run(self._window, self._paths)


def run(window: "Window", paths: list[Path]) -> None:
    """The window stays usable meanwhile; cancelled, nothing of it is left."""
    from crmdesk.services import importing

    names = ", ".join(path.name for path in paths)
    window.work.begin(
        _("Importing {name}").format(name=names),
        lambda store: importing.run(store, paths),
        lambda report: _done(window, report),
    )


def _done(window: "Window", report: "Report") -> None:
    window.desk.say_undoable(_in_words(report))
    if report.rejected or report.warnings:
        ResultSheet(window, report).open()


class _Items:
    """A source over what became of cards; a hundred thousand of them need no rows before they are looked at."""

    def __init__(self, items: "Sequence[Item]") -> None:
        self._items = items

    def count(self) -> int:
        return len(self._items)

    def fetch(self, first: int, count: int, ready: Callable[[Sequence[Row]], None]) -> None:
        ready([_row(place, item) for place, item in enumerate(self._items[first : first + count], first)])


def _preview(store: "Store", paths: list[Path]) -> "Generator[Progress, None, tuple[Report, list[_Items]]]":
    """Sorted into the tabs beside the window."""
    from crmdesk.services import importing

    report = yield from importing.preview(store, paths)
    verdicts = [importing.Verdict(key) for key, _text in _VERDICTS]
    return report, [_Items([item for item in report.items if item.verdict is verdict]) for verdict in verdicts]


class ResultSheet(Sheet):
    """What did not come in, or not whole."""

    def __init__(self, window: "Window", report: "Report") -> None:
        rejected = len(report.rejected)
        text = ngettext("{count} card was left out", "{count} cards were left out", rejected).format(count=rejected)
        super().__init__(window, text if rejected else _("Some cards came in without a part of them"), width=600)
        self._window, self._report = window, report
        self.add_text(_("All others are in your file. Mend these where they come from, and import them again."))
        table = RecordTable(_("Left out"))
        table.setFixedHeight(theme.px(280))
        table.show_source(_Items([*report.rejected, *report.warnings]))
        self.body.addWidget(table)
        self.close_button.setText(_("Close"))
        if rejected:
            self.buttons.insertWidget(0, quiet(_("Save rejected…"), self._save))

    def _save(self) -> None:
        from crmdesk.services import importing

        name, _filter = QFileDialog.getSaveFileName(self, _("Save rejected"), _("Rejected.csv"), "CSV (*.csv)")
        if name:
            report, path, desk = self._report, Path(name), self._window.desk
            desk.run(
                lambda: importing.write_rejects(report, path),
                lambda _none: desk.say(_("Saved as “{name}”").format(name=path.name)),
            )


def _row(place: int, item: "Item") -> Row:
    title = item.name or item.text.strip().partition("\n")[0][:80] or _("(no name)")
    where = _("line {line}").format(line=grouped(item.line)) if item.line else ""
    return Row(place.to_bytes(4), title, item.reason, where)


def _in_words(report: "Report") -> str:
    """`48 new, 3 changed, 112 the same, 2 rejected`."""
    from crmdesk.services.importing import Verdict

    words = {
        Verdict.ADDED: _("{count} new"),
        Verdict.UPDATED: _("{count} changed"),
        Verdict.UNCHANGED: _("{count} the same"),
        Verdict.REJECTED: _("{count} rejected"),
    }
    counts = report.counts
    parts = [text.format(count=grouped(counts[verdict])) for verdict, text in words.items() if counts[verdict]]
    return ", ".join(parts) or _("Nothing was found in it.")
