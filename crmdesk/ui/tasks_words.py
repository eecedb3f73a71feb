"""A task in one line, as it is typed in a hurry: `call Ana fri 10 !high`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from crmdesk.domain.activities import PRIORITIES
from crmdesk.domain.folding import fold
from crmdesk.i18n import _
from crmdesk.widgets import whens

_MOST = 4
"""Words of a day and a time."""


@dataclass(frozen=True, slots=True)
class Typed:
    type: str = "to-do"
    words: tuple[str, ...] = ()
    """What is neither type nor day nor priority: a name may be among them."""
    starts: str = ""
    priority: str = ""
    has_type: bool = False


def read(line: str, types: Sequence[tuple[str, str]], now: datetime | None = None) -> Typed:
    words = line.split()
    priority = next((found for word in words if (found := _priority(word))), "")
    words = [word for word in words if not _priority(word)]
    kind = _type(words[0], types) if words else ""
    words = words[1:] if kind else words
    first, last, starts = next(_days(words, now), (0, 0, ""))
    rest = words[:first] + words[last:]
    return Typed(kind or "to-do", tuple(rest), starts, priority, bool(kind))


def _priority(word: str) -> str:
    """`!`, `!high`, `!low`, in the user's words too."""
    if not word.startswith("!"):
        return ""
    wanted = fold(word[1:])
    names = ((key, (key, fold(_(text)))) for key, text in PRIORITIES)
    return next((key for key, told in names if any(name.startswith(wanted) for name in told)), "")


def _type(word: str, types: Sequence[tuple[str, str]]) -> str:
    wanted = fold(word.rstrip(":"))
    return next((key for key, words in types if wanted in (fold(words), fold(key))), "")


def _days(words: Sequence[str], now: datetime | None) -> Iterator[tuple[int, int, str]]:
    """Where a day or time stands, the longest first, and of those the last."""
    for count in range(min(_MOST, len(words)), 0, -1):
        for first in range(len(words) - count, -1, -1):
            part = words[first : first + count]
            if _may_be_day(part, is_last=first + count == len(words)) and (starts := _day(" ".join(part), now)):
                yield _only_day(words, first, first + count, starts, now)


def _only_day(words: Sequence[str], first: int, last: int, starts: str, now: datetime | None) -> tuple[int, int, str]:
    """Without words that say nothing of the day, and with the `on` before it."""
    while first < last - 1 and _day(" ".join(words[first + 1 : last]), now) == starts:
        first += 1
    if first and words[first - 1].casefold() in ("on", "at", "in", "by", _("in"), _("on"), _("at")):
        first -= 1
    return first, last, starts


def _may_be_day(part: Sequence[str], *, is_last: bool) -> bool:
    """A number alone is a number; a word alone in the midst of others is a word."""
    text = " ".join(part)
    has_digit = any(sign.isdigit() for sign in text)
    return not text.isdigit() and (is_last or has_digit)


def _day(text: str, now: datetime | None) -> str:
    try:
        return whens.parse(text, now)
    except ValueError:
        return ""
