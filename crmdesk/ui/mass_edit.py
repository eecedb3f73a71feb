"""The same change to the current set: a field, what is to be done with it, how many it changes."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QLineEdit

from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.i18n import _, mark, ngettext
from crmdesk.ui.desk import reason
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.numbers import grouped
from crmdesk.widgets.parts import label
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.mass_edit import Change, Target
    from crmdesk.ui.window import Window

_OPERATIONS = {
    "set": mark("Set to"),
    "replace": mark("Replace in the text"),
    "clear": mark("Clear"),
    "add": mark("Add"),
    "remove": mark("Remove"),
}
_YES_NO = (("yes", mark("yes")), ("", mark("no")))
_PAUSE = 150


class EditAll(Sheet):
    """How many records differ is counted while the value is typed."""

    def __init__(self, window: "Window", chosen: CurrentSet) -> None:
        super().__init__(window, _("Edit {what}").format(what=chosen.in_words()), width=440)
        self._desk, self._chosen = window.desk, chosen
        self._targets: list[Target] = []
        self.field = _combo(_("Field"))
        self.field.setEditable(True)
        self.field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.operation = _combo(_("What to do"))
        self.value = _combo(_("Value"))
        self.value.setEditable(True)
        self.new = QLineEdit()
        self.new.setAccessibleName(_("By"))
        self.new.setPlaceholderText(_("by this"))
        self._words = label("", "second", "muted", wraps=True)
        for part in (self.field, self.operation, self.value, self.new, self._words):
            self.body.addWidget(part)
        self._change = self.set_primary(_("Change"), self._apply)
        self._change.setEnabled(False)
        self._connect()
        self._ask_targets()

    def _connect(self) -> None:
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._count)
        self.field.currentIndexChanged.connect(lambda _number: self._show_target())
        self.operation.currentIndexChanged.connect(lambda _number: self._show_operation())
        self.value.editTextChanged.connect(lambda _text: self._count_soon())
        self.new.textChanged.connect(lambda _text: self._count_soon())

    def _ask_targets(self) -> None:
        from crmdesk.services import mass_edit

        kind = self._chosen.kind
        self._desk.ask(lambda store: mass_edit.targets(store, kind), self._show_targets)

    def _show_targets(self, targets: "Sequence[Target]") -> None:
        self._targets = list(targets)
        self.field.addItems([target.label for target in self._targets])
        self.field.setFocus()
        if (line := self.field.lineEdit()) is not None:
            line.selectAll()

    # What is chosen

    def _target(self) -> "Target | None":
        number = self.field.currentIndex()
        return self._targets[number] if 0 <= number < len(self._targets) else None

    def _show_target(self) -> None:
        if (target := self._target()) is None:
            return
        self.operation.clear()
        for operation in target.operations:
            self.operation.addItem(_(_OPERATIONS[operation.value]), operation)
        self.value.clear()
        self.value.setEditText("")
        choices = _YES_NO if target.kind is Kind.YES_NO else target.choices
        for key, words in choices:
            self.value.addItem(_(words), key)
        self.value.setCurrentIndex(-1)
        self.value.setEditable(not choices or bool(target.pick_list))
        self._ask_words(target)
        self._show_operation()

    def _ask_words(self, target: "Target") -> None:
        """What the file already has: most values are one of few."""
        from crmdesk.services import picks

        if target.pick_list:
            self._desk.ask(lambda store: picks.choices(store, target.pick_list), partial(self._show_words, target))

    def _show_words(self, target: "Target", known: "Sequence[tuple[str, str]]") -> None:
        if target == self._target():
            typed = self.value.currentText()
            self.value.clear()
            for key, words in known:
                self.value.addItem(words, key)
            self.value.setCurrentIndex(-1)
            self.value.setEditText(typed)

    def _show_operation(self) -> None:
        operation = self.operation.currentData()
        self.value.setVisible(operation != "clear")
        self.new.setVisible(operation == "replace")
        self.refit()
        self._count_soon()

    def _wanted(self) -> "Change | None":
        from crmdesk.services.mass_edit import Change

        target, operation = self._target(), self.operation.currentData()
        if target is None or operation is None:
            return None
        return Change(target, operation, self._typed(), self.new.text())

    def _typed(self) -> str:
        """The key of a choice, or the own word."""
        text = self.value.currentText().strip()
        number = self.value.findText(text)
        return str(self.value.itemData(number)) if number >= 0 else text

    # How many

    def _count_soon(self) -> None:
        self._change.setEnabled(False)
        self._pause.start()

    def _count(self) -> None:
        from crmdesk.services import lookup, mass_edit

        change, chosen = self._wanted(), self._chosen
        is_typed = change is not None and (change.operation == "clear" or change.value)
        if not is_typed or change is None:
            self._words.setText(_("Type what it is to be."))
            self.refit()
            return

        def affected(store: "Store") -> int:
            return mass_edit.affected(store, chosen.kind, lookup.keys_of(store, chosen.kind, chosen.ids), change)

        self._desk.ask(affected, self._show_count, self._refuse, replace=self)

    def _show_count(self, count: int) -> None:
        same = self._chosen.count - count
        words = ngettext("{count} will change", "{count} will change", count).format(count=grouped(count))
        if same:
            words += " · " + _("{count} stay as they are").format(count=grouped(same))
        self._words.setText(words)
        self._change.setText(_("Change {count}").format(count=grouped(count)) if count else _("Change"))
        self._change.setEnabled(count > 0)
        self.refit()

    def _refuse(self, error: Exception) -> None:
        self._words.setText(reason(error))
        self.refit()

    def _apply(self) -> None:
        from crmdesk.services import lookup, mass_edit

        change, chosen = self._wanted(), self._chosen
        if change is None:
            return

        def job(store: "Store") -> int:
            return mass_edit.apply(store, chosen.kind, lookup.keys_of(store, chosen.kind, chosen.ids), change)

        self._change.setEnabled(False)
        self._desk.write(job, self._done, self._failed)

    def _done(self, count: int) -> None:
        words = ngettext("Changed {count} record", "Changed {count} records", count)
        self._desk.say_undoable(words.format(count=grouped(count)))
        self.accept()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._refuse(error)
        self._change.setEnabled(True)


def _combo(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setMaxVisibleItems(14)
    return made
