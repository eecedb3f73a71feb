"""A follow-up rule in the list: in words, with its switch."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui import rule_words
from crmdesk.ui.activity_rows import ICONS, OWN_ICON
from crmdesk.ui.rule_words import Vocabulary
from crmdesk.widgets import icons, theme
from crmdesk.widgets.parts import PaintedButton, rule, small_button
from crmdesk.widgets.switch import Switch

if TYPE_CHECKING:
    from crmdesk.services.rules import RuleRow

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class RuleLine(QWidget):
    opened = Signal()
    switched = Signal(bool)
    removed = Signal()

    def __init__(self, row: "RuleRow", known: Vocabulary) -> None:
        super().__init__()
        self.row = row
        self.words = _Words(row, known)
        self.switch = Switch(_("On"))
        self.switch.setChecked(row.is_on)
        self.switch.setEnabled(row.rule is not None)
        self.away = small_button("trash-2", _("Delete"), self.removed.emit)
        for part in (self.switch, self.away):
            part.setAccessibleDescription(self.words.accessibleName())
        self.words.clicked.connect(self.opened)
        self.switch.clicked.connect(self.switched)
        across = QHBoxLayout()
        across.setContentsMargins(theme.margins(0, 4, 0, 4))
        across.setSpacing(theme.px(8))
        across.addWidget(self.words, 1)
        for part in (self.switch, self.away):
            across.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(across)
        down.addWidget(rule())


class _Words(PaintedButton):
    """When, then what, then for whom: as many lines as they take."""

    def __init__(self, row: "RuleRow", known: Vocabulary) -> None:
        super().__init__()
        shown = row.rule
        self._icon = ICONS.get(shown.type, OWN_ICON) if shown else "info"
        self._is_on = row.is_on
        self._head = rule_words.when(shown, known) if shown else _("Made by a newer version")
        more = (rule_words.plan(shown, known), rule_words.whom(shown, known)) if shown else (
            _("It is kept, and does nothing here."),
        )  # fmt: skip
        self._detail = "\n".join(filter(None, more))
        self.setAccessibleName(rule_words.sentence(shown, known) if shown else f"{self._head}. {self._detail}")
        self.setEnabled(shown is not None)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._boxes(width)[1].bottom() + theme.px(10)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), self.heightForWidth(max(self.width(), theme.px(240))))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(160), self.heightForWidth(max(self.width(), theme.px(160))))

    def _boxes(self, width: int) -> tuple[QRect, QRect]:
        left, room = theme.px(44), max(width - theme.px(52), 40)
        head = QFontMetrics(theme.font("medium")).boundingRect(QRect(left, theme.px(8), room, 9_999), _WRAP, self._head)
        below = QRect(left, head.bottom() + 3, room, 9_999)
        return head, QFontMetrics(theme.font("second")).boundingRect(below, _WRAP, self._detail)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_hover(painter, QRectF(self.rect()))
        self._paint_mark(painter)
        head, detail = self._boxes(self.width())
        for box, text, font, tone in (
            (head, self._head, "medium", "text" if self._is_on else "muted"),
            (detail, self._detail, "second", "muted"),
        ):
            painter.setFont(theme.font(font))  # type: ignore[arg-type]
            painter.setPen(theme.colour(tone))
            painter.drawText(self._mirrored(box), _WRAP, text)

    def _paint_mark(self, painter: QPainter) -> None:
        side = theme.px(28)
        box = self._mirrored(QRect(theme.px(6), theme.px(8), side, side))
        tone = "accent" if self._is_on and self.isEnabled() else "muted"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_ground" if tone == "accent" else "window"))
        painter.drawEllipse(box)
        icons.paint(painter, self._icon, tone, box.center() + QPoint(1, 1), 14)

    def _mirrored(self, box: QRect) -> QRect:
        box = QRect(box)
        if self.isRightToLeft():
            box.moveLeft(self.width() - box.right())
        return box
