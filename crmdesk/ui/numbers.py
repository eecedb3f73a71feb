"""Numbers as the user's country writes them."""

from PySide6.QtCore import QLocale


def grouped(count: int) -> str:
    """`12,345`, `12.345`, `12 345`."""
    return str(QLocale().toString(count))
