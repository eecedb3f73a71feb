"""The text of a note: lines of runs, and the few HTML tags that they are stored in. Whatever else comes in is left out.

Stored are `<p>`, `<ul>`, `<ol>` and `<li>` with `<br>`, `<b>`, `<i>`, `<u>`, `<s>` and `<a href>` inside them; the
paragraphs of letters may have a class of LOOKS. What is read and written again is the same, so the stored form can be
compared.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

STYLES = "bius"
"""Each a tag: bold, italic, underlined, struck out."""
LOOKS = ("title", "head", "center", "right", "justify", "in1", "in2", "in3", "in4", "in5")
"""Of paragraphs in letters: a heading of two sizes, how it is aligned, how far it stands in."""
CLASS = "letter-"
"""What the class of a look begins with, so that no other program's is taken for one."""
DEEPEST = 5
_BLANK = "\N{NO-BREAK SPACE}"
_SPACE_TO_KEEP = re.compile(r"^ | (?= )", re.MULTILINE)
_MOST_EMPTY = 2
Char = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that look alike; a line break inside a paragraph is one of them."""

    text: str
    styles: str = ""
    """Some of STYLES, in that order."""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or an item of a list."""

    runs: tuple[Run, ...] = ()
    kind: str = ""
    """`ul` or `ol` of an item."""
    depth: int = 0
    """Of an item, from 1."""
    look: str = ""
    """Of a paragraph: some of LOOKS, in that order, with blanks between."""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Rich:
    """A text as a note keeps it."""

    text: str = ""
    is_html: bool = False

    def lines(self) -> list[Line]:
        from crmdesk.domain.values.html import read

        return read(self.text) if self.is_html else of_plain(self.text)

    def plain(self) -> str:
        return plain(self.lines()) if self.is_html else self.text


def of_plain(text: str) -> list[Line]:
    return [Line((Run(line),) if line else ()) for line in text.split("\n")]


def plain(lines: Iterable[Line]) -> str:
    marks = {"ul": "- ", "ol": "- "}
    return "\n".join("  " * (line.depth - 1) + marks.get(line.kind, "") + line.text for line in lines).replace(
        _BLANK, " "
    )


def clean(html: str) -> str:
    """Only what is let through, in the one form that it is stored in."""
    return write(Rich(html, is_html=True).lines())


def stored(lines: Sequence[Line]) -> Rich:
    """As plain text where nothing is formatted."""
    if all(not (line.kind or line.look) and not any(run.styles or run.href for run in line.runs) for line in lines):
        return Rich(plain(lines).strip())
    return Rich(write(normal(_firm(lines))), is_html=True)


def normal(lines: Iterable[Line]) -> list[Line]:
    """The one form of what looks the same: blanks as HTML counts them, lists without gaps in their depth."""
    tidy = [replace(line, runs=tuple(_runs(_tidied(_chars(line.runs))))) for line in lines]
    return _without_gaps(_with_few_empty(tidy))


# Letters


def _chars(runs: Iterable[Run]) -> Iterator[Char]:
    for run in runs:
        styles = "".join(style for style in STYLES if style in run.styles)
        for char in run.text:
            yield char, styles, run.href


def _tidied(chars: Iterable[Char]) -> list[Char]:
    """No two blanks together, none at either end of a line."""
    out: list[Char] = []
    for char in chars:
        is_first = not out or out[-1][0] == "\n"
        is_too_many = is_first or out[-1][0] == " "
        if (char[0] == " " and is_too_many) or (char[0] == "\n" and not out):
            continue
        if char[0] == "\n" and out[-1][0] == " ":
            out.pop()
        out.append(char)
    while out and out[-1][0] in " \n":
        out.pop()
    return out if any(char not in (" ", "\n", _BLANK) for char, _styles, _href in out) else []


def _runs(chars: Sequence[Char]) -> Iterator[Run]:
    for (styles, href), alike in groupby(chars, lambda char: char[1:]):
        yield Run("".join(char for char, _styles, _href in alike), styles, href)


def _firm(lines: Iterable[Line]) -> Iterator[Line]:
    """Blanks that were typed on purpose, as HTML keeps them: the first of a line, and those before another one."""
    for line in lines:
        chars = list(_chars(replace(run, text=run.text.replace("\t", 4 * " ")) for run in line.runs))
        firm = _SPACE_TO_KEEP.sub(_BLANK, "".join(char for char, _styles, _href in chars))
        kept = [(letter, styles, href) for letter, (_char, styles, href) in zip(firm, chars, strict=True)]
        yield replace(line, runs=tuple(_runs(kept)))


# Lines


def _with_few_empty(lines: Sequence[Line]) -> list[Line]:
    kept: list[Line] = []
    for line in lines:
        is_empty = not line.runs and not line.kind
        if not is_empty or any(last.runs or last.kind for last in kept[-_MOST_EMPTY:]):
            kept.append(line)
    while kept and not kept[-1].runs and not kept[-1].kind:
        kept.pop()
    return kept


def _without_gaps(lines: Iterable[Line]) -> list[Line]:
    found: list[Line] = []
    for line in lines:
        above = found[-1].depth if found else 0
        depth = min(max(line.depth, 1), above + 1, DEEPEST) if line.kind else 0
        found.append(replace(line, depth=depth, look="" if line.kind else tidy_look(line.look.split())))
    return found


def tidy_look(words: Collection[str]) -> str:
    return " ".join(word for word in LOOKS if word in words)


# HTML


def write(lines: Iterable[Line]) -> str:
    out: list[str] = []
    lists: list[str] = []
    for line in normal(lines):
        _close(out, lists, line.depth)
        if not line.kind:
            out.append(f"<p{_class(line.look)}>{_inside(line)}</p>")
            continue
        if len(lists) == line.depth and lists[-1] != line.kind:
            _close(out, lists, line.depth - 1)
        if len(lists) == line.depth:
            out.append("</li>")
        else:
            lists.append(line.kind)
            out.append(f"<{line.kind}>")
        out.append(f"<li>{_inside(line)}")
    _close(out, lists, 0)
    return "".join(out)


def _close(out: list[str], lists: list[str], depth: int) -> None:
    while len(lists) > depth:
        out.append(f"</li></{lists.pop()}>")


def _class(look: str) -> str:
    return f' class="{" ".join(CLASS + word for word in look.split())}"' if look else ""


def _inside(line: Line) -> str:
    return "".join(_tagged(run) for run in line.runs)


def _tagged(run: Run) -> str:
    text = escape(run.text, quote=False).replace("\n", "<br>")
    for style in reversed(run.styles):
        text = f"<{style}>{text}</{style}>"
    return f'<a href="{escape(run.href)}">{text}</a>' if run.href else text
