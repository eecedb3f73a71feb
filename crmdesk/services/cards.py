"""Cards to records and back: where what other programs say of a person becomes rows, and rows a card again."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record, declared_fields, own_fields
from crmdesk.domain.card import Card
from crmdesk.domain.channels import Address, Email, Link, Phone
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import Contact, OptOut, Photo, compose_name
from crmdesk.domain.custom import CustomField, CustomValue
from crmdesk.domain.folding import fold
from crmdesk.domain.groups import Group, Membership, Tag, Tagging
from crmdesk.domain.ids import named_id, new_id, text_id
from crmdesk.domain.notes import Note
from crmdesk.domain.relations import Relation, RelationType
from crmdesk.domain.sources import ExternalId, Leftover
from crmdesk.domain.values.phones import to_e164
from crmdesk.i18n import _
from crmdesk.store import bulk
from crmdesk.store.search import rows_of

OWNERS: dict[str, type[Record]] = {"contact": Contact, "company": Company}
PARTS: dict[str, type[Record]] = {
    "phones": Phone,
    "emails": Email,
    "addresses": Address,
    "links": Link,
    "opt_outs": OptOut,
    "notes": Note,
}
"""The lists of a card whose entries are rows as they are."""
ORDERED = ("phones", "emails", "addresses", "links")
"""Those with an order and a primary one."""


class Writer:
    """Collects the rows of many cards and adds them table by table.

    Companies, tags, groups, relation types and custom fields are found by name or made.
    """

    def __init__(self, session: Session, country: str | None) -> None:
        self._session = session
        self._country = country
        self._rows: defaultdict[type[Record], list[dict[str, Any]]] = defaultdict(list)
        self._companies = {fold(name): key for key, name in bulk.fetch_all(session, Company, "id", "name")}
        self._fields = {
            (of, fold(name)): key for key, of, name in bulk.fetch_all(session, CustomField, "id", "record", "name")
        }
        self._groups = {fold(name): key for key, name in bulk.fetch_all(session, Group, "id", "name")}
        self._types = {fold(name): key for key, name in bulk.fetch_all(session, RelationType, "id", "name")}
        self._named: set[bytes] = set()

    def company(self, name: str) -> bytes:
        key = self._companies.get(name) or self._companies.get(fold(name))
        if key is None:
            key = self._new_company({"name": name})
        self._companies[name] = key  # as written: most names come many times
        return key

    def known_company(self, name: str) -> bytes | None:
        return self._companies.get(fold(name))

    def _new_company(self, fields: Mapping[str, Any]) -> bytes:
        key = new_id()
        self._rows[Company].append({**fields, "id": key})
        self._companies.setdefault(fold(fields["name"]), key)
        return key

    def add(self, card: Card) -> bytes:
        """Rows for a new contact or company; gives its id."""
        if card.kind == "company":
            owner = self._new_company({"name": display_name(card), **card.fields})
        else:
            owner = new_id()
            self._rows[Contact].append({**card.fields, "id": owner})
        self.add_parts(owner, card, {})
        if card.photo:
            self._rows[Photo].append({"owner_id": owner, "media_type": card.photo[0], "data": card.photo[1]})
        return owner

    def add_group(self, card: Card) -> bytes:
        return self._group(display_name(card) or _("Group"))

    def add_member(self, group: bytes, member: bytes) -> None:
        self._once(Membership, named_id("membership", group, member), owner_id=member, group_id=group)

    def add_parts(self, owner: bytes, card: Card, taken: Mapping[str, int]) -> None:
        """Rows for all that hangs on an owner; `taken` says how many of a list it has already."""
        for name, record in PARTS.items():
            entries: list[dict[str, Any]] = getattr(card, name)
            if entries:
                rows = [{**entry, "owner_id": owner} for entry in entries]
                if name in ORDERED:
                    _put_in_order(name, rows, taken.get(name, 0))
                if record is Phone:
                    self._add_numbers(rows)
                self._rows[record] += rows
        for place, entry in enumerate(card.affiliations, taken.get("affiliations", 0)):
            self._add_affiliation(owner, entry, place)
        self._add_named_parts(owner, card)
        if card.leftover:
            self._rows[Leftover].append({"owner_id": owner, "lines": "\n".join(card.leftover)})

    def _add_numbers(self, phones: list[dict[str, Any]]) -> None:
        for row in phones:
            if "e164" not in row:
                row["e164"], extension = to_e164(row["value"], self._country)
                if extension:
                    row.setdefault("extension", extension)

    def _add_affiliation(self, owner: bytes, entry: Mapping[str, Any], place: int) -> None:
        row = {name: value for name, value in entry.items() if name != "company"}
        company = entry.get("company")
        row["company_id"] = self.company(company) if company else None
        self._rows[Affiliation].append({"is_primary": place == 0, **row, "contact_id": owner, "position": place})

    def _add_named_parts(self, owner: bytes, card: Card) -> None:
        for tag in card.tags:
            key = self._once(Tag, named_id("tag", tag), name=tag)
            self._once(Tagging, named_id("tagging", key, owner), owner_id=owner, tag_id=key)
        for group in card.groups:
            self.add_member(self._group(group), owner)
        for relation in card.relations:
            key = self._relation_type(relation["type"])
            self._rows[Relation].append({"from_id": owner, "to_name": relation["name"], "type_id": key})
        for name, value in card.custom.items():
            key = self._custom_field(OWNERS[card.kind].__tablename__, name)
            self._once(CustomValue, named_id("value", key, owner), owner_id=owner, field_id=key, value=value)

    def _group(self, name: str) -> bytes:
        key = self._groups.get(fold(name))
        if key is None:
            key = self._groups[fold(name)] = self._once(Group, new_id(), name=name)
        return key

    def _custom_field(self, table: str, name: str) -> bytes:
        key = self._fields.get((table, fold(name)))
        if key is None:
            key = named_id("field", table, name)
            if key not in self._fields.values():  # else renamed since: the same field under its first name
                self._once(CustomField, key, record=table, name=name, position=len(self._fields))
            self._fields[table, fold(name)] = key
        return key

    def _relation_type(self, name: str) -> bytes:
        key = self._types.get(fold(name))
        if key is None:
            key = named_id("relation type", name)
            if key not in self._types.values():
                self._once(RelationType, key, name=name)
            self._types[fold(name)] = key
        return key

    def _once(self, record: type[Record], key: bytes, /, **row: Any) -> bytes:
        if key not in self._named:
            self._named.add(key)
            self._rows[record].append({**row, "id": key})
        return key

    def remember(self, owner: bytes, key: str, digest: str) -> None:
        self._rows[ExternalId].append({"owner_id": owner, "key": key, "digest": digest})

    def flush(self) -> None:
        for record, rows in self._rows.items():
            add = bulk.revive if record in _NAMED else bulk.insert
            add(self._session, record, rows)
        self._rows.clear()


_NAMED = {Tag, Tagging, RelationType, Group, Membership, CustomField, CustomValue}


def _put_in_order(name: str, rows: list[dict[str, Any]], taken: int) -> None:
    """Positions in the order of the card, one primary one, and one address to write to."""
    for place, row in enumerate(rows, taken):
        row["position"] = place
    if not taken:
        primary = next((row for row in rows if row.get("is_primary")), rows[0])
        primary["is_primary"] = True
        if name == "addresses" and not any(row.get("is_mailing") for row in rows):
            primary["is_mailing"] = True


def display_name(card: Card) -> str:
    """What to call a card when nothing is in a file yet."""
    fields = card.fields
    parts = ("given_name", "middle_name", "family_name", "prefix", "suffix")
    spoken = fields.get("full_name") or fields.get("name") or compose_name(*map(fields.get, parts))
    return str(spoken or fields.get("nickname") or next(_other_names(card), ""))


def _other_names(card: Card) -> Iterator[str]:
    yield from (entry["company"] for entry in card.affiliations if "company" in entry)
    yield from (entry["value"] for entry in (*card.emails, *card.phones))


def read_cards(session: Session, kind: str, ids: Sequence[bytes]) -> Iterator[tuple[bytes, Card]]:
    """The cards of contacts or companies, in the order of `ids`; what is deleted is left out."""
    for start in range(0, len(ids), bulk.CHUNK):
        part = ids[start : start + bulk.CHUNK]
        cards = dict(_owners(session, kind, part))
        _fill_parts(session, cards)
        yield from ((key, cards[key]) for key in part if key in cards)


def _owners(session: Session, kind: str, ids: Sequence[bytes]) -> Iterator[tuple[bytes, Card]]:
    record = OWNERS[kind]
    names = own_fields(record)
    for row in bulk.fetch(session, record, "id", ids):
        fields = {name: row[name] for name in names if row[name] is not None}
        yield row["id"], Card(kind=kind, fields=fields, uid=text_id(row["id"]))  # type: ignore[arg-type]


def _fill_parts(session: Session, cards: dict[bytes, Card]) -> None:
    owners = list(cards)
    for name, record in PARTS.items():
        names = [column for column in declared_fields(record) if column not in _NOT_IN_CARDS]
        for row in _sorted(bulk.fetch(session, record, "owner_id", owners)):
            entry = {column: row[column] for column in names if row[column] not in (None, 0)}
            getattr(cards[row["owner_id"]], name).append(_with_truth(entry))
    for row in bulk.fetch(session, Photo, "owner_id", owners):
        cards[row["owner_id"]].photo = (row["media_type"], row["data"])
    for row in bulk.fetch(session, Leftover, "owner_id", owners):
        cards[row["owner_id"]].leftover += row["lines"].split("\n")
    for row in bulk.fetch(session, ExternalId, "owner_id", owners):
        if row["key"].startswith("uid:") and row["digest"]:  # its own, not that of one merged into it
            cards[row["owner_id"]].uid = row["key"].removeprefix("uid:")
    _fill_links(session, cards, owners)


_NOT_IN_CARDS = {"owner_id", "contact_id", "company_id", "position", "created_at", "deleted_at"}


def _sorted(rows: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (row.get("position", 0), row["id"]))


def _with_truth(entry: dict[str, Any]) -> dict[str, Any]:
    """SQLite keeps yes and no as 1 and 0."""
    return {name: True if name.startswith("is_") else value for name, value in entry.items()}


def _fill_links(session: Session, cards: dict[bytes, Card], owners: list[bytes]) -> None:
    places = _sorted(bulk.fetch(session, Affiliation, "contact_id", owners))
    companies = _names(session, Company, {row["company_id"] for row in places} - {None})
    names = [name for name in declared_fields(Affiliation) if name not in _NOT_IN_CARDS]
    for row in places:
        entry = {name: row[name] for name in names if row[name] not in (None, 0)}
        if row["company_id"] in companies:
            entry["company"] = companies[row["company_id"]]
        cards[row["contact_id"]].affiliations.append(_with_truth(entry))
    for record, target, named, wanted in (
        (Tagging, "tag_id", Tag, "tags"),
        (Membership, "group_id", Group, "groups"),
    ):
        links = list(bulk.fetch(session, record, "owner_id", owners))
        known = _names(session, named, {row[target] for row in links})
        for row in links:
            if row[target] in known:
                getattr(cards[row["owner_id"]], wanted).append(known[row[target]])
    relations = list(bulk.fetch(session, Relation, "from_id", owners))
    types = _names(session, RelationType, {row["type_id"] for row in relations})
    known = {row.id: row.name for row in rows_of(session, [row["to_id"] for row in relations if row["to_id"]])}
    for row in relations:
        name = known.get(row["to_id"]) or row["to_name"] or ""
        cards[row["from_id"]].relations.append({"type": types.get(row["type_id"], ""), "name": name})
    values = list(bulk.fetch(session, CustomValue, "owner_id", owners))
    fields = _names(session, CustomField, {row["field_id"] for row in values})
    for row in values:
        if row["field_id"] in fields:
            cards[row["owner_id"]].custom[fields[row["field_id"]]] = row["value"]


def _names(session: Session, record: type[Record], ids: set[bytes]) -> dict[bytes, str]:
    return {row["id"]: row["name"] for row in bulk.fetch(session, record, "id", sorted(ids))}
