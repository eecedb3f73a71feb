"""What was planned for days that are over and is not done: as much as a day has room for, and how much there is."""

from typing import NamedTuple

from crmdesk.domain.whose import Whose
from crmdesk.store.files import Connection
from crmdesk.store.open_tasks import NEXT
from crmdesk.store.whose import taking, told

_LATE = f"""WITH late AS (
    SELECT id, '' AS instance, starts, type = 'call' AS is_call FROM activities a
    WHERE done_at IS NULL AND deleted_at IS NULL AND recurrence IS NULL AND coalesce(ends, starts) < :day
        AND {taking("a")}
    UNION ALL SELECT id, instance, instance, is_call FROM (
        SELECT a.id, a.type = 'call' AS is_call, {NEXT.format(today=":ordinal")} AS instance
        FROM activities a INDEXED BY ix_activities_recurrence
        WHERE a.recurrence IS NOT NULL AND a.done_at IS NULL AND a.deleted_at IS NULL
            AND a.type NOT IN ('meeting', 'visit') AND {taking("a")}
    ) WHERE instance < :day
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY is_call ORDER BY starts DESC, id) AS rank,
        count(*) OVER (PARTITION BY is_call) AS number FROM late
)
SELECT id, instance, is_call, number FROM ranked WHERE rank <= :most ORDER BY starts DESC, id"""


class Late(NamedTuple):
    id: bytes
    instance: str
    """When its series gives it."""
    is_call: int
    number: int
    """How many of its like there are: calls, or all others."""


def late(connection: Connection, day: str, ordinal: int, most: int, whose: Whose) -> list[Late]:
    """`most` calls and as many others, the latest first: what has been late for years was not missed.

    `day` as it is stored and counted. Of a series the last one; its appointments are simply over.
    """
    asked = {"day": day, "ordinal": ordinal, "most": most, **told(whose)}
    return list(map(Late._make, connection.execute(_LATE, asked)))
