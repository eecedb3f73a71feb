"""The details of a product, edited in place: numbers, price, cost and what is left, tax, supplier, description."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.domain.base import declared_fields
from crmdesk.domain.products import PRODUCT_KINDS, Product
from crmdesk.i18n import _, inside
from crmdesk.ui.amounts import priced
from crmdesk.ui.product_barcode import Barcode
from crmdesk.ui.product_editor import PriceField, ProductEditor, margin_in_words
from crmdesk.ui.tab import Tab
from crmdesk.widgets import theme
from crmdesk.widgets.beside import fill_scrolled
from crmdesk.widgets.fields import ChoiceField, Field, LineField, TextField
from crmdesk.widgets.form import Form, FormRow, row_label
from crmdesk.widgets.parts import label
from crmdesk.widgets.switch import SwitchField

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.product_looks import ProductLook
    from crmdesk.services.records import Look

_TEXTS = ("sku", "barcode", "unit", "category", "kind", "description", "specification")


class ProductDetails(Tab):
    def __init__(self, editor: ProductEditor) -> None:
        super().__init__(editor)
        self.product = editor
        self.form = Form()
        self.barcode = Barcode(editor.desk)
        self.margin = label("", "body")
        self.margin.setContentsMargins(theme.margins(10, 0, 0, 0))
        self.rows: dict[str, FormRow] = {}
        self._make_rows()
        for name in _TEXTS:
            self.field(name).kept.connect(partial(self._keep, name))
        for name in ("price", "cost"):
            self.field(name).kept.connect(partial(self._keep, name))
        self.field("tax_class_id").kept.connect(self._keep_tax)
        self.field("supplier").kept.connect(self._keep_supplier)
        self.field("is_offered").kept.connect(self._keep_offered)
        self.field("is_priced_by_parts").kept.connect(partial(self._keep, "is_priced_by_parts"))
        self._arrange()

    def _arrange(self) -> None:
        inside_of = QWidget()
        down = QVBoxLayout(inside_of)
        down.setContentsMargins(theme.margins(0, 4, 8, 20))
        down.addWidget(self.form)
        down.addStretch(1)
        fill_scrolled(self, inside_of)

    def _make_rows(self) -> None:
        supplier = LineField(_("Supplier"))
        supplier.set_placeholder(_("Of whom it is bought"))
        kinds = ChoiceField(_("Kind"), [(key, _(words)) for key, words in PRODUCT_KINDS])
        self._add("price", PriceField(_("Price")))
        self._add("is_priced_by_parts", SwitchField(_("Costs what its parts cost")))
        self._add("cost", PriceField(_("Cost")))
        self.margin_row = self.form.add_row(FormRow(row_label(_("margin"), self.margin), self.margin))
        self.margin.setMinimumHeight(theme.px(30))
        self._add("tax_class_id", ChoiceField(_("Tax class"), []))
        self._add("unit", self._picked(_("Unit"), "unit"))
        self._add("category", self._picked(_("Category"), "product category"))
        self._add("description", self._long(_("Description"), _("As it stands on quotes")))
        self._add("specification", self._long(_("Specification"), _("Weight: 310 kg, one a line")))
        self._add("sku", LineField(_("Stock number")))
        self._add("barcode", LineField(_("Barcode")))
        self.form.add_row(FormRow(label(""), self.barcode))
        self._add("supplier", supplier)
        self._add("kind", kinds)
        self._add("is_offered", SwitchField(_("Offered")))

    def _picked(self, words: str, pick_list: str) -> ChoiceField:
        made = ChoiceField(words, [], own_words=True)
        self.product.offer(made, pick_list)
        return made

    def _long(self, words: str, placeholder: str) -> TextField:
        made = TextField(words)
        made.set_placeholder(placeholder)
        return made

    def _add(self, name: str, field: Field) -> None:
        words = inside(field.edit.accessibleName())
        self.rows[name] = self.form.add(words, field)

    def field(self, name: str) -> Field:
        found = self.rows[name].field
        assert isinstance(found, Field)
        return found

    def fields(self) -> list[Field]:
        return [self.field(name) for name in self.rows]

    # Showing

    def show_record(self, look: "Look", *, is_other: bool) -> None:
        from crmdesk.services.product_looks import ProductLook

        assert isinstance(look, ProductLook)
        if is_other:
            for field in self.fields():
                field.take_back()
        product = look.product
        for name in _TEXTS:
            self._show_words(name, look)
        for name in ("price", "cost"):
            field = self.field(name)
            assert isinstance(field, PriceField)
            field.show_price(product[name], product["currency"])
        self._show_choices(look)
        self.field("is_offered").set_value(not product["is_archived"])
        self.barcode.show_text(product["barcode"] or "")
        self._show_worth(look)

    def _show_words(self, name: str, look: "ProductLook") -> None:
        field, pick_list = self.field(name), declared_fields(Product)[name].pick_list
        if pick_list and isinstance(field, ChoiceField):
            field.set_choices([("", ""), *look.words[pick_list].items()])
        field.set_value(look.product[name] or "")

    def _show_choices(self, look: "ProductLook") -> None:
        taxes, supplier = self.field("tax_class_id"), self.field("supplier")
        assert isinstance(taxes, ChoiceField)
        taxes.set_choices([("", _("none")), *((key.hex(), name) for key, name in look.classes.items())])
        taxes.set_value((look.product["tax_class_id"] or b"").hex())
        supplier.set_value(look.supplier)
        if look.supplier_id:
            words = _("Go to {name}").format(name=look.supplier)
            go = partial(self.product.desk.wanted.emit, "companies", look.supplier_id)
            supplier.set_action("chevron-right", words, go)
        elif supplier.action:
            supplier.action.hide()

    def _show_worth(self, look: "ProductLook") -> None:
        product, is_bundle = look.product, look.product["kind"] == "bundle"
        by_parts = is_bundle and bool(product["is_priced_by_parts"])
        self.rows["is_priced_by_parts"].setVisible(is_bundle)
        self.field("is_priced_by_parts").set_value(by_parts)
        self.rows["price"].setVisible(not by_parts)
        price = str(look.parts_price) if by_parts and look.parts_price is not None else product["price"]
        told = margin_in_words(price, product["cost"], product["currency"])
        if by_parts and look.parts_price is not None:
            words = _("parts {price}").format(price=priced(look.parts_price, product["currency"]))
            told = " · ".join(filter(None, (words, told)))
        self.margin.setText(told)
        self.margin_row.setVisible(bool(told))

    def enter(self) -> None:
        self.field("price").setFocus(Qt.FocusReason.TabFocusReason)

    # Keeping

    def _keep(self, name: str, value: Any) -> None:
        self.product.change(self.field(name), **{name: value})

    def _keep_tax(self, value: Any) -> None:
        self.product.change(self.field("tax_class_id"), tax_class_id=bytes.fromhex(value) if value else None)

    def _keep_offered(self, value: Any) -> None:
        self.product.change(self.field("is_offered"), is_archived=not value)

    def _keep_supplier(self, value: Any) -> None:
        key = self.product.key

        def change(store: "Store") -> None:
            from crmdesk.services import products

            products.set_supplier(store, key, value)

        self.product.save(change, self.field("supplier").set_problem, value)
