"""What lies in a layout, in its order.

Not asked by `itemAt`: Python keeps what it was told of an item, also when a deleted widget has taken the item along. It
then takes what comes to lie in the same memory for that item, and in the end the process dies.
"""

from PySide6.QtWidgets import QLayout, QWidget


def parts_of(layout: QLayout) -> dict[int, QWidget | QLayout]:
    """Widgets and inner layouts by their number; what is missing is room."""
    holder = layout.parentWidget()
    inner = [part for part in layout.children() if isinstance(part, QLayout)]
    widgets = [part for part in holder.children() if isinstance(part, QWidget)] if holder else []
    found: dict[int, QWidget | QLayout] = {layout.indexOf(part): part for part in inner}
    found |= {layout.indexOf(part): part for part in widgets}
    return {number: found[number] for number in sorted(found) if number >= 0}


def widgets_of(layout: QLayout) -> list[QWidget]:
    return [part for part in parts_of(layout).values() if isinstance(part, QWidget)]
