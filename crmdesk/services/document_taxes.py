"""Which taxes a document bears: those of the customer's country, of the own one, turned round, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.channels import Address
from crmdesk.domain.money_taxes import Tax
from crmdesk.domain.prices import TaxRate
from crmdesk.i18n import mark
from crmdesk.services import preferences, taxes
from crmdesk.store import bulk

Head = Mapping[str, Any]
TREATMENTS = (
    ("usual", mark("As usual for this customer")),
    ("home", mark("As at home")),
    ("reverse", mark("Reverse charge")),
    ("exempt", mark("No tax")),
)
_UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
"""Whose businesses owe the tax themselves for what they buy in another country of it."""
_CODES = {"reverse": "AE", "exempt": "E"}


def country_of(session: Session, head: Head) -> str:
    """The customer's, by the address of the contact or else of the company; the own one where none is known."""
    for key in (head["contact_id"], head["company_id"]):
        rows = bulk.fetch(session, Address, "owner_id", [key]) if key else ()
        known = [row["country"] for row in sorted(rows, key=lambda row: row["position"]) if row["country"]]
        if known:
            return str(known[0])
    return preferences.country(session)


def usual(session: Session, head: Head, tax_class: bytes | None) -> str:
    """Which treatment a class of goods has for this customer."""
    home, theirs = preferences.country(session), country_of(session, head)
    if theirs == home or not tax_class:
        return "home"
    rates = [row["country"] for row in bulk.fetch(session, TaxRate, "tax_class_id", [tax_class])]
    if theirs in rates:
        return "theirs"
    if home in _UNION and theirs in _UNION:
        return "reverse" if head["tax_number"] else "home"
    return "theirs" if None in rates else "exempt"


def holding(session: Session, tax_class: bytes | None, head: Head, treatment: str = "usual") -> tuple[Tax, ...]:
    how = usual(session, head, tax_class) if treatment == "usual" else treatment
    country = country_of(session, head) if how == "theirs" else preferences.country(session)
    return treated(taxes.holding(session, tax_class, head["issued_on"], country), how)


def treated(found: Sequence[Tax], treatment: str) -> tuple[Tax, ...]:
    if treatment not in _CODES:
        return tuple(found)
    charged = [tax for tax in found if tax.kind == "tax"][:1]
    return tuple(replace(tax, kind=treatment, percent=Decimal(0), code=_CODES[treatment]) for tax in charged)


def treatment_of(lines: Sequence[tuple[Tax, ...]]) -> str:
    """As the lines that are there are treated, so is the next one."""
    kinds = [tax.kind for taxes_of in lines for tax in taxes_of]
    return next((kind for kind in ("reverse", "exempt") if kinds and set(kinds) == {kind}), "usual")
