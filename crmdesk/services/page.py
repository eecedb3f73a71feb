"""All that is known of one contact or company, laid out for a screen, `crmdesk show` and a privacy export."""

from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record, own_fields
from crmdesk.domain.channels import Address, Email, Link, Phone
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import OptOut, Photo
from crmdesk.domain.custom import CustomField, CustomValue
from crmdesk.domain.fields import Kind
from crmdesk.domain.groups import Group, Membership, Tag, Tagging
from crmdesk.domain.ids import parse_id, text_id
from crmdesk.domain.notes import Attachment, Note
from crmdesk.domain.relations import Relation, RelationType
from crmdesk.domain.sources import Leftover
from crmdesk.formats.json_file import readable
from crmdesk.services import deal_lists
from crmdesk.services.cards import OWNERS
from crmdesk.services.deal_lists import DealRow
from crmdesk.store import bulk
from crmdesk.store.search import Row, rows_of

_LISTS: dict[str, type[Record]] = {
    "phones": Phone,
    "emails": Email,
    "addresses": Address,
    "links": Link,
    "opt_outs": OptOut,
    "notes": Note,
    "attachments": Attachment,
}


def page(session: Session, row: Row, country: str) -> dict[str, Any]:
    """Ids are UUIDs in text; bytes stay bytes; empty values of a part are left out."""
    record = OWNERS[row.kind]
    own = next(bulk.fetch(session, record, "id", [row.id]))
    shown: dict[str, Any] = {
        "id": readable(record, own)["id"],
        "kind": row.kind,
        "name": row.name,
        "filed_as": row.filed_as,
        "created_at": own["created_at"],
        "fields": {name: own[name] for name in own_fields(record)},
        "photo": _photo(session, row.id),
    }
    for name, part in _LISTS.items():
        shown[name] = [readable(part, entry) for entry in _ordered(session, part, "owner_id", row.id)]
    for address in shown["addresses"]:
        address["lines"] = _address_lines(address, country)
    shown["notes"].sort(key=lambda note: (not note["is_pinned"], -note["created_at"]))
    shown |= _people(session, row)
    shown |= _named(session, row.id)
    shown["deals"] = [
        {**{name: getattr(deal, name) for name in DealRow.__slots__}, "id": text_id(deal.id)}
        for deal in deal_lists.of(session, row.id)
    ]
    shown["custom"] = _custom(session, record.__tablename__, row.id)
    shown["leftover"] = [
        line for entry in bulk.fetch(session, Leftover, "owner_id", [row.id]) for line in entry["lines"].split("\n")
    ]
    return shown


def _ordered(session: Session, part: type[Record], column: str, key: bytes) -> list[dict[str, Any]]:
    return sorted(bulk.fetch(session, part, column, [key]), key=lambda entry: (entry.get("position", 0), entry["id"]))


def _photo(session: Session, key: bytes) -> dict[str, Any] | None:
    found = next(bulk.fetch(session, Photo, "owner_id", [key]), None)
    return {"media_type": found["media_type"], "data": found["data"]} if found else None


def _address_lines(address: dict[str, Any], country: str) -> list[str]:
    from crmdesk import i18n
    from crmdesk.printing.addresses import format_lines

    return format_lines(address, to_country=address.get("country"), from_country=country, language=i18n.language())


def _people(session: Session, row: Row) -> dict[str, Any]:
    """Of a contact its positions, of a company its people."""
    column = "contact_id" if row.kind == "contact" else "company_id"
    places = _ordered(session, Affiliation, column, row.id)
    if row.kind == "contact":
        names = _name_by_id(session, Company, [place["company_id"] for place in places if place["company_id"]])
        key, title = "company_id", "company"
    else:
        names = {found.id: found.name for found in rows_of(session, [place["contact_id"] for place in places])}
        key, title = "contact_id", "name"
    shown = [{**readable(Affiliation, place), title: names.get(place[key], "")} for place in places]
    return {"affiliations" if row.kind == "contact" else "people": shown}


def _name_by_id(session: Session, record: type[Record], ids: list[bytes]) -> dict[bytes, str]:
    return {entry["id"]: entry["name"] for entry in bulk.fetch(session, record, "id", ids)}


def _named(session: Session, key: bytes) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, link, target, record in (
        ("tags", Tagging, "tag_id", Tag),
        ("groups", Membership, "group_id", Group),
    ):
        links = list(bulk.fetch(session, link, "owner_id", [key]))
        names = _name_by_id(session, record, [entry[target] for entry in links])
        shown[name] = [
            {"id": readable(link, entry)["id"], "name": names[entry[target]]}
            for entry in links
            if entry[target] in names
        ]
    shown["relations"] = _relations(session, key)
    return shown


def _relations(session: Session, key: bytes) -> list[dict[str, Any]]:
    """Seen from this record: its own, and those in which another names it, by the words of the other side."""
    own = list(bulk.fetch(session, Relation, "from_id", [key]))
    others = list(bulk.fetch(session, Relation, "to_id", [key]))
    types = {
        row["id"]: row for row in bulk.fetch(session, RelationType, "id", [row["type_id"] for row in own + others])
    }
    people = [row["to_id"] for row in own if row["to_id"]] + [row["from_id"] for row in others]
    found = {row.id: row for row in rows_of(session, people)}
    shown = []
    for row in own + others:
        kind = types.get(row["type_id"], {"name": "", "inverse": None})
        other = row["to_id"] if row["from_id"] == key else row["from_id"]
        word = kind["name"] if row["from_id"] == key else kind["inverse"] or kind["name"]
        known = found.get(other)
        shown.append(
            {
                "id": text_id(row["id"]),
                "type": word,
                "name": known.name if known else row["to_name"] or "",
                "other_id": text_id(other) if other else None,
                "other_kind": known.kind if known else None,
            }
        )
    return shown


def _custom(session: Session, table: str, key: bytes) -> list[dict[str, Any]]:
    """All fields the user added to this kind of record, with this one's values."""
    values = {entry["field_id"]: entry["value"] for entry in bulk.fetch(session, CustomValue, "owner_id", [key])}
    fields = [
        field for field in bulk.whole(session, CustomField) if field["record"] == table and not field["is_archived"]
    ]
    return [
        {
            "field_id": readable(CustomField, field)["id"],
            "name": field["name"],
            "kind": field["kind"],
            "choices": (field["choices"] or "").split("\n") if field["choices"] else [],
            "value": values.get(field["id"]),
            **_linked(session, field["kind"], values.get(field["id"])),
        }
        for field in sorted(fields, key=lambda field: field["position"])
    ]


def _linked(session: Session, kind: str, value: str | None) -> dict[str, str]:
    """Of a link to a record also its name."""
    if kind != Kind.LINK or not value:
        return {}
    found = rows_of(session, [parse_id(value)])
    return {"shown": found[0].name} if found else {}
