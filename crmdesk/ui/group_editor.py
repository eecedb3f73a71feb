"""A group as a whole: its name, colour and place, and the conditions by which it finds its members itself."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.domain import criteria
from crmdesk.domain.criteria import All, Criteria
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, ngettext
from crmdesk.ui.conditions import ConditionTree
from crmdesk.ui.counting import HEIGHT, Counting, scrolled
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Chooser
from crmdesk.widgets.parts import label
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet
from crmdesk.widgets.swatches import Swatches

if TYPE_CHECKING:
    from crmdesk.domain.terms import Term
    from crmdesk.services.files import Store
    from crmdesk.services.groups import GroupRow
    from crmdesk.ui.desk import Desk


class GroupEditor(Sheet):
    """Make one with `open_editor`, which asks first for what it shows."""

    def __init__(
        self,
        parent: QWidget,
        desk: "Desk",
        known: "Sequence[GroupRow]",
        terms: "Sequence[Term]",
        group: "GroupRow | None",
        parent_id: bytes | None,
        by_hand: int,
    ) -> None:
        super().__init__(parent, _("Group") if group else _("New group"), width=780)
        self._desk, self._group = desk, group
        found = criteria.parse(group.criteria) if group and group.criteria else Criteria(All())
        self.name = QLineEdit(group.name if group else "")
        self.name.setAccessibleName(_("Name"))
        self.name.setPlaceholderText(_("Name"))
        self.colour = Swatches(_("Colour"))
        self.colour.set_value(group.colour if group else None)
        self.parent_group = Chooser(_("Part of"), _places(known, group))
        self.parent_group.set_value(((group.parent if group else parent_id) or b"").hex())
        self.tree = ConditionTree(desk, found.kind, terms)
        self.tree.show_node(found.where)
        self.counting = Counting(desk, self.tree, _("Without conditions it holds those put in by hand."))
        self._problem = Problem()
        self._arrange(by_hand)
        self.set_primary(_("Save"), self._save)
        self.counting.ask()
        self.name.setFocus()

    def _arrange(self, by_hand: int) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(16))
        for text, part, stretch in (
            (_("Name"), self.name, 2),
            (_("Part of"), self.parent_group, 1),
            (_("Colour"), self.colour, 0),
        ):
            column = QVBoxLayout()
            column.setSpacing(theme.px(4))
            column.addWidget(label(text, "second", "muted"))
            column.addWidget(part)
            head.addLayout(column, stretch)
        self.body.addLayout(head)
        self.body.addWidget(self._problem)
        self.body.addSpacing(theme.px(6))
        self.body.addWidget(label(_("Finds by itself"), "strong"))
        area = scrolled(self.tree)
        self.give_height(area, HEIGHT)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.counting)
        if by_hand:
            words = ngettext("{count} was put in by hand.", "{count} were put in by hand.", by_hand)
            self.body.addWidget(label(words.format(count=grouped(by_hand)), "second", "muted"))

    def _save(self) -> None:
        name = " ".join(self.name.text().split())
        if not name:
            self._tell(UserError(_("A group needs a name.")))
            return
        node = self.tree.node()
        live = None if node == All() else criteria.write(Criteria(node, self.tree.kind))
        colour, group = self.colour.value(), self._group
        parent = bytes.fromhex(self.parent_group.value()) or None

        def job(store: "Store") -> None:
            from crmdesk.services import groups

            if group:
                groups.change(store, group.id, name, live, colour, parent)
            else:
                groups.add(store, name, live, colour, parent)

        words = _("Group “{name}” saved").format(name=name)
        self._desk.write(job, lambda _none: self._saved(words), self._tell)

    def _saved(self, words: str) -> None:
        self._desk.say_undoable(words)
        self.accept()

    def _tell(self, error: Exception) -> None:
        from crmdesk.ui.desk import reason

        self._problem.say(reason(error))
        self.name.setFocus()


def _places(known: "Sequence[GroupRow]", group: "GroupRow | None") -> list[tuple[str, str]]:
    """Where it can stand: not inside itself."""
    from crmdesk.services.criteria import below

    own = below({row.id: {"parent_id": row.parent} for row in known}, [group.id]) if group else []
    return [
        ("", _("No other group")),
        *((row.id.hex(), "   " * row.depth + row.name) for row in known if row.id not in own),
    ]


def open_editor(parent: QWidget, desk: "Desk", group: bytes | None = None, parent_id: bytes | None = None) -> None:
    def job(store: "Store") -> "tuple[list[GroupRow], list[Term], int]":
        from crmdesk.services import groups, terms

        known = groups.list_groups(store, counted=False)
        row = next((row for row in known if row.id == group), None)
        kind = criteria.parse(row.criteria).kind if row and row.criteria else "contact"
        return known, terms.terms(store, kind), groups.by_hand(store, group) if group else 0

    def show(answer: "tuple[list[GroupRow], list[Term], int]") -> None:
        known, terms, by_hand = answer
        row = next((row for row in known if row.id == group), None)
        if row or not group:
            GroupEditor(parent, desk, known, terms, row, parent_id, by_hand).open()

    desk.ask(job, show)
