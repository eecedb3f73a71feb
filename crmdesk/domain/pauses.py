"""Work that pauses: a generator that yields between its parts and returns what it made."""

from collections.abc import Generator
from typing import Any, TypeVar

T = TypeVar("T")


def result_of(work: Generator[Any, None, T]) -> T:
    """Run to its end without pausing."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
