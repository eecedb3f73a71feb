"""Exchange rates: those that are known, and lists of them brought from elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id
from crmdesk.domain.money import exact, exactly, plain
from crmdesk.domain.prices import ExchangeRate
from crmdesk.i18n import _, mark
from crmdesk.services import money
from crmdesk.services.payments import whole_day
from crmdesk.services.table_cells import Cells, Taken, headings, read, read_figure
from crmdesk.store import bulk
from crmdesk.store.store import Store

COLUMNS = {
    "currency": mark("Currency"), "day": mark("Day"), "rate": mark("Rate"), "base": mark("In"),
    "source": mark("Source"),
}  # fmt: skip
_OTHERS = {"date": "day", "code": "currency", "from": "currency", "to": "base", "value": "rate", "time_period": "day",
           "obs_value": "rate", "exchange rate": "rate"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RateRow:
    id: bytes
    currency: str
    base: str
    day: str
    rate: str
    source: str


@dataclass(frozen=True, slots=True)
class Rates:
    currency: str
    """That of the file."""
    rows: tuple[RateRow, ...]
    """The latest of each first."""


def listing(store: Store) -> Rates:
    with store.read() as session:
        rows = [
            RateRow(row["id"], row["currency"], row["base"], row["day"], row["rate"], row["source"] or "")
            for row in bulk.whole(session, ExchangeRate)
        ]
        own = money.currency(session)
    rows.sort(key=lambda row: row.day, reverse=True)
    return Rates(own, tuple(sorted(rows, key=lambda row: row.currency)))


def remove(store: Store, key: bytes) -> None:
    with store.write(_("Remove exchange rate")) as session:
        bulk.mark_deleted(session, ExchangeRate, "id", [key])


def change(store: Store, key: bytes, rate: str) -> None:
    if exact(rate) <= 0:
        raise UserError(_("An exchange rate is more than nothing."))
    with store.write(_("Set exchange rate")) as session:
        bulk.update(session, ExchangeRate, [key], {"rate": rate})


def take_in(store: Store, path: Path) -> Taken:
    """One line for a currency and day; what cannot be read is told, line by line."""
    taken = Taken()
    rows = list(read(path, headings(COLUMNS, _OTHERS), "rate"))
    with store.write(_("Import exchange rates")) as session:
        known = {row["id"]: row for row in bulk.whole(session, ExchangeRate)}
        for line, cells in rows:
            try:
                _put(session, _row(session, cells), known, taken)
            except UserError as error:
                taken.rejected.append((line, str(error)))
    return taken


def _row(session: Session, cells: Cells) -> dict[str, Any]:
    rate, own = read_figure(cells, "rate"), money.currency(session)
    code = money.checked(cells.get("currency") or "")
    base = money.checked(cells["base"]) if cells.get("base") else own
    if not cells.get("day"):
        raise UserError(_("The row has no day."))
    if rate is None or rate <= 0:
        raise UserError(_("An exchange rate is more than nothing."))
    if code == own != base:
        code, base, rate = base, own, _turned(rate)
    if code == base:
        raise UserError(_("{code} is the currency of the file.").format(code=code))
    day = whole_day(_("Day"), cells["day"]) or ""
    row = {"currency": code, "base": base, "day": day, "rate": plain(rate), "source": cells.get("source") or None}
    return {"id": named_id("exchange rate", code, base, day), **row}


def _turned(rate: Decimal) -> Decimal:
    """What one of the other costs."""
    with exactly():
        return (1 / rate).quantize(Decimal("0.000000001"))


def _put(session: Session, row: dict[str, Any], known: Mapping[bytes, dict[str, Any]], taken: Taken) -> None:
    there = known.get(row["id"])
    if there and there["rate"] == row["rate"]:
        taken.unchanged += 1
        return
    bulk.revive(session, ExchangeRate, [row])
    taken.changed += bool(there)
    taken.added += not there
