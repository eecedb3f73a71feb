"""What of the stream is wanted: words, kind, whose, when, by whom."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from crmdesk.i18n import _, mark
from crmdesk.ui.desk import Desk
from crmdesk.ui.suggest import Suggest
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Choices, Chooser
from crmdesk.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from crmdesk.services.lookup import Row
    from crmdesk.services.stream import Asked

_MOMENT = 150
_TEXT, _WHO, _CHOICE = 220, 180, 144
_PERIODS = (
    ("", mark("Any time")),
    ("day", mark("Today")),
    ("week", mark("Last 7 days")),
    ("days", mark("Last 30 days")),
    ("month", mark("This month")),
    ("month before", mark("Last month")),
    ("year", mark("This year")),
    ("year before", mark("Last year")),
)


class HistoryFilters(QWidget):
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.person: bytes | None = None
        self.text = _line(_("Filter"), _("Filter the history"), _TEXT)
        self.who = _line(_("Whose"), _("History of a person or company"), _WHO)
        self.kind = Chooser(_("Kind"), [("", _("All kinds"))])
        self.period = Chooser(_("When"), [(key, _(words)) for key, words in _PERIODS])
        self.author = Chooser(_("By"), [("", _("Everybody"))])
        flow = FlowLayout(self, 8)
        for part in (self.text, self.who, self.kind, self.period, self.author):
            flow.addWidget(part)
        for chooser in (self.kind, self.period, self.author):
            chooser.setFixedWidth(theme.px(_CHOICE))
            chooser.chosen.connect(lambda _value: self.changed.emit())
        self.author.hide()
        self._soon = QTimer(self, singleShot=True, interval=_MOMENT)
        self._soon.timeout.connect(self.changed)
        self.text.textChanged.connect(lambda _text: self._soon.start())
        Suggest(desk, self.who, None).chosen.connect(self._set_person)
        self.who.textChanged.connect(lambda text: None if text else self._set_person(None))

    def _set_person(self, row: "Row | None") -> None:
        self.person = row.id if row else None
        self.changed.emit()

    def offer(self, kinds: Choices, authors: Sequence[str]) -> None:
        _refill(self.kind, [("", _("All kinds")), *kinds])
        _refill(self.author, [("", _("Everybody")), *((name, name) for name in authors)])
        self.author.setVisible(len(authors) > 1 or bool(self.author.value()))

    def asked(self) -> "Asked":
        from crmdesk.services import stream

        since, until = days_of(self.period.value(), date.today())  # noqa: DTZ011 - by the clock on the wall
        part = stream.Part(self.kind.value(), self.person, self.author.value())
        if since:
            part = stream.Part(self.kind.value(), self.person, self.author.value(), _midnight(since), _midnight(until))
        return stream.asked(self.text.text(), part)

    def words(self) -> str:
        """What is asked, for a title; nothing for all."""
        chosen = (box.currentText() for box in (self.kind, self.period, self.author) if box.value())
        who = self.who.text() if self.person else ""
        return ", ".join(filter(None, (who, *chosen, self.text.text().strip())))


def days_of(period: str, today: date) -> tuple[date | None, date]:
    """The first day, and the one behind the last."""
    month, year, tomorrow = today.replace(day=1), today.replace(month=1, day=1), today + timedelta(days=1)
    before = {
        "day": (today, tomorrow),
        "week": (today - timedelta(days=6), tomorrow),
        "days": (today - timedelta(days=29), tomorrow),
        "month": (month, tomorrow),
        "month before": ((month - timedelta(days=1)).replace(day=1), month),
        "year": (year, tomorrow),
        "year before": (year.replace(year=year.year - 1), year),
    }
    return before.get(period, (None, tomorrow))


def _midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day).astimezone().timestamp() * 1000)


def _line(hint: str, name: str, width: int) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(hint)
    made.setAccessibleName(name)
    made.setClearButtonEnabled(True)
    for clear in made.findChildren(QToolButton):
        clear.setAccessibleName(_("Clear"))
    made.setFixedWidth(theme.px(width))
    return made


def _refill(box: Chooser, choices: Choices) -> None:
    chosen = box.value()
    box.clear()
    for value, words in choices:
        box.addItem(words, value)
    box.set_value(chosen)
