"""Tab goes through a window as it is read: by the order of the layouts, not of the making."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QWidget

from crmdesk.widgets.arranged import parts_of


def order(root: QWidget) -> None:
    """To be called when rows came or went."""
    for first, second in pairwise(stops(root)):
        QWidget.setTabOrder(first, second)


def stops(widget: QWidget) -> Iterator[QWidget]:
    """What takes the keyboard by Tab, in the order of reading."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    for child in _children(widget):
        yield from stops(child)


def _children(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        yield from [inside] if inside else []
    elif isinstance(widget, QSplitter):
        yield from (part for number in range(widget.count()) if (part := widget.widget(number)))
    elif layout := widget.layout():
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for part in parts_of(layout).values():
        if isinstance(part, QWidget):
            yield part
        else:
            yield from _in_layout(part)
