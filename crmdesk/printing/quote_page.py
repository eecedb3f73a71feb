"""The paper a document is set on: pages that follow one another, and ink for texts, boxes and rules. Imported late."""

from crmdesk.printing.fitting import wrap
from crmdesk.printing.fonts import Line, line
from crmdesk.printing.letter_forms import MARGIN, PAPERS, Form
from crmdesk.printing.letter_head import INK, RIGHT
from crmdesk.printing.press import POINTS, Pages
from crmdesk.printing.quote_dress import SOFT, Dress

LEADING = 1.38
_TOP = 24.0
"""Of pages after the first, in millimetres."""
_MARK = 110.0
_BEND = 0.5523
"""Of a quarter of a circle, as a curve."""


class Page:
    """`y` is where the next thing hangs, in points; what needs more room than is left turns the page."""

    def __init__(self, name: str, form: Form, dress: Dress, mark: str, page_words: str) -> None:
        self.name, self.form, self.dress = name, form, dress
        self.mark, self.page_words = mark, page_words
        self.paper_width, self.paper_height = PAPERS[form.paper]
        self.pages = Pages(name, self.paper_width, self.paper_height)
        vars(self.pages.canvas)["_preamble"] = "1 0 0 1 0 0 cm"  # no font that lies outside the file: for PDF/A
        self.left, self.right = MARGIN * POINTS, (self.paper_width - RIGHT) * POINTS
        self.bottom = 18.0 * POINTS
        self.y = 0.0
        self.slip_height = 0.0
        """Of what is cut off at the foot of this page; there is neither foot nor margin then."""

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def number(self) -> int:
        return self.pages.printed.pages + 1

    @property
    def whole(self) -> float:
        """How much a page after the first holds."""
        return self.down(_TOP) - self.bottom

    def down(self, millimetres: float) -> float:
        """From the upper edge of the paper."""
        return (self.paper_height - millimetres) * POINTS

    def begin(self) -> None:
        is_first = self.number == 1
        self.pages.canvas.doForm("first" if is_first else "next")
        if self.mark:
            self._set_mark()
        if not is_first:
            self.y = self.down(_TOP)
            self.put(self.name, self.left, self.down(15.0), self.dress.small, SOFT)

    def turn(self) -> None:
        self.end()
        self.pages.end_page()
        self.begin()

    def end(self) -> None:
        """The foot, and a place for the number."""
        if not self.slip_height:
            self.pages.canvas.doForm("foot")
        self.pages.canvas.doForm(f"number{self.number}")

    def keep(self, height: float) -> None:
        """What needs so much stands on one page."""
        if self.y - height < self.bottom:
            self.turn()

    def number_pages(self) -> None:
        """How many there are is known now: each has left a place for it."""
        count = self.number
        for number in range(1, count + 1):
            made = self.line(self.page_words.format(page=number, pages=count))
            size, up = self.dress.small, 9.0 * POINTS
            if number == count and self.slip_height:
                up = self.slip_height + 4.0 * POINTS
            self.pages.canvas.beginForm(f"number{number}")
            if count > 1:
                left = self.right - made.width * size
                self.pages.canvas.addLiteral(f"BT {SOFT} {self.pages.ink.set(made, size, left, up)} ET")
            self.pages.canvas.endForm()

    def _set_mark(self) -> None:
        made = line(self.mark.upper(), self.dress.strong)
        size = min(_MARK, 560.0 / max(made.width, 1.0))
        across, up = self.paper_width * POINTS / 2, self.paper_height * POINTS / 2
        self.pages.canvas.addLiteral(
            f"q 0.7071 0.7071 -0.7071 0.7071 {across:.2f} {up:.2f} cm BT 0.945 g"
            f" {self.pages.ink.set(made, size, -made.width * size / 2, -size / 3)} ET Q"
        )

    # Texts

    def line(self, text: str, *, is_strong: bool = False) -> Line:
        return line(text, self.dress.strong if is_strong else self.dress.regular)

    def wrapped(self, text: str, width: float, size: float, *, is_strong: bool = False) -> list[Line]:
        """Lines that were left empty stay so."""
        lines = (self.line(each, is_strong=is_strong) for each in text.splitlines())
        return [part for each in lines for part in wrap(each, width / size)]

    def set_text(self, text: str, size: float, colour: str = INK, *, is_strong: bool = False) -> None:
        for part in self.wrapped(text, self.width, size, is_strong=is_strong):
            self.keep(size * LEADING)
            self.y -= size * LEADING
            if part.runs:
                self.put_line(part, self.left, self.y, size, colour)

    def put(self, text: str, x: float, y: float, size: float, colour: str, *, is_strong: bool = False) -> None:
        self.put_line(self.line(text, is_strong=is_strong), x, y, size, colour)

    def put_right(self, made: Line, right: float, y: float, size: float, colour: str) -> None:
        self.put_line(made, right - made.width * size, y, size, colour)

    def put_line(self, made: Line, x: float, y: float, size: float, colour: str) -> None:
        if not made.plain:
            self.pages.shortfall.note(made)
        self.pages.page.append(f"{colour} {self.pages.ink.set(made, size, x, y)}")

    # Shapes, which lie under all texts of the page

    def box(self, colour: str, x: float, y: float, width: float, height: float, radius: float = 0.0) -> None:
        path = _rounded(x, y, width, height, radius) if radius else f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re"
        self.pages.canvas.addLiteral(f"{colour} {path} f")

    def rule(self, look: str, left: float, right: float, down: float = 0.0) -> None:
        y = self.y + down
        self.pages.canvas.addLiteral(f"{look} {left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S")


def _rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    right, top, bend = x + width, y + height, radius * (1 - _BEND)
    points = [
        f"{x + radius:.2f} {y:.2f} m {right - radius:.2f} {y:.2f} l",
        f"{right - bend:.2f} {y:.2f} {right:.2f} {y + bend:.2f} {right:.2f} {y + radius:.2f} c",
        f"{right:.2f} {top - radius:.2f} l",
        f"{right:.2f} {top - bend:.2f} {right - bend:.2f} {top:.2f} {right - radius:.2f} {top:.2f} c",
        f"{x + radius:.2f} {top:.2f} l",
        f"{x + bend:.2f} {top:.2f} {x:.2f} {top - bend:.2f} {x:.2f} {top - radius:.2f} c",
        f"{x:.2f} {y + radius:.2f} l",
        f"{x:.2f} {y + bend:.2f} {x + bend:.2f} {y:.2f} {x + radius:.2f} {y:.2f} c h",
    ]
    return " ".join(points)
