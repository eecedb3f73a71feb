"""Names filed anew behind the work, in parts, where the keys of a file are of another alphabet than the user's."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from crmdesk.services.files import Changed
    from crmdesk.ui.open_file import OpenFile

_BETWEEN = 5
"""Milliseconds between two parts: whoever asks meanwhile comes first."""


class Filing(QObject):
    """When the last part is done the lists are shown in the new order."""

    def __init__(self, file: "OpenFile") -> None:
        super().__init__(file)
        self._file = file
        self._is_filing = False
        self._next = QTimer(self, singleShot=True, interval=_BETWEEN)
        self._next.timeout.connect(self._file_some)
        file.prepared.connect(self._file_some)
        file.changed.connect(self._changed)
        file.closed.connect(self._next.stop)

    def _changed(self, change: "Changed") -> None:
        if "preferences" in change.tables:
            self._file_some()

    def _file_some(self) -> None:
        file = self._file
        file.worker.run(lambda: file.store().busy or file.store().file_some(), self._filed)

    def _filed(self, has_more: bool) -> None:
        from crmdesk.services.files import Changed

        if has_more:
            self._is_filing = True
            self._next.start()
        elif self._is_filing:
            self._is_filing = False
            self._file.changed.emit(Changed("", frozenset(), None))
