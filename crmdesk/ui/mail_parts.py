"""What both halves of the preferences of e-mail are made of."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.ui.preference_panes import SettingRow
from crmdesk.widgets import theme
from crmdesk.widgets.parts import rule

WIDTH, PORT_WIDTH = 232, 64


def setting_line(name: str, entered: Callable[[], None]) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setFixedWidth(theme.px(WIDTH))
    made.returnPressed.connect(entered)
    return made


def side_by_side(*parts: QWidget) -> QWidget:
    holder = QWidget()
    across = QHBoxLayout(holder)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.px(8))
    for part in parts:
        across.addWidget(part)
    return holder


def set_rows(form: QWidget, rows: Sequence[tuple[str, str, QWidget]], problem: QWidget, *buttons: QWidget) -> None:
    """One setting under the other; at the foot what is wrong with them, and what can be done."""
    down = QVBoxLayout(form)
    down.setContentsMargins(0, 0, 0, 0)
    down.setSpacing(0)
    for text, hint, control in rows:
        down.addWidget(SettingRow(text, hint, control))
        down.addWidget(rule())
    down.addSpacing(theme.px(12))
    across = QHBoxLayout()
    across.setSpacing(theme.px(8))
    across.addWidget(problem, 1)
    for button in buttons:
        across.addWidget(button, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
    down.addLayout(across)


def told_row(head: QWidget, told: QWidget, control: QWidget) -> QWidget:
    """As a SettingRow, of words that change."""
    holder, words = QWidget(), QVBoxLayout()
    words.setSpacing(theme.px(2))
    words.addWidget(head)
    words.addWidget(told)
    across = QHBoxLayout(holder)
    across.setContentsMargins(theme.margins(0, 12, 0, 12))
    across.setSpacing(theme.px(20))
    across.addLayout(words, 1)
    across.addWidget(control, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return holder
