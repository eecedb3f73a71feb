"""What is chosen of a product: what cannot be had with the rest is grey and says why; the price follows."""

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from crmdesk.domain.configuring import Choice, Configurator, Option
from crmdesk.i18n import _
from crmdesk.ui import amounts
from crmdesk.ui.desk import Desk
from crmdesk.widgets import theme
from crmdesk.widgets.beside import scroller
from crmdesk.widgets.parts import label, rule
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.products import Row

_TALL = 440
Known = tuple["Row", Configurator]


class ConfiguratorPanel(QWidget):
    chosen = Signal(list, object)
    """The ids of the options in hex, and what they add to the price."""

    def __init__(self, desk: Desk, product_id: bytes, chosen: list[str]) -> None:
        super().__init__()
        self._desk, self._product = desk, product_id
        self.taken = chosen
        self.configurator = Configurator(())
        self.currency = ""
        self._own = Decimal(0)
        self.rows: dict[str, OptionRow] = {}
        self._inside = QWidget()
        self._down = QVBoxLayout(self._inside)
        self._down.setContentsMargins(theme.margins(0, 0, 12, 0))
        self._down.setSpacing(theme.px(2))
        self._area = scroller(self._inside)
        self._foot = QVBoxLayout()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        whole.addLayout(self._foot)
        self.problem = Problem()
        self.price = label("", "strong")
        self.added = label("", "second", "muted")
        self.reload()

    def reload(self) -> None:
        self._desk.ask(partial(_known, self._product), self._show)

    def problems(self) -> list[str]:
        return self.configurator.problems(self.taken)

    def _show(self, known: Known) -> None:
        product, self.configurator = known
        self.currency, self._own = product["currency"], Decimal(product["price"] or 0)
        there = self.configurator.names
        self.taken = [option for option in self.taken if option in there] or self.configurator.defaults()
        self._inside.hide()  # shown again, it knows the height of all that came
        for choice in self.configurator.choices:
            self._add_group(choice)
        self._inside.show()
        self._add_foot()
        self._follow()
        QTimer.singleShot(0, self, self._fit)

    def _add_group(self, choice: Choice) -> None:
        across = QHBoxLayout()
        across.setContentsMargins(theme.margins(0, 10 if self.rows else 0, 0, 2))
        across.addWidget(label(choice.name, "strong"))
        across.addWidget(label(limits_in_words(choice), "second", "muted"), 1)
        self._down.addLayout(across)
        for option in choice.options:
            row = OptionRow(option, self.currency, is_single=choice.most == 1)
            row.pressed.connect(partial(self.toggle, option.id))
            self.rows[option.id] = row
            self._down.addWidget(row)

    def _add_foot(self) -> None:
        self._foot.addWidget(rule())
        across = QHBoxLayout()
        across.setContentsMargins(theme.margins(0, 8, 0, 0))
        across.addWidget(self.added, 1)
        across.addWidget(self.price)
        self._foot.addLayout(across)
        self._foot.addWidget(self.problem)

    def toggle(self, option: str) -> None:
        """What is chosen is given up by pressing it again."""
        if option not in self.taken and self.configurator.why_not(self.taken, option):
            return
        self.taken = self.configurator.toggled(self.taken, option)
        self._follow()

    def _follow(self) -> None:
        for key, row in self.rows.items():
            why = "" if key in self.taken else self.configurator.why_not(self.taken, key)
            row.show_state(key in self.taken, why)
        added = self.configurator.price(self.taken)
        self.added.setText(_("Options: {amount}").format(amount=signed(added, self.currency)) if added else "")
        self.price.setText(amounts.priced(self._own + added, self.currency))
        self.problem.say(" ".join(self.problems()))
        self._fit()
        self.chosen.emit(list(self.taken), added)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """As tall as its options, up to what a window has room for."""
        self._down.activate()
        self._area.setFixedHeight(min(self._inside.sizeHint().height(), theme.px(_TALL)))
        sheet = self.window()
        if isinstance(sheet, Sheet) and sheet.isVisible():
            sheet.refit()


class OptionRow(QWidget):
    """Name and price of an option; what stands against it below."""

    pressed = Signal()

    def __init__(self, option: Option, currency: str, *, is_single: bool) -> None:
        super().__init__()
        self.box = QRadioButton() if is_single else QCheckBox()
        self.box.setText(option.name.replace("&", "&&"))
        self.box.setAccessibleName(option.name)
        self.box.setAutoExclusive(False)
        self.box.clicked.connect(lambda _on: self.pressed.emit())
        self.why = label("", "second", "muted", wraps=True)
        self.why.setContentsMargins(theme.margins(24, 0, 0, 4))
        self._price = label(signed(option.price, currency) if option.price else "", "body", "muted")
        across = QHBoxLayout()
        across.addWidget(self.box, 1)
        across.addWidget(self._price, 0, Qt.AlignmentFlag.AlignRight)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(0, 3, 0, 3))
        down.setSpacing(0)
        down.addLayout(across)
        down.addWidget(self.why)

    def show_state(self, is_chosen: bool, why: str) -> None:
        self.box.setChecked(is_chosen)
        self.box.setEnabled(not why)
        self.box.setAccessibleDescription(why)
        self.why.setText(why)
        self.why.setVisible(bool(why))


def limits_in_words(choice: Choice) -> str:
    if choice.least == choice.most:
        return _("choose {count}").format(count=choice.least)
    if choice.most is None:
        return _("at least {count}").format(count=choice.least) if choice.least else _("any")
    if not choice.least:
        return _("at most {count}").format(count=choice.most)
    return _("{least} to {most}").format(least=choice.least, most=choice.most)


def signed(price: Decimal, currency: str) -> str:
    return f"{'+' if price > 0 else ''}{amounts.priced(price, currency)}"


def _known(product: bytes, store: "Store") -> Known:
    from crmdesk.services import configuring, products

    with store.read() as session:
        return products.get(session, product), configuring.of(session, product)
