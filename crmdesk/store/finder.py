"""The finder: one row a contact or company with its name as shown and sorted, and the words it is found by.

Derived from the records and renewed from the journal in the transaction of every step, so it is never journalled
itself. Both word tables are contentless (folding happens before they see a text) and share `finder.doc` as rowid;
names stand apart from all words so that hits on a name come first without ranking the rest. FTS5 is told not to merge
for the sake of deleted rows (`deletemerge`): undoing an import would rewrite the index ten times over.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from crmdesk.store import filing, shelf
from crmdesk.store.files import Connection
from crmdesk.store.search import CHUNK
from crmdesk.store.shelf import Entry

_TABLES = ("contacts", "companies")
_CHANGES = 20_000
"""So many are looked through between two pauses."""


def renew(connection: Connection, first: int, last: int) -> Iterator[int]:
    """Bring the finder up to the changes from `first` to `last`, in chunks; yields how many records are left."""
    _make_list(connection)
    for start in range(first, last + 1, _CHANGES):
        end = min(start + _CHANGES - 1, last)
        _collect_stale(connection, start, end)
        if end < last:
            yield last - end
    yield from _renew_stale(connection)


def touched(connection: Connection, first: int, last: int) -> set[bytes]:
    """The contacts and companies that are shown or found otherwise since the changes from `first` to `last`."""
    _make_list(connection)
    _collect_stale(connection, first, last)
    return {key for (key,) in connection.execute("SELECT id FROM temp.stale")}


def rebuild(connection: Connection) -> None:
    """All of it anew from the records."""
    filing.renew(connection)
    _make_list(connection)
    for table in ("finder", "finder_names", "finder_words"):
        connection.execute(f"DELETE FROM {table}")
    for table in _TABLES:
        connection.execute(f"INSERT OR IGNORE INTO temp.stale SELECT id FROM {table} WHERE deleted_at IS NULL")
    for _left in _renew_stale(connection):
        pass


def forget_deleted(connection: Connection) -> None:
    """FTS5 keeps the words of deleted rows until it merges the parts of its index that hold them."""
    for table in ("finder_names", "finder_words"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")


def _make_list(connection: Connection) -> None:
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS stale (id BLOB PRIMARY KEY) WITHOUT ROWID")
    connection.execute("DELETE FROM temp.stale")


@cache
def _stale_owners() -> dict[int, list[str]]:
    """By table number, the SQL that names whose finder row the changes of that table make stale."""
    from crmdesk.domain.base import declared_fields
    from crmdesk.domain.records import RECORDS
    from crmdesk.store.changes import old_value

    span = "WHERE c.tbl = {} AND c.id BETWEEN ? AND ?"
    owners: dict[int, list[str]] = {}
    for record in RECORDS:
        table, fields, where = record.__tablename__, declared_fields(record), span.format(record.number)
        if table in _TABLES:
            owners[record.number] = [f"SELECT c.row FROM changes c {where}"]
        elif record.owner and (table in _LINKS or any(field.searched for field in fields.values())):
            number = fields[record.owner].number
            before = old_value(record, record.owner, number)
            owners[record.number] = [
                f"SELECT r.{record.owner} FROM changes c JOIN {table} r ON r.id = c.row {where}",
                f"SELECT {before} FROM changes c {where} AND c.mask & {1 << number}",
            ]
        elif table in _LINKED:
            owners[record.number] = []
        if table in _LINKED:
            link, owner, target = _LINKED[table]
            owners[record.number].append(f"SELECT r.{owner} FROM changes c JOIN {link} r ON r.{target} = c.row {where}")
    return owners


_LINKED = {"companies": ("affiliations", "contact_id", "company_id"), "tags": ("taggings", "owner_id", "tag_id")}
"""Whose name is found at others: the table of links, who is found, by what."""
_LINKS = {link for link, _owner, _target in _LINKED.values()}


def _collect_stale(connection: Connection, first: int, last: int) -> None:
    span = (first, last)
    tables = connection.execute("SELECT DISTINCT tbl FROM changes WHERE id BETWEEN ? AND ?", span).fetchall()
    for (number,) in tables:
        for select in _stale_owners().get(number, ()):
            connection.execute(f"INSERT OR IGNORE INTO temp.stale {select}", span)


def _renew_stale(connection: Connection) -> Iterator[int]:
    """Only statements of one row each write here: a larger one would make FTS5 flush its pending words every time."""
    (left,) = connection.execute("SELECT count(*) FROM temp.stale").fetchone()
    done: bytes | int = -1  # SQLite sorts numbers before bytes: less than every id
    while left > 0:
        found = connection.execute("SELECT id FROM temp.stale WHERE id > ? ORDER BY id LIMIT ?", (done, CHUNK))
        ids = [key for (key,) in found]
        _renew(connection, ids)
        done = ids[-1]
        left -= len(ids)
        yield left


def _renew(connection: Connection, ids: Sequence[bytes]) -> None:
    entries = list(shelf.entries(connection, ids))
    kept = {entry.id for entry in entries}
    gone = _docs(connection, [key for key in ids if key not in kept])
    old = [(entry.doc,) for entry in entries if entry.doc is not None]
    for table in ("finder_names", "finder_words"):
        connection.executemany(f"DELETE FROM {table} WHERE rowid = ?", old + gone)
    connection.executemany("DELETE FROM finder WHERE doc = ?", gone)
    _put(connection, _numbered(connection, entries))


def _docs(connection: Connection, ids: Sequence[bytes]) -> list[tuple[int]]:
    marks = ", ".join("?" * len(ids))
    return connection.execute(f"SELECT doc FROM finder WHERE id IN ({marks})", ids).fetchall() if ids else []


def _numbered(connection: Connection, entries: list[Entry]) -> list[Entry]:
    (last,) = connection.execute("SELECT coalesce(max(doc), 0) FROM finder").fetchone()
    numbered = []
    for entry in entries:
        if entry.doc is None:
            last += 1
            numbered.append(entry._replace(doc=last))
        else:
            numbered.append(entry)
    return numbered


def _put(connection: Connection, entries: list[Entry]) -> None:
    connection.executemany(
        "INSERT INTO finder (doc, id, kind, name, filed_as, spoken, sorted, filed, tab, detail, place)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (doc) DO UPDATE SET name = excluded.name,"
        " filed_as = excluded.filed_as, spoken = excluded.spoken, sorted = excluded.sorted, filed = excluded.filed,"
        " tab = excluded.tab, detail = excluded.detail, place = excluded.place",
        [entry[:11] for entry in entries],
    )
    for table, column in (("finder_words", 11), ("finder_names", 12)):
        connection.executemany(
            f"INSERT INTO {table} (rowid, words) VALUES (?, ?)", [(entry.doc, entry[column]) for entry in entries]
        )


def is_sound(connection: Connection) -> bool:
    """One finder row and its words for every contact and company, and none besides."""
    for table in ("finder_names", "finder_words"):
        (extra,) = connection.execute(
            f"SELECT count(*) FROM (SELECT rowid FROM {table} EXCEPT SELECT doc FROM finder)"
        ).fetchone()
        (missing,) = connection.execute(
            f"SELECT count(*) FROM (SELECT doc FROM finder EXCEPT SELECT rowid FROM {table})"
        ).fetchone()
        if extra or missing:
            return False
    alive = " UNION ALL ".join(f"SELECT id FROM {table} WHERE deleted_at IS NULL" for table in _TABLES)
    (differing,) = connection.execute(
        f"SELECT (SELECT count(*) FROM (SELECT id FROM finder EXCEPT SELECT * FROM ({alive})))"
        f" + (SELECT count(*) FROM (SELECT * FROM ({alive}) EXCEPT SELECT id FROM finder))"
    ).fetchone()
    return not differing
