"""QR codes as rows of dark and light. To be imported late, with segno."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

import segno

Matrix = tuple[tuple[bool, ...], ...]
QUIET = 4
"""Modules that stay light round a code, so that it is found."""
_USUAL_MASK = 3


@lru_cache(maxsize=64)
def matrix(text: str, *, is_quick: bool = False) -> Matrix:
    """In UTF-8, which cameras of phones take for granted; quick, without looking for the calmest of eight patterns."""
    code = segno.make_qr(text, error="m", encoding="utf-8", mask=_USUAL_MASK if is_quick else None)
    return tuple(tuple(bool(dark) for dark in row) for row in code.matrix)


def stripes(rows: Sequence[Sequence[bool]]) -> Iterator[tuple[int, int, int]]:
    """Dark modules side by side as one: column, row, how many."""
    for down, row in enumerate(rows):
        across = 0
        for is_dark, run in groupby(row):
            count = len(list(run))
            if is_dark:
                yield across, down, count
            across += count
