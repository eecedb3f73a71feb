"""Who belongs together: the people of a company; relations and groups of a contact."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.domain.companies import ROLES
from crmdesk.i18n import _, inside, worded
from crmdesk.ui.desk import Desk
from crmdesk.ui.editor import Shown
from crmdesk.widgets.record_table import RecordTable, Row, RowsSource


class Related(QWidget):
    def __init__(self, desk: Desk, kind: str) -> None:
        super().__init__()
        self._desk = desk
        self._rows: list[Row] = []
        self._table = RecordTable(_("People") if kind == "company" else _("Related"))
        self._table.setProperty("ground", "none")
        self._table.set_empty(_("Nobody yet") if kind == "company" else _("Nothing yet"))
        self._table.opened.connect(self._open)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self._table)

    def count(self) -> int:
        return len(self._rows)

    def show_record(self, shown: Shown) -> None:
        self._rows = _people(shown["people"]) if shown["kind"] == "company" else _of_contact(shown)
        self._table.show_source(RowsSource(self._rows), self._rows)

    def _open(self, row: int) -> None:
        key = self._rows[row].key
        if len(key) == 16:
            self._desk.wanted.emit("contacts", key)


def _people(people: Sequence[dict[str, Any]]) -> list[Row]:
    return [
        Row(UUID(entry["contact_id"]).bytes, entry["name"], entry.get("title", ""), _role(entry)) for entry in people
    ]


def _role(entry: dict[str, Any]) -> str:
    return inside(worded(ROLES, entry.get("role", "")))


def _of_contact(shown: Shown) -> list[Row]:
    related = [Row(entry["name"].encode(), entry["name"], entry["type"]) for entry in shown["relations"]]
    return related + [Row(entry["name"].encode(), entry["name"], _("Group")) for entry in shown["groups"]]
