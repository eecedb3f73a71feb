"""The steps of an activity set as a table: filled in place, ordered by dragging or Alt+arrows, added by Enter."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.activity_set_words import TimeField
from crmdesk.ui.activity_times import RemindField
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.amounts import NumberField
from crmdesk.widgets.fields import ChoiceField, Field, LineField
from crmdesk.widgets.parts import icon_button, label, small_button
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.word_list import Grip

if TYPE_CHECKING:
    from crmdesk.services.activity_sets import SetStep

_WIDTHS = (44, 80, 0, 76, 80)
"""Of day, type, subject, time and reminder; the subject has the rest."""
_GRIP, _AWAY = 20, 26
_LEAST = 96
"""For the subject, beside all others."""
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class StepRow(QWidget):
    changed = Signal()
    moved = Signal(int)
    removed = Signal()

    def __init__(self, step: "SetStep", types: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.step = step
        self.grip = Grip(_("Move"))
        self.day, self.subject = NumberField(_("Day")), LineField(_("What"))
        self.type = ChoiceField(_("Type"), types)
        self.time, self.remind = TimeField(_("Time")), RemindField(_("Remind"))
        self.away = small_button("x", _("Remove"), self.removed.emit)
        self.fields: dict[str, Field] = {
            "day": self.day, "type": self.type, "subject": self.subject, "time": self.time, "remind": self.remind,
        }  # fmt: skip
        self._lay_out()
        for name, field in self.fields.items():
            field.kept.connect(partial(self._keep, name))
        self.show_step(step)

    def _lay_out(self) -> None:
        first, then = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.grip)
        for field, width in zip(self.fields.values(), _WIDTHS, strict=True):
            if width:
                field.setFixedWidth(theme.px(width))
            line = then if field in (self.time, self.remind) else first
            line.addWidget(field, 0 if width else 1, Qt.AlignmentFlag.AlignTop)
        then.addWidget(self.away)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._across.setContentsMargins(0, 0, 0, 0)
        for layout, stretch in ((first, 1), (then, 0)):
            layout.setSpacing(theme.px(2))
            self._across.addLayout(layout, stretch)
        self._across.setSpacing(theme.px(2))

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Time and reminder below the rest."""
        side, above = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._across.setDirection(above if is_narrow else side)

    def show_step(self, step: "SetStep") -> None:
        self.step = step
        self.day.set_value(str(step.day))
        self.type.set_value(step.type)
        self.subject.set_value(step.subject or "")
        self.time.set_value(step.time or "")
        self.remind.set_value("" if step.remind is None else str(step.remind))
        self.away.setAccessibleDescription(step.subject or "")
        if line := self.remind.edit.findChild(QLineEdit):
            line.setCursorPosition(0)  # what is cut is cut at its end

    def _keep(self, name: str, value: object) -> None:
        changed: dict[str, Any] = {name: _stored(name, value)}
        self.step = replace(self.step, **changed)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
        else:
            super().keyPressEvent(event)

    def waiting(self) -> Field | None:
        return next((field for field in self.fields.values() if field.is_waiting()), None)


def _stored(name: str, value: object) -> object:
    if name == "day":
        return int(float(str(value or 0)))
    if name == "remind":
        return int(str(value)) if value != "" else None
    return value or None


class StepsTable(QWidget):
    """`changed` tells all steps as they shall be; whoever keeps them answers by `show_steps` or `set_problem`."""

    changed = Signal(object)

    def __init__(self, types: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._types = types
        self.rows: list[StepRow] = []
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Add a step"))
        self.line.setAccessibleName(_("Add a step"))
        self.line.returnPressed.connect(self.add)
        self._problem = Problem()
        self._heads = _heads()
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(theme.px(2))
        self._down.addWidget(self._heads)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.margins(_GRIP + 4, 6, 0, 6))
        foot.addWidget(self.line, 1)
        foot.addWidget(icon_button("plus", _("Add a step"), self.add))
        self._down.addLayout(foot)
        self._down.addWidget(self._problem)

    def steps(self) -> "list[SetStep]":
        return [row.step for row in self.rows]

    def set_types(self, types: Sequence[tuple[str, str]]) -> None:
        self._types = types
        for row in self.rows:
            row.type.set_choices(types)

    # Showing

    def show_steps(self, steps: "Sequence[SetStep]") -> None:
        """Rows that are there stay, with what is being typed in them."""
        kept = {row.step.id: row for row in self.rows}
        self.rows = [self._row_for(step, kept.pop(step.id, None)) for step in steps]
        for row in kept.values():
            row.hide()
            row.setParent(None)
            row.deleteLater()
        self._heads.setVisible(bool(self.rows))
        self._fit()
        self._place()
        self.set_problem("")

    def _fit(self) -> None:
        """Columns of words are as wide as their longest."""
        for column, name in ((1, "type"), (4, "remind")):
            combos = [row.fields[name].edit for row in self.rows]
            widths = [_width_of(combo) for combo in combos if isinstance(combo, QComboBox)]
            width = max([theme.px(_WIDTHS[column]), *widths])
            for part in (self._heads.findChildren(QLabel)[column], *(row.fields[name] for row in self.rows)):
                part.setFixedWidth(width)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        heads = self._heads.findChildren(QLabel)
        taken = sum(head.minimumWidth() for head in heads) + theme.px(_GRIP + _AWAY + 16)
        is_narrow = bool(self.rows) and self.width() - taken < theme.px(_LEAST)
        for row in self.rows:
            row.set_narrow(is_narrow=is_narrow)
        for head in heads[3:]:
            head.setVisible(not is_narrow)

    def _place(self) -> None:
        for place, row in enumerate(self.rows):
            if self._down.indexOf(row) != place + 1:
                self._down.insertWidget(place + 1, row)
        tab_order.order(self.window())

    def _row_for(self, step: "SetStep", row: StepRow | None) -> StepRow:
        if row is None:
            row = StepRow(step, self._types)
            self._connect(row)
        else:
            row.show_step(step)
        return row

    def _connect(self, row: StepRow) -> None:
        row.changed.connect(self._tell)
        row.moved.connect(lambda step: self._move(row, self.rows.index(row) + step))
        row.removed.connect(lambda: self._remove(row))
        row.grip.dragged.connect(lambda point: self._drag(row, point))
        row.grip.dropped.connect(lambda: self._move(row, self.rows.index(row)))

    def set_problem(self, text: str) -> None:
        """At the field that is waiting for an answer, else under the table."""
        waiting = next((field for row in self.rows if (field := row.waiting())), None)
        if waiting and text:
            waiting.set_problem(text)
        self._problem.say("" if waiting else text)

    # Changing

    def _tell(self) -> None:
        self.changed.emit(self.steps())

    def add(self) -> None:
        """On the day of the last one."""
        from crmdesk.services.activity_sets import SetStep

        subject = " ".join(self.line.text().split())
        if subject:
            day = self.rows[-1].step.day if self.rows else 0
            self.line.setText("")  # and forgets its letters: Undo is about the step
            self.changed.emit([*self.steps(), SetStep(subject=subject, day=day)])
        else:
            self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _remove(self, row: StepRow) -> None:
        """The cursor goes to what takes its place."""
        place = self.rows.index(row)
        others = self.rows[place + 1 :] or self.rows[:place][-1:]
        (others[0].away if others else self.line).setFocus(Qt.FocusReason.TabFocusReason)
        self.changed.emit([step for step in self.steps() if step is not row.step])

    def _drag(self, row: StepRow, point: QPoint) -> None:
        height = self.mapFromGlobal(point).y()
        place = sum(1 for other in self.rows if other is not row and other.geometry().center().y() < height)
        self.rows.remove(row)
        self.rows.insert(place, row)
        self._place()

    def _move(self, row: StepRow, place: int) -> None:
        """Its day becomes one that fits there: steps stand in the order of their days."""
        if not 0 <= place < len(self.rows):
            return
        self.rows.remove(row)
        self.rows.insert(place, row)
        days = [other.step.day for other in self.rows]
        low = days[place - 1] if place else min(days)
        high = days[place + 1] if place + 1 < len(days) else max(days)
        row.step = replace(row.step, day=min(max(row.step.day, low), max(low, high)))
        self._place()
        self._tell()


def _width_of(combo: QComboBox) -> int:
    return int(combo.fontMetrics().horizontalAdvance(combo.currentText())) + theme.px(48)


def _heads() -> QWidget:
    made = QWidget()
    across = QHBoxLayout(made)
    across.setContentsMargins(theme.margins(_GRIP + 2, 4, _AWAY + 2, 0))
    across.setSpacing(theme.px(2))
    for text, width in zip((_("Day"), _("Type"), _("What"), _("Time"), _("Remind")), _WIDTHS, strict=True):
        words = label(text, "second", "muted")
        words.setContentsMargins(theme.margins(8, 0, 0, 0))
        if width:
            words.setFixedWidth(theme.px(width))
        across.addWidget(words, 0 if width else 1)
    return made
