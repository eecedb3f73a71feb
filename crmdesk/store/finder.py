"""The finder: one row a contact or company with its name as shown and sorted, and the words it is found by.

Derived from the records and renewed from the journal in the transaction of every step, so it is never journalled
itself. Both word tables are contentless (folding happens before they see a text) and share `finder.doc` as rowid;
names stand apart from all words so that hits on a name come first without ranking the rest.
"""

from collections.abc import Iterator
from functools import cache

from crmdesk.domain.folding import fold, phone_words, words_of
from crmdesk.store.files import Connection
from crmdesk.store.search import CHUNK, KINDS

_NAMES = ("prefix", "given_name", "middle_name", "family_name", "suffix", "full_name", "nickname")


def register(connection: Connection) -> None:
    """Give the connection the functions that the finder's SQL calls."""
    from crmdesk.domain.contacts import compose_name, file_as

    def shown(prefix: str, given: str, middle: str, family: str, suffix: str, full: str, nick: str, other: str) -> str:
        return full or compose_name(given, middle, family, prefix, suffix) or nick or other or ""

    def filed(given: str, middle: str, family: str, other: str) -> str:
        return file_as(given, middle, family) or other

    connection.create_function("shown_name", 8, shown, deterministic=True)
    connection.create_function("filed_name", 4, filed, deterministic=True)
    connection.create_function("fold", 1, lambda text: fold(text).strip(), deterministic=True)
    connection.create_function("words_of", 1, words_of, deterministic=True)
    connection.create_function("phone_words", 1, phone_words, deterministic=True)


@cache
def _sources() -> dict[str, list[str]]:
    """SQL for the searched words of a record `r`, by its table and the tables of its parts."""
    from crmdesk.domain.base import Record, declared_fields
    from crmdesk.domain.records import RECORDS

    def searched(record: type[Record], row: str) -> list[str]:
        return [f"{row}.{name}" for name, field in declared_fields(record).items() if field.searched]

    own = {record.__tablename__: searched(record, "r") for record in RECORDS if record.number in KINDS.values()}
    parts = []
    for record in RECORDS:
        names = searched(record, "p")
        if record.owner and names:
            text = _phone_or_text(record.__tablename__, names)
            parts.append(
                f"(SELECT group_concat({text}, ' ') FROM {record.__tablename__} p"
                f" WHERE p.{record.owner} = r.id AND p.deleted_at IS NULL)"
            )
    parts.append(
        "(SELECT group_concat(p.name, ' ') FROM taggings l JOIN tags p ON p.id = l.tag_id"
        " WHERE l.owner_id = r.id AND l.deleted_at IS NULL AND p.deleted_at IS NULL)"
    )
    employers = (
        "(SELECT group_concat(p.name, ' ') FROM affiliations l JOIN companies p ON p.id = l.company_id"
        " WHERE l.contact_id = r.id AND l.deleted_at IS NULL AND p.deleted_at IS NULL)"
    )
    return {"contacts": [*own["contacts"], *parts, employers], "companies": [*own["companies"], *parts]}


def _phone_or_text(table: str, names: list[str]) -> str:
    if table == "phones":
        return "phone_words(coalesce(p.e164, p.value))"
    return " || ' ' || ".join(f"coalesce({name}, '')" for name in names)


_FIRST = (
    "(SELECT value FROM {0} WHERE owner_id = r.id AND deleted_at IS NULL ORDER BY is_primary DESC, position LIMIT 1)"
)
_EMAIL, _PHONE = _FIRST.format("emails"), _FIRST.format("phones")
_PLACE = (
    "coalesce((SELECT coalesce(city, region, country) FROM addresses WHERE owner_id = r.id AND deleted_at IS NULL"
    " ORDER BY is_mailing DESC, is_primary DESC, position LIMIT 1), '')"
)
_PLACE_AT_WORK = """LEFT JOIN affiliations a ON a.rowid = (SELECT rowid FROM affiliations
        WHERE contact_id = r.id AND deleted_at IS NULL ORDER BY is_primary DESC, position LIMIT 1)
    LEFT JOIN companies c ON c.id = a.company_id AND c.deleted_at IS NULL"""
_KEEP = """ON CONFLICT (id) DO UPDATE SET name = excluded.name, filed_as = excluded.filed_as, spoken = excluded.spoken,
    sorted = excluded.sorted, detail = excluded.detail, place = excluded.place"""
_SHELVE = {
    "contacts": f"""
INSERT INTO finder (id, kind, name, filed_as, spoken, sorted, detail, place)
SELECT id, {KINDS["contact"]}, name, filed_as, fold(coalesce(bare, name)), fold(filed_as), detail, place FROM (
    SELECT id, name, bare, filed_name(given_name, middle_name, family_name, name) AS filed_as,
        coalesce(detail, nullif(email, name), nullif(phone, name), '') AS detail, place
    FROM (SELECT r.id, r.given_name, r.middle_name, r.family_name, {_EMAIL} AS email, {_PHONE} AS phone,
            iif(r.prefix IS NULL AND r.suffix IS NULL, NULL,
                nullif(concat_ws(' ', r.given_name, r.middle_name, r.family_name), '')) AS bare,
            shown_name({", ".join(f"r.{name}" for name in _NAMES)}, coalesce(c.name, {_EMAIL}, {_PHONE})) AS name,
            nullif(concat_ws(' · ', c.name, a.title), '') AS detail, {_PLACE} AS place
        FROM temp.part t CROSS JOIN contacts r ON r.id = t.id {_PLACE_AT_WORK} WHERE r.deleted_at IS NULL)) WHERE true
{_KEEP}""",
    "companies": f"""
INSERT INTO finder (id, kind, name, filed_as, spoken, sorted, detail, place)
SELECT r.id, {KINDS["company"]}, r.name, r.name, fold(r.name), fold(r.name),
    coalesce(r.industry, {_EMAIL}, {_PHONE}, ''), {_PLACE}
FROM temp.part t CROSS JOIN companies r ON r.id = t.id WHERE r.deleted_at IS NULL
{_KEEP}""",
}


def renew(connection: Connection, first: int, last: int) -> Iterator[int]:
    """Bring the finder up to the changes from `first` to `last`, in chunks; yields how many records are left."""
    _collect_stale(connection, first, last)
    yield from _renew_stale(connection)


def touched(connection: Connection, first: int, last: int) -> set[bytes]:
    """The contacts and companies that are shown or found otherwise since the changes from `first` to `last`."""
    _collect_stale(connection, first, last)
    return {key for (key,) in connection.execute("SELECT id FROM temp.stale")}


def _make_lists(connection: Connection) -> None:
    for name in ("stale", "part"):
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {name} (id BLOB PRIMARY KEY) WITHOUT ROWID")


def rebuild(connection: Connection) -> None:
    """All of it anew from the records."""
    _make_lists(connection)
    for table in ("finder", "finder_names", "finder_words", "temp.stale"):
        connection.execute(f"DELETE FROM {table}")
    for table in _SHELVE:
        connection.execute(f"INSERT OR IGNORE INTO temp.stale SELECT id FROM {table} WHERE deleted_at IS NULL")
    for _left in _renew_stale(connection):
        pass


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
        if table in _SHELVE:
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
    _make_lists(connection)
    connection.execute("DELETE FROM temp.stale")
    span = (first, last)
    tables = connection.execute("SELECT DISTINCT tbl FROM changes WHERE id BETWEEN ? AND ?", span).fetchall()
    for (number,) in tables:
        for select in _stale_owners().get(number, ()):
            connection.execute(f"INSERT OR IGNORE INTO temp.stale {select}", span)


def _renew_stale(connection: Connection) -> Iterator[int]:
    (left,) = connection.execute("SELECT count(*) FROM temp.stale").fetchone()
    while left > 0:
        connection.execute("DELETE FROM temp.part")
        connection.execute(f"INSERT INTO temp.part SELECT id FROM temp.stale LIMIT {CHUNK}")
        connection.execute("DELETE FROM temp.stale WHERE id IN (SELECT id FROM temp.part)")
        _renew_part(connection)
        left -= CHUNK
        yield max(left, 0)


def _renew_part(connection: Connection) -> None:
    docs = "(SELECT f.doc FROM temp.part t JOIN finder f ON f.id = t.id)"
    for table in ("finder_names", "finder_words"):
        connection.execute(f"DELETE FROM {table} WHERE rowid IN {docs}")
    alive = "EXISTS (SELECT 1 FROM {} r WHERE r.id = finder.id AND r.deleted_at IS NULL)"
    gone = " AND ".join(f"NOT {alive.format(table)}" for table in _SHELVE)
    connection.execute(f"DELETE FROM finder WHERE id IN (SELECT id FROM temp.part) AND {gone}")
    for table, shelve in _SHELVE.items():
        connection.execute(shelve)
        connection.execute(_index("finder_words", table, ", ".join(["f.name", *_sources()[table]])))
        connection.execute(_index("finder_names", table, f"f.name, {_NAME_WORDS[table]}"))


_NAME_WORDS = {
    "contacts": "r.nickname, r.phonetic_given_name, r.phonetic_family_name,"
    " iif(r.full_name IS NULL, NULL, concat_ws(' ', r.given_name, r.family_name))",
    "companies": "r.phonetic_name",
}


def _index(words: str, table: str, texts: str) -> str:
    return (
        f"INSERT INTO {words} (rowid, words) SELECT f.doc, words_of(concat_ws(' ', {texts})) FROM temp.part t"
        f" CROSS JOIN finder f ON f.id = t.id CROSS JOIN {table} r ON r.id = t.id WHERE r.deleted_at IS NULL"
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
    alive = " UNION ALL ".join(f"SELECT id FROM {table} WHERE deleted_at IS NULL" for table in _SHELVE)
    (differing,) = connection.execute(
        f"SELECT (SELECT count(*) FROM (SELECT id FROM finder EXCEPT SELECT * FROM ({alive})))"
        f" + (SELECT count(*) FROM (SELECT * FROM ({alive}) EXCEPT SELECT id FROM finder))"
    ).fetchone()
    return not differing
