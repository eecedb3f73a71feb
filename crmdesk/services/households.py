"""Who lives together: people of one surname at one address, offered as households and made into them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.channels import Address
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import new_id
from crmdesk.domain.likeness_levels import Level, given_level
from crmdesk.domain.likeness_words import plain_name
from crmdesk.i18n import _, ngettext
from crmdesk.store import bulk
from crmdesk.store.store import Store

LARGEST = 12
"""More of one surname at one address are no family."""
DOOR = ("street", "street2", "po_box", "city", "postal_code")


@dataclass(frozen=True, slots=True)
class Household:
    """Not made yet."""

    surname: str
    address: str
    """In one line."""
    ids: list[bytes]
    names: list[str]

    @property
    def name(self) -> str:
        return _("{surname} family").format(surname=self.surname)


def suggested(store: Store) -> list[Household]:
    """The largest first; who is in a household already is left out."""
    with store.read() as session:
        homes = _homes(session)
        names = {
            key: (given or "", family)
            for key, given, family in bulk.fetch_all(session, Contact, "id", "given_name", "family_name")
        }
    found = [_household(people, names, row) for people, row in homes if _is_family([names[key][0] for key in people])]
    return sorted(found, key=lambda home: (-len(home.ids), fold(home.surname)))


def _homes(session: Session) -> list[tuple[list[bytes], dict[str, Any]]]:
    """People of one surname with the first address they share."""
    surnames = {key: fold(family) for key, family in bulk.fetch_all(session, Contact, "id", "family_name") if family}
    for key in _in_households(session):
        surnames.pop(key, None)
    doors: defaultdict[Any, dict[bytes, dict[str, Any]]] = defaultdict(dict)
    for row in bulk.whole(session, Address):
        if row["owner_id"] in surnames and (row["street"] or row["po_box"]) and row["label"] != "work":
            door = tuple(fold(row[name] or "") for name in DOOR)
            doors[surnames[row["owner_id"]], door].setdefault(row["owner_id"], row)
    homes = []
    taken: set[bytes] = set()
    for people in doors.values():
        free = [key for key in people if key not in taken]
        if 2 <= len(free) <= LARGEST:
            taken.update(free)
            homes.append((free, people[free[0]]))
    return homes


def _in_households(session: Session) -> set[bytes]:
    houses = {key for key, kind in bulk.fetch_all(session, Company, "id", "kind") if kind == "household"}
    places = bulk.fetch_all(session, Affiliation, "contact_id", "company_id")
    return {contact for contact, company in places if company in houses}


def _is_family(given: Sequence[str]) -> bool:
    """Of different first names: Bob and Robert are rather one and the same."""
    names = [plain_name(name) for name in given if name]
    return any(given_level(one, other) is Level.DIFFERENT for one, other in combinations(names, 2))


def _household(people: list[bytes], names: dict[bytes, tuple[str, str]], row: dict[str, Any]) -> Household:
    given = [names[key][0] or names[key][1] for key in people]
    return Household(names[people[0]][1], _line(row), people, given)


def make(store: Store, chosen: Sequence[Household]) -> int:
    """Each becomes a household with its people and their address, all in one step; gives how many."""
    text = ngettext("Make {count} household", "Make {count} households", len(chosen)).format(count=len(chosen))
    with store.write(text) as session:
        for home in chosen:
            _make(session, home)
    return len(chosen)


def _make(session: Session, home: Household) -> None:
    key = new_id()
    bulk.insert(session, Company, [{"id": key, "kind": "household", "name": home.name}])
    taken = {row["contact_id"] for row in bulk.fetch(session, Affiliation, "contact_id", home.ids)}
    bulk.insert(
        session,
        Affiliation,
        [
            {"contact_id": person, "company_id": key, "role": "member", "is_primary": person not in taken}
            for person in home.ids
        ],
    )
    addresses = [row for row in bulk.fetch(session, Address, "owner_id", home.ids) if _line(row) == home.address]
    own = {name: addresses[0][name] for name in (*DOOR, "street3", "region", "country")} if addresses else None
    if own:
        shared = {"owner_id": key, "label": "home", "is_mailing": True, "is_primary": True}
        bulk.insert(session, Address, [own | shared])


def _line(row: dict[str, Any]) -> str:
    return ", ".join(filter(None, (row["street"], row["street2"], row["po_box"], row["city"])))
