"""The columns a list of contacts or companies can have, and what they show of each record, in the user's words."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import own_fields
from crmdesk.domain.channels import Address, Email, Link, Phone
from crmdesk.domain.companies import Affiliation
from crmdesk.domain.custom import CustomField
from crmdesk.domain.fields import Field, Kind
from crmdesk.i18n import _
from crmdesk.services import picks, shown_values
from crmdesk.store import bulk, ordering
from crmdesk.store import columns as sql
from crmdesk.store.ordering import By, Grouping, Ordering
from crmdesk.store.search import Row
from crmdesk.store.store import Store

NAME = "shown_name"
LETTER = "letter"
"""To group by the first letter of the name."""
_TABLES = {
    "company": {"affiliations", "companies"},
    "people": {"affiliations", "contacts"},
    "tags": {"taggings", "tags"},
    "last_contact": {"activities", "participations", "affiliations"},
    "next_step": {"activities", "participations", "affiliations"},
}
_TABLE_OF = {"custom": "custom_values"}
_TABULAR = (Kind.NUMBER, Kind.MONEY)
_PLACE = ("street", "street2", "street3", "po_box", "postal_code", "city", "region", "country")
_GROUPED = frozenset((Kind.CHOICE, Kind.CHOICES, Kind.COUNTRY, Kind.YES_NO, Kind.NUMBER, Kind.DATE, Kind.INSTANT))
_GROUPED_PARTS = frozenset(f"addresses.{name}" for name in ("postal_code", "city", "region"))


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    label: str
    kind: Kind = Kind.TEXT
    choices: tuple[tuple[str, str], ...] = ()
    """Stored values and what is shown of them, in the order of the pick list."""
    can_group: bool = False

    @property
    def is_number(self) -> bool:
        """Digits stand under digits, at the right."""
        return self.kind in _TABULAR


@dataclass(frozen=True, slots=True)
class ListRow:
    row: Row
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ordered:
    ordering: Ordering
    headings: tuple[tuple[str, int], ...]
    """What stands over each group, and its first place."""


def available(source: Store | Session, kind: str) -> list[Column]:
    """In the order they are offered: what one looks for first, the record's own, custom fields, what happened."""
    if isinstance(source, Store):
        with source.read() as session:
            return available(session, kind)
    found = [Column(NAME, _("Name"))]
    found += _of_work(source) if kind == "contact" else [Column("people", _("People"), Kind.NUMBER, can_group=True)]
    found += [Column(f"{part.__tablename__}.value", _(part.label)) for part in (Phone, Email)]
    fields = own_fields(Address)
    found += [_declared(source, f"addresses.{name}", fields[name]) for name in _PLACE]
    found += [Column("links.value", _(Link.label)), Column("tags", _("Tags"), Kind.CHOICES, can_group=True)]
    own = own_fields(sql.OWNERS[kind])
    found += [_declared(source, name, field) for name, field in own.items() if (kind, name) != ("company", "name")]
    found += _custom(source, sql.OWNERS[kind].__tablename__)
    found.append(Column("last_contact", _("Last contact"), Kind.INSTANT, can_group=True))
    found.append(Column("next_step", _("Next step"), Kind.WALL_TIME))
    found.append(Column("created_at", _("Created"), Kind.INSTANT, can_group=True))
    return found


def _of_work(session: Session) -> list[Column]:
    fields = own_fields(Affiliation)
    places = [_declared(session, f"affiliations.{name}", fields[name]) for name in ("title", "department", "role")]
    return [Column("company", _("Company"), can_group=True), *places]


def _declared(session: Session, key: str, field: Field) -> Column:
    listed = picks.texts(session, field.pick_list) if field.pick_list else dict(field.choices)
    texts = listed if field.pick_list else {value: _(text) for value, text in listed.items()}
    can_group = field.kind in _GROUPED or bool(field.pick_list) or key in _GROUPED_PARTS
    return Column(key, _(field.label), field.kind, tuple(texts.items()), can_group)


def _custom(session: Session, table: str) -> list[Column]:
    rows = [row for row in bulk.whole(session, CustomField) if row["record"] == table and not row["is_archived"]]
    return [
        Column(f"custom.{row['id'].hex()}", row["name"], Kind(row["kind"]), can_group=True)
        for row in sorted(rows, key=lambda row: row["position"])
    ]


def chosen(source: Store | Session, kind: str, keys: Sequence[str]) -> list[Column]:
    """Those of the keys that there are: a custom field may have been put away."""
    known = {column.key: column for column in available(source, kind)}
    return [known[key] for key in keys if key in known]


# Their values


def rows(store: Store, kind: str, keys: Sequence[str], wanted: Sequence[bytes] | Sequence[int]) -> list[ListRow | None]:
    """The cells of these records, named by id or by number; nothing stands for what is gone."""
    with store.read() as session:
        columns = chosen(session, kind, keys)
        by = "id" if wanted and isinstance(wanted[0], bytes) else "doc"
        found = sql.rows(session, kind, [_sql(kind, column) for column in columns], by, wanted)
    writers = [shown_values.writer(column) for column in columns]
    return [_row(listed, columns, writers, keys) if listed else None for listed in found]


def values(store: Store, kind: str, keys: Sequence[str], docs: Sequence[int]) -> list[tuple[Any, ...]]:
    """As they are stored, of the columns that there are; nothing at all stands for what is gone."""
    with store.read() as session:
        columns = chosen(session, kind, keys)
        found = sql.rows(session, kind, [_sql(kind, column) for column in columns], "doc", docs)
    return [listed.values if listed else (None,) * len(columns) for listed in found]


def _row(
    listed: sql.Listed, columns: Sequence[Column], writers: Sequence[Callable[[Any], str]], keys: Sequence[str]
) -> ListRow:
    texts = {
        column.key: "" if value is None else write(value)
        for column, write, value in zip(columns, writers, listed.values, strict=True)
    }
    return ListRow(listed.row, tuple(texts.get(key, "") for key in keys))


def _sql(kind: str, column: Column) -> str:
    return sql.expression(kind, column.key, is_link=column.kind is Kind.LINK)


# Their order


def ordered(
    store: Store, kind: str, ids: Sequence[bytes] | None, sort: Sequence[tuple[str, bool]], group: str = ""
) -> Generator[float, None, Ordered]:
    """All of a kind or these, sorted by columns (key, is descending) and grouped by one; yields how far it is."""
    with store.read() as session:
        known = {column.key: column for column in available(session, kind)}
        collated = shown_values.collation(store.listing(kind).alphabet())
        by = [_by(kind, known[key], collated, descends) for key, descends in sort if key in known and key != group]
        heading, by_heading = None, ""
        if group == LETTER:
            heading, by_heading = shown_values.by_letter(store.listing(kind).alphabet()), sql.TAB
        elif group in known and known[group].can_group:
            heading, by_heading = shown_values.heading(known[group], collated), _sql(kind, known[group])
        grouping = None
        if heading:
            first = By(by_heading, heading.key, dict(sort).get(group, False))
            grouping = Grouping(first, heading.of_value, heading.has_several)
        found = yield from ordering.ordered(session, kind, ids, by, grouping)
    write = heading.write if heading else str
    nothing = _("Nothing entered")
    return Ordered(found, tuple((nothing if value is None else write(value), start) for value, start in found.groups))


def _by(kind: str, column: Column, collated: shown_values.Key, descends: bool) -> By:
    if column.key == NAME:
        return By(ordering.NAME, None, descends)
    return By(_sql(kind, column), shown_values.sort_key(column, collated), descends)


def position(store: Store, found: Ordered, key: bytes) -> int | None:
    """Where a record stands first."""
    with store.read() as session:
        doc = ordering.number(session, key)
    return None if doc is None else found.ordering.place(doc)


def ids(store: Store, found: Ordered, ranges: Sequence[range]) -> list[bytes]:
    """Of the records in these places, each once."""
    docs = [doc for part in ranges for doc in found.ordering.docs[part.start : part.stop]]
    with store.read() as session:
        return ordering.ids(session, list(dict.fromkeys(docs)) if found.ordering.has_several else docs)


def rests_on(kind: str, keys: Sequence[str]) -> set[str]:
    """The tables on whose rows the order by these columns rests."""
    tables = {sql.OWNERS[kind].__tablename__, "pick_entries"}
    for key in keys:
        tables |= _TABLES.get(key) or {_TABLE_OF.get(key.partition(".")[0], key.partition(".")[0])}
    return tables
