"""Lines of text into a box: as they are, smaller, wrapped, and at last cut with an ellipsis."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

from crmdesk.printing.fonts import CAP_HEIGHT, DESCENT, REGULAR, STRONG, Line, line

SMALLEST = 6.0
"""Points; less is hard to read for people and for sorting machines."""
LAST_RESORT = 5.0
"""Before text is lost."""
LEADING, TIGHT = 1.2, 1.05
ELLIPSIS = "…"
MOST_LETTERS, MOST_LINES = 300, 30
"""No address has more; what somebody pasted by mistake must not take minutes."""
_JOINTS = "@./-_"
"""Where a mail or web address is broken rather than anywhere."""
_STEP = 0.25
_SPACE = 0.3
"""Parts of the size: a little more than a space, which goes where a line is broken."""
_UNWRAPPED = 0.8
"""A long line may shrink its label to this part of the wanted size; beyond that it is wrapped."""


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one label, at one size."""

    size: float
    lines: list[Line]
    leading: float = LEADING
    cut: bool = False

    @property
    def height(self) -> float:
        return self.size * _height(len(self.lines), self.leading)

    def fits(self, width: float, height: float) -> bool:
        return self.height <= height and all(line.width * self.size <= width for line in self.lines)


def _height(count: int, leading: float) -> float:
    return leading * (count - 1) + CAP_HEIGHT + DESCENT


@dataclass(frozen=True, slots=True)
class Manner:
    """How text is set: the font of the first line and of the others, and the size at which it is cut."""

    first: str = STRONG
    others: str = REGULAR
    smallest: float = LAST_RESORT


USUAL = Manner()
"""The first line is the name and stands out."""


def fit(texts: Sequence[str], width: float, height: float, wanted: float, manner: Manner = USUAL) -> Block:
    """Everything in points."""
    kept = [text[:MOST_LETTERS] for text in texts[:MOST_LINES]]
    set_lines = [line(text, manner.others if index else manner.first) for index, text in enumerate(kept)]
    lines = [each for each in set_lines if each.text and each.runs]
    if not lines:
        return Block(wanted, [])
    if kept != list(texts):
        return _cut(lines, width, height, manner, lost=True)
    widest = max(each.width for each in lines)
    size = _rounded(min(wanted, height / _height(len(lines), LEADING), width / widest if widest else wanted))
    if size >= max(min(SMALLEST, wanted), manner.smallest, wanted * _UNWRAPPED):
        return Block(size, lines)
    blocks = _wrapped(lines, width, height, wanted, manner)
    return next((block for block in blocks if block.fits(width, height)), None) or _cut(lines, width, height, manner)


def _rounded(size: float) -> float:
    return floor(size / _STEP) * _STEP


def _wrapped(lines: list[Line], width: float, height: float, wanted: float, manner: Manner) -> Iterator[Block]:
    """Smaller and smaller, at last with less air between the lines; not where there are too many lines at once."""
    size = _rounded(max(manner.smallest, wanted))
    while size >= manner.smallest:
        leading = LEADING if size > max(SMALLEST, manner.smallest) else TIGHT
        limit = width / size
        least = sum(ceil((each.width + _SPACE) / (limit + _SPACE)) for each in lines)
        if size * _height(least, leading) <= height:
            yield Block(size, [part for each in lines for part in wrap(each, limit)], leading)
        size -= _STEP


def _cut(lines: list[Line], width: float, height: float, manner: Manner, lost: bool = False) -> Block:
    """At the smallest size short lines share one line; what still sticks out goes."""
    smallest = manner.smallest
    room = max(1, floor((height / smallest - CAP_HEIGHT - DESCENT) / TIGHT) + 1)
    limit = width / smallest
    joined = _joined(lines, room, limit, manner.others)
    shown = [_shortened(each, limit) for each in joined[:room]]
    lost = lost or len(joined) > room or any(old is not new for old, new in zip(joined, shown, strict=False))
    return Block(smallest, shown, TIGHT, cut=lost)


def _joined(lines: list[Line], room: int, limit: float, font: str) -> list[Line]:
    """The name stays alone; of the others the shortest neighbours come together first."""
    lines = list(lines)
    while len(lines) > max(room, 2):
        index = min(range(1, len(lines) - 1), key=lambda place: lines[place].width + lines[place + 1].width)
        both = line(f"{lines[index].text}, {lines[index + 1].text}", font)
        if both.width > limit:
            break
        lines[index : index + 2] = [both]
    return lines


def wrap(whole: Line, limit: float) -> list[Line]:
    """Between words, and within a word only where it alone is too long."""
    if whole.width <= limit:
        return [whole]
    parts: list[str] = []
    words = whole.text.split(" ")
    for piece in (piece for word in words for piece in _pieces(word, whole.font, limit)):
        longer = f"{parts[-1]} {piece}" if parts else piece
        if parts and line(longer, whole.font).width <= limit:
            parts[-1] = longer
        else:
            parts.append(piece)
    return [line(part, whole.font) for part in parts]


def _pieces(word: str, font: str, limit: float) -> Iterator[str]:
    length = _longest(word, lambda text: line(text, font).width <= limit) or 1
    joint = max(word.rfind(sign, 0, length) for sign in _JOINTS) + 1
    if length // 2 < joint and word[length:]:
        length = joint
    yield word[:length]
    if word[length:]:
        yield from _pieces(word[length:], font, limit)


def _shortened(whole: Line, limit: float) -> Line:
    if whole.width <= limit:
        return whole
    length = _longest(whole.text, lambda text: line(text + ELLIPSIS, whole.font).width <= limit)
    return line(whole.text[:length].rstrip() + ELLIPSIS, whole.font)


def _longest(text: str, fits: Callable[[str], bool]) -> int:
    """How many of its letters fit, found by halves."""
    if fits(text):
        return len(text)
    least, most = 0, len(text) - 1
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if fits(text[:middle]) else (least, middle - 1)
    return least
