"""Beside the calendar: a small month to go to any day, and what is shown, in the colours it is shown in."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.calendar_entries import HOLIDAYS, LAYERS, YEARLY, tone_of
from crmdesk.ui.calendar_tasks import CalendarTasks
from crmdesk.ui.desk import Desk
from crmdesk.ui.team_people import TeamPeople
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import fill_scrolled
from crmdesk.widgets.calendar_times import Habits, month_words
from crmdesk.widgets.layer_box import LayerBox
from crmdesk.widgets.parts import label, small_button
from crmdesk.widgets.small_month import SmallMonth

WIDTH = 236
DONE = "done"
_DONE_COLOUR = "grey"


class CalendarSide(QWidget):
    changed = Signal()
    """Something else is to be shown."""

    def __init__(self, desk: Desk, habits: Habits, day: date) -> None:
        super().__init__()
        self.tasks = CalendarTasks(desk)
        self.team = TeamPeople(desk)
        self.hidden: set[str] = set()
        """Types and layers; DONE among them: what is done."""
        self.month = SmallMonth(_("Month"), habits, day)
        self._name = label("", "strong")
        self._boxes: dict[str, LayerBox] = {}
        self._types: Sequence[tuple[str, str]] = ()
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.month.turned.connect(self._show_name)
        self._arrange()

    def _arrange(self) -> None:
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(theme.margins(14, 12, 14, 12))
        down.setSpacing(theme.px(4))
        head = QHBoxLayout()
        head.setContentsMargins(theme.margins(8, 0, 0, 0))
        head.setSpacing(0)
        head.addWidget(self._name, 1)
        mirrored = self.isRightToLeft()
        head.addWidget(small_button("chevron-right" if mirrored else "chevron-left", _("Month before"),
                                    lambda: self.month.turn(-1)))  # fmt: skip
        head.addWidget(small_button("chevron-left" if mirrored else "chevron-right", _("Month after"),
                                    lambda: self.month.turn(1)))  # fmt: skip
        down.addLayout(head)
        down.addWidget(self.month)
        down.addSpacing(theme.px(12))
        down.addWidget(self.tasks)
        down.addWidget(self.team)
        words = label(_("Shown"), "group", "muted")
        words.setContentsMargins(theme.margins(6, 0, 0, 4))
        down.addWidget(words)
        down.addLayout(self._list)
        down.addStretch(1)
        fill_scrolled(self, inside)

    def show_days(self, day: date, shown: Sequence[date]) -> None:
        self.month.show_days(day, shown)
        self._show_name(day)

    def _show_name(self, day: date) -> None:
        self._name.setText(month_words(day))

    def set_types(self, types: Sequence[tuple[str, str]]) -> None:
        if types == self._types and self._boxes:
            return
        self._types = types
        while item := self._list.takeAt(0):
            if gone := item.widget():
                gone.hide()
                gone.deleteLater()
        self._boxes.clear()
        for kind, words in types:
            self._add(kind, words, tone_of(kind))
        self._list.addSpacing(theme.px(8))
        self._add(YEARLY, _("Birthdays, anniversaries"), LAYERS[YEARLY])
        self._add(HOLIDAYS, _("Holidays"), LAYERS[HOLIDAYS])
        self._add(DONE, _("Done"), _DONE_COLOUR)
        tab_order.order(self)

    def _add(self, key: str, words: str, colour: str) -> None:
        box = self._boxes[key] = LayerBox(words, colour)
        box.setChecked(key not in self.hidden)
        box.toggled.connect(lambda is_on: self._toggle(key, is_on=is_on))
        self._list.addWidget(box)

    def _toggle(self, key: str, *, is_on: bool) -> None:
        self.hidden.discard(key) if is_on else self.hidden.add(key)
        self.changed.emit()

    def box(self, key: str) -> LayerBox:
        return self._boxes[key]

    def hide_kinds(self, hidden: Sequence[str]) -> None:
        """As it was another time."""
        self.hidden = set(hidden)
        for key, box in self._boxes.items():
            box.setChecked(key not in self.hidden)
