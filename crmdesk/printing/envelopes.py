"""Envelopes: their sizes, where post offices read the address, and how they go into a printer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, BinaryIO

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.printing.sheets import MM_PER_INCH, Sheet

if TYPE_CHECKING:
    from crmdesk.printing.press import Making, Press

_METRIC = (
    "DL 220 110; C6/5 229 114; C6 162 114; C5 229 162; C4 324 229; C3 458 324; C7 114 81; C7/6 162 81; B6 176 125; "
    "B5 250 176; B4 353 250"
)
_INCHES = (
    "#10 9.5 4.125; #9 8.875 3.875; #6¾ 6.5 3.625; #7 6.75 3.75; #7¾ 7.5 3.875; #8⅝ 8.625 3.625; #11 10.375 4.5; "
    "#12 11 4.75; #14 11.5 5; Monarch 7.5 3.875; A2 5.75 4.375; A6 6.5 4.75; A7 7.25 5.25; A8 8.125 5.5; "
    "A9 8.75 5.75; A10 9.5 6; 6×9 9 6; 9×12 12 9; 10×13 13 10"
)
TOP = 40.0
"""European posts keep the sender and the stamp above this; all lengths are millimetres."""
BOTTOM = 5 / 8 * MM_PER_INCH
"""American sorting machines print their bars below; the European ones do so within 15 mm."""
READ = 2.75 * MM_PER_INCH
"""So far from the foot American machines look for an address."""
SIDE = 15.0
LETTER = 6.125 * MM_PER_INCH
"""What is higher is no letter, and read by people."""
_EDGE, _SENDER_WIDTH, _SENDER_FOOT = 10.0, 75.0, 36.0
_ADDRESS_SIZE, _SENDER_SIZE = 12.0, 9.0


@dataclass(frozen=True, slots=True)
class Zone:
    """Millimetres from the left and top of an envelope that lies before its reader."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Envelope:
    name: str
    width: float
    height: float
    is_metric: bool

    @property
    def address(self) -> Zone:
        """Where machines of Europe and America both read: clear of sender, stamp and the bars at the foot."""
        left = max(SIDE, (0.45 if self.width > 1.6 * self.height else 0.4) * self.width)
        top = max(min(TOP, self.height / 2), self.height - READ)
        bottom = self.height - BOTTOM
        if self.height > LETTER:
            top, bottom = max(TOP, 0.38 * self.height), 0.38 * self.height + READ - BOTTOM
        return Zone(left, top, self.width - left - SIDE, bottom - top)

    @property
    def sender(self) -> Zone:
        foot = min(_SENDER_FOOT, self.address.top - 1)
        return Zone(_EDGE, _EDGE, min(_SENDER_WIDTH, self.width / 2 - _EDGE), foot - _EDGE)

    def sheet(self) -> Sheet:
        """As the press knows it: paper with one label that is as large."""
        return Sheet(
            brand="", part=self.name, description="", paper=self.name, paper_width=self.width,
            paper_height=self.height, width=self.width, height=self.height, corner=0, margin=0, kind="other",
            equivalent="", layout_text="1x1 0 0 0 0", problem="",
        )  # fmt: skip


@cache
def all_envelopes() -> tuple[Envelope, ...]:
    """The most usual first, those in millimetres before those in inches."""
    return (*_parsed(_METRIC, 1.0), *_parsed(_INCHES, MM_PER_INCH))


def _parsed(text: str, unit: float) -> Sequence[Envelope]:
    entries = (entry.rsplit(" ", 2) for entry in text.split("; "))
    return [Envelope(name, float(width) * unit, float(height) * unit, unit == 1.0) for name, width, height in entries]


def by_name(name: str) -> Envelope:
    """In any spelling: `no 10`, `c6-5`, `6 3/4`."""
    found = [each for each in all_envelopes() if _spelt(each.name) == _spelt(name)]
    if not found:
        known = ", ".join(each.name for each in all_envelopes())
        raise UserError(_("There is no envelope “{name}”. Those known are {names}.").format(name=name, names=known))
    return found[0]


def _spelt(name: str) -> str:
    plain = name.casefold().replace("¾", " 3/4").replace("⅝", " 5/8").replace("×", "x").replace("number", "")
    return "".join(letter for letter in plain.removeprefix("no").removeprefix("iso") if letter.isalnum())


class Addressed:
    """Puts the lines of who gets it into their zone, and those of the sender at the top."""

    def __init__(self, envelope: Envelope, sender: Sequence[str]) -> None:
        self._envelope, self._sender = envelope, sender

    def set(self, press: "Press", content: Sequence[str], x: float, y: float) -> None:
        envelope = self._envelope
        if self._sender:
            self._set(press, self._sender, envelope.sender, _SENDER_SIZE, x, y, from_top=True)
        self._set(press, content, envelope.address, _ADDRESS_SIZE, x, y)

    def _set(
        self,
        press: "Press",
        lines: Sequence[str],
        zone: Zone,
        size: float,
        x: float,
        y: float,
        *,
        from_top: bool = False,
    ) -> None:
        from crmdesk.printing.fitting import fit
        from crmdesk.printing.press import POINTS

        width, height = zone.width * POINTS, zone.height * POINTS
        block = fit(lines, width, height, size)
        press.note(block, lines[0])
        room = block.height if from_top else height
        press.set_block(block, x + zone.left * POINTS, y - zone.top * POINTS, width, room)


def making(
    addresses: Sequence[Sequence[str]], envelope: Envelope, file: BinaryIO, sender: Sequence[str] = ()
) -> "Making":
    """A PDF of one envelope an address, each a page that is read as it lies; `sender`: lines for the return address."""
    from crmdesk.printing import press

    if not addresses:
        raise UserError(_("There are no envelopes to print: nobody in the selection has a postal address."))
    title = f"{_('Envelopes')}: {envelope.name}"
    return press.making(addresses, Addressed(envelope, sender), envelope.sheet(), file, title=title)
