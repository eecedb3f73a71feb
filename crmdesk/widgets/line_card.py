"""A card of lines with a head; who is in it by keys stays where they were when the lines are others."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.widgets import icons, theme
from crmdesk.widgets.line_row import LineRow
from crmdesk.widgets.parts import frame, label, rule

Placed = Sequence[tuple[Hashable, QWidget]]
"""Lines and what stands between them, each with a key of its own."""


class LineCard(QWidget):
    def __init__(self, head: str, nothing: str = "", more: str = "") -> None:
        """What is said where there is nothing; with `more` it is drawn large."""
        super().__init__()
        self.placed: Placed = ()
        self._here: Hashable | None = None
        """The line that has the keyboard, or had it last."""
        self._keeps = False
        self.setAccessibleName(head)
        self.head = label(head, "strong")
        self.told = label("", "second", "muted")
        self.tools = QHBoxLayout()
        self.tools.setSpacing(theme.px(4))
        self._nothing = _make_nothing(nothing, more)
        self._nothing.hide()  # until that is known
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(theme.margins(0, 4, 0, 4))
        self._lines.setSpacing(0)
        self._foot = QVBoxLayout()
        self._arrange()

    def _arrange(self) -> None:
        ground = frame("card")
        across = QHBoxLayout()
        across.setContentsMargins(theme.margins(16, 6, 10, 6))
        across.setSpacing(theme.px(8))
        self.head.setMinimumHeight(theme.px(theme.CONTROL))
        across.addWidget(self.head)
        across.addWidget(self.told)
        across.addStretch(1)
        across.addLayout(self.tools)
        down = QVBoxLayout(ground)
        down.setContentsMargins(1, 1, 1, 1)
        down.setSpacing(0)
        down.addLayout(across)
        down.addWidget(rule())
        down.addLayout(self._lines)
        down.addWidget(self._nothing)
        down.addLayout(self._foot)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(ground)

    def show_lines(self, placed: Placed) -> None:
        before, place = self._here_now(), self._place()
        for _key, old in self.placed:
            self._lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.placed = placed
        before_it: QWidget | None = None
        for _key, widget in placed:
            self._lines.addWidget(widget)
            if isinstance(widget, LineRow):
                widget.has_line = isinstance(before_it, LineRow)
            before_it = widget
            widget.show()
        self._nothing.setVisible(not placed)
        if before or (self._keeps and self._may_take()):
            self._go_back(place)

    def rows(self) -> list[LineRow]:
        return [widget for _key, widget in self.placed if isinstance(widget, LineRow)]

    # Where the keyboard is

    def _here_now(self) -> bool:
        focused = QApplication.focusWidget()
        row = next((row for row in self.rows() if focused is row or (focused and row.isAncestorOf(focused))), None)
        if row is not None:
            self._here = next(key for key, widget in self.placed if widget is row)
        return row is not None

    def stay_at(self, key: Hashable) -> None:
        """Whatever opens over it, the keyboard then comes back to it, or to the one in its place."""
        self._here, self._keeps = key, True

    def _may_take(self) -> bool:
        """Unless the keyboard went elsewhere meanwhile."""
        focused = QApplication.focusWidget()
        return focused is None or focused.window() is not self.window() or self.isAncestorOf(focused)

    def _place(self) -> int:
        keys = [key for key, widget in self.placed if isinstance(widget, LineRow)]
        return keys.index(self._here) if self._here in keys else 0

    def _go_back(self, place: int) -> None:
        keys = [key for key, widget in self.placed if isinstance(widget, LineRow)]
        rows = self.rows()
        if self._here in keys:
            rows[keys.index(self._here)].setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self._keeps = False
        if rows:
            rows[min(place, len(rows) - 1)].setFocus(Qt.FocusReason.ShortcutFocusReason)


def _make_nothing(words: str, more: str) -> QWidget:
    holder = QWidget()
    down = QVBoxLayout(holder)
    down.setSpacing(theme.px(4))
    down.setContentsMargins(theme.margins(16, 28, 16, 32) if more else theme.margins(16, 14, 16, 14))
    if more:
        mark = label()
        mark.setPixmap(icons.pixmap("sun", "faint", 28))
        down.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
        down.addSpacing(theme.px(4))
    for text, font in ((words, "strong" if more else "body"), (more, "body")):
        if text:
            made = label(text, font, "text" if font == "strong" else "muted", wraps=True)  # type: ignore[arg-type]
            if more:
                made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            down.addWidget(made)
    return holder
