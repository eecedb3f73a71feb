"""What puts a printer right that prints beside the place or in another size, per printer and size of paper.

Whatever goes straight to a printer is corrected as whole pages, where it is sent; PDFs kept as files never are.
"""

from dataclasses import asdict, dataclass, fields
from typing import Any

from crmdesk import settings
from crmdesk.domain.errors import UserError
from crmdesk.domain.values import lengths
from crmdesk.i18n import _

FURTHEST = 20.0
"""Millimetres that a page may lie beside its place: what is more was misread."""
MOST_SCALE = 0.06
_NEAR_NOTHING = 0.05


@dataclass(frozen=True, slots=True)
class Calibration:
    """Each point of a page goes to its scaled place from the left and top of the paper, then right and down."""

    right: float = 0.0
    """Millimetres, as `down`."""
    down: float = 0.0
    across_scale: float = 1.0
    down_scale: float = 1.0

    def place(self, x: float, y: float) -> tuple[float, float]:
        return x * self.across_scale + self.right, y * self.down_scale + self.down


NONE = Calibration()


@dataclass(frozen=True, slots=True)
class Marks:
    """What is measured on the test page, as it should be: millimetres."""

    left: float
    """From the edge of the paper to the first cross."""
    top: float
    across: float
    """From the first cross to the one at its right, and to the one below it."""
    down: float


def marks(paper_width: float, paper_height: float, unit: lengths.Unit = "mm") -> Marks:
    """Round numbers on the ruler of this unit."""
    one, inset, round_to = (25.4, 1.0, (1.0, 0.25, 0.0625)) if unit == "in" else (1.0, 20.0, (50.0, 10.0, 1.0))
    across, down = paper_width / one, paper_height / one
    left, top = (min(inset, side / 5 // round_to[-1] * round_to[-1]) for side in (across, down))
    found = (left, top, _span(across - 2 * left, round_to), _span(down - 2 * top, round_to))
    return Marks(*(length * one for length in found))


def _span(room: float, round_to: tuple[float, ...]) -> float:
    """In the largest steps that leave at least two thirds of the room."""
    spans = (room // step * step for step in round_to)
    return next((span for span in spans if span >= room * 2 / 3), room // round_to[-1] * round_to[-1])


def measured(wanted: Marks, found: Marks) -> Calibration:
    """What puts right a printer that printed the wanted marks where they were found."""
    across, down = wanted.across / found.across, wanted.down / found.down
    made = Calibration(
        round(wanted.left - found.left * across, 3),
        round(wanted.top - found.top * down, 3),
        round(across, 5),
        round(down, 5),
    )
    if problem := _problem(made):
        raise UserError(problem)
    return made


def _problem(made: Calibration) -> str:
    if max(abs(made.across_scale - 1), abs(made.down_scale - 1)) > MOST_SCALE:
        return _(
            "The printer fits the page to the paper. Choose “actual size” or 100 % there, and print the page again."
        )
    if max(abs(made.right), abs(made.down)) > FURTHEST:
        return _("This is further from its place than printers print. Measure from the edge of the paper once more.")
    return ""


def in_words(calibration: Calibration) -> str:
    """Nothing where nothing is corrected."""
    moved = (
        (calibration.right, _("{mm} mm to the right")),
        (-calibration.right, _("{mm} mm to the left")),
        (calibration.down, _("{mm} mm down")),
        (-calibration.down, _("{mm} mm up")),
    )
    parts = [text.format(mm=f"{by:.1f}") for by, text in moved if by >= _NEAR_NOTHING]
    scales = (
        (calibration.across_scale, _("width {percent} %")),
        (calibration.down_scale, _("height {percent} %")),
    )
    parts += [text.format(percent=f"{by * 100:.1f}") for by, text in scales if abs(by - 1) >= 0.0005]
    return ", ".join(parts)


# Kept for this user on this machine


def paper_of(width: float, height: float) -> str:
    """The same for a page that was made into pixels, which is a hair larger."""
    return f"{int(width + 0.25)} x {int(height + 0.25)}"


def of(printer: str, paper: str) -> Calibration:
    """As measured, else none; `paper` as `paper_of` calls it."""
    kept: Any = _kept().get(printer, {}).get(paper)
    try:
        made = Calibration(*(float(kept[field.name]) for field in fields(Calibration)))
    except (TypeError, KeyError, ValueError):  # nothing, or not from us
        return NONE
    return NONE if _problem(made) else made


def keep(printer: str, paper: str, calibration: Calibration) -> None:
    """NONE: as the printer prints by itself."""
    kept = _kept()
    kept[printer] = {**kept.get(printer, {}), paper: asdict(calibration)}
    if calibration == NONE:
        del kept[printer][paper]
    _save(calibrations=kept)


def last_printer() -> str:
    """The one that something was sent to last; nothing at first."""
    return str(settings.load().printers.get("last", ""))


def remember(printer: str) -> None:
    _save(last=printer)


def _kept() -> dict[str, dict[str, Any]]:
    found = settings.load().printers.get("calibrations")
    papers = found.items() if isinstance(found, dict) else ()
    return {printer: of_papers for printer, of_papers in papers if isinstance(of_papers, dict)}


def _save(**values: Any) -> None:
    settings.change(printers=settings.load().printers | values)
