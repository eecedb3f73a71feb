"""Taxes and currencies: classes with their rates by country and day, the file's currency, exchange rates."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.ui.tax_currencies import Currencies
from crmdesk.ui.tax_rates import RateLine, heads
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import Beside, scroller
from crmdesk.widgets.fields import LineField
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import Card, button, label, quiet, show_instead, small_button

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.tax_lists import ClassRow
    from crmdesk.services.tax_stock import Offered

_SHOWN_OF = frozenset({"tax_classes", "tax_rates", "exchange_rates", "preferences"})
Found = tuple["list[ClassRow]", str, "list[Offered]"]


class TaxPage(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.boxes: list[ClassBox] = []
        self._rows: list[ClassRow] | None = None
        self._offered: list[Offered] = []
        self._new: bytes | None = None
        self.take_button = quiet("", self.take_usual)
        self._none = label(
            _("No taxes yet: quotes have none until a product has a tax class."), "body", "muted", wraps=True
        )
        self.currencies = Currencies(desk)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(12))
        self._arrange()
        desk.changed.connect(self._changed)

    def _arrange(self) -> None:
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(theme.margins(28, 20, 8, 20))
        down.setSpacing(theme.px(12))
        down.addWidget(label(_("Tax classes"), "strong"))
        down.addWidget(self._none)
        down.addWidget(self.take_button)
        down.addLayout(self._list)
        down.addStretch(1)
        self.area = scroller(left)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(theme.margins(8, 20, 28, 20))
        beside.addWidget(self.currencies)
        beside.addStretch(1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Beside(self.area, scroller(right), (5, 3), 860, 260))

    def _changed(self, change: "Changed") -> None:
        if not self.isHidden() and change.tables & _SHOWN_OF:
            self.look()

    def look(self) -> None:
        self.desk.ask(_found, self._show, replace=self)
        self.currencies.look()

    def _show(self, found: Found) -> None:
        rows, country, self._offered = found
        count = len(self._offered)
        words = ngettext(
            "Take the usual {count} tax class of {country}", "Take the usual {count} tax classes of {country}", count
        )
        self.take_button.setText(words.format(count=grouped(count), country=_country(country)))
        self.take_button.setVisible(not rows and bool(self._offered))
        self._none.setVisible(not rows)
        if rows != self._rows:
            self._show_classes(rows)
        self._rows = rows

    def _show_classes(self, rows: "list[ClassRow]") -> None:
        """The same boxes where only values changed: what is being typed stays."""
        known = {box.key: box for box in self.boxes}
        if [(row.id, [rate["id"] for rate in row.rates]) for row in rows] == [box.shape() for box in self.boxes]:
            for row in rows:
                known[row.id].show_class(row)
            return
        self.boxes = [ClassBox(self.desk, row) for row in rows]
        show_instead(self._list, self.boxes)
        tab_order.order(self)
        if box := next((box for box in self.boxes if box.key == self._new), None):
            self._new = None
            box.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.area.ensureWidgetVisible(box)

    def take_usual(self) -> None:
        words = _("Taxes taken over. Check them against what your tax office says.")
        self.desk.write(partial(_take, self._offered), lambda _none: self.desk.say_undoable(words))

    def begin(self) -> None:
        names = {row.name for row in self._rows or ()}
        plain = _("New tax class")
        name = next(each for each in (plain, *(f"{plain} {n}" for n in range(2, 99))) if each not in names)
        self.desk.write(partial(_add, name), self._added)

    def _added(self, key: bytes) -> None:
        self._new = key
        self._rows = None
        self.look()


class ClassBox(Card):
    def __init__(self, desk: Desk, row: "ClassRow") -> None:
        super().__init__()
        self._desk, self.key = desk, row.id
        self.name = LineField(_("Tax class"))
        self.name.edit.setFont(theme.font("strong"))
        self.name.kept.connect(self._rename)
        self._count = label("", "second", "muted")
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self._count)
        remove = _("Delete {name}").format(name=row.name)
        head.addWidget(small_button("trash-2", remove, self._remove))
        self.body.setSpacing(theme.px(2))
        self.body.addLayout(head)
        self.body.addWidget(heads())
        self.lines = [RateLine(desk, rate) for rate in row.rates]
        for line in self.lines:
            self.body.addWidget(line)
        self.body.addWidget(button("+ " + _("rate"), self._add_rate, kind="menu"))
        self.show_class(row)

    def shape(self) -> tuple[bytes, list[bytes]]:
        return self.key, [line.key for line in self.lines]

    def show_class(self, row: "ClassRow") -> None:
        self.name.set_value(row.name)
        count = ngettext("{count} product", "{count} products", row.products).format(count=grouped(row.products))
        self._count.setText(count if row.products else "")
        for line, rate in zip(self.lines, row.rates, strict=True):
            line.show_rate(rate)

    def _rename(self, name: str) -> None:
        field = self.name
        done, failed = lambda _none: field.set_problem(""), lambda error: field.set_problem(words_of(error))
        self._desk.write(partial(_rename, self.key, name), done, failed)

    def _add_rate(self) -> None:
        self._desk.write(partial(_add_rate, self.key))

    def _remove(self) -> None:
        words = _("Deleted {what}").format(what=self.name.value())
        self._desk.write(partial(_remove, self.key), lambda _none: self._desk.say_undoable(words))


def _country(code: str) -> str:
    from crmdesk import i18n
    from crmdesk.domain.values import countries

    return countries.name(code, i18n.language()) or code


def _found(store: "Store") -> Found:
    from crmdesk.services import tax_lists, tax_stock

    country, offered = tax_stock.offered(store)
    return tax_lists.listing(store), country, offered


def _take(offered: "list[Offered]", store: "Store") -> None:
    from crmdesk.services import tax_stock

    tax_stock.take(store, offered)


def _add(name: str, store: "Store") -> bytes:
    from crmdesk.services import tax_lists

    return tax_lists.add_class(store, name)


def _rename(key: bytes, name: str, store: "Store") -> None:
    from crmdesk.services import tax_lists

    tax_lists.rename_class(store, key, name)


def _add_rate(key: bytes, store: "Store") -> bytes:
    from crmdesk.services import tax_lists

    return tax_lists.add_rate(store, key)


def _remove(key: bytes, store: "Store") -> None:
    from crmdesk.services import tax_lists

    tax_lists.remove_class(store, key)
