"""The details of a record, edited in place: what is filled in is shown, the rest waits behind "More fields"."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from crmdesk.domain.fields import Kind
from crmdesk.i18n import _, inside, mark
from crmdesk.ui.channels import all_lists, show_all
from crmdesk.ui.custom_rows import CustomRows
from crmdesk.ui.editor import Editor, Shown
from crmdesk.ui.leftover import Leftover
from crmdesk.ui.marks import Marks
from crmdesk.widgets.fields import ChoiceField, DateField, Field, LineField, TextField
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.form import Form, FormRow
from crmdesk.widgets.parts import button
from crmdesk.widgets.switch import RatingField, SwitchField

_IN_HEADER = {"prefix", "given_name", "middle_name", "family_name", "suffix", "full_name", "name"}
_FIRST = ("birthday", "stage", "source", "rating", "id_status", "responsible", "confirmed_on")
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
        self._rows: dict[str, FormRow] = {}
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
        for name in _FIRST:
            if name in fields:
                self._add_field(
                    name, _(fields[name].label), fields[name].kind, fields[name].choices, fields[name].pick_list
                )
        self.custom = CustomRows(self._editor)
        self.add_widget(self.custom)
        for name, field in fields.items():
            if name not in _FIRST:
                self._add_field(name, _(field.label), field.kind, field.choices, field.pick_list)
        self._rows["confirmed_on"].field.set_action(  # type: ignore[attr-defined]
            "check", _("Still right: confirmed today"), self._confirm
        )

    def _add_field(self, name: str, label: str, kind: Kind, choices: Sequence[tuple[str, str]], pick_list: str) -> None:
        field = field_for(name, label, kind, [(key, _(words)) for key, words in choices], pick_list)
        if pick_list:
            self._editor.offer(field, pick_list)
        field.kept.connect(lambda value: self._editor.save_field(field, name, value))
        self._rows[name] = self.add(inside(label), field)

    def _confirm(self) -> None:
        field = self._rows["confirmed_on"].field
        assert isinstance(field, Field)
        self._editor.save_field(field, "confirmed_on", date.today().isoformat())  # noqa: DTZ011 - the user's own day

    def _add_buttons(self) -> None:
        holder = QWidget()
        flow = FlowLayout(holder, 12)
        for name, text in _ADD:
            if name in self.lists:
                flow.addWidget(button("+ " + _(text), self.lists[name].add, kind="menu"))
        self.more = button(_("More fields"), self._toggle_whole, kind="menu", icon="chevron-down")
        flow.addWidget(self.more)
        self.add_widget(holder)

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
        for name, row in self._rows.items():
            if name == "stage" and isinstance(row.field, ChoiceField) and "stage" in self._editor.words:
                row.field.set_choices([("", ""), *self._editor.words["stage"].items()])
            show_value(row, self._shown["fields"].get(name), is_asked=self._is_whole)
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
        self._is_whole = not self._is_whole
        self._show_fields()
        if self._is_whole:
            empty = (row for name, row in self._rows.items() if not self._shown["fields"].get(name))
            if first := next(empty, None):
                first.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

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
