"""Criteria asked of the file: whom a tree of conditions (`domain.criteria`) takes in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select, true
from sqlalchemy.orm import Session

from crmdesk.domain import criteria
from crmdesk.domain.activities import NO_CONTACT, Activity, Participation
from crmdesk.domain.base import Record, column_of, declared_fields
from crmdesk.domain.channels import Phone
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.criteria import MOMENTS, NEGATIVE, All, AnyOf, Condition, Criteria, Node, Not, These, Value
from crmdesk.domain.custom import CustomField, CustomValue
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.folding import fold
from crmdesk.domain.groups import Group, Membership, Tag, Tagging
from crmdesk.domain.ids import parse_id
from crmdesk.domain.records import RECORDS
from crmdesk.domain.whose import ME
from crmdesk.i18n import _
from crmdesk.services import renamed
from crmdesk.services.cards import OWNERS
from crmdesk.services.comparing import passes, phone_passes
from crmdesk.store import bulk, sets
from crmdesk.store.sets import Clause
from crmdesk.store.store import Store

Column = ColumnElement[Any]
_PARTS = {record.__tablename__: record for record in RECORDS if record.owner}
_MEETINGS = ("meeting", "visit")


def _today() -> date:
    return datetime.now().astimezone().date()


def parse(text: str) -> Criteria:
    """Raises UserError naming what cannot be understood, fields that do not exist among it."""
    read = criteria.parse(text)
    check(read.kind, read.where)
    return read


def check(kind: str, node: Node) -> None:
    _Asker(kind, None).where(node)


def matching(session: Session, text: str) -> list[bytes]:
    """The ids that the criteria find, in the order of the list."""
    wanted = parse(text)
    return sets.in_order(session, {wanted.kind: condition(session, wanted.kind, wanted.where)})


def find(store: Store, kind: str, node: Node) -> list[bytes]:
    """The ids of all that pass, in the order of the list."""
    with store.read() as session:
        return sets.in_order(session, {kind: condition(session, kind, node)})


def count(store: Store, kind: str, node: Node) -> int:
    with store.read() as session:
        return sets.count(session, {kind: condition(session, kind, node)})


def preview(store: Store, kind: str, node: Node, names: int = 5) -> tuple[int, list[str]]:
    """How many pass, and the first of them by name."""
    with store.read() as session:
        if kind == "deal":
            from crmdesk.services import deal_terms

            return deal_terms.names(session, deal_terms.as_seen_by(store.author, node), names)
        asked = {kind: condition(session, kind, node)}
        return sets.count(session, asked), sets.first_names(session, asked, names)


def condition(session: Session, kind: str, node: Node, today: date | None = None) -> Clause:
    """For `store.sets`."""
    return _Asker(kind, session, today or _today()).where(node)


def in_groups(session: Session, kind: str, groups: list[bytes]) -> Clause:
    """Members of any of these or of their sub-groups."""
    return _Asker(kind, session).in_groups(groups)


def tables(kind: str, node: Node) -> frozenset[str] | None:
    """A change of these can change who passes; None for a change of any."""
    found = {OWNERS[kind].__tablename__}
    for test in criteria.walk(node):
        if isinstance(test, Condition):
            if test.field in ("group", "words"):
                return None
            found |= _read_by(test.field.partition(".")[0])
    return frozenset(found)


def _read_by(table: str) -> set[str]:
    return {
        "custom": {"custom_values", "custom_fields"},
        "tags": {"taggings", "tags"},
        "companies": {"affiliations", "companies"},
        "contacts": {"affiliations", "contacts"},
        "activities": {"activities", "participations", "affiliations"},
        "deals": {"deals", "deal_contacts", "activities"},
    }.get(table, {table})


def below(groups: Mapping[bytes, Mapping[str, Any]], tops: list[bytes]) -> list[bytes]:
    """The groups and all their sub-groups, each once, even where they stand inside one another."""
    found = dict.fromkeys(key for key in tops if key in groups)
    children: dict[bytes | None, list[bytes]] = {}
    for key, row in groups.items():
        children.setdefault(row["parent_id"], []).append(key)
    waiting = list(found)
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found[child] = None
                waiting.append(child)
    return list(found)


@dataclass(frozen=True)
class _Asker:
    """Turns a tree into one condition of SQL, built from sets of owners that indexes give."""

    kind: str
    session: Session | None
    """None: only to see whether it can be asked."""
    today: date = field(default_factory=_today)
    inside: frozenset[bytes] = frozenset()
    """The groups that this is a part of: one that takes itself in adds nobody."""

    def where(self, node: Node) -> Clause:
        match node:
            case All(parts) | AnyOf(parts):
                join = and_ if isinstance(node, All) else or_
                return join(*map(self.where, parts)) if parts else true()
            case Not(part):
                return not_(self.where(part))
            case These(ids):
                return sets.one_of(ids)
            case Condition():
                return self._test(node)

    def _test(self, test: Condition) -> Clause:
        if test.operator in NEGATIVE:
            return not_(self._test(replace(test, operator=NEGATIVE[test.operator])))
        if test.operator == "empty" and test.value:
            return not_(self._passing(test))
        return self._passing(test)

    def _passing(self, test: Condition) -> Clause:
        if test.field == "words":
            return sets.found_by_words(str(test.value))
        if test.field == "group":
            return self._group(test)
        if test.field.startswith("activities."):
            return self._activities(test)
        if test.field.startswith("deals."):
            from crmdesk.services import deal_owners

            return deal_owners.passing(test)
        if test.operator == "finds":
            raise UserError(_("“{operator}” is no comparison.").format(operator=test.operator))
        return sets.belongs(self._owners(test))

    def _owners(self, test: Condition) -> Select[Any]:
        """Who has a value that passes."""
        table, dot, name = test.field.partition(".")
        if test.field == "phones.value":
            typed, e164 = column_of(Phone, "value"), column_of(Phone, "e164")
            return self._part(Phone, phone_passes(typed, e164, test.operator, test.value))
        if not dot:
            own = OWNERS[self.kind]
            return _alive(own, "id").where(self._pass(own, test.field, test))
        if table == "custom":
            return self._custom(name, test)
        if table == "tags":
            tags = _alive(Tag, "id").where(self._pass(Tag, name, test))
            return self._part(Tagging, column_of(Tagging, "tag_id").in_(tags))
        if table == {"contact": "companies", "company": "contacts"}[self.kind]:
            return self._other_side(name, test)
        if table not in _PARTS:
            raise _no_field(test.field)
        return self._part(_PARTS[table], self._pass(_PARTS[table], name, test))

    def _pass(self, record: type[Record], name: str, test: Condition) -> Clause:
        fields = declared_fields(record)
        if name not in fields:
            raise _no_field(test.field)
        if test.value == ME:
            test = replace(test, value=self.session.info["me"] if self.session else "")
        passing = passes(column_of(record, name), fields[name].kind, test.operator, test.value, self.today)
        word = self._now_called(fields[name].pick_list, test)
        if not word:
            return passing
        is_held = exists(_alive(record, "id").where(passing).correlate(None))
        renamed_to = passes(column_of(record, name), fields[name].kind, "is", word, self.today)
        return or_(passing, and_(not_(is_held), renamed_to))

    def _now_called(self, pick_list: str, test: Condition) -> str | None:
        """A word that nobody has any more stands for what it was renamed to."""
        if self.session and pick_list and test.operator == "is":
            return renamed.now_called(self.session, pick_list, str(test.value))
        return None

    def _part(self, part: type[Record], passing: Clause) -> Select[Any]:
        owner = "company_id" if part is Affiliation and self.kind == "company" else str(part.owner)
        return _alive(part, owner).where(passing, column_of(part, owner).is_not(None))

    def _other_side(self, name: str, test: Condition) -> Select[Any]:
        """The companies of a contact, the people of a company."""
        other, link = (Company, "company_id") if self.kind == "contact" else (Contact, "contact_id")
        passing = _alive(other, "id").where(self._pass(other, name, test))
        return self._part(Affiliation, column_of(Affiliation, link).in_(passing))

    def _custom(self, name: str, test: Condition) -> Select[Any]:
        record = OWNERS[self.kind].__tablename__
        known = [row for row in self._custom_fields if row["record"] == record]
        found = [row for row in known if row["id"].hex() == name] or [
            row for row in known if fold(row["name"]) == fold(name)
        ]
        kind = Kind(found[0]["kind"]) if found else Kind.TEXT
        passing = passes(column_of(CustomValue, "value"), kind, test.operator, test.value, self.today)
        return self._part(
            CustomValue, and_(column_of(CustomValue, "field_id").in_([row["id"] for row in found]), passing)
        )

    @cached_property
    def _custom_fields(self) -> list[dict[str, Any]]:
        return list(bulk.whole(self.session, CustomField)) if self.session else []

    # Activities

    def _activities(self, test: Condition) -> Clause:
        name = test.field.partition(".")[2]
        if name not in MOMENTS:
            return self._doing(self._pass(Activity, name, test))
        return self._doing(_moment(name)) if test.operator == "empty" else self._latest(name, test)

    def _latest(self, name: str, test: Condition) -> Clause:
        """The latest, or the next, passes: one does, and none that comes behind it does not."""
        is_next = name == "next"
        day: Column = _STARTS if is_next else _DONE
        kind = Kind.WALL_TIME if is_next else Kind.INSTANT
        beyond, other = ("before", "after") if is_next else ("after", "before")

        def day_is(operator: str, value: Value) -> Clause:
            # Most of what was done was done before: there an index is the long way.
            column = day + 0 if operator == other and not is_next else day
            return passes(column, kind, operator, value, self.today)

        found = self._doing(_moment(name), day_is(test.operator, test.value))
        if test.operator == beyond:
            return found
        if test.operator == other:
            later = not_(day_is(other, test.value))
            return and_(found, not_(self._doing(_moment(name), later)))
        low, high = test.value if isinstance(test.value, tuple) else (test.value, test.value)
        return and_(found, not_(self._doing(_moment(name), day_is(beyond, low if is_next else high))))

    def _doing(self, *passing: Clause) -> Clause:
        """Who has a part in such an activity; a company in what its people have."""
        doings = _alive(Activity, "id").where(*passing)
        people = _alive(Participation, "owner_id").where(column_of(Participation, "activity_id").in_(doings))
        if self.kind == "contact":
            return sets.belongs(people)
        through = self._part(Affiliation, column_of(Affiliation, "contact_id").in_(people))
        return or_(sets.belongs(people), sets.belongs(through))

    # Groups

    def _group(self, test: Condition) -> Clause:
        if test.operator == "empty":
            return sets.belongs(_alive(Membership, "owner_id"))
        try:
            return self.in_groups([parse_id(str(test.value))])
        except ValueError:
            raise UserError(_("There is no field “{field}”.").format(field=f"group {test.value}")) from None

    def in_groups(self, groups: list[bytes]) -> Clause:
        keys = [key for key in below(self._groups, groups) if key not in self.inside]
        chosen = _alive(Membership, "owner_id").where(column_of(Membership, "group_id").in_(keys))
        within = replace(self, inside=self.inside | set(keys))
        live = [criteria.parse(text) for key in keys if (text := self._groups[key]["criteria"])]
        found = [within.where(wanted.where) for wanted in live if wanted.kind == self.kind]
        return or_(sets.belongs(chosen), *found)

    @cached_property
    def _groups(self) -> dict[bytes, dict[str, Any]]:
        return {row["id"]: row for row in bulk.whole(self.session, Group)} if self.session else {}


_DONE, _STARTS = column_of(Activity, "done_at"), column_of(Activity, "starts")


def _moment(name: str) -> Clause:
    reached, type_ = column_of(Activity, "is_reached"), column_of(Activity, "type")
    if name == "next":
        return _DONE.is_(None)
    return and_(
        (_DONE + 0).is_not(None),
        {
            "reached": reached.is_(True),
            "tried": reached.is_(False),
            "met": and_(type_.in_(_MEETINGS), func.coalesce(reached, True)),
            "last": type_.not_in(NO_CONTACT),
        }[name],
    )


def _alive(record: type[Record], *columns: str) -> Select[Any]:
    return select(*(column_of(record, name) for name in columns)).where(column_of(record, "deleted_at").is_(None))


def _no_field(path: str) -> UserError:
    return UserError(_("There is no field “{field}”.").format(field=path))
