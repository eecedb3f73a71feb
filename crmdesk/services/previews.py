"""A look into an attached file: a picture, a page or its text. Nothing in it is run, nothing it names is loaded."""

from dataclasses import dataclass
from io import BytesIO

from crmdesk.domain.errors import UserError
from crmdesk.domain.notes import Attachment
from crmdesk.i18n import _
from crmdesk.services import attachments
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk
from crmdesk.store.store import Store

_LARGEST = 60 * 1024**2
_MOST_PIXELS = 80_000_000
_TEXT = 60_000
_LONGEST_WORD = 400
_PICTURES = {"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "image/tiff"}
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
"""No others: some readers call programs."""
_TEXTS = {
    "application/json", "application/xml", "application/x-sh", "application/javascript", "application/x-yaml",
    "application/toml", "application/sql", "image/svg+xml", "message/rfc822",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Blue, green, red and opacity, a byte each."""

    data: bytes
    width: int
    height: int
    line: int
    """Bytes of one."""


@dataclass(frozen=True, slots=True)
class Preview:
    """One of three, or words that say why there is none."""

    picture: Bitmap | None = None
    pages: int = 0
    """Of a document; `picture` is one of them."""
    text: str = ""
    words: str = ""


def preview(store: Store, key: bytes | str, width: int, height: int, page: int = 0) -> Preview:
    """No larger than so many pixels. Raises UserError where the content is missing or damaged."""
    with store.read() as session:
        row = next(bulk.fetch(session, Attachment, "id", [as_id(key)]), None)
    if row is None:
        raise UserError(_("This file was removed meanwhile. Undo brings it back."))
    kind = row["media_type"]
    if kind.startswith("text/") or kind in _TEXTS:
        return _text(attachments.beginning(store, key, _TEXT))
    if kind not in _PICTURES and kind != "application/pdf":
        return Preview(words=_("There is no preview of this kind of file."))
    if row["size"] > _LARGEST:
        return Preview(words=_("This file is too large for a preview."))
    data = attachments.read(store, key)
    return _picture(data, width, height) if kind in _PICTURES else _page(data, width, height, page)


def _text(data: bytes) -> Preview:
    from crmdesk.formats import text

    if text.why_no_text(data):
        return Preview(words=_("This is no text that can be shown."))
    decoded, _encoding = text.decode(data)
    return Preview(text=_in_short_words(decoded) or " ")


def _in_short_words(text: str) -> str:
    """Laying out a line takes time by the square of its longest word."""
    import re

    return re.sub(rf"\S{{{_LONGEST_WORD}}}(?=\S)", r"\g<0>\n", text)


def _picture(data: bytes, width: int, height: int) -> Preview:
    from PIL import Image, ImageOps

    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > _MOST_PIXELS:
                return Preview(words=_("This picture is too large for a preview."))
            image.draft("RGB", (width, height))
            turned = ImageOps.exif_transpose(image)
            turned.thumbnail((max(width, 1), max(height, 1)))
            pixels = turned.convert("RGBA").tobytes("raw", "BGRA")
            return Preview(Bitmap(pixels, turned.width, turned.height, 4 * turned.width))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return Preview(words=_("This picture is damaged, or none."))


def _page(data: bytes, width: int, height: int, number: int) -> Preview:
    import pypdfium2

    from crmdesk.printing import pdf_pages

    try:
        with pdf_pages.opened(data) as document:
            page = document[min(number, len(document) - 1)]
            scale = min(width / page.get_width(), height / page.get_height())
            found = Bitmap(*pdf_pages.picture(document, min(number, len(document) - 1), scale))
            return Preview(found, pages=len(document))
    except (pypdfium2.PdfiumError, ValueError, ZeroDivisionError, IndexError):
        return Preview(words=_("This document is damaged, or locked by a password."))
