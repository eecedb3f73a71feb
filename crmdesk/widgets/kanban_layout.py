"""Where the lanes and cards of a board stand: each lane scrolls by itself, all of them together to the side."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QRectF

from crmdesk.widgets import theme
from crmdesk.widgets.chips import Tone

AIR, GAP = 20, 14
_CARD, _BETWEEN = 90, 10
_LEAST, _WIDEST = 216, 440
_HEAD, _LINE, _BAR = 34, 18, 12
ZONE = 64
_EDGE = 36
"""What is dragged so near to an edge takes the board along."""


@dataclass(frozen=True, slots=True)
class Face:
    """What a card shows."""

    title: str
    second: str = ""
    foot: str = ""
    note: str = ""
    """At the right of the second line."""
    note_tone: str = "accent"
    tags: tuple[tuple[str, Tone], ...] = ()
    """At the right of the foot, as many as there is room for; the first is the one that counts."""
    is_tinted: bool = False

    def in_words(self) -> str:
        words = (self.title, self.second, self.foot, self.note, *(text for text, _tone in self.tags))
        return ", ".join(filter(None, words))


@dataclass(frozen=True, slots=True)
class Lane:
    key: bytes
    title: str
    cards: tuple[bytes, ...]
    note: str = ""
    sums: tuple[tuple[str, str], ...] = ()
    """Lines under the title: at the left and at the right."""
    share: int = 0
    """Thousandths of a bar under the head that are full; boards on which none has any have no bars."""
    tip: str = ""
    is_strong: bool = False
    """The one that counts now."""


@dataclass(frozen=True, slots=True)
class Zone:
    """Where a card may be let go besides lanes, and the letter that does the same."""

    key: str
    text: str
    tone: Tone
    letter: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A card: its lane and its place in it."""

    lane: int
    row: int


@dataclass
class Places:
    """For one size of the board."""

    lanes: Sequence[Lane] = ()
    width: float = 0
    height: float = 0
    is_mirrored: bool = False
    across: float = 0
    down: dict[bytes, float] = field(default_factory=dict)
    floor: float = 0
    """What lies over the foot while something is dragged."""
    gap: Spot | None = None
    """Room for what is being dragged: cards from here on stand further below."""

    # Measures

    @property
    def lane_width(self) -> float:
        count = max(len(self.lanes), 1)
        room = (self.width - 2 * theme.px(AIR) - (count - 1) * theme.px(GAP)) / count
        return min(max(room, theme.px(_LEAST)), theme.px(_WIDEST))

    @property
    def head(self) -> float:
        lines = max((len(lane.sums) for lane in self.lanes), default=0)
        bar = _BAR if any(lane.share for lane in self.lanes) else 0
        return theme.px(_HEAD + _LINE * lines + bar + 4)

    @property
    def card_height(self) -> float:
        return theme.px(_CARD)

    @property
    def step(self) -> float:
        return theme.px(_CARD + _BETWEEN)

    def whole_width(self) -> float:
        return 2 * theme.px(AIR) + len(self.lanes) * (self.lane_width + theme.px(GAP)) - theme.px(GAP)

    def length(self, number: int) -> float:
        extra = 1 if self.gap and self.gap.lane == number else 0
        return (len(self.lanes[number].cards) + extra) * self.step + theme.px(AIR)

    def room(self) -> float:
        return max(self.height - self.head - self.floor, 1)

    # Scrolling

    def scroll(self, number: int, by: float) -> None:
        key = self.lanes[number].key
        most = max(self.length(number) - self.room(), 0)
        self.down[key] = min(max(self.down.get(key, 0) + by, 0), most)

    def scroll_across(self, by: float) -> None:
        self.across = min(max(self.across + by, 0), max(self.whole_width() - self.width, 0))

    def settle(self) -> None:
        """After the size or what is shown changed."""
        self.scroll_across(0)
        for number in range(len(self.lanes)):
            self.scroll(number, 0)

    def reveal(self, spot: Spot) -> None:
        box, body = self.card(spot), self.body(spot.lane)
        if box.top() < body.top():
            self.scroll(spot.lane, box.top() - body.top())
        elif box.bottom() > body.bottom():
            self.scroll(spot.lane, box.bottom() - body.bottom() + theme.px(8))
        lane = self.lane(spot.lane)
        forth = -1 if self.is_mirrored else 1
        if lane.left() < 0:
            self.scroll_across(forth * (lane.left() - theme.px(AIR)))
        elif lane.right() > self.width:
            self.scroll_across(forth * (lane.right() - self.width + theme.px(AIR)))

    def scroll_at_edge(self, x: float, y: float, lane: int) -> bool:
        """Whether it is at one."""
        edge, by = theme.px(_EDGE), theme.px(12)
        is_up, is_down = y < self.head + edge, y > self.height - self.floor - edge
        is_before, is_behind = x < edge, x > self.width - edge
        if is_up or is_down:
            self.scroll(lane, by if is_down else -by)
        if is_before or is_behind:
            self.scroll_across(by if is_behind is not self.is_mirrored else -by)
        return is_up or is_down or is_before or is_behind

    # Boxes

    def lane(self, number: int) -> QRectF:
        left = theme.px(AIR) + number * (self.lane_width + theme.px(GAP)) - self.across
        if self.is_mirrored:
            left = self.width - left - self.lane_width
        return QRectF(left, 0, self.lane_width, self.height)

    def body(self, number: int) -> QRectF:
        return self.lane(number).adjusted(0, self.head, 0, 0)

    def card(self, spot: Spot) -> QRectF:
        body = self.body(spot.lane)
        row = spot.row
        if self.gap and self.gap.lane == spot.lane and row >= self.gap.row:
            row += 1
        top = body.top() + row * self.step - self.down.get(self.lanes[spot.lane].key, 0)
        return QRectF(body.left(), top, body.width(), self.card_height)

    def gap_box(self) -> QRectF:
        assert self.gap
        return self.card(Spot(self.gap.lane, self.gap.row - 1)).translated(0, self.step)

    def shown(self, number: int) -> range:
        """The rows of a lane that can be seen."""
        offset = self.down.get(self.lanes[number].key, 0)
        first = max(int(offset // self.step) - 1, 0)
        last = int((offset + self.room()) // self.step) + 1
        return range(first, min(last, len(self.lanes[number].cards)))

    def thumb(self, number: int) -> QRectF | None:
        """Which part of a lane is seen, where not all of it is."""
        length, room = self.length(number), self.room()
        if length <= room:
            return None
        body = self.body(number)
        high = max(room * room / length, theme.px(28))
        top = body.top() + self.down.get(self.lanes[number].key, 0) / (length - room) * (room - high)
        left = body.left() - theme.px(8) if self.is_mirrored else body.right() + theme.px(4)
        return QRectF(left, top, theme.px(4), high - theme.px(4))

    # What is where

    def lane_at(self, x: float) -> int | None:
        """The nearest."""
        if not self.lanes:
            return None
        return min(range(len(self.lanes)), key=lambda number: abs(self.lane(number).center().x() - x))

    def spot_at(self, x: float, y: float) -> Spot | None:
        number = self.lane_at(x)
        if number is None or y < self.head:
            return None
        for row in self.shown(number):
            if self.card(Spot(number, row)).contains(x, y):
                return Spot(number, row)
        return None

    def slot_at(self, number: int, middle: float) -> int:
        """Behind how many cards something stands whose middle is there."""
        inside = middle - self.head + self.down.get(self.lanes[number].key, 0)
        return min(max(int(inside // self.step), 0), len(self.lanes[number].cards))

    def find(self, key: bytes | None) -> Spot | None:
        for number, lane in enumerate(self.lanes):
            if key in lane.cards:
                return Spot(number, lane.cards.index(key))
        return None

    def key(self, spot: Spot) -> bytes:
        return self.lanes[spot.lane].cards[spot.row]

    def without(self, keys: Collection[bytes]) -> list[Lane]:
        return [
            replace(lane, cards=tuple(key for key in lane.cards if key not in keys)) if _has(lane, keys) else lane
            for lane in self.lanes
        ]


def _has(lane: Lane, keys: Collection[bytes]) -> bool:
    return any(key in keys for key in lane.cards)
