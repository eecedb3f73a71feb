"""A letter by another name."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk, reason
from crmdesk.widgets.parts import label
from crmdesk.widgets.sheet import Sheet


class Naming(Sheet):
    def __init__(self, parent: QWidget, desk: Desk, name: str, named: Callable[[str], None]) -> None:
        super().__init__(parent, _("Rename letter"), width=420)
        self._desk, self._name, self._named = desk, name, named
        self.line = QLineEdit(name)
        self.line.setAccessibleName(_("Name"))
        self.line.selectAll()
        self._problem = label("", "second", "bad", wraps=True)
        self.body.addWidget(self.line)
        self.body.addWidget(self._problem)
        self.set_primary(_("Rename"), self._rename)
        self.line.setFocus()

    def _rename(self) -> None:
        from crmdesk.services import letter_templates

        old, new = self._name, " ".join(self.line.text().split())
        self._desk.write(
            lambda store: letter_templates.rename(store, old, new), lambda _none: self._done(new), self._refused
        )

    def _done(self, new: str) -> None:
        self.accept()
        self._named(new)

    def _refused(self, error: Exception) -> None:
        self._problem.setText(reason(error))
