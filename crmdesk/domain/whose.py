"""Whose things are to be seen: everybody's, one's own with what is nobody's, or one colleague's."""

from dataclasses import dataclass

ME = "@me"
"""Whoever looks: a filter that is kept means another colleague on another laptop."""
EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class Whose:
    """Without names: everybody's."""

    names: tuple[str, ...] = ()
    is_only: bool = False
    """What is theirs and nothing else; otherwise all but that."""
    others: tuple[str, ...] = ()
    """Whose private things are not told."""

    def takes(self, name: str) -> bool:
        return (name in self.names) == self.is_only


EVERYBODYS = Whose()


@dataclass(frozen=True, slots=True)
class Team:
    """Who works with the file: whoever looks, and their colleagues in the order of their names.

    Only names that were put on the list count: what was made under any other name is nobody's in particular, so that
    nothing is hidden from somebody who once called themselves otherwise.
    """

    me: str = ""
    others: tuple[str, ...] = ()

    def whose(self, key: str) -> Whose:
        """`ME`, `EVERYBODY`, or the name of a colleague."""
        if key == ME:
            return Whose(self.others, others=self.others)
        if key in self.others:
            return Whose((key,), is_only=True, others=self.others)
        return Whose(others=self.others)

    def without(self, hidden: frozenset[str]) -> Whose:
        """All but these colleagues; `ME` among them: without what is one's own or nobody's."""
        if ME in hidden:
            return Whose(tuple(name for name in self.others if name not in hidden), is_only=True, others=self.others)
        return Whose(tuple(name for name in self.others if name in hidden), others=self.others)
