"""What stands under the table of a document: sums, code, notes, terms and the field for a signature. Imported late."""

from collections.abc import Sequence
from itertools import pairwise

from crmdesk.printing import codes
from crmdesk.printing.fonts import CAP_HEIGHT
from crmdesk.printing.letter_head import INK
from crmdesk.printing.quote_dress import SOFT, on_ground
from crmdesk.printing.quote_page import LEADING, Page
from crmdesk.printing.quote_sheets import Paper, Stroke, Sum

_SUMS = 232.0
_CODE = 92.0
_CODE_WORDS = 84.0
_SIGN, _PEN = 195.0, 46.0
"""The line that is signed on, and the room for the pen over it."""
_SIGN_HEIGHT = 74.0
_HEIGHTS = {"total": 30.0, "note": 12.5}


class End:
    def __init__(self, page: Page, paper: Paper) -> None:
        self.page, self.paper, self.dress = page, paper, page.dress

    @property
    def sums_height(self) -> float:
        sums = sum(map(self._height, self.paper.sums))
        return max(sums, _CODE + 8.0 if self.paper.code else 0.0) + 12.0

    @property
    def height(self) -> float:
        """Of all of it."""
        small = self.dress.small + 0.6
        texts = [*self.paper.notes, *([self.paper.terms] if self.paper.terms else [])]
        lines = sum(len(self.page.wrapped(text, self.page.width, small)) for text in texts)
        return self.sums_height + 18.0 + lines * small * LEADING + (_SIGN_HEIGHT if self._has_sign else 0.0)

    @property
    def _has_sign(self) -> bool:
        return bool(self.paper.sign or self.paper.signed)

    def _height(self, each: Sum) -> float:
        return _HEIGHTS.get(each.weight, self.dress.size * LEADING + 3.2)

    def set(self) -> None:
        page = self.page
        if self.paper.sums or self.paper.code:
            page.y -= 10.0
            page.keep(self.sums_height)
            top = page.y
            for each in self.paper.sums:
                self._set_sum(each)
            if self.paper.code:
                page.y = min(page.y, self._set_code(top - 4.0))
        page.y -= 12.0
        for note in self.paper.notes:
            page.set_text(note, self.dress.small + 0.6, INK)
        if self.paper.terms:
            page.y -= 6.0
            page.set_text(self.paper.terms, self.dress.small + 0.6, SOFT)
        if self._has_sign:
            self._set_sign()

    def _set_sum(self, each: Sum) -> None:
        page, dress = self.page, self.dress
        is_total, is_band = each.weight == "total", dress.style == "band"
        height = self._height(each)
        size = dress.size + 4.4 if is_total else dress.small if each.weight == "note" else dress.size
        is_strong = each.weight in ("total", "strong")
        amount, label = page.line(each.amount, is_strong=is_strong), page.line(each.label, is_strong=is_strong)
        left, colour = page.right - _SUMS, INK if is_strong else SOFT
        if is_total and is_band:
            page.box(dress.accent, left - 9.0, page.y - height + 3.0, _SUMS + 18.0, height - 5.0, 3.0)
            colour = on_ground(dress.colour)
        elif is_total:
            page.rule(f"{dress.colour} RG 1.1 w", left, page.right, -4.0)
        y = page.y - height + (height - size * CAP_HEIGHT) / 2 + (0.5 if is_total and is_band else 0.0)
        y -= 2.5 if is_total and not is_band else 0.0
        room = page.right - left - amount.width * size - 12.0
        page.put_line(label, left, y, min(size, room / max(label.width, 0.1)), colour)
        page.put_right(amount, page.right, y, size, colour if is_total else INK)
        page.y -= height

    def _set_code(self, top: float) -> float:
        """At the left of the sums; gives where it ends."""
        page = self.page
        set_code(page, self.paper.code, page.left, top - _CODE, _CODE)
        parts = page.wrapped(self.paper.code_words, _CODE_WORDS, self.dress.small)
        down = top - self.dress.small * CAP_HEIGHT - 2.0
        for place, part in enumerate(parts):
            page.put_line(part, page.left + _CODE + 12.0, down - place * self.dress.small * 1.4, self.dress.small, SOFT)
        return top - _CODE - 4.0

    # The signature

    def _set_sign(self) -> None:
        page, size = self.page, self.dress.small
        page.keep(_SIGN_HEIGHT)
        page.y -= 58.0
        signed, words = self.paper.signed, self.paper.sign or ("", "")
        right = page.right - _SIGN
        if signed:
            _draw_strokes(page, signed.strokes, right)
        for left, text in ((page.left, words[0]), (right, signed.words if signed else words[1])):
            if text:
                page.rule("0.35 G 0.5 w", left, left + _SIGN)
                made = page.line(text)
                page.put_line(made, left, page.y - 11.0, min(size, _SIGN / max(made.width, 0.1)), SOFT)
        page.y -= 16.0


def _draw_strokes(page: Page, strokes: Sequence[Stroke], left: float) -> None:
    """As it was written, in its field over the line; what is higher than that is made smaller."""
    downs = [down for stroke in strokes for _across, down, _firm in stroke]
    if not downs:
        return
    scale = min(_SIGN / 1000, _PEN / max(max(downs) - min(downs), 1))
    middle = (max(downs) + min(downs)) / 2
    up = page.y + 3.0 + _PEN / 2
    drawn = []
    for stroke in strokes:
        firm = sum(firm for _across, _down, firm in stroke) / len(stroke)
        path = _curve([(left + across * scale, up - (down - middle) * scale) for across, down, _firm in stroke])
        drawn.append(f"{0.6 + firm / 1000:.2f} w {path} S")
    page.pages.canvas.addLiteral(f"0.09 0.13 0.35 RG 1 J 1 j {' '.join(drawn)} 0 J 0 j")


def _curve(points: Sequence[tuple[float, float]]) -> str:
    """Through the middles between the points, so that the pen turns no corners."""
    if len(points) < 2:
        return "".join(f"{x:.2f} {y:.2f} m {x + 0.1:.2f} {y:.2f} l" for x, y in points)
    (x, y), last = points[0], points[-1]
    path = [f"{x:.2f} {y:.2f} m"]
    for (bend_x, bend_y), (next_x, next_y) in pairwise(points[1:]):
        to_x, to_y = (bend_x + next_x) / 2, (bend_y + next_y) / 2
        path.append(
            f"{(x + 2 * bend_x) / 3:.2f} {(y + 2 * bend_y) / 3:.2f}"
            f" {(to_x + 2 * bend_x) / 3:.2f} {(to_y + 2 * bend_y) / 3:.2f} {to_x:.2f} {to_y:.2f} c"
        )
        x, y = to_x, to_y
    return " ".join([*path, f"{last[0]:.2f} {last[1]:.2f} l"])


def set_code(page: Page, text: str, left: float, bottom: float, side: float) -> None:
    rows = codes.matrix(text)
    unit, top = side / len(rows), bottom + side
    boxes = [
        f"{left + across * unit:.3f} {top - (down + 1) * unit:.3f} {count * unit:.3f} {unit:.3f} re"
        for across, down, count in codes.stripes(rows)
    ]
    page.pages.canvas.addLiteral(f"0 g {' '.join(boxes)} f")
