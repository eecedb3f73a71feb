"""Sets of contacts and companies that conditions describe: asked for in the order of the list, or counted."""

import json
from collections.abc import Iterable, Mapping
from itertools import chain, islice
from typing import Any

from sqlalchemy import ColumnElement, Select, column, false, func, literal_column, select, table
from sqlalchemy.orm import Session

from crmdesk.domain.folding import question
from crmdesk.store.filing import order
from crmdesk.store.search import KINDS, match_query

Clause = ColumnElement[bool]
_finder = table("finder", column("doc"), column("id"), column("kind"), column("name"))
ID: ColumnElement[Any] = _finder.c.id
"""Whom the conditions are about."""


def in_order(session: Session, conditions: Mapping[str, Clause]) -> list[bytes]:
    """The ids of each kind that its condition takes in, kind after kind in the order of the list."""
    return list(chain.from_iterable(_ordered(session, ID, kind, where) for kind, where in conditions.items()))


def members(kind: str, where: Clause) -> Select[Any]:
    """The ids themselves, for a question about what belongs to them."""
    return select(ID).where(_of_kind(kind), where)


def first_names(session: Session, conditions: Mapping[str, Clause], most: int) -> list[str]:
    found = (_ordered(session, _finder.c.name, kind, where, most) for kind, where in conditions.items())
    return list(islice(chain.from_iterable(found), most))


def _ordered(
    session: Session, what: ColumnElement[Any], kind: str, where: Clause, most: int | None = None
) -> list[Any]:
    # The plus keeps SQLite from walking the whole list in its order to find a few.
    by = order(session.connection().connection.dbapi_connection)  # type: ignore[arg-type]
    rank: tuple[ColumnElement[Any], ...] = (literal_column(f"+finder.{by}"), literal_column("+finder.doc"))
    asked = select(what).where(_of_kind(kind), where).order_by(*rank).limit(most)
    return list(session.connection().execute(asked).scalars())


def count(session: Session, conditions: Mapping[str, Clause]) -> int:
    return sum(
        session.connection()
        .execute(select(func.count()).select_from(_finder).where(_of_kind(kind), where))
        .scalar_one()
        for kind, where in conditions.items()
    )


def _of_kind(kind: str) -> Clause:
    return literal_column("+finder.kind") == literal_column(str(KINDS[kind]))


def belongs(owners: Select[Any]) -> Clause:
    """One of those that a question for ids gives; none of them may be NULL."""
    return ID.in_(owners)


def found_by_words(text: str) -> Clause:
    """As search finds them."""
    asked = question(text)
    if not asked:
        return false()
    words = table("finder_words", column("rowid"))
    return _finder.c.doc.in_(
        select(words.c.rowid).where(literal_column("finder_words").op("MATCH")(match_query(asked)))
    )


def one_of(ids: Iterable[bytes]) -> Clause:
    """However many they are, they take one parameter."""
    listed = func.json_each(json.dumps([key.hex() for key in ids])).table_valued("value")
    return ID.in_(select(func.unhex(listed.c.value)))
