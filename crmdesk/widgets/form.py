"""Label and field side by side, the label above where there is little room; never wider than reads well."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QVBoxLayout, QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.fields import Field
from crmdesk.widgets.parts import label

_NARROW = 300


class FormRow(QWidget):
    """A label, or a button that is one, and what it names."""

    def __init__(self, head: QWidget, field: QWidget) -> None:
        super().__init__()
        self.field = field
        head.setFixedWidth(theme.px(theme.LABEL_WIDTH))
        head.setMinimumHeight(theme.px(30))
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = event.size().width() < theme.px(_NARROW)
        side, above = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._layout.setDirection(above if narrow else side)
        super().resizeEvent(event)


def row_label(text: str, field: QWidget) -> QLabel:
    made = label(text, "second", "muted", wraps=True)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    made.setBuddy(field)
    return made


class Form(QWidget):
    """Rows one under the other; Tab goes down them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaximumWidth(theme.px(theme.FORM_WIDTH))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(4))
        self._layout.addStretch(1)

    def add(self, text: str, field: Field) -> FormRow:
        return self.add_row(self.make_row(text, field))

    def make_row(self, text: str, field: Field) -> FormRow:
        return FormRow(row_label(text, field.edit), field)

    def add_row(self, row: FormRow) -> FormRow:
        self.add_widget(row)
        return row

    def add_heading(self, text: str) -> None:
        head = label(text, "strong")
        is_first = self._layout.count() == 1
        head.setContentsMargins(0, 0 if is_first else 12, 0, 0)
        head.setMinimumHeight(theme.px(32 if is_first else 44))
        self.add_widget(head)

    def insert_widget(self, place: int, widget: QWidget) -> None:
        self._layout.insertWidget(place, widget)

    def add_widget(self, widget: QWidget) -> None:
        self._layout.insertWidget(self._layout.count() - 1, widget)
