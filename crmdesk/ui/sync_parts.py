"""What the sheets and panes of working together are made of."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.widgets import icons, theme
from crmdesk.widgets.messages import copy
from crmdesk.widgets.parts import label, link
from crmdesk.widgets.sheet import Sheet

HUB_COMMAND = "crmdesk hub serve --data hub"


def fact(icon: str, text: str, detail: str = "", tone: str = "muted") -> QWidget:
    """A mark, what is so, and what that means."""
    made = QWidget()
    made.setAccessibleName(" ".join(filter(None, (text, detail))))
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.px(12))
    across.addWidget(_mark(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(theme.px(2))
    words.addWidget(label(text, "medium", wraps=True))
    if detail:
        words.addWidget(label(detail, "second", "muted", wraps=True))
    across.addLayout(words, 1)
    return made


def _mark(icon: str, tone: str) -> QLabel:
    made = label()
    made.setPixmap(icons.pixmap(icon, tone))
    made.setContentsMargins(theme.margins(0, 2, 0, 0))
    return made


def asked_line(name: str, *, is_secret: bool = False) -> QLineEdit:
    """Enter in it presses the filled button of its sheet."""
    made = QLineEdit()
    made.setAccessibleName(name)
    if is_secret:
        made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


def asked(name: str, line: QWidget, hint: str = "") -> QWidget:
    """Above a line what is to be typed, below it what for."""
    made = QWidget()
    down = QVBoxLayout(made)
    down.setContentsMargins(0, 0, 0, 0)
    down.setSpacing(theme.px(4))
    down.addWidget(label(name, "second", "muted"))
    down.addWidget(line)
    if hint:
        down.addWidget(label(hint, "second", "muted", wraps=True))
    return made


def hub_hint() -> QWidget:
    """Where to get a hub at all."""
    made = QWidget()
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.px(8))
    words = _("No hub yet? Any computer that is always on can be one:")
    across.addWidget(label(f"{words}\n{HUB_COMMAND}", "second", "muted", wraps=True), 1)
    across.addWidget(link(_("Copy"), lambda: copy(HUB_COMMAND)), 0, Qt.AlignmentFlag.AlignBottom)
    return made


class Agree(Sheet):
    """What will be, before something that an Undo cannot bring back."""

    def __init__(self, parent: QWidget, title: str, words: str, button: str, run: Callable[[], None]) -> None:
        super().__init__(parent, title, width=440)
        self._run = run
        self.add_text(words)
        self.button = self.set_primary(button, self._agree)

    def _agree(self) -> None:
        self.accept()
        self._run()
