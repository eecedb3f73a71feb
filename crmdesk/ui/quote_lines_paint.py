"""Draws the lines of a document: name and text, figures at the right, and quietly under a line what is offered."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from crmdesk.i18n import _
from crmdesk.ui.quote_cells import Column, heads, is_part, is_unpriced, taxes_in_words
from crmdesk.ui.quote_lines_model import LinesModel
from crmdesk.widgets import icons, theme
from crmdesk.widgets.suggest_line import Offer, SuggestLine

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROW, _TALL, _FOOT, _INDENT, _AIR = 38, 52, 26, 18, 8
_MOST_LINES = 3
"""Of a text that stands by itself."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class LinesPainter(QStyledItemDelegate):
    typed = Signal(QModelIndex, str)
    """While an editor is open."""
    finished = Signal(QModelIndex, str)
    """How it was left: `next`, `back`, `enter` or `escape`."""

    def __init__(self, view: QTableView, model: LinesModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._index = QPersistentModelIndex()

    # Heights

    def height(self, row: int) -> int:
        line = self._model.rows[row]
        tall = bool(line["text"] and line["kind"] != "section") or bool(line["sku"] and not line["bundle_id"])
        high = theme.px(_TALL if tall else _ROW)
        return high + (theme.px(_FOOT) if self.foot(row) else 0)

    def foot(self, row: int) -> str:
        return self._model.problems.get(self._model.rows[row]["id"], "") or self._model.offer_words(row)

    def foot_box(self, row: int, rect: QRect) -> QRect:
        """The quiet line under it, across the columns."""
        high = theme.px(_FOOT)
        indent = theme.px(_INDENT + _AIR)
        return QRect(rect.left() + indent, rect.bottom() - high + 1, rect.width() - indent - theme.px(_AIR), high)

    def use_box(self, row: int, rect: QRect) -> QRect:
        """What is pressed to take the offer."""
        foot = self.foot_box(row, rect)
        font = theme.font("second_strong")
        width = self._width(_("Use"), font) + theme.px(16)
        left = foot.left() + self._width(self.foot(row), theme.font("second")) + theme.px(12)
        box = QRect(min(left, foot.right() - width), foot.top(), width, foot.height())
        return QStyle.visualRect(self._view.layoutDirection(), rect, box)

    def _width(self, text: str, font: object) -> int:
        from PySide6.QtGui import QFont, QFontMetrics

        assert isinstance(font, QFont)
        return QFontMetrics(font).horizontalAdvance(text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(40), self.height(index.row()))

    # Drawing

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, column = index.row(), index.column()
        rect: QRect = option.rect
        box = QRect(rect)
        if self.foot(row):
            box.setHeight(box.height() - theme.px(_FOOT))
        self._paint_ground(painter, option, index, box)
        if column == Column.GRIP:
            self._paint_grip(painter, row, box)
        elif column == Column.NAME:
            self._paint_name(painter, row, box)
        else:
            self._paint_figure(painter, row, column, box)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, box: QRect) -> None:
        rect: QRect = option.rect
        current = self._view.currentIndex()
        has_focus = self._view.hasFocus() or self._view.state() == QTableView.State.EditingState
        is_current = has_focus and current.row() == index.row()
        if is_current:
            painter.fillRect(rect, theme.colour("accent_ground"))
        elif self._view.property("hovered") == index.row():
            painter.fillRect(rect, theme.colour("hover"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        if is_current and current.column() == index.column() and self._view.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 2, -2, -3), 5, 5)

    def _paint_grip(self, painter: QPainter, row: int, box: QRect) -> None:
        if self._view.property("hovered") == row and not self._model.is_locked:
            icons.paint(painter, "grip-vertical", "faint", box.center(), 14)

    def _paint_name(self, painter: QPainter, row: int, box: QRect) -> None:
        line = self._model.rows[row]
        room = box.adjusted(theme.px(_AIR + (_INDENT if line["bundle_id"] else 0)), 0, -theme.px(_AIR), 0)
        font, tone = self._look(row)
        if line["is_optional"]:
            room = self._paint_tag(painter, room, _("optional"))
        below = self._below(row)
        if not below:
            self._write(painter, room, line["name"], font, tone)
            return
        half = box.height() // 2
        lead = theme.px(4)
        self._write(painter, room.adjusted(0, lead, 0, -half + lead), line["name"] or below, font, tone)
        if line["name"]:
            self._write(painter, room.adjusted(0, half - lead, 0, -lead), below, "second", "muted")

    def _look(self, row: int) -> "tuple[theme.FontRole, str]":
        line = self._model.rows[row]
        if line["kind"] == "section":
            return "strong", "text"
        if line["kind"] == "text" or line["bundle_id"]:
            return "body", "muted"
        return "medium", "text"

    def _below(self, row: int) -> str:
        line = self._model.rows[row]
        first = " ".join((line["text"] or "").split())
        sku = line["sku"] if not line["bundle_id"] else ""
        return " · ".join(filter(None, (sku, first))) if line["kind"] != "section" else ""

    def _paint_tag(self, painter: QPainter, room: QRect, words: str) -> QRect:
        """At the end of the room; what is left of it."""
        from crmdesk.widgets.chips import paint_tag, tag_size

        size = tag_size(words)
        place = QPoint(room.right() - size.width(), room.center().y() - size.height() // 2)
        box = QStyle.visualRect(self._view.layoutDirection(), room, QRect(place, size))
        paint_tag(painter, QRectF(box), words, "muted")
        return room.adjusted(0, 0, -size.width() - theme.px(6), 0)

    def _paint_figure(self, painter: QPainter, row: int, column: int, box: QRect) -> None:
        line = self._model.rows[row]
        text = self._model.text(row, column)
        tone, font = "muted", "body"
        if column == Column.AMOUNT:
            tone, font = ("muted", "body") if line["is_optional"] else ("text", "medium")
            font = "strong" if line["kind"] == "section" else font
        elif column in (Column.QUANTITY, Column.PRICE) and not line["bundle_id"]:
            tone = "text"
        if column == Column.PRICE and is_unpriced(line):
            tone = "warning"
        if text and not (is_part(line) and column not in (Column.QUANTITY,)):
            room = box.adjusted(theme.px(4), 0, -theme.px(_AIR), 0)
            self._write(painter, room, text, font, tone, at_right=True)  # type: ignore[arg-type]

    def _write(
        self, painter: QPainter, room: QRect, text: str, font: "theme.FontRole", tone: str, *, at_right: bool = False
    ) -> None:
        painter.setFont(theme.font(font))
        painter.setPen(theme.colour(tone))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        side = _RIGHT if at_right else _LEFT
        painter.drawText(room, QStyle.visualAlignment(self._view.layoutDirection(), side), shown)

    def paint_foot(self, painter: QPainter, row: int, rect: QRect) -> None:
        """Across the whole row: it is no cell."""
        words = self.foot(row)
        foot = self.foot_box(row, rect)
        is_problem = bool(self._model.problems.get(self._model.rows[row]["id"]))
        box = QStyle.visualRect(self._view.layoutDirection(), rect, foot)
        self._write(painter, box, words, "second", "bad" if is_problem else "muted")
        if not is_problem and not self._model.is_locked:
            use = self.use_box(row, rect)
            painter.setFont(theme.font("second_strong"))
            painter.setPen(theme.colour("accent"))
            painter.drawText(use, Qt.AlignmentFlag.AlignCenter, _("Use"))

    # Editors

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        made: QLineEdit | QPlainTextEdit
        self._index = QPersistentModelIndex(index)
        if index.column() == Column.NAME and self._model.rows[index.row()]["kind"] != "section":
            made = QPlainTextEdit(parent)
            made.setTabChangesFocus(False)
            made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            made.setPlaceholderText(_("Name; Shift+Enter begins its description"))
            made.textChanged.connect(lambda: self._tell(made.toPlainText()))
        elif index.column() == Column.TAX:
            made = self._tax_editor(parent)
        else:
            made = QLineEdit(parent)
            made.textEdited.connect(self._tell)
            if index.column() != Column.NAME:
                made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        made.setProperty("inline", True)
        made.setAccessibleName(heads()[Column(index.column())])
        return made

    def _tax_editor(self, parent: QWidget) -> SuggestLine:
        """Offers the classes of taxes at once; a percentage may be typed as well."""
        made = SuggestLine(_("Tax"))
        made.setParent(parent)
        made.marks_first = False
        classes = self._model.look.classes if self._model.look else ()
        made.offer_from([Offer(each.name, each.name, taxes_in_words(each.taxes)) for each in classes])
        made.textEdited.connect(self._tell)
        made.taken.connect(lambda _offer: self._leave(made, "next"))
        QTimer.singleShot(0, made, made.open_list)
        return made

    def _tell(self, text: str) -> None:
        if self._index.isValid():
            self.typed.emit(self._written(), text)

    def _written(self) -> QModelIndex:
        """The cell that is written in."""
        return self._model.index(self._index.row(), self._index.column())

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Once: what is worked out meanwhile does not overwrite what is typed."""
        if editor.property("filled"):
            return
        editor.setProperty("filled", True)
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QPlainTextEdit):
            editor.blockSignals(True)
            editor.setPlainText(text)
            editor.blockSignals(False)
            editor.selectAll() if "\n" not in text else None
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        text = editor.toPlainText() if isinstance(editor, QPlainTextEdit) else ""
        text = editor.text() if isinstance(editor, QLineEdit) else text
        self._model.setData(index, text)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = QRect(option.rect)
        if self.foot(index.row()):
            box.setHeight(box.height() - theme.px(_FOOT))
        if isinstance(editor, QPlainTextEdit):
            lines = max(2, min(editor.document().blockCount() + 1, 8))
            box.setHeight(max(box.height(), lines * editor.fontMetrics().lineSpacing() + theme.px(14)))
            bottom = self._view.viewport().height()
            if box.bottom() > bottom:
                box.moveTop(max(bottom - box.height(), 0))
        editor.setGeometry(box.adjusted(1, 1, -1, -2))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, QWidget):
            how = self._way_out(editor, event)
            if how:
                self._leave(editor, how)
                return True
        return super().eventFilter(editor, event)

    def _way_out(self, editor: QWidget, event: QKeyEvent) -> str:
        key = event.key()
        if key in _ENTER:
            breaks = isinstance(editor, QPlainTextEdit) and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            return "" if breaks else "enter"
        ways = {Qt.Key.Key_Tab: "next", Qt.Key.Key_Backtab: "back", Qt.Key.Key_Escape: "escape"}
        return ways.get(Qt.Key(key), "")

    def _leave(self, editor: QWidget, how: str) -> None:
        index = self._written()
        if isinstance(editor, SuggestLine):
            editor.take_marked()
        if how != "escape":
            self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        self.finished.emit(index, how)
