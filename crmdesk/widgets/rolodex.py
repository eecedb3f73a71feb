"""A card file: a pile of cards with letters down its edge, flipped, jumped in by typing, and told to who listens."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLocale, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QHideEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.messages import announce
from crmdesk.widgets.parts import label
from crmdesk.widgets.rolodex_card import Card, apart
from crmdesk.widgets.rolodex_faces import SHADOW, CardSource
from crmdesk.widgets.rolodex_pile import BEHIND, Pile
from crmdesk.widgets.rolodex_tabs import LetterTabs, Tab

__all__ = ["Card", "CardFile", "CardSource", "Letter", "Tab"]

_CARD = (680, 400)
_SHARE, _LARGEST = 0.66, 1.25
_EDGE, _FOOT, _BUBBLE = 20, 40, 34
_PAUSE = 1200
"""Milliseconds without a letter after which the next one begins another name."""
_DOUBT = 600
"""The same for a letter that may be a command: with another one behind it, it begins a name."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that does something when it stays alone."""

    key: str
    command: str
    text: str


class CardFile(QWidget):
    opened = Signal(int)
    followed = Signal(str)
    commanded = Signal(str)
    typed = Signal(str)
    """The beginning of a name, as far as it is there."""
    moved = Signal(int)

    def __init__(self, name: str, letters: Sequence[Letter] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._letters = {letter.key: letter for letter in letters}
        self._typed, self._is_found = "", True
        self._waiting: Letter | None = None
        self.pile = Pile(self)
        self.tabs = LetterTabs(_("Letters of the alphabet"), self)
        self.foot = _Foot(self)
        self.bubble = _Bubble(self)
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._paused)
        self.setFocusProxy(self.pile)
        self._connect()

    def _connect(self) -> None:
        self.pile.moved.connect(self._moved)
        self.pile.rested.connect(self._tell)
        self.pile.opened.connect(self.opened)
        self.pile.followed.connect(self.followed)
        self.tabs.chosen.connect(self.pile.go_to)

    # What is shown

    def show_source(
        self, source: CardSource | None, position: int, tabs: Sequence[Tab], *, is_same_set: bool = False
    ) -> None:
        self.tabs.set_tabs(tabs)
        self.pile.show_source(source, position, is_same_set=is_same_set)
        self._arrange()
        self._moved(self.pile.position())
        self._tell(self.pile.position())

    def set_empty(self, title: str, detail: str) -> None:
        self.pile.set_empty(title, detail)
        self.pile.setAccessibleName(f"{title}. {detail}")

    def set_hints(self, hints: Sequence[str]) -> None:
        """What the keys do."""
        self.foot.hints = list(hints)
        self.foot.update()

    def position(self) -> int:
        return self.pile.position()

    def card(self) -> Card | None:
        return self.pile.card()

    def go_to(self, position: int) -> None:
        self.pile.go_to(position)

    def _moved(self, position: int) -> None:
        self.tabs.set_position(position)
        self.foot.set_place(position, self.pile.cards.count())
        self.moved.emit(position)

    def spoken(self) -> str:
        """What is read out of the card on top: all of it, and where it stands."""
        card, count = self.card(), self.pile.cards.count()
        if card is None:
            return ""
        return f"{card.spoken()}, {place_in_words(self.position(), count)}"

    def _tell(self, _position: int) -> None:
        if (text := self.spoken()) and text != self.pile.accessibleName():
            self.pile.setAccessibleName(text)
            self.pile.setAccessibleDescription(self._name)
            if self.pile.hasFocus():
                announce(self.pile, text)

    # Typing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the pile leaves: letters, and the way from letter to letter."""
        key, text = Qt.Key(event.key()), event.text()
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(key, 0)
        others = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if step:
            self._go_to_neighbour(step)
        elif key == Qt.Key.Key_Escape and self._typed:
            self.forget_typed()
        elif key == Qt.Key.Key_Backspace and self._typed:
            self._type(self._typed[:-1])
        elif text.isprintable() and (text.strip() or (text and self._typed)) and not others:
            self._take(text, is_capital=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            event.ignore()

    def _go_to_neighbour(self, step: int) -> None:
        target = self.tabs.neighbour(step)
        if target is None:
            target = 0 if step < 0 else self.pile.cards.count() - 1
        self.pile.go_to(target)

    def _take(self, text: str, *, is_capital: bool) -> None:
        letter = self._letters.get(text.lower())
        if letter and not self._typed and not is_capital and self.card():
            self._waiting = letter
            self._typed = text
            self._show_bubble()
            self._pause.start(_DOUBT)
        else:
            self._type(self._typed + text)

    def _type(self, text: str) -> None:
        self._waiting = None
        self._typed = text
        self._is_found = True
        self._show_bubble()
        if text:
            self._pause.start(_PAUSE)
            self.typed.emit(text)

    def set_found(self, is_found: bool) -> None:
        """Whether a name begins as typed."""
        self._is_found = is_found
        self._show_bubble()

    def _paused(self) -> None:
        letter = self._waiting
        self.forget_typed()
        if letter and self.pile.hasFocus():
            self.commanded.emit(letter.command)

    def forget_typed(self) -> None:
        self._pause.stop()
        self._waiting = None
        self._typed = ""
        self._show_bubble()

    def _show_bubble(self) -> None:
        text = f"{self._typed} · {self._waiting.text}" if self._waiting else self._typed
        self.bubble.tell(text, is_found=self._is_found)
        self._place_bubble()

    # Where things stand

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """A letter that waited is not obeyed any more."""
        self.forget_typed()
        super().hideEvent(event)

    def _arrange(self) -> None:
        foot, edge = theme.px(_FOOT), theme.px(_EDGE)
        tabs_height = self.tabs.height_for(self.height() - edge)
        tabs_width = self.tabs.width_for(self.height() - edge) if tabs_height else 0
        above = theme.px(14 * BEHIND) + 2
        room = self.width() - tabs_width - 2 * edge, self.height() - foot - above - 2 * edge
        wanted = max(1.0, min(_LARGEST, self.width() * _SHARE / theme.px(_CARD[0])))
        scale = min(wanted, room[0] / theme.px(_CARD[0]))
        width, height = int(theme.px(_CARD[0]) * scale), int(min(theme.px(_CARD[1]) * max(scale, 1.0), room[1]))
        left = (self.width() - width - tabs_width) // 2
        top = above + edge // 2 + max(0, int((room[1] - height) * 0.36))
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        card_left = self.width() - left - width if is_mirrored else left
        far = 0 if tabs_width else SHADOW
        near_left = card_left - (far if is_mirrored else SHADOW)
        self.pile.setGeometry(near_left, top - above, width + SHADOW + far, height + above + SHADOW + 4)
        self.pile.set_far_side(far)
        tabs_left = card_left - tabs_width if is_mirrored else card_left + width
        tabs_top = min(max(top - theme.px(46), edge // 2), self.height() - tabs_height - edge // 2)
        self.tabs.setGeometry(tabs_left, max(tabs_top, 0), tabs_width, tabs_height)
        self.tabs.raise_()
        self.foot.setGeometry(card_left - SHADOW, self.height() - foot, width + 2 * SHADOW, foot)
        self._place_bubble()

    def _place_bubble(self) -> None:
        width = min(self.bubble.sizeHint().width(), self.pile.width())
        height = theme.px(_BUBBLE)
        middle = self.pile.geometry().center().x()
        top = min(self.pile.geometry().bottom() - SHADOW // 2 + theme.px(8), self.foot.y() - height)
        self.bubble.setGeometry(middle - width // 2, top, width, height)
        self.bubble.raise_()


class _Bubble(QFrame):
    """What was typed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = label("", "heading")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.px(18), 0, theme.px(18), 0)
        across.addWidget(self._words)
        self.hide()

    def tell(self, text: str, *, is_found: bool) -> None:
        tone = "accent" if is_found else "warning"
        theme.set_kind(self, "ground", tone)
        theme.set_kind(self._words, "tone", tone)
        self._words.setText(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        return self._words.text()


class _Foot(QWidget):
    """What the keys do, and which card this is; where there is little room the last hints give way."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hints: list[str] = []
        self.place = ""

    def set_place(self, position: int, count: int) -> None:
        self.place = place_in_words(position, count) if count else ""
        self.setAccessibleName(self.place)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour("muted"))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self.words())

    def words(self) -> str:
        metrics, shown = QFontMetricsF(theme.font("second")), list(self.hints) if self.place else []
        while shown and metrics.horizontalAdvance(" · ".join([*shown, self.place])) > self.width():
            shown.pop()
        return " · ".join(map(apart, filter(None, [*shown, self.place])))


def place_in_words(position: int, count: int) -> str:
    """`card 2,114 of 12,480`."""
    locale = QLocale()
    return _("card {number} of {count}").format(number=locale.toString(position + 1), count=locale.toString(count))
