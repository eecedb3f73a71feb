"""What can be chosen of a product: groups of options, rules in a table, and at once what contradicts itself."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.configuring import Configurator
from crmdesk.i18n import _
from crmdesk.ui.configurator import ConfiguratorPanel
from crmdesk.ui.editor import Editor
from crmdesk.ui.product_editor import ProductEditor
from crmdesk.ui.product_groups import GroupBox
from crmdesk.ui.product_option_draft import Draft, GroupDraft, OptionDraft, RuleDraft, same
from crmdesk.ui.product_rules import RuleLine, heads
from crmdesk.ui.tab import Tab
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import fill_scrolled
from crmdesk.widgets.fields import Field
from crmdesk.widgets.parts import button, label, show_instead
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.records import Look


class ProductOptions(Tab):
    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        assert isinstance(editor, ProductEditor)
        self.product = editor
        self.currency = "EUR"
        self.draft = Draft()
        self.groups: list[GroupBox] = []
        self.rules: list[RuleLine] = []
        self.problem = Problem()
        self._empty = label(
            _("A size, a colour, extras: what the customer chooses. Rules say what goes together and what it costs."),
            "second", "muted", wraps=True,
        )  # fmt: skip
        self._group_list, self._rule_list = QVBoxLayout(), QVBoxLayout()
        self._rule_heads = heads()
        self.add_rule = button("+ " + _("rule"), self.begin_rule, kind="menu")
        self.add_group = button("+ " + _("group of options"), self.begin_group, kind="menu")
        self.try_button = button(_("Try it"), self.try_out, kind="menu", icon="sliders-horizontal")
        self._arrange()

    def _arrange(self) -> None:
        self._group_list.setSpacing(theme.px(10))
        self._rule_list.setSpacing(theme.px(2))
        self._rules_head = label(_("Rules"), "strong")
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(theme.margins(0, 4, 8, 16))
        down.setSpacing(theme.px(6))
        foot = QHBoxLayout()
        foot.addWidget(self.add_group)
        foot.addStretch(1)
        foot.addWidget(self.try_button)
        down.addWidget(self.problem)
        down.addWidget(self._empty)
        down.addLayout(self._group_list)
        down.addLayout(foot)
        down.addWidget(self._rules_head)
        down.addWidget(self._rule_heads)
        down.addLayout(self._rule_list)
        down.addWidget(self.add_rule, 0, Qt.AlignmentFlag.AlignLeft)
        down.addStretch(1)
        fill_scrolled(self, inside)

    def fields(self) -> list[Field]:
        groups = [field for box in self.groups for field in box.fields()]
        return [*groups, *(field for line in self.rules for field in line.fields())]

    # Showing

    def show_record(self, look: "Look", *, is_other: bool) -> None:
        from crmdesk.services.product_looks import ProductLook

        assert isinstance(look, ProductLook)
        self.currency = look.product["currency"]
        if is_other or not same(self.draft.configurator(), look.configurator):
            self.draft = Draft.of(look.configurator)
            self.show_draft()
            self.check()

    def show_draft(self) -> None:
        """After something came or went; what is typed stays where it is otherwise."""
        self.groups = [GroupBox(self, group) for group in self.draft.groups]
        self.rules = [RuleLine(self, rule) for rule in self.draft.rules]
        show_instead(self._group_list, self.groups)
        show_instead(self._rule_list, self.rules)
        self._show_parts()
        tab_order.order(self)

    def _show_parts(self) -> None:
        has_options = any(options for _name, options in self.draft.named())
        self._empty.setVisible(not self.draft.groups)
        for part in (self._rules_head, self.add_rule, self.try_button):
            part.setVisible(has_options)
        self._rule_heads.setVisible(has_options and bool(self.draft.rules))

    # Changing

    def begin_group(self) -> None:
        self.draft.groups.append(GroupDraft(options=[OptionDraft()]))
        self.show_draft()
        self.groups[-1].name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def begin_option(self, group: GroupDraft) -> None:
        group.options.append(OptionDraft())
        self.show_draft()
        box = next(box for box in self.groups if box.group is group)
        box.lines[-1].name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def begin_rule(self) -> None:
        self.draft.rules.append(RuleDraft())
        self.show_draft()
        self.rules[-1].chosen.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def remove_group(self, group: GroupDraft) -> None:
        for option in group.options:
            self.draft.forget(option.id)
        self.draft.groups.remove(group)
        self._removed()

    def remove_option(self, group: GroupDraft, option: OptionDraft) -> None:
        self.draft.forget(option.id)
        group.options.remove(option)
        self._removed()

    def remove_rule(self, rule: RuleDraft) -> None:
        self.draft.rules.remove(rule)
        self._removed()

    def _removed(self) -> None:
        self.show_draft()
        self.save()

    def save(self, field: Field | None = None) -> None:
        """As it stands now; what it contradicts is told, and kept all the same."""
        kept = self.draft.configurator()
        self._show_parts()
        for line in self.rules:
            line.show_names()
        self.check()
        answer = field.set_problem if field else self._refuse
        self.product.save(partial(_save, self.product.key, kept), answer)

    def _refuse(self, problem: str) -> None:
        """What contradicts itself stays where all went well."""
        if problem:
            self.problem.say(problem)

    def check(self) -> None:
        kept = self.draft.configurator()
        self.product.desk.run(kept.contradictions if kept.choices else list, self._tell, replace=self)

    def _tell(self, contradictions: list[str]) -> None:
        self.problem.say("\n".join(contradictions))

    def try_out(self) -> None:
        sheet = Sheet(self, self.product.look.product["name"] if self.product.look else "", width=520)
        sheet.body.addWidget(ConfiguratorPanel(self.product.desk, self.product.key, []))
        sheet.close_button.setText(_("Close"))
        sheet.open()


def _save(product: bytes, kept: Configurator, store: "Store") -> None:
    from crmdesk.services import configuring

    configuring.save(store, product, kept.choices, kept.rules)
