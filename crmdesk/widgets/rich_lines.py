"""Lines of a note put into a document of Qt and read from it: letter by letter, so that no HTML ever comes near Qt."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextList,
    QTextListFormat,
)

from crmdesk.domain.values.rich_text import Line, Run
from crmdesk.widgets import rich_looks, theme

_BREAK = "\N{LINE SEPARATOR}"
_OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
_ITEM_STYLES = {"ul": QTextListFormat.Style.ListDisc, "ol": QTextListFormat.Style.ListDecimal}
_BOLD = QFont.Weight.DemiBold
STANDS_FOR = QTextFormat.Property.UserProperty + 1
"""Of an object in the text: what is read in its place."""


def put(document: QTextDocument, lines: Sequence[Line]) -> None:
    """In the place of all that was there; it cannot be undone."""
    document.setUndoRedoEnabled(False)
    document.clear()
    cursor = QTextCursor(document)
    insert(cursor, lines)
    document.setUndoRedoEnabled(True)


def insert(cursor: QTextCursor, lines: Sequence[Line]) -> None:
    """The first one goes on in the line of the cursor, unless that is empty."""
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    lists: list[QTextList] = []
    for number, line in enumerate(lines):
        if number:
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
        if number or not cursor.block().text():
            _put_into_list(cursor, lists, line)
        for run in line.runs:
            cursor.insertText(run.text.replace("\n", _BREAK), format_of(run))
        if line.look:
            rich_looks.put(cursor, line.look)
    cursor.endEditBlock()


def _put_into_list(cursor: QTextCursor, lists: list[QTextList], line: Line) -> None:
    """`lists` are those that are open, the outermost first."""
    if not line.kind:
        lists.clear()
        return
    del lists[max(line.depth, 1) :]
    if len(lists) == line.depth and lists[-1].format().style() == _ITEM_STYLES[line.kind]:
        lists[-1].add(cursor.block())
        return
    del lists[line.depth - 1 :]
    lists.append(cursor.createList(list_format(line.kind, line.depth)))


def list_format(kind: str, depth: int) -> QTextListFormat:
    made = QTextListFormat()
    made.setStyle(_ITEM_STYLES[kind])
    made.setIndent(depth)
    return made


def format_of(run: Run) -> QTextCharFormat:
    made = QTextCharFormat()
    if "b" in run.styles:
        made.setFontWeight(_BOLD)
    made.setFontItalic("i" in run.styles)
    made.setFontUnderline("u" in run.styles)
    made.setFontStrikeOut("s" in run.styles)
    if run.href:
        made.merge(link_format(run.href))
    return made


def link_format(address: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setAnchor(True)
    made.setAnchorHref(address)
    made.setForeground(QColor(theme.colour("accent")))
    return made


def read(document: QTextDocument) -> list[Line]:
    block, lines = document.begin(), []
    while block.isValid():
        lines.append(_line(block, _runs(block)))
        block = block.next()
    return lines


def read_selected(cursor: QTextCursor) -> list[Line]:
    first, last = cursor.selectionStart(), cursor.selectionEnd()
    block, lines = cursor.document().findBlock(first), []
    while block.isValid() and block.position() <= last:
        lines.append(_line(block, _runs(block, first, last)))
        block = block.next()
    return lines


def _line(block: QTextBlock, runs: Iterable[Run]) -> Line:
    kind, depth = kind_of(block)
    if rich_looks.is_heading(block):  # is strong by itself
        runs = (replace(run, styles=run.styles.replace("b", "")) for run in runs)
    return Line(tuple(runs), kind, depth, rich_looks.of(block))


def kind_of(block: QTextBlock) -> tuple[str, int]:
    """`ul` or `ol` of an item, and its depth."""
    found: QTextList | None = block.textList()
    if found is None:
        return "", 0
    made = found.format()
    return ("ol" if made.style() == _ITEM_STYLES["ol"] else "ul"), max(made.indent(), 1)


def _runs(block: QTextBlock, first: int = 0, last: int = 1 << 30) -> Iterator[Run]:
    place = block.begin()
    while not place.atEnd():
        fragment = place.fragment()
        start = fragment.position()
        text = fragment.text()[max(first - start, 0) : max(last - start, 0)]
        look = fragment.charFormat()
        if text := text.replace(_BREAK, "\n").replace(_OBJECT, look.stringProperty(STANDS_FOR)):
            yield Run(text, _styles(look), look.anchorHref() if look.isAnchor() else "")
        place += 1


def _styles(look: QTextCharFormat) -> str:
    marks = (
        ("b", look.fontWeight() >= _BOLD),
        ("i", look.fontItalic()),
        ("u", look.fontUnderline()),
        ("s", look.fontStrikeOut()),
    )
    return "".join(mark for mark, is_set in marks if is_set)
