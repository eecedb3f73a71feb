"""Who is in the file twice: found over the whole file, merged one by one or all that are sure enough."""

from collections.abc import Callable, Generator
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QSlider, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, ngettext
from crmdesk.ui.desk import reason
from crmdesk.ui.duplicate_commands import MERGED
from crmdesk.ui.duplicate_lists import Companies, Contacts, Homes, Kind
from crmdesk.ui.merge import Merge
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Segments
from crmdesk.widgets.messages import announce
from crmdesk.widgets.parts import label, link, quiet
from crmdesk.widgets.progress import ProgressLine
from crmdesk.widgets.record_table import RecordTable, RowsSource
from crmdesk.widgets.sheet import Sheet
from crmdesk.widgets.tasks import Task

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.reports import Progress
    from crmdesk.ui.window import Window

_HEIGHT = 380
_STEPS = 1000
_SURE = 95
"""Percent from which pairs are chosen at first."""
_LEAST, _MOST_SURE = 50, 99


class FindDuplicates(Sheet):
    """Contacts, companies and households; what is selected in the list is what the filled button is for."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window, _("Find duplicates"), width=780)
        self._desk = window.desk
        self._kinds: dict[str, Kind] = {"contact": Contacts(), "company": Companies(), "home": Homes()}
        self._found: list[Any] = []
        self._task: Task | None = None
        self._is_ours = False
        """The file is being changed by this sheet."""
        self.close_button.setText(_("Close"))
        self.kind = Segments(_("Look for"), tuple((key, kind.name()) for key, kind in self._kinds.items()))
        self.kind.set_value("contact")
        self.table = RecordTable(_("Duplicates"))
        self._working = QVBoxLayout()
        self._stack = QStackedWidget()
        self._words = label("", "second", "muted", wraps=True)
        self._undo = link(_("Undo"), self._desk.undo)
        self._undo.hide()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self._sure = label("", "second")
        self._arrange()
        self._do = self.set_primary(_("Merge"), self._do_all)
        self._connect()
        self._look()

    def _arrange(self) -> None:
        waiting = QWidget()
        down = QVBoxLayout(waiting)
        down.addStretch(2)
        down.addLayout(self._working)
        down.addStretch(3)
        for part in (self.table, waiting):
            self._stack.addWidget(part)
        self.give_height(self._stack, _HEIGHT)
        self.body.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._stack)
        self.body.addWidget(self._threshold())
        told = QHBoxLayout()
        told.addWidget(self._words, 1)
        told.addWidget(self._undo)
        self.body.addLayout(told)
        self._open = quiet(_("Compare"), self._compare)
        self._apart = quiet(_("Not duplicates"), self._keep_apart)
        self.buttons.insertWidget(0, self._open)
        self.buttons.insertWidget(1, self._apart)

    def _threshold(self) -> QWidget:
        self.slider.setRange(_LEAST, _MOST_SURE)
        self.slider.setValue(_SURE)
        self.slider.setPageStep(5)
        self.slider.setMinimumHeight(theme.px(20))
        self.slider.setAccessibleName(_("Select from so sure on"))
        self._strip = QWidget()
        policy = self._strip.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._strip.setSizePolicy(policy)
        across = QHBoxLayout(self._strip)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(12))
        across.addWidget(self._sure)
        across.addWidget(self.slider, 1)
        return self._strip

    def _connect(self) -> None:
        self.kind.chosen.connect(lambda _kind: self._look())
        self.slider.valueChanged.connect(lambda _value: self._select_sure())
        self.table.chosen.connect(self._show_chosen)
        self.table.opened.connect(lambda _row: self._compare())
        self._desk.changed.connect(self._changed)
        self.finished.connect(lambda _code: self._give_up())

    def _shown(self) -> Kind:
        return self._kinds[str(self.kind.value())]

    # Looking

    def _look(self) -> None:
        self._give_up()
        kind = self._shown()
        self._found = []
        self._show_rows()
        self._run(kind.looking(), kind.find, partial(self._take, kind))

    def _run(
        self, words: str, job: "Callable[[Store], Generator[Progress, None, Any]]", done: Callable[[Any], None]
    ) -> None:
        """Long work in the place of the list, with a Cancel."""
        line = ProgressLine(words)
        self._clear_work()
        self._working.addWidget(line)
        self._stack.setCurrentIndex(1)
        self._show_chosen()

        self._task = self._desk.run_steps(
            job,
            partial(self._end, done),
            partial(self._show_progress, line),
            partial(self._end, self._refuse),
            self._gave_up,
        )
        line.cancelled.connect(self._task.cancel)

    def _show_progress(self, line: ProgressLine, progress: "Progress") -> None:
        line.show_progress(int(progress.done * _STEPS), _STEPS, progress.text)

    def _end(self, then: Callable[[Any], None], result: Any) -> None:
        self._task = None
        self._stack.setCurrentIndex(0)
        then(result)

    def _clear_work(self) -> None:
        while (item := self._working.takeAt(0)) and (old := item.widget()):
            old.hide()
            old.deleteLater()

    def _gave_up(self) -> None:
        if self._task and self._task.cancelled:
            self._task = None
            self._stack.setCurrentIndex(0)
            self.table.set_empty(_("Not looked through"), _("Choose above what to look for."))
            self._show_chosen()

    def _give_up(self) -> None:
        if self._task:
            self._task.cancel()
            self._task = None

    def _take(self, kind: Kind, found: list[Any]) -> None:
        if kind is self._shown():
            self._found = found
            self.table.set_empty(*kind.nothing())
            self._show_rows()
            self._select_sure()
            self.table.setFocus()
            announce(self, self._words.text() or kind.nothing()[0])

    def _show_rows(self) -> None:
        rows = [self._shown().row(each) for each in self._found]
        self.table.show_source(RowsSource(rows), rows)
        self._strip.setVisible(self._shown().has_scores and bool(rows))
        self._apart.setVisible(self._shown().has_scores)
        self._open.setVisible(self._shown().has_scores)

    def _changed(self, change: "Changed") -> None:
        """By an undo, or in another window: what was found no longer holds."""
        if self._is_ours:
            self._is_ours = False
        else:
            self._undo.hide()
            self._look()

    # What is chosen

    def _select_sure(self) -> None:
        percent = self.slider.value()
        count = sum(self._shown().is_sure(each, percent / 100) for each in self._found)
        self._sure.setText(_("From {percent} % sure").format(percent=QLocale().toString(percent)))
        self.table.select([range(count)] if count else [])
        self._show_chosen()

    def _chosen(self) -> list[Any]:
        return [self._found[number] for part in self.table.selected() for number in part if number < len(self._found)]

    def _show_chosen(self) -> None:
        chosen, is_idle = self._chosen(), self._task is None
        count = len(chosen)
        self._do.setText(self._shown().act_words(count))
        self._do.setEnabled(bool(count) and is_idle)
        self._apart.setEnabled(bool(count) and is_idle)
        self._open.setEnabled(count == 1 and is_idle and self._shown().size(chosen[0]) in MERGED if chosen else False)
        self._tell(self._shown().count_words(count, len(self._found)) if self._found else "")

    def _tell(self, words: str) -> None:
        if self._undo.isHidden():
            self._words.setText(words)

    # What is done

    def _do_all(self) -> None:
        chosen, kind = self._chosen(), self._shown()

        if chosen:
            self._is_ours = True
            self._run(kind.doing(), lambda store: kind.act(store, chosen), partial(self._done, chosen, kind.done_words))

    def _done(self, chosen: list[Any], words: Callable[[int], str], count: int) -> None:
        self._said(words(count))
        self._forget(chosen)

    def _said(self, words: str) -> None:
        """With its Undo, here: the window lies under the sheet."""
        self._words.setText(words)
        self._undo.show()
        announce(self, words)

    def _forget(self, some: list[Any]) -> None:
        gone = {id(each) for each in some}
        self._found = [each for each in self._found if id(each) not in gone]
        self._show_rows()
        self._show_chosen()
        if self._found:
            self.table.go_to(0)

    def _compare(self) -> None:
        chosen = self._chosen()
        if len(chosen) == 1 and self._shown().has_scores and self._shown().size(chosen[0]) in MERGED:
            self._is_ours = True

            def done() -> None:
                self._said(_("Done"))
                self._forget(chosen)

            sheet = Merge(self, self._desk, chosen[0].ids, chosen[0].reasons, done)
            sheet.rejected.connect(self._not_ours)
            sheet.open()

    def _not_ours(self) -> None:
        self._is_ours = False

    def _keep_apart(self) -> None:
        from crmdesk.services import duplicates

        chosen = self._chosen()
        clusters = [each.ids for each in chosen]
        if chosen:
            self._is_ours = True
            done = partial(self._kept_apart, chosen)
            self._desk.write(lambda store: duplicates.keep_apart(store, clusters), done, self._refuse)

    def _kept_apart(self, chosen: list[Any], _none: None) -> None:
        count = len(chosen)
        words = ngettext("{count} pair remembered as not the same", "{count} pairs remembered as not the same", count)
        self._said(words.format(count=grouped(count)))
        self._forget(chosen)

    def _refuse(self, error: Exception) -> None:
        self._is_ours = False
        if not isinstance(error, UserError):
            raise error
        self._words.setText(reason(error))
