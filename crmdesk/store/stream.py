"""What was done, of all people, the latest first: read row by row, so that whoever has enough stops."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple

from crmdesk.store.files import Connection
from crmdesk.store.whose import OWNER

_WANTED = f"""a.deleted_at IS NULL AND a.done_at >= :since AND a.done_at < :until
    AND (a.done_at < :done_at OR (a.done_at = :done_at AND a.id < :id))
    AND (:kind = '' OR a.type = :kind) AND (:author = '' OR a.author = :author)
    AND NOT (a.is_private AND {OWNER.format(a="a")} IN (SELECT value FROM json_each(:others)))"""
_ORDER = "ORDER BY a.done_at DESC, a.id DESC"
_READ = "SELECT a.id, a.type, a.subject, a.text, a.done_at, a.is_reached, a.outcome, a.duration, a.author, a.place"
_OF_ALL = f"{_READ} FROM activities a INDEXED BY ix_activities_done_at WHERE {_WANTED} {_ORDER}"
# The plus keeps SQLite from walking all that was ever done to find what was done with one.
_OF_ONE = f"""{_READ} FROM activities a WHERE a.id IN (
    SELECT p.activity_id FROM participations p WHERE p.deleted_at IS NULL AND (p.owner_id = :person OR p.owner_id IN (
        SELECT f.contact_id FROM affiliations f WHERE f.company_id = :person AND f.deleted_at IS NULL)))
    AND {_WANTED.replace("a.done_at", "+a.done_at")} {_ORDER}"""
_LATEST = 1 << 62


class Done(NamedTuple):
    id: bytes
    type: str
    subject: str | None
    text: str | None
    done_at: int
    is_reached: bool | None
    outcome: str | None
    duration: int | None
    author: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """Which of all that was done; times in milliseconds since 1970."""

    kind: str = ""
    person: bytes | None = None
    """Of a company also its people's."""
    author: str = ""
    since: int = -_LATEST
    until: int = _LATEST


def done(
    connection: Connection, part: Part, others: Sequence[str] = (), before: tuple[int, bytes] | None = None
) -> Iterator[Done]:  # fmt: skip
    """Older than `before`: the instant and the id of the last one that was read; without private things of others."""
    sql = _OF_ONE if part.person else _OF_ALL
    return map(Done._make, connection.execute(sql, _told(part, others, before)))


def _told(part: Part, others: Sequence[str], before: tuple[int, bytes] | None) -> dict[str, object]:
    done_at, key = before or (_LATEST, b"")
    return {**asdict(part), "done_at": done_at, "id": key, "others": json.dumps(others)}


def authors(connection: Connection) -> list[str]:
    sql = """SELECT DISTINCT author FROM activities
        WHERE done_at IS NOT NULL AND deleted_at IS NULL AND author IS NOT NULL ORDER BY author"""
    return [author for (author,) in connection.execute(sql)]


def owners_of(connection: Connection, part: Part, others: Sequence[str] = ()) -> set[bytes]:
    """Who has a part in any of it."""
    done = (_OF_ONE if part.person else _OF_ALL).replace(_READ, "SELECT a.id").removesuffix(_ORDER)
    sql = f"SELECT DISTINCT owner_id FROM participations WHERE activity_id IN ({done}) AND deleted_at IS NULL"
    return {key for (key,) in connection.execute(sql, _told(part, others, None))}


def owners(connection: Connection, activities: Sequence[bytes]) -> set[bytes]:
    """Who has a part in any of them."""
    found: set[bytes] = set()
    for start in range(0, len(activities), 500):
        part = activities[start : start + 500]
        sql = f"""SELECT owner_id FROM participations
            WHERE activity_id IN ({", ".join("?" * len(part))}) AND deleted_at IS NULL"""
        found.update(key for (key,) in connection.execute(sql, part))
    return found
