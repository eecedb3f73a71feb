"""Scenes of the tour: the catalogue with a product, its options and parts, price books, taxes and currencies."""

from functools import partial

from crmdesk.ui.products import Products
from crmdesk.ui.tour_stage import Scene, go, settle, wait_for
from crmdesk.ui.window import Window


def screen_of(window: Window) -> Products:
    go(window, "products")
    screen = window.screens["products"]
    assert isinstance(screen, Products)
    return screen


def _product(window: Window, name: str, tab: str) -> None:
    screen = screen_of(window)
    catalogue = screen.catalogue
    wait_for(lambda: catalogue.rows)
    catalogue.table.go_to(next(row.id for row in catalogue.rows if name in row.name))
    wait_for(lambda: catalogue.page.editor.look and name in catalogue.page.editor.look.product["name"])
    catalogue.page.tabs.choose(tab)
    settle(window, 0.2)


def _contradiction(window: Window) -> None:
    _product(window, "two decks", "options")
    page = screen_of(window).catalogue.page
    options = page.options
    option = options.draft.named()[1][1][0]
    options.begin_rule()
    options.rules[-1].rule.effect = "excludes"
    options.rules[-1].show_rule()
    options.rules[-1].chosen.put(option.id, is_on=True)
    options.rules[-1].then.options.put(options.draft.named()[0][1][0].id, is_on=True)
    options.begin_rule()
    options.rules[-1].chosen.put(option.id, is_on=True)
    options.rules[-1].then.options.put(options.draft.named()[0][1][0].id, is_on=True)
    settle(window, 0.2)


def _trying(window: Window) -> None:
    _product(window, "two decks", "options")
    screen_of(window).catalogue.page.options.try_out()
    settle(window, 0.2)


def _books(window: Window) -> None:
    screen_of(window).show_tab("books")
    settle(window, 0.2)


def _taxes(window: Window) -> None:
    screen_of(window).show_tab("taxes")
    settle(window, 0.2)


def _new(window: Window) -> None:
    screen_of(window).begin()
    settle(window)


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("product", True, partial(_product, name="two decks", tab="details")),
    ("product-options", True, partial(_product, name="two decks", tab="options")),
    ("product-contradiction", True, _contradiction),
    ("product-choosing", True, _trying),
    ("product-parts", True, partial(_product, name="First shop", tab="parts")),
    ("product-prices", True, partial(_product, name="three decks", tab="prices")),
    ("product-sold", True, partial(_product, name="three decks", tab="sold")),
    ("price-books", True, _books),
    ("taxes", True, _taxes),
    ("product-new", True, _new),
)
