"""Dates that may mean two days: asked with one of the file's own."""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Segments
from crmdesk.widgets.parts import label

if TYPE_CHECKING:
    from crmdesk.formats.csv_layout import Layout

_DATED = ("birthday", "anniversary")
_SLASHED = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
_USUAL = "4/12/1990"


def dates_in(layout: "Layout") -> list[int]:
    """The columns that hold some."""
    targets = [column.target or "" for column in layout.columns]
    return [n for n, target in enumerate(targets) if target in _DATED or target.startswith("events.value")]


class DateQuestion(QFrame):
    """A pale strip; `answered` tells whether the day comes first."""

    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "warning")
        self._words = label("", "body", "warning", wraps=True)
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(theme.margins(14, 6, 8, 6))
        self._across.addWidget(self._words, 1)
        self.choice: Segments | None = None

    def ask(self, layout: "Layout") -> None:
        value = next(_ambiguous(layout), _USUAL)
        text = _("No date of this file tells whether day or month comes first. What is {date}?").format(date=value)
        if text == self._words.text() and self.choice:
            self.choice.set_value(layout.days_first)
            return
        self._words.setText(text)
        self._show_choice(value, days_first=layout.days_first)

    def _show_choice(self, value: str, *, days_first: bool) -> None:
        if self.choice:
            self._across.removeWidget(self.choice)
            self.choice.deleteLater()
        choices = [(first, _in_words(value, days_first=first)) for first in (True, False)]
        self.choice = Segments(self._words.text(), choices)
        self.choice.set_value(days_first)
        self.choice.chosen.connect(self.answered)
        self._across.addWidget(self.choice)


def _ambiguous(layout: "Layout") -> Iterator[str]:
    for row in layout.samples:
        for number in dates_in(layout):
            if number < len(row) and _SLASHED.fullmatch(row[number].strip()):
                parts = re.split("[-/.]", row[number].strip())
                if parts[0].lstrip("0") != parts[1].lstrip("0"):
                    yield row[number].strip()


def _in_words(value: str, *, days_first: bool) -> str:
    from crmdesk.formats.csv_cells import read_date

    found = read_date(value, days_first)
    if not found or found.startswith("--"):
        return _("Day, month") if days_first else _("Month, day")
    day = date.fromisoformat(found)
    locale = QLocale()
    return f"{day.day} {locale.monthName(day.month, QLocale.FormatType.LongFormat)} {day.year}"
