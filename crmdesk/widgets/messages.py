"""What the user is told: toasts for what went well, banners for what stays true, a sheet for what went wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.parts import button, icon_button, label, link, quiet
from crmdesk.widgets.sheet import Sheet

_SECONDS = 6
_SECONDS_WITH_ACTION = 10


@dataclass(frozen=True, slots=True)
class Action:
    text: str
    run: Callable[[], None]
    lasts: bool = True
    """Whether it may still be done when something else was changed; what undoes the last change may not."""
    also: "Action | None" = None
    """A second one beside it."""


class Toast(QFrame):
    """One line at the foot of the window that goes by itself; it waits while the mouse is over it."""

    def __init__(self, window: QWidget, text: str, action: Action | None) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("ground", "toast")
        self.setAccessibleName(text)
        self._timer = QTimer(self, singleShot=True, interval=1000 * (_SECONDS_WITH_ACTION if action else _SECONDS))
        self._timer.timeout.connect(self.leave)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(theme.margins(16, 6, 8 if action else 16, 6))
        self._words = label(text)
        self._words.setMaximumWidth(max(window.width() - 160, 200))
        self._layout.addWidget(self._words)
        self._words.setMinimumHeight(theme.px(30))
        self._buttons: list[tuple[Action, QPushButton]] = []
        while action:
            self._add(action)
            action = action.also
        window.installEventFilter(self)
        self._enter()

    def _add(self, action: Action) -> None:
        made = button(action.text, lambda: self._act(action), kind="toast")
        self._buttons.append((action, made))
        self._layout.addWidget(made)

    def _act(self, action: Action) -> None:
        self.leave()
        action.run()

    def _enter(self) -> None:
        self.adjustSize()
        self.move(self._place() + QPoint(0, theme.px(12) if theme.motion() else 0))
        self.show()
        self.raise_()
        if theme.motion():
            self._slide()
        self._timer.start()

    def _slide(self) -> None:
        slide = QPropertyAnimation(self, b"pos", self)
        slide.setDuration(theme.motion())
        slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        slide.setEndValue(self._place())
        slide.start()

    def _place(self) -> QPoint:
        window = self._window
        return QPoint((window.width() - self.width()) // 2, window.height() - self.height() - theme.px(24))

    def settle(self) -> None:
        """Something else was changed: what does not last is no longer offered."""
        gone = [made for action, made in self._buttons if not action.lasts and not made.isHidden()]
        for made in gone:
            made.hide()
        if gone:
            self.adjustSize()
            self.move(self._place())

    def leave(self) -> None:
        self._timer.stop()
        self.hide()
        self.deleteLater()

    def enterEvent(self, event: object) -> None:
        self._timer.stop()

    def leaveEvent(self, event: object) -> None:
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.move(self._place())
        return False


def toast(window: QWidget, text: str, action: Action | None = None) -> Toast:
    """Say what happened, with at most one thing to do about it: Undo. A new one takes the place of the last."""
    put_away_toasts(window)
    made = Toast(window, text, action)
    announce(made, text)
    return made


def put_away_toasts(window: QWidget) -> None:
    for shown in window.findChildren(Toast):
        shown.leave()


def settle_toasts(window: QWidget) -> None:
    for shown in window.findChildren(Toast):
        shown.settle()


def announce(widget: QWidget, text: str) -> None:
    """For who does not see the screen."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class Banner(QFrame):
    """A pale strip inside a screen: something that stays true until it is dealt with."""

    def __init__(
        self,
        text: str,
        detail: str = "",
        action: Action | None = None,
        tone: Literal["accent", "good", "warning", "bad"] = "warning",
        *,
        can_close: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("ground", tone)
        self.setAccessibleName(f"{text} {detail}".strip())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.margins(14, 10, 8, 10))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(text, "strong", tone, wraps=True))
        if detail:
            words.addWidget(label(detail, "second", tone, wraps=True))
        layout.addLayout(words, 1)
        if action:
            layout.addWidget(link(action.text, action.run))
        if can_close:
            layout.addWidget(icon_button("x", _("Close"), self.hide))


class ErrorSheet(Sheet):
    """What happened, what is safe, what to do now: the words of a UserError, its single problems below."""

    def __init__(self, parent: QWidget | None, error: UserError, retry: Action | None = None) -> None:
        head, _dot, rest = str(error).partition(". ")
        super().__init__(parent, head if rest else _("This did not work"))
        self.add_text(rest or head)
        if error.problems:
            self._add_problems(error.problems)
        self.close_button.setText(_("Close"))
        if retry:
            self.set_primary(retry.text, lambda: self._retry(retry))

    def _add_problems(self, problems: tuple[str, ...]) -> None:
        text = "\n".join(problems)
        self.body.addWidget(read_only(text, _("Problems")))
        self.buttons.insertWidget(0, quiet(_("Copy"), lambda: copy(text)))

    def _retry(self, retry: Action) -> None:
        self.accept()
        retry.run()


def read_only(text: str, name: str) -> QPlainTextEdit:
    """A box of text to read and copy."""
    box = QPlainTextEdit(text)
    box.setReadOnly(True)
    box.setAccessibleName(name)
    box.setTabChangesFocus(True)
    box.setFont(theme.font("second"))
    lines = min(max(text.count("\n") + 3, 4), 14)
    box.setFixedHeight(lines * box.fontMetrics().lineSpacing() + theme.px(26))
    box.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return box


def copy(text: str) -> None:
    QApplication.clipboard().setText(text)


def show_error(parent: QWidget | None, error: UserError, retry: Action | None = None) -> ErrorSheet:
    sheet = ErrorSheet(parent, error, retry)
    sheet.open()
    return sheet


def words_of(error: Exception) -> str:
    """For a field whose value could not be saved: a mistake of ours is told apart in its own dialog."""
    return str(error) if isinstance(error, UserError) else _("This could not be saved.")
