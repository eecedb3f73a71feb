"""Small panels on the way of a document: why it ends, and how much of it goes on the next one."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QScrollArea, QWidget

from crmdesk.domain.documents import DOCUMENT_KINDS
from crmdesk.i18n import _, inside, worded
from crmdesk.ui.counting import scrolled
from crmdesk.widgets import theme
from crmdesk.widgets.amounts import read_decimal, show_decimal
from crmdesk.widgets.parts import label, link
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.document_state import Left
    from crmdesk.services.files import Store
    from crmdesk.ui.document_actions import DocumentActions

_HEIGHT = 280
_QUANTITY = 96


class ReasonSheet(Sheet):
    """Enter takes what was typed or chosen; without a reason it is kept too."""

    def __init__(self, bar: "DocumentActions", status: str, called: str, then: Callable[[str | None], None]) -> None:
        titles = {"declined": _("{document} was declined"), "cancelled": _("Cancel {document}")}
        super().__init__(bar, titles[status].format(document=called), width=420)
        self._then = then
        hints = {
            "declined": _("What was the reason? It is worth knowing a year later."),
            "cancelled": _("Its number stays taken. Why is it cancelled?"),
        }
        self.body.addWidget(label(hints[status], "body", "muted", wraps=True))
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.reason.setAccessibleName(_("Reason"))
        self.body.addWidget(self.reason)
        self.set_primary({"declined": _("Declined"), "cancelled": _("Cancel it")}[status], self._take)
        self.close_button.setText(_("Back"))
        if status == "declined":
            bar.desk.ask(_reasons, self._offer, replace=self)
        self.reason.setFocus()

    def _offer(self, reasons: list[str]) -> None:
        """Those of the pick list; what is being typed stays."""
        typed = self.reason.currentText()
        self.reason.addItems(reasons)
        self.reason.setEditText(typed)

    def _take(self) -> None:
        self.accept()
        self._then(self.reason.currentText().strip() or None)


def _reasons(store: "Store") -> list[str]:
    from crmdesk.services import picks

    return [words for _key, words in picks.choices(store, "lost reason")]


class PartsSheet(Sheet):
    """Of each line what is left; less is typed over it."""

    def __init__(
        self, bar: "DocumentActions", key: bytes, kind: str, then: Callable[[Mapping[bytes, Decimal]], None]
    ) -> None:
        name = inside(worded(DOCUMENT_KINDS, kind))
        super().__init__(bar, _("How much goes on the {document}?").format(document=name), width=520)
        self._then = then
        self.lines: dict[bytes, QLineEdit] = {}
        self._left: dict[bytes, Left] = {}
        self._grid = QGridLayout()
        self._area = self._make_area()
        self._problem = Problem()
        self._none = link(_("Nothing of it"), self._clear)
        self._none.hide()
        self.body.addWidget(self._none, 0, Qt.AlignmentFlag.AlignRight)
        self.body.addWidget(self._area)
        self.body.addWidget(self._problem)
        self._make = self.set_primary(_("Make the {document}").format(document=name), self._take)
        self._make.setEnabled(False)
        bar.desk.ask(partial(_left, key, kind), self._show, replace=self)

    def _make_area(self) -> QScrollArea:
        holder = QWidget()
        holder.setLayout(self._grid)
        self._grid.setContentsMargins(theme.margins(0, 0, 12, 0))
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(8))
        self._grid.setColumnStretch(0, 1)
        area = scrolled(holder)
        self.give_height(area, _HEIGHT)
        return area

    def _show(self, rows: "list[Left]") -> None:
        for number, row in enumerate(rows):
            line = self.lines[row.line] = QLineEdit(show_decimal(row.left))
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
            line.setFixedWidth(theme.px(_QUANTITY))
            line.setAccessibleName(_("How much of {name}").format(name=row.name))
            self._left[row.line] = row
            of_all = _("of {quantity} {unit}").format(quantity=show_decimal(row.quantity), unit=row.unit).strip()
            self._grid.addWidget(label(row.name, wraps=True), number, 0)
            self._grid.addWidget(line, number, 1)
            self._grid.addWidget(label(of_all, "second", "muted"), number, 2)
        self._grid.setRowStretch(len(rows), 1)
        self._make.setEnabled(bool(rows))
        self._none.setVisible(len(rows) > 1)
        self.give_height(self._area, min(_HEIGHT, 40 * len(rows) + 8))
        self.refit()
        if self.lines:
            first = next(iter(self.lines.values()))
            first.setFocus()
            first.selectAll()

    def _clear(self) -> None:
        for line in self.lines.values():
            line.setText(show_decimal("0"))

    def _take(self) -> None:
        quantities = {}
        for key, line in self.lines.items():
            try:
                quantities[key] = Decimal(read_decimal(line.text().strip() or "0"))
            except ValueError as error:
                self._refuse(line, str(error))
                return
            left = Decimal(self._left[key].left)
            if not min(left, Decimal(0)) <= quantities[key] <= max(left, Decimal(0)):
                words = _("Of “{name}” {left} are left.")
                row = self._left[key]
                self._refuse(line, words.format(name=row.name, left=show_decimal(row.left)))
                return
        self.accept()
        self._then(quantities)

    def _refuse(self, line: QLineEdit, words: str) -> None:
        self._problem.say(words)
        self.refit()
        line.setFocus()
        line.selectAll()


def _left(key: bytes, kind: str, store: "Store") -> "list[Left]":
    from crmdesk.services import document_state

    return document_state.left(store, key, kind)
