"""Another text size for what stands already: as if it had been made at that size."""

from collections.abc import Collection, Iterable

from PySide6.QtCore import QMargins, QObject, QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QHeaderView, QLayout, QLineEdit, QWidget

from crmdesk.widgets.arranged import parts_of

_LINE = 2
"""What is this thin is a line, and stays one."""
_ENDLESS = 500_000
LETTERS = "letters"
"""The property of widgets with a font of their own: its size at 1.0."""


class Rescaling:
    """From one scale to another. What a measure is at 1.0 is kept with its object: going back and forth loses nothing.

    To be run before the new stylesheet is set. That sees to what it has set itself, and to fonts: a font that is set
    later than a stylesheet lasts no longer than the next one, so that widgets only say which of `LETTERS` they wear.
    """

    def __init__(self, before: float, after: float, letters: Collection[int]) -> None:
        self._before, self._after = before, after
        self._letters = sorted(letters)
        """The sizes there are at 1.0: one of them is meant."""

    def run(self, widgets: Iterable[QWidget]) -> None:
        for widget in widgets:
            self._widget(widget)
            for layout in _layouts(widget.layout()):
                self._layout(layout)

    def _widget(self, widget: QWidget) -> None:
        if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont) and (now := widget.font().pixelSize()) > 0:
            meant = now / self._before
            base = min(self._letters, key=lambda size: abs(size - meant))
            if not self._wears(widget, now):
                widget.setProperty(LETTERS, str(base))
        self._sizes(widget)
        if isinstance(widget, QAbstractButton):
            widget.setIconSize(self._size(widget, "icon", widget.iconSize()))
        if isinstance(widget, QLineEdit):
            widget.setTextMargins(self._margins(widget, widget.textMargins(), "inner "))
        if isinstance(widget, QHeaderView):
            widget.setDefaultSectionSize(self._one(widget, "section", widget.defaultSectionSize()))
        widget.setContentsMargins(self._margins(widget, widget.contentsMargins()))
        widget.updateGeometry()

    def _wears(self, widget: QWidget, now: int) -> bool:
        known = widget.property(LETTERS)
        return known is not None and round(int(known) * self._before) == now

    def _sizes(self, widget: QWidget) -> None:
        low, high = widget.minimumSize(), widget.maximumSize()
        new_low, new_high = self._size(widget, "low", low), self._size(widget, "high", high)
        if new_high != high:
            widget.setMaximumSize(new_high)
        if new_low != low:
            widget.setMinimumSize(new_low)

    def _layout(self, layout: QLayout) -> None:
        layout.setContentsMargins(self._margins(layout, layout.contentsMargins()))
        if layout.spacing() > 0:
            layout.setSpacing(self._one(layout, "spacing", layout.spacing()))
        if isinstance(layout, QBoxLayout):
            self._gaps(layout)

    def _gaps(self, layout: QBoxLayout) -> None:
        for number in set(range(layout.count())) - parts_of(layout).keys():
            item = layout.itemAt(number)
            gap = item.spacerItem() if item else None
            if gap and gap.sizeHint().width() + gap.sizeHint().height() > 0:
                size = self._size(layout, f"gap {number}", gap.sizeHint())
                policy = gap.sizePolicy()
                gap.changeSize(size.width(), size.height(), policy.horizontalPolicy(), policy.verticalPolicy())

    def _margins(self, holder: QObject, now: QMargins, which: str = "") -> QMargins:
        sides = (("left", now.left()), ("top", now.top()), ("right", now.right()), ("bottom", now.bottom()))
        return QMargins(*(self._one(holder, which + name, side) for name, side in sides))

    def _size(self, holder: QObject, name: str, now: QSize) -> QSize:
        return QSize(self._one(holder, f"{name} across", now.width()), self._one(holder, f"{name} down", now.height()))

    def _one(self, holder: QObject, name: str, now: int) -> int:
        if now <= _LINE or now >= _ENDLESS:
            return now
        return round(self._base(holder, name, now) * self._after)

    def _base(self, holder: QObject, name: str, now: int) -> float:
        """What it is at 1.0; kept, unless it was set anew meanwhile."""
        key = f"at 1.0 {name}"
        kept = holder.property(key)
        base = kept if kept is not None and round(kept * self._before) == now else now / self._before
        holder.setProperty(key, base)
        return float(base)


def _layouts(layout: QLayout | None) -> Iterable[QLayout]:
    if layout is None:
        return
    yield layout
    for part in parts_of(layout).values():
        if isinstance(part, QLayout):
            yield from _layouts(part)
