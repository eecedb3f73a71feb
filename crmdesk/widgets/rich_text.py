"""Notes with simple markup, shown without ever touching a file or the network."""

import re
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.widgets import links, theme
from crmdesk.widgets.parts import plain

_PICTURE = re.compile(r"data:image/(?:png|jpeg);base64,", re.ASCII)
_LARGEST = 1_400_000  # characters: a megabyte in base64
_LONGEST = 200_000
_LONGEST_WORD = 5_000
_LONGEST_PLAIN = 50_000
_WORD_SHOWN = 120
_DEEPEST = 20
_DEEPEST_TABLE = 3
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>")
_ALONE = {"br", "hr", "img"}
_KEPT = _ALONE | {
    "p",
    "b",
    "i",
    "u",
    "s",
    "strong",
    "em",
    "a",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "blockquote",
    "pre",
    "code",
}
_KEPT |= {"span", "div", "table", "tr", "td", "th"}


def is_fit(html: str) -> bool:
    """Small and shallow enough to be laid out in time, and only of the kinds of elements that notes are made of.

    Cleaning is the business of whoever stores the text; this is the last door before Qt, whose layout
    takes exponential time on nested tables and seconds on one endless word.
    """
    if len(html) > _LONGEST or max(map(len, _TAG.sub(" ", html).split()), default=0) > _LONGEST_WORD:
        return False
    open_tags: list[str] = []
    for closing, name, alone in _TAG.findall(html):
        tag = name.lower()
        if tag not in _KEPT:
            return False
        if closing:
            _close(open_tags, tag)
        elif tag not in _ALONE and not alone:
            open_tags.append(tag)
        if len(open_tags) > _DEEPEST or open_tags.count("table") > _DEEPEST_TABLE:
            return False
    return True


def _close(open_tags: list[str], tag: str) -> None:
    if tag in open_tags:
        while open_tags.pop() != tag:
            pass


def _in_short_words(text: str) -> str:
    """Qt's layout takes time by the square of the longest word."""
    return re.sub(rf"\S{{{_WORD_SHOWN}}}(?=\S)", r"\g<0>\n", text)


class RichText(QTextBrowser):
    """Shows what is fit as markup and anything else as the text it is; loads nothing but pictures inside the text."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(0)
        self.anchorClicked.connect(self._follow)

    def show_note(self, html: str) -> None:
        if is_fit(html):
            self.document().setDefaultStyleSheet(f"a {{ color: {theme.colour('accent').name()}; }}")
            self.setHtml(html)
        else:
            self.setPlainText(_in_short_words(html[:_LONGEST_PLAIN]))

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        address = QUrl(name).toString()
        if kind == QTextDocument.ResourceType.ImageResource.value and _is_picture(address):
            return super().loadResource(kind, name)
        return b""

    def _follow(self, url: QUrl) -> None:
        try:
            links.open_external(url.toString())
        except UserError as error:
            self.setToolTip(plain(str(error)))


def _is_picture(address: str) -> bool:
    return len(address) <= _LARGEST and bool(_PICTURE.match(address))
