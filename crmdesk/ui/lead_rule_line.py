"""A rule of leads in its list: what it says, what it gives, its switch, its place."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.chips import Tag, Tone
from crmdesk.widgets.parts import PaintedButton, plain, rule, small_button
from crmdesk.widgets.switch import Switch


class LeadRuleLine(QWidget):
    opened = Signal()
    switched = Signal(bool)
    raised = Signal()
    removed = Signal()

    def __init__(
        self, head: str, detail: str, badge: tuple[str, Tone] | None = None, *, is_on: bool | None = None,
        can_rise: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self.words = _Words(head, detail, is_pale=is_on is False)
        self.words.clicked.connect(self.opened)
        across = QHBoxLayout()
        across.setContentsMargins(theme.margins(8, 2, 12, 2))
        across.setSpacing(theme.px(8))
        across.addWidget(self.words, 1)
        if badge:
            across.addWidget(Tag(*badge), 0, Qt.AlignmentFlag.AlignVCenter)
        if can_rise:
            across.addWidget(small_button("arrow-up", _("Earlier"), self.raised.emit))
        if is_on is not None:
            across.addWidget(self._switch(is_on, head))
        across.addWidget(small_button("trash-2", _("Delete"), self.removed.emit))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(across)
        down.addWidget(rule())

    def _switch(self, is_on: bool, name: str) -> Switch:
        self.switch = Switch(_("On"))
        self.switch.setAccessibleDescription(name)
        self.switch.setChecked(is_on)
        self.switch.clicked.connect(self.switched)
        return self.switch


class _Words(PaintedButton):
    """Pressed, or Enter, opens it."""

    def __init__(self, head: str, detail: str, *, is_pale: bool) -> None:
        super().__init__()
        self._head, self._is_pale = head, is_pale
        self._details = [line for line in detail.split("\n") if line]
        self.setAccessibleName(", ".join(filter(None, (head, detail))))
        self.setToolTip(plain(detail))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(34 + 18 * len(self._details)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_hover(painter, QRectF(self.rect()))
        box = QRect(theme.px(8), theme.px(7), self.width() - theme.px(16), theme.px(20))
        self._write(painter, box, self._head, "medium", "muted" if self._is_pale else "text")
        for place, text in enumerate(self._details):
            self._write(painter, box.translated(0, theme.px(19 + 18 * place)), text, "second", "muted")

    def _write(self, painter: QPainter, box: QRect, text: str, font: theme.FontRole, tone: str) -> None:
        painter.setFont(theme.font(font))
        painter.setPen(theme.colour(tone))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
