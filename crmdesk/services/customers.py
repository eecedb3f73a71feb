"""Whom a list of deals or documents names: found by e-mail or name, or added."""

from functools import cached_property

from sqlalchemy.orm import Session

from crmdesk.domain.card import Card
from crmdesk.domain.channels import Email
from crmdesk.domain.contacts import Contact
from crmdesk.domain.folding import fold
from crmdesk.services import preferences
from crmdesk.services.cards import Writer
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.steps import Step


class Customers:
    """Of one list, in a step that is open: whoever is new is found at once."""

    def __init__(self, session: Session, step: Step) -> None:
        self._session, self._step = session, step
        self._writer = Writer(session, preferences.country(session))

    def company(self, name: str) -> bytes | None:
        if not name.strip():
            return None
        known = self._writer.known_company(name)
        return known or self._written(self._writer.company(name.strip()))

    def contact(self, name: str, email: str = "") -> bytes | None:
        """By the address first: names are less sure."""
        known = self._by_email.get(fold(email)) or self._by_name.get(fold(name))
        if known or not name.strip():
            return known
        made = self._written(self._writer.add(Card(kind="contact", fields={"full_name": name.strip()})))
        if email:
            bulk.insert(self._session, Email, [{"owner_id": made, "value": email, "label": "work", "is_primary": True}])
            self._by_email[fold(email)] = made
        self._by_name[fold(name)] = made
        return made

    def _written(self, key: bytes) -> bytes:
        self._writer.flush()
        for _left in self._step.renew_search():
            pass
        return key

    @cached_property
    def _by_email(self) -> dict[str, bytes]:
        people = self._people
        rows = bulk.fetch_all(self._session, Email, "owner_id", "value")
        return {fold(value): owner for owner, value in rows if value and owner in people}

    @cached_property
    def _by_name(self) -> dict[str, bytes]:
        return {fold(row.name): row.id for row in rows_of(self._session, list(self._people))}

    @cached_property
    def _people(self) -> set[bytes]:
        return {key for (key,) in bulk.fetch_all(self._session, Contact, "id")}


def names_of(session: Session, keys: list[bytes]) -> dict[bytes, str]:
    return {row.id: row.name for row in rows_of(session, keys)}


def emails_of(session: Session, keys: list[bytes]) -> dict[bytes, str]:
    """The first of each."""
    rows = bulk.fetch(session, Email, "owner_id", keys)
    found: dict[bytes, str] = {}
    for row in sorted(rows, key=lambda row: (not row["is_primary"], row["position"], row["id"])):
        found.setdefault(row["owner_id"], row["value"])
    return found
