"""Documents made in parts: together they are the whole to the cent, whichever way they were made."""

import random
from datetime import date
from decimal import Decimal

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.domain.money_taxes import Tax
from crmdesk.services import document_parts, document_steps, documents
from crmdesk.services.documents import Line, Row
from crmdesk.store.store import Store

DAY = date(2026, 12, 1)
TAXES = ((Tax("VAT", Decimal(19)),), (Tax("VAT", Decimal(7)),), ())


def head(store: Store, key: bytes) -> Row:
    with store.read() as session:
        return documents.get(session, key)


def rows(store: Store, key: bytes) -> list[Row]:
    with store.read() as session:
        return documents.line_rows(session, key)


def discount(store: Store, key: bytes) -> int:
    return documents.figures(head(store, key), rows(store, key)).discount


def left(store: Store, key: bytes, kind: str = "invoice") -> dict[bytes, Decimal]:
    with store.read() as session:
        return document_parts.remaining(session, key, kind)


def sent_order(store: Store, lines: list[Line], **more: object) -> bytes:
    key = documents.make(store, "order", lines, **{"currency": "EUR", **more})
    document_steps.send(store, key, DAY)
    return key


def line(chance: random.Random) -> Line:
    price = Decimal(chance.randrange(1, 99_999)).scaleb(-chance.choice((2, 2, 3)))
    rate = chance.choice((None, Decimal("7.5"), Decimal("33.33")))
    return Line("product", "Oven", Decimal(chance.choice((1, 2, 3, 7))), price, discount=rate, taxes=TAXES[0])


def test_parts_are_the_whole_to_the_cent(store: Store, size: int) -> None:
    chance = random.Random(size)
    for number in range(8 * size):
        is_inclusive = bool(number % 2)
        rate = chance.choice(({}, {"discount": Decimal("3.3")}, {"discount_amount": 1}))
        lines = [line(chance) for _number in range(chance.choice((1, 2, 4)))]
        currency = chance.choice(("EUR", "JPY", "BHD"))
        order = sent_order(store, lines, currency=currency, is_inclusive=is_inclusive, **rate)
        parts = in_parts(store, order, chance)
        whole = head(store, order)
        assert discount(store, order) == sum(discount(store, key) for key in parts)
        column = "total" if is_inclusive else "net"
        assert whole[column] == sum(head(store, key)[column] for key in parts), (lines, rate)


def in_parts(store: Store, order: bytes, chance: random.Random) -> list[bytes]:
    found = []
    while any((open_ones := left(store, order)).values()):
        wanted = {key: min(amount, Decimal(chance.randrange(4))) for key, amount in open_ones.items()}
        if any(wanted.values()):
            found.append(document_steps.follow(store, order, "invoice", wanted))
    return found


def test_a_discount_is_given_once_however_it_is_invoiced(store: Store) -> None:
    """A part by way of a delivery note, the rest directly."""
    lines = [Line(name=name, unit_price=Decimal(100), quantity=Decimal(2), taxes=TAXES[0]) for name in ("Oven", "Tray")]
    order = sent_order(store, lines, discount_amount=9_999)
    first, second = left(store, order)
    delivery = document_steps.follow(store, order, "delivery", {first: Decimal(1), second: Decimal(2)})
    document_steps.send(store, delivery, DAY)
    parts = [document_steps.follow(store, delivery, "invoice"), document_steps.follow(store, order, "invoice")]
    assert [len(rows(store, key)) for key in parts] == [2, 1]
    assert sum(head(store, key)["discount_amount"] for key in parts) == 9_999
    assert sum(head(store, key)["net"] for key in parts) == head(store, order)["net"]


def test_what_was_agreed_on_otherwise_meanwhile_stays_so(store: Store) -> None:
    order = sent_order(store, [Line(name="Oven", unit_price=Decimal("9.99"), quantity=Decimal(2), taxes=())])
    (key,) = left(store, order)
    part = document_steps.follow(store, order, "invoice", {key: Decimal(1)})
    documents.change(store, part, [Line(name="Oven", unit_price=Decimal(5), taxes=(), source_id=key)])
    rest = document_steps.follow(store, order, "invoice")
    assert head(store, rest)["total"] == 999


def test_what_is_taken_back_goes_along(store: Store) -> None:
    """A quantity less than nothing, such as an old oven in part payment."""
    old = Line(name="Old oven", unit_price=Decimal(300), quantity=Decimal(-2), taxes=())
    order = sent_order(store, [Line(name="Oven", unit_price=Decimal(1000), taxes=()), old])
    new_key, old_key = left(store, order)
    for much in (Decimal(-3), Decimal(1)):
        with pytest.raises(UserError, match="only -2 are left"):
            document_steps.follow(store, order, "invoice", {old_key: much})
    part = document_steps.follow(store, order, "invoice", {new_key: Decimal(1), old_key: Decimal(-1)})
    assert head(store, part)["total"] == 70_000
    assert left(store, order) == {new_key: Decimal(0), old_key: Decimal(-1)}
