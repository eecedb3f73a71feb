"""Completing an activity in one breath: what came of it, and what is next; the same from wherever it is seen."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.domain.activities import ACTIVITY_TYPES
from crmdesk.i18n import _, inside
from crmdesk.ui import activity_watch
from crmdesk.ui.activity_watch import WatchButton
from crmdesk.ui.editor import Choices, Editor
from crmdesk.ui.moments import wall
from crmdesk.widgets import icons, theme, whens
from crmdesk.widgets.entries import LabelButton
from crmdesk.widgets.fields import ChoiceField
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import label, link
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.tasks import is_there
from crmdesk.widgets.view_switch import ViewSwitch

if TYPE_CHECKING:
    from crmdesk.services.activities import Doing, NextStep
    from crmdesk.services.files import Store

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WEEK, _FRIDAY = 7, 5


class Completing(QWidget):
    """Enter goes from what came of it to what is next, and from there it is done; Delete there: nothing is next."""

    left = Signal()
    """It is done."""

    def __init__(self, editor: Editor, doing: "Doing", instance: str = "") -> None:
        super().__init__()
        from crmdesk.services.activities import REACHES

        self._editor, self._desk = editor, editor.desk
        self.doing, self._instance = doing, instance
        self._can_reach = doing.type in REACHES
        self._is_saving = self._is_own_day = False
        self._types: Choices = [(key, _(words)) for key, words in ACTIVITY_TYPES]
        self.result = self._line(_("What came of it"))
        self.reached = ViewSwitch(_("Reached"), (_("Reached"), _("Not reached")))
        self.outcome = ChoiceField(_("Result"), [("", "")], own_words=True)
        self.outcome.kept.connect(self.outcome.set_value)
        self.minutes = self._line(_("Minutes"))
        self._whose = [key for key, _name in doing.people]
        self.watch = WatchButton(editor.desk, self._whose)
        self.next_type = doing.type
        self.type_button = LabelButton(self._types, around=44)
        self.subject = self._line(_("About what"))
        self.when = self._line(_("Next step: when"))
        self._echo = label("", "second", "muted")
        self.none_link = link(_("No next step"), lambda: self.finish(with_next=False))
        self._problem = Problem()
        self._arrange()
        self._connect()
        self._fill()

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(name)
        line.setAccessibleName(name)
        line.installEventFilter(self)
        return line

    # Arranging

    def _arrange(self) -> None:
        self.type_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.type_button.setProperty("kind", "quiet")
        self.type_button.setIcon(icons.icon("chevron-down", "muted"))
        self.type_button.setFixedWidth(theme.px(96))
        back = Qt.LayoutDirection.LeftToRight if self.isRightToLeft() else Qt.LayoutDirection.RightToLeft
        self.type_button.setLayoutDirection(back)  # its arrow stands behind the word
        self.type_button.setMinimumHeight(theme.px(theme.CONTROL))
        self.outcome.edit.setProperty("inline", False)
        for line in self.outcome.findChildren(QLineEdit):
            line.setPlaceholderText(_("Result"))
        self.minutes.setPlaceholderText(_("min"))
        self.minutes.setFixedWidth(theme.px(60))
        self.when.setPlaceholderText(_("no next step"))
        self.when.setFixedWidth(theme.px(132))
        day = QWidget()
        flow = FlowLayout(day, 8)
        for part in (self.when, self._echo, self.none_link):
            part.setMinimumHeight(theme.px(theme.CONTROL))
            flow.addWidget(part)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(8))
        down.addWidget(self.result)
        down.addWidget(self.reached, 0, Qt.AlignmentFlag.AlignLeft)
        down.addLayout(_across(self.outcome, self.minutes, self.watch))
        down.addSpacing(theme.px(4))
        down.addWidget(label(_("What is next"), "second", "muted"))
        down.addLayout(_across(self.type_button, self.subject))
        down.addWidget(day)
        down.addWidget(self._problem)
        self.reached.setVisible(self._can_reach)

    def _connect(self) -> None:
        self._editor.offer(self.outcome, "outcome")
        self._editor.ask_words("activity", self._set_types)
        self.type_button.relabelled.connect(self._set_type)
        self.reached.chosen.connect(lambda _number: self._propose_day())
        self.when.textEdited.connect(lambda _text: self._own_day())
        self.when.textChanged.connect(lambda _text: self._show_echo())

    def _fill(self) -> None:
        self.reached.show_chosen(0)
        self.outcome.set_value(self.doing.outcome or "")
        self.minutes.setText(str(self.doing.duration or ""))
        self.subject.setText(self.doing.subject or "")
        self._set_type(self.doing.type)
        self._propose_day()

    def _set_types(self, types: Choices) -> None:
        self._types = types
        self.type_button.set_choices(types)
        self.type_button.show_label(self.next_type)

    def _set_type(self, kind: str) -> None:
        self.next_type = kind
        self.type_button.show_label(kind)

    # What is next

    def is_reached(self) -> bool | None:
        return self.reached.number() == 0 if self._can_reach else None

    def _propose_day(self) -> None:
        """Who was reached hears again in a week, who was not on the next working day; a to-do is over, and what
        repeats comes by itself."""
        if self._is_own_day:
            return
        days = 0 if not self._can_reach or self._instance else _WEEK if self.is_reached() else 1
        self.when.setText(wall(_working_day(days)) if days else "")

    def _own_day(self) -> None:
        self._is_own_day = True

    def _show_echo(self) -> None:
        """The day in full, as it was understood."""
        try:
            starts = whens.parse(self.when.text())
        except ValueError:
            starts = ""
        day = QDate.fromString(starts[:10], Qt.DateFormat.ISODate)
        self._echo.setText(QLocale().toString(day, "dddd, d MMMM") if starts else "")

    # Keys

    def begin(self) -> None:
        self.result.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._is_key_taken(watched, event)
        return False

    def _is_key_taken(self, watched: QObject, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in _ENTER:
            self._enter(watched, event)
        elif watched is self.when and event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        elif watched is self.when and event.key() == Qt.Key.Key_Delete and self._is_all_chosen():
            self.finish(with_next=False)
        else:
            return False
        return True

    def _enter(self, watched: QObject, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._can_reach:
            self.reached.show_chosen(1)
            self._propose_day()
        if watched is self.when or (watched is self.result and not self._can_reach):
            self.finish()
        else:
            self.when.setFocus(Qt.FocusReason.TabFocusReason)
            self.when.selectAll()

    def _is_all_chosen(self) -> bool:
        return self.when.selectedText() == self.when.text()

    def _step(self, by: int) -> None:
        keys = [key for key, _words in self._types]
        place = keys.index(self.next_type) if self.next_type in keys else 0
        self._set_type(keys[(place + by) % len(keys)])

    # Writing

    def finish(self, *, with_next: bool = True) -> None:
        """What was typed stays where it cannot be kept."""
        if self._is_saving:
            return
        self.outcome.keep()
        try:
            told, step = self._told(), self._next() if with_next else None
        except ValueError as error:
            self._problem.say(str(error))
            return
        key, instance = self.doing.id, self._instance

        def complete(store: "Store") -> None:
            from crmdesk.services import activities

            activities.complete(store, key, **told, next_step=step, instance=instance)

        self._is_saving = True
        self._desk.write(complete, lambda _none: self._done(step), self._failed)

    def _told(self) -> dict[str, Any]:
        minutes = self.minutes.text().strip()
        if minutes and not minutes.isdecimal():
            raise ValueError(_("Minutes are a whole number."))
        ran = activity_watch.seconds(self._desk, self._whose)
        measured = ran // 60 + 1 if ran is not None and self.doing.type == "call" else None
        return {
            "is_reached": self.is_reached(),
            "outcome": self.outcome.value(),
            "text": self.result.text().strip(),
            "duration": int(minutes) if minutes else measured,
        }

    def _next(self) -> "NextStep | None":
        from crmdesk.services.activities import NextStep

        starts = whens.parse(self.when.text())
        return NextStep(self.next_type, self.subject.text().strip(), starts) if starts else None

    def _done(self, step: "NextStep | None") -> None:
        if self.doing.type == "call":
            activity_watch.stop(self._desk, self._whose)
        kind = inside(self._editor.said("activity", self.doing.type))
        words = _("Done: {activity}").format(activity=kind)
        if step:
            following = inside(self._editor.said("activity", step.type))
            words = _("{done}. Next: {activity}, {when}").format(done=words, activity=following, when=wall(step.starts))
        self._desk.say_undoable(words)
        if is_there(self._failed):  # it may have been closed meanwhile
            self.left.emit()

    def _failed(self, error: Exception) -> None:
        self._is_saving = False
        self._problem.say(words_of(error))


def _across(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    for part in parts:
        row.addWidget(part)
    return row


def _working_day(days: int) -> str:
    """So many days ahead; from the weekend on to Monday."""
    day = date.today() + timedelta(days=days)  # noqa: DTZ011 - the wall
    while day.isoweekday() > _FRIDAY:
        day += timedelta(days=1)
    return day.isoformat()
