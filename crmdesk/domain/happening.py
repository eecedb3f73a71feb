"""One entry of a calendar with whom it concerns, as it stands in a file of another program.

The currency between `formats` and `services`, as `Card` is for contacts.
"""

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

HappeningKind = Literal["VEVENT", "VTODO", "VJOURNAL"]


class Guest(NamedTuple):
    """Who is named in an entry; what is not said is empty."""

    name: str
    email: str = ""
    uid: str = ""
    """As their own card has it, in calendars of ours."""
    role: str = "with"
    line: str = ""
    """To be kept word for word where they are not found."""


@dataclass(slots=True)
class Happening:
    kind: HappeningKind = "VEVENT"
    fields: dict[str, Any] = field(default_factory=dict)
    """Of `Activity`; empty values are left out."""
    guests: list[Guest] = field(default_factory=list)
    uid: str | None = None
    """Stable between two exports; one that was moved out of its series has its first time added."""
    is_ours: bool = False
    """Written by CRMDesk: then it says itself whether it is done."""
    is_done: bool = False
    is_cancelled: bool = False
    is_day: bool = False
    """A birthday or anniversary that CRMDesk wrote: it stands with its contact already."""
    leftover: list[str] = field(default_factory=list)
    """What an activity cannot hold, as unfolded lines: repetition, alarms, answers."""
    sequence: int = 0
    """Of two versions in one file the one with the greater number is the newer."""
    is_following: bool = False
    """Of a series, a change of this one and all that follow."""
    instance_zone: str = ""
    """Whose clocks tell which one of its series it is."""
    line: int = 0
    """Where it begins in its file, from 1."""
    warnings: list[str] = field(default_factory=list)
