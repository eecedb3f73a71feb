"""A start that tells when it has painted: CRMDesk on a file, or a bare PySide6 window.

`python -m tests.bench.painted FILE` or without FILE; prints the moments by the monotonic clock and ends.
"""

import os
import sys
import time
from typing import Any


def tell(what: str) -> None:
    os.write(1, f"{what} {time.monotonic()}\n".encode())


def bare() -> None:
    from PySide6.QtWidgets import QApplication, QWidget

    class Window(QWidget):
        def paintEvent(self, event: Any) -> None:
            tell("rows")
            os._exit(0)

    app = QApplication([])
    window = Window()
    window.resize(1280, 800)
    window.show()
    app.exec()


def ours(path: str) -> None:
    """The program's own start, with an ear at the list and at the page."""
    from PySide6.QtCore import QTimer

    from crmdesk.__main__ import main
    from crmdesk.ui import windows
    from crmdesk.ui.window import Window
    from crmdesk.widgets.record_table import RecordTable

    paint = RecordTable.paintEvent

    def paint_and_tell(table: RecordTable, event: Any) -> None:
        paint(table, event)
        if not table.records.is_loading and table.records.row(0):
            RecordTable.paintEvent = paint  # type: ignore[method-assign]
            tell("rows")
            watch = QTimer(table, interval=1)
            watch.timeout.connect(lambda: tell_ready(table.window()))
            watch.start()

    def tell_ready(window: Any) -> None:
        page = window.screens["contacts"].page
        if page and page._shown:
            page.repaint()
            tell("ready")
            os._exit(0)

    RecordTable.paintEvent = paint_and_tell  # type: ignore[method-assign]
    windows.keep({"section": "contacts", "file": path})  # as somebody who closed it there
    assert Window  # imported by the start in any case; here before the first paint is patched
    main([path])


if __name__ == "__main__":
    ours(sys.argv[1]) if len(sys.argv) > 1 else bare()
