"""How an envelope goes into a printer: which edge first, where in the tray, and on which paper it is told to be."""

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from crmdesk.printing.envelopes import Envelope

Edge = Literal["short", "long"]
Place = Literal["left", "centre", "right"]
PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}


@dataclass(frozen=True, slots=True)
class Feed:
    edge: Edge = "short"
    place: Place = "centre"
    """Seen from above, the edge that goes in first being the farther one."""
    is_face_down: bool = False
    is_turned: bool = False
    """The other of the two edges goes first."""
    paper: str = ""
    """One of PAPERS, for a printer that knows no envelopes; else it is told their own size."""

    def paper_size(self, envelope: Envelope) -> tuple[float, float]:
        """Width and height, in millimetres, of what the printer is told to have."""
        return PAPERS.get(self.paper) or self.size(envelope)

    def size(self, envelope: Envelope) -> tuple[float, float]:
        """Of the envelope as it goes in."""
        across, along = envelope.height, envelope.width
        return (across, along) if self.edge == "short" else (along, across)

    def turn(self) -> int:
        """Degrees, clockwise: with the short edge first it is the one at the reader's left."""
        return (90 if self.edge == "short" else 0) + (180 if self.is_turned else 0)

    def left(self, envelope: Envelope) -> float:
        """Millimetres from the left of the paper as it is printed: face down, left and right change sides."""
        free = self.paper_size(envelope)[0] - self.size(envelope)[0]
        share = {"left": 0.0, "centre": 0.5, "right": 1.0}[self.place]
        return free * (1 - share if self.is_face_down else share)

    def takes(self, envelope: Envelope) -> bool:
        """Whether it is no larger than the paper that the printer is told to have."""
        paper, size = self.paper_size(envelope), self.size(envelope)
        return size[0] <= paper[0] and size[1] <= paper[1]


def read(kept: Any) -> Feed:
    """As `write` gave it; what is not understood is as usual."""
    if not isinstance(kept, dict):
        return Feed()
    usual = asdict(Feed())
    values = {each.name: kept.get(each.name) for each in fields(Feed)}
    known: dict[str, Any] = {name: value for name, value in values.items() if type(value) is type(usual[name])}
    made = Feed(**known)
    is_known = made.edge in ("short", "long") and made.place in ("left", "centre", "right")
    return made if is_known and made.paper in ("", *PAPERS) else Feed()


def write(feed: Feed) -> dict[str, Any]:
    return asdict(feed)
