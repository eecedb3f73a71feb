"""The fields that the user added, with the editor that suits each."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.domain.fields import Kind
from crmdesk.ui.editor import Editor
from crmdesk.ui.suggest import RecordField
from crmdesk.widgets import theme
from crmdesk.widgets.amounts import MoneyField, NumberField
from crmdesk.widgets.fields import ChoiceField, DateField, Field, LineField
from crmdesk.widgets.form import FormRow, row_label
from crmdesk.widgets.several import SeveralField
from crmdesk.widgets.switch import SwitchField

Custom = dict[str, Any]
"""A field with its value, as `services.page` lays it out."""


class CustomRows(QWidget):
    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self._editor = editor
        self._rows: dict[str, FormRow] = {}
        self._declared: dict[str, Custom] = {}
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(theme.px(4))

    def show_values(self, custom: Sequence[Custom], *, is_whole: bool) -> None:
        """Fields may have come, gone, or been renamed meanwhile."""
        declared = {entry["field_id"]: _declaration(entry) for entry in custom}
        for key in [key for key, row in self._rows.items() if declared.get(key) != self._declared[key]]:
            row = self._rows.pop(key)
            self._down.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._declared = declared
        for place, entry in enumerate(custom):
            self._show_at(place, entry, is_whole=is_whole)
        self.setVisible(any(not row.isHidden() for row in self._rows.values()))

    def _show_at(self, place: int, entry: Custom, *, is_whole: bool) -> None:
        from crmdesk.ui.details import show_value

        row = self._rows.get(entry["field_id"])
        if row is None:
            row = self._rows[entry["field_id"]] = self._make(entry)
        if self._down.indexOf(row) != place:
            self._down.insertWidget(place, row)
        show_value(row, _value(entry), is_asked=is_whole)

    def _make(self, entry: Custom) -> FormRow:
        field, key = _field(entry, self._editor), entry["field_id"]
        field.kept.connect(lambda value: self._editor.save_custom(field, key, _stored(value)))
        return FormRow(row_label(entry["name"], field.edit), field)


def _declaration(entry: Custom) -> Custom:
    return {name: value for name, value in entry.items() if name not in ("value", "shown")}


def _field(entry: Custom, editor: Editor) -> Field:
    name, kind = entry["name"], Kind(entry["kind"])
    if kind is Kind.CHOICE:
        return ChoiceField(name, [("", ""), *((choice, choice) for choice in entry["choices"])], own_words=True)
    if kind is Kind.CHOICES:
        return SeveralField(name, entry["choices"])
    if kind is Kind.LINK:
        return RecordField(name, editor.desk)
    makers: dict[Kind, Callable[[str], Field]] = {
        Kind.DATE: DateField,
        Kind.YES_NO: SwitchField,
        Kind.NUMBER: NumberField,
        Kind.MONEY: MoneyField,
    }
    return makers.get(kind, LineField)(name)


def _value(entry: Custom) -> object:
    if entry["kind"] == Kind.YES_NO:
        return str(entry["value"]).lower() in ("true", "1")
    if entry["kind"] == Kind.LINK and entry["value"]:
        return {"id": entry["value"], "name": entry.get("shown") or entry["value"]}
    return entry["value"]


def _stored(value: object) -> object:
    return value["id"] if isinstance(value, dict) else value
