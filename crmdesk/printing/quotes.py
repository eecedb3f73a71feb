"""Quotes, orders and invoices as PDF: letterhead, table over as many pages as it takes, sums. To be imported late."""

from collections.abc import Sequence
from io import BytesIO
from typing import BinaryIO

from crmdesk.domain.letter_look import Look
from crmdesk.printing import codes
from crmdesk.printing.fitting import wrap
from crmdesk.printing.fonts import CAP_HEIGHT, REGULAR, STRONG, Line, line
from crmdesk.printing.letter_forms import MARGIN, PAPERS, Form
from crmdesk.printing.letter_head import COLUMN, GREY, INK, RIGHT, Head, draw
from crmdesk.printing.press import POINTS, Pages, Printed
from crmdesk.printing.quote_rows import LEADING, PICTURE, Cell, Dress, Row, Table, dress_of
from crmdesk.printing.quote_sheets import Entry, Paper, Style, Sum

_TOP = 22.0
"""Of pages after the first, in millimetres."""
_BOTTOM = 18.0
_FACT = 8.5
_FACTS_STEP = 4.5
_GAP = 14.0
_CODE, _SWISS_CODE = 96.0, 46.0 * POINTS
"""The Swiss standard knows one size only."""
_SUMS = 235.0
_SIGN = 190.0
_SIGN_HEIGHT = 64.0
_OVER_SUMS = 6.0
_DOTS = 320
"""Of a picture: fine enough for print, and no photograph of ten megabytes in a quote."""
_MARK = 110.0


def render(paper: Paper, head: Head, form: Form, file: BinaryIO, style: Style = "plain") -> Printed:
    """Equal papers give equal bytes."""
    press = _Press(paper, head, form, dress_of(style))
    press.set_beginning()
    press.set_table()
    press.set_end()
    return press.finish(file)


class _Press:
    """One document in the making; `y` is where the next thing hangs."""

    def __init__(self, paper: Paper, head: Head, form: Form, dress: Dress) -> None:
        self.paper, self.head, self.form, self.dress = paper, head, form, dress
        self.paper_width, self.paper_height = PAPERS[form.paper]
        self.name = " ".join([paper.title, *(value for _label, value in paper.facts[:1])])
        self.pages = Pages(self.name, self.paper_width, self.paper_height)
        self.left, self.right = MARGIN * POINTS, (self.paper_width - RIGHT) * POINTS
        foot = draw(self.pages, form, Look(form.key), head)
        self.bottom = max(foot + 4.0, _BOTTOM) * POINTS
        self.code = _SWISS_CODE if paper.is_swiss else _CODE
        self.table = Table(paper.heads, paper.entries, dress, self.left, self.right)
        self.y = 0.0
        self.begin_page()

    def begin_page(self) -> None:
        is_first = not self.pages.printed.pages
        self.pages.canvas.doForm("first" if is_first else "next")
        if self.paper.mark:
            self.set_mark()
        if not is_first:
            self.y = self.down(_TOP)
            self.put(self.name, self.left, self.down(14.0), 8.0, GREY)
        self.pages.canvas.doForm(f"number{self.pages.printed.pages + 1}")

    def finish(self, file: BinaryIO) -> Printed:
        """How many pages there are is known now: each has left a place for it."""
        count = self.pages.printed.pages + 1
        for number in range(1, count + 1):
            made = line(self.paper.page.format(page=number, pages=count))
            self.pages.canvas.beginForm(f"number{number}")
            if count > 1:
                left = self.right - made.width * 8.0
                self.pages.canvas.addLiteral(f"BT {GREY} {self.pages.ink.set(made, 8.0, left, 9.0 * POINTS)} ET")
            self.pages.canvas.endForm()
        return self.pages.finish(file)

    def turn(self) -> None:
        self.pages.end_page()
        self.begin_page()

    def down(self, millimetres: float) -> float:
        """From the upper edge of the paper."""
        return (self.paper_height - millimetres) * POINTS

    def keep(self, height: float) -> None:
        """What needs so much stands on one page."""
        if self.y - height < self.bottom:
            self.turn()

    def set_mark(self) -> None:
        made = line(self.paper.mark.upper(), STRONG)
        size = min(_MARK, 560.0 / max(made.width, 1.0))
        across, up = self.paper_width * POINTS / 2, self.paper_height * POINTS / 2
        self.pages.canvas.addLiteral(
            f"q 0.7071 0.7071 -0.7071 0.7071 {across:.2f} {up:.2f} cm BT 0.94 g"
            f" {self.pages.ink.set(made, size, -made.width * size / 2, -size / 3)} ET Q"
        )

    # Before the table

    def set_beginning(self) -> None:
        self.set_address()
        self.y = min(self.down(self.form.body), self.set_facts()) - self.dress.title * CAP_HEIGHT
        self.put(self.paper.title, self.left, self.y, self.dress.title, f"{self.dress.accent} rg", STRONG)
        self.y -= self.dress.title * 0.55
        if self.paper.subject:
            self.y -= 4.0
            self.set_text(self.paper.subject, 10.5, INK, STRONG)
        if self.paper.intro:
            self.y -= 5.0
            self.set_text(self.paper.intro, self.dress.size, INK)
        self.y -= _GAP

    def set_address(self) -> None:
        box = self.form.box
        lines = [line(text) for text in self.paper.address if text.strip()]
        widest = max((each.width for each in lines), default=1.0)
        size = min(
            10.0, (box.right - self.form.left) * POINTS / widest, box.height * POINTS / (1.25 * (len(lines) or 1))
        )
        down = self.down(box.top + 1.0) - CAP_HEIGHT * size
        for each in lines:
            self.put_line(each, self.form.left * POINTS, down, size, INK)
            down -= size * 1.25

    def set_facts(self) -> float:
        """Number, date and the like beside the address; gives where they end."""
        facts = [(line(label), line(value, STRONG)) for label, value in self.paper.facts if value]
        left = (MARGIN if self.form.is_right else COLUMN) * POINTS
        below_head = self.head.down + 6.0 + (14.0 if self.form.is_right else 0.0)
        y = self.down(max(self.form.box.top + 3.2, below_head))
        widest = max((label.width for label, _value in facts), default=0.0) * _FACT + 10.0
        room = (COLUMN - 10.0) * POINTS if self.form.is_right else self.right
        for label, value in facts:
            size = min(_FACT, (room - left - widest) / max(value.width, 0.1))
            self.put_line(label, left, y, _FACT, GREY)
            self.put_line(value, left + widest, y, size, INK)
            y -= _FACTS_STEP * POINTS
        return y - 8.0

    def set_text(self, text: str, size: float, colour: str, font: str = REGULAR) -> None:
        for part in self.wrapped(text, self.right - self.left, size, font):
            self.keep(size * LEADING)
            self.y -= size * LEADING
            if part.runs:
                self.put_line(part, self.left, self.y, size, colour)

    def wrapped(self, text: str, width: float, size: float, font: str = REGULAR) -> list[Line]:
        return [part for each in text.splitlines() for part in wrap(line(each, font), width / size)]

    # The table

    def set_table(self) -> None:
        rows = self.table.rows
        if not rows:
            return
        self.keep(self.table.head_height + rows[0].height + self.table.step)
        self.set_head()
        for place, row in enumerate(rows):
            if not self.fits(place):
                self.carry(rows[place - 1].entry if place else None)
            self.set_row(row, place)

    def fits(self, place: int) -> bool:
        """A row, what has to stand with it, and the line that is carried over where more comes."""
        rows = self.table.rows
        needed = rows[place].height + self.carry_height
        if rows[place].entry.kind == "section" and place + 1 < len(rows):
            needed += rows[place + 1].height
        if place and all(row.entry.kind == "text" for row in rows[place + 1 :]):  # the end does not stand alone
            needed = (
                sum(row.height for row in rows[place:])
                + _OVER_SUMS
                + min(self.end_height, self.down(_TOP) - self.bottom - 80.0)
            )
        return self.y - needed >= self.bottom

    @property
    def carry_height(self) -> float:
        return self.table.step + self.dress.air

    def carry(self, last: Entry | None) -> None:
        running = last.running if last else ""
        if running and self.paper.carried:
            self.set_carried(self.paper.carried, running)
        self.turn()
        self.set_head()
        if running and self.paper.brought:
            self.set_carried(self.paper.brought, running)
            self.rule("0.87 G 0.4 w", self.left, self.right)

    def set_carried(self, words: str, running: str) -> None:
        size = self.dress.size
        self.y -= self.carry_height
        amount = line(running)
        label = line(words)
        right = self.right - amount.width * size
        self.put_line(amount, right, self.y + 3.0, size, GREY)
        self.put_line(label, right - 16.0 - label.width * size, self.y + 3.0, size, GREY)

    def set_head(self) -> None:
        height = self.table.head_height
        if self.dress.band:
            self.box(self.dress.band, self.left - 5.0, self.y - height, self.right - self.left + 10.0, height)
        self.set_cells(self.table.head)
        self.y -= height
        if not self.dress.band:
            self.rule("0.25 G 0.7 w", self.left, self.right)

    def set_row(self, row: Row, place: int) -> None:
        is_section = row.entry.kind == "section"
        if self.dress.shade and (is_section if self.dress.band else place % 2):
            self.box(self.dress.shade, self.left - 5.0, self.y - row.height, self.right - self.left + 10.0, row.height)
        self.set_cells(row.cells)
        if row.entry.picture:
            self.set_picture(row.entry.picture, row.picture)
        self.y -= row.height
        if self.dress.rule:
            self.rule("0.45 G 0.5 w" if is_section else self.dress.rule, self.left, self.right)

    def set_picture(self, data: bytes, left: float) -> None:
        """Whole, in the middle of its square; one that cannot be read leaves it empty."""
        from PIL import Image
        from reportlab.lib.utils import ImageReader

        try:
            with Image.open(BytesIO(data)) as read:
                read.thumbnail((_DOTS, _DOTS))
                picture = ImageReader(read.convert("RGBA" if "A" in read.getbands() else "RGB"))
        except (OSError, ValueError):
            return
        width, height = picture.getSize()
        scale = PICTURE / max(width, height)
        x, y = left + (PICTURE - width * scale) / 2, self.y - self.dress.air - (PICTURE + height * scale) / 2
        self.pages.canvas.drawImage(picture, x, y, width * scale, height * scale, mask="auto")

    def set_cells(self, cells: Sequence[Cell]) -> None:
        for cell in cells:
            self.put_line(cell.made, cell.x, self.y - cell.down, cell.size, cell.colour)

    # After the table

    @property
    def sums_height(self) -> float:
        return max(sum(map(self.sum_height, self.paper.sums)), self.code + 14.0 if self.paper.code else 0.0) + 10.0

    @property
    def end_height(self) -> float:
        wide, small = self.right - self.left, self.dress.small + 0.7
        texts = [*self.paper.notes, *([self.paper.terms] if self.paper.terms else [])]
        lines = sum(len(self.wrapped(text, wide, small)) for text in texts)
        return self.sums_height + 14.0 + lines * small * LEADING + (_SIGN_HEIGHT if self.paper.sign else 0.0)

    def sum_height(self, each: Sum) -> float:
        return {"total": 25.0, "note": 12.0}.get(each.weight, self.dress.size * LEADING + 2.6)

    def set_end(self) -> None:
        self.y -= _OVER_SUMS
        self.keep(self.sums_height)
        top = self.y
        for each in self.paper.sums:
            self.set_sum(each)
        if self.paper.code:
            self.y = min(self.y, self.set_code(top - 8.0))
        self.y -= 8.0
        for note in self.paper.notes:
            self.set_text(note, self.dress.small + 0.5, INK)
        if self.paper.terms:
            self.y -= 6.0
            self.set_text(self.paper.terms, self.dress.small + 0.7, INK)
        if self.paper.sign:
            self.set_sign(self.paper.sign)

    def set_sum(self, each: Sum) -> None:
        is_total = each.weight == "total"
        height = self.sum_height(each)
        size = 12.0 if is_total else self.dress.small if each.weight == "note" else self.dress.size
        font = STRONG if each.weight in ("total", "strong") else REGULAR
        amount, label = line(each.amount, font), line(each.label, font)
        left, colour = self.right - _SUMS, GREY if each.weight == "note" else INK
        if is_total and self.dress.band:
            self.box(self.dress.band, left - 8.0, self.y - height + 2.0, _SUMS + 13.0, height - 2.0)
            colour = "1 g"
        elif is_total:
            self.rule("0.1 G 0.9 w", left, self.right, -3.0)
        y = self.y - height + (height - size * CAP_HEIGHT) / 2 - (0.0 if not is_total else 1.0 - bool(self.dress.band))
        room = self.right - left - amount.width * size - 12.0
        self.put_line(label, left, y, min(size, room / max(label.width, 0.1)), colour)
        self.put_line(amount, self.right - amount.width * size, y, size, colour)
        self.y -= height

    def set_code(self, top: float) -> float:
        """At the left of the sums; gives where it ends."""
        rows = codes.matrix(self.paper.code)
        unit = self.code / len(rows)
        boxes = [
            f"{self.left + across * unit:.3f} {top - (down + 1) * unit:.3f} {count * unit:.3f} {unit:.3f} re"
            for across, down, count in codes.stripes(rows)
        ]
        self.pages.canvas.addLiteral(f"0 g {' '.join(boxes)} f")
        if self.paper.is_swiss:
            self.set_cross(top)
        for place, part in enumerate(self.wrapped(self.paper.code_words, 72.0, 7.8)):
            self.put_line(part, self.left + self.code + 10.0, top - 7.0 - place * 10.5, 7.8, GREY)
        return top - self.code - 6.0

    def set_cross(self, top: float) -> None:
        """Seven of the forty-six millimetres of the code, as the Swiss standard has it."""
        side = self.code * 7 / 46
        x, y = self.left + (self.code - side) / 2, top - (self.code + side) / 2
        self.box("1 g", x - side / 14, y - side / 14, side * 8 / 7, side * 8 / 7)
        self.box("0 g", x, y, side, side)
        self.box("1 g", x + side * 0.4, y + side * 0.17, side * 0.2, side * 0.66)
        self.box("1 g", x + side * 0.17, y + side * 0.4, side * 0.66, side * 0.2)

    def set_sign(self, words: tuple[str, str]) -> None:
        self.keep(_SIGN_HEIGHT)
        self.y -= 50.0
        for left, text in zip((self.left, self.right - _SIGN), words, strict=True):
            self.rule("0.4 G 0.5 w", left, left + _SIGN)
            self.put(text, left, self.y - 11.0, 7.8, GREY)
        self.y -= 14.0

    # Ink

    def put(self, text: str, x: float, y: float, size: float, colour: str, font: str = REGULAR) -> None:
        self.put_line(line(text, font), x, y, size, colour)

    def put_line(self, made: Line, x: float, y: float, size: float, colour: str) -> None:
        if not made.plain:
            self.pages.shortfall.note(made)
        self.pages.page.append(f"{colour} {self.pages.ink.set(made, size, x, y)}")

    def box(self, colour: str, x: float, y: float, width: float, height: float) -> None:
        self.pages.canvas.addLiteral(f"{colour} {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def rule(self, look: str, left: float, right: float, down: float = 0.0) -> None:
        y = self.y + down
        self.pages.canvas.addLiteral(f"{look} {left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S")
