"""Pages of envelopes turned and placed as a printer takes them in, for who sends a PDF there by other means."""

from io import BytesIO

from crmdesk.printing.envelopes import Envelope
from crmdesk.printing.feeds import Feed

_POINTS = 72 / 25.4


def fed(pdf: bytes, envelope: Envelope, feed: Feed) -> bytes:
    """What stands on the pages stays; the paper around them is moved, and the viewer told to turn them."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        box = [side * _POINTS for side in _paper(envelope, feed)]
        for page in document:
            page.set_mediabox(*box)
            page.set_cropbox(*box)
            page.set_rotation(feed.turn() % 360)
        file = BytesIO()
        document.save(file)
        return file.getvalue()
    finally:
        document.close()


def _paper(envelope: Envelope, feed: Feed) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of the paper, seen from the envelope as its reader holds it."""
    width, height = envelope.width, envelope.height
    across, along = feed.paper_size(envelope)
    left = feed.left(envelope)
    right = across - left
    sides = {
        0: (-left, height - along, right, height),
        90: (0.0, -left, along, right),
        180: (width - right, 0.0, width + left, along),
        270: (width - along, height - right, width, height + left),
    }
    return sides[feed.turn() % 360]
