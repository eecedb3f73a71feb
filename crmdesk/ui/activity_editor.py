"""Saving what is changed in an activity: a new one is there from its first words on, one of a series asks its scope."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.editor import Answer, Editor
from crmdesk.widgets.messages import words_of

if TYPE_CHECKING:
    from crmdesk.services.activity_looks import ActivityLook, Participant
    from crmdesk.services.files import Store
    from crmdesk.services.series import Scope
    from crmdesk.ui.window import Window

Named = tuple[tuple["Participant", ...], str]
"""Who is to take part, and an address."""


class ActivityEditor(Editor):
    moved = Signal()
    """It has another id now: it was begun, or taken out of its series."""

    def __init__(
        self, desk: Desk, key: bytes | None, instance: str = "", draft: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(desk, "activity")
        self.instance = instance
        self.scope: Scope = "this"
        """What of a series a change is for."""
        self.repeats = False
        self.draft: dict[str, Any] = dict(draft or {})
        self.people: dict[bytes, str] = {}
        """Of a draft."""
        self._is_beginning = False
        self._then: list[Callable[[bytes], None]] = []
        self._take(key)

    def _take(self, key: bytes | None) -> None:
        from crmdesk.domain.ids import text_id

        is_other = key != self.key
        self.record = text_id(key) if key else ""
        if is_other and key:
            self.moved.emit()

    # Changing

    def change(self, values: Mapping[str, Any], answer: Answer) -> None:
        if not self.key:
            self.draft |= values
            answer("")
            if self.says_something():
                self.begin()
            return
        key, instance, scope = self.key, self.instance, self._meant()
        if self.repeats and scope == "this" and "recurrence" in values:
            scope = "following"  # a rule is never of one alone

        def change(store: "Store") -> bytes:
            from crmdesk.services import series

            return series.change(store, key, instance, scope, **values)

        stays = "" if scope == "this" or not instance else str(values.get("starts") or instance)
        self._write(change, answer, stays)

    def set_people(self, people: Mapping[bytes, str], answer: Answer) -> None:
        if not self.key:
            self.people = dict(people)
            answer("")
            return

        def change(store: "Store", key: bytes) -> None:
            from crmdesk.services import activities

            activities.set_people(store, key, people)

        self.change_part(change, answer)

    def change_part(self, change: "Callable[[Store, bytes], object]", answer: Answer) -> None:
        """What hangs on an activity: it is there by then, and of a series it is for as many as is meant."""
        instance, scope = self.instance, self._meant()

        def write(key: bytes) -> None:
            stays = "" if scope == "this" else instance
            self._write(lambda store: _change_part(store, key, instance, scope, change), answer, stays)

        self.ensure(write)

    def remove_activity(self, done: Callable[[], None]) -> None:
        key, instance, scope = self.key, self.instance, self._meant()
        if not key:
            return

        def remove(store: "Store") -> None:
            from crmdesk.services import series

            series.remove(store, key, instance, scope)

        self.desk.write(remove, lambda _none: done())

    def _meant(self) -> "Scope":
        """Opened as a whole, a series is changed as a whole."""
        if self.instance or not self.repeats:
            return self.scope
        return "all"

    def _write(self, change: "Callable[[Store], bytes]", answer: Answer, instance: str) -> None:
        """`instance` is where its series has it then; what was taken out of it stands by itself."""

        def done(key: bytes) -> None:
            self.instance = instance
            self._take(key)
            answer("")
            self.saved.emit()

        self.desk.write(change, done, lambda error: answer(words_of(error)))

    # A new one

    def says_something(self) -> bool:
        """Only what somebody typed makes an activity; a time alone does not."""
        return bool(self.key or self.draft.get("subject") or self.draft.get("text"))

    def ensure(self, then: Callable[[bytes], None]) -> None:
        if self.key:
            then(self.key)
        else:
            self._then.append(then)
            self.begin()

    def begin(self) -> None:
        if self._is_beginning or self.key:
            return
        self._is_beginning = True
        values, people = dict(self.draft), dict(self.people)

        def add(store: "Store") -> bytes:
            from crmdesk.services import activities

            return activities.plan(store, people, **values)

        self.desk.write(add, lambda key: self._begun(key, values, people), self._not_begun)

    def _begun(self, key: bytes, values: Mapping[str, Any], people: Mapping[bytes, str]) -> None:
        self._is_beginning = False
        self._take(key)
        self.desk.say_undoable(_("Planned"))
        if later := {name: value for name, value in self.draft.items() if values.get(name) != value}:
            self.change(later, _ignore)
        if self.people != people:
            self.set_people(self.people, _ignore)
        for then in self._then:
            then(key)
        self._then.clear()
        self.saved.emit()

    def _not_begun(self, error: Exception) -> None:
        self._is_beginning = False
        self._then.clear()
        self.desk.unmet.emit(UserError(words_of(error)))


def _ignore(_problem: str) -> None:
    pass


def _change_part(
    store: "Store", key: bytes, instance: str, scope: "Scope", change: "Callable[[Store, bytes], object]"
) -> bytes:
    own = _meant_by(store, key, instance, scope) if instance else key
    change(store, own)
    return own


def _meant_by(store: "Store", key: bytes, instance: str, scope: "Scope") -> bytes:
    """Which activity stands for them; made by a change that changes nothing where it is none yet."""
    from crmdesk.services import activities, activity_looks, series

    if scope == "this":
        return activities.by_itself(store, key, instance)
    look = activity_looks.look(store, key)
    return series.change(store, key, instance, scope, type=look.fields["type"]) if look else key


def look_at(store: "Store", key: bytes) -> "tuple[ActivityLook | None, dict[str, dict[str, str]], str]":
    """With the words of the lists, and who one is."""
    from crmdesk.services import activity_looks

    return activity_looks.look(store, key), activity_looks.words(store), store.author


def name_people(store: "Store", people: Sequence[bytes | str]) -> "tuple[Named, dict[str, dict[str, str]]]":
    from crmdesk.services import activity_looks

    return activity_looks.named(store, people), activity_looks.words(store)


def window_of(desk: Desk) -> "Window | None":
    from crmdesk.ui import windows

    return next((window for window in windows.all_open() if window.desk is desk), None)
