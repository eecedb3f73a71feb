"""Reminders in a window: at the lower right until they are dealt with, more than two folded into one line."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui import reminder_words
from crmdesk.ui.reminder_row import ReminderRow, Words
from crmdesk.widgets import icons, tab_order, theme
from crmdesk.widgets.overlay import SHADOW, paint_shadow
from crmdesk.widgets.parts import frame, label

if TYPE_CHECKING:
    from crmdesk.services.reminders import Reminder
    from crmdesk.ui.reminders import Reminders
    from crmdesk.ui.window import Window

_WIDTH = 348
_FROM_EDGE, _FROM_FOOT = 20, 72
"""Toasts keep their place under it."""
_FEW, _MOST = 2, 5


class ReminderCards(QWidget):
    def __init__(self, window: "Window", watch: "Reminders") -> None:
        super().__init__(window)
        self._window, self.watch = window, watch
        self.rows: list[ReminderRow] = []
        self.is_folded = True
        self.setAccessibleName(_("Reminders"))
        self._panel = frame("sheet")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SHADOW, SHADOW, SHADOW, SHADOW + 4)
        outer.addWidget(self._panel)
        self._down = QVBoxLayout(self._panel)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(0)
        self.fold = _Fold()
        self.fold.clicked.connect(self._turn)
        self._rest = label("", "second", "muted")
        self._rest.setContentsMargins(theme.margins(16, 6, 16, 10))
        self._head = QWidget()
        inside = QVBoxLayout(self._head)
        inside.setContentsMargins(theme.margins(8, 6, 8, 6))
        inside.addWidget(self.fold)
        self._down.addWidget(self._head)
        self._down.addWidget(self._rest)
        window.installEventFilter(self)
        self.hide()

    def show_waiting(self, waiting: "Sequence[Reminder]", now: datetime) -> None:
        """Rows that stay keep the keyboard."""
        if [row.reminder for row in self.rows] != list(waiting):
            self._make_rows(waiting)
        for row in self.rows:
            row.tell(now)
        self._arrange()

    def _make_rows(self, waiting: "Sequence[Reminder]") -> None:
        kept = {row.reminder: row for row in self.rows}
        for row in self.rows:
            if row.reminder not in waiting:
                self._down.removeWidget(row)
                row.hide()
                row.deleteLater()
        self.rows = [kept.get(each) or ReminderRow(self._window, self.watch, each) for each in waiting]
        for place, row in enumerate(self.rows):
            self._down.insertWidget(1 + place, row)

    def _arrange(self) -> None:
        """The earliest first; what has no room comes when others are dealt with."""
        count = len(self.rows)
        self._head.setVisible(count > _FEW)
        is_folded = self.is_folded and count > _FEW
        for place, row in enumerate(self.rows):
            row.setVisible(not is_folded and place < _MOST)
            row.line.setVisible(place > 0 or count > _FEW)
        rest = 0 if is_folded else max(count - _MOST, 0)
        self._rest.setText(ngettext("and {count} more", "and {count} more", rest).format(count=rest))
        self._rest.setVisible(rest > 0)
        self.fold.tell_all([reminder_words.head(row.reminder) for row in self.rows], is_folded=is_folded)
        self.setVisible(count > 0)
        if count:
            tab_order.order(self)
            self._settle()
            self.raise_()

    def _turn(self) -> None:
        self.is_folded = not self.is_folded
        self._arrange()

    def enter(self) -> None:
        """By key."""
        first = self.fold if not self._head.isHidden() else self.rows[0].words if self.rows else None
        if first:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _settle(self) -> None:
        window = self._window.rect()
        for part in (self._panel, self):
            if layout := part.layout():
                layout.activate()
        width = min(theme.px(_WIDTH) + 2 * SHADOW, window.width())
        height = min(self.sizeHint().height(), window.height())
        right, foot = theme.px(_FROM_EDGE) - SHADOW, theme.px(_FROM_FOOT) - SHADOW
        top = max(window.height() - height - foot, 0)
        left = right if self.isRightToLeft() else window.width() - width - right
        self.setGeometry(left, top, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_shadow(QPainter(self), self._panel.geometry())


class _Fold(Words):
    """How many there are; pressed it shows them, or only their number."""

    room = 34

    def __init__(self) -> None:
        super().__init__("bell")
        self.is_folded = True

    def tell_all(self, names: Sequence[str], *, is_folded: bool) -> None:
        self.is_folded = is_folded
        count = len(names)
        words = ngettext("{count} reminder", "{count} reminders", count).format(count=count)
        self.tell(words, ", ".join(names) if is_folded else "", "accent")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        middle = QPoint(theme.px(16) if self.isRightToLeft() else self.width() - theme.px(16), self.height() // 2)
        icons.paint(QPainter(self), "chevron-up" if self.is_folded else "chevron-down", "muted", middle, 14)


def cards_of(window: "Window") -> ReminderCards | None:
    return window.findChild(ReminderCards, options=Qt.FindChildOption.FindDirectChildrenOnly)


def show(watch: "Reminders", window: "Window", *, is_of_file: bool) -> None:
    """Made when there is something to tell; a window that has another file by now shows that one's."""
    cards = cards_of(window)
    if cards and is_of_file and cards.watch is not watch:
        _drop(cards)
        cards = None
    if is_of_file and (cards or watch.waiting):
        (cards or ReminderCards(window, watch)).show_waiting(watch.waiting, watch.now())
    elif cards and cards.watch is watch and not is_of_file:
        _drop(cards)


def _drop(cards: ReminderCards) -> None:
    cards.hide()
    cards.setParent(None)
    cards.deleteLater()


def enter(window: "Window") -> None:
    """From anywhere in the window to what waits."""
    cards = cards_of(window)
    if cards and cards.isVisible():
        cards.enter()
    else:
        window.desk.say(_("No reminder waits."))
