"""A time that is free for several: who, how long, and the next ones to choose from."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from crmdesk.domain.free_times import Hours, Stretch
from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.calendar_times import Habits, Span, span_words
from crmdesk.widgets.choosers import Segments
from crmdesk.widgets.layer_box import LayerBox
from crmdesk.widgets.parts import label, link, quiet
from crmdesk.widgets.people_grid import Person
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_WIDTH, _MOST, _USUAL = 460, 5, 60
_LENGTHS = (15, 30, 45, 60, 90, 120)
_BESIDE = 3


class FreeTimes(Sheet):
    chosen = Signal(object)
    """A Span."""

    def __init__(self, window: QWidget, desk: Desk, habits: Habits, people: Sequence[Person], shown: set[str]) -> None:
        super().__init__(window, _("Find a free time"), width=_WIDTH)
        self._desk, self._habits = desk, habits
        self.boxes = {person.key: LayerBox(person.name, person.tone) for person in people}
        for key, box in self.boxes.items():
            box.setChecked(key in shown)
            box.toggled.connect(lambda _on: self._begin())
        self.length = Segments(_("Minutes"), [(minutes, str(minutes)) for minutes in _LENGTHS])
        self.length.set_value(_USUAL)
        self.length.chosen.connect(lambda _minutes: self._begin())
        self._told = label("", "second", "muted", wraps=True)
        self._times = QVBoxLayout()
        self.later = link(_("Later times"), self._go_on)
        self._after = datetime.now()  # noqa: DTZ005 - by the clock on the wall
        self.found: list[Stretch] = []
        self._arrange()
        self._begin()

    def _arrange(self) -> None:
        who = QWidget()
        grid = QGridLayout(who)
        grid.setContentsMargins(0, 0, 0, 0)
        for place, box in enumerate(self.boxes.values()):
            grid.addWidget(box, place // _BESIDE, place % _BESIDE)
        for words, part in ((_("Who"), who), (_("Minutes"), self.length)):
            self.body.addWidget(label(words, "second", "muted"))
            self.body.addWidget(part)
        self._times.setSpacing(theme.px(6))
        self.body.addSpacing(theme.px(4))
        self.body.addWidget(self._told)
        self.body.addLayout(self._times)
        self.body.addWidget(self.later)

    def _begin(self) -> None:
        self._ask(datetime.now())  # noqa: DTZ005 - by the clock on the wall

    def _go_on(self) -> None:
        self._ask(self.found[-1].end)

    def _ask(self, after: datetime) -> None:
        names = [key for key, box in self.boxes.items() if box.isChecked()]
        length, habits = timedelta(minutes=self.length.value()), self._habits
        hours = Hours(habits.works_from, habits.works_to, habits.work_days)
        self._desk.ask(partial(_free, names, length, after, hours), self._show, replace=self)

    def _show(self, found: list[Stretch]) -> None:
        self.found = found
        while item := self._times.takeAt(0):
            if gone := item.widget():
                gone.hide()
                gone.deleteLater()
        for one in found:
            span = Span(one.start, one.end)
            self._times.addWidget(quiet(span_words(span, self._habits), partial(self._choose, span)))
        told = _("Free for all of them:") if found else _("In the next twelve weeks there is no such time.")
        self._told.setText(told)
        self.later.setVisible(len(found) == _MOST)
        tab_order.order(self)
        self.refit()

    def times(self) -> list[QWidget]:
        """To choose from."""
        found = (self._times.itemAt(place) for place in range(self._times.count()))
        return [part for item in found if item and (part := item.widget())]

    def _choose(self, span: Span) -> None:
        self.accept()
        self.chosen.emit(span)


def _free(names: Sequence[str], length: timedelta, after: datetime, hours: Hours, store: "Store") -> list[Stretch]:
    from crmdesk.services import team_times

    return team_times.free(store, names, length, after, hours, _MOST)
