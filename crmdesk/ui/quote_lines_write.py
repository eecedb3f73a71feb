"""Writes in the lines of a document: an editor for each cell, left by Tab, Enter or Esc."""

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from crmdesk.i18n import _
from crmdesk.ui.quote_cells import Column, heads, taxes_in_words
from crmdesk.ui.quote_lines_model import LinesModel
from crmdesk.ui.quote_lines_paint import FOOT, INDENT, LinesPainter
from crmdesk.widgets import theme
from crmdesk.widgets.suggest_line import Offer, SuggestLine

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WRITTEN = 420
"""Wide, where names and descriptions are written."""


class LinesWriter(LinesPainter):
    typed = Signal(QModelIndex, str)
    """While an editor is open."""
    finished = Signal(QModelIndex, str)
    """How it was left: `next`, `back`, `enter` or `escape`."""
    reached = Signal(int)
    """How far down an editor reaches; 0 once it is closed."""

    def __init__(self, view: QTableView, model: LinesModel) -> None:
        super().__init__(view, model)
        self._index = QPersistentModelIndex()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        made: QLineEdit | QPlainTextEdit
        self._index = QPersistentModelIndex(index)
        if index.column() == Column.NAME and self._model.rows[index.row()]["kind"] != "section":
            made = QPlainTextEdit(parent)
            made.setTabChangesFocus(False)
            made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            made.setPlaceholderText(_("Name; Shift+Enter begins its description"))
            made.textChanged.connect(partial(self._tell_text, made))
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

    def _tell_text(self, editor: QPlainTextEdit) -> None:
        self._tell(editor.toPlainText())
        if self._index.isValid():
            box = self._room_for(editor, self._view.visualRect(self._written()))
            editor.setGeometry(box.adjusted(1, 1, -1, -2))

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
            box.setHeight(box.height() - theme.px(FOOT))
        if isinstance(editor, QPlainTextEdit):
            box = self._room_for(editor, box)
        editor.setGeometry(box.adjusted(1, 1, -1, -2))

    def _room_for(self, editor: QPlainTextEdit, cell: QRect) -> QRect:
        """Wider than the cell, and as high as the words: they lie over what stands beside and below."""
        view = self._view.viewport().rect()
        width = min(max(cell.width(), theme.px(_WRITTEN)), view.width() - theme.px(INDENT))
        room, metrics = width - theme.px(36), editor.fontMetrics()
        paragraphs = editor.toPlainText().split("\n")
        lines = sum(max(-(-metrics.horizontalAdvance(words) // room), 1) for words in paragraphs) + 1
        box = QRect(cell.left(), cell.top(), width, max(cell.height(), lines * metrics.lineSpacing() + theme.px(14)))
        if self._view.isRightToLeft():
            box.moveRight(cell.right())
        self.reached.emit(box.bottom())
        return box

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
