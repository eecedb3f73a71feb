"""The small parts every screen is made of: labels, buttons, frames, lines; each with its accessible name."""

from collections.abc import Callable, Iterable
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crmdesk.widgets import icons, theme
from crmdesk.widgets.theme import FontRole

Tone = Literal["text", "muted", "faint", "accent", "good", "warning", "bad"]
Ground = Literal[
    "card",
    "surface",
    "window",
    "sidebar",
    "line",
    "good",
    "warning",
    "bad",
    "accent",
    "drop",
    "sheet",
    "toast",
    "segments",
]
Kind = Literal["quiet", "primary", "flat", "link", "menu", "tab", "dashed", "toast", "head", "segment"]


def label(text: str = "", font: FontRole = "body", tone: Tone = "text", *, wraps: bool = False) -> QLabel:
    """Always plain text: what a user typed is never taken for markup."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setFont(theme.font(font))
    made.setProperty("tone", tone)
    made.setWordWrap(wraps)
    return made


def title(text: str = "") -> QLabel:
    return label(text, "title")


_BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_COMES_BACK = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


def is_by_keys(event: QFocusEvent, before: bool) -> bool:
    """Whether to show the focus: yes for who moves by keys, no for who pressed with the mouse."""
    return before if event.reason() in _COMES_BACK else event.reason() in _BY_KEYS


class Button(QPushButton):
    """Shows its focus ring to who moves by keys only; while it does, Enter presses it as Space does."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        theme.set_kind(self, "ring", is_by_keys(event, bool(self.property("ring"))))
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.property("ring"):
            self.click()
        else:
            super().keyPressEvent(event)


def button(
    text: str, pressed: Callable[[], None] | None = None, *, kind: Kind = "quiet", icon: str = ""
) -> QPushButton:
    made = Button(text)
    made.setProperty("kind", kind)
    made.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor)
    made.setAutoDefault(False)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if kind in ("dashed", "menu"):
        made.setFont(theme.font("second"))
    if icon:
        made.setIcon(icons.icon(icon, "on_accent" if kind == "primary" else "muted"))
    made.setIconSize(QSize(theme.px(20 if text else 16), theme.px(16)))  # wider than high: some air before the words
    if pressed:
        made.clicked.connect(lambda _checked=False: pressed())
    return made


def primary(text: str, pressed: Callable[[], None] | None = None, icon: str = "") -> QPushButton:
    """The one filled button of a screen."""
    return button(text, pressed, kind="primary", icon=icon)


def quiet(text: str, pressed: Callable[[], None] | None = None, icon: str = "") -> QPushButton:
    return button(text, pressed, icon=icon)


def flat(text: str, pressed: Callable[[], None] | None = None, icon: str = "") -> QPushButton:
    """Only words until the mouse is over it: actions on the current set."""
    return button(text, pressed, kind="flat", icon=icon)


def link(text: str, pressed: Callable[[], None] | None = None) -> QPushButton:
    return button(text, pressed, kind="link")


def icon_button(icon: str, name: str, pressed: Callable[[], None] | None = None) -> QPushButton:
    """A button without words: `name` is told by the tooltip and to who cannot see it."""
    made = button("", pressed, kind="flat", icon=icon)
    made.setAccessibleName(name)
    made.setToolTip(plain(name))
    made.setFixedSize(theme.px(theme.CONTROL), theme.px(theme.CONTROL))
    return made


def small_button(icon: str, name: str, pressed: Callable[[], None] | None = None) -> QPushButton:
    """An icon button that is pale until it is needed, for rows of which there are many."""
    made = icon_button(icon, name, pressed)
    made.setProperty("small", True)
    made.setIcon(icons.icon(icon, "faint"))
    made.setFixedSize(theme.px(26), theme.px(26))
    made.setIconSize(QSize(theme.px(14), theme.px(14)))
    return made


def plain(text: str) -> str:
    """For tooltips, which have no plain text mode of their own."""
    return (
        "<span>" + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "</span>"
        if "<" in text
        else text
    )


def frame(ground: Ground) -> QFrame:
    made = QFrame()
    made.setProperty("ground", ground)
    return made


def in_the_middle(part: QWidget) -> QHBoxLayout:
    """As wide as it may be; where there is more room, it lies at both sides."""
    across = QHBoxLayout()
    across.setContentsMargins(0, 0, 0, 0)
    across.addStretch(1)
    across.addWidget(part, 1000)
    across.addStretch(1)
    return across


def rule(*, upright: bool = False) -> QFrame:
    """A line of one pixel."""
    made = frame("line")
    made.setFixedWidth(1) if upright else made.setFixedHeight(1)
    return made


class PaintedButton(QAbstractButton):
    """A button that draws itself; Enter presses it as Space does; `shows_ring`: focus is to be seen."""

    _ring = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = is_by_keys(event, self._ring)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def shows_ring(self) -> bool:
        return self._ring and self.hasFocus()

    def paint_hover(self, painter: QPainter, box: QRectF, corner: float = 8, ground: str = "hover") -> None:
        """The ground of what is pointed at, and round it the ring of who moves by keys."""
        if self.isEnabled() and (self.underMouse() or self.shows_ring()):
            painter.setPen(theme.colour("accent" if self.shows_ring() else ground))
            painter.setBrush(theme.colour(ground))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)


class Card(QFrame):
    """A surface with a thin line round it, with or without a head."""

    def __init__(self, head: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "card")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(1, 1, 1, 1)
        self._layout.setSpacing(0)
        if head:
            self._add_head(head)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(theme.margins(16, 12, 16, 12))
        self.body.setSpacing(theme.px(8))
        self._layout.addLayout(self.body)

    def _add_head(self, head: str) -> None:
        words = label(head, "strong")
        words.setContentsMargins(theme.margins(16, 12, 16, 12))
        self._layout.addWidget(words)
        self._layout.addWidget(rule())
        self.setAccessibleName(head)


def show_instead(place: QBoxLayout, parts: Iterable[QWidget]) -> None:
    """Of what stands there."""
    while item := place.takeAt(0):
        if gone := item.widget():
            gone.hide()
            gone.deleteLater()
    for part in parts:
        place.addWidget(part)
