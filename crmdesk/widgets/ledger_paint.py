"""How a row of a ledger is drawn, and the heads of its columns."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crmdesk.widgets import icons, theme
from crmdesk.widgets.chips import paint_tag, tag_size
from crmdesk.widgets.theme import FontRole

if TYPE_CHECKING:
    from crmdesk.widgets.ledger import Entry, Figure, LedgerList, LedgerModel

_EDGE, _GAP, _TICK = 14, 14, 16
_WORDS = 104
"""What is left for the words at least."""
_HALF = 18
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in the pixels of the grid; what is left is that of the words in the middle."""

    lead: int = 0
    tag: int = 0
    figures: tuple[int, ...] = ()
    has_ticks: bool = False
    heads: tuple[str, ...] = ()
    """Of the words and each column of figures."""

    def fitting(self, width: int) -> "Columns":
        """Where there is little room, first without the lead, then without the tag: the words matter more."""
        for found in (self, replace(self, lead=0), replace(self, lead=0, tag=0)):
            taken = [each for each in (found.lead, found.tag, *found.figures) if each]
            if width >= theme.px(sum(taken) + _GAP * len(taken) + 2 * _EDGE + _WORDS):
                return found
        return replace(self, lead=0, tag=0)


def tick_box(row: QRect, direction: Qt.LayoutDirection) -> QRectF:
    side = theme.px(_TICK)
    box = QRect(row.left() + theme.px(_EDGE), row.center().y() - side // 2 + 1, side, side)
    return QRectF(QStyle.visualRect(direction, row, box))


class _Cut:
    """A row cut into its columns, from both ends."""

    def __init__(self, box: QRect, direction: Qt.LayoutDirection) -> None:
        self._box, self._direction = box, direction
        self._left, self._right = box.left() + theme.px(_EDGE), box.right() - theme.px(_EDGE)

    def from_left(self, width: int) -> QRect:
        box = QRect(self._left, self._box.top(), theme.px(width), self._box.height())
        self._left += theme.px(width + _GAP)
        return box

    def from_right(self, width: int) -> QRect:
        self._right -= theme.px(width)
        box = QRect(self._right + 1, self._box.top(), theme.px(width), self._box.height())
        self._right -= theme.px(_GAP)
        return box

    def rest(self) -> QRect:
        return QRect(self._left, self._box.top(), max(self._right - self._left, 0), self._box.height())

    def mirrored(self, box: QRect) -> QRect:
        return QStyle.visualRect(self._direction, self._box, box)


class LedgerPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme.px(theme.TALL_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, model = cast("LedgerList", option.widget), cast("LedgerModel", index.model())
        entry, box = model.entry(index.row()), option.rect
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, box, view, index)
        _Face(painter, box, view, entry).paint(is_ticked=entry.key in model.ticked)

    def _paint_ground(self, painter: QPainter, box: QRect, view: "LedgerList", index: Index) -> None:
        is_chosen = view.selectionModel().isSelected(index)
        is_over = view.underMouse() and box.contains(view.viewport().mapFromGlobal(view.cursor().pos()))
        if is_chosen or is_over:
            has_focus = view.hasFocus() and index == view.currentIndex()
            painter.setPen(theme.colour("accent") if has_focus else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_ground" if is_chosen else "hover"))
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 1.5, -0.5, -1.5), 8, 8)
        else:
            line = box.adjusted(theme.px(_EDGE), 0, -theme.px(_EDGE), 0)
            painter.fillRect(line.left(), box.bottom(), line.width(), 1, theme.colour("line"))


class _Face:
    def __init__(self, painter: QPainter, box: QRect, view: "LedgerList", entry: "Entry") -> None:
        self._painter, self._box, self._entry = painter, box, entry
        self._columns, self._direction = view.columns.fitting(box.width()), view.layoutDirection()
        self._has_lead = bool(view.columns.lead) and not self._columns.lead
        self._cut = _Cut(box, self._direction)

    def paint(self, *, is_ticked: bool) -> None:
        entry, columns = self._entry, self._columns
        quiet = "muted" if entry.is_quiet else "text"
        if columns.has_ticks:
            self._cut.from_left(_TICK)
            self._paint_tick(is_ticked)
        if columns.lead:
            self._pair(self._cut.from_left(columns.lead), *entry.lead, "strong", quiet)
        for width, figure in reversed(list(zip(columns.figures, entry.figures, strict=True))):
            self._paint_figure(self._cut.from_right(width), figure, quiet)
        if columns.tag:
            self._paint_tag(self._cut.from_right(columns.tag))
        below = entry.lead[0] if self._has_lead else entry.main[1]
        self._pair(self._cut.rest(), entry.main[0], below, "medium", quiet)

    def _paint_tick(self, is_ticked: bool) -> None:
        box = tick_box(self._box, self._direction)
        self._painter.setPen(theme.colour("accent" if is_ticked else "control"))
        self._painter.setBrush(theme.colour("accent" if is_ticked else "surface"))
        self._painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if is_ticked:
            icons.paint(self._painter, "check", "on_accent", box.center().toPoint(), 12)

    def _paint_figure(self, box: QRect, figure: "Figure", quiet: str) -> None:
        tone = quiet if figure.tone == "text" else figure.tone
        font: FontRole = "strong" if figure.is_strong else "body"
        self._pair(box, figure.text, figure.below, font, tone, at_end=True)

    def _paint_tag(self, box: QRect) -> None:
        if self._entry.tag is None:
            return
        words, tone = self._entry.tag
        below, size = self._entry.below_tag, tag_size(words)
        top = box.center().y() - (theme.px(19) if below else size.height() // 2)
        tag = QRect(box.left(), top, min(size.width(), box.width()), size.height())
        paint_tag(self._painter, QRectF(self._cut.mirrored(tag)), words, tone)  # type: ignore[arg-type]
        if below:
            under = QRect(box.left() + 1, top + size.height(), box.width(), theme.px(20))
            self._line(under, below, "second", "muted")

    def _pair(self, box: QRect, above: str, below: str, font: FontRole, tone: str, *, at_end: bool = False) -> None:
        """One over the other; the first alone in the middle."""
        if not below:
            self._line(box, above, font, tone, at_end=at_end)
            return
        half, top = theme.px(_HALF), box.center().y() + 1 - theme.px(_HALF)
        self._line(QRect(box.left(), top, box.width(), half), above, font, tone, at_end=at_end)
        self._line(QRect(box.left(), top + half - 1, box.width(), half), below, "second", "muted", at_end=at_end)

    def _line(self, box: QRect, text: str, font: FontRole, tone: str, *, at_end: bool = False) -> None:
        _write(self._painter, self._cut.mirrored(box), text, font, tone, at_end=at_end)


def _write(painter: QPainter, box: QRect, text: str, font: FontRole, tone: str, *, at_end: bool) -> None:
    painter.setFont(theme.font(font))
    painter.setPen(theme.colour(tone))
    fitted = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    side = Qt.AlignmentFlag.AlignRight if at_end else Qt.AlignmentFlag.AlignLeft
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, fitted)


class LedgerHead(QWidget):
    """The names of the columns, in line with what stands under them."""

    def __init__(self, ledger: "LedgerList") -> None:
        super().__init__()
        self._ledger = ledger
        self.setFixedHeight(theme.px(32))
        self.setAccessibleName(", ".join(filter(None, ledger.columns.heads)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, columns = QPainter(self), self._ledger.columns
        room = QRect(0, 0, self._ledger.viewport().width(), self.height())
        cut = _Cut(QStyle.visualRect(self.layoutDirection(), self.rect(), room), self.layoutDirection())
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
        if columns.has_ticks:
            cut.from_left(_TICK)
        for width, text in reversed(list(zip(columns.figures, columns.heads[1:], strict=True))):
            _write(painter, cut.mirrored(cut.from_right(width)), text, "second", "muted", at_end=True)
        _write(painter, cut.mirrored(cut.rest()), columns.heads[0], "second", "muted", at_end=False)
