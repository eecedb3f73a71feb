"""Content lines cut into the entries of calendars, such without an end and such outside of any calendar, too."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from crmdesk.domain.card import Reject
from crmdesk.formats.content_lines import MAX_NESTING, Line, lines
from crmdesk.formats.content_text import Text, to_text
from crmdesk.formats.ical_zones import Rule
from crmdesk.i18n import _

ENTRIES = ("VEVENT", "VTODO", "VJOURNAL")
_MAX_SHOWN = 20_000
_MAX_RULES = 2_000
_MAX_KEPT = 5_000


@dataclass(slots=True)
class Block:
    """One entry, or something else that stands where one could."""

    name: str
    first: int
    last: int = 0
    lines: list[Line] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    """What is nested in it, such as alarms, word for word."""
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Calendar:
    first: int = 1
    said: dict[str, str] = field(default_factory=dict)
    """Its own properties."""
    zones: dict[str, list[Rule]] = field(default_factory=dict)
    """The rules of each by name."""
    blocks: list[Block] = field(default_factory=list)


class Splitter:
    """A file may hold several calendars, one after the other."""

    def __init__(self, source: Text) -> None:
        self._source = source
        self._physical: list[str] = []
        self._calendar = Calendar()
        self._block: Block | None = None
        self._nested: list[str] = []
        self._held: list[str] = []
        self._zone: list[Rule] | None = None
        self._part = ""

    def calendars(self) -> Iterator[Calendar]:
        number = 1
        for number, head, value in lines(self._source):
            word = value.strip().upper() if head.name in ("BEGIN", "END") else ""
            if head.name == "BEGIN" and word == "VCALENDAR":
                yield from self._next_calendar(number)
            elif head.name == "END" and word == "VCALENDAR":
                yield from self._next_calendar(number + 1)
            elif head.name == "BEGIN":
                self._begin(word, number)
            elif head.name == "END":
                self._end(word, number)
            else:
                self._take((number, head, value))
        yield from self._next_calendar(number + 1)

    def _next_calendar(self, number: int) -> Iterator[Calendar]:
        if self._block:
            self._cut_off(number - 1)
        done, self._calendar = self._calendar, Calendar(number)
        self._zone = None
        if done.blocks or done.said:
            yield done

    def _begin(self, name: str, number: int) -> None:
        if self._block and name in (*ENTRIES, "VTIMEZONE"):
            self._cut_off(number - 1)
        if self._block:
            self._nest(name, number)
        elif name == "VTIMEZONE":
            self._zone = []
        elif self._zone is not None:
            self._part = name
        else:
            self._block = Block(name, number)

    def _nest(self, name: str, number: int) -> None:
        assert self._block
        if len(self._nested) == MAX_NESTING:
            self._block.problems.append(_("Line {line}: nested too deep").format(line=number))
        self._nested.append(name)
        self._hold(f"BEGIN:{name}")

    def _hold(self, text: str) -> None:
        if len(self._nested) <= MAX_NESTING and len(self._held) < _MAX_KEPT:
            self._held.append(text)

    def _end(self, name: str, number: int) -> None:
        if self._nested and self._block and name in self._nested:
            while self._nested[-1] != name:  # an alarm without an end ends with what holds it
                self._hold(f"END:{self._nested[-1]}")
                self._nested.pop()
            self._hold(f"END:{name}")
            self._nested.pop()
            if not self._nested:
                self._block.inner += self._held if len(self._held) < _MAX_KEPT else []
                self._held = []
        elif self._block and name == self._block.name:
            self._close(number)
        elif name == "VTIMEZONE":
            self._zone = None

    def _close(self, number: int) -> None:
        assert self._block
        self._block.last = number
        self._calendar.blocks.append(self._block)
        self._block, self._nested, self._held = None, [], []

    def _cut_off(self, number: int) -> None:
        assert self._block
        words = _("Line {line}: what begins here has no end")
        self._block.problems.append(words.format(line=self._block.first))
        self._close(number)

    def _take(self, line: Line) -> None:
        _number, head, value = line
        if self._zone is not None:
            self._take_rule(head.name, value)
        elif self._block and self._nested:
            self._hold(f"{head.text}:{value}")
        elif self._block:
            self._block.lines.append(line)
        elif head.name:
            self._calendar.said.setdefault(head.name, value.strip())

    def _take_rule(self, name: str, value: str) -> None:
        assert self._zone is not None
        if name == "TZID":
            self._calendar.zones[value.strip().strip('"')] = self._zone
        elif len(self._zone) < _MAX_RULES:
            self._zone.append((self._part, f"{name}:{value}"))

    def reject(self, block: Block, reason: str) -> Reject:
        self._physical = self._physical or self._source.text.split("\n")
        text = "\n".join(islice(self._physical, block.first - 1, block.last))[:_MAX_SHOWN]
        if self._source.charset:
            text = to_text(text.encode("latin-1"), None, self._source.charset)
        return Reject(block.first, reason, text)
