"""The dialog after a mistake of ours: what is safe, and details to copy."""

from PySide6.QtWidgets import QWidget

from crmdesk.i18n import _
from crmdesk.widgets.messages import copy, read_only
from crmdesk.widgets.parts import quiet
from crmdesk.widgets.sheet import Sheet, parent_for_sheet

__all__ = ["CrashSheet", "parent_for_sheet"]


class CrashSheet(Sheet):
    def __init__(self, report: str, window: QWidget | None) -> None:
        super().__init__(window, _("CRMDesk made a mistake"), width=560)
        self.add_text(
            _("What you saved is safe. What was being done just now may not have been done.")
            + "\n"
            + _("The details below hold no names or other data. Send them to us if you can.")
        )
        self.body.addWidget(read_only(report, _("Details")))
        self.buttons.insertWidget(0, quiet(_("Copy details"), lambda: copy(report)))
        self.close_button.setText(_("Go on"))
