"""An activity opened in the stream: completed where it stands with what is next, or put right."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.activity_completing import Completing
from crmdesk.ui.activity_rows import describe
from crmdesk.ui.activity_times import WhenField
from crmdesk.ui.editor import Editor
from crmdesk.widgets import theme
from crmdesk.widgets.fields import ChoiceField, Field, LineField, TextField
from crmdesk.widgets.form import row_label
from crmdesk.widgets.parts import Card, icon_button, quiet

if TYPE_CHECKING:
    from crmdesk.services.activities import Doing
    from crmdesk.services.files import Store


class ActivityPanel(Card):
    """`left` when there is nothing more to do in it."""

    left = Signal()

    def __init__(self, editor: Editor, doing: "Doing") -> None:
        super().__init__()
        self._editor = editor
        self.doing = doing
        self.completing = Completing(editor, doing, doing.instance or "") if doing.done_at is None else None
        self.fields: dict[str, Field] = self._make_fields()
        self.body.setContentsMargins(theme.margins(10, 8, 8, 8))
        self.body.setSpacing(theme.px(8))
        if self.completing:
            self.completing.left.connect(self.left)
            self.body.addWidget(self.completing)
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
        if self.completing:
            del made["outcome"], made["duration"]  # it asks for these
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
        words_of_rows = {"words": _("text"), "when": _("when"), "outcome": _("result"), "duration": _("minutes")}
        for place, name in enumerate(self.fields):
            words = words_of_rows[name] if name != "when" or not self.completing else _("planned")
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
        assert self.completing
        return [(_("Done"), self.completing.finish), (_("Open…"), self.open_sheet)]

    def show_doing(self, doing: "Doing") -> None:
        self.doing = doing
        for name, value in describe(doing).items():
            if name in self.fields:
                self.fields[name].set_value(str(value))

    def first(self) -> QWidget:
        """Where one writes."""
        return self.completing.result if self.completing else self.fields["words"]

    def begin(self) -> None:
        self.first().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # Acting

    def open_sheet(self) -> None:
        """All of it."""
        from crmdesk.ui.activity_sheet import open_sheet

        open_sheet(self._editor.desk, self.doing.id, self.doing.instance or "")

    def reopen(self) -> None:
        key = self.doing.id

        def reopen(store: "Store") -> None:
            from crmdesk.services import activities

            activities.reopen(store, key)

        self._write(reopen, _("Planned again"))

    def remove(self) -> None:
        remove(self._editor, self.doing)

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
        key, instance = self.doing.id, self.doing.instance or ""

        def change(store: "Store") -> None:
            from crmdesk.services import series

            series.change(store, key, instance, "this", **{column: value})

        answer = field.set_problem if field else lambda _problem: self.left.emit()
        self._editor.save(change, answer, str(value))


def remove(editor: Editor, doing: "Doing") -> None:
    """Of a series this one only."""

    def job(store: "Store") -> None:
        from crmdesk.services import series

        series.remove(store, doing.id, doing.instance or "", "this")

    editor.desk.write(job, lambda _none: editor.desk.say_undoable(_("Activity deleted")))


def instant(wall_time: str) -> int | None:
    """Of what happened then by the clock of this machine; a day without a time was at noon; nothing is now."""
    if not wall_time:
        return None
    moment = datetime.fromisoformat(wall_time if "T" in wall_time else f"{wall_time}T12:00")
    return int(moment.astimezone().timestamp() * 1000)
