"""Photos as small as lists draw them: a hundred large ones are not to be decoded for a screenful of rows."""

from collections import OrderedDict
from collections.abc import Sequence
from io import BytesIO

from crmdesk.domain.contacts import Photo
from crmdesk.store import bulk, columns
from crmdesk.store.store import Store

SIDE = 96
_KEPT = 2000
_kept: OrderedDict[bytes, bytes | None] = OrderedDict()
"""By the id of the photo, whose picture never changes: a new picture is a new photo."""


def small(store: Store, owners: Sequence[bytes]) -> dict[bytes, bytes | None]:
    """Of each a picture of at most `SIDE` pixels, or None."""
    faces: dict[bytes, bytes | None] = dict.fromkeys(owners)
    with store.read() as session:
        ids = columns.photos(session, owners)
        missing = [key for key in ids if key not in _kept]
        for row in bulk.fetch(session, Photo, "id", missing):
            _kept[row["id"]] = _scaled(row["data"])
    for key, owner in ids.items():
        faces[owner] = _kept.get(key)
        if key in _kept:
            _kept.move_to_end(key)
    while len(_kept) > _KEPT:
        _kept.popitem(last=False)
    return faces


def _scaled(data: bytes) -> bytes | None:
    """Whatever cannot be read is as good as none: the monogram stands there."""
    from PIL import Image, ImageOps

    try:
        with Image.open(BytesIO(data)) as picture:
            picture.draft("RGB", (SIDE, SIDE))
            square = ImageOps.fit(ImageOps.exif_transpose(picture).convert("RGBA"), (SIDE, SIDE))
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    small, paper = BytesIO(), Image.new("RGB", square.size, "white")
    paper.paste(square, mask=square)
    paper.save(small, "JPEG", quality=85)
    return small.getvalue()
