"""A statement of commission on paper: seen before it is printed, kept as PDF or CSV."""

from collections.abc import Generator
from typing import TYPE_CHECKING

from crmdesk.i18n import _, mark
from crmdesk.ui import commission_words
from crmdesk.ui.forecast_words import title
from crmdesk.ui.list_paper import TablePaper
from crmdesk.ui.paper_sheet import Gathering

if TYPE_CHECKING:
    from crmdesk.printing.list_table import ListTable
    from crmdesk.services.files import Store
    from crmdesk.ui.window import Window


class CommissionPaper(TablePaper):
    nothing = mark("Nothing was earned in this month.")

    def __init__(self, window: "Window", month: str, colleague: str) -> None:
        heading = _("Commission {month}").format(month=title(month))
        hint = _("Each colleague has a part of their own, with its sum.")
        super().__init__(window, heading, f"{heading} · {colleague}" if colleague else heading, hint)
        self._month, self._colleague = month, colleague
        self.gather()

    def gathering(self) -> "Gathering[ListTable]":
        month, colleague, name = self._month, self._colleague, self.title.text()

        def job(store: "Store") -> "Generator[float, None, ListTable]":
            from dataclasses import replace

            from crmdesk.services import incentives

            yield 0.1
            lines = incentives.statement(store, month, colleague)
            return replace(commission_words.table(lines, month), title=name)

        return job
