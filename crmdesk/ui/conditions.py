"""Conditions in any number, side by side and inside one another, as rows that keys add, remove and move."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.criteria import All, AnyOf, Condition, Node, Not
from crmdesk.domain.terms import Term, describe
from crmdesk.i18n import _
from crmdesk.ui.condition_row import ConditionRow
from crmdesk.ui.desk import Desk
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.arranged import widgets_of
from crmdesk.widgets.choosers import Segments
from crmdesk.widgets.parts import button, frame, icon_button

_INSET = 14


class _Box(QWidget):
    """Some conditions and how they are joined: all, any or none of them."""

    def __init__(self, tree: "ConditionTree", parent_box: "_Box | None", join: str = "all") -> None:
        super().__init__()
        self.tree, self.parent_box = tree, parent_box
        self.join = Segments(
            _("Take in who meets"),
            (("all", _("All of these")), ("any", _("Any of these")), ("none", _("None of these"))),
        )
        self.join.set_value(join)
        self.join.chosen.connect(lambda _join: tree.changed.emit())
        self._items = QVBoxLayout()
        self._items.setSpacing(theme.px(8))
        self._arrange()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.join)
        head.addStretch(1)
        if self.parent_box:
            head.addWidget(icon_button("x", _("Remove these conditions"), lambda: self.tree.remove(self)))
        inside = QHBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.px(_INSET - 2))
        line = frame("line")
        line.setFixedWidth(2)
        inside.addWidget(line)
        inside.addLayout(self._inner(), 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(8))
        down.addLayout(head)
        down.addLayout(inside)

    def _inner(self) -> QVBoxLayout:
        inner = QVBoxLayout()
        inner.setSpacing(theme.px(8))
        inner.addLayout(self._items)
        adding = QHBoxLayout()
        adding.addWidget(button("+ " + _("Condition"), lambda: self.tree.add(self), kind="dashed"))
        adding.addWidget(button("+ " + _("Group of conditions"), lambda: self.tree.add_box(self), kind="dashed"))
        adding.addStretch(1)
        inner.addLayout(adding)
        return inner

    def items(self) -> "list[_Row | _Box]":
        return [widget for widget in widgets_of(self._items) if isinstance(widget, _Row | _Box)]

    def place(self, item: "_Row | _Box", at: int | None = None) -> None:
        item.parent_box = self
        self._items.insertWidget(self._items.count() if at is None else at, item)
        item.show()

    def take(self, item: "_Row | _Box") -> int:
        """Where it stood."""
        place = self._items.indexOf(item)
        self._items.removeWidget(item)
        return place

    def node(self) -> Node:
        """Rows that are not complete are no conditions yet."""
        parts = tuple(node for item in self.items() if (node := item.node()) is not None and node != All())
        match self.join.value():
            case "any":
                return AnyOf(parts) if parts else All()
            case "none":
                return Not(AnyOf(parts)) if parts else All()
        return All(parts)


class _Row(ConditionRow):
    wraps = True

    def __init__(self, tree: "ConditionTree", box: _Box) -> None:
        super().__init__(tree.desk, tree.kind, tree.terms)
        self.parent_box: _Box | None = box
        self.other: Node | None = None
        """What is no single condition, such as records chosen by hand: it stays, and is shown in words."""
        self.room.addWidget(icon_button("x", _("Remove condition"), lambda: tree.remove(self)))
        self.changed.connect(tree.changed)
        self.done.connect(lambda: tree.add(self.parent_box, self))

    def show_other(self, node: Node) -> None:
        self.other = node
        for part in (self.way, self.value, self.last):
            part.hide()
        self.field.setText(describe(node, {}))
        self.field.setEnabled(False)

    def node(self) -> Node | None:
        return self.other or self.condition()


class ConditionTree(QWidget):
    """Ctrl+Enter adds a condition, Ctrl+- removes it, Ctrl+] and Ctrl+[ move it in and out."""

    changed = Signal()

    def __init__(self, desk: Desk, kind: str, terms: Sequence[Term]) -> None:
        super().__init__()
        self.desk, self.kind, self.terms = desk, kind, terms
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.setAccessibleName(_("Conditions"))
        self.top = _Box(self, None)
        self._layout.addWidget(self.top)
        self._layout.addStretch(1)
        self.changed.connect(lambda: tab_order.order(self.window()))
        self._keys: dict[int, Callable[[_Row], None]] = {
            Qt.Key.Key_Return: lambda row: self.add(row.parent_box, row),
            Qt.Key.Key_Enter: lambda row: self.add(row.parent_box, row),
            Qt.Key.Key_Minus: self.remove,
            Qt.Key.Key_BracketRight: self.move_in,
            Qt.Key.Key_BracketLeft: self.move_out,
        }

    def show_node(self, node: Node) -> None:
        """In place of what is there."""
        self._layout.removeWidget(self.top)
        self.top.hide()
        self.top.deleteLater()
        self.top = self._box_of(node if isinstance(node, All | AnyOf) or _is_none(node) else All((node,)), None)
        self._layout.insertWidget(0, self.top)
        if not self.top.items():
            self.top.place(_Row(self, self.top))

    def node(self) -> Node:
        return self.top.node()

    def enter(self) -> None:
        first = next(iter(self.findChildren(_Row)), None)
        if first:
            first.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _box_of(self, node: Node, parent_box: _Box | None) -> _Box:
        join = "any" if isinstance(node, AnyOf) else "none" if isinstance(node, Not) else "all"
        inner = node.part if isinstance(node, Not) else node
        box = _Box(self, parent_box, join)
        for part in inner.parts if isinstance(inner, All | AnyOf) else (inner,):
            box.place(self._item_of(part, box))
        return box

    def _item_of(self, node: Node, box: _Box) -> "_Row | _Box":
        if isinstance(node, All | AnyOf) or _is_none(node) or isinstance(node, Not):
            return self._box_of(node if _is_none(node) or not isinstance(node, Not) else _as_none(node), box)
        row = _Row(self, box)
        if isinstance(node, Condition):
            row.show_condition(node)
        else:
            row.show_other(node)
        return row

    # What keys and buttons do

    def add(self, box: _Box | None, behind: _Row | None = None) -> None:
        box = box or self.top
        row = _Row(self, box)
        box.place(row, box.items().index(behind) + 1 if behind else None)
        self._rearranged(row)

    def add_box(self, box: _Box) -> None:
        inner = _Box(self, box, "any" if box.join.value() == "all" else "all")
        row = _Row(self, inner)
        inner.place(row)
        box.place(inner)
        self._rearranged(row)

    def remove(self, item: "_Row | _Box") -> None:
        box = item.parent_box
        assert box
        place = box.take(item)
        item.hide()
        item.deleteLater()
        left = box.items()
        if left:
            self._rearranged(_first_row(left[min(place, len(left) - 1)]))
        elif box.parent_box:
            self.remove(box)
        else:
            self.add(box)

    def move_in(self, row: _Row) -> None:
        """Into the group of conditions before it, or into a new one."""
        box = row.parent_box
        assert box
        place = box.take(row)
        before = box.items()[place - 1] if place else None
        if not isinstance(before, _Box):
            before = _Box(self, box, "any" if box.join.value() == "all" else "all")
            box.place(before, place)
        before.place(row)
        self._rearranged(row)

    def move_out(self, row: _Row) -> None:
        box = row.parent_box
        if box is None or box.parent_box is None:
            return
        box.take(row)
        outer = box.parent_box
        outer.place(row, outer.items().index(box) + 1)
        if not box.items():
            outer.take(box)
            box.hide()
            box.deleteLater()
        self._rearranged(row)

    def _rearranged(self, row: "_Row | None") -> None:
        self.changed.emit()
        if row:
            row.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._row_in_use()
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        act = self._keys.get(event.key()) if is_control else None
        if row and act:
            act(row)
        else:
            super().keyPressEvent(event)

    def _row_in_use(self) -> _Row | None:
        widget = QApplication.focusWidget()
        while widget and not isinstance(widget, _Row):
            widget = widget.parentWidget()
        return widget if isinstance(widget, _Row) else None


def _is_none(node: Node) -> bool:
    return isinstance(node, Not) and isinstance(node.part, AnyOf)


def _as_none(node: Not) -> Not:
    return Not(AnyOf((node.part,)))


def _first_row(item: "_Row | _Box") -> "_Row | None":
    return item if isinstance(item, _Row) else next(iter(item.findChildren(_Row)), None)
