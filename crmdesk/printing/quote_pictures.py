"""Pictures of products as they go into a PDF: fine enough for print, not as large as photographs. Imported late."""

from io import BytesIO

from PIL import Image
from reportlab.lib.utils import ImageReader

_DOTS = 320
"""Of the longer side, where a picture is made smaller."""
_LARGEST, _LONGEST = 120_000, 800
"""Bytes and dots of a JPEG that goes in as it is."""
_QUALITY = 88


class Pictures:
    """Each is read once, however many lines show it."""

    def __init__(self) -> None:
        self._read: dict[bytes, ImageReader | None] = {}

    def reader(self, data: bytes) -> ImageReader | None:
        """Nothing for what cannot be read."""
        if data not in self._read:
            self._read[data] = _reader(data)
        return self._read[data]


def _reader(data: bytes) -> ImageReader | None:
    try:
        with Image.open(BytesIO(data)) as read:
            if _goes_as_it_is(read, len(data)):
                read.draft("RGB", (1, 1))  # an eighth of it is enough to see whether it is damaged
                read.load()
                return ImageReader(BytesIO(data))
            read.draft("RGB", (_DOTS, _DOTS))
            read.thumbnail((_DOTS, _DOTS))
            if "A" in read.getbands() or "transparency" in read.info:
                return ImageReader(read.convert("RGBA"))
            file = BytesIO()
            read.convert("RGB").save(file, "JPEG", quality=_QUALITY)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    file.seek(0)
    return ImageReader(file)


def _goes_as_it_is(read: Image.Image, size: int) -> bool:
    return read.format == "JPEG" and read.mode in ("RGB", "L") and size <= _LARGEST and max(read.size) <= _LONGEST
