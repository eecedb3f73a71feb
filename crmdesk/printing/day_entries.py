"""Days as they go onto paper: texts only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Layout = Literal["day", "week", "month", "pocket", "visits"]


@dataclass(frozen=True, slots=True)
class Item:
    title: str
    time: str = ""
    """Nothing of what takes whole days or has no time."""
    lines: Sequence[str] = ()
    """Who, their numbers, where, what was last said."""
    to_tick: bool = False
    """A box stands before it."""
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    heading: str
    items: Sequence[Item] = ()
    note: str = ""
    """A holiday, a birthday."""
    is_outside: bool = False
    """Of another month than the one that is printed."""
    is_off: bool = False
    """Nobody works."""


@dataclass(frozen=True, slots=True)
class Diary:
    title: str
    days: Sequence[Day]
    detail: str = ""
    weekdays: Sequence[str] = ()
    """Over the columns of a month."""
    to_do: Sequence[Item] = ()
    """Without a time, under the days."""
