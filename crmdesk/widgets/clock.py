"""The clock on the wall: of twelve hours or of twenty-four, as it was chosen, else as the country has it."""

from PySide6.QtCore import QLocale, QTime

_chosen = ""


def choose(hours: str) -> None:
    """`12`, `24`, or nothing for what the country has."""
    global _chosen
    _chosen = hours


def is_24() -> bool:
    if _chosen in ("12", "24"):
        return _chosen == "24"
    return "a" not in QLocale().timeFormat(QLocale.FormatType.ShortFormat).lower()


def words(wall_time: str) -> str:
    """Of `10:30`, or of a day and a time `2026-11-26T10:30`."""
    time = QTime.fromString(wall_time[-5:], "HH:mm")
    usual = QLocale().timeFormat(QLocale.FormatType.ShortFormat)
    is_usual = is_24() == ("a" not in usual.lower())
    return str(QLocale().toString(time, usual if is_usual else "HH:mm" if is_24() else "h:mm Ap"))
