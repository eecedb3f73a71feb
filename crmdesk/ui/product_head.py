"""The head of a product: its picture and name, and the facts that one wants to know first."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.domain.products import PRODUCT_KINDS
from crmdesk.i18n import _, worded
from crmdesk.ui import amounts
from crmdesk.ui.amounts import priced
from crmdesk.ui.moments import wall
from crmdesk.ui.product_editor import ProductEditor, figure, margin
from crmdesk.widgets import icons, theme
from crmdesk.widgets.avatar import read_photo
from crmdesk.widgets.chips import TagRow
from crmdesk.widgets.facts import Fact
from crmdesk.widgets.fields import LineField
from crmdesk.widgets.parts import PaintedButton, icon_button, label

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.product_looks import ProductLook, Sale

_SIDE = 84


class Picture(PaintedButton):
    """Pressed, another one is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self.setAccessibleName(_("Choose a picture"))
        self.setToolTip(_("Choose a picture"))
        self.setFixedSize(theme.px(_SIDE), theme.px(_SIDE))

    def show_picture(self, data: bytes | None) -> None:
        self._image = read_photo(data, 2 * theme.px(_SIDE)) if data else None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.colour("accent" if self.shows_ring() else "line"))
        painter.setBrush(theme.colour("hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(box, 10, 10)
        if self._image:
            path = QPainterPath()
            path.addRoundedRect(box.adjusted(1, 1, -1, -1), 9, 9)
            painter.setClipPath(path)
            painter.drawImage(box, self._image)
        else:
            icons.paint(painter, "image", "faint", self.rect().center(), 24)


class ProductHead(QWidget):
    duplicated = Signal(bytes)

    def __init__(self, editor: ProductEditor) -> None:
        super().__init__()
        self._editor = editor
        self._has_picture = False
        self.picture = Picture()
        self.name = LineField(_("Name of the product"))
        self.name.edit.setFont(theme.font("title"))
        self._told = label("", "second", "muted")
        self._tags = TagRow()
        self.more = icon_button("ellipsis", _("More"), self._open_menu)
        self.name.kept.connect(self._keep_name)
        self.picture.clicked.connect(self._choose_picture)
        self._arrange()

    def _arrange(self) -> None:
        self._told.setContentsMargins(theme.margins(10, 0, 0, 0))
        under = QHBoxLayout()
        under.setSpacing(theme.px(8))
        under.addWidget(self._told)
        under.addWidget(self._tags, 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.name)
        words.addLayout(under)
        words.addStretch(1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(8))
        across.addWidget(self.picture)
        across.addLayout(words, 1)
        across.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)

    def show_product(self, look: "ProductLook", *, is_other: bool) -> None:
        product = look.product
        if is_other:
            self.name.take_back()
        self.name.set_value(product["name"])
        category = look.words["product category"].get(product["category"] or "", product["category"] or "")
        kind = "" if product["kind"] == "product" else worded(PRODUCT_KINDS, product["kind"])
        self._told.setText(" · ".join(filter(None, (kind, product["sku"], category, look.supplier))))
        self._tags.show_tags([(_("no longer offered"), "warning")] if product["is_archived"] else [])
        self._has_picture = look.shown["photo"] is not None
        self.picture.show_picture(look.shown["photo"]["data"] if self._has_picture else None)

    def _keep_name(self, value: str) -> None:
        if value:
            self._editor.change(self.name, name=value)
        else:
            self.name.set_problem(_("A product needs a name."))

    # Acting

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.addAction(_("Choose a picture…")).triggered.connect(self._choose_picture)
        if self._has_picture:
            menu.addAction(_("Take the picture away")).triggered.connect(lambda: self.set_picture("", None))
        menu.addAction(_("Duplicate")).triggered.connect(self.duplicate)
        menu.addSeparator()
        menu.addAction(_("Delete")).triggered.connect(self.remove)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _choose_picture(self) -> None:
        from crmdesk.ui.photos import choose_photo

        try:
            chosen = choose_photo(self)
        except UserError as error:
            self._editor.desk.unmet.emit(error)
            return
        if chosen:
            self.set_picture(*chosen)

    def set_picture(self, media_type: str, data: bytes | None) -> None:
        words = _("Picture changed") if data else _("Picture taken away")
        self._editor.act(partial(_set_picture, self._editor.key, media_type, data), words)

    def duplicate(self) -> None:
        self._editor.desk.write(partial(_duplicate, self._editor.key), self.duplicated.emit)

    def remove(self) -> None:
        words = _("Deleted {what}").format(what=self.name.value())
        self._editor.act(partial(_remove, self._editor.key), words)


def _set_picture(key: bytes, media_type: str, data: bytes | None, store: "Store") -> None:
    from crmdesk.services import products

    products.set_picture(store, key, media_type, data)


def _duplicate(key: bytes, store: "Store") -> bytes:
    from crmdesk.services import products

    return products.duplicate(store, key)


def _remove(key: bytes, store: "Store") -> None:
    from crmdesk.services import products

    products.remove(store, key)


def facts(look: "ProductLook") -> list[Fact]:
    return list(_facts(look))


def _facts(look: "ProductLook") -> Iterator[Fact]:
    product = look.product
    by_parts = product["kind"] == "bundle" and product["is_priced_by_parts"]
    price = look.parts_price if by_parts else product["price"]
    unit = f" / {product['unit']}" if product["unit"] else ""
    if price is not None:
        yield Fact(_("Price"), priced(price, product["currency"]) + unit)
    if left := margin(str(price) if price is not None else None, product["cost"]):
        yield Fact(_("Margin"), _percent(left[1]), "bad" if left[0] < 0 else "text")
    counted = [sale for sale in look.sales if sale.kind == "invoice" and sale.status not in ("draft", "cancelled")]
    if counted:
        yield Fact(_("Invoiced"), " ".join((figure(_together(counted)), product["unit"] or "")).strip(), key="sold")
        yield Fact(_("Last sold"), wall(counted[0].day), key="sold")
    quoted = [sale for sale in look.sales if sale.kind == "quote" and sale.status == "sent"]
    if quoted:
        yield Fact(_("In open quotes"), figure(_together(quoted)), "accent", "sold")


def _together(sales: "list[Sale]") -> Decimal:
    return sum((Decimal(sale.quantity) for sale in sales), Decimal(0))


def _percent(share: Decimal) -> str:
    from crmdesk.domain.money_formats import percent

    return percent(share, amounts.locale())
