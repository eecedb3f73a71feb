"""What was printed before, on the sheets it was printed on: a label is pressed, and the run goes on from there."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from crmdesk.domain.paper import RUN_KINDS
from crmdesk.i18n import _, ngettext, worded
from crmdesk.ui.desk import Desk
from crmdesk.ui.label_choices import number_box
from crmdesk.ui.label_pages import LabelPages
from crmdesk.ui.labels import Again
from crmdesk.ui.moments import at, when
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme
from crmdesk.widgets.parts import label
from crmdesk.widgets.record_table import RecordTable, Row, RowsSource
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.print_runs import Run

_WIDTH, _LIST, _HEIGHT = 920, 320, 540


class PastRuns(Sheet):
    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent, _("Printed before"), width=_WIDTH)
        self._desk = desk
        self._runs: list[Run] = []
        self._again: Again | None = None
        self.table = RecordTable(_("Printed before"))
        self.table.set_empty(_("Nothing was printed yet"), _("What you print is kept here and can be printed again."))
        self.first: QSpinBox = number_box(1)
        self.pages = LabelPages(desk)
        self._side = QWidget()
        self.close_button.setText(_("Close"))
        self.again_button = self.set_primary(_("Print again"), self._go)
        self.again_button.setEnabled(False)
        self._arrange()
        self._connect()
        self._look()

    def _arrange(self) -> None:
        self.table.setFixedWidth(theme.px(_LIST))
        across = QHBoxLayout()
        across.setSpacing(theme.px(20))
        across.addWidget(self.table)
        across.addWidget(self.pages, 1)
        self.body.addLayout(across, 1)
        self.give_height(self.pages, _HEIGHT)
        self.buttons.insertWidget(0, self._part())

    def _part(self) -> QWidget:
        words = label(_("From label"), "second", "muted")
        words.setBuddy(self.first)
        self.first.setAccessibleName(words.text())
        self.first.setFixedWidth(theme.px(96))
        across = QHBoxLayout(self._side)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(8))
        for part in (words, self.first, label(_("or press it on the page"), "second", "muted")):
            across.addWidget(part)
        return self._side

    def _connect(self) -> None:
        self.table.moved.connect(self._choose)
        self.first.valueChanged.connect(lambda _value: self._show_part())
        self.pages.pressed.connect(self._press)

    def _look(self) -> None:
        from crmdesk.services import print_runs

        self._desk.ask(print_runs.latest, self._show, replace=self)

    def _show(self, found: "list[Run]") -> None:
        self._runs = [run for run in found if run.kind == "labels"]
        rows = [_row(run) for run in self._runs]
        self.table.show_source(RowsSource(rows), rows)
        for part in (self._side, self.pages):
            part.setVisible(bool(rows))
        self.again_button.setEnabled(False)
        if rows:
            self.table.go_to(0)
            self.table.setFocus()

    def _choose(self, row: int) -> None:
        if not 0 <= row < len(self._runs):
            return
        run = self._runs[row]
        if self._again and self._again.run == run:
            return

        def job(store: "Store") -> Again:
            from crmdesk.services import labels, own_sheets

            return Again(run, labels.again(store, run), 1, own_sheets.by_name(store, run.choices["sheet"]))

        self.again_button.setEnabled(False)
        self._desk.ask(job, self._take, replace=self)

    def _take(self, again: Again) -> None:
        self._again = again
        self.first.setRange(1, len(again.batch.pieces))
        self.first.setValue(1)
        self.again_button.setEnabled(True)
        self.pages.page = 0
        self._show_part()

    def _show_part(self) -> None:
        if self._again is None:
            return
        first, batch = self.first.value(), self._again.batch
        left = len(batch.pieces) - first + 1
        text = ngettext("Print {count} label", "Print {count} labels", left)
        self.again_button.setText(text.format(count=grouped(left)))
        start = self._again.run.choices.get("start", 1)
        self.pages.show_labels(self._again.sheet, start, batch.contents, setter=batch.setter, done=first - 1)
        self.pages.show_piece(first - 1)

    def _press(self, place: int) -> None:
        if self._again and (number := place - self._again.run.choices.get("start", 1) + 2) >= 1:
            self.first.setValue(number)

    def _go(self) -> None:
        if self._again:
            first = self.first.value()
            again = Again(self._again.run, self._again.batch.rest(first), first, self._again.sheet)
            self.accept()
            self._desk.wanted.emit("labels", again)


def _row(run: "Run") -> Row:
    name = run.name or worded(RUN_KINDS, run.kind)
    count = ngettext("{count} label", "{count} labels", run.count).format(count=grouped(run.count))
    return Row(run.id, name, f"{count} · {run.choices.get('sheet', '')}", when(at(run.at)))
