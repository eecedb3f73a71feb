"""The import assistant: what was found, what would become of it, how it is read; nothing is written before Import."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, mark, ngettext
from crmdesk.ui.desk import reason
from crmdesk.ui.import_choices import Choices
from crmdesk.ui.import_dates import DateQuestion
from crmdesk.ui.import_items import Results, Trial, in_words, try_out
from crmdesk.ui.import_layout import HowRead, encoding_words
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme
from crmdesk.widgets.parts import label, link
from crmdesk.widgets.sheet import Sheet
from crmdesk.widgets.tasks import Task

if TYPE_CHECKING:
    from crmdesk.formats.csv_layout import Layout
    from crmdesk.services.importing import Progress, Report
    from crmdesk.services.looking import Found
    from crmdesk.ui.window import Window

WIDTH, HEIGHT = 860, 640
_AROUND = 40
_PAUSE = 250
FORMATS = {
    "vcard": "vCard",
    "csv": "CSV",
    "xlsx": "Excel",
    "ldif": "LDIF",
    "mail": mark("Mail"),
    "json": mark("Export of CRMDesk"),
    "ics": mark("Calendar"),
    "crmdesk": mark("File of CRMDesk"),
    "": mark("Unknown"),
}


class ImportSheet(Sheet):
    """The dry run is done again behind whenever something is set otherwise."""

    def __init__(self, window: "Window", paths: Sequence[Path]) -> None:
        self._window, self._desk = window, window.desk
        names = ", ".join(path.name for path in paths)
        super().__init__(window, _("Import {name}").format(name=names[:120]))
        self.choices = Choices(paths)
        self.report: Report | None = None
        self.found: list[Found] = []
        self._trial: Task | None = None
        self._what = label("", "medium", wraps=True)
        self._how = label("", "second", "muted", wraps=True)
        self._turn = link(_("How it is read"), self.turn_over)
        self.dates = DateQuestion()
        self._problem = label("", "body", "warning", wraps=True)
        self.results = Results(self.choices)
        self.how_read = HowRead(self._desk, self.choices)
        self._stack = QStackedWidget()
        self._summary = label("", "second", "muted")
        self._import = self.set_primary(_("Import"), self._run)
        self._arrange()
        self._connect()
        self._look()

    def _arrange(self) -> None:
        words = QHBoxLayout()
        words.setSpacing(theme.px(8))
        words.addWidget(self._what, 1)
        words.addWidget(self._how, 99)  # the whole room where it says something
        words.addWidget(self._turn)
        self.body.addLayout(words)
        for part in (self.dates, self._problem):
            self.body.addWidget(part)
            part.hide()
        for page in (self.results, self.how_read):
            self._stack.addWidget(page)
        self.body.addWidget(self._stack, 1)
        self.buttons.insertWidget(0, self._summary)
        self._turn.hide()
        self._import.setEnabled(False)

    def _connect(self) -> None:
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._look)
        self.choices.changed.connect(self._changed)
        self.dates.answered.connect(self._set_days)
        self.finished.connect(self._leave)

    # What was found, and what would become of it

    def _changed(self) -> None:
        self._import.setEnabled(False)
        self._pause.start()

    def _look(self) -> None:
        """What comes first tells at once what the files are; the dry run takes longer."""
        from crmdesk.services import looking

        self._give_up()
        self._summary.setText(_("Looking at it"))
        self.results.wait()
        paths, options = self.choices.paths, self.choices.options
        self._desk.run(lambda: looking.look(paths, options), self._show_found, self._failed, replace=self)

    def _show_found(self, found: "list[Found]") -> None:
        is_first, self.found = not self.found, found
        self._what.setText(_what(found))
        self._how.setText(how := _how(found))
        self._how.setVisible(bool(how))
        self.how_read.show_found(found)
        self._turn.show()
        self._show_doubts(is_first=is_first)
        self._trial = self._desk.run_steps(
            lambda store: try_out(store, self.choices), self._show, self._show_progress, self._failed
        )

    def _show_doubts(self, *, is_first: bool) -> None:
        layouts = [each.layout for each in self.found if each.layout]
        asked = next((layout for layout in layouts if layout.dates_are_ambiguous), None) or self._answered()
        if asked:
            self.dates.ask(asked)
        self.dates.setVisible(asked is not None)
        problem = next((layout.problem for layout in layouts if layout.problem), "")
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        if problem and is_first:
            self._show_side(how_read=True)

    def _answered(self) -> "Layout | None":
        """The question stays where it was answered."""
        given = self.dates.isVisible() and self.dates.choice
        return next((each.layout for each in self.found if each.layout), None) if given else None

    def _set_days(self, days_first: bool) -> None:
        from dataclasses import replace

        for each in self.found:
            if each.layout and (each.layout.dates_are_ambiguous or len(self.found) == 1):
                mapping = self.choices.mapping(each.name)
                self.choices.read_as(each.name, replace(mapping, days_first=days_first))

    def _show_progress(self, progress: "Progress") -> None:
        self._summary.setText(_("Looking at it: {percent} %").format(percent=round(100 * progress.done)))

    def _show(self, trial: Trial) -> None:
        from crmdesk.services.importing import Verdict

        self._trial, self.report = None, trial.report
        self.results.show_trial(trial)
        self._summary.setText(in_words(trial.report))
        counts = trial.report.counts
        coming = counts[Verdict.ADDED] + counts[Verdict.UPDATED]
        self._import.setText(_("Import {count}").format(count=grouped(coming)) if coming else _("Nothing to import"))
        self._import.setEnabled(coming > 0 and not self._pause.isActive())

    def _failed(self, error: Exception) -> None:
        """What cannot be read at all is told beside the window; what is only read wrong can be set right here."""
        from crmdesk.ui.import_unlock import UnlockSource, is_locked

        self._trial = None
        if (path := self.choices.our_file()) and is_locked(error):
            asking = UnlockSource(self._window, path, error, self.choices.unlock)
            asking.rejected.connect(self.reject)
            asking.open()
            return
        if any(each.layout for each in self.found):
            self._summary.setText(reason(error))
            return
        self.reject()
        if isinstance(error, UserError):
            self._window.tell_error(error)

    # The two sides

    def turn_over(self) -> None:
        self._show_side(how_read=self._stack.currentIndex() == 0)

    def _show_side(self, *, how_read: bool) -> None:
        self._stack.setCurrentIndex(int(how_read))
        self._turn.setText(_("What comes in") if how_read else _("How it is read"))

    # The end

    def _give_up(self) -> None:
        if self._trial:
            self._trial.cancel()
            self._trial = None

    def _leave(self, _result: int) -> None:
        self._pause.stop()
        self._give_up()

    def _run(self) -> None:
        from crmdesk.ui import imports

        self.accept()
        imports.run(self._window, self.choices.paths, self.choices.options)

    def refit(self) -> None:
        if window := self.parentWidget():
            room = window.size() - QSize(_AROUND, _AROUND)
            self.setFixedSize(QSize(theme.px(WIDTH), theme.px(HEIGHT)).boundedTo(room))
            self.move(window.mapToGlobal(self._place(window)))


def _what(found: "Sequence[Found]") -> str:
    """The program where it is known, else the format."""
    programs = {each.layout.dialect for each in found if each.layout} - {"general"}
    formats = list(dict.fromkeys(_(FORMATS[each.format]) for each in found))
    if len(found) > 1:
        head = ngettext("{count} file", "{count} files", len(found)).format(count=grouped(len(found)))
        return f"{head}: {', '.join(formats[:4])}"
    if programs:
        return _("Contacts of {program}").format(program=next(iter(programs)))
    return _("A list of contacts") if any(each.layout for each in found) else ", ".join(formats)


def _how(found: "Sequence[Found]") -> str:
    """`CSV · UTF-8 · 41 columns, 2 of them unknown`."""
    if len(found) != 1 or not (layout := found[0].layout):
        return ""
    parts = [_(FORMATS[found[0].format])]
    if found[0].format == "csv":
        parts.append(encoding_words(layout.encoding))
    columns, unknown = len(layout.columns), _unknown(layout)
    words = ngettext("{count} column", "{count} columns", columns).format(count=grouped(columns))
    if unknown:
        words = _("{columns}, {count} of them unknown").format(columns=words, count=grouped(unknown))
    return " · ".join([*parts, words])


def _unknown(layout: "Layout") -> int:
    """Those that hold something."""
    filled = {number for row in layout.samples for number, value in enumerate(row) if value.strip()}
    return sum(column.target is None and number in filled for number, column in enumerate(layout.columns))
