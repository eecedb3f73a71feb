"""Two or three ways to look at the same things, side by side: the one that is shown is coloured."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.parts import plain, quiet


class ViewSwitch(QWidget):
    chosen = Signal(int)

    def __init__(self, name: str, texts: Sequence[str], hint: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(8))
        for number, text in enumerate(texts):
            made = quiet(text)
            made.setCheckable(True)
            made.setToolTip(plain(hint))
            self._group.addButton(made, number)
            across.addWidget(made)
        self._group.idClicked.connect(self.chosen)

    def number(self) -> int:
        """Of the chosen one."""
        return self._group.checkedId()

    def show_chosen(self, number: int) -> None:
        self._group.button(number).setChecked(True)
