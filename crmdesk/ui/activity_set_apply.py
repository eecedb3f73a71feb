"""Applying an activity set to somebody or to a whole set: which one, from which day on, and what that will plan."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.activity_rows import ICONS, OWN_ICON
from crmdesk.ui.activity_set_words import DayField, examples, planned
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import icons, tab_order, theme
from crmdesk.widgets.beside import scroller
from crmdesk.widgets.choosers import Chooser
from crmdesk.widgets.form import row_label
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import label, link
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.activity_sets import SetRow, SetStep
    from crmdesk.services.files import Store
    from crmdesk.ui.window import Window

_STEP, _LEAST, _MOST = 27, 60, 270
"""The height of a step, and of all of them."""


class ApplySet(Sheet):
    def __init__(self, window: "Window", chosen: CurrentSet) -> None:
        super().__init__(window, _("Activity set for {what}").format(what=_whom(chosen)), width=520)
        self._window, self._desk, self._chosen = window, window.desk, chosen
        self._sets: dict[str, SetRow] = {}
        self.which = Chooser(_("Activity set"), ())
        self.starts = DayField(_("Starts"))
        self.starts.edit.setProperty("inline", False)
        self.starts.set_value(date.today().isoformat())  # noqa: DTZ011 - the wall
        self._hint = label("", "second", "muted", wraps=True)
        self._preview = scroller(QWidget())
        self._problem = Problem()
        self.edit = link(_("Change the sets…"), self._edit)
        self._arrange()
        self.plan_button = self.set_primary(_("Plan"), self.plan)
        self.plan_button.setEnabled(False)
        self.which.chosen.connect(lambda _key: self._show_steps())
        self.starts.kept.connect(self._keep_start)
        self._desk.ask(_sets, self._show)
        self.which.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _arrange(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        across.addWidget(self.which, 1)
        across.addWidget(row_label(_("Starts"), self.starts.edit))
        self.starts.setFixedWidth(theme.px(128))
        across.addWidget(self.starts, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(across)
        for part in (self._hint, self._preview, self._problem):
            self.body.addWidget(part)
        self.buttons.insertWidget(0, self.edit)

    # Showing

    def _show(self, rows: "Sequence[SetRow]") -> None:
        """In a file without any, those that come ready made: used, one is kept."""
        from crmdesk.services.activity_sets import SetRow

        offered = rows or [SetRow(b"", name, steps, False, 0) for name, steps in examples()]
        self._sets = {row.name: row for row in offered if row.steps}
        for name in self._sets:
            self.which.addItem(name, name)
        self._hint.setText("" if rows else _("These come ready made; the one you use is kept and can be changed."))
        self._hint.setVisible(not rows)
        self._show_steps()

    def _row(self) -> "SetRow | None":
        return self._sets.get(self.which.value() or "")

    def _show_steps(self) -> None:
        row = self._row()
        self._preview.setWidget(_listing(row.steps if row else (), self._start()))
        self.plan_button.setEnabled(bool(row))
        self.give_height(self._preview, min(max(_STEP * len(row.steps) if row else 0, _LEAST), _MOST))
        if row is None:
            self._hint.setText(_("No set has any steps yet."))
            self._hint.show()
        tab_order.order(self)
        if self.isVisible():
            self.refit()

    def _start(self) -> date:
        return date.fromisoformat(self.starts.value())

    def _keep_start(self, value: str) -> None:
        self.starts.set_value(value)
        self._show_steps()

    # Acting

    def plan(self) -> None:
        """What is wrong with the day is told at it."""
        self.starts.keep()
        row = self._row()
        if row is None or self.starts.problem():
            return
        chosen, starts = self._chosen, self._start()
        desk = self._desk

        def planned_so_many(count: int) -> None:
            words = ngettext("{count} activity planned", "{count} activities planned", count)
            desk.say_undoable(words.format(count=grouped(count)))
            self.accept()

        desk.write(lambda store: _apply(store, row, chosen, starts), planned_so_many, self._tell)

    def _tell(self, error: Exception) -> None:
        self._problem.say(words_of(error))

    def _edit(self) -> None:
        from crmdesk.ui.preferences import Preferences

        self.reject()
        QTimer.singleShot(0, self._window, Preferences(self._window, "sets").open)


def _whom(chosen: CurrentSet) -> str:
    return chosen.words if chosen.count == 1 and chosen.words else chosen.in_words()


def _listing(steps: "Sequence[SetStep]", starts: date) -> QWidget:
    """When, and what."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(theme.margins(4, 4, 4, 4))
    grid.setHorizontalSpacing(theme.px(12))
    grid.setVerticalSpacing(theme.px(8))
    grid.setColumnStretch(2, 1)
    for number, step in enumerate(steps):
        mark = label()
        mark.setPixmap(icons.pixmap(ICONS.get(step.type, OWN_ICON), "muted", 14))
        when = label(planned(step, starts), "second", "muted")
        for column, part in enumerate((when, mark, label(step.subject or "", wraps=True))):
            grid.addWidget(part, number, column)
    grid.setRowStretch(len(steps), 1)
    return made


def _sets(store: "Store") -> "list[SetRow]":
    from crmdesk.services import activity_sets

    return activity_sets.list_sets(store)


def _apply(store: "Store", row: "SetRow", chosen: CurrentSet, starts: date) -> int:
    from crmdesk.services import activity_sets, lookup

    key = row.id or activity_sets.save(store, row.name, row.steps)
    return activity_sets.apply(store, key, lookup.keys_of(store, chosen.kind, chosen.ids), starts)
