"""Two parts side by side where there is room, else one under the other; and areas that scroll up and down."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.parts import frame

_SIDE_LEAST, _SIDE_MOST = 256, 372


def scroller(content: QWidget | None = None) -> QScrollArea:
    """As wide as it is given room, without a frame; what is inside takes the keyboard.

    A large content is better set when the area has its place: what lies in an area is dressed at once, and again with
    everything above that finds its place later.
    """
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if content:
        area.setWidget(content)
    return area


def fill_scrolled(page: QWidget, content: QWidget) -> None:
    """A page of which all scrolls."""
    outer = QVBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(scroller(content))


def reveal(widget: QWidget) -> None:
    """Scroll all areas that it lies in until it is seen."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, 0, theme.px(8))
        above = above.parentWidget()


class Beside(QWidget):
    """`share` is how the width is divided, `narrow` under which width they stand one above the other."""

    def __init__(self, first: QWidget, second: QWidget, share: tuple[int, int], narrow: int, least: int) -> None:
        super().__init__()
        self._narrow, self._least = narrow, least
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(16))
        for part, stretch in zip((first, second), share, strict=True):
            part.setMinimumHeight(theme.px(least))
            self._layout.addWidget(part, stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        is_narrow = event.size().width() < theme.px(self._narrow)
        side, above = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._layout.setDirection(above if is_narrow else side)
        super().resizeEvent(event)


def side_card(content: QWidget) -> QFrame:
    """Of the one that is chosen in a list."""
    card = frame("card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(1, 1, 1, 1)
    inside.addWidget(content)
    card.setMinimumWidth(theme.px(_SIDE_LEAST))
    card.setMaximumWidth(theme.px(_SIDE_MOST))
    return card


def list_and_side(parts: tuple[QWidget, ...], side: QWidget) -> QHBoxLayout:
    """A list, or what stands in its place, on a card; beside it the card of the one that is chosen."""
    card = frame("card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(theme.margins(6, 4, 6, 4))
    for part in parts:
        inside.addWidget(part)
    across = QHBoxLayout()
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.px(16))
    across.addWidget(card, 3)
    across.addWidget(side, 2)
    return across
