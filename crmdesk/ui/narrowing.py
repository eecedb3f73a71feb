"""The small panel that puts a condition to a lookup, or changes one: field, comparison, value, Enter."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from crmdesk.domain.criteria import Condition
from crmdesk.domain.terms import Term, describe
from crmdesk.i18n import _
from crmdesk.ui.condition_row import ConditionRow
from crmdesk.ui.lookups import Lookup
from crmdesk.ui.trail import Step
from crmdesk.widgets import dates, tab_order, theme
from crmdesk.widgets.choosers import Segments
from crmdesk.widgets.parts import label, link

_WIDTH = 640


class _Behind(QWidget):
    """Covers the window unseen: a click there is no answer."""

    def __init__(self, window: QWidget, pressed: Callable[[], None]) -> None:
        super().__init__(window)
        self._pressed = pressed
        self.setGeometry(window.rect())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed()


class Narrowing(QFrame):
    """Stands in the window under what opened it until a condition is put, Esc, or a click elsewhere."""

    put = Signal(object)
    """A Step; of `new` it is the only one."""
    more = Signal()
    """Several conditions at once are wanted."""

    def __init__(self, anchor: QWidget, lookup: Lookup, terms: Sequence[Term], step: Step | None) -> None:
        super().__init__(anchor.window())
        count = len(lookup.conditions.steps)
        self._anchor = anchor
        self._terms = {term.path: term for term in terms}
        self.setProperty("ground", "sheet")
        self.setAccessibleName(_("Look up"))
        self.how = Segments(_("What to do"), _ways_to(count))
        self.how.setParent(self)
        self.how.set_value(step.how if step else "narrow" if count else "new")
        self.row = ConditionRow(lookup.desk, lookup.kind, terms)
        self._before = QApplication.focusWidget()
        self._behind = _Behind(anchor.window(), self.close_panel)
        self._arrange(is_change=step is not None, has_choice=count > 0)
        self.row.done.connect(self._put)
        if step and isinstance(step.node, Condition):
            self.row.show_condition(step.node)
        self._open()

    def _arrange(self, *, is_change: bool, has_choice: bool) -> None:
        head = QHBoxLayout()
        head.addWidget(self.how)
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(label(_("Enter looks up · Esc leaves it"), "second", "muted"))
        foot.addStretch(1)
        if not is_change:
            foot.addWidget(link(_("Several conditions…"), self._ask_more))
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(16, 12, 16, 12))
        down.setSpacing(theme.px(10))
        if has_choice:
            down.addLayout(head)
        down.addWidget(self.row)
        down.addLayout(foot)

    def _open(self) -> None:
        window = self._anchor.window()
        self.setFixedWidth(min(theme.px(_WIDTH), window.width() - 24))
        self.adjustSize()
        place = self._anchor.mapTo(window, QPoint(0, self._anchor.height() + 6))
        place.setX(max(min(place.x(), window.width() - self.width() - 12), 12))
        self.move(place)
        self._behind.show()
        self._behind.raise_()
        self.show()
        self.raise_()
        tab_order.order(self)
        if self.row.term:
            self.row.to_value()
        else:
            self.row.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _put(self) -> None:
        if condition := self.row.condition(tell=True):
            self.close_panel()
            self.put.emit(Step(self.how.value(), condition, describe(condition, self._terms, dates.show)))

    def _ask_more(self) -> None:
        self.close_panel()
        self.more.emit()

    def close_panel(self) -> None:
        """The keyboard goes back to where it was."""
        self._behind.deleteLater()
        self._behind.hide()
        self.hide()
        if self._before and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            event.accept()  # letters are not for the search of the window


def _ways_to(count: int) -> tuple[tuple[str, str], ...]:
    narrow = (("narrow", _("Narrow")), ("add", _("Add")), ("remove", _("Take out")))
    return (*narrow, ("new", _("New lookup"))) if count else (("new", _("New lookup")),)
