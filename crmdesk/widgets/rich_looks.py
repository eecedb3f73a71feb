"""How a paragraph stands: as a heading, aligned, indented; put into a document of Qt and read from it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextFormat, QTextList

from crmdesk.domain.values.rich_text import tidy_look

_HEADINGS = {"title": 1, "head": 2}
_LARGER = {0: 0, 1: 2, 2: 1}
"""Steps of Qt's own scale of sizes."""
_ALIGNED = {
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
    "justify": Qt.AlignmentFlag.AlignJustify,
}
ALIGNMENTS = ("", *_ALIGNED)


def put(cursor: QTextCursor, look: str) -> None:
    """On the paragraphs of the cursor."""
    words = look.split()
    level = next((_HEADINGS[word] for word in words if word in _HEADINGS), 0)
    made = QTextBlockFormat()
    made.setHeadingLevel(level)
    aligned = next((word for word in words if word in _ALIGNED), "")
    made.setAlignment(_ALIGNED.get(aligned, Qt.AlignmentFlag.AlignLeft))
    made.setIndent(next((int(word[2:]) for word in words if word.startswith("in")), 0))
    cursor.mergeBlockFormat(made)
    _dress(cursor, level)


def _dress(cursor: QTextCursor, level: int) -> None:
    """Letters of a heading are large and strong; those of a text that was one are not."""
    block = cursor.document().findBlock(cursor.selectionStart())
    while block.isValid() and block.position() <= cursor.selectionEnd():
        whole = QTextCursor(block)
        whole.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        was = block.charFormat().intProperty(QTextFormat.Property.FontSizeAdjustment)
        if level or was:
            whole.mergeCharFormat(letters(level))
            whole.mergeBlockCharFormat(letters(level))
        block = block.next()


def letters(level: int) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setProperty(QTextFormat.Property.FontSizeAdjustment, _LARGER[level])
    made.setFontWeight(QFont.Weight.DemiBold if level else QFont.Weight.Normal)
    return made


def of(block: QTextBlock) -> str:
    listed: QTextList | None = block.textList()
    if listed is not None:
        return ""
    made = block.blockFormat()
    level, aligned = made.headingLevel(), made.alignment()
    words = [word for word, number in _HEADINGS.items() if number == level]
    words += [word for word, flag in _ALIGNED.items() if aligned & flag]
    words += [f"in{made.indent()}"] if made.indent() else []
    return tidy_look(words)


def is_heading(block: QTextBlock) -> bool:
    return block.blockFormat().headingLevel() > 0
