"""What was paid: amount, day, way and reference in place; Enter anywhere records it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.amount_field import AmountField
from crmdesk.widgets import theme
from crmdesk.widgets.fields import ChoiceField, DateField, Field, LineField
from crmdesk.widgets.parts import label, primary

if TYPE_CHECKING:
    from crmdesk.services.payments import Money

_NARROW = 280
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Given:
    amount: int
    money: "Money"


class PaymentForm(QWidget):
    given = Signal(object)
    """`Given`."""
    changed = Signal(object)
    """The amount that is typed, or nothing where it is none."""

    def __init__(self) -> None:
        super().__init__()
        self.amount = AmountField(_("Amount"))
        self.day = DateField(_("Paid on"))
        self.method = ChoiceField(_("Way of payment"), [], own_words=True)
        self.reference = LineField(_("Reference"))
        self.button = primary(_("Record payment"), self.record)
        self._way = ""
        self._arrange()
        for field in self.fields():
            field.edit.setProperty("inline", False)
            field.edit.installEventFilter(self)
        self.amount.kept.connect(self._take_amount)
        self.day.kept.connect(self.day.set_value)
        self.method.kept.connect(self.method.set_value)
        self.reference.kept.connect(self.reference.set_value)

    def fields(self) -> Sequence[Field]:
        return self.amount, self.day, self.method, self.reference

    def _arrange(self) -> None:
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(2))
        names = (_("Amount"), _("Paid on"), _("Way"), _("Reference"))
        self._names = [label(name, "second", "muted") for name in names]
        for words, field in zip(self._names, self.fields(), strict=True):
            words.setBuddy(field.edit)
            words.setContentsMargins(theme.margins(0, 4, 0, 0))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(12))
        down.addLayout(self._grid)
        down.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self._columns = 0
        self._place(2)

    def _place(self, columns: int) -> None:
        """Two side by side, or one where there is little room."""
        if columns == self._columns:
            return
        self._columns = columns
        for number, (words, field) in enumerate(zip(self._names, self.fields(), strict=True)):
            row, column = divmod(number, columns)
            self._grid.addWidget(words, row * 2, column)
            self._grid.addWidget(field, row * 2 + 1, column, Qt.AlignmentFlag.AlignTop)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(1 if event.size().width() < theme.px(_NARROW) else 2)

    def minimumSizeHint(self) -> QSize:
        """Of one column: it may get as narrow as that."""
        return QSize(theme.px(140), super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_enter = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _ENTER
        if is_enter:
            self.record()
        return is_enter

    def offer(self, amount: int, currency: str, methods: Sequence[tuple[str, str]]) -> None:
        """Preset to what is open: less than nothing is to be given back. The way stays as it was last time."""
        for field in self.fields():
            field.take_back()
        self.amount.show_amount(amount, currency)
        self.day.set_value(date.today().isoformat())  # noqa: DTZ011 - the user's own day
        self.method.set_choices(methods)
        self.method.set_value(self._way or (methods[0][0] if methods else ""))
        self.reference.set_value("")
        self._show_kind(amount)

    def begin(self) -> None:
        """The amount is written over at once."""
        self.amount.setFocus(Qt.FocusReason.ShortcutFocusReason)
        edit = self.amount.edit
        assert isinstance(edit, QLineEdit)
        edit.selectAll()

    def _take_amount(self, amount: int | None) -> None:
        self.amount.set_value(amount)
        self._show_kind(amount or 0)
        self.changed.emit(amount)

    def _show_kind(self, amount: int) -> None:
        self.button.setText(_("Record payment") if amount >= 0 else _("Record refund"))

    def record(self) -> None:
        from crmdesk.services.payments import Money

        for field in self.fields():
            field.keep()
        if not self.amount.value() and not self.amount.problem():
            self.amount.set_problem(_("How much was it?"))
        wrong = next((field for field in self.fields() if field.problem()), None)
        if wrong:
            wrong.setFocus()
            return
        self._way = self.method.value() or ""
        money = Money(self.day.value(), self._way, self.reference.value())
        self.given.emit(Given(self.amount.value(), money))
