"""What is done with the deal whose page is shown."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from crmdesk.i18n import _
from crmdesk.ui.editor import Editor

if TYPE_CHECKING:
    from crmdesk.services.deal_looks import DealLook
    from crmdesk.services.files import Store
    from crmdesk.ui.board_acts import Acts
    from crmdesk.ui.deal_editor import DealEditor


@dataclass(frozen=True, slots=True)
class Named:
    """What panels say of a deal."""

    name: str
    amount: int | None
    currency: str


def acts_of(editor: "DealEditor", over: QWidget) -> "Acts":
    """The same as on the board."""
    from crmdesk.ui.board_acts import Acts

    def card(_key: bytes) -> Any:
        deal = editor.look.deal if editor.look else None
        return deal and Named(deal["name"], deal["amount"], deal["currency"])

    return Acts(editor.desk, over, card, editor.saved.emit)


def move(acts: "Acts", look: "DealLook", stage: bytes) -> None:
    found = next((row for line in look.pipelines for row in line.stages if row.id == stage), None)
    if found and look.deal["status"] == "open" and stage != look.deal["stage_id"]:
        acts.move([look.key], found)


def make_quote(editor: Editor) -> None:
    """A draft with customer and products, at once in the editor of quotes."""

    deal, desk = editor.key, editor.desk

    def make(store: "Store") -> bytes:
        from crmdesk.services import document_steps

        return document_steps.from_deal(store, deal)

    desk.write(make, partial(desk.wanted.emit, "quotes"))


def copy(editor: "DealEditor") -> None:
    """The page of the copy is shown."""
    deal, desk = editor.key, editor.desk

    def clone(store: "Store") -> bytes:
        from crmdesk.services import deals

        return deals.clone(store, deal)

    def done(key: bytes) -> None:
        desk.say_undoable(_("Copied"))
        desk.wanted.emit("deals", key)

    desk.write(clone, done)
