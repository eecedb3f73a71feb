"""Several conditions at once as one step of a lookup."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crmdesk.domain.criteria import All
from crmdesk.domain.terms import Term, describe
from crmdesk.i18n import _
from crmdesk.ui.conditions import ConditionTree
from crmdesk.ui.counting import HEIGHT, Counting, scrolled
from crmdesk.ui.lookups import Lookup
from crmdesk.ui.trail import Step
from crmdesk.widgets import dates
from crmdesk.widgets.sheet import Sheet


class Several(Sheet):
    put = Signal(object)
    """A Step."""

    def __init__(self, parent: QWidget, lookup: Lookup, terms: Sequence[Term], step: Step | None) -> None:
        super().__init__(parent, _("Look up"), width=760)
        self._terms = {term.path: term for term in terms}
        self._how = step.how if step else "narrow"
        self.tree = ConditionTree(lookup.desk, lookup.kind, terms)
        self.tree.show_node(step.node if step else All())
        self.counting = Counting(lookup.desk, self.tree)
        area = scrolled(self.tree)
        self.give_height(area, HEIGHT)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.counting)
        self.set_primary(_("Look up"), self._put)
        self.counting.ask()
        self.tree.enter()

    def _put(self) -> None:
        node = self.tree.node()
        if node != All():
            only = node.parts[0] if isinstance(node, All) and len(node.parts) == 1 else node
            self.put.emit(Step(self._how, only, describe(only, self._terms, dates.show)))
        self.accept()
