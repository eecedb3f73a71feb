"""Pages of a PDF as pictures. One thread at a time has a document open: the library is made for one."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

Picture = tuple[bytes, int, int, int]
"""Data (blue, green, red and nothing for each point), width, height and bytes a line."""
Crop = tuple[float, float, float, float]

_one = RLock()


@contextmanager
def opened(pdf: bytes) -> "Iterator[PdfDocument]":
    """What is taken from it ends with it."""
    import pypdfium2

    with _one, pypdfium2.PdfDocument(pdf) as document:
        yield document


def count(pdf: bytes) -> int:
    with opened(pdf) as document:
        return len(document)


def picture(document: "PdfDocument", page: int, scale: float, crop: Crop = (0, 0, 0, 0)) -> Picture:
    """Of a page, from 0: so many points for one of the page, without what is cut off left, below, right and above."""
    made = document[page].render(scale=scale, crop=crop, rev_byteorder=False, prefer_bgrx=True)
    try:
        return bytes(made.buffer), made.width, made.height, made.stride
    finally:
        made.close()
