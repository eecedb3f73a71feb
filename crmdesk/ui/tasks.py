"""Tasks: all that is to be done, in groups by its day, with a line on top to add to it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.domain.whose import EVERYBODY, ME
from crmdesk.i18n import _, ngettext
from crmdesk.ui.activity_done import open_panel
from crmdesk.ui.activity_sheet import open_sheet
from crmdesk.ui.desk import Desk
from crmdesk.ui.screen import Screen
from crmdesk.ui.suggest import Suggest
from crmdesk.ui.tasks_line import TaskLine
from crmdesk.ui.tasks_list import TaskList
from crmdesk.ui.team_choice import WhoseChoice
from crmdesk.widgets import icons, theme
from crmdesk.widgets.entries import LabelButton
from crmdesk.widgets.nothing_here import NothingHere
from crmdesk.widgets.parts import frame, in_the_middle, label, title

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.lookup import Row
    from crmdesk.services.tasks import TaskKey
    from crmdesk.ui.assign import Chosen

_WIDEST = 860


def make(desk: Desk) -> "Tasks":
    return Tasks(desk)


class Tasks(Screen):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.kind = ""
        self.person: bytes | None = None
        self.line = TaskLine(desk)
        self.list = TaskList(desk)
        self.kind_button = LabelButton([("", _("All kinds"))], around=44)
        self.who = QLineEdit()
        self.whose = WhoseChoice(desk)
        self._told = label("", "second", "muted")
        advice = _("Type a task above, or plan a next step on the page of somebody.")
        self._nothing = NothingHere(_("Nothing to do"), advice)
        self._arrange()
        self._connect()

    # Arranging

    def _arrange(self) -> None:
        column = QWidget()
        column.setMaximumWidth(theme.px(_WIDEST))
        down = QVBoxLayout(column)
        down.setContentsMargins(theme.margins(28, 20, 28, 0))
        down.setSpacing(theme.px(12))
        down.addLayout(self._head())
        down.addWidget(self.line)
        ground = frame("card")
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(theme.margins(6, 4, 6, 6))
        inside.addWidget(self.list)
        inside.addWidget(self._nothing)
        down.addWidget(ground, 1)
        keys = _(
            "Space ticks, Enter opens, D asks what came of it, A assigns it, + and - a day, T today, S some day; Alt"
            " and the arrows put in order"
        )
        hint = label(keys, "second", "muted", wraps=True)
        hint.setContentsMargins(theme.margins(0, 0, 0, 12))
        down.addWidget(hint)
        self.setLayout(in_the_middle(column))

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(title(_("Tasks")))
        words.addWidget(self._told)
        self.kind_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.kind_button.setProperty("kind", "quiet")
        self.kind_button.setFixedWidth(theme.px(130))
        self.kind_button.setIcon(icons.icon("chevron-down", "muted"))
        back = Qt.LayoutDirection.LeftToRight if self.isRightToLeft() else Qt.LayoutDirection.RightToLeft
        self.kind_button.setLayoutDirection(back)  # its arrow stands behind the word
        self.kind_button.show_label("")
        self.who.setPlaceholderText(_("With whom"))
        self.who.setAccessibleName(_("Tasks of a person or company"))
        self.who.setClearButtonEnabled(True)
        self.who.setFixedWidth(theme.px(170))
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        across.addLayout(words, 1)
        for part in (self.kind_button, self.who, self.whose):
            across.addWidget(part)
        return across

    def _connect(self) -> None:
        self.kind_button.relabelled.connect(self._set_kind)
        self.whose.chosen.connect(lambda _key: self.look())
        Suggest(self.desk, self.who, None).chosen.connect(self._set_person)
        self.who.textChanged.connect(lambda text: None if text else self._set_person(None))
        self.line.left_down.connect(self.list.begin)
        self.list.left_up.connect(lambda: self.line.line.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.list.opened.connect(lambda key: open_sheet(self.desk, key.id, key.instance))
        self.list.completed.connect(self._complete)
        self.list.ticked.connect(self._tick)
        self.list.assigned.connect(lambda: self.desk.asked.emit("assign"))
        self.list.removed.connect(self._remove)
        self.list.put.connect(self._put)
        self.list.put_off.connect(self._put_off)
        self.desk.changed.connect(self._changed)

    # Asking

    def arrive(self, what: object = None) -> None:
        """With the id of a task at that one; "new" begins a line."""
        if isinstance(what, bytes):
            self.list.go_to(what)
        if what == "new":
            self.line.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.desk.ask(_types, self._set_types)
        self.whose.look()
        self.look()

    def enter(self) -> None:
        self.list.begin()

    def state(self) -> dict[str, Any]:
        return {"whose": self.whose.key}

    def restore(self, state: dict[str, Any]) -> None:
        self.whose.restore(state.get("whose"))

    def _changed(self, _change: object) -> None:
        self.look()

    def look(self) -> None:
        if self.isHidden():
            return
        self.line.colleague = "" if self.whose.key in (ME, EVERYBODY) else self.whose.key
        kind, person, whose, today = self.kind, self.person, self.whose.key, date.today()  # noqa: DTZ011

        def listing(store: "Store") -> "Mapping[str, Sequence[TaskKey]]":
            from crmdesk.services import tasks

            return tasks.listing(store, today, kind=kind, person=person, whose=whose)

        self.desk.ask(listing, self._show, replace=self)

    def _set_types(self, types: Sequence[tuple[str, str]]) -> None:
        self.line.set_types(types)
        self.kind_button.set_choices([("", _("All kinds")), *types])
        self.kind_button.show_label(self.kind)

    def _set_kind(self, kind: str) -> None:
        self.kind = kind
        self.kind_button.show_label(kind)
        self.look()

    def _set_person(self, row: "Row | None") -> None:
        self.person = row.id if row else None
        self.look()

    def _show(self, groups: "Mapping[str, Sequence[TaskKey]]") -> None:
        self.list.tasks.show_groups(groups)
        has_any = any(groups.values())
        self.list.setVisible(has_any)
        self._nothing.setVisible(not has_any)
        today, overdue = len(groups["today"]), len(groups["overdue"])
        parts = [ngettext("{count} today", "{count} today", today).format(count=today)]
        if overdue:
            parts.append(ngettext("{count} overdue", "{count} overdue", overdue).format(count=overdue))
        self._told.setText(", ".join(parts))

    # Acting

    def with_chosen(self, use: "Callable[[Chosen], None]") -> bool:
        from crmdesk.ui.assign import Chosen

        key = self.list.current()
        task = self.list.tasks.task(self.list.currentIndex().row()) if key else None
        if key and task:
            use(Chosen("activity", [key.id], task.subject or task.type, key.instance))
        return task is not None

    def _complete(self, key: "TaskKey") -> None:
        open_panel(self.desk, key.id, key.instance)

    def _tick(self, key: "TaskKey") -> None:
        """Once more: it is to be done again."""
        row = self.list.tasks.row_of(key.id)
        was_done = self.list.tasks.group(row) == "done"

        def tick(store: "Store") -> None:
            from crmdesk.services import activities

            if was_done:
                activities.reopen(store, key.id)
            else:
                activities.complete(store, key.id, instance=key.instance)

        words = _("Planned again") if was_done else _("Done")
        self.desk.write(tick, lambda _none: self.desk.say_undoable(words))

    def _remove(self, key: "TaskKey") -> None:
        def remove(store: "Store") -> None:
            from crmdesk.services import series

            series.remove(store, key.id, key.instance, "this")

        self.desk.write(remove, lambda _none: self.desk.say_undoable(_("Activity deleted")))

    def _put(self, key: "TaskKey", day: str, before: list[bytes], after: bytes | None) -> None:
        def put(store: "Store") -> None:
            from crmdesk.services import tasks

            tasks.put(store, key, day, before, after)

        self.desk.write(put)

    def _put_off(self, key: "TaskKey", day: str) -> None:
        from crmdesk.ui.moments import wall

        def put_off(store: "Store") -> None:
            from crmdesk.services import tasks

            tasks.set_day(store, [key], day)

        words = _("Moved to {day}").format(day=wall(day)) if day else _("Moved to some day")
        self.desk.write(put_off, lambda _none: self.desk.say_undoable(words))


def _types(store: "Store") -> list[tuple[str, str]]:
    from crmdesk.services import picks

    return picks.choices(store, "activity")
