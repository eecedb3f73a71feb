"""Cards of a set to be cut out: their size, their paper, with a code or without."""

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QCheckBox

from crmdesk.i18n import _
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.paper_sheet import Made, PeopleSheet, box, is_letter_country
from crmdesk.widgets import theme

if TYPE_CHECKING:
    from crmdesk.printing.cards import Size
    from crmdesk.printing.lists import Paper
    from crmdesk.services.books import People
    from crmdesk.ui.window import Window

_FEW = 500
"""So many codes are made while one looks; of more they have to be asked for."""


class CardPaper(PeopleSheet):
    line = "cards"

    def __init__(self, window: "Window", chosen: CurrentSet) -> None:
        super().__init__(window, chosen, _("Cards"))
        self.size_box = box(_sizes(), "card")
        self.paper = box((("a4", "A4"), ("letter", "Letter")), "letter" if is_letter_country() else "a4")
        self.code = QCheckBox(_("With a QR code"))
        self.code.setChecked(chosen.count <= _FEW)
        self.add_choice(_("Size"), self.size_box)
        self.add_choice(_("Paper"), self.paper)
        self.choices.addWidget(self.code)
        self.choices.addSpacing(theme.px(8))
        self.add_words(_("Small marks show where to cut. Print at full size, without fitting to the page."))
        for each in (self.size_box, self.paper):
            each.activated.connect(lambda _index: self.make())
        self.code.toggled.connect(lambda _on: self.make())
        self.gather()

    def pages(self, content: "People") -> Made:
        from crmdesk.services import books

        size, paper = cast("Size", self.size_box.currentData()), cast("Paper", self.paper.currentData())
        return books.print_cards(content, size, paper, has_codes=self.code.isChecked())


def _sizes() -> tuple[tuple[str, str], ...]:
    return (
        ("card", _("Business card, 85 × 54")),
        ("rolodex", _("Rolodex card, 100 × 54")),
        ("a6", _("Index card, A6")),
    )
