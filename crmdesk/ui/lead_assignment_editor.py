"""To whom leads go: a rule with its conditions and people, and a colleague with territory and skills."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.domain.criteria import All
from crmdesk.i18n import _
from crmdesk.ui.conditions import ConditionTree
from crmdesk.ui.counting import HEIGHT, Counting, scrolled
from crmdesk.ui.desk import Desk, reason
from crmdesk.ui.lead_rule_words import Known
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Segments
from crmdesk.widgets.parts import label
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet
from crmdesk.widgets.switch import Switch

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.lead_assignment import Assignment, Person


class AssignmentEditor(Sheet):
    def __init__(
        self, parent: QWidget, desk: Desk, known: Known, rule: "Assignment | None", keep: Callable[["Assignment"], None]
    ) -> None:
        super().__init__(parent, _("Who gets leads") if rule else _("New rule: who gets leads"), width=780)
        self._keep, self._is_on = keep, rule.is_on if rule else True
        self.name = QLineEdit(rule.name if rule else "")
        self.people = QLineEdit(", ".join(rule.people) if rule else "")
        self.skill = QLineEdit(rule.skill if rule else "")
        self.how = Segments(_("How"), (("turn", _("In turn")), ("one", _("To the first who is there"))))
        self.how.set_value(rule.how if rule else "turn")
        self.tree = ConditionTree(desk, "contact", known.terms)
        self.tree.show_node(rule.where if rule else All())
        self.counting = Counting(desk, self.tree, _("Without conditions it holds for all."))
        self.problem = Problem()
        known_names = ", ".join(person.name for person in known.people)
        self.people.setPlaceholderText(_("everyone who fits: {names}").format(names=known_names or "…"))
        self.skill.setPlaceholderText(_("none"))
        self._arrange()
        self.set_primary(_("Save"), self._save)
        self.counting.ask()
        self.name.setFocus()

    def _arrange(self) -> None:
        self.body.addWidget(_pair((_("Name"), self.name), (_("Skill that is needed"), self.skill)))
        self.body.addWidget(_pair((_("Colleagues, parted by commas"), self.people)))
        self.body.addWidget(self.how, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(label(_("For whom"), "strong"))
        area = scrolled(self.tree)
        self.give_height(area, HEIGHT)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.counting)
        self.body.addWidget(self.problem)

    def _save(self) -> None:
        from crmdesk.services.lead_assignment import Assignment

        if not (name := " ".join(self.name.text().split())):
            self.problem.say(_("The rule has no name yet."))
            self.name.setFocus()
            return
        people, where = tuple(_words(self.people.text())), self.tree.node()
        self._keep(Assignment(name, "contact", where, self.skill.text(), people, self.how.value(), self._is_on))
        self.accept()


class PersonEditor(Sheet):
    def __init__(self, parent: QWidget, desk: Desk, person: "Person | None") -> None:
        super().__init__(parent, _("Colleague"), width=460)
        self._desk = desk
        self.name = QLineEdit(person.name if person else "")
        self.name.setEnabled(person is None)
        self.territory = QLineEdit(", ".join(person.territory) if person else "")
        self.territory.setPlaceholderText(_("anywhere; or such as PT, DE 2"))
        self.skills = QLineEdit(", ".join(person.skills) if person else "")
        self.away = Switch(_("Away: gets no leads"))
        self.away.setChecked(person.is_away if person else False)
        self.problem = Problem()
        for text, part in (
            (_("Name"), self.name),
            (_("Territory"), self.territory),
            (_("Skills, parted by commas"), self.skills),
        ):
            self.body.addWidget(_pair((text, part)))
        away = QHBoxLayout()
        away.setSpacing(theme.px(8))
        away.addWidget(self.away)
        away.addWidget(label(_("Away: gets no leads")), 1)
        self.body.addLayout(away)
        self.body.addWidget(self.problem)
        self.set_primary(_("Save"), self._save)
        (self.territory if person else self.name).setFocus()

    def _save(self) -> None:
        name, away = self.name.text(), self.away.isChecked()
        territory, skills = _words(self.territory.text()), _words(self.skills.text())

        def save(store: "Store") -> None:
            from crmdesk.services import lead_assignment

            lead_assignment.set_colleague(store, name, territory, skills, is_away=away)

        self._desk.write(save, self._saved, lambda error: self.problem.say(reason(error)))

    def _saved(self, _none: object) -> None:
        self._desk.say_undoable(_("Colleague saved"))
        self.accept()


def _words(text: str) -> list[str]:
    return [word for part in text.replace(";", ",").split(",") if (word := " ".join(part.split()))]


def _pair(*parts: tuple[str, QWidget]) -> QWidget:
    made = QWidget()
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.px(16))
    for text, part in parts:
        part.setAccessibleName(text)
        column = QVBoxLayout()
        column.setSpacing(theme.px(4))
        column.addWidget(label(text, "second", "muted"))
        column.addWidget(part)
        across.addLayout(column, 1)
    return made
