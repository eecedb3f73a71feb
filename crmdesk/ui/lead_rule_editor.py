"""A rule that gives points: by fields, for each activity, or for contact lately; how many it meets is seen at once."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.domain.criteria import All
from crmdesk.i18n import _
from crmdesk.ui import lead_rule_words
from crmdesk.ui.conditions import ConditionTree
from crmdesk.ui.counting import HEIGHT, scrolled
from crmdesk.ui.desk import Desk, reason
from crmdesk.ui.lead_rule_words import Known
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Chooser, Segments
from crmdesk.widgets.parts import label
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.lead_scoring import Rule

_PAUSE = 200
_LARGEST = 9_999


class PointsEditor(Sheet):
    def __init__(
        self, parent: QWidget, desk: Desk, known: Known, rule: "Rule | None", keep: Callable[["Rule"], None]
    ) -> None:
        super().__init__(parent, _("Rule of points") if rule else _("New rule of points"), width=780)
        self._desk, self._keep, self._is_on = desk, keep, rule.is_on if rule else True
        self.name, self.points, self.days, self.most = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        kinds = (
            ("field", _("By what they are")),
            ("done", _("For each activity")),
            ("recent", _("For contact lately")),
        )
        self.given = Segments(_("Points are given"), kinds)
        self.type = Chooser(_("Type of activity"), list(known.types.items()))
        self.tree = ConditionTree(desk, "contact", known.terms)
        self.told = label("", "second", "accent", wraps=True)
        self.problem = Problem()
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self._ask)
        self._arrange()
        self._show(rule)
        self._connect()
        self.set_primary(_("Save"), self._save)
        self.name.setFocus()
        self._ask()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(16))
        for text, part, wide in ((_("Name"), self.name, 0), (_("Points"), self.points, 80)):
            head.addLayout(_under(text, part, wide), 0 if wide else 1)
        self.body.addLayout(head)
        self.body.addWidget(self.given, 0, Qt.AlignmentFlag.AlignLeft)
        self._behaviour = QWidget()
        across = QHBoxLayout(self._behaviour)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(16))
        self._parts = [
            _holder(_under(_("Activity"), self.type, 180)),
            _holder(_under(_("At most points"), self.most, 110)),
            _holder(_under(_("Within days"), self.days, 110)),
        ]
        for holder in self._parts:
            across.addWidget(holder)
        across.addStretch(1)
        self.body.addWidget(self._behaviour)
        self.body.addWidget(label(_("For whom"), "strong"))
        area = scrolled(self.tree)
        self.give_height(area, HEIGHT)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.told)
        self.body.addWidget(self.problem)

    def _show(self, rule: "Rule | None") -> None:
        self.name.setText(rule.name if rule else "")
        self.points.setText(str(rule.points) if rule else "10")
        self.days.setText(str(rule.days or 30) if rule else "30")
        self.most.setText("" if rule is None or rule.most is None else str(rule.most))
        self.given.set_value("done" if rule and rule.activity else "recent" if rule and rule.days else "field")
        self.type.set_value(rule.activity if rule and rule.activity else "call")
        self.tree.show_node(rule.where if rule else All())
        self._show_parts()

    def _connect(self) -> None:
        self.tree.changed.connect(self._soon.start)
        for line in (self.points, self.days, self.most):
            line.textChanged.connect(lambda _text: self._soon.start())
        self.given.chosen.connect(lambda _value: self._show_parts())
        self.type.chosen.connect(lambda _value: self._soon.start())

    def _show_parts(self) -> None:
        event = self.given.value()
        for shown, of in zip(self._parts, ("done", "done", "recent"), strict=True):
            shown.setVisible(event == of)
        self._behaviour.setVisible(event != "field")
        self._soon.start()

    # What it says

    def rule(self) -> "Rule":
        from crmdesk.services.lead_scoring import Rule

        event = self.given.value()
        most = _number(self.most.text(), None) if event == "done" else None
        return Rule(
            " ".join(self.name.text().split()), _number(self.points.text(), 0) or 0, "contact", self.tree.node(),
            self.type.value() if event == "done" else "",
            (_number(self.days.text(), 30) or 30) if event == "recent" else 0, most, self._is_on,
        )  # fmt: skip

    def _ask(self) -> None:
        rule = self.rule()

        def matches(store: "Store") -> tuple[int, list[str]]:
            from crmdesk.services import lead_scoring

            return lead_scoring.matches(store, rule)

        self._desk.ask(matches, self._tell, self._refuse, replace=self)

    def _tell(self, found: tuple[int, list[str]]) -> None:
        count, names = found
        more = "…" if count > len(names) else ""
        words = lead_rule_words.gives(count)
        self.told.setText(f"{words}: {', '.join(names)}{more}" if names else words)
        self.problem.say()

    def _refuse(self, error: Exception) -> None:
        self.problem.say(reason(error))

    def _save(self) -> None:
        rule = self.rule()
        if not rule.name:
            self.problem.say(_("The rule has no name yet."))
            self.name.setFocus()
        elif not rule.points:
            self.problem.say(_("Write how many points it gives, such as 10 or -5."))
            self.points.setFocus()
        else:
            self._keep(rule)
            self.accept()


def _under(text: str, part: QWidget, wide: int) -> QVBoxLayout:
    part.setAccessibleName(text)
    if wide:
        part.setFixedWidth(theme.px(wide))
    column = QVBoxLayout()
    column.setSpacing(theme.px(4))
    column.addWidget(label(text, "second", "muted"))
    column.addWidget(part)
    return column


def _holder(inside: QVBoxLayout) -> QWidget:
    made = QWidget()
    inside.setContentsMargins(0, 0, 0, 0)
    made.setLayout(inside)
    return made


def _number(text: str, otherwise: int | None) -> int | None:
    typed = text.strip().replace("−", "-")
    digits = typed.removeprefix("-").removeprefix("+")
    if not digits.isdecimal():
        return otherwise
    return min(int(digits), _LARGEST) * (-1 if typed.startswith("-") else 1)
