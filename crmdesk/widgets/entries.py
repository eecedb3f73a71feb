"""Several values of one kind with a label each (phones, e-mails, links): a row each, its label a menu."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QVBoxLayout, QWidget, QWidgetAction

from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.arranged import widgets_of
from crmdesk.widgets.fields import Field, LineField
from crmdesk.widgets.form import FormRow
from crmdesk.widgets.parts import Button, button, plain

Choices = Sequence[tuple[str, str]]
Commands = Sequence[tuple[str, Callable[[], None]]]
"""Words and what they do."""


@dataclass(frozen=True, slots=True)
class Entry:
    key: bytes | None
    """Who it is to whoever saves it; None for a new one."""
    label: str
    """The key of a label, or the user's own word."""
    value: Any
    """Empty: the user takes it away."""
    note: str = ""
    """A word shown at the right: primary, ext. 12."""


@dataclass(frozen=True, slots=True)
class Act:
    """What one does with a value."""

    icon: str
    name: str
    run: Callable[[], None]
    tone: str = "faint"


class LabelButton(Button):
    """The label before a value; pressed, it offers the others, a place for an own word and what else can be done.

    Tab passes it by; Alt+Down in the value beside it opens it.
    """

    relabelled = Signal(str)

    def __init__(self, choices: Choices, around: int = 0) -> None:
        """`around` is what the words have to leave free."""
        super().__init__()
        self._choices = choices
        self._around = around
        self.commands: Callable[[], Commands] = tuple
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._words = ""
        self.setProperty("kind", "menu")
        self.setFont(theme.font("second"))
        self.clicked.connect(self.open)

    def open_from(self, value: QWidget) -> None:
        """By Alt+Down in this one."""
        value.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            opens = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
            if opens:
                self.open()
            return bool(opens)
        return False

    def set_choices(self, choices: Choices) -> None:
        self._choices = choices

    def show_label(self, label: str) -> None:
        self._words = dict(self._choices).get(label, label)
        self.setAccessibleName(_("Label: {label}").format(label=self._words))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Longer words than there is room for end in dots; the tooltip has them whole."""
        room = self.width() - theme.px(self._around)
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(plain(self._words if shown != self._words else ""))

    def menu_of_labels(self) -> QMenu:
        menu = QMenu(self)
        for key, words in self._choices:
            menu.addAction(words.replace("&", "&&")).triggered.connect(
                lambda _on=False, key=key: self.relabelled.emit(key)
            )
        menu.addSeparator()
        menu.addAction(self._own_word(menu))
        menu.addSeparator()
        for words, run in self.commands():
            menu.addAction(words.replace("&", "&&")).triggered.connect(lambda _on=False, run=run: run())
        return menu

    def _own_word(self, menu: QMenu) -> QWidgetAction:
        line = QLineEdit()
        line.setPlaceholderText(_("Own label"))
        line.setAccessibleName(_("Own label"))

        def take() -> None:
            if word := line.text().strip():
                self.relabelled.emit(word)
            menu.close()

        line.returnPressed.connect(take)
        around = QWidget()
        layout = QVBoxLayout(around)
        layout.setContentsMargins(theme.margins(6, 4, 6, 4))
        layout.addWidget(line)
        action = QWidgetAction(menu)
        action.setDefaultWidget(around)
        return action

    def open(self) -> None:
        menu = self.menu_of_labels()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))


class EntryRow(FormRow):
    """One labelled value; what is wrong with it stands under it, as with any field."""

    kept = Signal(object)

    def __init__(self, entry: Entry, choices: Choices, field: Field) -> None:
        self.line = field
        self._button = LabelButton(choices)
        super().__init__(self._button, self.line)
        self.entry = entry
        self.show_entry(entry)
        self._button.relabelled.connect(self._relabel)
        self._button.open_from(self.line.edit)
        self.line.kept.connect(lambda value: self.kept.emit(replace(self.entry, value=value)))

    def show_entry(self, entry: Entry) -> None:
        """Never over what is being typed."""
        self.entry = entry
        self._button.show_label(entry.label)
        self.line.set_value(entry.value)
        self.line.set_note(entry.note)

    def offer(self, act: Act | None, commands: Callable[[], Commands]) -> None:
        """What the button at the right and the menu of the label do."""
        self._button.commands = commands
        if act:
            self.line.set_action(act.icon, act.name, act.run, act.tone)
        elif self.line.action:
            self.line.action.hide()

    def set_choices(self, choices: Choices) -> None:
        self._button.set_choices(choices)
        self._button.show_label(self.entry.label)

    def is_edited(self) -> bool:
        return self.line.is_edited()

    def is_in_use(self) -> bool:
        focused = QApplication.focusWidget()
        return self.is_edited() or self.line.is_waiting() or (focused is not None and self.isAncestorOf(focused))

    def _relabel(self, label: str) -> None:
        self.entry = replace(self.entry, label=label)
        self._button.show_label(label)
        if self.entry.key is not None:
            self.kept.emit(self.entry)


class EntryList(QWidget):
    """The rows and an empty one for the next. `kept` tells one entry at a time; the answer is `show_entries`,
    or `set_problem` on the row of that entry. Without `add_text` the screen calls `add` itself.
    """

    kept = Signal(object)

    def offered(self, entry: Entry) -> tuple[Act | None, Callable[[], Commands]]:
        """What can be done with an entry besides changing it."""
        return None, tuple

    def __init__(
        self,
        name: str,
        choices: Choices,
        first_label: str,
        add_text: str = "",
        make_field: Callable[[str], Field] = LineField,
    ) -> None:
        super().__init__()
        self._name = name
        self._make_field = make_field
        self._choices = choices
        self._new = Entry(None, first_label, "")
        self._add_text = add_text
        self._rows: dict[bytes, EntryRow] = {}
        self._spare: list[EntryRow] = []
        """Rows of another record: the next one has some too."""
        self._empty_row: EntryRow | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(4))
        if add_text:
            self._layout.addWidget(self._add_button())
        self.setAccessibleName(name)

    def _add_button(self) -> QWidget:
        return button("+ " + self._add_text, self.add, kind="menu")

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Rows that are being edited keep what was typed."""
        self._adopt([entry.key for entry in entries if entry.key and entry.key not in self._rows])
        self._drop_gone({entry.key for entry in entries})
        for position, entry in enumerate(entries):
            self._show_at(position, entry)
        if self._empty_row and not self._empty_row.is_in_use():
            self._discard(self._empty_row)
            self._empty_row = None

    def rows(self) -> list[EntryRow]:
        return [row for row in widgets_of(self._layout) if isinstance(row, EntryRow)]

    def set_choices(self, choices: Choices) -> None:
        self._choices = choices
        for row in self.rows():
            row.set_choices(choices)

    def add(self) -> None:
        """Open an empty row and go to it."""
        if self._empty_row is None:
            self._empty_row = self._make(self._new)
            self._empty_row.offer(None, tuple)
            self._empty_row.line.set_placeholder(self._add_text)
            self._layout.insertWidget(len(self.rows()), self._empty_row)
        self.show()
        self._empty_row.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def is_adding(self) -> bool:
        return self._empty_row is not None

    def _adopt(self, fresh: Sequence[bytes]) -> None:
        """What was typed into the empty row is saved: its row stays where it is, with the cursor in it."""
        if fresh and (row := self._empty_row) and row.line.is_waiting():
            row.entry = replace(row.entry, key=fresh[-1])
            self._rows[fresh[-1]], self._empty_row = row, None

    def set_problem(self, entry: Entry, text: str) -> None:
        row = self._rows.get(entry.key) if entry.key is not None else self._empty_row
        if row:
            row.line.set_problem(text)

    def _drop_gone(self, keys: set[bytes | None]) -> None:
        for key in [key for key, row in self._rows.items() if key not in keys and not row.is_edited()]:
            self._discard(self._rows.pop(key))

    def _show_at(self, position: int, entry: Entry) -> None:
        assert entry.key is not None
        row = self._rows.get(entry.key)
        if row is None:
            row = self._rows[entry.key] = self._make(entry)
        else:
            row.show_entry(entry)
        row.offer(*self.offered(entry))
        if self._layout.indexOf(row) != position:
            self._layout.insertWidget(position, row)

    def _make(self, entry: Entry) -> EntryRow:
        if self._spare:
            row = self._spare.pop()
            row.show_entry(entry)
            row.set_choices(self._choices)
            row.show()
            return row
        row = EntryRow(entry, self._choices, self._make_field(self._name))
        row.kept.connect(self.kept)
        return row

    def _discard(self, row: EntryRow) -> None:
        self._layout.removeWidget(row)
        row.hide()
        row.line.take_back()
        row.line.set_problem("")
        self._spare.append(row)
