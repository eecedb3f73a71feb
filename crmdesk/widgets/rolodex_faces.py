"""The cards of a pile of any length: fetched in windows round the one on top, drawn once and kept as pictures."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap

from crmdesk.widgets import theme
from crmdesk.widgets.rolodex_card import Card, CardPainter, Spot, paint_waiting

WINDOW = 8
_BESIDE = (0, 1, 2, -1, -2)
"""Windows that are asked for, counted from the one of the card on top."""
_WINDOWS_KEPT = 64
_FACES_KEPT = 14
_DRAWN_AHEAD = (0, 1, -1, 2, -2, 3, -3)
SHADOW, _FALL = 44, 10


class CardSource(Protocol):
    """An ordered set of cards somewhere else."""

    def count(self) -> int: ...

    def fetch(self, first: int, count: int, ready: Callable[[Sequence[Card]], None]) -> None:
        """Ask for a window; `ready` is called with it on the GUI thread, soon or at once."""


class Cards(QObject):
    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: CardSource | None = None
        self._windows: OrderedDict[int, Sequence[Card]] = OrderedDict()
        self._asked: set[int] = set()
        self._stale: set[int] = set()
        self._round = 0

    def show_source(self, source: CardSource | None, *, is_same_set: bool = False) -> None:
        """Another set; of the same one the cards that are here stay until fresh ones have come."""
        self._source = source
        self._round += 1
        self._asked.clear()
        self._stale = set(self._windows) if is_same_set else set()
        if not is_same_set:
            self._windows.clear()

    @property
    def is_loading(self) -> bool:
        return self._source is None

    def count(self) -> int:
        return self._source.count() if self._source else 0

    def card(self, number: int) -> Card | None:
        """If it is here; `look_round` sees to it that it comes."""
        window = self._windows.get(number // WINDOW, ())
        place = number % WINDOW
        return window[place] if 0 <= place < len(window) else None

    def look_round(self, number: int) -> None:
        """Those beside it are asked for when it is here: whoever jumps on does not wait for them."""
        middle = number // WINDOW
        for beside in _BESIDE:
            if 0 <= (middle + beside) * WINDOW < self.count():
                self._want(middle + beside)
            if middle not in self._windows:
                return

    def _want(self, window: int) -> None:
        is_here = window in self._windows and window not in self._stale
        if is_here:
            self._windows.move_to_end(window)
        elif window not in self._asked and self._source:
            self._asked.add(window)
            self._source.fetch(window * WINDOW, WINDOW, self._receiver(window))

    def _receiver(self, window: int) -> Callable[[Sequence[Card]], None]:
        asked_in = self._round

        def receive(cards: Sequence[Card]) -> None:
            if asked_in == self._round:
                self._asked.discard(window)
                self._stale.discard(window)
                self._windows[window] = cards
                while len(self._windows) > _WINDOWS_KEPT:
                    self._windows.popitem(last=False)
                self.arrived.emit()

        return receive


class Faces(QObject):
    """Cards as pictures; those beside the one on top are drawn while nothing else is to be done."""

    def __init__(self, cards: Cards, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards = cards
        self._kept: OrderedDict[int, tuple[Card, QPixmap, list[Spot]]] = OrderedDict()
        self._size, self._ratio = QSize(), 1.0
        self._direction = Qt.LayoutDirection.LeftToRight
        self._blank: QPixmap | None = None
        self._shadow: QPixmap | None = None
        self._middle = 0
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._draw_one)

    def set_size(self, size: QSize, ratio: float, direction: Qt.LayoutDirection) -> None:
        if (size, ratio, direction) != (self._size, self._ratio, self._direction):
            self._size, self._ratio, self._direction = size, ratio, direction
            self.forget()

    def forget(self) -> None:
        """Colours, fonts or measures are others now."""
        self._kept.clear()
        self._blank = self._shadow = None

    def face(self, number: int) -> QPixmap:
        """Drawn now where it was not yet."""
        card = self._cards.card(number)
        if card is None:
            return self.blank()
        return self._drawn(number, card)[1]

    def spots(self, number: int) -> list[Spot]:
        card = self._cards.card(number)
        return self._drawn(number, card)[2] if card else []

    def draw_round(self, number: int) -> None:
        self._middle = number
        self._idle.start()

    def rest(self) -> None:
        self._idle.stop()

    def _draw_one(self) -> None:
        for step in _DRAWN_AHEAD:
            number = self._middle + step
            card = self._cards.card(number) if number >= 0 else None
            if card and (number not in self._kept or self._kept[number][0] is not card):
                self._drawn(number, card)
                return
        self._idle.stop()

    def _drawn(self, number: int, card: Card) -> tuple[Card, QPixmap, list[Spot]]:
        kept = self._kept.get(number)
        if kept is None or kept[0] is not card:
            picture, painter = self._begin()
            spots = CardPainter(painter, QSizeF(self._size), card, self._direction).paint()
            painter.end()
            kept = self._kept[number] = (card, picture, spots)
            while len(self._kept) > _FACES_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(number)
        return kept

    def _begin(self) -> tuple[QPixmap, QPainter]:
        picture = self._picture(self._size)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("surface"))
        box = QRectF(0.5, 0.5, self._size.width() - 1, self._size.height() - 1)
        painter.drawRoundedRect(box, theme.CARD_RADIUS + 2, theme.CARD_RADIUS + 2)
        return picture, painter

    def _picture(self, size: QSize) -> QPixmap:
        picture = QPixmap(size * self._ratio)
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture

    def blank(self) -> QPixmap:
        """A card that is on its way."""
        if self._blank is None:
            self._blank, painter = self._begin()
            paint_waiting(painter, QSizeF(self._size))
            painter.end()
        return self._blank

    def shadow(self) -> QPixmap:
        """Of the card on top: soft, and a little below it."""
        if self._shadow is None:
            self._shadow = self._picture(self._size + QSize(2 * SHADOW, 2 * SHADOW))
            painter = QPainter(self._shadow)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(0, 0, 0, 5 if theme.is_dark() else 1))
            card = QRectF(SHADOW, SHADOW, self._size.width(), self._size.height())
            for grown in range(-10, SHADOW - _FALL, 2):
                wider = grown * 0.6
                box = card.adjusted(-wider, _FALL + 8 - grown * 0.3, wider, grown + _FALL)
                painter.drawRoundedRect(box, 16 + wider / 2, 16 + wider / 2)
            painter.end()
        return self._shadow
