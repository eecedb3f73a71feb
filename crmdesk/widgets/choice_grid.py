"""Values side by side, of which one in each row is taken: arrows go along a row and from row to row."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QWidget

from crmdesk.widgets import avatar, icons, theme
from crmdesk.widgets.parts import PaintedButton, label

_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_LINES = 4
_PAD = 10
_MARK = 26
_FACE = 36
_LABEL_WIDTH = 112
_LEAST = 150


class Cell(PaintedButton):
    """One value; an empty one cannot be taken."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self.setText(text)
        self.setCheckable(True)
        self.setEnabled(bool(text))
        self.setAccessibleName(f"{name}: {text}")
        self.setMinimumWidth(theme.px(_LEAST))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_LEAST), self.heightForWidth(theme.px(_LEAST)))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        box = QRect(0, 0, width - theme.px(_PAD + _MARK), 10_000)
        metrics = self.fontMetrics()
        needed = metrics.boundingRect(box, _WRAPPED, self.text()).height()
        return min(needed, _LINES * metrics.lineSpacing()) + theme.px(16)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is for the button of the whole; arrows are the grid's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, *_ARROWS):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        box = self.rect().adjusted(theme.px(_PAD), 0, -theme.px(_MARK), 0)
        self._paint_words(painter, box)
        if self.isChecked():
            icons.paint(painter, "check", "accent", QPoint(self.width() - theme.px(15), self.height() // 2))

    def _paint_ground(self, painter: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        line = "accent" if self.shows_ring() else "accent_ground" if self.isChecked() else "line"
        painter.setPen(theme.colour(line))
        if self.isChecked():
            painter.setBrush(theme.colour("accent_ground"))
        elif self.underMouse() and self.isEnabled():
            painter.setBrush(theme.colour("hover"))
        if self.isEnabled() or self.isChecked():
            painter.drawRoundedRect(box, theme.px(theme.RADIUS), theme.px(theme.RADIUS))

    def _paint_words(self, painter: QPainter, box: QRect) -> None:
        painter.setFont(theme.font("medium" if self.isChecked() else "body"))
        painter.setPen(theme.colour("text" if self.isChecked() else "muted"))
        painter.drawText(box, _WRAPPED, self.text() or "–")


class FaceCell(Cell):
    """The head of a column: a face, a name and a line about it."""

    def __init__(self, name: str, key: bytes, text: str, detail: str, photo: bytes | None = None) -> None:
        super().__init__(name, text)
        self._key, self._detail = key, detail
        self._photo = avatar.read_photo(photo, 96) if photo else None
        self.setAccessibleName(f"{name}: {text}, {detail}")

    def heightForWidth(self, width: int) -> int:
        return theme.px(_FACE + 20)

    def _paint_words(self, painter: QPainter, box: QRect) -> None:
        face = theme.px(_FACE)
        circle = QRectF(box.left(), (self.height() - face) / 2, face, face)
        avatar.paint(painter, circle, self._key, avatar.monogram(self.text()), self._photo)
        words = box.adjusted(face + theme.px(10), 0, 0, 0)
        half = theme.px(18)
        lines = ((self.text(), "strong", "text", -half), (self._detail, "second", "muted", 0))
        for text, font, role, top in lines:
            painter.setFont(theme.font(font))  # type: ignore[arg-type]
            painter.setPen(theme.colour(role))
            line = QRect(words.left(), words.center().y() + 1 + top, words.width(), half)
            short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short)


class ChoiceGrid(QWidget):
    taken = Signal(str, int)
    """By who uses it: the row's key and the place of the cell."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[str, list[Cell], QButtonGroup]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnMinimumWidth(0, theme.px(_LABEL_WIDTH))

    def add_row(self, key: str, text: str, values: Sequence[str], place: int) -> None:
        self.add_cells(key, text, [Cell(text, value) for value in values], place)

    def add_cells(self, key: str, text: str, cells: list[Cell], place: int) -> None:
        row, group = len(self._rows), QButtonGroup(self)
        words = label(text, "second", "muted", wraps=True)
        words.setMaximumWidth(theme.px(_LABEL_WIDTH))
        self._grid.addWidget(words, row, 0)
        words.show()
        for number, cell in enumerate(cells):
            group.addButton(cell, number)
            self._grid.addWidget(cell, row, number + 1)
            cell.show()  # what is not shown yet has no height
            self._grid.setColumnStretch(number + 1, 1)
        self._rows.append((key, cells, group))
        group.idClicked.connect(lambda number, key=key: self._take(key, number))
        self.set_place(key, place)

    def keys(self) -> list[str]:
        return [key for key, _cells, _group in self._rows]

    def place(self, key: str) -> int:
        return next(group.checkedId() for of, _cells, group in self._rows if of == key)

    def set_place(self, key: str, place: int) -> None:
        cells = next(cells for of, cells, _group in self._rows if of == key)
        cells[place].setChecked(True)
        for cell in cells:
            cell.setFocusPolicy(Qt.FocusPolicy.StrongFocus if cell.isChecked() else Qt.FocusPolicy.ClickFocus)
            cell.update()

    def enter(self) -> None:
        if self._rows:
            _key, cells, group = self._rows[0]
            cells[max(group.checkedId(), 0)].setFocus(Qt.FocusReason.TabFocusReason)

    def _take(self, key: str, place: int) -> None:
        self.set_place(key, place)
        self.taken.emit(key, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self._at()
        if at is None or event.key() not in _ARROWS:
            super().keyPressEvent(event)
            return
        row, place = at
        step = _ARROWS[Qt.Key(event.key())]
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go_to(min(max(row + step, 0), len(self._rows) - 1))
        else:
            self._step(row, place, -step if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else step)

    def _at(self) -> tuple[int, int] | None:
        focused = self.focusWidget()
        for row, (_key, cells, _group) in enumerate(self._rows):
            for place, cell in enumerate(cells):
                if cell is focused:
                    return row, place
        return None

    def _go_to(self, row: int) -> None:
        _key, cells, group = self._rows[row]
        cells[group.checkedId()].setFocus(Qt.FocusReason.TabFocusReason)

    def _step(self, row: int, place: int, step: int) -> None:
        """To the next value that is there."""
        key, cells, _group = self._rows[row]
        places = range(place + step, len(cells) if step > 0 else -1, step)
        found = next((number for number in places if cells[number].isEnabled()), None)
        if found is not None:
            self._take(key, found)
            cells[found].setFocus(Qt.FocusReason.TabFocusReason)


_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
