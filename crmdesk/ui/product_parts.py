"""What a bundle consists of: products found while typing, how many of each, edited in place."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui import find_line
from crmdesk.ui.amounts import priced
from crmdesk.ui.editor import Editor
from crmdesk.ui.find_line import FindLine
from crmdesk.ui.product_editor import FigureField, ProductEditor
from crmdesk.ui.tab import Tab
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import fill_scrolled
from crmdesk.widgets.fields import Field
from crmdesk.widgets.parts import label, link, show_instead, small_button
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.switch import SwitchField

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.product_looks import PartRow, ProductLook
    from crmdesk.services.records import Look

Parts = list[tuple[bytes, str, bool]]


class ProductParts(Tab):
    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        assert isinstance(editor, ProductEditor)
        self.product = editor
        self._look: ProductLook | None = None
        self.line = FindLine(editor.desk, _("Add a part by name or stock number"), find_line.products)
        self.line.chosen.connect(self.add)
        self.problem = Problem()
        self._empty = label(_("With parts this product is a bundle: on quotes they stand below it."), "second", "muted")
        self._empty.setWordWrap(True)
        self._sum = label("", "second", "muted")
        self._rows: list[_PartLine] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(2))
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(theme.margins(0, 4, 8, 16))
        down.setSpacing(theme.px(8))
        for part in (self.line, self.problem, self._empty):
            down.addWidget(part)
        down.addLayout(self._list)
        down.addWidget(self._sum, 0, Qt.AlignmentFlag.AlignRight)
        down.addStretch(1)
        fill_scrolled(self, inside)

    def fields(self) -> list[Field]:
        return [row.quantity for row in self._rows]

    def show_record(self, look: "Look", *, is_other: bool) -> None:
        from crmdesk.services.product_looks import ProductLook

        assert isinstance(look, ProductLook)
        same = self._look is not None and not is_other and self._look.parts == look.parts
        self._look = look
        if is_other:
            self.line.clear()
            self.problem.say()
        if not same:
            self._rows = [_PartLine(self, part) for part in look.parts]
            show_instead(self._list, self._rows)
            tab_order.order(self)
        self._empty.setVisible(not look.parts)
        words = _("Together {price}").format(price=priced(look.parts_price, look.product["currency"]))
        self._sum.setText(words if look.parts and look.parts_price is not None else "")

    # Changing

    def _parts(self) -> Parts:
        found = self._look.parts if self._look else ()
        return [(part.product_id, part.quantity, part.is_optional) for part in found]

    def add(self, key: bytes) -> None:
        if key not in {part for part, _quantity, _optional in self._parts()}:
            self._save([*self._parts(), (key, "1", False)], self.problem.say)

    def remove(self, key: bytes) -> None:
        self._save([part for part in self._parts() if part[0] != key], self.problem.say)
        self.product.desk.say_undoable(_("Part removed"))

    def put(self, key: bytes, field: Field, **values: Any) -> None:
        parts = [
            (part, values.get("quantity", quantity), values.get("is_optional", is_optional))
            if part == key
            else (part, quantity, is_optional)
            for part, quantity, is_optional in self._parts()
        ]
        self._save(parts, field.set_problem)

    def _save(self, parts: Parts, answer: Any) -> None:
        self.product.save(partial(_set_parts, self.product.key, parts), answer)


class _PartLine(QWidget):
    def __init__(self, tab: ProductParts, part: "PartRow") -> None:
        super().__init__()
        key = part.product_id
        self.quantity = FigureField(_("Quantity"))
        self.quantity.setFixedWidth(theme.px(72))
        self.quantity.edit.setProperty("alignment", Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.quantity.set_value(part.quantity)
        self.quantity.kept.connect(lambda value: tab.put(key, self.quantity, quantity=value or "1"))
        self.optional = SwitchField(_("Optional"))
        self.optional.set_value(part.is_optional)
        self.optional.kept.connect(lambda value: tab.put(key, self.optional, is_optional=value))
        name = link(part.name.replace("&", "&&"), partial(tab.product.desk.wanted.emit, "products", key))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(8))
        across.addWidget(self.quantity)
        unit = label(part.unit or "×", "second", "muted")
        unit.setMinimumWidth(theme.px(36))
        across.addWidget(unit)
        across.addWidget(name)
        across.addStretch(1)
        across.addWidget(label(priced(part.price, part.currency), "second", "muted"))
        across.addWidget(label(_("optional"), "second", "muted"))
        across.addWidget(self.optional)
        self.optional.setFixedWidth(theme.px(48))
        across.addWidget(small_button("x", _("Remove {name}").format(name=part.name), lambda: tab.remove(key)))


def _set_parts(key: bytes, parts: Parts, store: "Store") -> None:
    from crmdesk.services import products

    optional = [part for part, _quantity, is_optional in parts if is_optional]
    products.set_parts(store, key, {part: quantity for part, quantity, _optional in parts}, optional)
