"""The fields that lookups and live groups can ask for in a file, and what stands in them."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from crmdesk import i18n
from crmdesk.domain.activities import Activity
from crmdesk.domain.base import Record, declared_fields, own_fields
from crmdesk.domain.criteria import MOMENTS, Node
from crmdesk.domain.custom import CustomField
from crmdesk.domain.fields import Field, Kind
from crmdesk.domain.folding import fold
from crmdesk.domain.groups import Group, Tag
from crmdesk.domain.ids import text_id
from crmdesk.domain.records import RECORDS
from crmdesk.domain.terms import GROUP, TAG, WORDS, Term
from crmdesk.domain.whose import ME
from crmdesk.i18n import _
from crmdesk.services import picks, team
from crmdesk.services.cards import OWNERS
from crmdesk.store import bulk, values
from crmdesk.store.store import Store

_TABLES = {record.__tablename__: record for record in RECORDS}
_PARTS = (
    ("addresses", ("city", "region", "postal_code", "country", "street", "street2", "street3", "po_box", "label")),
    ("phones", ("value", "label")),
    ("emails", ("value", "label")),
    ("affiliations", ("title", "role", "department", "since", "until")),
    ("links", ("value", "service")),
    ("notes", ("text",)),
    ("attachments", ("name",)),
    ("photos", ("media_type",)),
    ("opt_outs", ("channel", "reason")),
    ("activities", ("type", "subject", "outcome", "place")),
)
_NAMESAKES = {"value", "text", "channel", "media_type", "attachments.name", "companies.name", "activities.type"}
"""Fields that are called as their record is."""
_VAGUE = {"label", "since", "until", "service", "reason", "subject", "place"}
"""Fields whose name says too little without that of their record."""
_YEARLY = ("birthday", "anniversary")
_ONLY_THERE = ("photos.media_type",)
_MOST = 8


def terms(store: Store, kind: str) -> list[Term]:
    """In the order they are offered: what one looks for first."""
    with store.read() as session:
        return _of_deals(session) if kind == "deal" else _of_people(session, kind)


def _of_people(session: Session, kind: str) -> list[Term]:
    from crmdesk.services import deal_owners

    of_deals = deal_owners.terms(session)
    return _told_apart([*_first(session), *_own(session, kind), *_parts(session), *of_deals, *_custom(session, kind)])


def _of_deals(session: Session) -> list[Term]:
    from crmdesk.services import deal_terms

    return _told_apart([*deal_terms.terms(session, {of: _of_people(session, of) for of in OWNERS})])


def read_anew(store: Store, kind: str, nodes: Sequence[Node]) -> tuple[list[Term], list[Node]]:
    """Conditions put before, as they read today: fields, groups and words may have been renamed."""
    with store.read() as session:
        return terms(store, kind), [picks.as_called_now(session, node) for node in nodes]


def _first(session: Session) -> Iterator[Term]:
    section = _("Often used")
    groups = sorted(bulk.whole(session, Group), key=lambda row: fold(row["name"]))
    tags = sorted((row["name"] for row in bulk.whole(session, Tag)), key=fold)
    yield Term(WORDS, _("Words"), section)
    yield Term(TAG, _(Tag.label), section, Kind.CHOICE, tuple((name, name) for name in tags))
    if groups:
        named = tuple((text_id(row["id"]), row["name"]) for row in groups)
        yield Term(GROUP, _(Group.label), section, Kind.CHOICE, named)


def _own(session: Session, kind: str) -> Iterator[Term]:
    record = OWNERS[kind]
    for name, field in own_fields(record).items():
        yield _term(session, record, name, name, field)
    yield Term("created_at", _("Added"), _(record.label), Kind.INSTANT)
    other, table = (OWNERS["company"], "companies") if kind == "contact" else (OWNERS["contact"], "contacts")
    for name, field in own_fields(other).items():
        yield _term(session, other, f"{table}.{name}", name, field)


def _parts(session: Session) -> Iterator[Term]:
    for moment, label in MOMENTS.items():
        yield Term(
            f"activities.{moment}", _(label), _(Activity.label), Kind.WALL_TIME if moment == "next" else Kind.INSTANT
        )
    for table, names in _PARTS:
        record = _TABLES[table]
        for name in names:
            yield _term(session, record, f"{table}.{name}", name, declared_fields(record)[name])


def _term(session: Session, record: type[Record], path: str, name: str, field: Field) -> Term:
    label = _(record.label) if {name, path} & _NAMESAKES else _(field.label)
    if name in _VAGUE and "." in path:
        label = f"{_(record.label)}: {label}"
    return Term(
        path, label, _(record.label), field.kind, _choices(session, field), name in _YEARLY, path not in _ONLY_THERE
    )


def _choices(session: Session, field: Field) -> tuple[tuple[str, str], ...]:
    if field.kind is Kind.COUNTRY:
        from crmdesk.domain.values import countries

        return tuple(countries.listed(i18n.language()))
    if field.pick_list == team.PICK_LIST and (names := team.listed(session)):
        return ((ME, _("me")), *((name, name) for name in names))
    if field.pick_list and field.choices:
        return tuple(picks.choices(session, field.pick_list))
    return tuple((value, _(words)) for value, words in field.choices)


def _custom(session: Session, kind: str) -> Iterator[Term]:
    table = OWNERS[kind].__tablename__
    for row in sorted(bulk.whole(session, CustomField), key=lambda row: row["position"]):
        field_kind = Kind(row["kind"])
        if row["record"] == table and not row["is_archived"] and field_kind is not Kind.LINK:
            offered = tuple((line, line) for line in (row["choices"] or "").split("\n") if line)
            yield Term(f"custom.{row['id'].hex()}", row["name"], _("Own field"), field_kind, offered)


def _told_apart(found: Sequence[Term]) -> list[Term]:
    """Of those called alike all but the first say whose they are."""
    met: Counter[str] = Counter()
    told = []
    for term in found:
        met[term.label] += 1
        label = term.label if met[term.label] == 1 else f"{term.section}: {term.label}"
        told.append(term if label == term.label else _relabelled(term, label))
    return told


def _relabelled(term: Term, label: str) -> Term:
    return Term(term.path, label, term.section, term.kind, term.choices, term.is_yearly, term.has_values)


def offered(store: Store, kind: str, path: str, typed: str, most: int = _MOST) -> list[tuple[str, int]]:
    """The values that stand in a field and contain what is typed, the most frequent first, with how often."""
    with store.read() as session:
        place = _column(kind, path)
        if place is None:
            return []
        record, column, only = place
        return values.in_use(session, record, column, fold(typed).strip(), most, only)


def _column(kind: str, path: str) -> tuple[type[Record], str, tuple[str, bytes] | None] | None:
    """Record and column of a field, and of a custom one which of the values are its."""
    if kind == "deal":
        from crmdesk.services import deal_terms

        kind, path = deal_terms.apart(path)
    table, dot, name = path.partition(".")
    if table == "custom":
        return (_TABLES["custom_values"], "value", ("field_id", bytes.fromhex(name)))
    record = _TABLES.get(table) if dot else _TABLES["deals"] if kind == "deal" else OWNERS[kind]
    column = name or path
    if record is None or column not in declared_fields(record):
        return None
    return (record, column, None) if declared_fields(record)[column].kind in (Kind.TEXT, Kind.CHOICE) else None
