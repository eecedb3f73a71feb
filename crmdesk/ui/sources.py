"""Which records stand in which rows of a list, asked in the database thread."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from crmdesk.ui.desk import Desk
from crmdesk.ui.lookups import AllRecords, TheseRecords
from crmdesk.widgets.record_model import RowsSource, Source

if TYPE_CHECKING:
    from crmdesk.services.files import Store


def keys_in(store: "Store", source: Source, ranges: Sequence[range]) -> list[bytes]:
    """The ids in these rows; runs in the database thread."""
    from crmdesk.services import lookup

    if isinstance(source, AllRecords):
        windows = (lookup.window(store, source.kind, part.start, len(part)) for part in ranges)
        return [row.id for window in windows for row in window]
    listed = listed_keys(source)
    return [key for part in ranges for key in listed[part.start : part.stop]]


def listed_keys(source: Source) -> Sequence[bytes]:
    if isinstance(source, TheseRecords):
        return source.ids
    return [row.key for row in source.rows] if isinstance(source, RowsSource) else ()


def place_of(desk: Desk, source: Source, kind: str, key: bytes, done: Callable[[int | None], None]) -> None:
    """In which row a record stands; told at once where the ids are at hand."""
    if isinstance(source, AllRecords):
        desk.ask(lambda store: _position(store, kind, key), done, replace=("place", kind))
        return
    listed = listed_keys(source)
    done(listed.index(key) if key in listed else None)


def _position(store: "Store", kind: str, key: bytes) -> int | None:
    from crmdesk.services import lookup

    return lookup.position(store, kind, key)
