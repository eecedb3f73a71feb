"""Labels: our pages beside a bare reportlab canvas that sets the same lines in the same font."""

from collections.abc import Iterator
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from crmdesk import paths
from crmdesk.printing import labels, press, sheets
from crmdesk.services import labels as service
from crmdesk.store.store import Store
from tests.bench.table import Line
from tests.bench.workshop import KEY, Workshop, medians, opened

LABELS = 10_000
SHEET = "Avery L7160"
BARE = "Bare"


def run(workshop: Workshop) -> Iterator[Line]:
    count = min(LABELS, workshop.size)
    with opened(Store.open(workshop.sample(workshop.size), KEY)) as store:
        ids = [row.id for row in store.listing("contact").window(0, 2 * count)]
        texts = service.prepare(store, ids).texts[:count]
        sheet = sheets.by_name(SHEET)
        pdfmetrics.registerFont(TTFont(BARE, paths.resources() / "fonts" / "NotoSans-Regular.ttf"))
        pages, whole, bare = medians(
            workshop.rounds,
            lambda: labels.render(texts, sheet, BytesIO()),
            lambda: service.render(service.prepare(store, ids[:count]), SHEET, BytesIO()),
            lambda: bare_pages(texts, sheet),
        )
    yield Line("labels: texts to PDF", len(texts), pages, bare, "bare canvas", 2)
    yield Line("labels: file to PDF, sorted, left-out listed", count, whole, bare, "bare canvas", 4)


def bare_pages(texts: list[list[str]], sheet: sheets.Sheet) -> bytes:
    """No fitting, no other font for what this one lacks, nothing but the lines at their places."""
    canvas = Canvas("", pagesize=(sheet.paper_width * press.POINTS, sheet.paper_height * press.POINTS))
    places = [(x * press.POINTS, (sheet.paper_height - y) * press.POINTS) for x, y in sheet.positions()]
    for number, lines in enumerate(texts):
        place = number % len(places)
        if number and not place:
            canvas.showPage()
        text = canvas.beginText(places[place][0] + 12, places[place][1] - 20)
        text.setFont(BARE, 10, 12)
        for line in lines:
            text.textLine(line)
        canvas.drawText(text)
    canvas.showPage()
    pdf: bytes = canvas.getpdfdata()
    return pdf
