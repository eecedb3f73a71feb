"""Reads back what stands on a page, in millimetres from its left and top."""

from dataclasses import dataclass

import pypdfium2.raw as pdfium

from crmdesk.printing.pdf_pages import opened

MM = 25.4 / 72


@dataclass(frozen=True)
class Place:
    left: float
    top: float
    right: float
    bottom: float
    text: str = ""

    def within(self, other: "Place", slack: float = 0.1) -> bool:
        return (
            self.left >= other.left - slack
            and self.top >= other.top - slack
            and self.right <= other.right + slack
            and self.bottom <= other.bottom + slack
        )


def texts(data: bytes) -> list[str]:
    with opened(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def letters(data: bytes, page: int = 0) -> list[Place]:
    return _read(data, page, _letters)


def paths(data: bytes, page: int = 0) -> list[Place]:
    return _read(data, page, _paths)


def pictures(data: bytes, page: int = 0) -> list[Place]:
    return _read(data, page, _pictures)


def size(data: bytes) -> tuple[float, float]:
    with opened(data) as document:
        width, height = document[0].get_size()
        return width * MM, height * MM


def _read(data, number, read):
    with opened(data) as document:
        return read(document[number])


def _place(page, box, text="") -> Place:
    left, bottom, right, top = box
    height = page.get_height()
    return Place(left * MM, (height - top) * MM, right * MM, (height - bottom) * MM, text)


def _letters(page) -> list[Place]:
    text = page.get_textpage()
    found = [(text.get_text_range(index, 1), text.get_charbox(index)) for index in range(text.count_chars())]
    return [_place(page, box, letter) for letter, box in found if letter.strip()]


def _pictures(page) -> list[Place]:
    return [_place(page, item.get_bounds()) for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])]


def _paths(page) -> list[Place]:
    return [_place(page, item.get_bounds()) for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])]
