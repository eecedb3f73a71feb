"""One record: seen whole, and changed field by field. Every change is one step with a name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record, declared_fields, own_fields
from crmdesk.domain.card import Card
from crmdesk.domain.channels import Phone
from crmdesk.domain.companies import Affiliation
from crmdesk.domain.contacts import Contact, Photo
from crmdesk.domain.custom import CustomField, CustomValue
from crmdesk.domain.deals import Deal
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.groups import Tag, Tagging
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.records import RECORDS
from crmdesk.domain.values.clean import cleaned, cleaned_custom, tidy
from crmdesk.domain.values.phones import to_e164
from crmdesk.i18n import _, inside, ngettext
from crmdesk.services import activities, picks, preferences
from crmdesk.services.cards import OWNERS, PARTS, Writer, display_name
from crmdesk.services.lookup import as_id
from crmdesk.services.page import page
from crmdesk.store import bulk
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.services.purchases import Summary

_TABLES = {record.__tablename__: record for record in RECORDS}
_TRAVELLING = [record for record in RECORDS if record.owner]
"""Parts that go with their owner."""


def show(store: Store, key: bytes | str) -> dict[str, Any]:
    """Everything about a contact or company, as `services.page` lays it out."""
    with store.read() as session:
        row = next(iter(store.rows([as_id(key)])), None)
        if row is None:
            raise UserError(_("There is no such contact or company in this file."))
        return page(session, row, preferences.country(session))


@dataclass(frozen=True, slots=True)
class Look:
    """A record as its page shows it."""

    shown: dict[str, Any]
    """As `show` gives it."""
    summary: activities.Summary
    words: dict[str, dict[str, str]]
    """By pick list: how its values are shown."""
    me: str
    """Who is looking."""
    purchases: "Summary | None" = None
    """Nothing of what is no contact or company."""


def look(store: Store, key: bytes | str) -> Look:
    from crmdesk.services import purchases  # documents are sent in the name of a company, which is a record

    shown = show(store, key)
    with store.read() as session:
        summary = activities.summary(session, [as_id(key)])[as_id(key)]
        words = {name: picks.texts(session, name) for name in ("stage", "role", "activity")}
        bought = purchases.summary(session, as_id(key))
    return Look(shown, summary, words, store.author, bought)


def fields_of(kind: str) -> list[tuple[str, str, Kind, tuple[tuple[str, str], ...]]]:
    """Name, label, kind and choices of the own fields of a contact or company."""
    return [(name, _(field.label), field.kind, field.choices) for name, field in own_fields(OWNERS[kind]).items()]


def add(
    store: Store, kind: str, fields: Mapping[str, Any], parts: Mapping[str, list[dict[str, Any]]] | None = None
) -> bytes:
    """A new contact or company; `parts` are lists of a `Card` (phones, emails, addresses, affiliations ...)."""
    lists: dict[str, Any] = dict(parts or {})
    card = checked(Card(kind=kind, fields=dict(fields), **lists))  # type: ignore[arg-type]
    with store.write(_("Add {kind}").format(kind=inside(_(OWNERS[kind].label)))) as session:
        writer = Writer(session, preferences.country(session))
        key = writer.add(card)
        writer.flush()
    return key


def checked(card: Card) -> Card:
    """As it is written into the file. Raises UserError for what is wrong with it, or where it says nothing."""
    lists = {name: getattr(card, name) for name in (*PARTS, "affiliations")}
    entries: dict[str, Any] = {name: [_part(name, entry) for entry in some] for name, some in lists.items()}
    ready = replace(card, fields=_cleaned(OWNERS[card.kind], card.fields), **entries)
    others = (card.tags, card.groups, card.relations)
    if (
        not display_name(ready)
        if card.kind == "company"
        else not (ready.fields or any(entries.values()) or any(others))
    ):
        raise UserError(_("Nothing was typed yet, so nothing was saved."))
    return ready


def _cleaned(record: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    fields = declared_fields(record)
    kept = {name: cleaned(fields[name].kind, _(fields[name].label), value) for name, value in values.items()}
    return {name: value for name, value in kept.items() if value is not None}


def _part(name: str, entry: Any) -> Any:
    """An entry of a list of a card."""
    if name == "affiliations":
        company = tidy(entry.get("company") or "")
        return _new_row(Affiliation, {k: v for k, v in entry.items() if k != "company"}, company) | {"company": company}
    return _new_row(PARTS[name], entry) if name in PARTS else entry


def _new_row(record: type[Record], values: Mapping[str, Any], company: str = "") -> dict[str, Any]:
    """What a new part is to hold. Raises UserError where it would say nothing."""
    row = _cleaned(record, values)
    for name, field in declared_fields(record).items():
        column = record.__table__.columns[name]
        if name not in row and not column.nullable and column.default is None and field.kind is not Kind.LINK:
            raise UserError(_("{label} cannot be empty.").format(label=_(field.label)))
    if not company and not row.keys() - {"label", "is_primary", "is_mailing", "country"}:
        raise UserError(_("Nothing was typed yet, so nothing was saved."))
    return row


def set_value(store: Store, table: str, key: bytes | str, name: str, value: Any) -> None:
    """Change one field of one row. Raises UserError with what is wrong with the value."""
    label = _(declared_fields(_TABLES[table])[name].label)
    set_values(store, table, key, {name: value}, _("Change {field}").format(field=inside(label)))


def set_values(store: Store, table: str, key: bytes | str, values: Mapping[str, Any], text: str = "") -> None:
    """Change several fields of one row as one step; of a position also its company, by name."""
    record = _TABLES[table]
    values = dict(values)
    company = values.pop("company", None) if record is Affiliation else None
    new = {name: _checked(record, name, value) for name, value in values.items()}
    with store.write(text or _("Change {part}").format(part=inside(_(record.label)))) as session:
        row = _alive(session, record, as_id(key))
        for name, value in new.items():
            setattr(row, _attribute(name), value)
        if company is not None:
            row.company_id = _company(session, tidy(company)) if tidy(company) else None
        if record is Phone and "value" in new:
            row.e164, row.extension = to_e164(new["value"], preferences.country(session))
        _keep_one(session, record, row, new)


def _checked(record: type[Record], name: str, value: Any) -> Any:
    field = declared_fields(record)[name]
    new = cleaned(field.kind, _(field.label), value)
    if new is None and not record.__table__.columns[name].nullable:
        raise UserError(_("{label} cannot be empty. Remove the whole line instead.").format(label=_(field.label)))
    return new


def _attribute(column: str) -> str:
    """`label` is the name of the kind of record, so the column is mapped as `label_`."""
    return "label_" if column == "label" else column


def _alive(session: Session, record: type[Record], key: bytes) -> Any:
    row = session.get(record, key)
    if row is None or row.deleted_at is not None:
        raise UserError(_("This was deleted meanwhile. Undo brings it back."))
    return row


def _require_owner(session: Session, key: bytes) -> None:
    owners: list[type[Record]] = [*OWNERS.values(), Deal]
    if not any(True for record in owners for _row in bulk.fetch(session, record, "id", [key])):
        raise UserError(_("This was deleted meanwhile. Undo brings it back."))


def _keep_one(session: Session, record: type[Record], row: Any, new: Mapping[str, Any]) -> None:
    """One of a kind is primary, one address gets the mail: the last that was said to."""
    owner = str(record.owner)
    for name in ("is_primary", "is_mailing"):
        if new.get(name):
            others = bulk.fetch(session, record, owner, [getattr(row, owner)])
            keys = [other["id"] for other in others if other["id"] != row.id and other[name]]
            bulk.update(session, record, keys, {name: False})


def add_part(store: Store, table: str, owner: bytes | str, values: Mapping[str, Any]) -> bytes:
    """A phone, address, note, position ... of a contact or company; of a position, the company by name."""
    record, key = _TABLES[table], as_id(owner)
    values = dict(values)
    company = tidy(values.pop("company", None) or "")
    row = _new_row(record, values, company)
    with store.write(_("Add {part}").format(part=inside(_(record.label)))) as session:
        _require_owner(session, key)
        taken = list(bulk.fetch(session, record, str(record.owner), [key]))
        if "position" in declared_fields(record):
            row |= {"position": len(taken), "is_primary": row.get("is_primary", not taken)}
        if table == "addresses" and not any(other["is_mailing"] for other in taken):
            row["is_mailing"] = True
        if record is Phone:
            row["e164"], row["extension"] = to_e164(row["value"], preferences.country(session))
        if record is Affiliation:
            row["company_id"] = _company(session, company) if company else None
        part = record(**{_attribute(name): value for name, value in row.items()}, **{str(record.owner): key})
        session.add(part)
        session.flush()
        _keep_one(session, record, part, row)
    return part.id


def _company(session: Session, name: str) -> bytes:
    writer = Writer(session, None)
    key = writer.company(name)
    writer.flush()
    return key


def add_person(store: Store, company: bytes | str, person: bytes | str, values: Mapping[str, Any]) -> bytes:
    """A contact becomes one of a company's people: one that is there by its id, a new one by the name; gives its id."""
    from crmdesk.domain.values.names import split_name

    key = as_id(company)
    row = {name: value for name, value in _cleaned(Affiliation, values).items() if name != "company_id"}
    fields = _cleaned(Contact, split_name(tidy(person))) if isinstance(person, str) else {}
    if not fields and isinstance(person, str):
        raise UserError(_("Nothing was typed yet, so nothing was saved."))
    with store.write(_("Add person")) as session:
        _require_owner(session, key)
        if isinstance(person, bytes):
            _require_owner(session, person)
            contact = person
        else:
            contact = new_id()
            bulk.insert(session, Contact, [{**fields, "id": contact}])
        taken = list(bulk.fetch(session, Affiliation, "contact_id", [contact]))
        if any(other["company_id"] == key for other in taken):
            raise UserError(_("They are one of its people already."))
        place = {"contact_id": contact, "company_id": key, "is_primary": not taken, "position": len(taken)}
        bulk.insert(session, Affiliation, [{**row, **place}])
    return contact


def set_custom(store: Store, owner: bytes | str, field: bytes | str, value: Any) -> None:
    owner, field = as_id(owner), as_id(field)
    with store.write(_("Change custom field")) as session:
        declared = _alive(session, CustomField, field)
        _require_owner(session, owner)
        new = cleaned_custom(Kind(declared.kind), declared.name, value)
        key = named_id("value", field, owner)
        if new is None:
            bulk.mark_deleted(session, CustomValue, "id", [key])
        else:
            bulk.revive(session, CustomValue, [{"id": key, "owner_id": owner, "field_id": field, "value": new}])


def add_tag(store: Store, owner: bytes | str, name: str) -> None:
    name, owner = tidy(name), as_id(owner)
    if not name:
        return
    with store.write(_("Tag {name}").format(name=name)) as session:
        _require_owner(session, owner)
        tag = named_id("tag", name)
        bulk.revive(session, Tag, [{"id": tag, "name": name}])
        bulk.revive(session, Tagging, [{"id": named_id("tagging", tag, owner), "owner_id": owner, "tag_id": tag}])


def set_photo(store: Store, owner: bytes | str, media_type: str | None, data: bytes | None) -> None:
    key = as_id(owner)
    with store.write(_("Change photo")) as session:
        _require_owner(session, key)
        bulk.mark_deleted(session, Photo, "owner_id", [key])
        if data:
            bulk.insert(session, Photo, [{"owner_id": key, "media_type": media_type or "image/jpeg", "data": data}])


def remove(store: Store, table: str, ids: Iterable[bytes | str]) -> None:
    """Parts of a record: a phone, a note, a tagging."""
    record = _TABLES[table]
    with store.write(_("Remove {part}").format(part=inside(_(record.label)))) as session:
        bulk.mark_deleted(session, record, "id", [as_id(key) for key in ids])


def delete(store: Store, kind: str, ids: Iterable[bytes | str]) -> int:
    """Contacts or companies with all that hangs on them; gives how many there were."""
    keys = [as_id(key) for key in ids]
    count = len(store.rows(keys))
    with store.write(_deletion(kind, count)) as session:
        bulk.mark_deleted(session, OWNERS[kind], "id", keys)
        for record in _TRAVELLING:
            bulk.mark_deleted(session, record, str(record.owner), keys)
        if kind == "company":
            bulk.mark_deleted(session, Affiliation, "company_id", keys)
    return count


def _deletion(kind: str, count: int) -> str:
    if kind == "company":
        return ngettext("Delete {count} company", "Delete {count} companies", count).format(count=count)
    return ngettext("Delete {count} contact", "Delete {count} contacts", count).format(count=count)
