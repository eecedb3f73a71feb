"""Python's collector of cyclic garbage, kept to the GUI thread.

It runs in whichever thread happens to make objects. There it would also take away the Python sides of dead widgets,
while the GUI thread deletes their other sides: both then write to one table, and the process dies.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 500


class Collector(QObject):
    """While there is one, nobody else collects. Make it on the GUI thread, `end()` it there."""

    _count = 0

    def __init__(self) -> None:
        super().__init__()
        Collector._count += 1
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(collect_some)
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()
        Collector._count -= 1
        if not Collector._count:
            gc.enable()


def collect_some() -> None:
    """What Python itself would have done by now; the oldest objects only where many have become old."""
    for generation, (count, most) in reversed(list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))):
        if count > most:
            gc.collect(generation)
            return
