"""What sets a rule off, chosen: an event, what belongs to it, and for whom of all it holds."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.domain.criteria import All, Node
from crmdesk.domain.fields import Kind
from crmdesk.domain.rules import EVENTS, Occasion
from crmdesk.domain.terms import Term
from crmdesk.i18n import _, ngettext
from crmdesk.ui.conditions import ConditionTree
from crmdesk.ui.desk import Desk
from crmdesk.ui.rule_words import Vocabulary
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.amounts import NumberField
from crmdesk.widgets.choosers import Chooser, Segments
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.form import row_label
from crmdesk.widgets.parts import button, label
from crmdesk.widgets.suggest_line import Offer, SuggestLine

_TOLD = (Kind.TEXT, Kind.CHOICE, Kind.COUNTRY)
"""Kinds of fields whose becoming a value can be waited for."""
_FEW, _VALUE = 96, 180


class OccasionForm(QWidget):
    changed = Signal()

    def __init__(self, desk: Desk, words: Vocabulary) -> None:
        super().__init__()
        self._desk, self._words = desk, words
        self.event_chooser = Chooser(_("When"), [(key, _(text)) for key, text in EVENTS])
        self.of = Segments(_("Of whom"), (("contact", _("Contacts")), ("company", _("Companies"))))
        self.field = Chooser(_("Field"), ())
        self.value = SuggestLine(_("Value"), _("Value"))
        self.type = Chooser(_("Type"), [("", _("Any activity")), *words.types])
        self.reached = Segments(
            _("Reached or not"), ((None, _("Any")), (True, _("Reached")), (False, _("Not reached")))
        )
        self.outcome = Chooser(_("Result"), [("", _("Any result")), *words.outcomes])
        self.days = NumberField(_("Days without contact"))
        self.date = Chooser(_("Date"), ())
        self.yearly = Segments(_("How often"), ((False, _("Once")), (True, _("Every year"))))
        self._details: dict[str, QWidget] = {}
        self._conditions = QVBoxLayout()
        self.narrow = button("+ " + _("Only for some of them"), self._show_tree, kind="dashed")
        self._where = label(_("Only where"), "second", "muted")
        self.tree: ConditionTree | None = None
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        for chooser in (self.event_chooser, self.field, self.type, self.date, self.outcome):
            chooser.setMinimumWidth(_width_of(chooser))
        self.days.setFixedWidth(theme.px(_FEW))
        self.value.setMinimumWidth(theme.px(_VALUE))
        self.days.edit.setProperty("inline", False)
        self._details = {
            "field": _across(self.field, row_label(_("becomes"), self.value), self.value),
            "done": _across(self.type, self.reached, self.outcome),
            "silence": _across(self.days, label(ngettext("day", "days", 60), "body", "muted")),
            "day": _across(self.date, self.yearly),
        }
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(8))
        for part in (_across(self.event_chooser, self.of), *self._details.values()):
            down.addWidget(part)
        down.addWidget(self.narrow, 0, Qt.AlignmentFlag.AlignLeft)
        down.addWidget(self._where)
        down.addLayout(self._conditions)

    def _connect(self) -> None:
        self.event_chooser.chosen.connect(lambda _event: self._show_event())
        self.of.chosen.connect(lambda _kind: self._show_kind(Occasion().where))
        self.field.chosen.connect(lambda _path: self._offer_values())
        for chooser in (self.field, self.type, self.reached, self.outcome, self.date, self.yearly):
            chooser.chosen.connect(lambda _value: self.changed.emit())
        self.value.textChanged.connect(lambda _text: self.changed.emit())
        self.days.kept.connect(self._keep_days)

    def _keep_days(self, value: object) -> None:
        self.days.set_value(value)
        self.changed.emit()

    # Showing

    def show_occasion(self, event: str, occasion: Occasion) -> None:
        self.event_chooser.set_value(event)
        self.of.set_value(occasion.kind)
        self._show_kind(occasion.where)
        self.field.set_value(occasion.field)
        self._offer_values()
        self.value.setText(self._value_words(occasion.value))
        self.type.set_value(occasion.type)
        self.reached.set_value(occasion.is_reached)
        if self.outcome.findData(occasion.outcome) < 0:
            self.outcome.addItem(occasion.outcome, occasion.outcome)
        self.outcome.set_value(occasion.outcome)
        self.days.set_value(str(occasion.days))
        self.date.set_value(occasion.field)
        self.yearly.set_value(occasion.is_yearly)
        self._show_event()

    def _show_event(self) -> None:
        event = self.event_chooser.value()
        for key, part in self._details.items():
            part.setVisible(key == event)
        self.changed.emit()

    def _show_kind(self, where: Node) -> None:
        """Fields and conditions are those of the kind."""
        terms = self._words.terms[self.of.value()]
        _fill(self.field, [term for term in terms if term.kind in _TOLD and "." not in term.path and _is_own(term)])
        _fill(self.date, [term for term in terms if term.kind is Kind.DATE and _is_dated(term)])
        if self.tree:
            self._conditions.removeWidget(self.tree)
            self.tree.hide()
            self.tree.deleteLater()
        self.tree = ConditionTree(self._desk, self.of.value(), terms)
        self.tree.show_node(where)
        self.tree.changed.connect(self.changed)
        self._conditions.addWidget(self.tree)
        for part in (self.tree, self._where):
            part.setVisible(where != All())
        self.narrow.setVisible(where == All())
        self.changed.emit()

    def _show_tree(self) -> None:
        assert self.tree
        for part in (self.tree, self._where):
            part.show()
        self.narrow.hide()
        tab_order.order(self.window())
        self.tree.enter()

    def _term(self) -> Term | None:
        return self._words.named(self.of.value()).get(self.field.value() or "")

    def _offer_values(self) -> None:
        term = self._term()
        self.value.offer_from([Offer(key, words) for key, words in term.choices] if term else [])

    def _value_words(self, value: str) -> str:
        term = self._term()
        return term.shown(value) if term else value

    # Reading

    def event_key(self) -> str:
        return str(self.event_chooser.value())

    def occasion(self) -> Occasion:
        """Only what belongs to the event."""
        self.days.keep()
        assert self.tree
        kind, where = str(self.of.value()), self.tree.node()
        match self.event_key():
            case "field":
                return Occasion(kind, where, field=self.field.value() or "", value=self._value())
            case "done":
                return Occasion(
                    kind, where, type=self.type.value(), outcome=self.outcome.value(), is_reached=self.reached.value()
                )
            case "silence":
                return Occasion(kind, where, days=int(float(self.days.value() or 0)))
            case "day":
                return Occasion(kind, where, field=self.date.value() or "", is_yearly=self.yearly.value())
        return Occasion(kind, where)

    def _value(self) -> str:
        """The stored one of what is shown."""
        typed, term = " ".join(self.value.text().split()), self._term()
        stored = {words.casefold(): key for key, words in term.choices} if term else {}
        return stored.get(typed.casefold(), typed)


def _width_of(chooser: Chooser) -> int:
    """For the longest of its words."""
    words = (chooser.itemText(number) for number in range(chooser.count()))
    return max([*map(chooser.fontMetrics().horizontalAdvance, words), theme.px(180)]) + theme.px(44)


def _fill(chooser: Chooser, terms: Sequence[Term]) -> None:
    chooser.clear()
    for term in terms:
        chooser.addItem(term.label, term.path)
    chooser.setMinimumWidth(_width_of(chooser))


def _is_own(term: Term) -> bool:
    return term.has_values and term.path != "words"


def _is_dated(term: Term) -> bool:
    return "." not in term.path or term.path.startswith("custom.")


def _across(*parts: QWidget) -> QWidget:
    """Beside one another as far as there is room."""
    made = QWidget()
    flow = FlowLayout(made, 8)
    for part in parts:
        part.setMinimumHeight(theme.px(theme.CONTROL))
        flow.addWidget(part)
    return made
