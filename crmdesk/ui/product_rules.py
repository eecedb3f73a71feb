"""The rules of a configurator as a table: if these are chosen, then those are needed, excluded or change the price."""

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QSizePolicy, QStackedLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.product_editor import PriceField
from crmdesk.ui.product_option_draft import RuleDraft
from crmdesk.widgets import theme
from crmdesk.widgets.fields import ChoiceField, Field
from crmdesk.widgets.parts import Button, label, plain, small_button

if TYPE_CHECKING:
    from crmdesk.ui.product_options import ProductOptions

_EFFECT = 156


def _grid(holder: QWidget) -> QGridLayout:
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.px(6))
    for column in (0, 2, 3):
        grid.setColumnStretch(column, 1)
        grid.setColumnMinimumWidth(column, theme.px(60))
    grid.setColumnMinimumWidth(1, theme.px(_EFFECT))
    grid.setColumnMinimumWidth(4, theme.px(26))
    return grid


def heads() -> QWidget:
    made = QWidget()
    grid = _grid(made)
    for column, text in enumerate((_("If"), "", _("Then"), _("Else"))):
        words = label(text, "second", "muted")
        words.setContentsMargins(theme.margins(8, 0, 0, 0))
        grid.addWidget(words, 0, column)
    return made


class OptionsButton(Button):
    """The options that are named; pressed, a list to tick them in."""

    changed = Signal(list)

    def __init__(self, tab: "ProductOptions", name: str, nothing: str) -> None:
        super().__init__()
        self._tab, self._nothing = tab, nothing
        self.options: list[str] = []
        self._name = name
        self.setProperty("kind", "menu")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(40), super().minimumSizeHint().height())

    def show_options(self, options: list[str]) -> None:
        self.options = options
        names = {each.id: each.name for _group, found in self._tab.draft.named() for each in found}
        words = ", ".join(names[option] for option in options if option in names) or self._nothing
        self.setAccessibleName(f"{self._name}: {words}")
        self.setToolTip(plain(words))
        room = self.width() - theme.px(20)
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room) if self.isVisible() else words
        self.setText(shown.replace("&", "&&"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_options(self.options)

    def menu_of(self) -> QMenu:
        menu = QMenu(self)
        for group, options in self._tab.draft.named():
            menu.addSection(group) if options else None
            for each in options:
                action = menu.addAction(f"{each.name}".replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(each.id in self.options)
                action.triggered.connect(lambda on, key=each.id: self.put(key, is_on=on))
        return menu

    def put(self, option: str, *, is_on: bool) -> None:
        others = [each for each in self.options if each != option]
        self.show_options([*others, option] if is_on else others)
        self.changed.emit(self.options)

    def open(self) -> None:
        menu = self.menu_of()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))


class _Outcome(QWidget):
    """Options or a price, by the effect of the rule."""

    def __init__(self, tab: "ProductOptions", name: str) -> None:
        super().__init__()
        self.options = OptionsButton(tab, name, "–")
        self.price = PriceField(name)
        self.price.set_placeholder("+0")
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.options)
        self._stack.addWidget(self.price)

    def show_outcome(self, effect: str, options: list[str], price: Decimal, currency: str) -> None:
        self._stack.setCurrentIndex(int(effect == "price"))
        self.options.show_options(options)
        self.price.show_price(str(price) if price else "", currency)


class RuleLine(QWidget):
    def __init__(self, tab: "ProductOptions", rule: RuleDraft) -> None:
        super().__init__()
        self._tab, self.rule = tab, rule
        self.chosen = OptionsButton(tab, _("If"), _("always"))
        effects = [("requires", _("requires")), ("excludes", _("excludes")), ("price", _("changes price"))]
        self.effect = ChoiceField(_("Effect"), effects)
        self.then, self.other = _Outcome(tab, _("Then")), _Outcome(tab, _("Else"))
        self._arrange()
        self.show_rule()
        self.chosen.changed.connect(lambda options: self._put("chosen", options))
        self.effect.kept.connect(self._put_effect)
        self.then.options.changed.connect(lambda options: self._put("options", options))
        self.other.options.changed.connect(lambda options: self._put("other_options", options))
        self.then.price.kept.connect(lambda price: self._put("price", Decimal(price or 0), self.then.price))
        self.other.price.kept.connect(lambda price: self._put("other_price", Decimal(price or 0), self.other.price))

    def _arrange(self) -> None:
        self.effect.setFixedWidth(theme.px(_EFFECT))
        grid = _grid(self)
        for column, part in enumerate((self.chosen, self.effect, self.then, self.other)):
            grid.addWidget(part, 0, column)
        remove = small_button("x", _("Remove the rule"), lambda: self._tab.remove_rule(self.rule))
        grid.addWidget(remove, 0, 4)

    def fields(self) -> list[Field]:
        return [self.effect, self.then.price, self.other.price]

    def show_rule(self) -> None:
        rule = self.rule
        self.chosen.show_options(rule.chosen)
        self.effect.set_value(rule.effect)
        self.then.show_outcome(rule.effect, rule.options, rule.price, self._tab.currency)
        self.other.show_outcome(rule.effect, rule.other_options, rule.other_price, self._tab.currency)

    def show_names(self) -> None:
        """Options are called otherwise."""
        self.chosen.show_options(self.rule.chosen)
        self.then.options.show_options(self.rule.options)
        self.other.options.show_options(self.rule.other_options)

    def _put_effect(self, effect: str) -> None:
        self.rule.effect = effect
        self.show_rule()
        self._tab.save()

    def _put(self, name: str, value: object, field: Field | None = None) -> None:
        setattr(self.rule, name, value)
        if isinstance(field, PriceField):
            field.set_value(str(value) if value else "")
        self._tab.save(field)
