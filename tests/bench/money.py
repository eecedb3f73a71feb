"""Deals and quotes: a board of thousands, the forecast beside plain SQL, a quote beside a bare reportlab story."""

import random
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

from crmdesk.domain.base import now
from crmdesk.domain.deals import Deal
from crmdesk.domain.money_taxes import Tax
from crmdesk.domain.placing import spaced
from crmdesk.services import board, documents, forecast, pipelines, products, quote_paper, records
from crmdesk.services.documents import Line as QuoteLine
from crmdesk.services.pipelines import PipelineRow
from crmdesk.store import bulk
from crmdesk.store.store import Store
from tests.bench import window
from tests.bench.table import Line, aim
from tests.bench.workshop import Workshop, medians, opened, share

CARDS, LINES = 5_000, 60
BOARD, FORECAST, FRAME = 0.15, 0.2, 1 / 60
TEXT = "Three decks, stone plates, a front of brushed steel, a control with 99 programmes"
PLAIN = (
    "SELECT substr(expected_on, 1, 7), currency, sum(amount) FROM deals"
    " WHERE deleted_at IS NULL AND status IN ('open', 'won') GROUP BY 1, 2"
)


def run(workshop: Workshop) -> Iterator[Line]:
    many = 2 * workshop.size
    cards = min(CARDS, many // 2)
    with opened(workshop.empty("deals")) as store:
        with store.write("Pipeline") as session:
            pipeline = pipelines.usual(session)
        add(store, pipeline, cards, ("open",))
        (taken,) = medians(workshop.rounds, lambda: board.board(store, pipeline.id))
        yield aim("deals: a board with its sums", cards, taken, BOARD)
        yield from _seen(workshop, cards)
        add(store, pipeline, many - cards, ("open", "won", "lost"))
        ours, plain = medians(
            workshop.rounds, lambda: forecast.forecast(store), lambda: store.connection.execute(PLAIN).fetchall()
        )
        yield aim("deals: forecast", many, ours, FORECAST)
        yield Line("deals: forecast", many, ours, plain, "one plain statement", 2.0)
        key = quote(store)
        path = workshop.folder / "quote.pdf"
        ours, bare = medians(workshop.rounds, lambda: quote_paper.save(store, key, path), story)
        yield Line("quotes: a PDF of 60 lines with pictures", LINES, ours, bare, "bare reportlab story", 1.5)


def _seen(workshop: Workshop, cards: int) -> Iterator[Line]:
    """In the window; the first time the screen is made too."""
    path = workshop.folder / "boards.crmdesk"
    with opened(workshop.empty("boards")) as store:
        records.add(store, "contact", {"given_name": "Ana"})
        with store.write("Pipeline") as session:
            pipeline = pipelines.usual(session)
        add(store, pipeline, cards, ("open",))
    seen = window.measure("drag", path)
    yield aim("deals: the board opens, first", cards, seen["opened"][0], BOARD)
    yield aim("deals: the board opens, later", cards, max(seen["opened"][1:]), BOARD)
    yield aim("deals: dragging a card, frame p50", cards, share(seen["frames"], 0.5), FRAME)
    yield aim("deals: dragging a card, frame p99", cards, share(seen["frames"], 0.99), FRAME)


def add(store: Store, pipeline: PipelineRow, count: int, statuses: tuple[str, ...]) -> None:
    chance, keys = random.Random(count), spaced(count)
    with store.write("Deals") as session:
        bulk.insert(session, Deal, (deal(chance, pipeline, key, statuses) for key in keys))


def deal(chance: random.Random, pipeline: PipelineRow, position: str, statuses: tuple[str, ...]) -> dict[str, Any]:
    return {
        "name": f"Deal {position}", "pipeline_id": pipeline.id, "stage_id": chance.choice(pipeline.stages).id,
        "position": position, "status": chance.choice(statuses), "amount": chance.randrange(10**7),
        "currency": chance.choice(("EUR", "EUR", "USD")), "responsible": chance.choice(("Ana", "Rui", "Zoe")),
        "expected_on": f"2026-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        "closed_on": f"2026-{chance.randrange(1, 13):02}-15", "stage_since": now(),
    }  # fmt: skip


def quote(store: Store) -> bytes:
    """Each line with a picture of its own."""
    taxes = (Tax("VAT", Decimal(19)),)
    lines = []
    for number in range(LINES):
        key = products.add(store, {"name": f"Oven {number}", "description": TEXT})
        products.set_picture(store, key, "image/jpeg", picture(number))
        lines.append(QuoteLine(product_id=key, unit_price=Decimal(number), taxes=taxes))
    return documents.make(store, "quote", lines, terms="Thirty days. " * 20)


@cache
def picture(number: int) -> bytes:
    """As a phone takes it and products keep it."""
    from PIL import Image

    file, noise = BytesIO(), Image.effect_noise((512, 384), 40 + number)
    Image.merge("RGB", (noise, noise.rotate(90, expand=False), noise)).save(file, "JPEG", quality=85)
    return file.getvalue()


def story() -> None:
    """As its manual has it."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Table

    styles = getSampleStyleSheet()
    rows: list[list[Any]] = [["No.", "", "Description", "Quantity", "Price", "Amount"]]
    for number in range(LINES):
        cell = Paragraph(f"<b>Oven {number}</b><br/>{TEXT}", styles["BodyText"])
        shown = Image(BytesIO(picture(number)), 40, 30)
        rows.append([str(number), shown, cell, "1", f"{number}.00", f"{number}.00"])
    terms = Paragraph("Thirty days. " * 20, styles["BodyText"])
    SimpleDocTemplate(BytesIO()).build([Paragraph("Quote", styles["Title"]), Table(rows, repeatRows=1), terms])
