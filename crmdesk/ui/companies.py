"""The companies and households of the card file."""

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.record_screen import RecordScreen


def make(desk: Desk) -> RecordScreen:
    return RecordScreen(desk, "company", _("Companies"), _("New company"))
