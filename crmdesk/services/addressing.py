"""To whom post goes: the lines on each piece, or why there is none, for labels, envelopes and letters alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crmdesk import i18n
from crmdesk.domain.channels import Address
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import Contact, OptOut
from crmdesk.i18n import _
from crmdesk.services import preferences, sharing
from crmdesk.store import bulk
from crmdesk.store.search import Row, rows_of

_PLACE = ("street", "street2", "street3", "po_box", "city", "postal_code")

Rows = dict[bytes, dict[str, Any]]


@dataclass(slots=True)
class Addressee:
    id: bytes
    kind: str
    name: str
    filed_as: str
    record: dict[str, Any]
    """The row of the contact or company."""
    lines: list[str] = field(default_factory=list)
    """Who and where, as the piece bears them."""
    company: str = ""
    """Where they work, or their own name where they are a company; households are none."""
    address: dict[str, Any] = field(default_factory=dict)
    """Their own; of those who have none that of their household or their company."""
    reason: str = ""
    """Why they get nothing; empty for those who do."""
    sharing: Sequence[tuple[bytes, str]] = ()
    """Who else of the household this piece is for: id and name."""
    members: "Sequence[Addressee]" = ()
    """The people whom a piece for several is for, each as they are by themselves."""

    @property
    def salutation(self) -> str:
        """As it is kept on the card: empty for most."""
        return self.record.get("salutation") or ""

    @property
    def language(self) -> str:
        return self.record.get("language") or ""

    @property
    def is_household(self) -> bool:
        return self.record.get("kind") == "household"

    @property
    def at_work(self) -> bool:
        """A person whose company belongs on the piece: their address is not the home."""
        return self.kind == "contact" and bool(self.company) and self.address.get("label") != "home"


def addressed(session: Session, keys: Sequence[bytes], *, per_household: bool = False) -> Iterator[Addressee]:
    """Contacts and companies in the order of their ids; who is gone is passed over."""
    if not per_household:
        for start in range(0, len(keys), bulk.CHUNK):
            yield from _written(session, _some(session, keys[start : start + bulk.CHUNK]))
        return
    people = list(_some(session, keys))
    yield from _written(session, sharing.merged(people, _homes(session, keys)))


def _written(session: Session, people: Iterable[Addressee]) -> Iterator[Addressee]:
    from crmdesk.printing.addresses import piece_lines

    home, language = preferences.country(session), i18n.language()
    for person in people:
        if not person.reason:
            person.lines = piece_lines(*_who(person), person.address, from_country=home, language=language)
        yield person


def _who(person: Addressee) -> tuple[str, str]:
    """The person and the company of a piece: either may be empty."""
    if person.record.get("kind") == "company":
        return "", person.name
    with_company = person.at_work and not person.sharing and person.company != person.name
    return person.name, person.company if with_company else ""


def _some(session: Session, keys: Sequence[bytes]) -> Iterator[Addressee]:
    no_mail = {
        row["owner_id"]: row["reason"]
        for row in bulk.fetch(session, OptOut, "owner_id", keys)
        if row["channel"] == "post"
    }
    records = {row["id"]: row for kind in (Contact, Company) for row in bulk.fetch(session, kind, "id", keys)}
    places = _places(session, keys)
    companies = _first(places, "company")
    addresses = _mailing(session, keys)
    addresses |= _borrowed(session, [place for place in places if place[0] not in addresses])
    for row in rows_of(session, keys):
        company = companies.get(row.id, {}).get("name", "")
        person = _addressee(row, records.get(row.id, {}), addresses.get(row.id, {}), company)
        person.reason = _why_not(person.address, row.id in no_mail, no_mail.get(row.id))
        yield person


def _addressee(row: Row, record: dict[str, Any], address: dict[str, Any], company: str) -> Addressee:
    own = row.name if record.get("kind") == "company" else company
    return Addressee(row.id, row.kind, row.name, row.filed_as, record, [], own, address)


def _why_not(address: dict[str, Any], refuses: bool, why: str | None) -> str:
    if refuses:
        return _("do not mail: {reason}").format(reason=why) if why else _("do not mail")
    return "" if any(map(address.get, _PLACE)) else _("no mailing address")


def _mailing(session: Session, keys: Sequence[bytes]) -> Rows:
    """The address marked for mail, else the primary, else the first; one that leads somewhere before all others."""
    found: Rows = {}
    rows = [row for row in bulk.fetch(session, Address, "owner_id", keys) if any(map(row.get, _PLACE))]
    for row in sorted(rows, key=lambda row: (not row["is_mailing"], not row["is_primary"], row["position"])):
        found.setdefault(row["owner_id"], row)
    return found


Places = list[tuple[bytes, dict[str, Any]]]
"""Each contact with a company or household they belong to now, the most important first."""


def _places(session: Session, keys: Sequence[bytes]) -> Places:
    today = date.today().isoformat()  # noqa: DTZ011 - the user's own day
    rows = [
        row
        for row in bulk.fetch(session, Affiliation, "contact_id", keys)
        if row["company_id"] and not (row["until"] and row["until"] < today)
    ]
    rows.sort(key=lambda row: (not row["is_primary"], row["position"]))
    wanted = sorted({row["company_id"] for row in rows})
    companies = {row["id"]: row for row in bulk.fetch(session, Company, "id", wanted)}
    return [(row["contact_id"], companies[row["company_id"]]) for row in rows if row["company_id"] in companies]


def _first(places: Places, kind: str) -> Rows:
    return {contact: company for contact, company in reversed(places) if company["kind"] == kind}


def _homes(session: Session, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    return {contact: home["id"] for contact, home in _first(_places(session, keys), "household").items()}


def _borrowed(session: Session, places: Places) -> Rows:
    """Where people are reached who have no address of their own: at home before at work."""
    addresses = _mailing(session, sorted({company["id"] for _contact, company in places}))
    found: Rows = {}
    for kind, label in (("company", "work"), ("household", "home")):
        for contact, place in reversed([(contact, place) for contact, place in places if place["kind"] == kind]):
            if place["id"] in addresses:
                found[contact] = addresses[place["id"]] | {"label": label}
    return found
