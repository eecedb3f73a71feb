"""What stands in the window until the file is open: the shape of a list."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.parts import rule
from crmdesk.widgets.record_table import RecordTable


class Loading(QWidget):
    def __init__(self) -> None:
        super().__init__()
        table = RecordTable(_("Opening the file"))
        table.setFixedWidth(theme.px(330))
        table.show_source(None)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 46, 0, 0)
        across.setSpacing(0)
        across.addWidget(table)
        across.addWidget(rule(upright=True))
        across.addStretch(1)
