"""The activity sets that were applied to somebody and are under way: how far, moved by their start, or stopped."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.activity_set_words import DayField
from crmdesk.ui.editor import Editor
from crmdesk.ui.moments import wall
from crmdesk.widgets import icons, tab_order, theme
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import Card, label, small_button

if TYPE_CHECKING:
    from crmdesk.services.activity_sets import Run
    from crmdesk.services.files import Store

_START, _MARK = 128, 22


class Runs(Card):
    """Hidden while there is none."""

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self._editor = editor
        self.rows: dict[bytes, _Row] = {}
        self.setAccessibleName(_("Activity sets"))
        self.body.setContentsMargins(theme.margins(12, 4, 6, 4))
        self.body.setSpacing(0)
        self.hide()

    def look(self) -> None:
        record = self._editor.record

        def runs(store: "Store") -> "list[Run]":
            from crmdesk.services import activity_sets

            return [run for run in activity_sets.runs_of(store, record) if run.done < run.total]

        if record:
            self._editor.desk.ask(runs, self._show, replace=(id(self), "runs"))

    def _show(self, runs: "Sequence[Run]") -> None:
        for gone in self.rows.keys() - {run.id for run in runs}:
            row = self.rows.pop(gone)
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        before = list(self.rows)
        for place, run in enumerate(runs):
            row = self.rows.get(run.id) or self._make(run)
            row.show_run(run)
            if self.body.indexOf(row) != place:
                self.body.insertWidget(place, row)
        self.setVisible(bool(runs))
        if before != list(self.rows):
            tab_order.order(self.window())

    def _make(self, run: "Run") -> "_Row":
        row = self.rows[run.id] = _Row()
        row.starts.kept.connect(lambda day: self._shift(run.id, row, day))
        row.stop.clicked.connect(lambda _on=False: self._stop(run.id))
        return row

    def _shift(self, run: bytes, row: "_Row", day: str) -> None:
        def shift(store: "Store") -> int:
            from crmdesk.services import activity_sets

            return activity_sets.shift(store, run, date.fromisoformat(day))

        def shifted(count: int) -> None:
            words = ngettext("{count} activity moved, from {day} on", "{count} activities moved, from {day} on", count)
            self._editor.desk.say_undoable(words.format(count=count, day=wall(day)))
            self.look()

        self._editor.desk.write(shift, shifted, lambda error: row.starts.set_problem(words_of(error)))

    def _stop(self, run: bytes) -> None:
        def stop(store: "Store") -> str:
            from crmdesk.services import activity_sets

            return activity_sets.stop(store, run)

        self._editor.desk.write(stop, self._editor.desk.say_undoable)


class _Row(QWidget):
    def __init__(self) -> None:
        super().__init__()
        mark = label()
        mark.setPixmap(icons.pixmap("list-ordered", "accent", 14))
        self.name, self.far = label("", "medium", wraps=True), label("", "second", "muted")
        self.starts = DayField(_("Starts"))
        self.starts.setFixedWidth(theme.px(_START))
        self.stop = small_button("x", _("Stop"))
        self._lay_out(mark)

    def _lay_out(self, mark: QLabel) -> None:
        top, below = QHBoxLayout(), QHBoxLayout()
        for part, stretch in ((mark, 0), (self.name, 1), (self.stop, 0)):
            top.addWidget(part, stretch)
        below.setContentsMargins(theme.margins(_MARK, 0, 0, 0))
        below.addWidget(self.far)
        below.addWidget(self.starts)
        below.addStretch(1)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(0, 2, 0, 2))
        down.setSpacing(0)
        for line in (top, below):
            line.setSpacing(theme.px(8))
            down.addLayout(line)

    def show_run(self, run: "Run") -> None:
        self.name.setText(run.name)
        self.far.setText(_("{done} of {total} done · from").format(done=run.done, total=run.total))
        self.starts.set_value(run.starts.isoformat())
        for part in (self.starts.edit, self.stop):
            part.setAccessibleDescription(run.name)
