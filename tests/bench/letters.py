"""Letters: our pages beside a bare story of reportlab that sets the same words, without a letterhead or a window."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

from crmdesk import paths
from crmdesk.domain.letter_stock import STOCK
from crmdesk.domain.values.rich_text import Rich
from crmdesk.services import letter_runs
from crmdesk.services.letter_templates import Template
from crmdesk.store.store import Store
from tests.bench.table import Line
from tests.bench.workshop import KEY, Workshop, medians, opened

LETTERS = 1000
BARE = "Bare letter"


def run(workshop: Workshop) -> Iterator[Line]:
    count = min(LETTERS, workshop.size)
    family = [
        Template("Thanks", language, text.subject, text.body, id=language.encode())
        for language, text in STOCK["introduction"].texts.items()
    ]
    with opened(Store.open(workshop.sample(workshop.size), KEY)) as store:
        ids = [row.id for row in store.listing("contact").window(0, count)]
        wanted = letter_runs.Wanted(family, ids=ids, by_post=False, on=date(2026, 11, 22))
        batch = ended(letter_runs.gather(store, wanted))
        pdfmetrics.registerFont(TTFont(BARE, paths.resources() / "fonts" / "NotoSans-Regular.ttf"))
        texts = [
            [*each.address, each.date, *Rich(each.body, is_html=True).plain().split("\n")] for each in batch.letters
        ]
        pages, whole, bare = medians(
            workshop.rounds,
            lambda: ended(letter_runs.render(batch, BytesIO())),
            lambda: ended(letter_runs.render(ended(letter_runs.gather(store, wanted)), BytesIO())),
            lambda: bare_story(texts),
        )
    yield Line("letters: texts to PDF", count, pages, bare, "bare story", 1)
    yield Line("letters: file to PDF, each in their language", count, whole, bare, "bare story", 2)


def ended(steps: Any) -> Any:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def bare_story(texts: list[list[str]]) -> bytes:
    """No letterhead, no window, no font for what this one lacks."""
    style = ParagraphStyle("text", fontName=BARE, fontSize=10.5, leading=14.5)
    story: list[Any] = []
    for lines in texts:
        story += [Paragraph(escape(line), style) for line in lines]
        story.append(PageBreak())
    file = BytesIO()
    SimpleDocTemplate(file, pagesize=A4).build(story)
    return file.getvalue()
