"""Which of a series is meant: three buttons where one is looking; nothing is done until one is pressed."""

from functools import partial
from typing import Literal

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.overlay import Overlay
from crmdesk.widgets.parts import label, quiet

Scope = Literal["this", "following", "all"]
THIS: Scope = "this"
FOLLOWING: Scope = "following"
ALL: Scope = "all"
_WIDTH, _AIR = 400, 8


class ScopeQuestion(Overlay):
    chosen = Signal(str)
    """THIS, FOLLOWING or ALL."""
    left = Signal()

    def __init__(self, window: QWidget, words: str, near: QRect) -> None:
        super().__init__(window, words)
        self._near = near
        inside = QVBoxLayout()
        inside.setContentsMargins(theme.margins(14, 12, 14, 12))
        inside.setSpacing(theme.px(8))
        inside.addWidget(label(words, "medium", wraps=True))
        row = QWidget()
        flow = FlowLayout(row, 8)
        choices: tuple[tuple[Scope, str], ...] = (
            (THIS, _("This one")),
            (FOLLOWING, _("This and following")),
            (ALL, _("All")),
        )
        self.buttons = [quiet(text, partial(self._choose, scope)) for scope, text in choices]
        for made in self.buttons:
            flow.addWidget(made)
        inside.addWidget(row)
        self.body.addLayout(inside)

    def leave(self) -> None:
        super().leave()
        self.left.emit()

    def open(self) -> None:
        super().open()
        self.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    def place(self) -> QRect:
        wide = min(theme.px(_WIDTH), self._window.width() - 2 * _AIR)
        layout = self.panel.layout()
        high = max(layout.totalHeightForWidth(wide) if layout else 0, self.panel.minimumSizeHint().height())
        room = self._window.rect().adjusted(_AIR, _AIR, -_AIR, -_AIR)
        top = self._near.bottom() + 6
        if top + high > room.bottom():
            top = max(self._near.top() - high - 6, room.top())
        left = min(max(self._near.left(), room.left()), room.right() - wide)
        return QRect(left, top, wide, high)

    def _choose(self, scope: Scope) -> None:
        self.leave()
        self.chosen.emit(scope)
