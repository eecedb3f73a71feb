"""The details of a record, edited in place: what is filled in is shown, the rest waits behind a button."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from crmdesk.domain.fields import Kind
from crmdesk.i18n import _, inside, mark
from crmdesk.ui.channels import PartList, all_lists, show_all
from crmdesk.ui.editor import Editor, Shown
from crmdesk.ui.leftover import Leftover
from crmdesk.ui.marks import Marks
from crmdesk.widgets import theme
from crmdesk.widgets.fields import ChoiceField, DateField, Field, LineField, TextField
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.form import Form, FormRow
from crmdesk.widgets.parts import button
from crmdesk.widgets.switch import RatingField, SwitchField

_IN_HEADER = {"prefix", "given_name", "middle_name", "family_name", "suffix", "full_name", "name"}
_FIRST = ("birthday", "stage", "source", "rating", "id_status")
_ADD = (("phones", mark("phone")), ("emails", mark("e-mail")), ("addresses", mark("address")))


def field_for(name: str, label: str, kind: Kind, choices: Sequence[tuple[str, str]]) -> Field:
    """The editor that suits a kind of value."""
    if name == "rating":
        return RatingField(label)
    if choices:
        return ChoiceField(label, [("", ""), *choices], own_words=True)
    makers: dict[Kind, Callable[[str], Field]] = {
        Kind.DATE: DateField,
        Kind.YES_NO: SwitchField,
        Kind.LONG_TEXT: TextField,
        Kind.CHOICES: TextField,
    }
    return makers.get(kind, LineField)(label)


class Details(Form):
    def __init__(self, editor: Editor, marks: Marks) -> None:
        super().__init__()
        self._editor = editor
        self._marks = marks
        self.lists = all_lists(editor)
        self._rows: dict[str, FormRow] = {}
        self._custom: dict[str, FormRow] = {}
        self._opened: set[str] = set()
        """Empty fields that were asked for."""
        self._leftover = Leftover()
        self.setContentsMargins(theme.margins(0, 0, 8, 0))
        self.add_heading(_("Details"))
        for part_list in self.lists.values():
            self.add_widget(part_list)
        self._add_fields()
        self._add_buttons()
        self.add_widget(self._leftover)

    def _count(self) -> int:
        layout = self.layout()
        assert layout
        return layout.count() - 1

    def _add_fields(self) -> None:
        from crmdesk.services.records import fields_of

        fields = {name: (label, kind, choices) for name, label, kind, choices in fields_of(self._editor.kind)}
        fields = {name: rest for name, rest in fields.items() if name not in _IN_HEADER}
        for name in _FIRST:
            if name in fields:
                self._add_field(name, *fields[name])
        self._custom_place = self._count()
        for name, rest in fields.items():
            if name not in _FIRST:
                self._add_field(name, *rest)

    def _add_field(self, name: str, label: str, kind: Kind, choices: Sequence[tuple[str, str]]) -> None:
        field = field_for(name, label, kind, [(key, _(words)) for key, words in choices])
        field.kept.connect(lambda value: self._editor.save_field(field, name, value))
        self._rows[name] = self.add(inside(label), field)

    def _add_buttons(self) -> None:
        holder = QWidget()
        flow = FlowLayout(holder, 12)
        for name, text in _ADD:
            flow.addWidget(button("+ " + _(text), self.lists[name].add, kind="menu"))
        self._more = button("+ " + _("more"), self._open_menu, kind="menu")
        flow.addWidget(self._more)
        self.add_widget(holder)

    # Showing

    def show_record(self, shown: Shown, *, is_other: bool) -> None:
        if is_other:
            self._opened.clear()
            self._take_back_all()
        show_all(self.lists, shown)
        for name, row in self._rows.items():
            _show(row, shown["fields"].get(name), name in self._opened)
        self._show_custom(shown["custom"])
        self._leftover.show_lines(shown["leftover"])

    def _take_back_all(self) -> None:
        """Nothing of the record before; what could not be saved kept that one on the screen."""
        for field in self.fields():
            field.take_back()

    def fields(self) -> list[Field]:
        return [field for field in self.findChildren(Field) if not field.isHidden()]

    def _show_custom(self, custom: Sequence[dict[str, Any]]) -> None:
        known = {entry["field_id"] for entry in custom}
        for gone in [key for key in self._custom if key not in known]:
            self._custom.pop(gone).deleteLater()
        for entry in custom:
            key = entry["field_id"]
            if key not in self._custom:
                self._custom[key] = self._make_custom(entry)
            _show(self._custom[key], _custom_value(entry), key in self._opened)

    def _make_custom(self, entry: dict[str, Any]) -> FormRow:
        choices = [(choice, choice) for choice in entry["choices"]] if entry["kind"] == Kind.CHOICE else []
        field = field_for("", entry["name"], Kind(entry["kind"]), choices)
        key = entry["field_id"]
        field.kept.connect(lambda value: self._editor.save_custom(field, key, value))
        row = self.make_row(entry["name"], field)
        self.insert_widget(self._custom_place, row)
        return row

    # Adding what is empty

    def menu_of_more(self) -> QMenu:
        menu = QMenu(self._more)
        hidden: list[PartList] = [part for name, part in self.lists.items() if name not in dict(_ADD)]
        for part_list in hidden:
            menu.addAction(part_list.accessibleName()).triggered.connect(part_list.add)
        menu.addAction(_("Tag")).triggered.connect(self._marks.add_tag)
        menu.addMenu(self._marks.opt_out_menu(menu))
        menu.addSeparator()
        for name, row in [*self._rows.items(), *self._custom.items()]:
            if row.isHidden():
                text = _field_of(row).edit.accessibleName().replace("&", "&&")
                menu.addAction(text).triggered.connect(lambda _on=False, name=name, row=row: self._open_row(name, row))
        return menu

    def _open_menu(self) -> None:
        menu = self.menu_of_more()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _open_row(self, name: str, row: FormRow) -> None:
        self._opened.add(name)
        row.show()
        row.field.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _field_of(row: FormRow) -> Field:
    assert isinstance(row.field, Field)
    return row.field


def _show(row: FormRow, value: Any, is_opened: bool) -> None:
    field = _field_of(row)
    empty = 0 if isinstance(field, RatingField) else ""
    field.set_value(empty if value is None else value)
    row.setVisible(bool(value) or is_opened or field.is_edited())


def _custom_value(entry: dict[str, Any]) -> object:
    if entry["kind"] == Kind.YES_NO:
        return str(entry["value"]).lower() in ("true", "1")
    return entry["value"]
