"""Whose commission a deal is: colleagues and their percent, what is left being the responsible's."""

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.deal_editor import DealEditor, RateField
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.amounts import read_decimal
from crmdesk.widgets.fields import LineField
from crmdesk.widgets.form import FormRow, row_label
from crmdesk.widgets.parts import button, label

if TYPE_CHECKING:
    from crmdesk.services.deal_looks import DealLook
    from crmdesk.services.files import Store

_TYPED = re.compile(r"(?P<name>.*\S)\s+(?P<percent>[\d.,]+)\s*%?")


class ShareField(LineField):
    """`Bia 30 %` as `(name, percent)`."""

    def _read(self) -> Any:
        typed = " ".join(self._line.text().split())
        found = _TYPED.fullmatch(typed)
        if typed and not found:
            raise ValueError(_("Write who, and how many percent: Bia 30 %."))
        return (found["name"], read_decimal(found["percent"])) if found else ""

    def _show(self, value: Any) -> None:
        super()._show(" ".join(value) if value else "")


class Shares(QWidget):
    def __init__(self, editor: DealEditor) -> None:
        super().__init__()
        self._editor = editor
        self.rows: dict[str, FormRow] = {}
        self._head = label(_("Commission"), "strong")
        self._head.setMinimumHeight(theme.px(44))
        self.line = ShareField(_("Share of a colleague"))
        self.line.set_placeholder(_("Bia 30 %"))
        self.line.kept.connect(self._add)
        self.begin = button("+ " + _("share of the commission"), self.add, kind="menu")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.px(4))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(4))
        down.addWidget(self._head)
        down.addLayout(self._rows)
        self._row = FormRow(row_label(_("colleague"), self.line.edit), self.line)
        down.addWidget(self._row)
        down.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)

    def show_deal(self, look: "DealLook") -> None:
        shares = dict(look.shares)
        self._head.setVisible(bool(shares))
        self._row.setVisible(self.line.is_edited())
        self.begin.setVisible(not self.line.is_edited())
        for gone in self.rows.keys() - shares.keys():
            row = self.rows.pop(gone)
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        for name, percent in shares.items():
            self._show_share(name, percent)

    def _show_share(self, name: str, percent: str) -> None:
        if name not in self.rows:
            field = RateField(_("Share of {name}").format(name=name))
            field.kept.connect(partial(self._keep, name))
            self.rows[name] = FormRow(row_label(name, field.edit), field)
            self._rows.addWidget(self.rows[name])
            tab_order.order(self)
        field = self.field(name)
        field.set_value(percent)

    def field(self, name: str) -> RateField:
        found = self.rows[name].field
        assert isinstance(found, RateField)
        return found

    def add(self) -> None:
        self.begin.hide()
        self._row.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add(self, value: Any) -> None:
        if value:
            self._share(self.line, *value)

    def _keep(self, name: str, percent: str) -> None:
        """Nothing is no share."""
        self._share(self.field(name), name, percent or "0")

    def _share(self, field: LineField, name: str, percent: str) -> None:
        deal = self._editor.key

        def share(store: "Store") -> None:
            from crmdesk.services import deal_parts

            deal_parts.share(store, deal, name, percent)

        def answer(problem: str) -> None:
            field.set_problem(problem)
            if not problem and field is self.line:
                field.set_value("")
                field.take_back()

        self._editor.save(share, answer, name)
