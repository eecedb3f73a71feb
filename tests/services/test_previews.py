"""A look into files of all kinds, good and hostile."""

import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from crmdesk.domain.errors import UserError
from crmdesk.services import attachments, previews, records
from crmdesk.services.previews import Preview
from crmdesk.store import attachments as contents
from crmdesk.store.store import Store


@pytest.fixture
def ana(store: Store) -> bytes:
    return records.add(store, "contact", {"given_name": "Ana"})


def look(store: Store, owner: bytes, data: bytes, name: str, page: int = 0) -> Preview:
    return previews.preview(store, attachments.add(store, owner, data, name), 200, 100, page)


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    made = BytesIO()
    Image.new("RGB", (width, height), "red").save(made, kind)
    return made.getvalue()


def pdf(pages: int) -> bytes:
    made = BytesIO()
    canvas = Canvas(made, pagesize=(300, 400))
    for number in range(pages):
        canvas.drawString(50, 200, f"Page {number}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"])
def test_a_picture_is_no_larger_than_asked(kind: str, store: Store, ana: bytes) -> None:
    found = look(store, ana, picture(800, 600, kind), f"oven.{kind.lower()}").picture
    assert found
    assert (found.width, found.height) == (133, 100)
    assert len(found.data) == found.line * found.height
    assert found.data[2] > 200 > found.data[0]  # red is the third


def test_pages_one_by_one(store: Store, ana: bytes) -> None:
    data = pdf(3)
    first, last = (look(store, ana, data, "offer.pdf", page) for page in (0, 9))
    assert first.pages == last.pages == 3
    assert first.picture
    assert last.picture
    assert (first.picture.width, first.picture.height) == (75, 100)
    assert first.picture.data != last.picture.data


def test_text_in_its_own_encoding(store: Store, ana: bytes) -> None:
    assert look(store, ana, "João às 10h".encode("cp1252"), "note.txt").text == "João às 10h"
    assert look(store, ana, b"<script>alert(1)</script>", "page.html").text == "<script>alert(1)</script>"
    assert max(map(len, look(store, ana, b"x" * 100_000, "long.txt").text.split())) <= 400


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"MZ\x90\x00", "setup.exe", "no preview"),
        (b"not a picture", "x.png", "damaged, or none"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(id) system\n", "x.png", "damaged, or none"),
        (picture(40, 40)[:60], "half.png", "damaged, or none"),
        (b"%PDF-1.7 nothing", "x.pdf", "damaged, or locked"),
        (b"PK\x03\x04" + bytes(200), "x.txt", "no text"),
        (b"", "x.png", "damaged, or none"),
        (b"", "x.pdf", "damaged, or locked"),
    ],
)
def test_what_cannot_be_shown_is_said(data: bytes, name: str, words: str, store: Store, ana: bytes) -> None:
    found = look(store, ana, data, name)
    assert words in found.words
    assert found.picture is None
    assert not found.text


def test_a_bomb_is_not_unpacked(store: Store, ana: bytes) -> None:
    side = 60_000
    head = b"IHDR" + side.to_bytes(4) + side.to_bytes(4) + b"\x08\x02\x00\x00\x00"
    data = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4) + head + zlib.crc32(head).to_bytes(4)
    assert look(store, ana, data, "bomb.png").words


def test_one_that_is_missing_is_told(store: Store, ana: bytes, tmp_path: Path) -> None:
    key = attachments.add(store, ana, picture(4, 4), "x.png")
    for place in contents.folder_of(store.path).iterdir():
        place.unlink()
    with pytest.raises(UserError, match=r"x\.png"):
        previews.preview(store, key, 100, 100)
    records.remove(store, "attachments", [key])
    with pytest.raises(UserError, match="Undo brings it back"):
        previews.preview(store, key, 100, 100)
