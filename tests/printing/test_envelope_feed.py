"""Pages of envelopes as a printer takes them in: where their ink comes to lie on the paper."""

from io import BytesIO
from itertools import product

import pypdfium2
import pytest
from PIL import ImageOps

from crmdesk.printing import envelopes, press
from crmdesk.printing.envelope_feed import fed
from crmdesk.printing.feeds import Feed

DL = envelopes.by_name("DL")
DOTS = 2
"""A millimetre."""
Box = tuple[float, float, float, float]


def ink(pdf: bytes) -> tuple[tuple[float, float], Box]:
    """The size of the paper, and left, top, right and bottom of all that is printed, in millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    picture = ImageOps.invert(document[0].render(scale=DOTS * 25.4 / 72, grayscale=True).to_pil())
    document.close()
    found = picture.getbbox()
    assert found
    left, top, right, bottom = (side / DOTS for side in found)
    return (picture.width / DOTS, picture.height / DOTS), (left, top, right, bottom)


@pytest.fixture(scope="module")
def page() -> bytes:
    file = BytesIO()
    press.made(envelopes.making([["Ana Lima", "Rua 1", "Porto"]], DL, file, ["Forno Supplies", "Weg 1"]))
    return file.getvalue()


def turned(box: Box, turn: int) -> Box:
    """By so many degrees clockwise, with the envelope's corner back at the left and top."""
    left, top, right, bottom = box
    width, height = DL.width, DL.height
    return {
        0: box,
        90: (height - bottom, left, height - top, right),
        180: (width - right, height - bottom, width - left, height - top),
        270: (top, width - right, bottom, width - left),
    }[turn]


FEEDS = [
    Feed(edge, place, is_down, is_turned, paper)  # type: ignore[arg-type]
    for edge, place, is_down, is_turned, paper in product(
        ("short", "long"), ("left", "centre", "right"), (False, True), (False, True), ("", "a4", "letter")
    )
    if Feed(edge, place, is_down, is_turned, paper).takes(DL)  # type: ignore[arg-type]
]


def test_the_ink_lies_where_the_feed_has_the_envelope(page: bytes) -> None:
    _size, upright = ink(page)
    assert len(FEEDS) > 30
    for feed in FEEDS:
        paper, found = ink(fed(page, DL, feed))
        assert paper == pytest.approx(feed.paper_size(DL), abs=1), feed
        left, top, right, bottom = turned(upright, feed.turn() % 360)
        moved = feed.left(DL)
        assert found == pytest.approx((left + moved, top, right + moved, bottom), abs=1.1), feed
