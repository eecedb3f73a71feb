"""A part that draws itself and shows, to who moves by keys, that it has the keyboard."""

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from crmdesk.widgets.parts import is_by_keys


class Ringed(QWidget):
    _ring = False

    def shows_ring(self) -> bool:
        return self._ring and self.hasFocus()

    def _show_ring(self, is_shown: bool) -> None:
        if is_shown != self._ring:
            self._ring = is_shown
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = is_by_keys(event, self._ring)
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)
