"""The one database driver: sqlcipher3, typed as the standard library's sqlite3, whose interface it has."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3 as sqlite
else:
    from sqlcipher3 import dbapi2 as sqlite

__all__ = ["sqlite"]
