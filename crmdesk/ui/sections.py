"""The sections of the window, in their order: the module of each has a `make(desk)` that gives its screen."""

from dataclasses import dataclass
from importlib import import_module

from crmdesk.i18n import mark
from crmdesk.ui.desk import Desk
from crmdesk.ui.screen import Screen


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    """Also the name of its module."""
    text: str
    icon: str
    kind: str = ""
    """The kind of record that is counted beside it."""
    within: str = ""
    """Reached from this section, and marked as it in the side bar."""

    def make(self, desk: Desk) -> Screen:
        screen = import_module(f"crmdesk.ui.{self.key}").make(desk)
        assert isinstance(screen, Screen)
        return screen


SECTIONS = (
    Section("today", mark("Today"), "sun"),
    Section("contacts", mark("Contacts"), "users", kind="contact"),
    Section("companies", mark("Companies"), "building-2", kind="company"),
    Section("calendar", mark("Calendar"), "calendar"),
    Section("tasks", mark("Tasks"), "list-checks"),
    Section("leads", mark("Leads"), "user-plus"),
    Section("deals", mark("Pipeline"), "square-kanban"),
    Section("quotes", mark("Quotes"), "file-text"),
    Section("invoices", mark("Invoices"), "wallet"),
    Section("products", mark("Products"), "package"),
    Section("history", mark("History"), "history"),
    Section("labels", mark("Print"), "printer"),
    Section("letters", mark("Letters"), "file-text", within="labels"),
    Section("forecast", mark("Forecast"), "square-kanban", within="deals"),
    Section("commission", mark("Commission"), "square-kanban", within="deals"),
    Section("conflicts", mark("Conflicts"), "merge", within="sync"),
    Section("pending", mark("Pending"), "upload", within="sync"),
)


def marked(key: str) -> str:
    """The section that the side bar shows for it."""
    return next((section.within for section in SECTIONS if section.key == key and section.within), key)
