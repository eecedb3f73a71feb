"""The people of a company, edited in place: who they are, what they do there; a new one by name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from crmdesk.i18n import _
from crmdesk.ui.channels import Part, PartList, role_choices
from crmdesk.ui.editor import Editor
from crmdesk.ui.places import offer_titles
from crmdesk.ui.suggest import Suggest
from crmdesk.widgets.block import BlockField
from crmdesk.widgets.block import Part as BlockPart
from crmdesk.widgets.entries import Act, Entry

_MOST = 12
"""Shown among the details; the tab of people has them all."""


class PersonField(BlockField):
    """Who, and what they do there; of one who is there already the name is changed on their own page."""

    def __init__(self, name: str, editor: Editor) -> None:
        parts = (
            BlockPart("name", _("Name"), 0, 0, 2),
            BlockPart("title", _("Job title"), 1, 0),
            BlockPart("department", _("Department"), 1, 1),
        )
        super().__init__(name, parts, _person_lines, _("Name"))
        self.person: bytes | None = None
        """The one that was chosen from those offered."""
        offer_titles(self, editor)
        Suggest(editor.desk, self.line("name"), "contact").chosen.connect(self._take)
        self.line("name").textEdited.connect(self._forget)

    def _take(self, row: Any) -> None:
        self.person = row.id

    def _forget(self) -> None:
        self.person = None


def _person_lines(value: Mapping[str, str]) -> str:
    second = ", ".join(value[part] for part in ("title", "department") if value.get(part))
    return "\n".join(line for line in (value.get("name", ""), second) if line)


class People(PartList):
    def __init__(self, editor: Editor) -> None:
        super().__init__(
            editor,
            "affiliations",
            _("Person"),
            role_choices(editor),
            "",
            label_column="role",
            columns=("name", "title", "department"),
            make_field=lambda name: PersonField(name, editor),
        )

    def show_parts(self, parts: Sequence[Part]) -> None:
        self.set_choices(role_choices(self._editor))
        super().show_parts(parts[:_MOST])
        self._guard_names()

    def add(self) -> None:
        super().add()
        self._guard_names()

    def _guard_names(self) -> None:
        for row in self.rows():
            assert isinstance(row.line, PersonField)
            row.line.line("name").setReadOnly(row.entry.key is not None)

    def _entry(self, part: Part, *, is_only: bool) -> Entry:
        """Which of a person's positions is the first is told on their own page."""
        return replace(super()._entry(part, is_only=is_only), note="")

    def _act(self, part: Part) -> Act | None:
        if not part:
            return None
        key = UUID(part["contact_id"]).bytes
        words = _("Go to {name}").format(name=part["name"])
        return Act("chevron-right", words, lambda: self._editor.desk.wanted.emit("contacts", key))

    def _keep(self, entry: Entry) -> None:
        from crmdesk.services import records

        if entry.key is not None:
            super()._keep(entry)
            return
        company = self._editor.record
        values = self._values(entry.value)
        name, person = values.pop("name"), self._new_person()
        values["role"] = entry.label
        self._save(entry, lambda store: records.add_person(store, company, person or name, values))

    def _new_person(self) -> bytes | None:
        field = next((row.line for row in self.rows() if row.entry.key is None), None)
        return field.person if isinstance(field, PersonField) else None

    def _changed(self, entry: Entry) -> dict[str, Any]:
        return {name: value for name, value in super()._changed(entry).items() if name != "name"}
