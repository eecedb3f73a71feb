"""Import: files are chosen or dropped, looked at in the assistant, taken in behind, told afterwards with a way back."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from crmdesk.i18n import _, mark, ngettext
from crmdesk.ui.import_items import Items, in_words
from crmdesk.ui.nothing import ENDINGS, OURS
from crmdesk.widgets import theme
from crmdesk.widgets.parts import quiet
from crmdesk.widgets.record_table import RecordTable
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.importing import Options, Report
    from crmdesk.ui.window import Window

FILES = mark("Contacts ({endings});;All files (*)")


def choose(window: "Window") -> None:
    endings = " ".join(f"*{ending}" for ending in (*ENDINGS, OURS))
    names, _filter = QFileDialog.getOpenFileNames(window, _("Import"), "", _(FILES).format(endings=endings))
    if names:
        begin(window, [Path(name) for name in names])


def begin(window: "Window", paths: Sequence[Path]) -> None:
    """Without an open file one is made first."""
    if window.desk.path is None:
        from crmdesk.ui.new_file import NewFile

        NewFile(window, lambda: begin(window, paths)).open()
    else:
        from crmdesk.ui.import_sheet import ImportSheet

        ImportSheet(window, paths).open()


def run(window: "Window", paths: Sequence[Path], options: "Options | None" = None) -> None:
    """The window stays usable meanwhile; stopped, what came so far stays."""
    from crmdesk.services import importing

    names, stop = ", ".join(path.name for path in paths), Event()
    chosen = options or importing.Options()
    window.work.begin(
        _("Importing {name}").format(name=names[:120]),
        lambda store: importing.run(store, paths, chosen, stop.is_set),
        lambda report: _done(window, paths, chosen, report),
        stop=stop.set,
    )


def _done(window: "Window", paths: Sequence[Path], options: "Options", report: "Report") -> None:
    if report.stopped_at is None:
        _tell(window, report)
    else:
        _tell_stopped(window, paths, options, report)
    if report.rejected or report.warnings:
        ResultSheet(window, report).open()


def _tell(window: "Window", report: "Report") -> None:
    """What stands in the calendar now is a press away."""
    from crmdesk.widgets.messages import Action

    also = Action(_("Show calendar"), partial(window.go, "calendar", _day_of(report))) if report.days else None
    window.desk.say(in_words(report), Action(_("Undo"), window.desk.undo, lasts=False, also=also))


def _day_of(report: "Report") -> date:
    """The next one, else the last."""
    today = date.today()  # noqa: DTZ011 - the wall
    days = sorted(date.fromisoformat(when[:10]) for when in report.days if when)
    return next((day for day in days if day >= today), days[-1] if days else today)


def _tell_stopped(window: "Window", paths: Sequence[Path], options: "Options", report: "Report") -> None:
    from crmdesk.services import importing
    from crmdesk.widgets.messages import Action

    rest = importing.resumed(options, report)
    if not report.read:
        window.desk.say(_("Stopped. Nothing came in yet."), Action(_("Go on"), lambda: run(window, paths, rest)))
        return
    back = Action(_("Take back"), window.desk.undo, lasts=False)
    words = _("Stopped. So far: {what}").format(what=in_words(report))
    window.desk.say(words, Action(_("Go on"), lambda: run(window, paths, rest), also=back))


class ResultSheet(Sheet):
    """What did not come in, or not whole."""

    def __init__(self, window: "Window", report: "Report") -> None:
        rejected = len(report.rejected)
        text = ngettext("{count} card was left out", "{count} cards were left out", rejected).format(count=rejected)
        super().__init__(window, text if rejected else _("Some cards came in without a part of them"), width=600)
        self._window, self._report = window, report
        self.add_text(_("All others are in. Mend these, here or where they come from, and import them again."))
        table = RecordTable(_("Left out"))
        table.setFixedHeight(theme.px(280))
        table.show_source(Items([*report.rejected, *report.warnings]))
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
