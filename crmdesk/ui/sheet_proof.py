"""A page of numbered outlines, to be held against the real sheet before one of these is spent."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crmdesk.i18n import _
from crmdesk.printing.sheets import Sheet
from crmdesk.ui.desk import Desk
from crmdesk.widgets.tasks import Failed

if TYPE_CHECKING:
    from crmdesk.ui.to_printer import ToPrinter


def make(desk: Desk, sheet: Sheet, done: Callable[[bytes], None], failed: Failed | None = None) -> None:
    desk.run(partial(_pdf, sheet), done, failed)


def send(parent: QWidget, desk: Desk, sheet: Sheet, pdf: bytes) -> None:
    sending = to_printer(parent, desk, (sheet.paper_width, sheet.paper_height), pdf)
    if sending:
        sending.went.connect(lambda _printed: desk.say(_("Sent to the printer")))


def to_printer(
    parent: QWidget, desk: Desk, size: tuple[float, float], pdf: bytes, *, is_corrected: bool = True
) -> "ToPrinter | None":
    """None where the user gave it up."""
    from crmdesk.ui.to_printer import ToPrinter, as_made, ask_printer

    printer = ask_printer(parent, *size)
    return ToPrinter(parent, desk, partial(as_made, pdf, 1), printer, is_corrected=is_corrected) if printer else None


def _pdf(sheet: Sheet) -> bytes:
    from crmdesk.printing import proofs

    return proofs.of_sheet(sheet)
