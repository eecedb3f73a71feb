"""Letters that were printed before: all of a run, or from one to another, can be printed again."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.desk import Desk
from crmdesk.ui.label_choices import number_box
from crmdesk.ui.moments import at, when
from crmdesk.ui.numbers import grouped
from crmdesk.ui.print_runs import part_of
from crmdesk.widgets import theme
from crmdesk.widgets.parts import label
from crmdesk.widgets.record_table import RecordTable, Row, RowsSource
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.letter_runs import Batch
    from crmdesk.services.print_runs import Run

Show = Callable[["Run", "Batch"], None]


class PastLetters(Sheet):
    def __init__(self, parent: QWidget, desk: Desk, show: Show) -> None:
        super().__init__(parent, _("Printed before"), width=560)
        self._desk, self._show_again = desk, show
        self._runs: list[Run] = []
        self.table = RecordTable(_("Printed before"))
        self.table.set_empty(_("Nothing was printed yet"), _("What you print is kept here and can be printed again."))
        self.first: QSpinBox = number_box(1)
        self.last: QSpinBox = number_box(1)
        self.body.addWidget(self.table)
        self.give_height(self.table, 320)
        self.body.addWidget(self._part())
        self.close_button.setText(_("Close"))
        self.again_button = self.set_primary(_("Show again"), self._go)
        self.again_button.setEnabled(False)
        self.table.moved.connect(self._choose)
        self._look()

    def _part(self) -> QWidget:
        self.side = QWidget()
        across = QHBoxLayout(self.side)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(8))
        for text, box in ((_("From letter"), self.first), (_("to"), self.last)):
            words = label(text, "second", "muted")
            words.setBuddy(box)
            box.setAccessibleName(text)
            box.setFixedWidth(theme.px(80))
            across.addWidget(words)
            across.addWidget(box)
        across.addStretch(1)
        return self.side

    def _look(self) -> None:
        from crmdesk.services import print_runs

        self._desk.ask(print_runs.latest, self._show, replace=self)

    def _show(self, found: "list[Run]") -> None:
        self._runs = [run for run in found if run.kind == "letters"]
        rows = [_row(run) for run in self._runs]
        self.table.show_source(RowsSource(rows), rows)
        self.side.setVisible(bool(rows))
        if rows:
            self.table.go_to(0)
            self.table.setFocus()

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._runs):
            count = self._runs[row].count
            for box, value in ((self.first, 1), (self.last, count)):
                box.setRange(1, max(count, 1))
                box.setValue(value)
            self.again_button.setEnabled(count > 0)

    def _go(self) -> None:
        run = self._runs[max(self.table.current_row(), 0)]
        first, last = self.first.value(), max(self.first.value(), self.last.value())

        def job(store: "Store") -> "Batch":
            from crmdesk.services import letter_runs

            return letter_runs.again(store, run, first, last)

        self._desk.ask(job, lambda batch: self._done(run, batch))

    def _done(self, run: "Run", batch: "Batch") -> None:
        self.accept()
        self._show_again(run, batch)


def _row(run: "Run") -> Row:
    count = ngettext("{count} letter", "{count} letters", run.count).format(count=grouped(run.count))
    return Row(run.id, run.name, " · ".join(filter(None, (count, part_of(run)))), when(at(run.at)))
