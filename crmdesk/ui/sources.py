"""Which records stand in which rows of a list, and what a table shows of them; asked in the database thread."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.lookups import AllRecords, TheseRecords, as_row
from crmdesk.widgets.record_model import Row, RowsSource, Source

if TYPE_CHECKING:
    from crmdesk.services.columns import ListRow, Ordered
    from crmdesk.services.files import Store


@dataclass(frozen=True)
class WithCells:
    """The rows of another source with the cells of a table."""

    desk: Desk
    kind: str
    base: Source
    keys: tuple[str, ...]

    def count(self) -> int:
        return self.base.count()

    def fetch(self, first: int, count: int, ready: Callable[[Sequence[Row]], None]) -> None:
        def rows(store: "Store") -> list[Row]:
            from crmdesk.services import columns

            ids = keys_in(store, self.base, [range(first, min(first + count, self.count()))])
            return list(_shown(columns.rows(store, self.kind, self.keys, ids)))

        self.desk.ask(rows, ready)


@dataclass(frozen=True)
class OrderedRecords:
    """Records in an order of their own."""

    desk: Desk
    kind: str
    base: Source
    """What was put into this order."""
    keys: tuple[str, ...]
    ordered: "Ordered" = field(compare=False)

    def count(self) -> int:
        return len(self.ordered.ordering.docs)

    def count_of(self, ranges: Sequence[range]) -> int:
        """Of different records: one may stand under several headings."""
        docs = self.ordered.ordering.docs
        return len({doc for part in ranges for doc in docs[part.start : part.stop]})

    def fetch(self, first: int, count: int, ready: Callable[[Sequence[Row]], None]) -> None:
        wanted = list(self.ordered.ordering.docs[first : first + count])

        def rows(store: "Store") -> list[Row]:
            from crmdesk.services import columns

            return list(_shown(columns.rows(store, self.kind, self.keys, wanted)))

        self.desk.ask(rows, ready)


def _shown(listed: "Sequence[ListRow | None]") -> Iterator[Row]:
    for entry in listed:
        if entry is None:
            yield Row(b"", _("Deleted"))
        else:
            row = as_row(entry.row)
            yield Row(row.key, row.title, row.detail, row.fact, entry.cells)


def keys_in(store: "Store", source: Source, ranges: Sequence[range]) -> list[bytes]:
    """The ids in these rows, each once; runs in the database thread."""
    from crmdesk.services import lookup

    if isinstance(source, WithCells):
        return keys_in(store, source.base, ranges)
    if isinstance(source, OrderedRecords):
        from crmdesk.services import columns

        return columns.ids(store, source.ordered, ranges)
    if isinstance(source, AllRecords):
        windows = (lookup.window(store, source.kind, part.start, len(part)) for part in ranges)
        return [row.id for window in windows for row in window]
    listed = listed_keys(source)
    return [key for part in ranges for key in listed[part.start : part.stop]]


def ids_of(source: Source | None) -> list[bytes] | None:
    """Those that a source is made of; None for all of a kind."""
    return None if isinstance(source, AllRecords) else list(listed_keys(source))


def listed_keys(source: Source | None) -> Sequence[bytes]:
    if isinstance(source, TheseRecords):
        return source.ids
    return [row.key for row in source.rows] if isinstance(source, RowsSource) else ()


def place_of(desk: Desk, source: Source, kind: str, key: bytes, done: Callable[[int | None], None]) -> None:
    """In which row a record stands; told at once where the ids are at hand."""
    base = source.base if isinstance(source, WithCells) else source
    if isinstance(base, AllRecords | OrderedRecords):
        desk.ask(lambda store: _position(store, base, kind, key), done, replace=("place", kind))
        return
    listed = listed_keys(base)
    done(listed.index(key) if key in listed else None)


def _position(store: "Store", source: Source, kind: str, key: bytes) -> int | None:
    if isinstance(source, OrderedRecords):
        from crmdesk.services import columns

        return columns.position(store, source.ordered, key)
    from crmdesk.services import lookup

    return lookup.position(store, kind, key)
