"""Fields filled into formatted text: parts that stand only where a field has a value may span words or paragraphs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from crmdesk.domain.merge import MARK, PLACE, VOID, is_last, tidied
from crmdesk.domain.values.rich_text import Line, Run

_PARAGRAPH = "\x02"
"""Between two paragraphs; no text holds it."""
Letter = tuple[str, Run, Line]
"""With the run and the paragraph that it is written in."""


def fill(lines: Sequence[Line], values: Mapping[str, str]) -> list[Line]:
    """As `merge.fill`: paragraphs that only had places, none of them with a value, are left out."""
    if not any("{{" in line.text for line in lines):
        return list(lines)
    letters = list(_letters(lines))
    filled: list[Line] = []
    for is_between, some in groupby(_filled(letters, values), lambda letter: letter[0] == _PARAGRAPH):
        written = list(some)
        filled += _between(written) if is_between else _paragraph(written)
    return filled


def _letters(lines: Sequence[Line]) -> Iterator[Letter]:
    """Each paragraph ends with a sign of its own, which a part that is left out may take along."""
    for line in lines:
        for run in line.runs:
            for letter in run.text:
                yield letter, run, line
        yield _PARAGRAPH, Run(""), line


@dataclass(slots=True)
class _Part:
    key: str
    stands: bool


def _filled(letters: Sequence[Letter], values: Mapping[str, str]) -> Iterator[Letter]:
    text = "".join(letter for letter, _run, _line in letters)
    open_parts: list[_Part] = []
    end = 0
    for found in PLACE.finditer(text):
        if all(part.stands for part in open_parts):
            yield from letters[end : found.start()]
        end = found.end()
        _letter, run, line = letters[found.start()]
        said = _said(found[1], found[2], open_parts, values)
        for letter in said.removesuffix(".") if is_last(text, end) else said:
            yield letter, run, line
    if all(part.stands for part in open_parts):
        yield from letters[end:]
    else:
        yield letters[-1]


def _said(sign: str, key: str, open_parts: list[_Part], values: Mapping[str, str]) -> str:
    """What stands in the place of a field, of the beginning of a part, or of its end."""
    is_seen = all(part.stands for part in open_parts)
    value = values.get(key, "").strip()
    if not sign:
        return (value or VOID) if is_seen else ""
    if sign == "/":
        return MARK if _close(open_parts, key) else ""
    open_parts.append(_Part(key, bool(value) == (sign == "#")))
    return (MARK if open_parts[-1].stands else VOID) if is_seen else ""


def _close(open_parts: list[_Part], key: str) -> bool:
    """Of a part that was to be seen. An end without its beginning means nothing."""
    places = [place for place, part in enumerate(open_parts) if part.key == key]
    if not places:
        return False
    was_seen = all(part.stands for part in open_parts)
    del open_parts[places[-1] :]
    return was_seen


def _between(ends: Sequence[Letter]) -> Iterator[Line]:
    """Paragraphs that were empty as they were written: the first sign only ends what stands before it."""
    yield from (replace(line, runs=()) for _end, _run, line in ends if not line.text)


def _paragraph(letters: Sequence[Letter]) -> Iterator[Line]:
    """Line by line: a value may have several, and those that say nothing go."""
    kept: list[tuple[str, Run]] = []
    is_there = False
    for number, some in enumerate(_lines(letters)):
        text = tidied("".join(letter for letter, _run, _line in some))
        if text is not None:
            kept += [("\n", some[0][1] if some else letters[0][1])] if is_there and number else []
            kept += _aligned(text, some)
            is_there = True
    if is_there:
        runs = tuple(replace(run, text="".join(letter for letter, _run in same)) for run, same in _by_run(kept))
        yield replace(letters[0][2], runs=runs)


def _by_run(letters: Sequence[tuple[str, Run]]) -> Iterator[tuple[Run, list[tuple[str, Run]]]]:
    for _look, same in groupby(letters, lambda letter: (letter[1].styles, letter[1].href)):
        some = list(same)
        yield some[0][1], some


def _lines(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    line: list[Letter] = []
    for letter in letters:
        if letter[0] == "\n":
            yield line
            line = []
        else:
            line.append(letter)
    yield line


def _aligned(text: str, letters: Sequence[Letter]) -> Iterator[tuple[str, Run]]:
    """Tidying only leaves letters out: each that is left keeps the run it was written in."""
    place = 0
    for letter in text:
        while letters[place][0] != letter:
            place += 1
        yield letter, letters[place][1]
        place += 1
