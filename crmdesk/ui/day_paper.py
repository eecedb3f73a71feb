"""Days on paper: a day to take along, a week, a month, or calls for the pocket, as they will be printed."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.calendar_settings import habits
from crmdesk.ui.paper_sheet import FIELD, Gathering, Made, PaperSheet, box, is_letter_country
from crmdesk.widgets import theme
from crmdesk.widgets.calendar_times import MONTH, WEEK_VIEW, WORK_WEEK, YEAR
from crmdesk.widgets.parts import icon_button, label

if TYPE_CHECKING:
    from collections.abc import Generator

    from crmdesk.printing.day_entries import Diary, Layout
    from crmdesk.printing.lists import Paper
    from crmdesk.services.day_paper import Wanted
    from crmdesk.services.files import Store
    from crmdesk.ui.window import Window


class DayPaper(PaperSheet["Diary"]):
    def __init__(self, window: "Window", layout: "Layout" = "day", day: date | None = None) -> None:
        super().__init__(window, _("Print the calendar"))
        self.day = day or date.today()  # noqa: DTZ011 - by the clock on the wall
        self.layout_box = box(_layouts(), layout)
        self.paper = box((("a4", "A4"), ("letter", "Letter")), "letter" if is_letter_country() else "a4")
        self.caption = label("", "strong")
        self.add_choice(_("What"), self.layout_box)
        self.choices.addWidget(self._turner())
        self.choices.addSpacing(theme.px(8))
        self.add_choice(_("Paper"), self.paper)
        self.layout_box.activated.connect(lambda _index: self._regather())
        self.paper.activated.connect(lambda _index: self.make())
        self._regather()

    def _turner(self) -> QWidget:
        holder = QWidget()
        holder.setFixedWidth(theme.px(FIELD))
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(icon_button("chevron-left", _("Before"), lambda: self.turn(-1)))
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        across.addWidget(self.caption, 1)
        across.addWidget(icon_button("chevron-right", _("After"), lambda: self.turn(1)))
        return holder

    @property
    def chosen_layout(self) -> "Layout":
        return cast("Layout", self.layout_box.currentData())

    def turn(self, by: int) -> None:
        """To the day, week or month before or after."""
        if self.chosen_layout == "month":
            middle = self.day.replace(day=15) + timedelta(days=30 * by)
            self.day = middle.replace(day=1)
        else:
            self.day += timedelta(days=by * (7 if self.chosen_layout == "week" else 1))
        self._regather()

    def _regather(self) -> None:
        locale, day = QLocale(), QDate(self.day.year, self.day.month, self.day.day)
        pattern = "MMMM yyyy" if self.chosen_layout == "month" else "ddd d MMM yyyy"
        self.caption.setText(str(locale.toString(day, pattern)))
        self.gather()

    def gathering(self) -> "Gathering[Diary]":
        wanted = self._wanted()

        def job(store: "Store") -> "Generator[float, None, Diary]":
            from crmdesk.services import day_paper

            return day_paper.gather(store, wanted)

        return job

    def _wanted(self) -> "Wanted":
        from crmdesk.services.day_paper import Wanted

        ways = habits()
        return Wanted(self.chosen_layout, self.day, first_weekday=ways.first_day - 1, is_24h=ways.is_24)

    def is_empty(self, content: "Diary") -> bool:
        return not content.days

    def pages(self, content: "Diary") -> Made:
        from crmdesk.services import day_paper

        return day_paper.print_pdf(content, self.chosen_layout, cast("Paper", self.paper.currentData()))

    def file_name(self) -> str:
        return f"{self.layout_box.currentText()} {self.day.isoformat()}"


def _layouts() -> tuple[tuple[str, str], ...]:
    return (
        ("day", _("Day")),
        ("week", _("Week")),
        ("month", _("Month")),
        ("pocket", _("Calls, for the pocket")),
        ("visits", _("Visits, for the car")),
    )


def print_view(shown: QWidget, view: str, day: date) -> None:
    """Of a calendar in that view."""
    layouts: dict[str, Layout] = {MONTH: "month", YEAR: "month", WEEK_VIEW: "week", WORK_WEEK: "week"}
    DayPaper(cast("Window", shown.window()), layouts.get(view, "day"), day).open()
