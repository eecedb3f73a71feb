"""How new documents begin: how long they are good, when they are to be paid, how they are rounded."""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.documents import ROUNDED
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id
from crmdesk.domain.preferences import Preference
from crmdesk.domain.prices import ROUNDINGS
from crmdesk.i18n import _
from crmdesk.store import bulk
from crmdesk.store.store import Store

_MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Defaults:
    valid_days: int = 30
    """Of a quote."""
    payment_days: int = 14
    """Of an invoice, from the day it is sent."""
    remind_days: int = 3
    """Before a quote expires; 0 is no reminder."""
    is_inclusive: bool = False
    """Prices are with taxes."""
    rounded: str = "line"
    rounding: str = "half up"
    cash_step: int = 0
    """In the smallest unit; 0 is none."""
    has_einvoice: bool = False
    """Invoices go out with an electronic one inside."""
    quote_terms: str = ""
    order_terms: str = ""
    invoice_terms: str = ""

    def terms(self, kind: str) -> str:
        return str(getattr(self, f"{kind}_terms", ""))


_TYPES: dict[str, type] = {part.name: type(part.default) for part in fields(Defaults)}
_CHOICES = {"rounded": dict(ROUNDED), "rounding": dict(ROUNDINGS)}


def _key(name: str) -> bytes:
    return named_id("preference", f"documents.{name}")


def of(session: Session) -> Defaults:
    rows = {row["id"]: row["value"] for row in bulk.fetch(session, Preference, "id", [_key(name) for name in _TYPES])}
    told = {name: rows[_key(name)] for name in _TYPES if _key(name) in rows}
    return Defaults(**{name: _read(name, text) for name, text in told.items()})


def fresh(session: Session, kind: str, today: date) -> dict[str, Any]:
    """What a new document of a kind begins with."""
    found = of(session)
    return {
        "valid_until": (today + timedelta(days=found.valid_days)).isoformat() if kind == "quote" else None,
        "terms": found.terms(kind) or None, "is_inclusive": found.is_inclusive, "rounded": found.rounded,
        "rounding": found.rounding, "cash_step": found.cash_step or None,
    }  # fmt: skip


def _read(name: str, text: str) -> Any:
    kind = _TYPES[name]
    if kind is bool:
        return text == "yes"
    return int(text) if kind is int else text


def choose(store: Store, name: str, value: Any) -> None:
    """One of the fields of Defaults, for documents that are made from now on."""
    with store.write(_("Change how documents begin")) as session:
        row = {"id": _key(name), "name": f"documents.{name}", "value": _checked(name, value)}
        bulk.revive(session, Preference, [row])


def _checked(name: str, value: Any) -> str:
    if _TYPES[name] is bool:
        return "yes" if value else "no"
    if _TYPES[name] is int and not 0 <= value <= _MOST_DAYS:
        raise UserError(_("Write a number of days from 0 to {most}.").format(most=_MOST_DAYS))
    if name in _CHOICES and value not in _CHOICES[name]:
        raise UserError(_("“{value}” is no way to round.").format(value=value))
    return str(value).strip()
