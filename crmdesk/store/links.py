"""Whether every part has its owner: links are not foreign keys, since two laptops that meet may both be right."""

from crmdesk.domain.base import declared_fields
from crmdesk.domain.fields import Kind
from crmdesk.domain.records import RECORDS
from crmdesk.i18n import _
from crmdesk.store.files import Connection


def orphans(connection: Connection) -> list[str]:
    """Live rows whose link leads to no row at all, in words, a line for each table and field."""
    everything = " UNION ALL ".join(f"SELECT id FROM {record.__tablename__}" for record in RECORDS)
    problems = []
    for record in RECORDS:
        table = record.__tablename__
        for name, field in declared_fields(record).items():
            if field.kind is not Kind.LINK:
                continue
            (count,) = connection.execute(
                f"SELECT count(*) FROM {table} WHERE deleted_at IS NULL AND {name} IS NOT NULL"
                f" AND {name} NOT IN ({everything})"
            ).fetchone()
            if count:
                text = _("{count} rows of {table} point by {name} to nothing")
                problems.append(text.format(count=count, table=table, name=name))
    return problems
