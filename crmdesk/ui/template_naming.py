"""A template of documents by another name."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from crmdesk.i18n import _
from crmdesk.widgets.sheet import Sheet


class TemplateName(Sheet):
    def __init__(self, parent: QWidget, name: str, named: Callable[[str], None]) -> None:
        super().__init__(parent, _("Rename template"), width=420)
        self._named = named
        self.line = QLineEdit(name)
        self.line.setAccessibleName(_("Name"))
        self.line.selectAll()
        self.body.addWidget(self.line)
        made = self.set_primary(_("Rename"), self._rename)
        self.line.textChanged.connect(lambda text: made.setEnabled(bool(text.strip())))
        self.line.setFocus()

    def _rename(self) -> None:
        self.accept()
        self._named(self.line.text())
