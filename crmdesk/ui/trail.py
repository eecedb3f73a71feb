"""Lookups made before: a way back and forth, and a list that comes back after a restart."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from crmdesk import settings
from crmdesk.domain import criteria
from crmdesk.domain.criteria import Node
from crmdesk.domain.errors import UserError

KEPT = 20
_MOST_NAMED = 500
"""A lookup that names more records one by one is not kept for the next start."""


@dataclass(frozen=True, slots=True)
class Step:
    """One condition of a lookup and what it does to what was found before it."""

    how: str
    """`narrow`, `add` or `remove`."""
    node: Node
    words: str
    """As it stands on its chip."""

    def label(self, *, is_first: bool = False) -> str:
        sign = {"add": "" if is_first else "+ ", "remove": "− "}.get(self.how, "")
        return sign + self.words


Steps = tuple[Step, ...]


class Trail:
    """Of one kind of record in one file; nothing looked up is a place on the way too."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._file = ""
        self._way: list[Steps] = [()]
        self._place = 0
        self.recent: list[Steps] = []

    def begin(self, file: str) -> None:
        if file != self._file:
            self._file, self._way, self._place = file, [()], 0
            self.recent = _load(file, self._kind)

    def note(self, steps: Steps) -> None:
        if steps == self._way[self._place]:
            return
        self._way[self._place + 1 :] = [steps]
        self._way = self._way[-KEPT:]
        self._place = len(self._way) - 1
        if steps:
            self.recent = [steps, *(other for other in self.recent if other != steps)][:KEPT]
            _save(self._file, self._kind, self.recent)

    def nodes(self) -> set[Node]:
        """Whatever was looked up on the way and before."""
        return {step.node for steps in (*self._way, *self.recent) for step in steps}

    def reword(self, words: Mapping[Node, str]) -> None:
        self._way = [reworded(steps, words) for steps in self._way]
        self.recent = [reworded(steps, words) for steps in self.recent]

    def can_go(self, by: int) -> bool:
        return 0 <= self._place + by < len(self._way)

    def go(self, by: int) -> Steps:
        self._place += by
        return self._way[self._place]


def reworded(steps: Steps, words: Mapping[Node, str]) -> Steps:
    return tuple(replace(step, words=words.get(step.node, step.words)) for step in steps)


def words_of(steps: Steps) -> str:
    return " · ".join(step.label(is_first=place == 0) for place, step in enumerate(steps))


def _load(file: str, kind: str) -> list[Steps]:
    kept: list[Steps] = []
    with suppress(AttributeError, TypeError):  # settings are a file that anybody may have changed
        for steps in _of_file(file).get(kind, []):
            with suppress(UserError, ValueError, KeyError, TypeError):
                kept.append(tuple(Step(str(how), criteria.read(tree), str(words)) for how, tree, words in steps))
    return kept


def _of_file(file: str) -> dict[str, Any]:
    stored = settings.load().window.get("lookups", {})
    return dict(stored) if stored.get("file") == file else {"file": file}


def _save(file: str, kind: str, recent: list[Steps]) -> None:
    rows = [
        [[step.how, criteria.as_json(step.node), step.words] for step in steps] for steps in recent if _is_small(steps)
    ]
    changed = settings.load()
    changed.window["lookups"] = _of_file(file) | {kind: rows}
    settings.save(changed)


def _is_small(steps: Steps) -> bool:
    named = (part for step in steps for part in criteria.walk(step.node) if isinstance(part, criteria.These))
    return sum(len(part.ids) for part in named) <= _MOST_NAMED
