"""What long work tells while it runs, and what an import tells at its end."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from crmdesk.formats.csv_layout import Layout


class Verdict(StrEnum):
    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Twin:
    """Who in the file a card may mean, though nothing says so."""

    id: bytes
    name: str
    score: float
    """0 to 1."""
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """What becomes of one card of a file."""

    file: str
    line: int
    name: str
    verdict: Verdict
    reason: str = ""
    """Why it was rejected, or what will change."""
    text: str = ""
    """The rejected piece itself."""
    twin: Twin | None = None
    place: int = 0
    """Its number among all pieces that were read, from 0."""
    detail: str = ""
    """Of a preview: what tells the card from others of its name."""
    kind: str = "contact"
    """Of the card; `entry` of what stands in a calendar."""


@dataclass(slots=True)
class Report:
    """`read` is the sum of the counts."""

    counts: Counter[Verdict] = field(default_factory=Counter)
    items: list[Item] = field(default_factory=list)
    """Every rejected one and, of a preview, all others too."""
    warnings: list[Item] = field(default_factory=list)
    """Cards that came in without some part of them."""
    days: list[str] = field(default_factory=list)
    """When the entries of calendars are that came in."""
    duplicates: int = 0
    """So many cards met somebody who was there already."""
    layouts: dict[str, Layout] = field(default_factory=dict)
    """Of each list, as it was read."""
    program: str = ""
    """Whose export it was taken for."""
    stopped_at: int | None = None
    """So many pieces had been taken when somebody stopped it: it can go on there."""

    @property
    def read(self) -> int:
        return self.counts.total()

    @property
    def rejected(self) -> list[Item]:
        return [item for item in self.items if item.verdict is Verdict.REJECTED]


@dataclass(frozen=True, slots=True)
class Progress:
    done: float
    """0 to 1."""
    text: str = ""
