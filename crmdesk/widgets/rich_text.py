"""An editor of notes: bold, italic, lists and links by key; what is pasted is cleaned; nothing is ever loaded."""

from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QSignalBlocker, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.domain.values import html
from crmdesk.domain.values.rich_text import DEEPEST, Line, Rich, of_plain, stored, write
from crmdesk.widgets import links, rich_lines, theme
from crmdesk.widgets.parts import plain

LONGEST_WORD = 20_000
"""Qt's layout takes time by the square of the longest word."""
_LONGEST_SHOWN = 50_000
_KEYS = {
    "Ctrl+B": "bold",
    "Ctrl+I": "italic",
    "Ctrl+U": "underline",
    "Ctrl+Shift+L": "bullets",
    "Ctrl+Shift+O": "numbers",
    "Ctrl+Shift+K": "link",
    "Alt+Return": "open",
    "Ctrl+M": "deeper",
    "Ctrl+Shift+M": "higher",
}


def key_of(action: str) -> str:
    sequence = next(key for key, name in _KEYS.items() if name == action)
    return QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText)


def is_fit(text: str) -> bool:
    """Can be laid out in time."""
    return max(map(len, text.split()), default=0) <= LONGEST_WORD


class RichEdit(QTextEdit):
    """Holds lines of a note. Without a word of formatting it is plain text."""

    link_wanted = Signal()
    """The address of a link is to be asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_come_by_press = False
        self._dressed_in = theme.colours()
        self.setTabChangesFocus(True)
        self.setAcceptRichText(True)
        self.setAutoFormatting(QTextEdit.AutoFormattingFlag.AutoNone)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setIndentWidth(theme.px(16))
        self.document().setDocumentMargin(theme.px(2))
        self.viewport().setMouseTracking(True)

    # What it holds

    def rich(self) -> Rich:
        return stored(rich_lines.read(self.document()))

    def show_rich(self, value: Rich) -> None:
        """What would take too long to lay out is shown in part, and cannot be edited."""
        text = value.plain()
        can_edit = is_fit(text)
        with QSignalBlocker(self):
            rich_lines.put(self.document(), value.lines() if can_edit else _in_short_words(text))
        self.setReadOnly(not can_edit)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        return b""

    # Formatting

    def act(self, action: str) -> None:
        if self.isReadOnly() and action != "open":
            return
        if action in ("bullets", "numbers"):
            self._toggle_list("ul" if action == "bullets" else "ol")
        elif action in ("deeper", "higher"):
            self._move_item(1 if action == "deeper" else -1)
        elif action == "link":
            self.link_wanted.emit()
        elif action == "open":
            self.follow(self.address())
        else:
            self._toggle(action)

    def is_on(self, action: str) -> bool:
        look = self.currentCharFormat()
        kind, _depth = rich_lines.kind_of(self.textCursor().block())
        return {
            "bold": look.fontWeight() >= 600,
            "italic": look.fontItalic(),
            "underline": look.fontUnderline(),
            "bullets": kind == "ul",
            "numbers": kind == "ol",
            "link": look.isAnchor(),
        }[action]

    def _toggle(self, action: str) -> None:
        look, is_on = QTextCharFormat(), not self.is_on(action)
        if action == "bold":
            look.setFontWeight(600 if is_on else 400)
        elif action == "italic":
            look.setFontItalic(is_on)
        else:
            look.setFontUnderline(is_on)
        self.mergeCurrentCharFormat(look)

    def _toggle_list(self, kind: str) -> None:
        cursor = self.textCursor()
        now, depth = rich_lines.kind_of(cursor.block())
        if now == kind:
            self._end_list(cursor)
        else:
            cursor.createList(rich_lines.list_format(kind, max(depth, 1)))

    def _end_list(self, cursor: QTextCursor) -> None:
        """For all lines that are selected."""
        cursor.beginEditBlock()
        block = self.document().findBlock(cursor.selectionStart())
        while block.isValid() and block.position() <= cursor.selectionEnd():
            if rich_lines.kind_of(block)[0]:
                block.textList().remove(block)
                QTextCursor(block).setBlockFormat(QTextBlockFormat())
            block = block.next()
        cursor.endEditBlock()

    def _move_item(self, by: int) -> None:
        cursor = self.textCursor()
        kind, depth = rich_lines.kind_of(cursor.block())
        if kind and 1 <= depth + by <= DEEPEST:
            cursor.createList(rich_lines.list_format(kind, depth + by))

    # Links

    def address(self) -> str:
        """Of the link that the cursor is in."""
        look = self.textCursor().charFormat()
        return look.anchorHref() if look.isAnchor() else ""

    def set_link(self, address: str) -> None:
        """For what is selected, else for the link or word at the cursor; an empty address takes the link away."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            self._select_link(cursor)
        if not cursor.hasSelection() and address:
            cursor.insertText(address)
            cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(address))
        if address:
            cursor.mergeCharFormat(rich_lines.link_format(address))
        else:
            _unlink(cursor)
        cursor.clearSelection()
        self.setTextCursor(cursor)
        if address:
            self._leave_link()

    def _select_link(self, cursor: QTextCursor) -> None:
        address = self.address()
        if not address:
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
            return
        first = last = cursor.position()
        while first > 0 and self._address_at(first) == address:
            first -= 1
        while self._address_at(last + 1) == address:
            last += 1
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)

    def _address_at(self, place: int) -> str:
        """Of the letter before that place."""
        if not 0 < place < self.document().characterCount():
            return ""
        cursor = QTextCursor(self.document())
        cursor.setPosition(place)
        return cursor.charFormat().anchorHref()

    def _leave_link(self) -> None:
        """What is typed behind a link does not belong to it."""
        look = self.currentCharFormat()
        look.clearForeground()
        look.setAnchor(False)
        look.setAnchorHref("")
        self.setCurrentCharFormat(look)

    def follow(self, address: str) -> None:
        if not address:
            return
        try:
            links.open_external(address)
        except UserError as error:
            self.setToolTip(plain(str(error)))

    # Keys, mouse, clipboard

    def event(self, event: QEvent) -> bool:
        """The keys of formatting are not the window's while one types."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._action_of(event):
            event.accept()
            return True
        return super().event(event)

    def _action_of(self, event: QKeyEvent) -> str:
        return _KEYS.get(QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        cursor = self.textCursor()
        if action := self._action_of(event):
            self.act(action)
        elif event.matches(QKeySequence.StandardKey.InsertParagraphSeparator) and _is_empty_item(cursor):
            self._end_list(cursor)
        else:
            if event.text() and self.address() and self._address_at(cursor.position() + 1) != self.address():
                self._leave_link()
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        address = self.anchorAt(event.position().toPoint())
        opens = address and (not self.hasFocus() or event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.IBeamCursor)
        self.setToolTip(plain(address))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._is_come_by_press = event.reason() == Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A link is opened where nobody was typing; with Ctrl it always is."""
        opens = self._is_come_by_press or bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._is_come_by_press = False
        address = self.anchorAt(event.position().toPoint())
        if address and opens and event.button() == Qt.MouseButton.LeftButton:
            self.clearFocus()
            self.follow(address)
        else:
            super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """What has no scroll bar lets the page scroll."""
        if self.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
            event.ignore()
        else:
            super().wheelEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Files are for whoever takes files."""
        return not source.hasUrls() and (source.hasHtml() or source.hasText())

    def insertFromMimeData(self, source: QMimeData) -> None:
        lines = html.read(source.html()) if source.hasHtml() else of_plain(source.text())
        if is_fit("\n".join(line.text for line in lines)):
            rich_lines.insert(self.textCursor(), lines)
            self.ensureCursorVisible()

    def createMimeDataFromSelection(self) -> QMimeData:
        lines = rich_lines.read_selected(self.textCursor())
        data = QMimeData()
        data.setText(stored(lines).plain())
        data.setHtml(write(lines))
        return data

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        is_other = event.type() == QEvent.Type.PaletteChange and self._dressed_in is not theme.colours()
        if is_other and not self.hasFocus():
            self._dressed_in = theme.colours()
            with QSignalBlocker(self):
                rich_lines.put(self.document(), rich_lines.read(self.document()))


def _unlink(cursor: QTextCursor) -> None:
    text = [run for line in rich_lines.read_selected(cursor) for run in line.runs]
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    for run in text:
        cursor.insertText(run.text, rich_lines.format_of(type(run)(run.text, run.styles)))
    cursor.endEditBlock()


def _is_empty_item(cursor: QTextCursor) -> bool:
    return cursor.currentList() is not None and not cursor.block().text()


def _in_short_words(text: str) -> list[Line]:
    import re

    return of_plain(re.sub(r"\S{120}(?=\S)", r"\g<0>\n", text[:_LONGEST_SHOWN]))
