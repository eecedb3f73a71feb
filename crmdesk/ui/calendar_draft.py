"""A line over the calendar in which something is planned: what it says is understood while it is typed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.calendar_words import Reading, read
from crmdesk.ui.desk import Desk
from crmdesk.widgets import icons, theme
from crmdesk.widgets.calendar_times import Habits, Span, span_words
from crmdesk.widgets.entries import LabelButton
from crmdesk.widgets.overlay import Overlay
from crmdesk.widgets.parts import label, quiet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.lookup import Row

_WIDTH, _AIR = 400, 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MEETING, TO_DO = "meeting", "to-do"


@dataclass(frozen=True, slots=True)
class Draft:
    reading: Reading
    type: str
    people: tuple[bytes, ...]


class DraftLine(Overlay):
    """Enter keeps it, as does a press beside it; Esc does not; Up and Down choose the kind."""

    kept = Signal(object)
    """A Draft."""
    opened = Signal(object)
    """A Draft that more is to be said of."""
    understood = Signal(object)
    """The Span that is meant now."""
    left = Signal()

    def __init__(
        self, window: QWidget, desk: Desk, drawn: Span, near: QRect, habits: Habits, types: Mapping[str, str]
    ) -> None:
        """`near` is where on the window it belongs."""
        super().__init__(window, _("New appointment"))
        self._desk, self._drawn, self._near, self._habits = desk, drawn, near, habits
        self._types = dict(types)
        self._chosen = ""
        """A type that was chosen, whatever the words say."""
        self._who: Row | None = None
        self._is_kept = False
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Lunch with Ana 13:00"))
        self.line.setAccessibleName(_("What is planned?"))
        self.type_button = LabelButton(list(self._types.items()), around=44)
        self.type_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.type_button.setProperty("kind", "quiet")
        self.type_button.setIcon(icons.icon("chevron-down", "muted"))
        back = Qt.LayoutDirection.LeftToRight if self.isRightToLeft() else Qt.LayoutDirection.RightToLeft
        self.type_button.setLayoutDirection(back)  # its arrow stands behind the word
        self.more_button = quiet(_("More…"), self._open)
        self._when = label("", "second_strong", "accent", wraps=True)
        self._hint = label("", "second", "muted", wraps=True)
        self._arrange()
        self.line.textChanged.connect(lambda _text: self._understand())
        self.type_button.relabelled.connect(self._choose)
        self.line.installEventFilter(self)
        self._understand()

    def _arrange(self) -> None:
        inside = QVBoxLayout()
        inside.setContentsMargins(theme.margins(14, 12, 14, 12))
        inside.setSpacing(theme.px(8))
        inside.addWidget(self.line)
        inside.addWidget(self._when)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        self.type_button.setFixedWidth(theme.px(124))
        self.type_button.setMinimumHeight(theme.px(theme.CONTROL))
        foot.addWidget(self.type_button)
        foot.addStretch(1)
        foot.addWidget(self.more_button)
        inside.addLayout(foot)
        inside.addWidget(self._hint)
        self._hint.setText(_("Enter plans it, Esc does not. Up and down choose the kind."))
        self.body.addLayout(inside)

    def leave(self) -> None:
        """What was typed is kept, whatever puts the line away; unless that was Esc."""
        if self.line.text().strip() and not self._is_kept:
            self.keep()
            return
        super().leave()
        self.left.emit()

    def open(self) -> None:
        super().open()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def place(self) -> QRect:
        """Under what was drawn, or above it, or beside it."""
        wide = min(theme.px(_WIDTH), self._window.width() - 2 * _AIR)
        layout = self.panel.layout()
        high = layout.totalHeightForWidth(wide) if layout and layout.hasHeightForWidth() else 0
        high = max(high, self.panel.sizeHint().height())
        room, near = self._window.rect().adjusted(_AIR, _AIR, -_AIR, -_AIR), self._near
        top = near.bottom() + 6
        if top + high > room.bottom():
            top = near.top() - high - 6
        left = near.right() - wide if self.isRightToLeft() else near.left()
        left = min(max(left, room.left()), room.right() - wide)
        if top < room.top():  # neither under nor above: beside it
            top = max(room.bottom() - high, room.top())
            left = near.right() + 8 if near.right() + 8 + wide <= room.right() else near.left() - wide - 8
            left = min(max(left, room.left()), room.right() - wide)
        return QRect(left, top, wide, high)

    # What it says

    def reading(self) -> Reading:
        return read(self.line.text(), self._drawn, self._types, datetime.now())  # noqa: DTZ005 - the wall

    def type(self) -> str:
        reading = self.reading()
        usual = TO_DO if reading.span.is_whole else MEETING
        return self._chosen or reading.type or (usual if usual in self._types else next(iter(self._types), usual))

    def draft(self) -> Draft:
        reading = self.reading()
        return Draft(reading, self.type(), (self._who.id,) if self._who and reading.who else ())

    def _understand(self) -> None:
        reading = self.reading()
        if not reading.who:
            self._who = None
        self._tell(reading)
        if words := reading.who:

            def find(store: "Store") -> "Row | None":
                from crmdesk.services import who

                return who.named(store, words)

            self._desk.ask(find, self._found, replace=(id(self), "who"))

    def _found(self, row: "Row | None") -> None:
        self._who = row
        self._tell(self.reading())

    def _tell(self, reading: Reading) -> None:
        who = self._who.name if self._who and reading.who else ""
        self._when.setText(" · ".join(filter(None, (span_words(reading.span, self._habits), who))))
        self.line.setAccessibleDescription(self._when.text())
        self.type_button.show_label(self.type())
        self.understood.emit(reading.span)
        if self.isVisible():
            self.fit()

    def _choose(self, kind: str) -> None:
        self._chosen = kind
        self._tell(self.reading())
        self.line.setFocus()

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
            key = Qt.Key(event.key())
            if key in _ENTER:
                self.keep()
                return True
            if key in steps:
                keys = list(self._types)
                self._choose(keys[(keys.index(self.type()) + steps[key]) % len(keys)])
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.line.clear()
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What was typed is kept."""
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.keep()

    def keep(self) -> None:
        """When it is known who is meant; nothing where nothing was typed."""
        if self._is_kept:
            return
        if not self.line.text().strip():
            self.leave()
            return
        self._is_kept = True
        self.hide()
        self._desk.run(lambda: None, partial(self._tell_kept, self.kept))

    def _open(self) -> None:
        self._is_kept = True
        self._desk.run(lambda: None, partial(self._tell_kept, self.opened))

    def _tell_kept(self, told: SignalInstance, _none: None) -> None:
        draft = self.draft()
        title = draft.reading.title or self._types.get(draft.type, draft.type)
        is_typed = bool(self.line.text().strip())
        reading = replace(draft.reading, title=title if is_typed else "")
        self.leave()
        told.emit(replace(draft, reading=reading))
