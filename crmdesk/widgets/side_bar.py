"""The slim bar of sections and groups at the left, with counts and a word of state at its foot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from crmdesk.widgets import icons, theme
from crmdesk.widgets.parts import PaintedButton, button, label


@dataclass(frozen=True, slots=True)
class Item:
    key: str
    text: str
    icon: str = ""
    colour: str = ""
    """The colour of a group's mark, drawn instead of an icon."""
    count: str = ""


class SideButton(PaintedButton):
    """One section: mark, name, count."""

    stepped = Signal(int)
    """An arrow key: to the one above or below."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.item = item
        self.setText(item.text)
        self.setCheckable(True)
        self.set_count(item.count)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        self.stepped.emit(step) if step else super().keyPressEvent(event)

    def show_item(self, item: Item) -> None:
        self.item = item
        self.setText(item.text)
        self.set_count(item.count)

    def set_count(self, count: str) -> None:
        self.count = count
        self.setAccessibleName(f"{self.text()} {count}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(theme.SIDE_BAR - 20), theme.px(34))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_mark(painter, QPoint(theme.px(16), self.rect().center().y() + 1))
        self._paint_words(painter, self.rect().adjusted(theme.px(34), 0, -theme.px(9), 0))

    def _paint_ground(self, painter: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setBrush(theme.colour("surface"))
            painter.setPen(theme.colour("line"))
            painter.drawRoundedRect(box, 7, 7)
        elif self.underMouse():
            painter.setBrush(theme.colour("line"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(box, 7, 7)
        if self.shows_ring():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.colour("accent"))
            painter.drawRoundedRect(box, 7, 7)

    def _paint_mark(self, painter: QPainter, middle: QPoint) -> None:
        if self.item.icon:
            icons.paint(painter, self.item.icon, "accent" if self.isChecked() else "muted", middle)
        elif self.item.colour:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.item.colour))
            painter.drawRoundedRect(QRectF(middle.x() - 4, middle.y() - 4.5, 8, 8), 2, 2)

    def _paint_words(self, painter: QPainter, box: QRect) -> None:
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.count)
        taken = painter.fontMetrics().horizontalAdvance(self.count) + 8 if self.count else 0
        painter.setFont(theme.font("strong" if self.isChecked() else "body"))
        painter.setPen(theme.colour("text"))
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width() - taken)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class SideBar(QFrame):
    """Sections above, lists below that scroll; one of all is chosen. Arrow keys go from one to the next."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "sidebar")
        self.setAccessibleName(name)
        self.setFixedWidth(theme.px(theme.SIDE_BAR))
        self._buttons: dict[str, SideButton] = {}
        self._chosen = ""
        self._listed: list[str] = []
        self._heading: QWidget | None = None
        self._head = button(name, kind="head")
        self._make_menu: Callable[[], QMenu] | None = None
        self._head.clicked.connect(self.open_menu)
        self._head.setEnabled(False)
        self._list = QVBoxLayout()
        self._foot = _Foot()
        self._arrange()

    def _arrange(self) -> None:
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._list)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.margins(9, 10, 10, 16))
        self._layout.setSpacing(0)
        self._layout.addWidget(self._head, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self._layout.addSpacing(theme.px(6))
        self._layout.addWidget(area, 1)
        self._layout.addWidget(self._foot)

    def _press(self, key: str) -> None:
        self.choose(key)
        self.pressed(key)

    def pressed(self, key: str) -> None:
        self.chosen.emit(key)

    def _step_from(self, key: str, step: int) -> None:
        keys = list(self._buttons)
        self._buttons[keys[(keys.index(key) + step) % len(keys)]].setFocus(Qt.FocusReason.TabFocusReason)

    def set_menu(self, make: Callable[[], QMenu], name: str) -> None:
        """The name at the head opens a menu, made anew each time."""
        self._make_menu = make
        self._head.setEnabled(True)
        self._head.setAccessibleName(f"{self._head.text()}, {name}")
        self._head.setIcon(icons.icon("chevron-down", "muted"))
        self._head.setLayoutDirection(Qt.LayoutDirection.RightToLeft)

    def open_menu(self) -> None:
        if self._make_menu:
            menu = self._make_menu()
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self._head.mapToGlobal(self._head.rect().bottomLeft()))

    def set_name(self, name: str) -> None:
        """What stands at the head."""
        room = theme.px(theme.SIDE_BAR - 64)
        self._head.setText(self._head.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room))

    def add_sections(self, items: Sequence[Item], heading: str = "") -> None:
        if heading:
            words = label(heading, "group", "muted")
            words.setContentsMargins(theme.margins(9, 14, 0, 6))
            self._add(words)
        for item in items:
            button = self._buttons[item.key] = SideButton(item)
            button.clicked.connect(lambda _on=False, key=item.key: self._press(key))
            button.stepped.connect(lambda step, key=item.key: self._step_from(key, step))
            self._add(button)
        self.choose(self._chosen)

    def _add(self, widget: QWidget) -> None:
        self._list.insertWidget(self._list.count() - 1, widget)

    def show_list(self, items: Sequence[Item], heading: str) -> None:
        """The list under the sections, such as groups; takes the place of the last one shown."""
        if [item.key for item in items] == self._listed:
            for item in items:
                self._buttons[item.key].show_item(item)
            return
        self._clear_list()
        if items:
            before = self._list.count() - 1
            self.add_sections(items, heading)
            self._heading = _widget_at(self._list, before)
        self._listed = [item.key for item in items]

    def _clear_list(self) -> None:
        for widget in (self._heading, *[self._buttons.pop(key) for key in self._listed]):
            if widget:
                widget.hide()
                widget.deleteLater()
        self._heading = None

    def choose(self, key: str) -> None:
        """Mark a section as the one shown; tells nobody. Tab stops there, arrows reach the others."""
        self._chosen = key
        for other, made in self._buttons.items():
            made.setChecked(other == key)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == key else Qt.FocusPolicy.ClickFocus)

    def set_count(self, key: str, count: str) -> None:
        self._buttons[key].set_count(count)

    def set_state(self, text: str, tone: str = "good") -> None:
        """The word of state at the foot: a dot and what it means."""
        self._foot.show_state(text, tone)


def _widget_at(layout: QVBoxLayout, place: int) -> QWidget:
    item = layout.itemAt(place)
    found = item.widget() if item else None
    assert found
    return found


class _Foot(QLabel):
    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font("second"))
        self.setProperty("tone", "muted")
        self.setContentsMargins(theme.margins(25, 4, 0, 4))
        self.setWordWrap(True)
        self._tone = ""

    def show_state(self, text: str, tone: str) -> None:
        self._tone = tone
        self.setText(text)
        self.update()  # the dot stands outside the text

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._tone and self.text():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(self._tone))
            painter.drawEllipse(QRectF(9, self.height() / 2 - 4, 8, 8))
