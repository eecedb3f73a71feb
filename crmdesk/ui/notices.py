"""The notice centre: what was said in this session, newest first, with what can still be done about it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QStyle, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.moments import when
from crmdesk.ui.said import Notice
from crmdesk.widgets import icons, tab_order, theme
from crmdesk.widgets.messages import Action, put_away_toasts
from crmdesk.widgets.overlay import Overlay
from crmdesk.widgets.parts import label, link, rule

if TYPE_CHECKING:
    from crmdesk.ui.window import Window

_WIDTH = 400
_HEIGHT = 460
_EMPTY_HEIGHT = 200
_AIR = 8


class NoticeCentre(Overlay):
    def __init__(self, window: "Window") -> None:
        super().__init__(window, _("Notices"))
        self._main = window
        self._said = window.desk.file.said
        self._area = _area()
        self._head = _head()
        self.body.addWidget(self._head)
        self.body.addWidget(rule())
        self.body.addWidget(self._area, 1)
        self._soon = QTimer(self, singleShot=True)  # a step withdraws some, adds one and reads it: that is shown once
        self._soon.timeout.connect(self._show)
        self._said.changed.connect(self._soon.start)

    def open(self) -> None:
        """What a toast says stands here too."""
        put_away_toasts(self._window)
        self._show()
        super().open()
        self._area.setFocus(Qt.FocusReason.PopupFocusReason)

    def _show(self) -> None:
        """What lies open has been seen."""
        if self._said.unread:
            self._said.read()
        self._soon.stop()
        self._area.setWidget(self._list() if self._said.notices else _nothing())
        tab_order.order(self.panel)
        self.fit()

    def _list(self) -> QWidget:
        made = QWidget()
        down = QVBoxLayout(made)
        down.setContentsMargins(theme.margins(0, 4, 0, 8))
        down.setSpacing(0)
        for number, notice in enumerate(self._said.notices):
            if number:
                down.addWidget(rule())
            down.addWidget(_row(notice, self._act))
        down.addStretch(1)
        return made

    def _act(self, action: Action) -> None:
        self.leave()
        action.run()

    def place(self) -> QRect:
        """Beside the foot of the side bar, which opens it."""
        window, air = self._window.rect(), theme.px(_AIR)
        left = self._main.side.width() + air
        width = min(theme.px(_WIDTH), window.width() - left - air)
        height = min(self._wanted_height(width), window.height() - 2 * air)
        place = QRect(left, window.bottom() - air - height, width, height)
        return QStyle.visualRect(self.layoutDirection(), window, place)

    def _wanted_height(self, width: int) -> int:
        """As much as is to be read, at most `_HEIGHT`."""
        inside = self._area.widget()
        if not self._said.notices or not inside:
            return theme.px(_EMPTY_HEIGHT)
        return min(self._head.sizeHint().height() + inside.heightForWidth(width - 2) + 3, theme.px(_HEIGHT))


def _area() -> QScrollArea:
    """Takes the keyboard itself: arrows scroll."""
    made = QScrollArea()
    made.setAccessibleName(_("Notices"))
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def _head() -> QLabel:
    made = label(_("Notices"), "strong")
    made.setContentsMargins(theme.margins(16, 12, 16, 12))
    return made


def _row(notice: Notice, act: Callable[[Action], None]) -> QFrame:
    made = QFrame()
    made.setAccessibleName(", ".join(part for part in (notice.text, notice.detail, when(notice.at)) if part))
    across = QHBoxLayout(made)
    across.setContentsMargins(theme.margins(16, 8, 12, 8))
    across.setSpacing(theme.px(12))
    across.addWidget(_mark(notice), 0, Qt.AlignmentFlag.AlignTop)
    across.addLayout(_words(notice), 1)
    if action := notice.action:
        across.addWidget(link(action.text, lambda: act(action)), 0, Qt.AlignmentFlag.AlignVCenter)
    return made


def _mark(notice: Notice) -> QLabel:
    made = label()
    name, tone = ("triangle-alert", "bad") if notice.is_error else ("check", "good")
    if notice.icon:
        name, tone = notice.icon, "accent"
    made.setPixmap(icons.pixmap(name, tone))
    made.setContentsMargins(theme.margins(0, 2, 0, 0))
    return made


def _words(notice: Notice) -> QVBoxLayout:
    down = QVBoxLayout()
    down.setSpacing(theme.px(2))
    down.addWidget(label(notice.text, wraps=True))
    if notice.detail:
        down.addWidget(label(notice.detail, "second", "muted", wraps=True))
    down.addWidget(label(when(notice.at), "second", "muted"))
    return down


def _nothing() -> QWidget:
    """Nothing was said yet."""
    made = QWidget()
    down = QVBoxLayout(made)
    down.setContentsMargins(theme.margins(32, 0, 32, 8))
    down.setSpacing(theme.px(6))
    down.addStretch(1)
    for part in (
        _bell(),
        label(_("No notices yet"), "strong"),
        label(_("What is done while you work is told here, with its Undo."), "second", "muted", wraps=True),
    ):
        part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        down.addWidget(part)
    down.addStretch(1)
    return made


def _bell() -> QLabel:
    made = label()
    made.setPixmap(icons.pixmap("bell", "faint", 24))
    return made
