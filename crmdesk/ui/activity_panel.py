"""An activity opened in the stream: completed where it stands, or put right."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from crmdesk.i18n import _, inside
from crmdesk.ui.activity_rows import describe
from crmdesk.ui.editor import Editor
from crmdesk.ui.moments import wall
from crmdesk.widgets import theme, whens
from crmdesk.widgets.fields import ChoiceField, Field, LineField, TextField
from crmdesk.widgets.form import row_label
from crmdesk.widgets.parts import Card, icon_button, quiet

if TYPE_CHECKING:
    from crmdesk.services.activities import Doing
    from crmdesk.services.files import Store


class WhenField(LineField):
    """A day, or a day and a time: `tomorrow 10`, `fri`, `26 Nov 14:00`."""

    def _read(self) -> Any:
        return whens.parse(self._line.text())

    def _show(self, value: Any) -> None:
        super()._show(wall(value) if value else "")


class ActivityPanel(Card):
    """`left` when there is nothing more to do in it."""

    left = Signal()

    def __init__(self, editor: Editor, doing: "Doing") -> None:
        super().__init__()
        self._editor = editor
        self.doing = doing
        self.result = QLineEdit()
        self.result.setPlaceholderText(_("What came of it"))
        self.result.setAccessibleName(_("What came of it"))
        self.fields: dict[str, Field] = self._make_fields()
        self.body.setContentsMargins(theme.margins(10, 8, 8, 8))
        self.body.setSpacing(theme.px(8))
        if doing.done_at is None:
            self.body.addWidget(self.result)
        self.body.addLayout(self._buttons())
        self.body.addWidget(self._form())
        self.show_doing(doing)

    def _make_fields(self) -> dict[str, Field]:
        outcome = ChoiceField(_("Result"), [("", "")], own_words=True)
        self._editor.offer(outcome, "outcome")
        made: dict[str, Field] = {
            "words": TextField(_("Text"), 6),
            "when": WhenField(_("When")),
            "outcome": outcome,
            "duration": LineField(_("Minutes")),
        }
        for name, field in made.items():
            field.kept.connect(self._keeper(name, field))
        return made

    def _form(self) -> QWidget:
        """Close together: there is little room beside the details."""
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(2))
        for place, (name, words) in enumerate(
            (("words", _("text")), ("when", _("when")), ("outcome", _("result")), ("duration", _("minutes")))
        ):
            head = row_label(words, self.fields[name].edit)
            head.setMinimumHeight(theme.px(30))
            grid.addWidget(head, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.fields[name], place, 1)
        grid.setColumnStretch(1, 1)
        return holder

    def _buttons(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(theme.px(6))
        for words, run in self._actions():
            across.addWidget(quiet(words, run))
        across.addStretch(1)
        across.addWidget(icon_button("trash-2", _("Delete"), self.remove))
        across.addWidget(icon_button("chevron-up", _("Fold up"), self.left.emit))
        return across

    def _actions(self) -> list[tuple[str, Callable[[], None]]]:
        from crmdesk.services.activities import REACHES

        if self.doing.done_at is not None:
            actions: list[tuple[str, Callable[[], None]]] = [(_("Not done yet"), self.reopen)]
            if self.doing.type in REACHES or self.doing.is_reached is not None:
                was = self.doing.is_reached
                words = _("It was not reached") if was else _("It was reached")
                actions.append((words, lambda: self._change("is_reached", not was)))
            return actions
        if self.doing.type in REACHES:
            return [
                (_("Reached"), lambda: self.complete(is_reached=True)),
                (_("Not reached"), lambda: self.complete(is_reached=False)),
            ]
        return [(_("Done"), lambda: self.complete(is_reached=None))]

    def show_doing(self, doing: "Doing") -> None:
        self.doing = doing
        for name, value in describe(doing).items():
            self.fields[name].set_value(str(value))

    def first(self) -> QWidget:
        """Where one writes."""
        return self.result if self.doing.done_at is None else self.fields["words"]

    def begin(self) -> None:
        self.first().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.result.hasFocus():
            self.complete(is_reached=not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        else:
            super().keyPressEvent(event)

    # Acting

    def complete(self, *, is_reached: bool | None) -> None:
        """With what was written of it; where nobody is to be reached, it is just done."""
        from crmdesk.services.activities import REACHES

        key, text = self.doing.id, self.result.text().strip()
        reached = is_reached if self.doing.type in REACHES else None

        def complete(store: "Store") -> None:
            from crmdesk.services import activities

            activities.complete(store, key, reached, text=text)

        kind = inside(self._editor.said("activity", self.doing.type))
        self._write(complete, _("Done: {activity}").format(activity=kind))

    def reopen(self) -> None:
        key = self.doing.id

        def reopen(store: "Store") -> None:
            from crmdesk.services import activities

            activities.reopen(store, key)

        self._write(reopen, _("Planned again"))

    def remove(self) -> None:
        remove(self._editor, self.doing.id)

    def _write(self, change: "Callable[[Store], None]", words: str) -> None:
        desk = self._editor.desk
        desk.write(change, lambda _none: desk.say_undoable(words))
        self.left.emit()

    def _keeper(self, name: str, field: Field) -> Callable[[object], None]:
        return lambda value: self._change(self._column(name), self._stored(name, value), field)

    def _column(self, name: str) -> str:
        if name == "words":
            return "subject" if self.doing.subject or self.doing.done_at is None else "text"
        return name if name != "when" else "starts" if self.doing.done_at is None else "done_at"

    def _stored(self, name: str, value: object) -> object:
        if name == "when" and self.doing.done_at is not None:
            return instant(str(value))
        return " ".join(str(value).split()) if self._column(name) == "subject" else value

    def _change(self, column: str, value: object, field: Field | None = None) -> None:
        key = self.doing.id

        def change(store: "Store") -> None:
            from crmdesk.services import activities

            activities.change(store, key, **{column: value})

        answer = field.set_problem if field else lambda _problem: self.left.emit()
        self._editor.save(change, answer, str(value))


def remove(editor: Editor, key: bytes) -> None:
    def job(store: "Store") -> None:
        from crmdesk.services import activities

        activities.remove(store, key)

    editor.desk.write(job, lambda _none: editor.desk.say_undoable(_("Activity deleted")))


def instant(wall_time: str) -> int | None:
    """Of what happened then by the clock of this machine; a day without a time was at noon; nothing is now."""
    if not wall_time:
        return None
    moment = datetime.fromisoformat(wall_time if "T" in wall_time else f"{wall_time}T12:00")
    return int(moment.astimezone().timestamp() * 1000)
