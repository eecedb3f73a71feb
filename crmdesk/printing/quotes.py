"""Quotes, orders and invoices as PDF: letterhead, table over as many pages as it takes, sums. To be imported late."""

from collections.abc import Sequence
from typing import BinaryIO

from crmdesk.domain.document_look import DocumentLook
from crmdesk.printing.letter_forms import Form
from crmdesk.printing.letter_head import Head
from crmdesk.printing.press import POINTS, Printed
from crmdesk.printing.quote_dress import SOFT, dress_of
from crmdesk.printing.quote_end import End
from crmdesk.printing.quote_head import Letterhead, set_beginning
from crmdesk.printing.quote_page import Page
from crmdesk.printing.quote_pictures import Pictures
from crmdesk.printing.quote_rows import MORE, Cell, Row, Table
from crmdesk.printing.quote_sheets import Entry, Paper
from crmdesk.printing.quote_slip import SwissSlip

_AROUND_ROWS = 80.0
"""What the head of the table and carried sums take of a page, at most."""
_OUT = 6.0
"""How far grounds stand out beside the text they carry."""


def render(paper: Paper, head: Head, form: Form, file: BinaryIO, look: DocumentLook | None = None) -> Printed:
    """Equal papers give equal bytes."""
    look = look or DocumentLook()
    name = " ".join([paper.title, *(value for _label, value in paper.facts[:1])])
    page = Page(name, form, dress_of(look), paper.mark, paper.page)
    letterhead = Letterhead(page, head, look)
    letterhead.draw()
    page.bottom = letterhead.foot_height * POINTS + 4.0
    page.begin()
    set_beginning(page, paper, letterhead.down)
    end = End(page, paper)
    _Table(page, paper, end).set()
    end.set()
    if paper.slip and form.paper == "a4":
        SwissSlip(page, paper.slip).set()
    page.end()
    page.number_pages()
    return page.pages.finish(file)


class _Table:
    def __init__(self, page: Page, paper: Paper, end: End) -> None:
        self.page, self.paper, self.dress, self.end = page, paper, page.dress, end
        most = page.whole - _AROUND_ROWS
        self.table = Table(paper.heads, paper.entries, page.dress, (page.left, page.right), most)
        self.end_height = end.height
        self.pictures = Pictures()

    def set(self) -> None:
        rows = self.table.rows
        if not rows:
            return
        self.page.keep(self.table.head_height + rows[0].height + self.table.step)
        self._set_head()
        for place, row in enumerate(rows):
            if not self._fits(place):
                self._carry(rows[place - 1].entry if place else None)
            self._set_row(row, place)

    def _fits(self, place: int) -> bool:
        """A row, what has to stand with it, and the line that is carried over where more comes."""
        rows = self.table.rows
        needed = rows[place].height + self._carry_height
        if rows[place].entry.kind == "section" and place + 1 < len(rows):
            needed += rows[place + 1].height
        if place and all(row.entry.kind in ("text", MORE) for row in rows[place + 1 :]):  # the end does not stand alone
            end = min(self.end_height, self.page.whole - 80.0)
            needed = max(needed - self._carry_height, sum(row.height for row in rows[place:]) + end)
        return self.page.y - needed >= self.page.bottom

    @property
    def _carry_height(self) -> float:
        return self.table.step + self.dress.air

    def _carry(self, last: Entry | None) -> None:
        running = last.running if last else ""
        if running and self.paper.carried:
            self._set_carried(self.paper.carried, running)
        self.page.turn()
        self._set_head()
        if running and self.paper.brought:
            self._set_carried(self.paper.brought, running)
            self.page.y -= 2.0
            self.page.rule(self.dress.line, self.page.left, self.page.right)

    def _set_carried(self, words: str, running: str) -> None:
        page, size = self.page, self.dress.size
        page.y -= self._carry_height
        amount, label = page.line(running), page.line(words)
        right = page.right - amount.width * size
        page.put_line(amount, right, page.y + 3.0, size, SOFT)
        page.put_right(label, right - 16.0, page.y + 3.0, size, SOFT)

    def _set_head(self) -> None:
        page, height = self.page, self.table.head_height
        if self.dress.style == "band":
            page.box(self.dress.accent, page.left - _OUT, page.y - height, page.width + 2 * _OUT, height, 3.0)
        elif self.dress.style == "compact":
            page.rule("0.1 G 0.9 w", page.left, page.right)
        self._set_cells(self.table.head)
        page.y -= height
        if self.dress.style != "band":
            page.rule("0.1 G 0.5 w" if self.dress.style == "compact" else "0.15 G 0.9 w", page.left, page.right)

    def _set_row(self, row: Row, place: int) -> None:
        page, style, is_section = self.page, self.dress.style, row.entry.kind == "section"
        if style == "band" and is_section:
            page.box(self.dress.tint, page.left - _OUT, page.y - row.height, page.width + 2 * _OUT, row.height)
        self._set_cells(row.cells)
        if row.entry.picture:
            self._set_picture(row.entry.picture, row.picture)
        page.y -= row.height
        if is_section and style != "band":
            page.rule("0.4 G 0.45 w", page.left, page.right)
        elif not self._goes_on(place):
            page.rule(self.dress.line, page.left, page.right)

    def _goes_on(self, place: int) -> bool:
        """Parts stand under their bundle without a line between."""
        return place + 1 < len(self.table.rows) and self.table.rows[place + 1].entry.kind in ("part", MORE)

    def _set_picture(self, data: bytes, left: float) -> None:
        """Whole, in the middle of its square; one that cannot be read leaves it empty."""
        picture = self.pictures.reader(data)
        if picture is None:
            return
        width, height = picture.getSize()
        side = self.dress.picture
        scale = side / max(width, height)
        x, y = left + (side - width * scale) / 2, self.page.y - self.dress.air - (side + height * scale) / 2
        self.page.pages.canvas.drawImage(picture, x, y, width * scale, height * scale, mask="auto")

    def _set_cells(self, cells: Sequence[Cell]) -> None:
        for cell in cells:
            self.page.put_line(cell.made, cell.x, self.page.y - cell.down, cell.size, cell.colour)
