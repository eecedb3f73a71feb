"""Two versions of a long text that were made apart from one: every word that either of them put in is in the joined
text, and none that either took out.

Each version is a branch of one document of Yjs (Nicolaescu et al., 2016), so that the result does not depend on who
joins them, and when. Differences are taken by words: by letters two edits of one word would become a third.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

LONGEST = 100_000
"""Letters; longer ones stay side by side."""
_ROOT = 1
_ALIKE = 0.5
"""Of the words of two texts so many in common."""
_WORDS = re.compile(r"\w+|\s|[^\w\s]")


@lru_cache(256)
def joined(base: str, versions: tuple[str, ...]) -> str | None:
    """The versions in an order that is the same everywhere; nothing where one is too long."""
    if max(map(len, (base, *versions))) > LONGEST:
        return None
    if sum(_is_new(base, version) for version in versions) > 1:
        return "\n".join(versions)
    from pycrdt import Doc, Text

    root: Doc[Text] = Doc(client_id=_ROOT)
    root["text"] = Text(base)
    start = root.get_update()
    for number, version in enumerate(versions, _ROOT + 1):
        branch: Doc[Text] = Doc(client_id=number)
        branch.apply_update(start)
        known = branch.get_state()
        _write(branch.get("text", type=Text), base, version)
        root.apply_update(branch.get_update(known))
    return str(root.get("text", type=Text))


def _is_new(base: str, version: str) -> bool:
    """Written anew rather than changed: the words of two such would stand between one another."""
    before, after = base.split(), version.split()
    return SequenceMatcher(None, before, after, autojunk=False).quick_ratio() < _ALIKE


def _write(text: "object", base: str, version: str) -> None:
    for first, last, words in differences(base, version):
        start = len(base[:first].encode())  # Yjs counts bytes here
        end = start + len(base[first:last].encode())
        if last > first:
            del text[start:end]  # type: ignore[attr-defined]
        if words:
            text.insert(start, words)  # type: ignore[attr-defined]


def differences(base: str, version: str) -> Iterator[tuple[int, int, str]]:
    """From the end to the beginning: from where to where in `base` stands what instead."""
    before, after = _WORDS.findall(base), _WORDS.findall(version)
    same = _same(before, after)
    tail = _same(before[same:][::-1], after[same:][::-1])
    old, new = before[same : len(before) - tail], after[same : len(after) - tail]
    starts = [0]
    for word in before:
        starts.append(starts[-1] + len(word))
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, first, last, new_first, new_last in reversed(changes):
        if kind != "equal":
            yield starts[same + first], starts[same + last], "".join(new[new_first:new_last])


def _same(some: Sequence[str], more: Sequence[str]) -> int:
    """How many words at the beginning."""
    count = 0
    for one, other in zip(some, more, strict=False):
        if one != other:
            break
        count += 1
    return count
