"""Over the calendar: what is shown, the way back and forth, and how it is shown."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crmdesk.i18n import _, mark
from crmdesk.widgets import theme
from crmdesk.widgets.calendar_times import AGENDA, DAY_VIEW, MONTH, WEEK_VIEW, WORK_WEEK, YEAR
from crmdesk.widgets.choosers import Chooser, Segments
from crmdesk.widgets.parts import icon_button, plain, quiet, title

_DOTS = Qt.TextElideMode.ElideRight
_VIEWS = (
    (DAY_VIEW, mark("Day")),
    (WORK_WEEK, mark("Work week")),
    (WEEK_VIEW, mark("Week")),
    (MONTH, mark("Month")),
    (AGENDA, mark("Agenda")),
    (YEAR, mark("Year")),
)


class CalendarHead(QWidget):
    stepped = Signal(int)
    today_asked = Signal()
    view_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.title = title("")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        choices = [(view, _(words)) for view, words in _VIEWS]
        self.segments = Segments(_("View"), choices)
        self.chooser = Chooser(_("View"), choices)
        self.chooser.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToContents)
        is_mirrored = self.isRightToLeft()
        self.before = icon_button("chevron-right" if is_mirrored else "chevron-left", _("Before (Page Up)"),
                                  lambda: self.stepped.emit(-1))  # fmt: skip
        self.after = icon_button("chevron-left" if is_mirrored else "chevron-right", _("After (Page Down)"),
                                 lambda: self.stepped.emit(1))  # fmt: skip
        self.today = quiet(_("Today"), self.today_asked.emit)
        self.today.setToolTip(plain(_("Today (T)")))
        self.segments.chosen.connect(self.view_chosen)
        self.chooser.chosen.connect(self.view_chosen)
        self._words = ""
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.margins(24, 12, 20, 12))
        across.setSpacing(theme.px(8))
        across.addWidget(self.title, 1)
        across.addWidget(self.segments)
        across.addWidget(self.chooser)
        across.addSpacing(theme.px(8))
        for part in (self.before, self.today, self.after):
            across.addWidget(part)
        self.chooser.hide()

    def show_view(self, view: str, words: str) -> None:
        self._words = words
        self.segments.set_value(view)
        self.chooser.set_value(view)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room the views open from a list; a long title ends in dots."""
        others = sum(part.sizeHint().width() for part in (self.before, self.today, self.after)) + theme.px(84)
        words = self.title.fontMetrics().horizontalAdvance(self._words) + theme.px(8)
        is_wide = self.width() >= others + self.segments.sizeHint().width() + min(words, theme.px(300))
        self.segments.setVisible(is_wide)
        self.chooser.setVisible(not is_wide)
        switch = (self.segments if is_wide else self.chooser).sizeHint().width()
        room = self.width() - others - switch
        self.title.setText(self.title.fontMetrics().elidedText(self._words, _DOTS, max(room, 0)))
        self.title.setToolTip(plain(self._words if self.title.text() != self._words else ""))
        self.title.setAccessibleName(self._words)
