"""A new deal in one line: what, for whom, how much, by when; Enter keeps it wherever it is pressed."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui.board_lines import AmountAsking, Asking, CustomerAsking, DayAsking
from crmdesk.ui.desk import Desk
from crmdesk.widgets import theme
from crmdesk.widgets.messages import announce, words_of
from crmdesk.widgets.parts import frame, icon_button, label, primary

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_SHARES = (4, 4, 2, 3)


class NewDeal(QWidget):
    added = Signal(object, str)
    """The deal and its name."""
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._stage: bytes | None = None
        self.name = Asking("name", _("Deal"), _("What it is about"), needed=False)
        self.customer = CustomerAsking(desk, "customer", _("Customer"), None, _("For whom"))
        self.amount = AmountAsking("amount", _("Amount"), "", _("How much"), needed=False)
        self.day = DayAsking("expected_on", _("Expected close"), _("By when"), needed=False)
        self.add_button = primary(_("Add deal"), self.keep)
        self.told = label("", "second", "muted")
        self._arrange()
        self.customer.line.textChanged.connect(lambda _text: self._say_who())
        self.customer.filled.connect(self._customer_found)
        self.hide()

    def fields(self) -> tuple[Asking, ...]:
        return self.name, self.customer, self.amount, self.day

    def _arrange(self) -> None:
        ground = frame("card")
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(theme.margins(12, 10, 8, 8))
        inside.setSpacing(theme.px(4))
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        for field, share in zip(self.fields(), _SHARES, strict=True):
            across.addWidget(field.line, share)
            field.line.entered.connect(self.keep)
        across.addWidget(self.add_button)
        across.addWidget(icon_button("x", _("Close"), self.leave))
        inside.addLayout(across)
        inside.addWidget(self.told)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.margins(20, 0, 20, 10))
        outer.addWidget(ground)

    def begin(self, stage: bytes | None, stage_name: str, currency: str) -> None:
        """At the end of this stage, or of the first one."""
        self._stage, self.amount.currency = stage, currency
        self._where = _("Enter keeps it in {stage} · Esc leaves it").format(stage=stage_name)
        self._say(self._where)
        self.show()
        self.name.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _say(self, words: str, *, is_bad: bool = False) -> None:
        theme.set_kind(self.told, "tone", "bad" if is_bad else "muted")
        self.told.setText(words)

    def _say_who(self) -> None:
        typed = self.customer.text()
        if typed and self.customer.row is None:
            self._say(_("“{name}”: one of those offered, or a new company").format(name=typed))
        else:
            self._say(self._where)

    def _customer_found(self) -> None:
        self._say(self._where)
        self.amount.line.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            event.accept()  # letters are not for the search of the window

    def leave(self) -> None:
        self.hide()
        self.left.emit()

    # Keeping

    def keep(self) -> None:
        if not self.name.text() and not self.customer.text():
            self.name.line.setFocus(Qt.FocusReason.TabFocusReason)
            self._say(_("Type what it is about first."), is_bad=True)
            return
        told: dict[str, Any] = {}
        for field in (self.amount, self.day):
            try:
                told |= field.read()
            except (ValueError, UserError) as error:
                self._failed_at(field, str(error))
                return
        row = self.customer.row
        customer, new = (row.id, row.name) if row else (None, self.customer.text())
        name = self.name.text() or new
        add = partial(_add, name, self._stage, customer, new, {k: v for k, v in told.items() if v is not None})
        self._desk.write(add, partial(self._added, name), self._failed)

    def _failed_at(self, field: Asking, words: str) -> None:
        field.line.setFocus(Qt.FocusReason.TabFocusReason)
        self._say(words, is_bad=True)
        announce(self, words)

    def _failed(self, error: Exception) -> None:
        """What was typed stays."""
        self._say(words_of(error), is_bad=True)

    def _added(self, name: str, key: bytes) -> None:
        for field in self.fields():
            field.line.clear()
        self.customer.clear()
        self.hide()
        self.added.emit(key, name)


def _add(
    name: str, stage: bytes | None, customer: bytes | None, new: str, values: dict[str, Any], store: "Store"
) -> bytes:  # fmt: skip
    from crmdesk.services import deal_entry

    who = customer or (deal_entry.known(store, new) if new else None)
    return deal_entry.add(store, name, stage, who, "" if who else new, **values)
