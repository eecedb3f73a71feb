"""What a hub refuses, and why."""

from dataclasses import dataclass


@dataclass
class HubError(Exception):
    """Told to whoever asked; never our bug. Nothing was written."""

    status: int
    """As of HTTP."""
    code: str
    """For programs."""
    message: str

    def __str__(self) -> str:
        return self.message
