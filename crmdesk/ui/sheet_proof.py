"""A page of numbered outlines, to be held against the real sheet before one of these is spent."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from crmdesk.i18n import _
from crmdesk.printing.sheets import Sheet
from crmdesk.ui.desk import Desk
from crmdesk.widgets.tasks import Failed


def make(desk: Desk, sheet: Sheet, done: Callable[[bytes], None], failed: Failed | None = None) -> None:
    desk.run(partial(_pdf, sheet), done, failed)


def send(parent: QWidget, desk: Desk, sheet: Sheet, pdf: bytes) -> None:
    from crmdesk.ui.paper import print_pdf

    if print_pdf(parent, pdf, sheet.paper_width, sheet.paper_height):
        desk.say(_("Sent to the printer"))


def _pdf(sheet: Sheet) -> bytes:
    from crmdesk.printing import proofs

    return proofs.of_sheet(sheet)
