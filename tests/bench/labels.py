"""Labels: our pages beside a bare reportlab canvas that sets the same lines in one font, and beside gLabels."""

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from crmdesk import paths
from crmdesk.domain.stock_designs import stock
from crmdesk.printing import labels, press, sheets
from crmdesk.printing.designs import Designed, Piece
from crmdesk.services import labels as service
from crmdesk.store.store import Store
from tests.bench.table import Line, aim
from tests.bench.workshop import KEY, Workshop, medians, opened

LABELS = 10_000
SHEET = "Avery L7160"
BARE = "Bare"
GLABELS = 87.0
"""Seconds that the batch program of gLabels 3.4 took for ten thousand; measured once, on another machine."""
MEMORY = 300
_NAMES = (
    "Ana Álvares", "João Çelik", "Ayşe Müller", "Пётр Ёлкин", "Σοφία Παπαδοπούλου", "王小明", "ليلى حداد", "דוד כהן",
    "Łukasz O'Brien", "Nguyễn Thị Hoa", "Zoë García López",
)  # fmt: skip
_STREETS = ("Rua Augusta, {n}", "ул. Ленина, {n}", "Ερμού {n}", "解放路{n}号", "شارع الوصل {n}", "הרצל {n}", "{n} Mews")
_CITIES = ("{n:05} SÃO PAULO - SP", "МОСКВА {n:06}", "上海市徐汇区 {n:06}", "{n:05} TÜBINGEN", "دبي", "EDINBURGH EH{n}")


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
    yield from _mixed_scripts(workshop, count)
    yield from _designed(workshop, count)
    yield Line("labels: texts to PDF", len(texts), pages, bare, "bare canvas", 2)
    yield Line("labels: file to PDF, sorted, left-out listed", count, whole, bare, "bare canvas", 4)


def _mixed_scripts(workshop: Workshop, count: int) -> Iterator[Line]:
    texts, sheet = mixed(count), sheets.by_name(SHEET)
    ours, bare = medians(
        workshop.rounds, lambda: labels.render(texts, sheet, BytesIO()), lambda: bare_pages(texts, sheet)
    )
    yield Line("labels: mixed scripts to PDF", count, ours, bare, "bare canvas", 2)
    if count == LABELS:
        yield Line("labels: mixed scripts to PDF", count, ours, GLABELS, "gLabels", 1 / 50)
        own_process = [sys.executable, "-m", "tests.bench.labels", str(count)]
        peak = float(subprocess.run(own_process, check=True, capture_output=True, text=True).stdout)
        yield aim("labels: memory at its most", count, peak, MEMORY, "MB")


def _designed(workshop: Workshop, count: int) -> Iterator[Line]:
    """Name badges: four texts of different type, one of them the same on all, and a line."""
    texts, sheet = mixed(count), sheets.by_name(SHEET)
    names = ("name", "job_title", "company")
    pieces = [Piece(dict(zip(names, lines, strict=True)) | {"own.name": "Forno"}) for lines in texts]
    design = stock()["name badge"]
    ours, bare = medians(
        workshop.rounds,
        lambda: press.made(press.making(pieces, Designed(design, sheet), sheet, BytesIO(), title="")),
        lambda: bare_pages([["Forno", *lines] for lines in texts], sheet),
    )
    yield Line("labels: designed, mixed scripts to PDF", count, ours, bare, "bare canvas", 2)


def mixed(count: int) -> list[list[str]]:
    """People of many scripts, no two at one address."""
    lines = zip(range(count), _taken(_NAMES, count), _taken(_STREETS, count), _taken(_CITIES, count), strict=True)
    return [[name, street.format(n=n), city.format(n=n)] for n, name, street, city in lines]


def _taken(some: tuple[str, ...], count: int) -> Iterator[str]:
    return (some[number % len(some)] for number in range(count))


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


if __name__ == "__main__":
    import resource

    labels.render(mixed(int(sys.argv[1])), sheets.by_name(SHEET), BytesIO())
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
