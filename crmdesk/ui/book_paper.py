"""An address book of a set: its title, its paper, and its pages as they will be printed."""

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QLineEdit

from crmdesk.i18n import _
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.paper_sheet import Made, PeopleSheet, box, is_letter_country, title_of

if TYPE_CHECKING:
    from crmdesk.printing.address_book import Paper
    from crmdesk.services.books import People
    from crmdesk.ui.window import Window


class BookPaper(PeopleSheet):
    def __init__(self, window: "Window", chosen: CurrentSet) -> None:
        super().__init__(window, chosen, _("Address book"))
        named = title_of(chosen)
        self.title = QLineEdit(named)
        papers = (("a5", "A5"), ("a4", "A4"), ("half-letter", _("Half letter")), ("letter", "Letter"))
        self.paper = box(papers, "half-letter" if is_letter_country() else "a5")
        self.add_choice(_("Title"), self.title)
        self.add_choice(_("Paper"), self.paper)
        self.add_words(_("Margins change sides from page to page, so that it can be bound or folded as a booklet."))
        self.title.editingFinished.connect(self._retitle)
        self.paper.activated.connect(lambda _index: self.make())
        self._shown_title = named
        self.gather()

    def _retitle(self) -> None:
        if self.title.text() != self._shown_title:
            self._shown_title = self.title.text()
            self.make()

    def pages(self, content: "People") -> Made:
        from crmdesk.services import books

        paper = cast("Paper", self.paper.currentData())
        return books.print_book(content, self.title.text(), self._chosen.in_words(), paper)

    def file_name(self) -> str:
        return self.title.text() or super().file_name()
