"""To whom post goes: the lines on each piece, or why there is none, for labels, envelopes and letters alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from crmdesk import i18n
from crmdesk.domain.channels import Address
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import Contact, OptOut
from crmdesk.i18n import _
from crmdesk.services import preferences
from crmdesk.store import bulk
from crmdesk.store.search import Row, rows_of

_PLACE = ("street", "street2", "street3", "po_box", "city", "postal_code")


@dataclass(slots=True)
class Addressee:
    id: bytes
    kind: str
    name: str
    filed_as: str
    lines: list[str] = field(default_factory=list)
    """Who and where, as the piece bears them."""
    company: str = ""
    """Where they work, or their own name where they are a company; households are none."""
    salutation: str = ""
    """As it is kept on the card: empty for most."""
    language: str = ""
    address: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    """Why they get nothing; empty for those who do."""
    sharing: list[tuple[bytes, str]] = field(default_factory=list)
    """Who else of the household this piece is for: id and name."""


def addressed(session: Session, keys: Sequence[bytes], *, per_household: bool = False) -> Iterator[Addressee]:  # noqa: ARG001
    """Contacts and companies in the order of their ids; who is gone is passed over."""
    for start in range(0, len(keys), bulk.CHUNK):
        yield from _some(session, keys[start : start + bulk.CHUNK])


def _some(session: Session, keys: Sequence[bytes]) -> Iterator[Addressee]:
    addresses = _mailing(session, keys)
    no_mail = {
        row["owner_id"]: row["reason"]
        for row in bulk.fetch(session, OptOut, "owner_id", keys)
        if row["channel"] == "post"
    }
    records = {row["id"]: row for kind in (Contact, Company) for row in bulk.fetch(session, kind, "id", keys)}
    companies = _companies(session, keys)
    home, language = preferences.country(session), i18n.language()
    for row in rows_of(session, keys):
        person = _addressee(row, records.get(row.id, {}), addresses.get(row.id, {}), companies.get(row.id, ""))
        person.reason = _why_not(person.address, row.id in no_mail, no_mail.get(row.id))
        if not person.reason:
            person.lines = _lines(person, home, language)
        yield person


def _addressee(row: Row, record: dict[str, Any], address: dict[str, Any], company: str) -> Addressee:
    own = row.name if record.get("kind") == "company" else company
    said, language = record.get("salutation") or "", record.get("language") or ""
    return Addressee(row.id, row.kind, row.name, row.filed_as, [], own, said, language, address)


def _lines(person: Addressee, home: str, language: str) -> list[str]:
    from crmdesk.printing.addresses import format_lines

    address = person.address
    place = format_lines(address, to_country=address.get("country"), from_country=home, language=language)
    return [*_names(person), *place]


def _names(person: Addressee) -> list[str]:
    """The person, and the company where the address is not the home."""
    at_work = person.company and person.address.get("label") != "home" and person.company != person.name
    return [person.name, person.company] if at_work else [person.name]


def _why_not(address: dict[str, Any], refuses: bool, why: str | None) -> str:
    if refuses:
        return _("do not mail: {reason}").format(reason=why) if why else _("do not mail")
    return "" if any(map(address.get, _PLACE)) else _("no mailing address")


def _mailing(session: Session, keys: Sequence[bytes]) -> dict[bytes, dict[str, Any]]:
    """The address marked for mail, else the primary, else the first."""
    found: dict[bytes, dict[str, Any]] = {}
    rows = bulk.fetch(session, Address, "owner_id", keys)
    for row in sorted(rows, key=lambda row: (not row["is_mailing"], not row["is_primary"], row["position"])):
        found.setdefault(row["owner_id"], row)
    return found


def _companies(session: Session, keys: Sequence[bytes]) -> dict[bytes, str]:
    """The name of each contact's first company; households are not written on a label."""
    places = sorted(
        bulk.fetch(session, Affiliation, "contact_id", keys), key=lambda row: (not row["is_primary"], row["position"])
    )
    wanted = sorted({row["company_id"] for row in places if row["company_id"]})
    names = {row["id"]: row["name"] for row in bulk.fetch(session, Company, "id", wanted) if row["kind"] == "company"}
    found: dict[bytes, str] = {}
    for row in places:
        if row["company_id"] in names:
            found.setdefault(row["contact_id"], names[row["company_id"]])
    return found
