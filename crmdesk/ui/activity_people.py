"""Who takes part in an activity: chips with the part each has, and a line that finds more by their names."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from crmdesk.domain.activities import PARTS_TAKEN
from crmdesk.i18n import _, inside, worded
from crmdesk.ui.desk import Desk
from crmdesk.ui.suggest import Suggest
from crmdesk.widgets import theme
from crmdesk.widgets.chips import Chip
from crmdesk.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from crmdesk.services.activity_looks import Participant
    from crmdesk.services.lookup import Row


class People(QWidget):
    kept = Signal(object)
    """Ids with the part each takes."""
    opened = Signal(str, bytes)
    """The section and id of one whose page is wanted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._people: tuple[Participant, ...] = ()
        self.chips: list[Chip] = []
        self._row = QWidget()
        self._flow = FlowLayout(self._row, 6)
        self.line = QLineEdit()
        self.line.setProperty("inline", True)
        self.line.setAccessibleName(_("Add a participant"))
        self.line.setPlaceholderText(_("add a name"))
        self.line.setMinimumHeight(theme.px(30))
        Suggest(desk, self.line, None).chosen.connect(self._add)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        chips = QVBoxLayout()
        chips.setContentsMargins(theme.margins(9, 3, 0, 0))
        chips.addWidget(self._row)
        down.addLayout(chips)
        down.addWidget(self.line)
        self._row.hide()

    def show_people(self, people: "tuple[Participant, ...]") -> None:
        if people == self._people:
            return
        self._people = people
        self._flow.clear()
        self.chips = [self._chip(person) for person in people]
        for chip in self.chips:
            self._flow.addWidget(chip)
        self._row.setVisible(bool(people))
        self._row.updateGeometry()

    def _chip(self, person: "Participant") -> Chip:
        role = "" if person.role == "with" else f" · {inside(worded(PARTS_TAKEN, person.role))}"
        chip = Chip(person.name + role)
        chip.setAccessibleName(_("{name}, {role}").format(name=person.name, role=worded(PARTS_TAKEN, person.role)))
        chip.removed.connect(partial(self._remove, person.id))
        chip.clicked.connect(lambda: self._offer(person, chip))
        return chip

    def _offer(self, person: "Participant", chip: Chip) -> None:
        """Another part, or the page."""
        menu = QMenu(chip)
        for role, words in PARTS_TAKEN:
            action = menu.addAction(_(words))
            action.setCheckable(True)
            action.setChecked(role == person.role)
            action.triggered.connect(partial(self._change, person.id, role))
        menu.addSeparator()
        section = "companies" if person.kind == "company" else "contacts"
        menu.addAction(_("Open")).triggered.connect(lambda: self.opened.emit(section, person.id))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height())))

    def ids(self) -> list[bytes]:
        return [person.id for person in self._people]

    def _roles(self) -> dict[bytes, str]:
        return {person.id: person.role for person in self._people}

    def _add(self, row: "Row") -> None:
        from crmdesk.services.activity_looks import Participant

        self.line.clear()
        added = Participant(row.id, row.name, "with", row.kind)
        if row.id not in self._roles():
            self.show_people((*self._people, added))
            self.kept.emit(self._roles())

    def _remove(self, key: bytes) -> None:
        self._keep({other: role for other, role in self._roles().items() if other != key})

    def _change(self, key: bytes, role: str) -> None:
        self._keep(self._roles() | {key: role})

    def _keep(self, roles: Mapping[bytes, str]) -> None:
        from dataclasses import replace

        self.show_people(tuple(replace(one, role=roles[one.id]) for one in self._people if one.id in roles))
        self.line.setFocus()
        self.kept.emit(roles)
