"""Phones, e-mails, links, addresses and positions on a page: lists of labelled values edited in place."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from crmdesk.domain.channels import LINK_LABELS, PHONE_LABELS
from crmdesk.domain.companies import ROLES
from crmdesk.i18n import _, inside, mark
from crmdesk.ui.editor import Editor, Shown
from crmdesk.ui.places import address_field, position_field
from crmdesk.widgets.entries import Entry, EntryList
from crmdesk.widgets.fields import Field, LineField

Choices = Sequence[tuple[str, str]]
Part = dict[str, Any]

# Said in full: beside a phone's "work" a bare "work" would not tell what it is.
_EMAIL_LABELS = (("work", mark("work e-mail")), ("home", mark("home e-mail")), ("other", mark("e-mail")))
_ADDRESS_LABELS = (("work", mark("work address")), ("home", mark("home address")), ("other", mark("address")))


def _translated(choices: Choices) -> Choices:
    return [(key, _(words)) for key, words in choices]


class PartList(EntryList):
    """The parts of one table. A value is a text, or a dict of several columns."""

    def __init__(
        self,
        editor: Editor,
        table: str,
        name: str,
        choices: Choices,
        first_label: str,
        *,
        label_column: str = "label",
        columns: Sequence[str] = ("value",),
        make_field: Callable[[str], Field] = LineField,
    ) -> None:
        super().__init__(name, choices, first_label, make_field=make_field)
        self._editor = editor
        self.table = table
        self._label_column = label_column
        self._columns = columns
        self._stored: dict[bytes, Entry] = {}
        self.kept.connect(self._keep)

    def show_parts(self, parts: Sequence[Part]) -> None:
        entries = [self._entry(part, is_only=len(parts) == 1) for part in parts]
        self._stored = {entry.key: entry for entry in entries if entry.key}
        self.show_entries(entries)
        self.setVisible(bool(entries) or self.is_adding())

    def _entry(self, part: Part, *, is_only: bool) -> Entry:
        label = part.get(self._label_column) or ("other" if self._label_column == "label" else "")
        return Entry(UUID(part["id"]).bytes, label, self._value(part), "" if is_only else _note(part))

    def _value(self, part: Part) -> object:
        if self._columns == ("value",):
            return part["value"]
        return {name: part[name] for name in self._columns if part.get(name)}

    def _keep(self, entry: Entry) -> None:
        from crmdesk.services import records

        record, table = self._editor.record, self.table
        if entry.key is None:
            values = self._values(entry.value) | {self._label_column: entry.label}
            self._save(entry, lambda store: records.add_part(store, table, record, values))
        elif not entry.value:
            key = entry.key
            self._save(entry, lambda store: records.remove(store, table, [key]))
        else:
            key, changed = entry.key, self._changed(entry)
            self._save(entry, lambda store: records.set_values(store, table, key, changed))

    def _save(self, entry: Entry, change: Callable[[Any], object]) -> None:
        words = ", ".join(entry.value.values()) if isinstance(entry.value, Mapping) else str(entry.value)
        self._editor.save(change, lambda problem: self._answer(entry, problem), words)

    def _answer(self, entry: Entry, problem: str) -> None:
        if problem or entry.key:  # the row of a new one waits for its key
            self.set_problem(entry, problem)

    def _values(self, value: object) -> dict[str, Any]:
        if isinstance(value, Mapping):
            return {name: value.get(name, "") for name in self._columns}
        return {"value": value}

    def _changed(self, entry: Entry) -> dict[str, Any]:
        assert entry.key
        stored = self._stored.get(entry.key)
        before = self._values(stored.value) if stored else {}
        changed = {name: value for name, value in self._values(entry.value).items() if before.get(name) != value}
        if stored is None or stored.label != entry.label:
            changed[self._label_column] = entry.label
        return changed


def _note(part: Part) -> str:
    if part.get("is_mailing"):
        return _("mailing")
    words = [_("ext. {number}").format(number=part["extension"])] if part.get("extension") else []
    words += [part["service"].capitalize()] if part.get("service") else []
    return " · ".join([*words, *([_("primary")] if part.get("is_primary") else [])])


def phones(editor: Editor) -> PartList:
    return PartList(editor, "phones", _("Phone"), _translated(PHONE_LABELS), "mobile")


def emails(editor: Editor) -> PartList:
    return PartList(editor, "emails", _("E-mail"), _translated(_EMAIL_LABELS), "work")


def links(editor: Editor) -> PartList:
    return PartList(editor, "links", _("Web link"), _translated(LINK_LABELS), "work")


def addresses(editor: Editor) -> PartList:
    from crmdesk.ui.places import ADDRESS_COLUMNS

    return PartList(
        editor, "addresses", _("Postal address"), _translated(_ADDRESS_LABELS), "work", columns=ADDRESS_COLUMNS,
        make_field=lambda name: address_field(name, editor.desk.country),
    )  # fmt: skip


def positions(editor: Editor) -> PartList:
    from crmdesk.ui.places import POSITION_COLUMNS

    roles = [("", _("works at")), *((key, inside(_(words))) for key, words in ROLES)]
    return PartList(
        editor, "affiliations", _("Position"), roles, "",
        label_column="role", columns=POSITION_COLUMNS, make_field=position_field,
    )  # fmt: skip


def all_lists(editor: Editor) -> dict[str, PartList]:
    """By their names in what a page shows, in the order of the page."""
    made = {"phones": phones(editor), "emails": emails(editor), "addresses": addresses(editor), "links": links(editor)}
    return made | {"affiliations": positions(editor)} if editor.kind == "contact" else made


def show_all(lists: Mapping[str, PartList], shown: Shown) -> None:
    for name, part_list in lists.items():
        part_list.show_parts(shown[name])
