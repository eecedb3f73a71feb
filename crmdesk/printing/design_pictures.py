"""Pictures on designed labels: each goes into the document once, however many labels bear it. To be imported late."""

import base64
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from typing import Any

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from crmdesk.domain.designs import Element
from crmdesk.printing.design_shapes import Room

_DOTS = 300 / 72
"""A point: more of a photo is not printed."""


def set_picture(canvas: Canvas, data: bytes, element: Element, room: Room, matrix: str) -> bool:
    """As large as its room lets it be; False where it cannot be read."""
    found = _read(data, max(1, int(room.width * _DOTS)), max(1, int(room.height * _DOTS)))
    if found is None:
        return False
    name, reader = found
    if not canvas.hasForm(name):
        canvas.beginForm(name, 0, 0, 1, 1)
        canvas.drawImage(reader, 0, 0, 1, 1, mask="auto")
        canvas.endForm()
    wide, high = reader.getSize()
    scale = min(room.width / wide, room.height / high)
    left, top = room.placed(wide * scale, high * scale, element)
    canvas.saveState()
    place = f"{wide * scale:.3f} 0 0 {high * scale:.3f} {left:.3f} {-top - high * scale:.3f} cm"
    canvas.addLiteral(f"{matrix} {place}")
    canvas.doForm(name)
    canvas.restoreState()
    return True


@lru_cache(maxsize=64)
def decoded(picture: str) -> bytes:
    """Of base64; nothing where it is none."""
    try:
        return base64.b64decode(picture, validate=True)
    except ValueError:
        return b""


@lru_cache(maxsize=64)
def _read(data: bytes, width: int, height: int) -> tuple[str, Any] | None:
    """A name of its own, and the picture in no more dots than are printed."""
    try:
        with Image.open(BytesIO(data)) as picture:
            small: Image.Image = picture.copy()
        if small.width > 2 * width or small.height > 2 * height:
            small.thumbnail((width, height))
        has_holes = "A" in small.getbands() or "transparency" in small.info
        reader = ImageReader(small.convert("RGBA" if has_holes else "RGB"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return f"p{sha256(data).hexdigest()[:16]}x{reader.getSize()[0]}", reader
