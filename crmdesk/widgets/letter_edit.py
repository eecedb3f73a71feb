"""An editor of letters: as that of notes, with headings, alignment and indentation, and with fields as chips."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPyTextObject,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from crmdesk.domain.merge import PLACE
from crmdesk.domain.values.rich_text import DEEPEST, Rich, tidy_look
from crmdesk.i18n import _
from crmdesk.widgets import rich_lines, rich_looks, theme
from crmdesk.widgets.rich_text import RichEdit

_CHIP = QTextFormat.ObjectTypes.UserObject + 1
_OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
_AIR, _ROUND = 7, 5
_LEADING = 130
"""Of a hundred: how high a line is."""
KEYS = {
    "Ctrl+Alt+1": "title",
    "Ctrl+Alt+2": "head",
    "Ctrl+E": "center",
    "Ctrl+R": "right",
    "Ctrl+J": "justify",
}


class _Chips(QPyTextObject):
    """Draws a field in the line as one thing, by its name."""

    def __init__(self, editor: QTextEdit, name_of: Callable[[str], str]) -> None:
        super().__init__(editor)
        self._name_of = name_of

    def words(self, look: QTextFormat) -> str:
        sign, key = _parts(look.stringProperty(rich_lines.STANDS_FOR))
        name = self._name_of(key)
        if sign == "/":
            return _("end: {field}").format(field=name)
        words = {"#": _("if {field} is known"), "^": _("if {field} is not known")}
        return words[sign].format(field=name) if sign else name

    def intrinsicSize(self, _document: QTextDocument, _place: int, look: QTextFormat) -> QSizeF:
        metrics = QFontMetricsF(theme.font("second"))
        return QSizeF(metrics.horizontalAdvance(self.words(look)) + 2 * _AIR + 2, metrics.height() + 2)

    def drawObject(
        self, painter: QPainter, rect: QRectF | QRect, _document: QTextDocument, _place: int, look: QTextFormat
    ) -> None:
        sign, _key = _parts(look.stringProperty(rich_lines.STANDS_FOR))
        box = QRectF(rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("line") if sign else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("hover" if sign else "accent_ground"))
        painter.drawRoundedRect(box.adjusted(1.5, 0.5, -1.5, -0.5), _ROUND, _ROUND)
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour("muted" if sign else "accent"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.words(look))
        painter.restore()


def _parts(place: str) -> tuple[str, str]:
    found = PLACE.fullmatch(place)
    return (found[1], found[2]) if found else ("", place)


class LetterEdit(RichEdit):
    """Scrolls by itself. `name_of` tells what a field is called."""

    def __init__(self, name_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips = _Chips(self, name_of)
        self.document().documentLayout().registerHandler(_CHIP, self._chips)
        self.document().setIndentWidth(theme.px(22))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    # Fields

    def show_rich(self, value: Rich) -> None:
        super().show_rich(value)
        document = self.document()
        document.setUndoRedoEnabled(False)
        self._make_chips()
        self._space_out()
        document.setUndoRedoEnabled(True)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def insertFromMimeData(self, source: QMimeData) -> None:
        super().insertFromMimeData(source)
        self._make_chips()
        self._space_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if hasattr(self, "_chips"):  # in other colours the text was put in anew
            self._make_chips()
            self._space_out()

    def _space_out(self) -> None:
        """With the air that print has between lines and paragraphs."""
        block = self.document().begin()
        while block.isValid():
            made = QTextBlockFormat()
            made.setLineHeight(_LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            made.setTopMargin(theme.px(6 if rich_looks.is_heading(block) and block.blockNumber() else 0))
            made.setBottomMargin(theme.px(2 if rich_lines.kind_of(block)[0] else 8))
            QTextCursor(block).mergeBlockFormat(made)
            block = block.next()

    def _make_chips(self) -> None:
        """Of what stands between braces; the last first, since each shortens the text before the next."""
        found = list(PLACE.finditer(self.toPlainText()))
        for place in reversed(found):
            cursor = QTextCursor(self.document())
            cursor.setPosition(place.start())
            cursor.setPosition(place.end(), QTextCursor.MoveMode.KeepAnchor)
            look = cursor.charFormat()
            cursor.insertText(_OBJECT, _chip(f"{{{{{place[1]}{place[2]}}}}}", look))

    def insert_field(self, key: str) -> None:
        """At the cursor, apart from the word before it."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        before = cursor.block().text()[: cursor.positionInBlock()]
        if before and (before[-1].isalnum() or before[-1] in f"{_OBJECT},.;:"):
            cursor.insertText(" ")
        self._insert(cursor, f"{{{{{key}}}}}")
        cursor.endEditBlock()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def insert_condition(self, key: str) -> None:
        """Around what is selected, else around the paragraph: it stands only where the field is known."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        first, last = QTextCursor(self.document()), QTextCursor(self.document())
        first.setPosition(cursor.selectionStart())
        last.setPosition(cursor.selectionEnd())
        cursor.beginEditBlock()
        self._insert(last, f"{{{{/{key}}}}}")
        self._insert(first, f"{{{{#{key}}}}}")
        cursor.endEditBlock()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _insert(self, cursor: QTextCursor, place: str) -> None:
        look = cursor.charFormat()
        cursor.insertText(_OBJECT, _chip(place, look))
        cursor.setCharFormat(look)

    # Looks of paragraphs

    def is_on(self, action: str) -> bool:
        if action in ("title", "head", "center", "right", "justify"):
            return action in rich_looks.of(self.textCursor().block()).split()
        return super().is_on(action) if action not in ("deeper", "higher") else False

    def act(self, action: str) -> None:
        if self.isReadOnly():
            return
        is_item = self.textCursor().currentList() is not None
        if action in ("title", "head"):
            self._set_look({"title", "head"}, "" if self.is_on(action) else action)
        elif action in rich_looks.ALIGNMENTS:
            self._set_look(set(rich_looks.ALIGNMENTS), "" if self.is_on(action) else action)
        elif action in ("deeper", "higher") and not is_item:
            self._indent(1 if action == "deeper" else -1)
        else:
            super().act(action)

    def _set_look(self, others: set[str], word: str) -> None:
        cursor = self.textCursor()
        words = [each for each in rich_looks.of(cursor.block()).split() if each not in others]
        cursor.beginEditBlock()
        rich_looks.put(cursor, tidy_look([*words, word]))
        cursor.endEditBlock()
        if others & {"title", "head"}:
            self.mergeCurrentCharFormat(rich_looks.letters(cursor.block().blockFormat().headingLevel()))
        self.cursorPositionChanged.emit()

    def _indent(self, by: int) -> None:
        cursor = self.textCursor()
        deep = min(max(cursor.blockFormat().indent() + by, 0), DEEPEST)
        made = QTextBlockFormat()
        made.setIndent(deep)
        cursor.mergeBlockFormat(made)

    # Keys

    def _action_of(self, event: QKeyEvent) -> str:
        sequence = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
        return KEYS.get(sequence) or super()._action_of(event)

    def event(self, event: QEvent) -> bool:
        """Tab would go on to what comes next before it is a key."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._is_for_indent(event):
            self.act("deeper" if event.key() == Qt.Key.Key_Tab else "higher")
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        cursor = self.textCursor()
        was_heading = rich_looks.is_heading(cursor.block()) and cursor.atBlockEnd()
        super().keyPressEvent(event)
        if was_heading and event.matches(QKeySequence.StandardKey.InsertParagraphSeparator):
            self._set_look({"title", "head"}, "")

    def _is_for_indent(self, event: QKeyEvent) -> bool:
        """At the beginning of a paragraph, as everywhere; but not of the first, where one comes in by Tab."""
        cursor = self.textCursor()
        deep = max(cursor.blockFormat().indent(), rich_lines.kind_of(cursor.block())[1])
        if not cursor.atBlockStart() or cursor.blockNumber() == 0:
            return False
        return (event.key() == Qt.Key.Key_Tab and deep < DEEPEST) or (event.key() == Qt.Key.Key_Backtab and deep > 0)


def _chip(place: str, look: QTextCharFormat) -> QTextCharFormat:
    made = QTextCharFormat(look)
    made.setObjectType(_CHIP)
    made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
    made.setProperty(rich_lines.STANDS_FOR, place)
    return made
