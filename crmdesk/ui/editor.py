"""Saving what was typed into a field of a page: the answer goes back to the field, or finds the user elsewhere."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.widgets.fields import ChoiceField, Field
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.tasks import is_there

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.ui.reach import Reach

Shown = dict[str, Any]
"""A record as `services.records.show` lays it out."""
Answer = Callable[[str], None]
"""Takes what is wrong; nothing where all went well."""
Choices = Sequence[tuple[str, str]]


class Editor(QObject):
    """Knows which record a page shows."""

    saved = Signal()
    """The page is to be read again."""

    def __init__(self, desk: Desk, kind: str) -> None:
        super().__init__()
        self.desk = desk
        self.kind = kind
        self.table = "companies" if kind == "company" else "contacts"
        self.record = ""
        """The id of the one that is shown."""
        self.words: dict[str, dict[str, str]] = {}
        """By pick list: how the values of a record are shown."""
        self.reach: Reach
        """The ways to the one that is shown."""

    @property
    def key(self) -> bytes:
        return UUID(self.record).bytes if self.record else b""

    def said(self, pick_list: str, value: str) -> str:
        return self.words.get(pick_list, {}).get(value, value)

    def save(self, change: "Callable[[Store], object]", answer: Answer, typed: str = "") -> None:
        """An answer that comes when another record is shown is told in the window, with what was typed."""
        record = self.record

        def done(_result: object) -> None:
            if record == self.record:
                answer("")
                self.saved.emit()

        def failed(error: Exception) -> None:
            if record == self.record:
                answer(words_of(error))
            else:
                self.desk.unmet.emit(_elsewhere(error, typed))

        self.desk.write(change, done, failed)

    def save_field(self, field: Field, name: str, value: object) -> None:
        """A field of the record itself."""
        from crmdesk.services import records

        record, table = self.record, self.table
        self.save(lambda store: records.set_value(store, table, record, name, value), field.set_problem, str(value))

    def save_custom(self, field: Field, field_id: str, value: object) -> None:
        from crmdesk.services import records

        record = self.record
        self.save(lambda store: records.set_custom(store, record, field_id, value), field.set_problem, str(value))

    def act(self, change: "Callable[[Store], object]", words: str = "") -> None:
        """A press of a button: told where it went well, with the way back."""
        self.desk.write(change, lambda _result: self.desk.say_undoable(words) if words else None)

    def remove(self, table: str, part: str, words: str) -> None:
        """A part of the record; the toast brings it back."""
        from crmdesk.services import records

        self.desk.write(lambda store: records.remove(store, table, [part]), lambda _none: self.desk.say_undoable(words))

    def all_kept(self, fields: Sequence[Field]) -> bool:
        """Before the page is left. What was typed but could not be saved holds it, and is told."""
        for field in fields:
            if not field.problem():  # what was refused is not tried again unasked
                field.keep()
        wrong = next((field for field in fields if field.problem()), None)
        if wrong:
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            words = _("Not saved yet: {problem} Mend it, or press Esc to take it back.")
            self.desk.say(words.format(problem=wrong.problem()))
        return wrong is None

    # Pick lists

    def offer(self, field: Field, pick_list: str, take: Callable[[Choices], None] | None = None) -> None:
        """As soon as the cursor is in the field it has the words of the list, as the user left it."""
        if take is None:
            assert isinstance(field, ChoiceField)
            take = partial(_set_choices, field)
        field.entered.connect(lambda: self.ask_words(pick_list, take))

    def ask_words(self, pick_list: str, take: Callable[[Choices], None]) -> None:
        def choices(store: "Store") -> Choices:
            from crmdesk.services import picks

            return picks.choices(store, pick_list)

        self.desk.ask(choices, take, replace=(id(self), pick_list))


def _set_choices(field: ChoiceField, choices: Choices) -> None:
    """Unless it is gone meanwhile."""
    if is_there(field.set_choices):
        field.set_choices([("", ""), *choices])


def _elsewhere(error: Exception, typed: str) -> UserError:
    if not typed:
        return UserError(words_of(error))
    return UserError(_("{reason} Not saved: {typed}").format(reason=words_of(error), typed=typed))
