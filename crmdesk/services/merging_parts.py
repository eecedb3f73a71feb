"""What hangs on a record that is merged into another: moved, put together where both have it, pointed anew."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Participation
from crmdesk.domain.base import Record, declared_fields
from crmdesk.domain.channels import Address, Email, Link, Phone
from crmdesk.domain.companies import Affiliation
from crmdesk.domain.contacts import OptOut, Photo
from crmdesk.domain.custom import CustomField, CustomValue
from crmdesk.domain.deals import DealContact
from crmdesk.domain.fields import Kind
from crmdesk.domain.folding import fold
from crmdesk.domain.groups import Membership, Tagging
from crmdesk.domain.ids import named_id, text_id
from crmdesk.domain.leads import Lead
from crmdesk.domain.notes import Attachment, Note
from crmdesk.domain.prices import PriceBookUse
from crmdesk.domain.records import RECORDS
from crmdesk.domain.relations import Relation
from crmdesk.domain.sources import Distinction, ExternalId, Leftover
from crmdesk.domain.values.emails import normalise
from crmdesk.store import bulk

Row = Mapping[str, Any]
Identity = Callable[[Row], Any]
_PLACE = ("street", "street2", "street3", "po_box", "city")


def _phone(row: Row) -> Any:
    number = row["e164"] or "".join(filter(str.isalnum, row["value"]))
    return number, row["extension"] or ""


def _link(row: Row) -> Any:
    address = row["value"].casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return address.rstrip("/"), row["service"]


def _position(row: Row) -> Any:
    """Of the same company; two titles there are two positions."""
    return row["company_id"] or fold(row["title"] or "")


_PARTS: dict[type[Record], Identity] = {
    Phone: _phone,
    Email: lambda row: normalise(row["value"]),
    Address: lambda row: tuple(fold(row[name] or "") for name in _PLACE),
    Link: _link,
    OptOut: lambda row: row["channel"],
    Note: lambda row: row["text"],
    Attachment: lambda row: (row["sha256"], row["name"]),
    Leftover: lambda row: row["lines"],
    ExternalId: lambda row: (row["key"], row["digest"]),
    Photo: lambda _row: "one",
    Lead: lambda row: row["id"],
}
"""What two parts have in common that are the same; all have an `owner_id`."""
_MAY_LACK: dict[Identity, tuple[str, ...]] = {
    _PARTS[Address]: ("region", "postal_code", "country"),
    _position: ("title", "department", "role", "since", "until"),
}
"""What one of two that are the same may leave unsaid, but not contradict."""
_NAMED: dict[type[Record], tuple[str, str]] = {
    Tagging: ("tagging", "tag_id"),
    Membership: ("membership", "group_id"),
    CustomValue: ("value", "field_id"),
    Participation: ("participation", "activity_id"),
    DealContact: ("deal contact", "deal_id"),
    PriceBookUse: ("price book", "book_id"),
}
"""Those whose id follows from what they link: the word it is made with, and the column that names the other end."""


def identity_of(record: type[Record]) -> Identity:
    """What makes two parts the same once they have one owner."""
    if record in _NAMED:
        column = _NAMED[record][1]
        return lambda row: row[column]
    return _PARTS[record]


_STATES = ("is_primary", "is_mailing", "is_pinned")


class Move:
    """The parts of many records to those they are merged into; `into` names for each record that goes the one kept."""

    def __init__(self, session: Session, into: Mapping[bytes, bytes]) -> None:
        self._session, self._into = session, into
        self._everyone = [*dict.fromkeys(into.values()), *into]

    def all(self) -> None:
        for record, identity in _PARTS.items():
            self._move(record, "owner_id", identity)
        for record, (word, column) in _NAMED.items():
            self._rename(record, word, column)
        self._move_places()
        self._point_relations()
        self._point_distinctions()
        self._point_custom_links()
        self._point_others()

    def _owner(self, key: bytes) -> bytes:
        return self._into.get(key, key)

    def _rows(self, record: type[Record], column: str) -> dict[bytes, list[dict[str, Any]]]:
        """By the record kept, its own first."""
        found: defaultdict[bytes, list[dict[str, Any]]] = defaultdict(list)
        for row in bulk.fetch(self._session, record, column, self._everyone):
            found[self._owner(row[column])].append(row)
        for rows in found.values():
            rows.sort(key=lambda row: (row[column] in self._into, row.get("position", 0), row["created_at"], row["id"]))
        return found

    def _move(self, record: type[Record], column: str, identity: Identity) -> None:
        changed: list[dict[str, Any]] = []
        gone: list[bytes] = []
        for keep, rows in self._rows(record, column).items():
            if any(row[column] in self._into for row in rows):
                _put_together(keep, rows, column, identity, changed, gone)
        bulk.update_each(self._session, record, changed)
        bulk.mark_deleted(self._session, record, "id", gone)

    def _rename(self, record: type[Record], word: str, column: str) -> None:
        """The id follows from the owner, so the row is made anew."""
        made: dict[bytes, dict[str, Any]] = {}
        gone: list[bytes] = []
        for keep, rows in self._rows(record, "owner_id").items():
            taken = {row[column] for row in rows if row["owner_id"] == keep}
            for row in rows:
                if row["owner_id"] != keep:
                    gone.append(row["id"])
                    if row[column] not in taken:
                        taken.add(row[column])
                        key = named_id(word, row[column], keep)
                        rest = {name: value for name, value in row.items() if name != "deleted_at"}
                        made[key] = {**rest, "id": key, "owner_id": keep}
        bulk.mark_deleted(self._session, record, "id", gone)
        bulk.revive(self._session, record, made.values())

    def _move_places(self) -> None:
        """Of a contact its positions; of a company its people, who may have been in both."""
        self._move(Affiliation, "contact_id", _position)
        rows = list(bulk.fetch(self._session, Affiliation, "company_id", self._everyone))
        people: defaultdict[bytes, list[dict[str, Any]]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: (row["company_id"] in self._into, row["position"], row["id"])):
            people[row["contact_id"]].append(row)
        changed: list[dict[str, Any]] = []
        gone: list[bytes] = []
        for rows in people.values():
            for row in rows:
                if row["company_id"] in self._into:
                    row["company_id"] = self._into[row["company_id"]]
                    changed.append({"id": row["id"], "company_id": row["company_id"]})
            _put_together(rows[0]["contact_id"], rows, "contact_id", _position, changed, gone)
        bulk.update_each(self._session, Affiliation, changed)
        bulk.mark_deleted(self._session, Affiliation, "id", gone)

    def _point_relations(self) -> None:
        rows = {
            row["id"]: row
            for column in ("from_id", "to_id")
            for row in bulk.fetch(self._session, Relation, column, self._everyone)
        }
        changed, gone = [], []
        seen: set[Any] = set()
        for row in sorted(rows.values(), key=lambda row: (row["created_at"], row["id"])):
            ends = {"from_id": self._owner(row["from_id"]), "to_id": row["to_id"] and self._owner(row["to_id"])}
            same = (*ends.values(), row["type_id"], None if row["to_id"] else fold(row["to_name"] or ""))
            if ends["from_id"] == ends["to_id"] or same in seen:
                gone.append(row["id"])
            elif (ends["from_id"], ends["to_id"]) != (row["from_id"], row["to_id"]):
                changed.append({"id": row["id"], **ends})
            seen.add(same)
        bulk.update_each(self._session, Relation, changed)
        bulk.mark_deleted(self._session, Relation, "id", gone)

    def _point_distinctions(self) -> None:
        """Who was not the same as one that goes is not the same as the one kept."""
        rows = [
            row
            for column in ("one_id", "other_id")
            for row in bulk.fetch(self._session, Distinction, column, list(self._into))
        ]
        pairs = {tuple(sorted((self._owner(row["one_id"]), self._owner(row["other_id"])))) for row in rows}
        bulk.mark_deleted(self._session, Distinction, "id", [row["id"] for row in rows])
        bulk.revive(
            self._session,
            Distinction,
            [
                {"id": named_id("distinct", one, other), "one_id": one, "other_id": other}
                for one, other in pairs
                if one != other
            ],
        )

    def _point_custom_links(self) -> None:
        fields = [row["id"] for row in bulk.whole(self._session, CustomField) if row["kind"] == Kind.LINK.value]
        texts = {text_id(gone): text_id(keep) for gone, keep in self._into.items()}
        rows = bulk.fetch(self._session, CustomValue, "field_id", fields)
        changed = [{"id": row["id"], "value": texts[row["value"]]} for row in rows if row["value"] in texts]
        bulk.update_each(self._session, CustomValue, changed)

    def _point_others(self) -> None:
        """Links of kinds of record that need nothing special."""
        for record in RECORDS:
            if record not in _SPECIAL:
                for name, field in declared_fields(record).items():
                    if field.kind is Kind.LINK:
                        rows = bulk.fetch(self._session, record, name, list(self._into))
                        changed = [{"id": row["id"], name: self._owner(row[name])} for row in rows]
                        bulk.update_each(self._session, record, changed)


_SPECIAL = {*_PARTS, *_NAMED, Affiliation, Relation, Distinction}


def _is_same(one: Row, other: Row, identity: Identity) -> bool:
    return identity(one) == identity(other) and all(
        not one[name] or not other[name] or fold(str(one[name])) == fold(str(other[name]))
        for name in _MAY_LACK.get(identity, ())
    )


def _put_together(
    keep: bytes, rows: Iterable[dict[str, Any]], owner: str, identity: Identity, changed: list[dict[str, Any]],
    gone: list[bytes],
) -> None:  # fmt: skip
    """Parts of one record and of those merged into it: the first of the same stays and takes what it lacks."""
    kept: list[dict[str, Any]] = []
    for row in rows:
        same = next((each for each in kept if _is_same(each, row, identity)), None)
        if same is not None:
            gone.append(row["id"])
            if lacking := _lacking(same, row):
                same.update(lacking)
                changed.append({"id": same["id"], **lacking})
        else:
            if row[owner] != keep:
                changed.append({"id": row["id"], owner: keep, **_behind(row, kept)})
            kept.append(row)


def _lacking(one: Row, other: Row) -> dict[str, Any]:
    found = {name: value for name, value in other.items() if one[name] is None and value is not None}
    if one.get("label") == "other" and other["label"] != "other":
        found["label"] = other["label"]
    return found


def _behind(row: Row, kept: list[dict[str, Any]]) -> dict[str, Any]:
    """At the end of a list that has its primary entry and its mailing address already."""
    changed: dict[str, Any] = {"position": len(kept)} if "position" in row else {}
    for name in _STATES[:2]:
        if row.get(name) and any(each[name] for each in kept):
            changed[name] = False
    return changed
