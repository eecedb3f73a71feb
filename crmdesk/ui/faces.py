"""The photos of the rows in sight, fetched a moment after the rows themselves."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from crmdesk.ui.desk import Desk
from crmdesk.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store

_MOMENT = 60
"""Milliseconds without scrolling: rows run past need no face."""


class Faces(QObject):
    def __init__(self, desk: Desk, table: RecordTable) -> None:
        super().__init__(table)
        self._desk, self._table = desk, table
        self._soon = QTimer(self, singleShot=True, interval=_MOMENT)
        self._soon.timeout.connect(self._ask)
        table.records.arrived.connect(self._soon.start)
        table.verticalScrollBar().valueChanged.connect(lambda _value: self._soon.start())
        desk.changed.connect(self._refresh)
        desk.prepared.connect(self._soon.start)

    def _ask(self) -> None:
        keys = self._unknown()
        if not keys or not self._desk.is_prepared:
            return

        def job(store: "Store") -> dict[bytes, bytes | None]:
            from crmdesk.services import faces

            return faces.small(store, keys)

        self._desk.ask(job, self._take, replace=self)

    def _unknown(self) -> list[bytes]:
        """Of the rows in sight."""
        records = self._table.records
        numbers = map(records.record_at, self._table.rows_in_sight())
        rows = (records.row(number) for number in numbers if number is not None)
        return [row.key for row in rows if row and row.key and not records.knows_face(row.key)]

    def _take(self, faces: dict[bytes, bytes | None]) -> None:
        self._table.records.set_faces(faces)
        self._table.viewport().update()

    def _refresh(self, change: "Changed") -> None:
        if "photos" in change.tables:
            self._table.records.forget_faces()
            self._soon.start()
