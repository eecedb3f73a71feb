"""What an import brought that CRMDesk does not know: kept, given back on export, folded away."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.widgets.messages import read_only
from crmdesk.widgets.parts import link


class Leftover(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []
        self._box: QPlainTextEdit | None = None
        self.unfold = link("", self._unfold)
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.addWidget(self.unfold, 0, Qt.AlignmentFlag.AlignLeft)

    def show_lines(self, lines: list[str]) -> None:
        if lines and lines == self._lines:
            return  # as it is, perhaps unfolded
        self._lines = lines
        if self._box:
            self._box.deleteLater()
            self._box = None
        text = ngettext("{count} more line from its import", "{count} more lines from its import", len(lines))
        self.unfold.setText(text.format(count=len(lines)))
        self.unfold.show()
        self.setVisible(bool(lines))

    def _unfold(self) -> None:
        self._box = read_only("\n".join(self._lines), _("Kept from the import"))
        self._down.addWidget(self._box)
        self.unfold.hide()
