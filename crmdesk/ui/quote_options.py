"""The options of a product on a line of a document: what cannot be had together cannot be taken."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer

from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.beside import scroller
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from decimal import Decimal

    from crmdesk.services.document_drafts import Look
    from crmdesk.services.documents import Row
    from crmdesk.services.files import Store
    from crmdesk.ui.quote_editor import QuoteEditor


_PROBLEMS = 36
"""Room for what is wrong, in two lines."""


class OptionsSheet(Sheet):
    def __init__(self, editor: "QuoteEditor", row: "Row") -> None:
        from crmdesk.ui.configurator import ConfiguratorPanel

        super().__init__(editor.window(), row["name"], width=560)
        self._editor, self._row = editor, row
        self._chosen: list[str] = (row["options"] or "").split()
        self.panel = ConfiguratorPanel(editor.desk, row["product_id"], list(self._chosen))
        self.panel.chosen.connect(self._take)
        self._area = scroller(self.panel)
        self._is_fitted = False
        self.body.addWidget(self._area)
        self.use_button = self.set_primary(_("Use"), self.use)

    def _take(self, chosen: list[str], _price: "Decimal") -> None:
        """What cannot be had together is not put on paper; the panel says why."""
        self._chosen = chosen
        self.use_button.setEnabled(not self.panel.problems())
        if not self._is_fitted:
            self._is_fitted = True
            QTimer.singleShot(0, self, self._make_room)

    def _make_room(self) -> None:
        """As high as all that can be chosen, now that this is known; the keyboard is at the first of it."""
        high = self.panel.sizeHint().height() + theme.px(_PROBLEMS)
        self.give_height(self._area, high * 100 // theme.px(100))
        self.refit()
        if first := next(iter(self.panel.rows.values()), None):
            first.box.setFocus(Qt.FocusReason.TabFocusReason)

    def use(self) -> None:
        self._editor.draft.stroke(partial(_put, self._editor.draft.key, self._row["id"], self._chosen))
        self.accept()


def choose(editor: "QuoteEditor", key: bytes) -> None:
    if row := editor.draft.line(key):
        sheet = OptionsSheet(editor, row)
        sheet.finished.connect(lambda _how: editor.to_entry())
        sheet.open()


def _put(document: bytes, line: bytes, chosen: list[str], store: "Store") -> "Look":
    from crmdesk.services import document_options

    return document_options.put(store, document, line, chosen, _("Choose options"))
