"""A list on paper: how its pages look, before they are printed, saved as PDF, or written as CSV."""

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QLineEdit

from crmdesk.i18n import _, mark
from crmdesk.ui import list_look, own_history
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.paper_sheet import Gathering, Made, PaperSheet, box, is_letter_country, title_of
from crmdesk.widgets.parts import plain, quiet

if TYPE_CHECKING:
    from crmdesk.printing.list_table import ListTable
    from crmdesk.printing.lists import Paper
    from crmdesk.services.files import Store
    from crmdesk.ui.window import Window


class TablePaper(PaperSheet["ListTable"]):
    nothing = mark("There is nothing in this list to print.")

    def __init__(self, window: "Window", heading: str, title: str, hint: str) -> None:
        super().__init__(window, heading)
        self._heading = heading
        self.title = QLineEdit(title)
        self.paper = box((("a4", "A4"), ("letter", "Letter")), "letter" if is_letter_country() else "a4")
        self.csv_button = quiet(_("CSV…"), self._choose_csv)
        self.buttons.insertWidget(2, self.csv_button)
        self.outlets.append(self.csv_button)
        self.add_choice(_("Title"), self.title)
        self.add_choice(_("Paper"), self.paper)
        self.direction = box((("", _("As it fits")), ("up", _("Upright")), ("across", _("Across"))), "")
        self.add_choice(_("Direction"), self.direction)
        self.add_more_choices()
        self.add_words(hint)
        self.title.editingFinished.connect(self._retitle)
        for choice in (self.paper, self.direction):
            choice.activated.connect(lambda _index: self.make())

    def add_more_choices(self) -> None:
        """Those of one kind of table."""

    def is_empty(self, content: "ListTable") -> bool:
        return not content.rows

    def pages(self, content: "ListTable") -> Made:
        from crmdesk.services import lists

        direction = self.direction.currentData()
        across = direction == "across" if direction else None
        return lists.print_pdf(self.shown(content), cast("Paper", self.paper.currentData()), across)

    def shown(self, content: "ListTable") -> "ListTable":
        """As it is chosen to be."""
        return content

    def file_name(self) -> str:
        return self.title.text() or self._heading

    def _retitle(self) -> None:
        if self.content and self.content.title != self.title.text():
            self.content = replace(self.content, title=self.title.text())
            self.make()

    def _choose_csv(self) -> None:
        if to := self.choose_place(_("Save as CSV"), ".csv", "CSV (*.csv)"):
            self.save_csv(to)

    def save_csv(self, to: Path) -> None:
        assert self.content
        table = self.shown(self.content)

        def job() -> None:
            from crmdesk.services import lists

            lists.write_csv(table, to)

        self.save(job, to)


class ListPaper(TablePaper):
    def __init__(self, window: "Window", chosen: CurrentSet) -> None:
        hint = _("Columns, order and groups are those of the list.")
        super().__init__(window, _("List on paper"), title_of(chosen), hint)
        self._chosen = chosen
        self.gather()

    def add_more_choices(self) -> None:
        self.totals = box(
            (("", _("None")), ("sum", _("Sums")), ("average", _("Averages")), ("sum average", _("Sums and averages"))),
            "",
        )
        self.add_choice(_("Totals"), self.totals)
        self.totals.activated.connect(lambda _index: self.make())

    def _take_content(self, content: "ListTable") -> None:
        self.totals.setEnabled(bool(content.totals))
        self.totals.setToolTip(plain("" if content.totals else _("No column of this list holds numbers.")))
        super()._take_content(content)

    def shown(self, content: "ListTable") -> "ListTable":
        return content.showing(self.totals.currentData().split())

    def gathering(self) -> "Gathering[ListTable]":
        from crmdesk.services.lists import Wanted

        look, chosen = list_look.load(self._chosen.kind), self._chosen
        wanted = Wanted(chosen.kind, chosen.ids, look.keys, look.sort, look.group, self.title.text(), chosen.in_words())

        def job(store: "Store") -> "Generator[float, None, ListTable]":
            from crmdesk.services import lists

            return lists.gather(store, wanted)

        return job

    def note(self) -> None:
        own_history.note(self._desk, "lists", self._chosen.kind, self._chosen.ids)
