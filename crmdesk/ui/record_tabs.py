"""The tabs that pages of more than one kind of record have; each is imported when it is first looked at."""

from typing import TYPE_CHECKING

from crmdesk.ui.tab import Tabs

if TYPE_CHECKING:
    from crmdesk.ui.activities import Activities
    from crmdesk.ui.documents import Documents
    from crmdesk.ui.happenings import History
    from crmdesk.ui.notes import Notes


class RecordTabs:
    """Beside the widget that a page is."""

    tabs: Tabs

    @property
    def activities(self) -> "Activities":
        from crmdesk.ui.activities import Activities

        return self.tabs.get("activities", Activities)

    @property
    def notes(self) -> "Notes":
        from crmdesk.ui.notes import Notes

        return self.tabs.get("notes", Notes)

    @property
    def documents(self) -> "Documents":
        from crmdesk.ui.documents import Documents

        return self.tabs.get("files", Documents)

    @property
    def history(self) -> "History":
        from crmdesk.ui.happenings import History

        return self.tabs.get("history", History)

    def begin_activity(self, *, is_plan: bool) -> None:
        self.tabs.choose("activities")
        self.activities.entry.begin(is_plan=is_plan)
