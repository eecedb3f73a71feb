"""Content lines cut into vCards: nested ones, such without an end and such without a beginning, too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from crmdesk.domain.card import Reject
from crmdesk.formats.content_lines import MAX_LINE, MAX_NESTING, Head, Line, escape, lines, plain_lines
from crmdesk.formats.content_text import Text, to_text
from crmdesk.i18n import _

_BEGIN = re.compile(r"^BEGIN[ \t]*:[ \t]*VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)
_END = re.compile(r"^END[ \t]*:[ \t]*VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)
_TELLING = frozenset(("N", "FN", "TEL", "EMAIL", "ADR", "ORG"))
"""What makes a card of lines without a BEGIN."""
_AGENT = Head("", "AGENT", (), "AGENT")
_FIRST, _LAST = "BEGIN:VCARD\n", "\nEND:VCARD\n"
_MAX_SHOWN = 20_000


@dataclass(slots=True)
class Block:
    """The lines of one card."""

    first: int
    lines: list[Line] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    is_agent: bool = False
    last: int = 0


def has_card(text: str) -> bool:
    return _BEGIN.search(text) is not None


class Blocks:
    def __init__(self, source: Text, before: int = 0) -> None:
        self._source = source
        self._before = before
        """Lines of the file that come before this text."""
        self._physical: list[str] = []
        self._open: list[Block] = []
        self._stray = Block(0)
        self._too_deep = 0
        self._endless: int | None = None

    def split(self) -> Iterator[Block | Reject]:
        at, number = 0, 1 + self._before
        while (end := self._end_of_regular(at)) > 0:
            yield self._regular_block(at, end, number)
            number += self._source.text.count("\n", at, end)
            at = end
            while self._source.text.startswith("\n", at):
                at += 1
                number += 1
        rest = Text(self._source.text[at:], self._source.charset)
        yield from self._split_irregular(rest, number - 1)

    def _end_of_regular(self, start: int) -> int:
        """Where the card that begins here ends, if it is written as nearly all are; else 0."""
        text = self._source.text
        end = text.find(_LAST, start)
        if end < 0 or not text.startswith(_FIRST, start):
            return 0
        inner = text.find("BEGIN:", start + 6, end)
        return end + len(_LAST) if inner < 0 else 0

    def _regular_block(self, start: int, end: int, number: int) -> Block:
        source = self._source
        body = source.text[start + len(_FIRST) : end - len(_LAST)]
        found = None if source.charset else plain_lines(body, number + 1)
        if found is None:
            found = [(number + i, head, value) for i, head, value in lines(Text(body, source.charset))]
        return Block(number, found, last=number + body.count("\n") + 2)

    def _split_irregular(self, source: Text, offset: int) -> Iterator[Block | Reject]:
        number = 0
        for number, head, value in _shifted(lines(source), offset):
            line = (number, head, value)
            name = head.name
            if name == "BEGIN" and _is_card(value):
                yield from self._begin(number)
            elif name == "END" and _is_card(value):
                yield from self._end(number)
            elif name == "AGENT" and value.strip().upper() == "BEGIN:VCARD":
                self._begin_agent(number)
            else:
                (self._open[-1] if self._open else self._stray).lines.append(line)
        yield from self._finish(number)

    def _begin(self, number: int) -> Iterator[Block | Reject]:
        if not self._open:
            yield from self._end_stray(number - 1)
        elif len(self._open) >= MAX_NESTING:
            self._too_deep += 1
            return
        is_agent = bool(self._open) and _take_agent(self._open[-1])
        if self._open and not is_agent and self._lacks_end():
            yield self._cut_off(number - 1)
        self._open.append(Block(number, is_agent=is_agent))

    def _begin_agent(self, number: int) -> None:
        if len(self._open) >= MAX_NESTING:
            self._too_deep += 1
        else:
            self._open.append(Block(number, is_agent=True))

    def _lacks_end(self) -> bool:
        """Whether the card at hand is one of those without an end, rather than one that holds another."""
        if self._endless is None:
            self._endless = len(_BEGIN.findall(self._source.text)) - len(_END.findall(self._source.text))
        self._endless -= 1
        return self._endless >= 0

    def _end(self, number: int) -> Iterator[Block | Reject]:
        if self._too_deep:
            self._too_deep -= 1
        elif self._open:
            block = self._open.pop()
            block.last = number
            if block.is_agent:
                self._hand_up(block)
            else:
                yield block
        else:
            yield from self._end_stray(number)

    def _hand_up(self, agent: Block) -> None:
        """A card inside of a card, as the one line that later versions make of it."""
        holder = self._open[-1] if self._open else self._stray
        text = "\n".join(f"{head.text}:{value}" for _number, head, value in agent.lines if head.name)
        value = escape(f"BEGIN:VCARD\n{text}\nEND:VCARD")
        if len(value) <= MAX_LINE:  # each level doubles the backslashes
            holder.lines.append((agent.first, _AGENT, value))
        else:
            holder.problems.append(_("Line {line}: AGENT is too long").format(line=agent.first))

    def _cut_off(self, last: int) -> Block:
        block = self._open.pop()
        block.last = last
        block.problems.append(_("Line {line}: the card that begins here has no end").format(line=block.first))
        return block

    def _end_stray(self, last: int) -> Iterator[Block | Reject]:
        block, self._stray = self._stray, Block(0)
        if not block.lines:
            return
        block.first, block.last = block.lines[0][0], last
        if any(head.name in _TELLING for _number, head, _value in block.lines):
            block.problems.append(_("Line {line}: the card has no beginning").format(line=block.first))
            yield block
        else:
            yield self.reject(block, _("This is no vCard."))

    def _finish(self, last: int) -> Iterator[Block | Reject]:
        while self._open:
            block = self._cut_off(len(self._source.text))
            if block.is_agent:
                self._hand_up(block)
            else:
                yield block
        yield from self._end_stray(last)

    def reject(self, block: Block, reason: str) -> Reject:
        self._physical = self._physical or self._source.text.split("\n")
        first, last = block.first - 1 - self._before, block.last - self._before
        text = "\n".join(self._physical[first:last])[:_MAX_SHOWN]
        if self._source.charset:
            text = to_text(text.encode("latin-1"), None, self._source.charset)
        return Reject(block.first, reason, text)


def _shifted(numbered: Iterator[Line], offset: int) -> Iterator[Line]:
    return ((number + offset, head, value) for number, head, value in numbered)


def _is_card(value: str) -> bool:
    return value.strip().upper() == "VCARD"


def _take_agent(block: Block) -> bool:
    """`AGENT:` with nothing behind, and the card of the agent below."""
    if block.lines and block.lines[-1][1].name == "AGENT" and not block.lines[-1][2].strip():
        block.lines.pop()
        return True
    return False
