"""The rules of leads: what gives points, to whom leads go, and who the colleagues are."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui import lead_rule_words
from crmdesk.ui.desk import Desk
from crmdesk.ui.lead_rule_line import LeadRuleLine
from crmdesk.ui.lead_rule_words import Known
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import Beside, fill_scrolled
from crmdesk.widgets.parts import Card, button, label, show_instead

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.lead_assignment import Assignment, Person
    from crmdesk.services.lead_scoring import Rule

_TABLES = frozenset({"scoring_rules", "assignment_rules", "colleagues"})
_NARROW = 760
T = TypeVar("T")


class LeadRules(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.known: Known | None = None
        self.points = _Rules(
            _("Points"), _("Each rule that holds for somebody gives them its points. Who has most is called first."),
            _("Rule"), partial(self.edit_points, None),
        )  # fmt: skip
        self.points.usual.clicked.connect(lambda _on: self._begin_with_usual())
        self.assigning = _Rules(
            _("To whom new leads go"), _("The first rule that holds says it. Whoever is away gets none."), _("Rule"),
            partial(self.edit_assignment, None),
        )  # fmt: skip
        self.people = _Rules(
            _("Colleagues"), _("Territories are countries, or countries and the beginnings of postal codes: DE 2."),
            _("Colleague"), partial(self.edit_person, None),
        )  # fmt: skip
        self._arrange()
        desk.changed.connect(self._changed)

    def _arrange(self) -> None:
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.px(16))
        beside.addWidget(self.assigning)
        beside.addWidget(self.people)
        beside.addStretch(1)
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.points)
        down.addStretch(1)
        both = Beside(left, right, (1, 1), _NARROW, 0)
        inside = QWidget()
        around = QVBoxLayout(inside)
        around.setContentsMargins(theme.margins(28, 20, 28, 20))
        around.addWidget(both)
        around.addStretch(1)
        fill_scrolled(self, inside)

    # Showing

    def load(self) -> None:
        self.desk.ask(lead_rule_words.read, self._show, replace=self)

    def _changed(self, change: "Changed") -> None:
        if self.isVisible() and change.tables & _TABLES:
            self.load()

    def _show(self, known: Known) -> None:
        self.known = known
        pairs = zip(known.scoring, known.matches, strict=True)
        self.points.usual.setVisible(not known.scoring)
        self.points.show_lines([self._points_line(at, rule, count) for at, (rule, count) in enumerate(pairs)])
        self.assigning.show_lines([self._assignment_line(at, rule) for at, rule in enumerate(known.assignment)])
        self.people.show_lines([self._person_line(person) for person in known.people])
        tab_order.order(self.window())

    def _points_line(self, at: int, rule: "Rule", count: int) -> LeadRuleLine:
        assert self.known
        told = ngettext("{count} contact", "{count} contacts", count).format(count=grouped(count))
        detail = f"{lead_rule_words.scoring(rule, self.known)} · {told}"
        tone = "muted" if not rule.is_on else "bad" if rule.points < 0 else "good"
        made = LeadRuleLine(rule.name, detail, (f"{rule.points:+}", tone), is_on=rule.is_on)  # type: ignore[arg-type]
        made.opened.connect(partial(self.edit_points, at))
        made.switched.connect(lambda on: self.keep_points(at, replace(rule, is_on=on)))
        made.removed.connect(partial(self.keep_points, at, None))
        return made

    def _assignment_line(self, at: int, rule: "Assignment") -> LeadRuleLine:
        assert self.known
        detail = lead_rule_words.assignment(rule, self.known)
        made = LeadRuleLine(f"{at + 1}. {rule.name}", detail, is_on=rule.is_on, can_rise=at > 0)
        made.opened.connect(partial(self.edit_assignment, at))
        made.switched.connect(lambda on: self.keep_assignment(at, replace(rule, is_on=on)))
        made.removed.connect(partial(self.keep_assignment, at, None))
        made.raised.connect(partial(self._raise, at))
        return made

    def _person_line(self, person: "Person") -> LeadRuleLine:
        badge = (_("Away"), "warning") if person.is_away else None
        made = LeadRuleLine(person.name, lead_rule_words.person(person), badge)  # type: ignore[arg-type]
        made.opened.connect(partial(self.edit_person, person))
        made.removed.connect(partial(self._remove_person, person.name))
        return made

    def _begin_with_usual(self) -> None:
        rules = lead_rule_words.usual()
        self.desk.write(lambda store: _set_points(store, rules), partial(self._kept, False))

    # Editing

    def edit_points(self, at: int | None) -> None:
        from crmdesk.ui.lead_rule_editor import PointsEditor

        if self.known:
            rule = None if at is None else self.known.scoring[at]
            PointsEditor(self, self.desk, self.known, rule, partial(self.keep_points, at)).open()

    def edit_assignment(self, at: int | None) -> None:
        from crmdesk.ui.lead_assignment_editor import AssignmentEditor

        if self.known:
            rule = None if at is None else self.known.assignment[at]
            AssignmentEditor(self, self.desk, self.known, rule, partial(self.keep_assignment, at)).open()

    def edit_person(self, person: "Person | None") -> None:
        from crmdesk.ui.lead_assignment_editor import PersonEditor

        PersonEditor(self, self.desk, person).open()

    def keep_points(self, at: int | None, rule: "Rule | None") -> None:
        """One changed, one more, or one less."""
        if self.known:
            rules = _placed(self.known.scoring, at, rule)
            self.desk.write(lambda store: _set_points(store, rules), partial(self._kept, rule is None))

    def keep_assignment(self, at: int | None, rule: "Assignment | None") -> None:
        if self.known:
            rules = _placed(self.known.assignment, at, rule)
            self.desk.write(lambda store: _set_assignment(store, rules), partial(self._kept, rule is None))

    def _raise(self, at: int) -> None:
        if self.known:
            rules = list(self.known.assignment)
            rules[at - 1], rules[at] = rules[at], rules[at - 1]
            self.desk.write(lambda store: _set_assignment(store, rules))

    def _kept(self, is_gone: bool, _none: object) -> None:
        self.desk.say_undoable(_("Rule deleted") if is_gone else _("Rule saved"))

    def _remove_person(self, name: str) -> None:
        def remove(store: "Store") -> None:
            from crmdesk.services import lead_assignment

            lead_assignment.remove_colleague(store, name)

        words = _("{name} is no longer in the list; what is theirs stays theirs.").format(name=name)
        self.desk.write(remove, lambda _none: self.desk.say_undoable(words))


class _Rules(Card):
    def __init__(self, head: str, hint: str, more: str, add: Callable[[], None]) -> None:
        super().__init__(head)
        self.body.setContentsMargins(theme.margins(0, 8, 0, 12))
        words = label(hint, "second", "muted", wraps=True)
        words.setContentsMargins(theme.margins(16, 2, 16, 4))
        self.body.addWidget(words)
        self.lines: list[LeadRuleLine] = []
        self._down = QVBoxLayout()
        self._down.setSpacing(0)
        self.body.addLayout(self._down)
        self.add_button = button("+ " + more, add, kind="dashed")
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.margins(16, 4, 16, 0))
        foot.addWidget(self.add_button)
        self.usual = button(_("Begin with usual ones"), kind="dashed")
        self.usual.hide()
        foot.addWidget(self.usual)
        foot.addStretch(1)
        self.body.addLayout(foot)

    def show_lines(self, lines: Sequence[LeadRuleLine]) -> None:
        self.lines = list(lines)
        show_instead(self._down, lines)


def _placed(rules: Sequence[T], at: int | None, rule: T | None) -> list[T]:
    found = list(rules)
    if at is None:
        return [*found, rule] if rule is not None else found
    found[at : at + 1] = [] if rule is None else [rule]
    return found


def _set_points(store: "Store", rules: "Sequence[Rule]") -> None:
    from crmdesk.services import lead_scoring

    lead_scoring.set_rules(store, rules)


def _set_assignment(store: "Store", rules: "Sequence[Assignment]") -> None:
    from crmdesk.services import lead_assignment

    lead_assignment.set_rules(store, rules)
