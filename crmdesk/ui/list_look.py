"""How a list looks: lines or a table, which columns, sorted and grouped by what; remembered for each kind."""

from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from crmdesk import settings

Layout = Literal["lines", "table"]
Place = Literal["right", "below"]
NAME = "shown_name"
_USUAL = {
    "contact": (
        (NAME, 190), ("company", 150), ("phones.value", 140), ("emails.value", 150), ("addresses.city", 95),
        ("stage", 118), ("last_contact", 108), ("next_step", 110),
    ),
    "company": (
        (NAME, 220), ("industry", 120), ("people", 70), ("phones.value", 140), ("emails.value", 170),
        ("addresses.city", 120), ("stage", 118), ("last_contact", 108),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListLook:
    layout: Layout = "lines"
    page: Place = "below"
    """Where the page of the chosen one stands beside a table."""
    columns: tuple[tuple[str, int], ...] = ()
    """Keys and widths, in the order they are seen."""
    sort: tuple[tuple[str, bool], ...] = ()
    """Keys, and whether downwards."""
    group: str = ""

    @property
    def is_by_name(self) -> bool:
        return not self.group and self.sort in ((), ((NAME, False),))

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for key, _width in self.columns)

    def sorted_by(self, key: str, *, adds: bool) -> "ListLook":
        """Upwards; again, downwards; added to the others, the third time not at all."""
        now = dict(self.sort)
        if adds:
            kept = [(other, down) for other, down in self.sort if other != key]
            turned = [(key, True)] if now.get(key) is False else [(key, False)] if key not in now else []
            places = [other for other, _down in self.sort]
            kept.insert(places.index(key) if key in places else len(kept), *turned) if turned else None
            return replace(self, sort=tuple(kept))
        is_alone = len(self.sort) == 1
        return replace(self, sort=((key, is_alone and now.get(key) is False),))

    def shown(self, keys: tuple[str, ...]) -> "ListLook":
        """With these columns; those that were there before keep their widths."""
        widths = dict((*_USUAL["contact"], *_USUAL["company"], *self.columns))
        return replace(self, columns=tuple((key, widths.get(key, 140)) for key in keys))


def usual(kind: str) -> ListLook:
    return ListLook(columns=_USUAL[kind])


def load(kind: str) -> ListLook:
    """What somebody wrote into the settings by hand and cannot be understood gives what is usual."""
    with suppress(KeyError, TypeError, ValueError, AttributeError):
        return _read(settings.load().window["lists"][kind], usual(kind))
    return usual(kind)


def _read(kept: dict[str, Any], look: ListLook) -> ListLook:
    columns = tuple((str(key), min(max(int(width), 40), 2000)) for key, width in kept["columns"])
    return ListLook(
        "table" if kept["layout"] == "table" else "lines",
        "right" if kept["page"] == "right" else "below",
        columns or look.columns,
        tuple((str(key), bool(down)) for key, down in kept["sort"]),
        str(kept["group"]),
    )


def keep(kind: str, look: ListLook) -> None:
    window = settings.load().window
    settings.change(window=window | {"lists": {**window.get("lists", {}), kind: asdict(look)}})
