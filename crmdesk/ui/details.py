"""The details of a record, edited in place: what is filled in is shown, the rest waits behind "More fields"."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from crmdesk.domain.fields import Field as Declared
from crmdesk.domain.fields import Kind
from crmdesk.i18n import _, inside, mark
from crmdesk.ui.channels import all_lists, show_all
from crmdesk.ui.custom_rows import CustomRows
from crmdesk.ui.editor import Editor, Shown
from crmdesk.ui.leftover import Leftover
from crmdesk.ui.marks import Marks
from crmdesk.widgets import tab_order
from crmdesk.widgets.amounts import EveryField
from crmdesk.widgets.fields import ChoiceField, DateField, Field, LineField, TextField
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.form import Form, FormRow
from crmdesk.widgets.parts import button
from crmdesk.widgets.switch import RatingField, SwitchField

_IN_HEADER = {"prefix", "given_name", "middle_name", "family_name", "suffix", "full_name", "name"}
_FIRST = ("birthday", "stage", "source", "rating", "id_status", "responsible", "stay_in_touch", "confirmed_on")
_ADD = (
    ("phones", mark("phone")),
    ("emails", mark("e-mail")),
    ("addresses", mark("address")),
    ("links", mark("link")),
    ("affiliations", mark("position")),
    ("people", mark("person")),
)


def field_for(name: str, label: str, kind: Kind, choices: Sequence[tuple[str, str]], pick_list: str = "") -> Field:
    """The editor that suits a kind of value."""
    if name == "rating":
        return RatingField(label)
    if name == "stay_in_touch":
        return EveryField(label)
    if choices or pick_list:
        return ChoiceField(label, [("", ""), *choices], own_words=True)
    makers: dict[Kind, Callable[[str], Field]] = {
        Kind.DATE: DateField,
        Kind.YES_NO: SwitchField,
        Kind.LONG_TEXT: TextField,
    }
    return makers.get(kind, LineField)(label)


class Details(Form):
    def __init__(self, editor: Editor, marks: Marks) -> None:
        super().__init__()
        self._editor = editor
        self._marks = marks
        self.lists = all_lists(editor)
        self._declared: dict[str, Declared] = {}
        """In the order in which they stand."""
        self._rows: dict[str, FormRow] = {}
        """Of those that were shown once: most fields of most records are empty."""
        self._is_whole = False
        """Empty fields are shown too."""
        self._shown: Shown = {}
        self._leftover = Leftover()
        self.add_heading(_("Details"))
        for part_list in self.lists.values():
            self.add_widget(part_list)
        self._add_fields()
        self._add_buttons()
        self.add_widget(self._leftover)
        insert = QShortcut(QKeySequence(Qt.Key.Key_Insert), self)
        insert.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        insert.activated.connect(self.open_menu)

    def _add_fields(self) -> None:
        from crmdesk.domain.base import own_fields
        from crmdesk.services.cards import OWNERS

        fields = {
            name: field for name, field in own_fields(OWNERS[self._editor.kind]).items() if name not in _IN_HEADER
        }
        self._declared = {name: fields[name] for name in _FIRST if name in fields} | fields
        self.custom = CustomRows(self._editor)
        self.add_widget(self.custom)

    def _row(self, name: str) -> FormRow:
        if name not in self._rows:
            row = self._rows[name] = self._make(name, self._declared[name])
            row.hide()
            self.insert_widget(self._layout.indexOf(self._next_to(name)), row)
        return self._rows[name]

    def _make(self, name: str, info: Declared) -> FormRow:
        field = field_for(
            name, _(info.label), info.kind, [(key, _(words)) for key, words in info.choices], info.pick_list
        )
        if info.pick_list:
            self._editor.offer(field, info.pick_list)
        if name == "confirmed_on":
            field.set_action("check", _("Still right: confirmed today"), self._confirm)
        field.kept.connect(lambda value: self._editor.save_field(field, name, value))
        return self.make_row(inside(_(info.label)), field)

    def _next_to(self, name: str) -> QWidget:
        """What stands below it: another field, the user's own ones, or the buttons."""
        names = list(self._declared)
        below = names[names.index(name) + 1 :]
        if name in _FIRST:
            return next((self._rows[key] for key in below if key in _FIRST and key in self._rows), self.custom)
        return next((self._rows[key] for key in below if key in self._rows), self._buttons)

    def _confirm(self) -> None:
        field = self._row("confirmed_on").field
        assert isinstance(field, Field)
        self._editor.save_field(field, "confirmed_on", date.today().isoformat())  # noqa: DTZ011 - the user's own day

    def _add_buttons(self) -> None:
        self._buttons = QWidget()
        flow = FlowLayout(self._buttons, 12)
        for name, text in _ADD:
            if name in self.lists:
                flow.addWidget(button("+ " + _(text), self.lists[name].add, kind="menu"))
        self.more = button(_("More fields"), self._toggle_whole, kind="menu", icon="chevron-down")
        flow.addWidget(self.more)
        self.add_widget(self._buttons)

    # Showing

    def show_record(self, shown: Shown, *, is_other: bool) -> None:
        if is_other:
            self._is_whole = False
            self._take_back_all()
        self._shown = shown
        show_all(self._editor, self.lists, shown)
        self._show_fields()
        self._leftover.show_lines(shown["leftover"])

    def _show_fields(self) -> None:
        values = self._shown["fields"]
        for name in self._declared:
            if name not in self._rows and not (self._is_whole or values.get(name)):
                continue
            row = self._row(name)
            if name == "stage" and isinstance(row.field, ChoiceField) and "stage" in self._editor.words:
                row.field.set_choices([("", ""), *self._editor.words["stage"].items()])
            show_value(row, values.get(name), is_asked=self._is_whole)
        self.custom.show_values(self._shown["custom"], is_whole=self._is_whole)
        self.more.setText(_("Fewer fields") if self._is_whole else _("More fields"))
        self.more.setAccessibleDescription(_("Shows the fields that are empty"))

    def _take_back_all(self) -> None:
        """Nothing of the record before; what could not be saved kept that one on the screen."""
        for field in self.findChildren(Field):
            if field.is_touched():
                field.take_back()

    def fields(self) -> list[Field]:
        """In the order in which they stand."""
        shown = [field for field in self.findChildren(Field) if field.isVisibleTo(self)]
        return sorted(shown, key=lambda field: field.mapTo(self, QPoint()).y())

    def _toggle_whole(self) -> None:
        if not self._shown:
            return  # the record is still on its way
        self._is_whole = not self._is_whole
        self._show_fields()
        if self._is_whole:
            tab_order.order(self.window())
            if first := next((name for name in self._declared if not self._shown["fields"].get(name)), None):
                self._rows[first].field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Adding by key

    def menu_of_more(self) -> QMenu:
        """All that can be added: Insert and the first letter of a word."""
        menu = QMenu(self)
        for name, text in _ADD:
            if name in self.lists:
                words = _(text)
                menu.addAction(words[:1].upper() + words[1:]).triggered.connect(self.lists[name].add)
        menu.addAction(_("Tag")).triggered.connect(self._marks.add_tag)
        menu.addMenu(self._marks.opt_out_menu(menu))
        menu.addSeparator()
        menu.addAction(_("Still right: confirmed today")).triggered.connect(self._confirm)
        menu.addAction(self.more.text()).triggered.connect(self._toggle_whole)
        return menu

    def open_menu(self) -> None:
        menu = self.menu_of_more()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.visibleRegion().boundingRect().center()))


def show_value(row: FormRow, value: Any, *, is_asked: bool) -> None:
    field = row.field
    assert isinstance(field, Field)
    empty = 0 if isinstance(field, RatingField) else ""
    field.set_value(empty if value is None else value)
    row.setVisible(bool(value) or is_asked or field.is_touched())
