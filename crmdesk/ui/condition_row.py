"""One condition as a row: which field, how it is compared, and with what."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.criteria import Condition, Value
from crmdesk.domain.terms import GROUP, TAG, Term, Way, term_of, way_of, ways
from crmdesk.i18n import _, inside
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import dates, theme
from crmdesk.widgets.choosers import Chooser
from crmdesk.widgets.parts import label
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.suggest_line import Offer, SuggestLine

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_FIELD, _DAYS = 168, 72
_WAY, _WIDEST_WAY, _AROUND_WAY = 150, 260, 48
_LEAST = 184
"""For a value beside its comparison."""
_DATES = ("date", "wall time", "instant")
_NUMBERS = ("number", "money")
_APART, _WITHOUT = "\x1f", "\x1e"
_FEW = 60
"""Choices that are offered by themselves, without their field before them."""


class ConditionRow(QWidget):
    wraps = False
    """Whether it may take two lines."""
    changed = Signal()
    done = Signal()
    """Enter at its end."""

    def __init__(self, desk: Desk, kind: str, terms: Sequence[Term]) -> None:
        super().__init__()
        self._desk, self._kind = desk, kind
        self._terms = {term.path: term for term in terms}
        self.term: Term | None = None
        self.kept: Condition | None = None
        """One that no list offers: it stays as it is until another is made."""
        self.field = SuggestLine(_("Field"), _("Field"))
        self.way = Chooser(_("Comparison"), ())
        self.value = SuggestLine(_("Value"))
        self.last = SuggestLine(_("Until"))
        self._suffix = label(_("days"), "second", "muted")
        self._rest = QWidget()
        """Takes the room that a short value leaves."""
        self._problem = Problem()
        self._arrange()
        self._connect()
        self._show_term(None)

    def _arrange(self) -> None:
        self.field.setFixedWidth(theme.px(_FIELD))
        names = {_(way.name) for term in self._terms.values() for way in ways(term)}
        widest = max(map(self.way.fontMetrics().horizontalAdvance, names), default=0) + theme.px(_AROUND_WAY)
        self.way.setFixedWidth(min(max(widest, theme.px(_WAY)), theme.px(_WIDEST_WAY)))
        asked, told = QHBoxLayout(), QHBoxLayout()
        asked.addWidget(self.field)
        asked.addWidget(self.way, 1)
        for part, stretch in ((self.value, 1), (self.last, 1), (self._suffix, 0)):
            told.addWidget(part, stretch)
        told.addWidget(self._rest, 1)
        self.room = QHBoxLayout()
        self.room.setSpacing(0)
        told.addLayout(self.room)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for line, stretch in ((asked, 0), (told, 1)):
            line.setSpacing(theme.px(theme.GAP))
            self._across.addLayout(line, stretch)
        self._across.setSpacing(theme.px(theme.GAP))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(2)
        down.addLayout(self._across)
        down.addWidget(self._problem)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The value stands below where there is little room to the side."""
        taken = self.field.width() + self.way.width() + 2 * theme.px(theme.GAP)
        is_narrow = self.wraps and event.size().width() - taken < theme.px(_LEAST)
        side, above = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._across.setDirection(above if is_narrow else side)
        super().resizeEvent(event)

    def _connect(self) -> None:
        self.field.offer_from(_offers(self._terms.values()))
        self.field.taken.connect(self._take_field)
        self.field.entered.connect(self.field.open_list)
        self.field.editingFinished.connect(self._show_field)
        self.way.chosen.connect(lambda _way: self._take_way())
        for line in (self.value, self.last):
            line.wanted.connect(lambda typed, line=line: self._offer(line, typed))
            line.textEdited.connect(lambda _text: self._edited())
            line.taken.connect(lambda _offer, line=line: self._took(line))
            line.entered.connect(self._enter)

    # Field and comparison

    def _take_field(self, offer: Offer) -> None:
        path, _apart, rest = offer.key.partition(_APART)
        term = self._terms[path]
        if not rest:
            self._show_term(term)
            self.to_value()
            self.changed.emit()
            return
        way = next(way for way in ways(term) if way.key == "without") if rest == _WITHOUT else ways(term)[0]
        self.show_condition(way.condition(path, rest))
        self.changed.emit()
        self.done.emit()

    def to_value(self) -> None:
        first = self.value if self.value.isVisibleTo(self) else self.way
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_field(self) -> None:
        """What was typed and not taken is no field."""
        self.field.setText(self.term.label if self.term else "")

    def _show_term(self, term: Term | None) -> None:
        is_same = term is not None and self.term is not None and ways(term) == ways(self.term)
        self.term, self.kept = term, None
        self._show_field()
        self.way.setEnabled(term is not None)
        if not is_same:
            self.way.clear()
            for way in ways(term) if term else ():
                self.way.addItem(_(way.name), way)
        self.value.clear()
        self.last.clear()
        self._show_way()

    def _take_way(self) -> None:
        self.kept = None
        self._show_way()
        self.to_value()
        self.changed.emit()

    def _show_way(self) -> None:
        way = self._way()
        takes = way.takes if way else "value"
        self.value.setVisible(takes != "nothing")
        self.last.setVisible(takes == "pair")
        self._suffix.setVisible(takes == "days")
        self._rest.setVisible(takes in ("days", "nothing"))
        self.value.setMaximumWidth(theme.px(_DAYS) if takes == "days" else 16_777_215)
        self.value.setEnabled(way is not None)
        self.value.marks_first = way is None or way.key in ("is", "is not")
        choices = self.term.choices if self.term else ()
        for line in (self.value, self.last):
            line.setPlaceholderText(self._placeholder())
            if choices and takes == "value":
                line.offer_from([Offer(key, words) for key, words in choices])
            else:
                line.offer_nothing()
        self._say()

    def _placeholder(self) -> str:
        return _("29 Feb 2024") if self._is_date() else ""

    def _way(self) -> Way | None:
        way = self.way.currentData()
        return way if isinstance(way, Way) else None

    def _is_date(self) -> bool:
        way = self._way()
        return self.term is not None and self.term.kind in _DATES and way is not None and way.takes != "days"

    # The value

    def _offer(self, line: SuggestLine, typed: str) -> None:
        """From what stands in the file."""
        term, kind, way = self.term, self._kind, self._way()
        if term is None or way is None or way.takes != "value" or term.choices or term.kind in (*_DATES, *_NUMBERS):
            return

        def job(store: "Store") -> list[tuple[str, int]]:
            from crmdesk.services import terms

            return terms.offered(store, kind, term.path, typed)

        self._desk.ask(job, partial(self._show_offers, line, typed), replace=line)

    def _show_offers(self, line: SuggestLine, typed: str, found: list[tuple[str, int]]) -> None:
        if line.text() == typed:
            line.show_offers([Offer(value, value, grouped(count) if count > 1 else "") for value, count in found])

    def _took(self, line: SuggestLine) -> None:
        self._edited()
        if line is self.value and self.last.isVisibleTo(self):
            self.last.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._enter()

    def _edited(self) -> None:
        self.kept = None
        self._say()
        self.changed.emit()

    def _enter(self) -> None:
        if self.value.hasFocus() and self.last.isVisibleTo(self) and not self.last.text():
            self.last.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.condition(tell=True):
            self.done.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._enter()
        else:
            super().keyPressEvent(event)

    def _say(self, problem: str = "") -> None:
        self._problem.say(problem)
        self.value.setAccessibleDescription(problem)
        theme.set_kind(self.value, "wrong", bool(problem))

    # What it says

    def condition(self, *, tell: bool = False) -> Condition | None:
        """Nothing while it is not complete; `tell` says what is missing."""
        if self.kept:
            return self.kept
        way = self._way()
        if self.term is None or way is None:
            return None
        try:
            return way.condition(self.term.path, self._read(way))
        except ValueError as error:
            if tell:
                self._say(str(error))
            return None

    def _read(self, way: Way) -> Value:
        if way.takes == "nothing":
            return ""
        if way.takes == "pair":
            return (self._read_line(self.value), self._read_line(self.last))
        return self._days() if way.takes == "days" else self._read_line(self.value)

    def _days(self) -> int:
        count, is_number = QLocale().toInt(self.value.text().strip())
        if not is_number or not 0 <= count < 100_000:
            raise ValueError(_("Type a number of days."))
        return count

    def _read_line(self, line: SuggestLine) -> Value:
        text = " ".join(line.text().split())
        assert self.term
        if not text:
            raise ValueError(_("Type what to compare with."))
        if self._is_date():
            return dates.parse(text)
        if self.term.kind in _NUMBERS:
            return _number(text)
        found = next((key for key, words in self.term.choices if words.casefold() == text.casefold()), None)
        if found is None and self.term.path == GROUP:
            raise ValueError(_("There is no such group."))
        return text if found is None else found

    def show_condition(self, condition: Condition) -> None:
        term = term_of(self._terms, condition.field)
        self._show_term(term)
        found = way_of(term, condition)
        if found is None:
            self.kept = condition
            return
        way, value = found
        self.way.setCurrentIndex(ways(term).index(way))
        self._show_way()
        first, last = value if isinstance(value, tuple) else (value, "")
        self.value.setText(self._shown(term, first))
        self.last.setText(self._shown(term, last))

    def _shown(self, term: Term, value: Value) -> str:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return grouped(value) if isinstance(value, int) else QLocale().toString(value)
        return dates.show(str(value)) if term.kind in _DATES else term.shown(str(value))


def _offers(terms: Iterable[Term]) -> list[Offer]:
    """Fields; then what can be meant at once: a tag, a group, a stage, something that is missing."""
    known = list(terms)
    fields = [Offer(term.path, term.label, term.section) for term in known]
    values = [
        Offer(f"{term.path}{_APART}{value}", words, term.label)
        for term in known
        if len(term.choices) <= _FEW or term.path in (TAG, GROUP)
        for value, words in term.choices
    ]
    missing = [
        Offer(f"{term.path}{_APART}{_WITHOUT}", _("without {field}").format(field=inside(term.label)), term.section)
        for term in known
        if any(way.key == "without" for way in ways(term))
    ]
    return [*fields, *values, *missing]


def _number(text: str) -> int | float:
    number, is_number = QLocale().toDouble(text)
    if not is_number:
        number, is_number = QLocale.c().toDouble(text)
    if not is_number:
        raise ValueError(_("This is not a number."))
    return int(number) if number.is_integer() else number
