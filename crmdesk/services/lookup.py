"""Finding contacts and companies: by words, in lists of any length."""

from collections.abc import Sequence

from crmdesk.domain.ids import parse_id
from crmdesk.store.search import Row
from crmdesk.store.store import Store

__all__ = ["Row", "as_id", "count", "find", "first_rows", "keys_of", "matching", "position", "rows", "window"]


def first_rows(store: Store, kind: str, size: int) -> list[Row]:
    return window(store, kind, 0, size)


def count(store: Store, kind: str) -> int:
    return store.listing(kind).count()


def window(store: Store, kind: str, first: int, size: int) -> list[Row]:
    """Rows `first` to `first + size` in the order of names."""
    return store.listing(kind).window(first, size)


def keys_of(store: Store, kind: str, chosen: Sequence[bytes] | None) -> list[bytes]:
    """What was chosen; where nothing was, all of a kind in the order of names."""
    return list(chosen) if chosen is not None else [row.id for row in window(store, kind, 0, count(store, kind))]


def position(store: Store, kind: str, key: bytes | str) -> int | None:
    """Where a record stands in the order of names."""
    return store.listing(kind).position(as_id(key))


def find(store: Store, text: str, limit: int = 100, kind: str | None = None) -> list[Row]:
    """The best first: whole names, beginnings of names, words of names, all other words."""
    return store.find(text, limit, kind)


def matching(store: Store, text: str, kind: str = "contact") -> list[bytes]:
    """All that a text finds, in the order of names."""
    return store.matching(text, kind)


def rows(store: Store, ids: list[bytes]) -> list[Row]:
    return store.rows(ids)


def as_id(key: bytes | str) -> bytes:
    return parse_id(key) if isinstance(key, str) else key
