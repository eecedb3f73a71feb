"""Letters on paper: letterhead, address in the window, text over as many pages as it takes. To be imported late."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from crmdesk.domain.errors import UserError
from crmdesk.domain.letter_look import Look, Words
from crmdesk.domain.values.rich_text import Line as Paragraph
from crmdesk.domain.values.rich_text import Run
from crmdesk.i18n import _
from crmdesk.printing import letter_forms
from crmdesk.printing.fitting import wrap
from crmdesk.printing.fonts import CAP_HEIGHT, REGULAR, STRONG, line
from crmdesk.printing.letter_forms import MARGIN, PAPERS, Form
from crmdesk.printing.letter_head import COLUMN, FAINT, GREY, HAIR, INK, RIGHT, Head, draw
from crmdesk.printing.letter_tables import Table, lay_table
from crmdesk.printing.paragraphs import LEADING, Laid, Piece, lay
from crmdesk.printing.press import POINTS, Making, Pages
from crmdesk.printing.scripts import is_right_to_left

_TOP = 28.0
"""Of pages after the first, in millimetres."""
_BOTTOM = 20.0
_SMALL = 8.0
_EDGE = 0.018
_PROGRESS_EVERY = 10
_LEAST_ADDRESS = 7.0
_AT_LEAST = 2
"""Lines of a paragraph that stay together at either end of a page."""


@dataclass(frozen=True, slots=True)
class Letter:
    name: str
    """Whose it is."""
    address: Sequence[str] = ()
    date: str = ""
    subject: str = ""
    body: Sequence[Paragraph] = ()
    enclosures: Sequence[str] = ()
    words: Words = field(default_factory=Words)
    table: Table | None = None
    """Under the text."""
    after: Sequence[Paragraph] = ()
    """Under the table."""


def render(letters: Iterable[Letter], count: int, look: Look, head: Head, file: BinaryIO) -> Making:
    """Write a PDF of all of them, one after the other. Equal letters give equal bytes."""
    if not count:
        raise UserError(_("There are no letters to print: all that were chosen are left out."))
    press = _Press(look, head)
    for number, letter in enumerate(letters):
        if number % _PROGRESS_EVERY == 0:
            yield number / count
        press.add(letter)
    return press.pages.finish(file)


class _Press:
    """One document in the making."""

    def __init__(self, look: Look, head: Head) -> None:
        self.look, self.head = look, head
        self.form: Form = letter_forms.by_key(look.form)
        self.paper_width, self.paper_height = PAPERS[self.form.paper]
        self.pages = Pages(_("Letters"), self.paper_width, self.paper_height)
        self.width = (self.paper_width - MARGIN - RIGHT) * POINTS
        self.foot = draw(self.pages, self.form, look, head)
        self.is_begun = False

    def y(self, down: float) -> float:
        """Of so many millimetres from the top."""
        return (self.paper_height - down) * POINTS

    def add(self, letter: Letter) -> None:
        sheets = list(_paged(self.laid(letter), self.rooms()))
        for number, laid in enumerate(sheets, 1):
            self.begin(letter, number)
            self.set_laid(laid, self.y(self.body() if number == 1 else _TOP))
            if len(sheets) > 1:
                self.number(letter, number, len(sheets))
        self.pages.printed.labels += 1

    def body(self) -> float:
        """Where the text begins: under the date, where that stands under the window."""
        return self.form.body + (8.0 if self.form.is_right and self.look.has_date else 0.0)

    def rooms(self) -> Iterator[float]:
        foot = max(self.foot, _BOTTOM)
        yield (self.paper_height - foot - self.body()) * POINTS
        while True:
            yield (self.paper_height - foot - _TOP) * POINTS

    def laid(self, letter: Letter) -> list[Laid]:
        size = self.look.size
        head = [Paragraph((Run(letter.subject, "b"),)), Paragraph()] if letter.subject.strip() else []
        found = lay([*head, *letter.body], self.width, size)
        if letter.table:
            air = Laid((), size * LEADING * 0.5, size)
            found += [air, *lay_table(letter.table, self.width, size - 1.0), air]
        return [*found, *lay(letter.after, self.width, size), *self.enclosures(letter)]

    def enclosures(self, letter: Letter) -> list[Laid]:
        if not letter.enclosures:
            return []
        several = len(letter.enclosures) > 1
        word = letter.words.enclosures if several else letter.words.enclosure
        listed = "\n".join(letter.enclosures)
        last = [Paragraph((Run(word, "b"), Run(f"\n{listed}" if several else f" {listed}")))]
        laid = lay(last, self.width, self.look.size - 1.5)
        return [Laid((), self.look.size * LEADING, self.look.size, keeps_next=True), *laid]

    # A page

    def begin(self, letter: Letter, number: int) -> None:
        if self.is_begun:
            self.pages.end_page()
        self.is_begun = True
        canvas = self.pages.canvas
        canvas.doForm("first" if number == 1 else "next")
        if number > 1:
            self.put(" · ".join(filter(None, (letter.name, letter.date))), MARGIN, 16.0, _SMALL, GREY)
            return
        canvas.bookmarkPage(key := f"letter {self.pages.printed.labels}")
        canvas.addOutlineEntry(line(letter.name).text or "–", key)
        self.set_address(letter)
        if letter.date and self.look.has_date:
            self.set_date(letter)

    def is_mirrored(self, letter: Letter) -> bool:
        """Read from the right, and bound neither by a window nor by a sender that reaches down there."""
        text = letter.subject or "".join(paragraph.text for paragraph in letter.body)
        is_free = self.form.envelope is None and self.head.down < self.form.box.top
        return is_free and is_right_to_left(text)

    def set_date(self, letter: Letter) -> None:
        box, date = self.form.box, letter.date
        if self.is_mirrored(letter):
            self.put(date, MARGIN, box.bottom - 1.0, self.look.size, INK)
        elif self.form.is_right:
            self.put(date, self.form.left, box.bottom + 8.0, self.look.size, INK)
        else:
            self.put(date, COLUMN, max(box.bottom - 1.0, self.head.down + 7.0), self.look.size, INK)

    def set_address(self, letter: Letter) -> None:
        """As large as the text, or as its window has room for."""
        box, size = self.form.box, min(self.look.size, 11.0)
        lines = [line(text) for text in letter.address if text.strip()]
        room = (box.right - self.form.left) * POINTS
        while lines and size > _LEAST_ADDRESS and not _fits(lines, size, room, box.height * POINTS):
            size -= 0.25
        lines = [part for each in lines for part in wrap(each, room / size)]
        down = self.y(box.top) - CAP_HEIGHT * size - 1.0 * POINTS
        is_mirrored, left, right = self.is_mirrored(letter), self.form.left * POINTS, MARGIN * POINTS + self.width
        for each in lines:
            if not each.plain:
                self.pages.shortfall.note(each)
            x = right - each.width * size if is_mirrored else left
            self.pages.page.append(f"{INK} {self.pages.ink.set(each, size, x, down)}")
            down -= size * 1.22
        if down + size * 1.22 < self.y(box.bottom):
            self.pages.remark(_("The address is higher than its window."), letter.name)

    def number(self, letter: Letter, page: int, pages: int) -> None:
        if self.look.has_numbers:
            text = letter.words.page.format(page=page, pages=pages)
            width = line(text).width * _SMALL / POINTS
            self.put(text, self.paper_width - RIGHT - width, self.paper_height - 9.0, _SMALL, GREY)

    def put(self, text: str, x: float, y: float, size: float, colour: str, font: str = REGULAR) -> None:
        """In millimetres from the top left."""
        made = self.pages.ink.set(line(text, font), size, x * POINTS, self.y(y))
        self.pages.page.append(f"{colour} {made}")

    def set_laid(self, lines: Sequence[Laid], top: float) -> None:
        left = MARGIN * POINTS
        y = top
        for number, laid in enumerate(lines):
            y -= laid.height + (laid.before if number else 0.0)
            base = y + laid.height - laid.size * (LEADING - 1) / 2 - laid.size * 0.86
            for piece in laid.pieces:
                self.set_piece(piece, left + piece.x, base)
            if laid.is_ruled:
                self.pages.canvas.addLiteral(f"{HAIR} {left:.2f} {y:.2f} m {left + self.width:.2f} {y:.2f} l S")

    def set_piece(self, piece: Piece, x: float, y: float) -> None:
        if not piece.line.plain:
            self.pages.shortfall.note(piece.line)
        made = self.pages.ink.set(piece.line, piece.size, x, y, slant=piece.slant)
        if piece.line.font == STRONG and not piece.line.plain:  # substitutes have no strong face: drawn with an edge
            made = f"{FAINT} {piece.size * _EDGE:.2f} w 2 Tr {made} 0 Tr"
        self.pages.page.append(f"{INK} {made}")
        canvas = self.pages.canvas
        for is_on, above in ((piece.under, -0.13), (piece.struck, 0.27)):
            if is_on:
                level = y + above * piece.size
                canvas.addLiteral(f"{FAINT} 0.6 w {x:.2f} {level:.2f} m {x + piece.width:.2f} {level:.2f} l S")
        if piece.href:
            canvas.linkURL(piece.href, (x, y - 0.2 * piece.size, x + piece.width, y + piece.size), relative=0)


def _fits(lines: Sequence[object], size: float, width: float, height: float) -> bool:
    widest = max(getattr(each, "width", 0.0) for each in lines)
    return widest * size <= width and (len(lines) * 1.22 + CAP_HEIGHT - 0.9) * size <= height


def _paged(lines: Sequence[Laid], rooms: Iterator[float]) -> Iterator[Sequence[Laid]]:
    """Parts that fit into one page after the other; there is always one."""
    rest = list(lines)
    while True:
        count = _count(rest, next(rooms))
        yield rest[:count]
        rest = rest[count:]
        while rest and not rest[0].pieces:
            rest.pop(0)  # no page begins with nothing
        if not rest:
            return


def _count(lines: Sequence[Laid], room: float) -> int:
    """How many go on this page: neither end of a paragraph stands alone, and no heading at the foot."""
    used, fits = 0.0, 0
    for number, laid in enumerate(lines):
        used += laid.height + (laid.before if number else 0.0)
        if used > room + 0.01:
            break
        fits = number + 1
    if fits == len(lines):
        return fits
    most = max(fits, 1)
    return next((count for count in range(most, 0, -1) if _may_break(lines, count)), most)


def _may_break(lines: Sequence[Laid], count: int) -> bool:
    """Before the line of this number."""
    before, after = lines[count - 1], lines[count]
    if before.keeps_next:
        return False
    left = after.count - after.number
    return not 0 < after.number < _AT_LEAST and (after.number == 0 or left >= _AT_LEAST)
