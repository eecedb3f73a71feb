"""A product is set up and chosen: what contradicts itself is told while it is edited, what cannot be had says why."""

from crmdesk.ui.configurator import ConfiguratorPanel
from crmdesk.ui.product_options import ProductOptions
from crmdesk.ui.products import Products
from tests.ui.desks import Seat


def products_of(seat: Seat) -> Products:
    seat.window.go("products")
    screen = seat.window.screens["products"]
    assert isinstance(screen, Products)
    seat.until(lambda: screen.catalogue.rows)
    return screen


def options_of(seat: Seat, name: str) -> ProductOptions:
    catalogue = products_of(seat).catalogue
    catalogue.table.go_to(next(row.id for row in catalogue.rows if row.name == name))
    seat.until(lambda: catalogue.page.editor.look and catalogue.page.editor.look.product["name"] == name)
    catalogue.page.tabs.choose("options")
    return catalogue.page.options


def option(options: ProductOptions, name: str) -> str:
    return next(each.id for _group, found in options.draft.named() for each in found if each.name == name)


def test_an_impossible_choice_is_refused_with_its_reason(seat: Seat) -> None:
    options = options_of(seat, "Deck oven, two decks")
    gas, copper = option(options, "Gas"), option(options, "Copper")
    seat.click(options.add_rule)
    line = options.rules[-1]
    line.rule.effect = "excludes"
    line.chosen.put(gas, is_on=True)
    line.then.options.put(copper, is_on=True)
    seat.settle()
    assert options.problem.text() == ""

    options.try_out()
    seat.until(lambda: seat.window.findChildren(ConfiguratorPanel))
    panel = seat.window.findChildren(ConfiguratorPanel)[-1]
    seat.until(lambda: panel.rows)
    rows = {row.box.accessibleName(): row for row in panel.rows.values()}
    before = panel.price.text()
    rows["Gas"].box.click()
    assert panel.price.text() != before
    assert not rows["Copper"].box.isEnabled()
    assert rows["Copper"].why.text() == "Copper cannot be had with Gas."
    rows["Electric"].box.click()
    assert rows["Copper"].box.isEnabled()
    panel.window().reject()  # type: ignore[attr-defined]


def test_a_contradiction_is_told_while_it_is_edited(seat: Seat) -> None:
    options = options_of(seat, "Deck oven, two decks")
    gas, copper = option(options, "Gas"), option(options, "Copper")
    for effect in ("requires", "excludes"):
        seat.click(options.add_rule)
        line = options.rules[-1]
        line.rule.effect = effect
        line.chosen.put(gas, is_on=True)
        line.then.options.put(copper, is_on=True)
    seat.until(options.problem.text)
    assert "No combination allows Gas: Gas requires Copper and Gas excludes Copper." in options.problem.text()


def test_a_price_is_typed_and_found_again(seat: Seat) -> None:
    screen = products_of(seat)
    page = screen.catalogue.page
    screen.search("tray-64")
    seat.until(lambda: page.editor.look and page.editor.look.product["sku"] == "TRAY-64")
    price = page.details.field("price")
    seat.retype(price.edit, "20")
    price.keep()
    seat.settle()
    assert page.editor.look
    assert page.editor.look.product["price"] == "20"
    for tab in ("parts", "prices", "sold", "files", "history"):
        page.tabs.choose(tab)
        seat.settle()
    for tab in ("books", "taxes", "catalogue"):
        screen.show_tab(tab)
        seat.settle()
    assert screen.can_leave()
