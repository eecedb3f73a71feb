"""The currency of the file, and what others cost in it."""

from decimal import Decimal

from sqlalchemy.orm import Session

from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id
from crmdesk.domain.money import exact, is_currency, plain
from crmdesk.domain.preferences import Preference
from crmdesk.domain.prices import ExchangeRate
from crmdesk.i18n import _
from crmdesk.services import preferences
from crmdesk.store import bulk
from crmdesk.store.store import Store

_KEY = "currency"


def currency(session: Session) -> str:
    """The file's own: as it was chosen, else that of the user's country."""
    found = session.get(Preference, named_id("preference", _KEY))
    if found and found.deleted_at is None:
        return found.value
    from babel.numbers import get_territory_currencies

    usual = get_territory_currencies(preferences.country(session) or "")
    return next((code for code in usual if is_currency(code)), "EUR")


def set_currency(store: Store, code: str) -> None:
    with store.write(_("Change the currency")) as session:
        bulk.revive(session, Preference, [{"id": named_id("preference", _KEY), "name": _KEY, "value": checked(code)}])


def checked(code: str) -> str:
    code = code.strip().upper()
    if not is_currency(code):
        raise UserError(_("“{code}” is no currency. Write its three letters, such as EUR.").format(code=code))
    return code


def set_rate(store: Store, code: str, day: str, rate: Decimal, source: str | None = None) -> None:
    """What one of a currency costs in that of the file, from this day on."""
    if rate <= 0:
        raise UserError(_("An exchange rate is more than nothing."))
    with store.write(_("Set exchange rate")) as session:
        base, code = currency(session), checked(code)
        key = named_id("exchange rate", code, base, day)
        row = {"id": key, "currency": code, "base": base, "day": day, "rate": plain(rate), "source": source}
        bulk.revive(session, ExchangeRate, [row])


def rate_on(session: Session, code: str, base: str, day: str) -> Decimal | None:
    """The latest that was known on that day, also the other way round or by way of the file's own currency.

    Nothing where none is known.
    """
    own = currency(session)
    if direct := _direct(session, code, base, day):
        return direct
    ways = [_direct(session, *pair, day) for pair in ((code, own), (own, base))] if own not in (code, base) else []
    return ways[0] * ways[1] if ways and ways[0] and ways[1] else None


def _direct(session: Session, code: str, base: str, day: str) -> Decimal | None:
    if code == base:
        return Decimal(1)
    rows = [
        row
        for row in bulk.fetch(session, ExchangeRate, "currency", [code, base])
        if {row["currency"], row["base"]} == {code, base} and row["day"] <= day
    ]
    latest = max(rows, key=lambda row: (row["day"], row["created_at"]), default=None)
    if latest is None:
        return None
    rate = exact(latest["rate"])
    return rate if latest["currency"] == code else Decimal(1) / rate
