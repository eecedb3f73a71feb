"""What can be done with a line of a document besides typing in it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from crmdesk.i18n import _
from crmdesk.ui.quote_cells import Column

if TYPE_CHECKING:
    from crmdesk.services.documents import Row
    from crmdesk.ui.quote_editor import QuoteEditor

_KINDS = ("product", "shipping", "text", "section")


def open_menu(editor: "QuoteEditor", key: bytes, place: QPoint) -> None:
    row, look = editor.draft.line(key), editor.draft.look
    if row is None or look is None or editor.draft.is_locked:
        return
    menu = QMenu(editor)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if key in editor.draft.offers:
        _add(menu, _("Use the other price"), partial(editor.strokes.take_offer, key), "Alt+Return")
        _add(menu, _("Keep this price"), partial(editor.draft.forget_offer, key))
    if row["product_id"] in look.configurable:
        _add(menu, _("Options…"), partial(editor.strokes.configure, key))
    if row["kind"] in ("product", "shipping"):
        is_optional = bool(row["is_optional"])
        words = _("Not optional") if is_optional else _("Optional")
        _add(menu, words, partial(editor.strokes.change_line, key, words, is_optional=not is_optional))
    _add_kinds(menu, editor, row)
    menu.addSeparator()
    _add(menu, _("Move up"), partial(editor.strokes.move, key, -1), "Alt+Up")
    _add(menu, _("Move down"), partial(editor.strokes.move, key, 1), "Alt+Down")
    menu.addSeparator()
    if row["product_id"]:
        _add(menu, _("Show the product"), partial(editor.desk.wanted.emit, "products", row["product_id"]))
    _add(menu, _("Describe"), partial(editor.table.go_to, key, Column.NAME, begins=True), "Return")
    _add(menu, _("Delete"), partial(editor.strokes.remove, key), "Delete")
    menu.popup(place)


def _add_kinds(menu: QMenu, editor: "QuoteEditor", row: "Row") -> None:
    """What is of no product may be another thing."""
    if row["product_id"] or row["bundle_id"]:
        return
    words = {
        "product": _("Make it a line with a price"),
        "shipping": _("Make it shipping"),
        "text": _("Make it a text"),
        "section": _("Make it a section"),
    }
    for kind in _KINDS:
        if kind != row["kind"]:
            _add(menu, words[kind], partial(editor.strokes.change_line, row["id"], words[kind], kind=kind))


def _add(menu: QMenu, words: str, run: "partial[None]", keys: str = "") -> None:
    """The keys are told; the table itself knows them."""
    action = menu.addAction(words)
    action.triggered.connect(lambda _on=False: run())
    if keys:
        action.setText(f"{words}\t{QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)}")
