"""A group of options: its name, how many of it, and each option with its price."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.product_editor import PriceField
from crmdesk.ui.product_option_draft import GroupDraft, OptionDraft
from crmdesk.widgets import theme
from crmdesk.widgets.fields import ChoiceField, Field, LineField
from crmdesk.widgets.parts import button, label, small_button
from crmdesk.widgets.switch import SwitchField

if TYPE_CHECKING:
    from crmdesk.ui.product_options import ProductOptions

_LIMITS = {"one": (1, 1), "none or one": (0, 1), "any": (0, None), "some": (1, None)}


class GroupBox(QWidget):
    def __init__(self, tab: "ProductOptions", group: GroupDraft) -> None:
        super().__init__()
        self._tab, self.group = tab, group
        self.name = LineField(_("Name of the group"))
        self.name.set_placeholder(_("Group: size, colour, extras"))
        self.name.edit.setFont(theme.font("strong"))
        self.name.set_value(group.name)
        self.name.kept.connect(self._rename)
        self.limits = ChoiceField(_("How many"), self._limits())
        self.limits.set_value(self._limit())
        self.limits.kept.connect(self._limit_to)
        self.lines = [OptionLine(tab, group, option) for option in group.options]
        self._arrange()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self.name, 1)
        self.limits.setFixedWidth(theme.px(190))
        head.addWidget(self.limits)
        remove = _("Remove {name}").format(name=self.group.name or _("group"))
        head.addWidget(small_button("x", remove, lambda: self._tab.remove_group(self.group)))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(2))
        down.addLayout(head)
        for line in self.lines:
            down.addWidget(line)
        add = button("+ " + _("option"), partial(self._tab.begin_option, self.group), kind="menu")
        across = QHBoxLayout()
        across.addSpacing(theme.px(16))
        across.addWidget(add)
        across.addStretch(1)
        down.addLayout(across)

    def fields(self) -> list[Field]:
        return [self.name, self.limits, *(field for line in self.lines for field in line.fields())]

    def _limits(self) -> list[tuple[str, str]]:
        words = [
            ("one", _("choose one")), ("none or one", _("none or one")), ("any", _("any number")),
            ("some", _("one or more")),
        ]  # fmt: skip
        return words if self._limit() != "own" else [*words, ("own", f"{self.group.least} – {self.group.most}")]

    def _limit(self) -> str:
        found = (self.group.least, self.group.most)
        return next((key for key, limits in _LIMITS.items() if limits == found), "own")

    def _rename(self, name: str) -> None:
        if any(other.name == name for other in self._tab.draft.groups if other is not self.group):
            self.name.set_problem(_("There is another group of this name."))
            return
        self.group.name = name
        self.name.set_value(name)
        self._tab.save(self.name)

    def _limit_to(self, key: str) -> None:
        self.group.least, self.group.most = _LIMITS.get(key, (self.group.least, self.group.most))
        self.limits.set_value(key)
        self._tab.save()


class OptionLine(QWidget):
    def __init__(self, tab: "ProductOptions", group: GroupDraft, option: OptionDraft) -> None:
        super().__init__()
        self._tab, self._group, self.option = tab, group, option
        self.name = LineField(_("Option"))
        self.name.set_placeholder(_("Option"))
        self.name.set_value(option.name)
        self.price = PriceField(_("Price of the option"))
        self.price.set_placeholder("+0")
        self.price.edit.setProperty("alignment", Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.price.show_price(str(option.price) if option.price else "", tab.currency)
        self.usual = SwitchField(_("Chosen at first"))
        self.usual.set_value(option.is_default)
        self.name.kept.connect(self._rename)
        self.price.kept.connect(self._reprice)
        self.usual.kept.connect(self._use)
        self._arrange()

    def _arrange(self) -> None:
        self.price.setFixedWidth(theme.px(138))
        self.usual.setFixedWidth(theme.px(48))
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.margins(16, 0, 0, 0))
        across.setSpacing(theme.px(8))
        across.addWidget(self.name, 1)
        across.addWidget(self.price)
        across.addWidget(label(_("at first"), "second", "muted"))
        across.addWidget(self.usual)
        remove = _("Remove {name}").format(name=self.option.name or _("option"))
        across.addWidget(small_button("x", remove, lambda: self._tab.remove_option(self._group, self.option)))

    def fields(self) -> list[Field]:
        return [self.name, self.price, self.usual]

    def _rename(self, name: str) -> None:
        if any(other.name == name for other in self._group.options if other is not self.option):
            self.name.set_problem(_("There is another option of this name."))
            return
        self.option.name = name
        self.name.set_value(name)
        self._tab.save(self.name)

    def _reprice(self, price: str) -> None:
        from decimal import Decimal

        self.option.price = Decimal(price or 0)
        self.price.set_value(price)
        self._tab.save(self.price)

    def _use(self, is_on: bool) -> None:
        self.option.is_default = is_on
        self.usual.set_value(is_on)
        self._tab.save(self.usual)
