"""What is expected of each product: the amount of a deal is spread over its products by what they come to."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from sqlalchemy.orm import Session

from crmdesk.domain.money import apportion, exact, exactly, part, to_minor
from crmdesk.domain.products import Product
from crmdesk.store import bulk, deals
from crmdesk.store.deals import Part, Summed


class Share(NamedTuple):
    product: str
    key: bytes
    """Nothing of what is in no catalogue."""
    sums: Summed
    """Of one deal, or of all that is of no product."""


def shares(
    session: Session, chances: dict[bytes, int], first: str, last: str, whole: Iterable[Summed]
) -> Iterator[Share]:
    """All of `whole`, part by part: what deals without products bring has no name."""
    names = {row["id"]: row["name"] for row in bulk.whole(session, Product)}
    spread = []
    for _deal, rows in groupby(deals.parts(session, chances, first, last), key=lambda row: row.deal):
        spread += list(_spread(list(rows), names))
    yield from spread
    yield from (Share("", b"", row) for row in _rest(whole, spread))


def _spread(rows: Sequence[Part], names: dict[bytes, str]) -> Iterator[Share]:
    weights = [_worth(row) for row in rows]
    if not any(weights):
        weights = [1] * len(rows)
    for number, (row, amount) in enumerate(zip(rows, apportion(rows[0].amount, weights), strict=True)):
        key = row.product_id if row.product_id in names else b""
        yield Share(names.get(key or b"", row.name), key or b"", _summed(row, amount, is_first=not number))


def _worth(row: Part) -> int:
    with exactly():
        price = exact(row.quantity) * exact(row.unit_price)
        less = part(exact(row.discount), price) if row.discount else 0
        return max(to_minor(price - less, row.currency), 0)


def _summed(row: Part, amount: int, *, is_first: bool) -> Summed:
    """As `deals.sums` counts it; a deal with several products counts once for each."""
    is_won, counts = row.status == "won", row.forecast != "left out"
    committed = amount if row.forecast == "committed" else 0
    opened = (0, 0, 0) if is_won else (committed, amount * counts, amount * row.chance * counts)
    return Summed(row.day, row.currency, b"", str(int(is_first)), 1, amount if is_won else 0, *opened)


def _rest(whole: Iterable[Summed], spread: Iterable[Share]) -> Iterator[Summed]:
    """What is left of each day and currency."""
    left: dict[tuple[str | None, str], list[int]] = {}
    for row in whole:
        values = left.setdefault((row.day, row.currency), [0] * 5)
        for place, value in enumerate(row[4:]):
            values[place] += value
    for share in spread:
        values = left[share.sums.day, share.sums.currency]
        for place, value in enumerate(share.sums[5:], 1):
            values[place] -= value
        values[0] -= int(share.sums.responsible or 0)
    for (day, currency), values in left.items():
        if any(values):
            yield Summed(day, currency, b"", None, *values)
