"""The options of a product on a line of a document: what cannot be had together cannot be taken."""

from functools import partial
from typing import TYPE_CHECKING

from crmdesk.i18n import _
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from decimal import Decimal

    from crmdesk.services.document_drafts import Look
    from crmdesk.services.documents import Row
    from crmdesk.services.files import Store
    from crmdesk.ui.quote_editor import QuoteEditor


class OptionsSheet(Sheet):
    def __init__(self, editor: "QuoteEditor", row: "Row") -> None:
        from crmdesk.ui.configurator import ConfiguratorPanel

        super().__init__(editor.window(), row["name"], width=560)
        self._editor, self._row = editor, row
        self._chosen: list[str] = (row["options"] or "").split()
        self.panel = ConfiguratorPanel(editor.desk, row["product_id"], list(self._chosen))
        self.panel.chosen.connect(self._take)
        self.body.addWidget(self.panel)
        self.use_button = self.set_primary(_("Use"), self.use)

    def _take(self, chosen: list[str], _price: "Decimal") -> None:
        """What cannot be had together is not put on paper; the panel says why."""
        self._chosen = chosen
        self.use_button.setEnabled(not self.panel.problems())

    def use(self) -> None:
        self._editor.draft.stroke(partial(_put, self._editor.draft.key, self._row["id"], self._chosen))
        self.accept()


def choose(editor: "QuoteEditor", key: bytes) -> None:
    if row := editor.draft.line(key):
        OptionsSheet(editor, row).open()


def _put(document: bytes, line: bytes, chosen: list[str], store: "Store") -> "Look":
    from crmdesk.services import document_options

    return document_options.put(store, document, line, chosen, _("Choose options"))
