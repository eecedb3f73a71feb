"""One contact or company with all that hangs on it, as it stands in a file of another program.

The currency between `formats` (bytes to cards and back) and `services` (cards to records and back).
"""

from dataclasses import dataclass, field, replace
from typing import Any, Literal


@dataclass(slots=True)
class Card:
    """Empty values are left out: no key rather than None or "". Dicts use the column names of their record."""

    kind: Literal["contact", "company", "group"] = "contact"
    fields: dict[str, Any] = field(default_factory=dict)
    """Of `Contact` or `Company`; a group has only `name`."""
    affiliations: list[dict[str, Any]] = field(default_factory=list)
    """Of `Affiliation`, the company by its name under `company`."""
    phones: list[dict[str, Any]] = field(default_factory=list)
    """Of `Phone`; `e164` is left to the import, which knows the default country."""
    emails: list[dict[str, Any]] = field(default_factory=list)
    addresses: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    opt_outs: list[dict[str, Any]] = field(default_factory=list)
    relations: list[dict[str, Any]] = field(default_factory=list)
    """`{"type": "spouse", "name": "Rui Souza"}`."""
    notes: list[dict[str, Any]] = field(default_factory=list)
    """Of `Note`."""
    tags: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    """Of a group card: the uids of its members."""
    custom: dict[str, str] = field(default_factory=dict)
    """Columns with a name of the user's own, by that name."""
    photo: tuple[str, bytes] | None = None
    """Media type and picture."""
    uid: str | None = None
    """What the source calls this card; stable between two exports."""
    leftover: list[str] = field(default_factory=list)
    """Properties not understood, as unfolded vCard content lines without line end."""
    line: int = 0
    """Where it begins in its file, from 1."""
    warnings: list[str] = field(default_factory=list)
    """What of it had to be left out or mended, each in words with its line number."""

    def with_plain_notes(self) -> "Card":
        """For programs that would show the tags of a formatted note."""
        if not any(note.get("is_html") for note in self.notes):
            return self
        from crmdesk.domain.values.rich_text import Rich

        texts = (Rich(note["text"], bool(note.get("is_html"))).plain() for note in self.notes)
        bare = ({name: value for name, value in note.items() if name != "is_html"} for note in self.notes)
        return replace(self, notes=[{**note, "text": text} for note, text in zip(bare, texts, strict=True)])


@dataclass(frozen=True, slots=True)
class Reject:
    """A piece of a file that gave no card."""

    line: int
    """Where it begins, from 1."""
    reason: str
    text: str = ""
    """The piece itself, so that it can be mended and imported again."""
