"""What all records have in common."""

import time
from typing import Any, ClassVar

from sqlalchemy import BLOB, BigInteger, Column, Index, MetaData, column
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from crmdesk.domain.fields import Field, Kind, field
from crmdesk.domain.ids import new_id
from crmdesk.i18n import mark


def now() -> int:
    """Milliseconds since 1970 in UTC."""
    return time.time_ns() // 1_000_000


class Record(DeclarativeBase):
    """A row that the journal follows: undo, history, search and sync come with the declaration.

    Nothing but the primary key is unique and deleting sets `deleted_at`: two laptops may both be right.
    """

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    number: ClassVar[int]
    """The table's number in the journal and on the wire: given once, never reused."""
    label: ClassVar[str]
    owner: ClassVar[str | None] = None
    """The column that names the contact or company this row is a part of."""
    together: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Columns that make sense with each other only: two people's changes of them are not mixed."""

    @declared_attr.directive
    def __table_args__(cls) -> Any:
        return (Index(None, cls.owner),) if cls.owner else ()

    id: Mapped[bytes] = mapped_column(BLOB, primary_key=True, default=new_id, sort_order=-1)
    created_at: Mapped[int] = field(1, mark("Created"), Kind.INSTANT, BigInteger, default=now, sort_order=900)
    deleted_at: Mapped[int | None] = field(2, mark("Deleted"), Kind.INSTANT, BigInteger, sort_order=901)


def deleted_index(table: str) -> Index:
    """For the trash: few rows of many."""
    return Index(f"ix_{table}_deleted_at", "deleted_at", sqlite_where=column("deleted_at").is_not(None))


def declared_fields(record: type[Record]) -> dict[str, Field]:
    """The fields of a kind of record by column name, in the order of the table."""
    return {str(column.name): column.info["field"] for column in record.__table__.columns if "field" in column.info}


def own_fields(record: type[Record]) -> dict[str, Field]:
    """`declared_fields` without what every record has, links to other records and raw bytes."""
    hidden = {Kind.LINK, Kind.BYTES}
    return {
        name: field for name, field in declared_fields(record).items() if field.number > 2 and field.kind not in hidden
    }


def column_of(record: type[Record], name: str) -> Column[Any]:
    return record.__table__.columns[name]  # type: ignore[return-value]
