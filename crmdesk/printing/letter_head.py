"""What stands on every letter of a run: logo, sender, foot and fold marks, drawn once and used on each page."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from crmdesk.domain.letter_look import Look
from crmdesk.printing.fitting import wrap
from crmdesk.printing.fonts import REGULAR, STRONG, line
from crmdesk.printing.letter_forms import MARGIN, PAPERS, Form
from crmdesk.printing.press import POINTS, Pages

if TYPE_CHECKING:
    from reportlab.lib.utils import ImageReader

RIGHT = 20.0
COLUMN = 125.0
"""Where sender and date stand, beside a window at the left."""
INK, GREY = "0.1 g", "0.4 g"
HAIR, FAINT = "0.8 G 0.5 w", "0.1 G"
_TOP = 13.0
_LOGO = (72.0, 20.0)
_NAME, _TEXT, _FOOT = 17.0, 8.5, 7.5
_LINE = 1.42
_BELOW = 9.0
"""From the last line of the foot to the edge."""


@dataclass(frozen=True, slots=True)
class Head:
    """Of the sender."""

    name: str = ""
    address: Sequence[str] = ()
    ways: Sequence[str] = ()
    """Phone, mail, web page."""
    foot: Sequence[str] = ()
    logo: bytes | None = None

    @property
    def line(self) -> str:
        return " · ".join(filter(None, (self.name, *self.address)))

    @property
    def down(self) -> float:
        """Where the sender's column ends."""
        count = 1 + len(self.address) + len(self.ways)
        return _TOP + (count + 0.6) * _TEXT * _LINE / POINTS if self.name else 0.0


def draw(pages: Pages, form: Form, look: Look, head: Head) -> float:
    """As the forms `first` and `next` of the document; gives the height of the foot in millimetres."""
    drawing = _Drawing(pages, form, head)
    is_own = look.head == "own" and bool(head.name)
    foot = drawing.foot_height() if is_own else 0.0
    pages.canvas.beginForm("first")
    if is_own:
        drawing.set_head()
        drawing.set_foot()
        drawing.set_sender_line()
    if look.has_folds:
        drawing.set_folds()
    drawing.end()
    pages.canvas.beginForm("next")
    if is_own:
        drawing.set_foot()
    drawing.end()
    return foot


class _Drawing:
    def __init__(self, pages: Pages, form: Form, head: Head) -> None:
        self.pages, self.form, self.head = pages, form, head
        self.width, self.height = PAPERS[form.paper]
        self.texts: list[str] = []
        self.has_logo = False

    def end(self) -> None:
        if self.texts:
            self.pages.canvas.addLiteral("\n".join(["BT", *self.texts, "ET"]))
            self.texts.clear()
        self.pages.canvas.endForm()

    def put(self, text: str, x: float, down: float, size: float, colour: str, font: str = REGULAR) -> None:
        made = line(text, font)
        if not made.plain:
            self.pages.shortfall.note(made)
        self.texts.append(f"{colour} {self.pages.ink.set(made, size, x * POINTS, (self.height - down) * POINTS)}")

    def rule(self, left: float, right: float, down: float, look: str = HAIR) -> None:
        y = (self.height - down) * POINTS
        self.pages.canvas.addLiteral(f"{look} {left * POINTS:.2f} {y:.2f} m {right * POINTS:.2f} {y:.2f} l S")

    # The head

    def set_head(self) -> None:
        below = self.set_logo()
        if self.form.is_right:
            self.set_sender(MARGIN, below + 6.5)
        else:
            self.set_sender(COLUMN, _TOP + 2.6)

    def set_logo(self) -> float:
        """Or the name in its place; gives where it ends."""
        room = min(_LOGO[1], self.form.box.top - self.form.sender_line - _TOP - 3.0)
        if self.head.logo and (size := self.picture(room)):
            self.has_logo = True
            return _TOP + size
        self.put(self.head.name, MARGIN, _TOP + 5.2, self.name_size(), INK, STRONG)
        return _TOP + 5.2

    def name_size(self) -> float:
        """Smaller for a long one."""
        room = (COLUMN - MARGIN - 6.0) * POINTS
        return max(min(_NAME, room / max(line(self.head.name, STRONG).width, 0.1)), 9.0)

    def picture(self, room: float) -> float:
        """Its height, or nothing where it cannot be read."""
        found = picture_of(self.head.logo or b"")
        if not found:
            return 0.0
        reader, width, height = found
        scale = min(_LOGO[0] / width, room / height)
        wide, high = width * scale * POINTS, height * scale * POINTS
        y = (self.height - _TOP) * POINTS - high
        self.pages.canvas.drawImage(reader, MARGIN * POINTS, y, wide, high, mask="auto")
        return high / POINTS

    def set_sender(self, left: float, down: float) -> None:
        """The name only where it does not stand in place of a logo."""
        step = _TEXT * _LINE / POINTS
        if self.has_logo:
            self.put(self.head.name, left, down, _TEXT, INK, STRONG)
            down += step
        for text in self.head.address:
            self.put(text, left, down, _TEXT, GREY)
            down += step
        down -= step
        down += step * 0.6
        for text in self.head.ways:
            down += step
            self.put(text, left, down, _TEXT, GREY)

    def set_sender_line(self) -> None:
        """In the window, over the address."""
        if not self.form.sender_line:
            return
        box = self.form.box
        room = (box.width - 6.0) * POINTS
        whole = line(self.head.line)
        size = max(min(7.0, room / max(whole.width, 0.1)), 5.0)
        shown = wrap(whole, room / size)[0].text
        self.put(shown, box.left + 5.0, box.top - 2.4, size, GREY)
        self.rule(box.left + 5.0, box.left + 5.0 + room / POINTS, box.top - 1.3, "0.7 G 0.3 w")

    # The foot and the marks

    def foot_height(self) -> float:
        count = len(self.head.foot)
        return _BELOW + count * _FOOT * _LINE / POINTS + 8.0 if count else 0.0

    def set_foot(self) -> None:
        step = _FOOT * _LINE / POINTS
        down = self.height - _BELOW - step * (len(self.head.foot) - 1)
        if self.head.foot:
            self.rule(MARGIN, self.width - RIGHT, down - step - 1.0)
        for text in self.head.foot:
            self.put(text, MARGIN, down, _FOOT, GREY)
            down += step

    def set_folds(self) -> None:
        for fold in self.form.folds:
            self.rule(4.5, 8.5, fold, "0.6 G 0.35 w")
        if self.form.punch:
            self.rule(4.5, 10.5, self.form.punch, "0.6 G 0.35 w")


def picture_of(data: bytes) -> "tuple[ImageReader, int, int] | None":
    """Ready to be drawn, with its width and height; nothing where it cannot be read."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    try:
        with Image.open(BytesIO(data)) as read:
            return ImageReader(read.convert("RGBA" if "A" in read.getbands() else "RGB")), *read.size
    except (OSError, ValueError):
        return None
