"""A small panel that asks for what is missing, where one is looking: a few lines, Enter goes on, Esc leaves it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui.board_lines import Asking
from crmdesk.ui.desk import Desk
from crmdesk.widgets import theme
from crmdesk.widgets.messages import announce, words_of
from crmdesk.widgets.overlay import Overlay
from crmdesk.widgets.parts import label, primary, quiet
from crmdesk.widgets.problem import Problem

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_WIDTH, _AIR = 420, 12


class AskPanel(Overlay):
    """`write` is given what was told, by field; the panel stays while that is refused."""

    left = Signal()
    """Nothing was done."""

    def __init__(
        self, desk: Desk, window: QWidget, words: str, fields: Sequence[Asking], go: str,
        write: "Callable[[Store, dict[str, Any]], object]", done: Callable[[], None], near: QRect | None = None,
    ) -> None:  # fmt: skip
        super().__init__(window, words)
        self._desk, self._write, self._done, self._near = desk, write, done, near
        self.fields = list(fields)
        self._is_done = False
        self.go = primary(go, self.finish)
        self.problem = Problem()
        self._arrange(words)
        for place, field in enumerate(self.fields):
            field.line.entered.connect(partial(self._enter, place))
            field.filled.connect(partial(self._enter, place))

    def _arrange(self, words: str) -> None:
        inside = QVBoxLayout()
        inside.setContentsMargins(theme.margins(18, 16, 18, 16))
        inside.setSpacing(theme.px(10))
        inside.addWidget(label(words, "strong", wraps=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        for row, field in enumerate(self.fields):
            name = label(field.label, "second", "muted")
            name.setBuddy(field.line)
            grid.addWidget(name, row, 0)
            grid.addWidget(field.line, row, 1)
        grid.setColumnStretch(1, 1)
        inside.addLayout(grid)
        inside.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addStretch(1)
        foot.addWidget(quiet(_("Cancel"), self.leave))
        foot.addWidget(self.go)
        inside.addLayout(foot)
        self.body.addLayout(inside)

    def open(self) -> None:
        super().open()
        for field in self.fields:
            field.begin()
        self.fields[0].line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.fields[0].line.selectAll()
        announce(self, self.accessibleName())

    def place(self) -> QRect:
        wide = min(theme.px(_WIDTH), self._window.width() - 2 * _AIR)
        layout = self.panel.layout()
        high = max(layout.totalHeightForWidth(wide) if layout else 0, self.panel.minimumSizeHint().height())
        room = self._window.rect().adjusted(_AIR, _AIR, -_AIR, -_AIR)
        if self._near is None:
            return QRect(room.center().x() - wide // 2, room.top() + (room.height() - high) // 3, wide, high)
        left = min(max(self._near.center().x() - wide // 2, room.left()), room.right() - wide)
        top = min(max(self._near.center().y() - high // 2, room.top()), room.bottom() - high)
        return QRect(left, top, wide, high)

    def _enter(self, place: int) -> None:
        """From line to line; from the last one it is done."""
        if place + 1 < len(self.fields):
            self.fields[place + 1].line.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.finish()

    def finish(self) -> None:
        told: dict[str, Any] = {}
        for field in self.fields:
            try:
                told |= field.read()
            except (ValueError, UserError) as error:
                self._say(str(error))
                field.line.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self._desk.write(lambda store: self._write(store, told), self._finished, self._failed)

    def _finished(self, _answer: object) -> None:
        self._is_done = True
        self.leave()
        self._done()

    def _failed(self, error: Exception) -> None:
        self._say(words_of(error))

    def _say(self, words: str) -> None:
        self.problem.say(words)
        self.fit()
        announce(self, words)

    def leave(self) -> None:
        super().leave()
        if not self._is_done:
            self.left.emit()
