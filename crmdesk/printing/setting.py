"""Lines of text set on a page at a place and in a colour; what could not be set is noted. To be imported late."""

from reportlab.pdfgen.canvas import Canvas

from crmdesk.printing.fitting import wrap
from crmdesk.printing.fonts import Line, Shortfall, line
from crmdesk.printing.ink import Ink


class Setter:
    def __init__(self, canvas: Canvas, title: str) -> None:
        self.canvas = canvas
        canvas.setTitle(title)
        canvas.setCreator("CRMDesk")
        self.ink = Ink(canvas)
        self.shortfall = Shortfall()
        self.cut: list[str] = []
        """What is too long for its place."""
        self.texts: list[str] = []
        self.shapes: list[str] = []

    def broken(self, text: str, width: float, font: str, size: float) -> list[Line]:
        """Into as many lines as it takes."""
        whole = line(text, font)
        if not whole.plain:
            self.shortfall.note(whole)
        return [part for part in wrap(whole, width / size) if part.runs]

    def put(self, part: Line, size: float, x: float, y: float, colour: str) -> None:
        self.texts.append(f"{colour} {self.ink.set(part, size, x, y)}")

    def content(self) -> str:
        """Of the page as it stands, shapes under letters."""
        return "\n".join([*self.shapes, "BT", *self.texts, "ET"])
