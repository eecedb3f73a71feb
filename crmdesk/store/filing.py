"""The order of names: the key by which each is filed, made by the alphabet of whoever uses the file.

The file notes which alphabet its keys are made by, so that all who write agree on one. When that is no longer the
user's own, the keys are made anew in parts; until the last is made, lists stand in the order of the folded names.
"""

from typing import TYPE_CHECKING

from crmdesk.store.files import Connection
from crmdesk.store.search import KINDS

if TYPE_CHECKING:
    from crmdesk.domain.alphabets import Alphabet

PART = 500


def alphabet(connection: Connection) -> "Alphabet":
    """By which the keys of this file are made."""
    from crmdesk.domain import alphabets

    (name,) = connection.execute("SELECT alphabet FROM filing").fetchone()
    return alphabets.of(name.partition(" ")[0] or _wanted(connection))


def order(connection: Connection) -> str:
    """The column of `finder` that lists are in the order of."""
    return "filed" if is_whole(connection) else "sorted"


def is_whole(connection: Connection) -> bool:
    """No key is missing or of another alphabet."""
    return bool(connection.execute("SELECT next IS NULL FROM filing").fetchone()[0])


def is_due(connection: Connection) -> bool:
    """The keys are not those of the user's alphabet, or some still are to be made."""
    from crmdesk.domain import alphabets

    name, following = connection.execute("SELECT alphabet, next FROM filing").fetchone()
    return following is not None or name != alphabets.of(_wanted(connection)).name


def _wanted(connection: Connection) -> str:
    """Said in the file, else the user's language."""
    from crmdesk import i18n

    said = connection.execute("SELECT value FROM preferences WHERE name = 'alphabet' AND deleted_at IS NULL").fetchone()
    return str(said[0]) if said else i18n.own_language()


def renew_some(connection: Connection) -> bool:
    """Make a part of the keys that are due; False when none is left. Within a transaction."""
    from crmdesk.domain import alphabets

    wanted = alphabets.of(_wanted(connection))
    connection.execute("UPDATE filing SET alphabet = ?, next = 0 WHERE alphabet <> ?", (wanted.name, wanted.name))
    (following,) = connection.execute("SELECT next FROM filing").fetchone()
    if following is None:
        return False
    sql = "SELECT doc, kind, filed_as FROM finder WHERE doc >= ? ORDER BY doc LIMIT ?"
    rows = connection.execute(sql, (following, PART)).fetchall()
    keys = [(key_of(wanted, kind, filed_as), doc) for doc, kind, filed_as in rows]
    places = [(key, wanted.tab_of(key), doc) for key, doc in keys]
    connection.executemany("UPDATE finder SET filed = ?, tab = ? WHERE doc = ?", places)
    connection.execute("UPDATE filing SET next = ?", (rows[-1][0] + 1 if rows else None,))
    return bool(rows)


def renew(connection: Connection) -> None:
    """All that are due."""
    while renew_some(connection):
        pass


def key_of(alphabet: "Alphabet", kind: int, filed_as: str) -> bytes:
    return alphabet.filing_key(filed_as) if kind == KINDS["contact"] else alphabet.key(filed_as)
