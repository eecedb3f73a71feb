"""Whether what is entered is a lead, and what they want."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.parts import label
from crmdesk.widgets.switch import Switch


class LeadChoice(QWidget):
    changed = Signal()

    def __init__(self, *, is_on: bool) -> None:
        super().__init__()
        self.switch = Switch(_("As a lead"))
        self.line = QLineEdit()
        self.line.setAccessibleName(_("What is wanted"))
        self.line.setPlaceholderText(_("What is wanted"))
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        across.addWidget(self.switch)
        across.addWidget(label(_("As a lead"), "second"), 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(8))
        down.addLayout(across)
        down.addWidget(self.line)
        self.switch.setChecked(is_on)
        self.line.setVisible(is_on)
        self.switch.clicked.connect(self._switch)

    def _switch(self, is_on: bool) -> None:
        self.line.setVisible(is_on)
        self.changed.emit()

    def is_on(self) -> bool:
        return self.switch.isChecked()

    def subject(self) -> str:
        return " ".join(self.line.text().split())
