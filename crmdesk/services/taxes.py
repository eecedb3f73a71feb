"""Tax classes and the rates that hold for a customer's country on a day; how documents keep them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import declared_fields
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id
from crmdesk.domain.money import exact, plain
from crmdesk.domain.money_taxes import Tax
from crmdesk.domain.prices import TaxClass, TaxRate
from crmdesk.domain.values.clean import cleaned, tidy
from crmdesk.i18n import _
from crmdesk.store import bulk
from crmdesk.store.store import Store

_TOLD = ("name", "percent", "kind", "is_compound", "code", "note")


@dataclass(frozen=True, slots=True)
class Rate:
    name: str
    percent: Decimal
    kind: str = "tax"
    is_compound: bool = False
    country: str | None = None
    starts_on: str | None = None
    ends_on: str | None = None
    code: str | None = None
    note: str | None = None


def save_class(store: Store, name: str, rates: Sequence[Rate]) -> bytes:
    """A class as it shall be from now on; documents keep what they were made with."""
    if not (name := tidy(name)):
        raise UserError(_("The tax class has no name yet, so nothing was saved."))
    with store.write(_("Save tax class {name}").format(name=name)) as session:
        return put_class(session, name, rates)


def put_class(session: Session, name: str, rates: Sequence[Rate]) -> bytes:
    """As `save_class`, in a step that is open."""
    rows = [_row(rate, place) for place, rate in enumerate(rates)]
    key = named_id("tax class", name)
    bulk.revive(session, TaxClass, [{"id": key, "name": name}])
    bulk.mark_deleted(session, TaxRate, "tax_class_id", [key])
    named = [{**row, "id": named_id("tax rate", key, str(place))} for place, row in enumerate(rows)]
    bulk.revive(session, TaxRate, [{**row, "tax_class_id": key} for row in named])
    return key


def _row(rate: Rate, place: int) -> dict[str, Any]:
    fields = declared_fields(TaxRate)
    if not 0 <= rate.percent <= 1000:
        raise UserError(_("“{percent}” is no tax rate.").format(percent=plain(rate.percent)))
    told = {name: getattr(rate, name) for name in Rate.__slots__} | {"percent": plain(rate.percent)}
    row = {name: cleaned(fields[name].kind, _(fields[name].label), value) for name, value in told.items()}
    return {**row, "position": place}


def classes(session: Session) -> dict[bytes, str]:
    rows = sorted(bulk.whole(session, TaxClass), key=lambda row: (row["position"], row["created_at"]))
    return {row["id"]: row["name"] for row in rows}


def names(session: Session) -> list[str]:
    """What taxes are called here, those of the first class first."""
    places = {key: place for place, key in enumerate(classes(session))}
    rows = [row for row in bulk.whole(session, TaxRate) if row["kind"] == "tax" and row["tax_class_id"] in places]
    return [row["name"] for row in sorted(rows, key=lambda row: (places[row["tax_class_id"]], row["position"]))]


def holding(session: Session, tax_class: bytes | None, day: str, country: str) -> tuple[Tax, ...]:
    """What a country has of its own holds there instead of what is for any."""
    if tax_class is None:
        return ()
    rows = [
        row
        for row in bulk.fetch(session, TaxRate, "tax_class_id", [tax_class])
        if (row["starts_on"] or "") <= day <= (row["ends_on"] or "9999") and row["country"] in (None, country)
    ]
    own = [row for row in rows if row["country"]]
    return tuple(_tax(row) for row in sorted(own or rows, key=lambda row: row["position"]))


def _tax(row: dict[str, Any]) -> Tax:
    return Tax(
        row["name"], exact(row["percent"]), row["kind"], bool(row["is_compound"]), row["code"] or "", row["note"] or ""
    )


def written(taxes: Iterable[Tax]) -> str | None:
    """As a line keeps them."""
    told = [{name: plain(tax.percent) if name == "percent" else getattr(tax, name) for name in _TOLD} for tax in taxes]
    return json.dumps(told, ensure_ascii=False) if told else None


def read(text: str | None) -> tuple[Tax, ...]:
    return tuple(Tax(**{**told, "percent": exact(told["percent"])}) for told in json.loads(text or "[]"))
