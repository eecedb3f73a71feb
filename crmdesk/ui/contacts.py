"""The people of the card file."""

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.record_screen import RecordScreen


def make(desk: Desk) -> RecordScreen:
    return RecordScreen(desk, "contact", _("Contacts"), _("New contact"))
