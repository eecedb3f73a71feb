"""The Swiss QR-bill at the foot of the last page: receipt and payment part, measured as its style guide does. Late."""

from collections.abc import Sequence

from crmdesk.printing.fitting import wrap
from crmdesk.printing.fonts import CAP_HEIGHT, PLAIN, PLAIN_STRONG, line
from crmdesk.printing.press import POINTS
from crmdesk.printing.quote_end import set_code
from crmdesk.printing.quote_page import Page
from crmdesk.printing.quote_sheets import Slip

HEIGHT = 105.0
"""Millimetres, as all that follows."""
_RECEIPT = 62.0
_EDGE = 5.0
_CODE = 46.0
_CROSS = 7.0
_AT_RIGHT = 118.0
"""Where the details of the payment part begin."""
_AMOUNT = 68.0
"""From the top, where both amounts begin."""
_INK = "0 g"
_CORNER = 3.0


class SwissSlip:
    def __init__(self, page: Page, slip: Slip) -> None:
        self.page, self.slip = page, slip

    def set(self) -> None:
        page = self.page
        if page.y < (HEIGHT + 6.0) * POINTS:
            page.turn()
        page.slip_height = HEIGHT * POINTS
        self._set_perforation()
        self._set_receipt()
        self._set_payment()

    def _set_perforation(self) -> None:
        width, height = self.page.paper_width * POINTS, HEIGHT * POINTS
        right = _RECEIPT * POINTS
        self.page.pages.canvas.addLiteral(
            f"0 G 0.4 w [2 2] 0 d 0 {height:.2f} m {width:.2f} {height:.2f} l"
            f" {right:.2f} 0 m {right:.2f} {height:.2f} l S [] 0 d"
        )
        self._scissors(_EDGE, 0.0)
        self._scissors(_RECEIPT, 8.0)

    def _scissors(self, x: float, down: float) -> None:
        """Blades and rings, pointing along the line."""
        left, y, is_down = x * POINTS, (HEIGHT - down) * POINTS, down > 0
        turned = f"0 -1 1 0 {left:.2f} {y:.2f} cm" if is_down else f"1 0 0 1 {left:.2f} {y:.2f} cm"
        ring = "{0} {1} m {0} {2} {3} {2} {3} {1} c {3} {4} {0} {4} {0} {1} c"
        rings = " ".join(ring.format(0, up, up + 2.2, 3.6, up - 2.2) for up in (2.3, -2.3))
        blades = "3.2 1.4 m 10.5 -1.6 l 3.2 -1.4 m 10.5 1.6 l"
        self.page.pages.canvas.addLiteral(f"q {turned} 1 g -0.5 -4.6 11.5 9.2 re f 0 G 0.6 w {rings} {blades} S Q")

    # The two parts

    def _set_receipt(self) -> None:
        words = self.slip.words
        self._put(words.receipt, _EDGE, _EDGE, 11.0, is_strong=True)
        down = self._block(words.account, self.slip.account, _EDGE, 12.0, 52.0, (6.0, 8.0))
        self._payer(_EDGE, down, (52.0, 20.0), 6.0)
        self._amount(_EDGE, 12.0, (6.0, 8.0))
        made = line(words.acceptance, PLAIN_STRONG)
        self._put(words.acceptance, _RECEIPT - _EDGE - made.width * 6.0 / POINTS, 82.0, 6.0, is_strong=True)

    def _set_payment(self) -> None:
        words, left = self.slip.words, _RECEIPT + _EDGE
        self._put(words.payment_part, left, _EDGE, 11.0, is_strong=True)
        self._set_code(left, 17.0)
        self._amount(left, 15.0, (8.0, 10.0))
        down = self._block(words.account, self.slip.account, _AT_RIGHT, _EDGE, 87.0, (8.0, 10.0))
        if self.slip.message:
            down = self._block(words.message, [self.slip.message], _AT_RIGHT, down, 87.0, (8.0, 10.0))
        self._payer(_AT_RIGHT, down, (65.0, 25.0), 8.0)

    def _set_code(self, left: float, top: float) -> None:
        """With the cross of seven millimetres in its middle."""
        page, side = self.page, _CODE * POINTS
        x, y = left * POINTS, (HEIGHT - top) * POINTS - side
        set_code(page, self.slip.code, x, y, side)
        cross = _CROSS * POINTS
        x, y = x + (side - cross) / 2, y + (side - cross) / 2
        page.box("1 g", x - cross / 14, y - cross / 14, cross * 8 / 7, cross * 8 / 7)
        page.box(_INK, x, y, cross, cross)
        page.box("1 g", x + cross * 0.4, y + cross * 0.17, cross * 0.2, cross * 0.66)
        page.box("1 g", x + cross * 0.17, y + cross * 0.4, cross * 0.66, cross * 0.2)

    def _amount(self, left: float, apart: float, sizes: tuple[float, float]) -> None:
        """Currency and amount side by side."""
        words, slip = self.slip.words, self.slip
        for x, head, value in ((left, words.currency, slip.currency), (left + apart, words.amount, slip.amount)):
            self._block(head, [value], x, _AMOUNT, 40.0, sizes)

    def _payer(self, left: float, down: float, size: tuple[float, float], head: float) -> None:
        """Left open: a field with corners, for a pen."""
        self._put(self.slip.words.payer, left, down, head, is_strong=True)
        x, right = left * POINTS, (left + size[0]) * POINTS
        top = (HEIGHT - down) * POINTS - head * 1.7
        bottom, arm = top - size[1] * POINTS, _CORNER * POINTS
        path = " ".join(
            f"{cx:.2f} {cy + up * arm:.2f} m {cx:.2f} {cy:.2f} l {cx + across * arm:.2f} {cy:.2f} l"
            for cx, cy, across, up in ((x, top, 1, -1), (right, top, -1, -1), (x, bottom, 1, 1), (right, bottom, -1, 1))
        )
        self.page.pages.canvas.addLiteral(f"0 G 0.75 w {path} S")

    # Texts

    def _block(
        self, head: str, lines: Sequence[str], left: float, down: float, width: float, sizes: tuple[float, float]
    ) -> float:
        """A head and what stands under it; gives where the next one begins."""
        small, size = sizes
        step = (size + 1.0) / POINTS
        self._put(head, left, down, small, is_strong=True)
        down += (small + 1.5) / POINTS
        for text in lines:
            for part in wrap(line(text, PLAIN), width * POINTS / size):
                self._put(part.text, left, down, size)
                down += step
        return down + step

    def _put(self, text: str, x: float, down: float, size: float, *, is_strong: bool = False) -> None:
        made = line(text, PLAIN_STRONG if is_strong else PLAIN)
        y = (HEIGHT - down) * POINTS - size * CAP_HEIGHT
        self.page.put_line(made, x * POINTS, y, size, _INK)
