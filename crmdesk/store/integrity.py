"""Whether a file is sound, page by page and link by link."""

from crmdesk.i18n import _
from crmdesk.store.driver import sqlite

_MOST = 100
"""More problems than these tell nobody anything new."""


def check(connection: sqlite.Connection) -> list[str]:
    """What is wrong, in words; empty when all is well. Reads the whole file."""
    return [*_pages(connection), *structure(connection), *_links(connection)]


def _pages(connection: sqlite.Connection) -> list[str]:
    """Each encrypted page carries a seal; a plain file has none. The seals are looked at in the file itself,
    where pages may be old or torn as long as the journal has them whole: so these are brought over first."""
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite.DatabaseError as error:
        return [str(error)]
    return _lines(connection, "PRAGMA cipher_integrity_check")


def structure(connection: sqlite.Connection) -> list[str]:
    """Every table and index, and with them every page in use."""
    return [line for line in _lines(connection, f"PRAGMA integrity_check({_MOST})") if line != "ok"]


def _links(connection: sqlite.Connection) -> list[str]:
    try:
        broken = connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST)
    except sqlite.DatabaseError as error:
        return [str(error)]
    text = _("Row {row} of {table} points to a row of {parent} that is not there")
    return [text.format(row=row, table=table, parent=parent) for table, row, parent, _number in broken]


def _lines(connection: sqlite.Connection, pragma: str) -> list[str]:
    """Bad enough damage stops the check itself: that is an answer too."""
    try:
        return [line for (text,) in connection.execute(pragma).fetchmany(_MOST) for line in str(text).splitlines()]
    except sqlite.DatabaseError as error:
        return [str(error)]
