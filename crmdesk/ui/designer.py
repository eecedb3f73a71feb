"""The designer of labels: all designs at the left, one on the table; what is changed is kept when it is left."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.designs import Design, Element
from crmdesk.domain.stock_designs import PLAIN
from crmdesk.i18n import _
from crmdesk.printing.sheets import Sheet as LabelSheet
from crmdesk.ui.design_editor import DesignEditor
from crmdesk.ui.design_list import DesignList
from crmdesk.ui.desk import Desk, reason
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.parts import flat, rule
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.domain.merge import Field
    from crmdesk.services.designs import Choice
    from crmdesk.services.files import Store

_WIDTH, _HEIGHT, _LEFT = 1248, 620, 184
_MOST = 500
"""People who can be turned through."""


def open_designer(
    parent: QWidget,
    desk: Desk,
    design_id: str,
    sheet: LabelSheet,
    ids: Sequence[bytes] | None,
    kind: str = "contact",
) -> "Designer":
    """On the first label of a sheet, with these people or all; its signal `left` tells the id looked at last."""
    made = Designer(parent, desk, design_id, sheet, ids, kind)
    made.open()
    return made


class Designer(Sheet):
    left = Signal(str)

    def __init__(
        self, parent: QWidget, desk: Desk, choice: str, sheet: LabelSheet, ids: Sequence[bytes] | None, kind: str
    ) -> None:
        super().__init__(parent, _("Design labels"), width=_WIDTH)
        self._desk, self._sheet = desk, sheet
        self.choice = choice
        self._is_leaving = False
        self.list = DesignList()
        self.editor = DesignEditor(desk, sheet)
        self.new_button = flat(_("New design"), self.add_design, "plus")
        self.copy_button = flat(_("Copy"), self.copy_design, "copy")
        self.delete_button = flat(_("Delete"), self.delete_design, "trash-2")
        self._arrange()
        self.list.chosen.connect(self.show_design)
        self.editor.named.connect(self.list.name_current)
        desk.ask(partial(_begin, kind=kind, ids=ids), self._take_people, replace=self)

    def _arrange(self) -> None:
        self.close_button.setText(_("Close"))
        left = QVBoxLayout()
        left.setSpacing(theme.px(2))
        left.addWidget(self.list, 1)
        for made in (self.new_button, self.copy_button, self.delete_button):
            left.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        self.list.setFixedWidth(theme.px(_LEFT))
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(16))
        across.addLayout(left)
        across.addWidget(rule(upright=True))
        across.addWidget(self.editor, 1)
        self.body.addWidget(holder, 1)
        self.give_height(holder, _HEIGHT)

    # Which design

    def _take_people(self, found: "tuple[list[bytes], list[Field]]") -> None:
        self.editor.show_people(*found)
        self._list_again()
        self._read(self.choice)

    def _list_again(self) -> None:
        from crmdesk.services import designs

        self._desk.ask(designs.all_of, self._show_choices, replace=self.list)

    def _show_choices(self, choices: "list[Choice]") -> None:
        self.list.show_choices(choices, self.choice)

    def show_design(self, choice: str) -> None:
        """What was changed of the one before is kept."""
        if choice != self.choice:
            self._keep(partial(self._read, choice))

    def _read(self, choice: str) -> None:
        self._desk.ask(partial(_load, choice=choice), partial(self._show, choice), replace=self)

    def _show(self, choice: str, found: tuple[Design, bool]) -> None:
        design, is_stock = found
        self.choice = choice
        self.list.go_to(choice)
        self.delete_button.setVisible(not is_stock)
        self.editor.show_design(design)
        tab_order.order(self)

    def add_design(self) -> None:
        size = self.editor.place.size
        words = Element(text="{{name}}", font="strong", size=14, align="centre")
        design = Design(_("New design"), "label", size.width(), size.height(), (words,))
        self._keep(partial(self._save, "", design, self._begin_new))

    def copy_design(self) -> None:
        """What was changed meanwhile stands in both."""
        self._keep(partial(self._save, "", self.editor.steps.now, self._begin_new))

    def _begin_new(self) -> None:
        self._read(self.choice)

    def delete_design(self) -> None:
        gone, self.choice = self.choice, PLAIN
        self._desk.write(partial(_remove, choice=gone), self._removed)

    def _removed(self, name: str) -> None:
        self._desk.say_undoable(_("Deleted “{name}”").format(name=name))
        self._list_again()
        self._read(PLAIN)

    # Kept

    def _keep(self, then: Callable[[], None]) -> None:
        """As one step that can be undone; a stock design becomes one's own."""
        if self.editor.steps.is_changed:
            self.editor.steps.begun = self.editor.steps.now  # kept once, however often it is left
            self._save(self.choice, self.editor.steps.now, then)
        else:
            then()

    def _save(self, choice: str, design: Design, then: Callable[[], None]) -> None:
        change = partial(_save, choice=choice, design=design)
        self._desk.write(change, partial(self._saved, then), self._failed)

    def _failed(self, error: Exception) -> None:
        self._is_leaving = False
        self.editor.tell_trouble(
            _("{reason} Close again to leave without what was changed.").format(reason=reason(error))
        )

    def _saved(self, then: Callable[[], None], key: str) -> None:
        self.choice = key
        self._list_again()
        then()

    def done(self, result: int) -> None:
        if not self._is_leaving:
            self._is_leaving = True
            self._keep(partial(self._leave, result, self.editor.steps.is_changed))

    def _leave(self, result: int, is_changed: bool) -> None:
        if is_changed:
            self._desk.say_undoable(_("Design “{name}” kept").format(name=self.editor.steps.now.name))
        self.left.emit(self.choice)
        super().done(result)


def _begin(store: "Store", kind: str, ids: Sequence[bytes] | None) -> "tuple[list[bytes], list[Field]]":
    from crmdesk.services import lookup, merge_fields

    wanted = ids[:_MOST] if ids is not None else [row.id for row in lookup.first_rows(store, kind, _MOST)]
    with store.read() as session:
        return list(wanted), merge_fields.all_fields(session)


def _load(store: "Store", choice: str) -> tuple[Design, bool]:
    from crmdesk.services import designs

    return designs.load(store, choice), choice in designs.stock()


def _save(store: "Store", choice: str, design: Design) -> str:
    from crmdesk.services import designs

    return designs.save(store, choice, design)


def _remove(store: "Store", choice: str) -> str:
    from crmdesk.services import designs

    name = designs.load(store, choice).name
    designs.remove(store, choice)
    return name
