"""People and companies as cards and address books show them: texts only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    """As it is spoken."""
    filed_as: str = ""
    """Family name first, as books are ordered."""
    role: str = ""
    company: str = ""
    phones: Sequence[tuple[str, str]] = ()
    """What each is, in a word, and the number."""
    emails: Sequence[str] = ()
    address: Sequence[str] = ()
    code: Callable[[], str] | None = None
    """What a QR code says, made when it is set; nothing: there is none."""

    @property
    def place(self) -> str:
        return " · ".join(filter(None, (self.role, self.company)))
