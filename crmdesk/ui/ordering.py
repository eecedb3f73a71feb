"""Putting a list in order behind what is shown, with a thin line that tells how far it is."""

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QProgressBar, QVBoxLayout

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.list_look import ListLook
from crmdesk.ui.pieces import Pieces
from crmdesk.ui.sources import OrderedRecords, ids_of
from crmdesk.widgets.record_table import RecordTable, Source

if TYPE_CHECKING:
    from crmdesk.services.columns import Ordered
    from crmdesk.services.files import Store

_SOON = 250
"""Milliseconds after which work is told of."""
_STEPS = 1000


class Ordering(QObject):
    """The newest order asked for is the one that is given."""

    def __init__(self, desk: Desk, table: RecordTable, done: Callable[[OrderedRecords], None]) -> None:
        super().__init__(table)
        self._desk, self._table, self._done = desk, table, done
        self._pieces: Pieces[Ordered] | None = None
        self._line: QProgressBar | None = None
        self._late = QTimer(self, singleShot=True, interval=_SOON)
        self._late.timeout.connect(self._show_line)

    def begin(self, base: Source, look: ListLook, kind: str) -> None:
        self.stop()
        ids = ids_of(base)
        keys = look.keys if look.layout == "table" else ()

        def job(store: "Store") -> "Generator[float, None, Ordered]":
            from crmdesk.services import columns

            return columns.ordered(store, kind, ids, look.sort, look.group)

        def done(found: "Ordered") -> None:
            self._hide_line()
            self._done(OrderedRecords(self._desk, kind, base, keys, found))

        self._late.start()
        self._pieces = Pieces(self._desk, job, done, self._show_share)

    def stop(self) -> None:
        if self._pieces:
            self._pieces.stop()
            self._pieces = None
        self._hide_line()

    def _show_line(self) -> None:
        if self._line is None:
            self._line = self._made_line()
        self._line.show()

    def _made_line(self) -> QProgressBar:
        """Over the upper edge of the list, so that nothing moves when it comes."""
        line = QProgressBar()
        line.setTextVisible(False)
        line.setRange(0, _STEPS)
        line.setAccessibleName(_("Sorting"))
        over = QVBoxLayout(self._table)
        over.setContentsMargins(0, 0, 0, 0)
        over.addWidget(line)
        over.addStretch(1)
        return line

    def _hide_line(self) -> None:
        self._late.stop()
        if self._line:
            self._line.hide()

    def _show_share(self, share: float) -> None:
        if self._line:
            self._line.setValue(round(share * _STEPS))
