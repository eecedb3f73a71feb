"""Beside the calendar: whose appointments are shown, and the way to a time that is free for all of them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.domain.whose import ME, Team
from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.team_choice import team_of
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.layer_box import LayerBox
from crmdesk.widgets.parts import label, link
from crmdesk.widgets.people_grid import Person
from crmdesk.widgets.tones import NAMES

_TONES = NAMES[:-1]


class TeamPeople(QWidget):
    """Not there for who has no colleagues."""

    met = Signal()
    """Who there is is known."""
    changed = Signal()
    """Others are to be shown."""
    free_time_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.team = Team()
        self.absent: set[str] = set()
        """Who is not shown; `ME` for oneself."""
        self.boxes: dict[str, LayerBox] = {}
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, theme.px(12))
        down.setSpacing(0)
        words = label(_("Team"), "group", "muted")
        words.setContentsMargins(theme.margins(6, 0, 0, 4))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.find_time = link(_("Find a free time…"), self.free_time_wanted.emit)
        down.addWidget(words)
        down.addLayout(self._list)
        down.addWidget(self.find_time)
        self.hide()

    def look(self) -> None:
        self._desk.ask(team_of, self._show, replace=(id(self), "team"))

    def people(self) -> Sequence[Person]:
        """Those that are shown; nobody where there is no team."""
        return [person for person in everybody(self.team) if (person.key or ME) not in self.absent]

    def _show(self, team: Team) -> None:
        if team == self.team:
            return
        self.team = team
        while item := self._list.takeAt(0):
            if gone := item.widget():
                gone.hide()
                gone.deleteLater()
        self.boxes = {}
        for person in everybody(team):
            self._add(person)
        self.setVisible(bool(team.others))
        tab_order.order(self)
        self.met.emit()

    def _add(self, person: Person) -> None:
        key = person.key or ME
        box = self.boxes[key] = LayerBox(person.name, person.tone)
        box.setChecked(key not in self.absent)
        box.toggled.connect(lambda is_on: self._toggle(key, is_on=is_on))
        self._list.addWidget(box)

    def _toggle(self, key: str, *, is_on: bool) -> None:
        self.absent.discard(key) if is_on else self.absent.add(key)
        self.changed.emit()


def everybody(team: Team) -> list[Person]:
    """Whoever looks comes first."""
    if not team.others:
        return []
    keys = [("", team.me or _("Me")), *((name, name) for name in team.others)]
    return [Person(key, name, _TONES[place % len(_TONES)]) for place, (key, name) in enumerate(keys)]
