"""The one connection, lent to SQLAlchemy without the right to end a transaction."""

from typing import Any

from crmdesk.store.files import Connection


class Shared:
    """A connection whose commit, rollback and close do nothing: whoever opened the transaction ends it.

    Sessions come and go on the one connection, also while an import has its transaction open.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def commit(self) -> None:
        pass

    def rollback(self) -> None:
        pass

    def close(self) -> None:
        pass
