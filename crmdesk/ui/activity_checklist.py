"""The checklist of an activity: ticked, added to by Enter, put in order by dragging or Alt with the arrows."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.activity_editor import ActivityEditor
from crmdesk.widgets import icons, tab_order, theme
from crmdesk.widgets.fields import LineField
from crmdesk.widgets.parts import PaintedButton, label, small_button

if TYPE_CHECKING:
    from crmdesk.services.checklists import Item
    from crmdesk.services.files import Store

_ROW = 30


class Tick(PaintedButton):
    """A small box that is ticked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFixedSize(theme.px(24), theme.px(_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(16)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_tick(painter, box, is_done=self.isChecked(), is_lit=self.underMouse() or self.shows_ring())


def paint_tick(painter: QPainter, box: QRectF, *, is_done: bool, is_lit: bool) -> None:
    painter.setPen(theme.colour("accent" if is_lit or is_done else "faint"))
    painter.setBrush(theme.colour("accent" if is_done else "surface"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
    if is_done:
        middle = box.center().toPoint()
        icons.paint(painter, "check", "on_accent", QPoint(middle.x(), middle.y()), 12)


class _Grip(QWidget):
    """Taken and drawn up or down it moves its row."""

    dragged = Signal(int)
    """By so many rows."""

    def __init__(self) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setFixedSize(theme.px(16), theme.px(_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), "grip-vertical", "faint", self.rect().center(), 14)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        rows = round((event.position().y() - self.height() / 2) / theme.px(_ROW))
        if rows:
            self.dragged.emit(rows)


class ItemRow(QWidget):
    asked = Signal(str, object)
    """`tick`, `rename`, `move` by so many rows, or `remove`."""

    def __init__(self, item: "Item") -> None:
        super().__init__()
        self.item = item
        self.tick = Tick(_("Done"))
        self.tick.clicked.connect(lambda: self.asked.emit("tick", self.tick.isChecked()))
        self.words = LineField(_("Checklist item"))
        self.words.kept.connect(lambda text: self.asked.emit("rename" if text else "remove", text))
        self.words.edit.installEventFilter(self)
        self.grip = _Grip()
        self.grip.dragged.connect(partial(self.asked.emit, "move"))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(2))
        across.addWidget(self.grip)
        across.addWidget(self.tick)
        across.addWidget(self.words, 1)
        across.addWidget(small_button("x", _("Remove"), partial(self.asked.emit, "remove", None)))
        self.show_item(item)

    def show_item(self, item: "Item") -> None:
        self.item = item
        self.tick.setChecked(item.is_done)
        self.tick.setAccessibleName(_("Done: {text}").format(text=item.text))
        self.words.set_value(item.text)
        theme.set_kind(self.words.edit, "struck", item.is_done)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.asked.emit("move", by)
                return True
        return super().eventFilter(watched, event)


class Checklist(QWidget):
    def __init__(self, editor: ActivityEditor) -> None:
        super().__init__()
        self._editor = editor
        self.rows: dict[bytes, ItemRow] = {}
        self.head = label(_("Checklist"), "strong")
        self.line = QLineEdit()
        self.line.setProperty("inline", True)
        self.line.setAccessibleName(_("Add to the checklist"))
        self.line.setPlaceholderText(_("add a step"))
        self.line.setMinimumHeight(theme.px(_ROW))
        self.line.installEventFilter(self)
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(0)
        self._down.addWidget(self.head)
        self._down.addWidget(self.line)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._add()
                return True
            if event.key() == Qt.Key.Key_Escape and self.line.text():
                self.line.clear()
                return True
        return False

    def show_items(self, items: "tuple[Item, ...]") -> None:
        for gone in self.rows.keys() - {item.id for item in items}:
            row = self.rows.pop(gone)
            self._down.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, item in enumerate(items, 1):
            self._show_at(place, item)
        done = sum(item.is_done for item in items)
        told = _("Checklist · {done} of {count}").format(done=done, count=len(items))
        self.head.setText(told if items else _("Checklist"))
        tab_order.order(self)

    def _show_at(self, place: int, item: "Item") -> None:
        row = self.rows.get(item.id)
        if row is None:
            row = self.rows[item.id] = ItemRow(item)
            row.asked.connect(lambda action, value, row=row: self._act(row, action, value))
        else:
            row.show_item(item)
        if self._down.indexOf(row) != place:
            self._down.insertWidget(place, row)

    def _add(self) -> None:
        """The next one at once."""
        if not (text := self.line.text().strip()):
            return
        self.line.clear()

        def add(store: "Store", key: bytes) -> None:
            from crmdesk.services import checklists

            checklists.add(store, key, text)

        self._editor.change_part(add, lambda problem: self.line.setText(text) if problem else None)

    def _act(self, row: ItemRow, action: str, value: object) -> None:
        place = self._down.indexOf(row) - 1

        def act(store: "Store", owner: bytes) -> None:
            from crmdesk.services import checklists

            key = checklists.at(store, owner, place)
            if key is None:
                return
            if action == "tick":
                checklists.tick(store, key, is_done=bool(value))
            elif action == "rename":
                checklists.rename(store, key, str(value))
            elif action == "move":
                checklists.move(store, key, max(place + int(str(value)), 0))
            else:
                checklists.remove(store, key)

        self._editor.change_part(act, row.words.set_problem)
