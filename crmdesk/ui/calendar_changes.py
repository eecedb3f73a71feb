"""What is done in the calendar: planned, opened, moved, made longer, taken away; each one step to be undone."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, QRect

from crmdesk.i18n import _
from crmdesk.ui.calendar_draft import Draft, DraftLine
from crmdesk.ui.calendar_entries import YEARLY, Found
from crmdesk.ui.scope_question import THIS, Scope, ScopeQuestion
from crmdesk.widgets.calendar_times import Span, span_words

if TYPE_CHECKING:
    from crmdesk.domain.slots import Slot
    from crmdesk.services.files import Store
    from crmdesk.services.tasks import TaskKey
    from crmdesk.ui.calendar import CalendarScreen


class Changes:
    def __init__(self, screen: "CalendarScreen") -> None:
        self._screen, self._desk = screen, screen.desk
        self._next: tuple[bytes, str] | None = None
        """Planned or moved a moment ago, and to when: to be chosen as soon as it is seen."""
        self.line: DraftLine | None = None
        """While something is being planned."""

    # Opening

    def open(self, key: object) -> None:
        slot = self.slot(key)
        if slot and slot.is_hidden:
            self._desk.say(_("{name} is busy: private").format(name=slot.owner))
        elif slot:
            from crmdesk.ui.activity_sheet import open_sheet

            open_sheet(self._desk, slot.activity_id, slot.instance if slot.is_series else "")
        elif isinstance(key, tuple) and key[0] == YEARLY:
            self._desk.wanted.emit("contacts", key[1])

    def slot(self, key: object) -> "Slot | None":
        return self._screen.slots.get(key) if isinstance(key, tuple) else None

    # Planning

    def draft(self, span: Span, box: QRect) -> None:
        board, window = self._screen.board, self._screen.window()
        near = QRect(board.mapTo(window, box.topLeft()), box.size()).intersected(_inside(self._screen))
        board.shown().show_ghost(span)
        line = DraftLine(window, self._desk, span, near, board.habits, self._screen.types)
        line.kept.connect(self._plan)
        line.opened.connect(self._open_draft)
        line.understood.connect(board.shown().show_ghost)
        line.left.connect(self._forget_line)
        self.line = line
        line.open()

    def _forget_line(self) -> None:
        self.line = None
        self._forget_ghost()

    def _forget_ghost(self) -> None:
        self._screen.board.shown().show_ghost(None)

    def _plan(self, draft: Draft, then: Callable[[bytes], None] | None = None) -> None:
        starts, ends = draft.reading.span.wall()
        kind, title, people = draft.type, draft.reading.title, draft.people
        whose = self._screen.board.landed() or None

        def plan(store: "Store") -> bytes:
            from crmdesk.services import activities

            return activities.plan(store, people, kind, title, starts, ends=ends, responsible=whose)

        def planned(key: bytes) -> None:
            self._next = key, starts
            when = span_words(draft.reading.span, self._screen.board.habits)
            self._desk.say_undoable(_("Planned: {title}, {when}").format(title=title, when=when))
            if then:
                then(key)

        self._desk.write(plan, planned)

    def _open_draft(self, draft: Draft) -> None:
        """What was typed is kept first."""
        from crmdesk.ui.activity_sheet import new_sheet, open_sheet

        if draft.reading.title:
            self._plan(draft, lambda key: open_sheet(self._desk, key))
        else:
            starts, ends = draft.reading.span.wall()
            new_sheet(self._desk, type=draft.type, starts=starts, ends=ends, people=draft.people)

    def shown(self, found: Found) -> None:
        """What has just been planned or moved is chosen."""
        if self._next is None:
            return
        wanted, starts = self._next
        for key, slot in found.slots.items():
            if slot.activity_id == wanted and slot.starts == starts:
                self._next = None
                self._screen.board.shown().take(key)

    # What is carried here

    def put_task(self, key: "TaskKey", span: Span) -> None:
        """A thing to do gets the day or the time on which it was let go."""
        starts, ends = span.wall()
        when = span_words(span, self._screen.board.habits)
        whose = self._screen.board.landed() or None

        def put(store: "Store") -> bytes:
            from crmdesk.services import tasks

            return tasks.set_time(store, key, starts, "" if span.is_whole else ends, whose)

        def done(own: bytes) -> None:
            self._next = own, starts
            self._desk.say_undoable(_("Moved to {when}").format(when=when))

        self._desk.write(put, done)

    # Moving

    def shift(self, key: object, span: Span) -> None:
        slot = self.slot(key)
        if slot is None:
            return
        words = _("“{title}” repeats. Move which?").format(title=slot.subject or slot.type)
        self._ask_scope(slot, span, words, lambda scope: self._move(slot, span, scope))

    def _move(self, slot: "Slot", span: Span, scope: Scope) -> None:
        seen = span.wall()
        starts, ends = (_at_home(wall, slot.zone) for wall in seen)
        when = span_words(span, self._screen.board.habits)
        values = {"starts": starts, "ends": ends, **self._whose(slot)}

        def move(store: "Store") -> bytes:
            from crmdesk.services import activities, series

            if slot.is_series:
                return series.change(store, slot.activity_id, slot.instance, scope, **values)
            activities.change(store, slot.activity_id, **values)
            return slot.activity_id

        def moved(key: bytes) -> None:
            self._next = key, seen[0]
            self._desk.say_undoable(_("Moved to {when}").format(when=when))

        self._desk.write(move, moved)

    def _whose(self, slot: "Slot") -> dict[str, str]:
        """Let go in somebody else's column it becomes theirs."""
        landed, team = self._screen.board.landed(), self._screen.side.team.team
        owner = slot.owner if slot.owner in team.others else ""
        return {} if landed in (None, owner) else {"responsible": landed or team.me}

    def find_time(self) -> None:
        from crmdesk.ui.team_people import everybody
        from crmdesk.ui.team_times import FreeTimes

        team = self._screen.side.team
        shown = {person.key for person in team.people()}
        habits = self._screen.board.habits
        sheet = FreeTimes(self._screen.window(), self._desk, habits, everybody(team.team), shown)
        sheet.chosen.connect(self._plan_at)
        sheet.open()

    def _plan_at(self, span: Span) -> None:
        from crmdesk.ui.activity_sheet import new_sheet

        starts, ends = span.wall()
        self._screen.board.go_to(span.first)
        new_sheet(self._desk, type="meeting", starts=starts, ends=ends)

    def _ask_scope(self, slot: "Slot", span: Span, words: str, then: Callable[[Scope], None]) -> None:
        if not slot.is_series:
            then(THIS)
            return
        screen, window = self._screen, self._screen.window()
        shown = screen.board.shown()
        box = shown.box_of(span)
        near = QRect(shown.mapTo(window, box.topLeft()), box.size()).intersected(_inside(screen))
        shown.show_ghost(span)
        question = ScopeQuestion(window, words, near)
        question.chosen.connect(then)
        question.left.connect(self._forget_ghost)
        question.open()

    # Taking away

    def remove(self, key: object) -> None:
        slot = self.slot(key)
        if slot is None:
            return
        words = _("“{title}” repeats. Delete which?").format(title=slot.subject or slot.type)
        self._ask_scope(slot, Span.of(slot.starts, slot.ends), words, lambda scope: self._remove(slot, scope))

    def _remove(self, slot: "Slot", scope: Scope) -> None:
        def remove(store: "Store") -> None:
            from crmdesk.services import activities, series

            if slot.is_series:
                series.remove(store, slot.activity_id, slot.instance, scope)
            else:
                activities.remove(store, slot.activity_id)

        words = _("Deleted: {title}").format(title=slot.subject or self._screen.types.get(slot.type, slot.type))
        self._desk.write(remove, lambda _done: self._desk.say_undoable(words))


def _at_home(wall: str, zone: str) -> str:
    """A time of the viewer's clocks by those that the activity goes by."""
    if not zone or "T" not in wall:
        return wall
    there = datetime.fromisoformat(wall).astimezone(ZoneInfo(zone))
    return f"{there:%Y-%m-%dT%H:%M}"


def _inside(screen: "CalendarScreen") -> QRect:
    return QRect(screen.board.mapTo(screen.window(), QPoint()), screen.board.size())
