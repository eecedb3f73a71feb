"""Who gets no label and why, or one with whom; Enter goes to the one to be mended."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme
from crmdesk.widgets.record_table import RecordTable, Row, RowsSource
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.labels import Skipped


class LeftOut(Sheet):
    def __init__(self, parent: QWidget, desk: Desk, skipped: "Sequence[Skipped]", *, is_sharing: bool = False) -> None:
        text = ngettext("{count} is left out", "{count} are left out", len(skipped))
        if is_sharing:
            text = ngettext("{count} shares one with others", "{count} share one with others", len(skipped))
        super().__init__(parent, text.format(count=grouped(len(skipped))), width=520)
        self._desk = desk
        self._rows = [Row(entry.id, entry.name or _("No name"), entry.reason) for entry in skipped]
        self.table = RecordTable(_("With others") if is_sharing else _("Left out"))
        self.table.setFixedHeight(theme.px(336))
        self.table.show_source(RowsSource(self._rows), self._rows)
        self.table.opened.connect(self._go)
        self.body.addWidget(self.table)
        self.close_button.setText(_("Close"))
        self.set_primary(_("Go to it"), lambda: self._go(max(self.table.current_row(), 0)))
        self.table.go_to(0)

    def _go(self, row: int) -> None:
        self.accept()
        self._desk.wanted.emit("contacts", self._rows[row].key)
