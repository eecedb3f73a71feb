"""Sessions of SQLAlchemy on the one connection."""

from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.pool import StaticPool

from crmdesk.domain.base import Record
from crmdesk.store.connection import Shared
from crmdesk.store.driver import sqlite

WITH_DELETED = {"with_deleted": True}
"""Execution options of a statement that shall see tombstones too."""


def engine_for(shared: Shared) -> Engine:
    return create_engine("sqlite+pysqlite://", module=sqlite, creator=lambda: shared, poolclass=StaticPool)


class StoreSession(Session):
    """Sees what is not deleted; it never ends the transaction, the store does."""

    def __init__(self, engine: Engine, me: str = "") -> None:
        """`me` is who looks."""
        super().__init__(engine, expire_on_commit=False, info={"me": me})

    def commit(self) -> None:
        raise RuntimeError("a step is committed by the end of its `with`")


class ReadSession(StoreSession):
    def flush(self, objects: Any = None) -> None:
        if self.new or self.dirty or self.deleted:
            raise RuntimeError("records are changed inside `store.write` only")
        super().flush(objects)


class WriteSession(StoreSession):
    """Deleting sets `deleted_at`: use `services.records.delete`; `session.delete` would leave no tombstone."""


@event.listens_for(StoreSession, "do_orm_execute")
def _hide_deleted(state: ORMExecuteState) -> None:
    if state.is_select and not state.is_column_load and not state.execution_options.get("with_deleted"):
        state.statement = state.statement.options(
            with_loader_criteria(Record, lambda record: record.deleted_at.is_(None), include_aliases=True)
        )
