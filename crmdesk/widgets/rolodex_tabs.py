"""The tabs at the edge of a card: letters from top to bottom, in ranges where there is no room for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.parts import PaintedButton

_PITCH, _LEAST = 23, 17
_WIDTH, _WIDER, _RANGE = 26, 34, 44
_CORNER = 5


@dataclass(frozen=True, slots=True)
class Tab:
    text: str
    start: int
    """The position of the first card behind it."""
    count: int
    stands_alone: bool = False
    """Never part of a range."""


class _Tabs(PaintedButton):
    """One letter, or several that share a place."""

    def __init__(self, tabs: Sequence[Tab], parent: QWidget) -> None:
        super().__init__(parent)
        self.tabs = tabs
        self.is_current = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        texts = [tab.text for tab in tabs]
        self.setText(texts[0] if len(texts) == 1 else f"{texts[0]}–{texts[-1]}")
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(str(self.count()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if self.count() else Qt.CursorShape.ArrowCursor)

    def count(self) -> int:
        return sum(tab.count for tab in self.tabs)

    def start(self) -> int:
        return next((tab.start for tab in self.tabs if tab.count), self.tabs[0].start)

    def holds(self, position: int) -> bool:
        return any(tab.start <= position < tab.start + tab.count for tab in self.tabs)

    def mark(self, is_current: bool) -> None:
        self.is_current = is_current
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_current else Qt.FocusPolicy.NoFocus)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (
            self.width() if self.is_current else theme.px(_WIDTH if self.width() <= theme.px(_WIDER) else _RANGE - 6)
        )
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.width() - width if is_mirrored else 0
        box = QRectF(left, 1, width, self.height() - 2).adjusted(0.5, 0.5, -0.5, -0.5)
        self._paint_ground(painter, box, is_mirrored)
        painter.setFont(theme.font("tag"))
        painter.setPen(theme.colour(self._ink()))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text())

    def _paint_ground(self, painter: QPainter, box: QRectF, is_mirrored: bool) -> None:
        """Round at the outer side alone."""
        painter.setPen(theme.colour("text" if self.shows_ring() else "accent" if self.is_current else "line"))
        ground = "accent" if self.is_current else "hover" if self.underMouse() and self.count() else "surface"
        painter.setBrush(theme.colour(ground))
        painter.setClipRect(box.adjusted(-1, -1, 1, 1))
        beyond = theme.px(_CORNER) + 2
        painter.drawRoundedRect(box.adjusted(0 if is_mirrored else -beyond, 0, beyond if is_mirrored else 0, 0),
                                _CORNER, _CORNER)  # fmt: skip

    def _ink(self) -> str:
        if self.is_current:
            return "on_accent"
        return "muted" if self.count() else "faint"


class LetterTabs(QWidget):
    chosen = Signal(int)
    """The position of the first card behind a tab that was pressed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._all: list[Tab] = []
        self._shown: list[_Tabs] = []
        self._position = 0

    def set_tabs(self, tabs: Sequence[Tab]) -> None:
        if list(tabs) != self._all:
            self._all = list(tabs)
            self._arrange()

    def set_position(self, position: int) -> None:
        """Which card lies on top."""
        self._position = position
        for button in self._shown:
            if button.is_current != (is_current := button.holds(position)):
                button.mark(is_current)

    def texts(self) -> list[str]:
        return [button.text() for button in self._shown]

    def current(self) -> str:
        return next((button.text() for button in self._shown if button.is_current), "")

    def neighbour(self, step: int) -> int | None:
        """The position of the first card behind the next tab, or the one before, that has cards."""
        filled = [tab for tab in self._all if tab.count]
        here = next((place for place, tab in enumerate(filled) if self._position < tab.start + tab.count), None)
        if here is None:
            return None
        if step < 0 and self._position > filled[here].start:
            return filled[here].start
        place = here + step
        return filled[place].start if 0 <= place < len(filled) else None

    def height_for(self, height: int) -> int:
        """As much of this height as the tabs take."""
        groups = self._grouped(height)
        return min(height, self._pitch(height, len(groups)) * len(groups))

    def sizeHint(self) -> QSize:
        has_ranges = any(len(button.tabs) > 1 for button in self._shown)
        return QSize(theme.px(_RANGE if has_ranges else _WIDER), 0)

    def width_for(self, height: int) -> int:
        return theme.px(_RANGE if any(len(group) > 1 for group in self._grouped(height)) else _WIDER)

    def _pitch(self, height: int, count: int) -> int:
        return min(theme.px(_PITCH), height // max(count, 1))

    def _grouped(self, height: int) -> list[list[Tab]]:
        """The same number of letters to a range, as few as there is room for."""
        most = max(1, height // theme.px(_LEAST))
        alone = sum(tab.stands_alone for tab in self._all)
        letters = len(self._all) - alone
        size = 1
        while -(-letters // size) + alone > most and size < letters:
            size += 1
        groups: list[list[Tab]] = []
        for tab in self._all:
            if groups and not tab.stands_alone and not groups[-1][0].stands_alone and len(groups[-1]) < size:
                groups[-1].append(tab)
            else:
                groups.append([tab])
        return groups

    def _arrange(self) -> None:
        groups = self._grouped(self.height())
        if [button.tabs for button in self._shown] != groups:
            for old in self._shown:
                old.hide()
                old.deleteLater()
            self._shown = [self._button(group) for group in groups]
        pitch = self._pitch(self.height(), len(groups))
        for place, button in enumerate(self._shown):
            button.setGeometry(0, place * pitch, self.width(), pitch)
        self.set_position(self._position)

    def _button(self, group: list[Tab]) -> _Tabs:
        made = _Tabs(group, self)
        made.clicked.connect(lambda: self.chosen.emit(made.start()) if made.count() else None)
        made.show()
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        target = self.neighbour(step) if step else None
        if target is None:
            super().keyPressEvent(event)
            return
        self.chosen.emit(target)
        self.set_position(target)
        if button := next((button for button in self._shown if button.is_current), None):
            button.setFocus(Qt.FocusReason.TabFocusReason)
