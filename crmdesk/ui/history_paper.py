"""What the stream of all shows, on paper or as CSV."""

from typing import TYPE_CHECKING

from crmdesk.i18n import _
from crmdesk.ui.list_paper import TablePaper
from crmdesk.ui.paper_sheet import Gathering

if TYPE_CHECKING:
    from collections.abc import Generator

    from crmdesk.printing.list_table import ListTable
    from crmdesk.services.files import Store
    from crmdesk.services.stream import Asked
    from crmdesk.ui.window import Window


class HistoryPaper(TablePaper):
    def __init__(self, window: "Window", wanted: "Asked", title: str) -> None:
        hint = _("Everything that the filters leave, one line for each person.")
        super().__init__(window, _("History on paper"), title, hint)
        self._wanted = wanted
        self.gather()

    def gathering(self) -> "Gathering[ListTable]":
        wanted, title = self._wanted, self.title.text()

        def job(store: "Store") -> "Generator[float, None, ListTable]":
            from crmdesk.services import stream

            return stream.table(store, wanted, title)

        return job
