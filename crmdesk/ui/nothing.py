"""What stands beside an empty list: in an empty file the way in, else nothing."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.widgets import theme
from crmdesk.widgets.parts import in_the_middle, quiet

DOCUMENTS = (".txt", ".xlsx", ".json", ".zip")
"""May be a list to import, and may be anything else: dropped on the page of a record they belong to it."""
ENDINGS = (
    ".vcf", ".vcard", ".csv", ".tsv", ".ldif", ".ldi", ".eml", ".mbox", ".ics", ".ical", ".vcs", *DOCUMENTS,
)  # fmt: skip
OURS = ".crmdesk"
"""Comes into a file that is open; without one it would rather be opened itself."""


class Nothing(QWidget):
    """Light until it is needed: every start makes one."""

    def __init__(self, desk: Desk, kind: str) -> None:
        super().__init__()
        self._desk = desk
        self._kind = kind
        self._area: QWidget | None = None
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(theme.margins(28, 28, 28, 28))

    def tell(self, *, is_file_empty: bool) -> None:
        if is_file_empty and self._kind == "contact" and self._area is None:
            self._area = self._make_ways()
            self._down.addStretch(1)
            self._down.addLayout(in_the_middle(self._area))
            self._down.addStretch(1)
        if self._area:
            self._area.setVisible(is_file_empty)

    def _make_ways(self) -> QWidget:
        """Files first; below, the two ways to type."""
        holder = QWidget()
        holder.setMaximumWidth(theme.px(theme.FORM_WIDTH))
        down = QVBoxLayout(holder)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(12))
        down.addWidget(self._make_area())
        across = QHBoxLayout()
        across.addStretch(1)
        for words, asked in ((_("Type the first one"), "new contact"), (_("Paste a signature"), "quick entry")):
            across.addWidget(quiet(words, partial(self._desk.asked.emit, asked)))
        across.addStretch(1)
        down.addLayout(across)
        return holder

    def _make_area(self) -> QWidget:
        from crmdesk.widgets.drop_area import DropArea

        area = DropArea(
            _("Bring your contacts"),
            _("Drop files of your phone, mail program or other address book here: vCard, CSV, Excel and others."),
            _("Choose files"),
            ENDINGS,
        )
        area.choosing.connect(lambda: self._desk.asked.emit("import"))
        area.dropped.connect(self._import)
        return area

    def _import(self, files: list[Path]) -> None:
        self._desk.dropped.emit(files)
