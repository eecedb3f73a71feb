"""Scenes of the tour: a quote as it is written, line by line, and one that was sent."""

from functools import partial
from typing import TYPE_CHECKING

from crmdesk.ui.quote_cells import Column
from crmdesk.ui.quote_editor import QuoteEditor
from crmdesk.ui.quote_options import OptionsSheet
from crmdesk.ui.tour_quotes import opened, screen_of
from crmdesk.ui.tour_stage import Scene, go, settle, wait_for
from crmdesk.ui.window import Window

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_BUNDLE, _TRAY, _WITH_OPTIONS = "SHOP-1", "TRAY-64", "OVEN-D2"


def editor(window: Window) -> QuoteEditor:
    screen = screen_of(window)
    wait_for(lambda: screen.editor is not None and screen.editor.draft.look is not None)
    settle(window)
    assert screen.editor
    return screen.editor


def draft(window: Window) -> QuoteEditor:
    opened(window, "draft")
    return editor(window)


def written(window: Window) -> None:
    """With all kinds of lines, one of them over a break of prices."""
    made = draft(window)
    _add_lines(made, window)
    row = next(number for number, line in enumerate(made.table.lines.rows) if line["sku"] == _TRAY)
    made.table.lines.setData(made.table.lines.index(row, Column.QUANTITY), "60")
    settle(window)
    made.totals.toggle_margin()
    made.area.verticalScrollBar().setValue(0)
    made.table.go_to(made.table.lines.rows[row]["id"], Column.PRICE)


def _add_lines(made: QuoteEditor, window: Window) -> None:
    for typed in ("# Bakehouse", _TRAY, _BUNDLE, "Our own people build it in @ 900", "Freight @ 180"):
        made.entry.setFocus()
        made.entry.setText(typed)
        made.entry._take_typed()
        settle(window)
    lines = made.table.lines.rows
    made.strokes.change_line(lines[-2]["id"], "", is_optional=True)
    made.strokes.change_line(lines[-1]["id"], "", kind="shipping")
    settle(window)


def typing(window: Window) -> None:
    made = draft(window)
    made.to_entry()
    made.entry.setText("ov")
    made.entry.textEdited.emit("ov")
    wait_for(made.entry.is_open)


def options(window: Window) -> None:
    made = draft(window)
    made.entry.setText(_WITH_OPTIONS)
    made.entry._take_typed()
    settle(window)
    sheet = next(iter(window.findChildren(OptionsSheet)))
    wait_for(lambda: sheet.panel.rows)


def more(window: Window) -> None:
    draft(window).form.toggle_more()


def begun(window: Window) -> None:
    """Nothing on it yet, and for nobody."""
    go(window, "quotes", "new")
    editor(window)


def locked(window: Window) -> None:
    opened(window, "accepted")
    editor(window)


def pages(window: Window) -> None:
    """Three of them, the second is looked at."""
    made = draft(window)
    done: list[object] = []
    window.desk.write(partial(_many, made.draft.key), done.append)
    wait_for(lambda: done)
    settle(window)
    wait_for(lambda: made.pages.pages > 1)
    made.pages.turn(1)


def _many(key: bytes, store: "Store") -> None:
    from decimal import Decimal

    from crmdesk.services import document_drafts, products
    from crmdesk.services.documents import Line

    sold = [row for row in products.find(store) if row["price"]]
    lines = [Line(product_id=row["id"], unit_price=Decimal(row["price"])) for row in sold]
    document_drafts.edit(store, key, "", lambda kept: [*kept, *lines, *lines])


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("quote-new", True, begun),
    ("quote-written", True, written),
    ("quote-typing", True, typing),
    ("quote-options", True, options),
    ("quote-more", True, more),
    ("quote-pages", True, pages),
    ("quote-locked", True, locked),
)
