"""Reads any HTML as lines of a note: one pass over the text, whose time grows with its length and with nothing else.

No script, style, picture or address of one gets any further; what cannot be understood is text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from crmdesk.domain.values.rich_text import CLASS, Line, Run, normal, tidy_look

LONGEST_ADDRESS = 2000
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:.-]*)([^<>]*)>", re.ASCII)
_OPENING = re.compile(r"<[a-zA-Z/!?]", re.ASCII)
_ATTRIBUTE = re.compile(r"(?:(?<=[\s\"'/])|^)([a-zA-Z-]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))", re.ASCII)
_LONGEST_ATTRIBUTES = 4000
_SAFE = re.compile(r"(?:https?://[^/]|mailto:[^/]|tel:[^/])", re.IGNORECASE)
_NEVER_IN_ADDRESS = re.compile(r"[\s<>\"'`\\]")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SEPARATORS = {0x2028: " ", 0x2029: " "}
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SILENT = {"script", "style", "title", "xml", "template"}
_LISTS = {"ul", "ol"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "p",
    "pre", "section", "table", "tr", *_LISTS,
}  # fmt: skip
_HEADS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_STYLE_OF = {
    "b": "b", "strong": "b", "th": "b", "i": "i", "em": "i", "cite": "i", "u": "u", "ins": "u", "s": "s",
    "strike": "s", "del": "s", **dict.fromkeys(_HEADS, "b"),
}  # fmt: skip
_CSS = (
    ("b", re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")),
    ("i", re.compile(r"font-style\s*:\s*(?:italic|oblique)")),
    ("u", re.compile(r"text-decoration[a-z-]*\s*:[^;]*underline")),
    ("s", re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through")),
)
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)")
_STYLED = {*_STYLE_OF, "span", "font", "a"}
_MOST_OPEN = 100


def read(html: str) -> list[Line]:
    reader = _Reader()
    for kind, name, rest in _tokens(html):
        if kind == "text":
            reader.add_text(rest)
        elif kind == "end":
            reader.end(name)
        else:
            reader.start(name, rest)
    reader.end_line()
    return normal(reader.lines)


def is_safe_address(address: str) -> bool:
    """Of a web page, a mail or a call; nothing that a program would run."""
    return (
        len(address) <= LONGEST_ADDRESS
        and bool(_SAFE.match(address))
        and not _NEVER_IN_ADDRESS.search(address)
        and address.isprintable()
    )


def _tokens(html: str) -> Iterator[tuple[str, str, str]]:
    """`text`, `start` and `end` with the name of the tag and what else there is; comments and silent parts left out."""
    place = 0
    while place < len(html):
        if html.startswith(("<!", "<?"), place):
            place = _behind_comment(html, place)
        elif found := _TAG.match(html, place):
            name = found[2].lower()
            place = found.end()
            if name in _SILENT and not found[1]:
                place = _behind_silent(html, place, name)
            else:
                yield "end" if found[1] else "start", name, found[3]
        else:
            opening = _OPENING.search(html, place + 1)
            end = opening.start() if opening else len(html)
            yield "text", "", html[place:end]
            place = end


def _behind_comment(html: str, place: int) -> int:
    """One without an end goes on to the end of the text."""
    mark = "-->" if html.startswith("<!--", place) else ">"
    end = html.find(mark, place + 2)
    return len(html) if end < 0 else end + len(mark)


def _behind_silent(html: str, place: int, name: str) -> int:
    found = re.compile(rf"</{name}[^<>]*>", re.IGNORECASE).search(html, place)
    return found.end() if found else len(html)


@dataclass(slots=True)
class _Open:
    tag: str
    styles: str
    href: str


class _Reader:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._runs: list[Run] = []
        self._open: list[_Open] = []
        self._lists: list[str] = []
        self._look = ""
        self._as_typed = 0
        """How many `pre` are open."""
        self._is_begun = False
        """By a tag: a line even where it stays empty."""

    def add_text(self, text: str) -> None:
        seen = _UNSEEN.sub("", unescape(text).translate(_SEPARATORS))
        if not self._as_typed:
            self._add(_SPACES.sub(" ", seen))
            return
        for number, line in enumerate(seen.replace("\r\n", "\n").split("\n")):
            if number:
                self._add("\n")
            self._add(line.replace("\t", 4 * " ").replace(" ", "\N{NO-BREAK SPACE}"))

    def _add(self, text: str) -> None:
        styles = {style for part in self._open for style in part.styles}
        href = next((part.href for part in reversed(self._open) if part.href), "")
        self._runs.append(Run(text, "".join(sorted(styles)), href))

    def start(self, tag: str, rest: str) -> None:
        if tag in _BLOCKS and (tag in _LISTS or tag == "li" or not self._is_begun or self._has_text()):
            self.end_line()
            self._is_begun = tag in ("p", "li")
            self._look = _look(rest) if tag == "p" else ""
        if tag in _LISTS:
            self._lists.append(tag)
        elif tag == "br":
            self._add("\n")
        elif tag in ("td", "th") and self._has_text():
            self._add(" | ")
        elif tag == "img":
            self.add_text(_attributes(rest).get("alt", ""))
        elif tag == "pre":
            self._as_typed += 1
        if tag in _STYLED and len(self._open) < _MOST_OPEN:
            self._open.append(_styled(tag, _attributes(rest)))

    def end(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_line()
        if tag in _LISTS and self._lists:
            self._lists.pop()
        elif tag == "pre":
            self._as_typed = max(self._as_typed - 1, 0)
        for number in range(len(self._open) - 1, -1, -1):
            if self._open[number].tag == tag:
                del self._open[number]
                return

    def _has_text(self) -> bool:
        return any(run.text.strip(" ") for run in self._runs)

    def end_line(self) -> None:
        if self._is_begun or self._has_text():
            kind = self._lists[-1] if self._lists else ""
            self.lines.append(Line(tuple(self._runs), kind, len(self._lists), "" if kind else self._look))
        self._look = ""
        self._runs = []
        self._is_begun = False


def _look(rest: str) -> str:
    words = _attributes(rest).get("class", "").split() if CLASS in rest else ()
    return tidy_look([word.removeprefix(CLASS) for word in words if word.startswith(CLASS)])


def _attributes(text: str) -> dict[str, str]:
    found = _ATTRIBUTE.finditer(text[:_LONGEST_ATTRIBUTES])
    return {match[1].lower(): unescape(match[2] or match[3] or match[4] or "") for match in found}


def _styled(tag: str, attributes: dict[str, str]) -> _Open:
    css = attributes.get("style", "").lower()
    styles = {_STYLE_OF.get(tag, "")} | {style for style, pattern in _CSS if pattern.search(css)}
    if _NOT_BOLD.search(css):
        styles.discard("b")
    address = attributes.get("href", "").strip()
    return _Open(tag, "".join(styles), address if tag == "a" and is_safe_address(address) else "")
