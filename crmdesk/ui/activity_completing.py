"""Completing an activity from wherever it is seen."""

from crmdesk.ui.desk import Desk


def open_panel(desk: Desk, activity_id: bytes, instance: str = "") -> None:
    """What came of it, and what is next."""
