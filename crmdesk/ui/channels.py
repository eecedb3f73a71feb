"""Phones, e-mails, links, addresses and positions on a page: lists of labelled values edited in place."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from crmdesk.domain.channels import LINK_LABELS, PHONE_LABELS
from crmdesk.domain.companies import ROLES
from crmdesk.i18n import _, inside, mark
from crmdesk.ui.editor import Editor, Shown
from crmdesk.ui.places import POSITION_COLUMNS, address_field, position_field
from crmdesk.ui.reach import Way, email_way, link_way, map_way, phone_way
from crmdesk.widgets.entries import Act, Commands, Entry, EntryList
from crmdesk.widgets.fields import Field, LineField

Choices = Sequence[tuple[str, str]]
Part = dict[str, Any]

# Of what has no label it is said what it is.
PHONE_WORDS = (*PHONE_LABELS[:-1], ("other", mark("phone")))
_LINK_WORDS = (*LINK_LABELS[:-1], ("other", mark("link")))
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
        self._parts: dict[bytes, Part] = {}
        self.kept.connect(self._keep)

    def show_parts(self, parts: Sequence[Part]) -> None:
        self._parts = {UUID(part["id"]).bytes: part for part in parts}
        entries = [self._entry(part, is_only=len(parts) == 1) for part in parts]
        self._stored = {entry.key: entry for entry in entries if entry.key}
        self.show_entries(entries)
        self.setVisible(bool(entries) or self.is_adding())

    def _entry(self, part: Part, *, is_only: bool) -> Entry:
        label = part.get(self._label_column) or ("other" if self._label_column == "label" else "")
        return Entry(UUID(part["id"]).bytes, label, self._value(part), "" if is_only else _note(part))

    # What can be done with one

    def offered(self, entry: Entry) -> tuple[Act | None, Callable[[], Commands]]:
        part = self._parts[entry.key] if entry.key else {}
        return self._act(part), lambda: self._commands(part)

    def _act(self, part: Part) -> Act | None:
        return None

    def _go(self, icon: str, words: str, way: Way | None) -> Act | None:
        """Dial, write or open; what speaks against it is seen on the button."""
        if way is None:
            return None
        editor = self._editor
        if why := editor.reach.refusal(way.channel):
            return Act("triangle-alert", f"{words}: {why}", lambda: editor.reach.go(way), "warning")
        return Act(icon, words, lambda: editor.reach.go(way))

    def _commands(self, part: Part) -> Commands:
        more: list[tuple[str, Callable[[], None]]] = []
        if len(self._parts) > 1 and not part.get("is_primary"):
            more.append((_("Make it the first"), lambda: self._set(part, "is_primary")))
        if self.table == "addresses" and not part.get("is_mailing"):
            more.append((_("Letters go here"), lambda: self._set(part, "is_mailing")))
        return [*more, (_("Remove"), lambda: self._remove(part))]

    def _set(self, part: Part, name: str) -> None:
        from crmdesk.services import records

        table, key = self.table, part["id"]
        self._editor.save(lambda store: records.set_value(store, table, key, name, True), self._say)

    def _remove(self, part: Part) -> None:
        self._editor.remove(self.table, part["id"], _("Removed"))

    def _say(self, problem: str) -> None:
        if problem:
            self._editor.desk.say(problem)

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


class Phones(PartList):
    def _act(self, part: Part) -> Act | None:
        return self._go("phone", _("Call {number}").format(number=part["value"]), phone_way(part)) if part else None


class Emails(PartList):
    def _act(self, part: Part) -> Act | None:
        return (
            self._go("mail", _("Write to {address}").format(address=part["value"]), email_way(part)) if part else None
        )


class Links(PartList):
    def _act(self, part: Part) -> Act | None:
        words = _("Open {address}").format(address=part.get("value", ""))
        return self._go("external-link", words, link_way(part)) if part else None


class Addresses(PartList):
    def _act(self, part: Part) -> Act | None:
        lines = part.get("lines")
        return self._go("map-pin", _("Show on a map"), map_way(lines)) if lines else None


def phones(editor: Editor) -> PartList:
    return Phones(editor, "phones", _("Phone"), _translated(PHONE_WORDS), "mobile")


def emails(editor: Editor) -> PartList:
    return Emails(editor, "emails", _("E-mail"), _translated(_EMAIL_LABELS), "work")


def links(editor: Editor) -> PartList:
    return Links(editor, "links", _("Web link"), _translated(_LINK_WORDS), "work")


def addresses(editor: Editor) -> PartList:
    from crmdesk.ui.places import ADDRESS_COLUMNS

    return Addresses(
        editor, "addresses", _("Postal address"), _translated(_ADDRESS_LABELS), "work", columns=ADDRESS_COLUMNS,
        make_field=lambda name: address_field(name, editor.desk.country),
    )  # fmt: skip


def positions(editor: Editor) -> PartList:
    return PartList(
        editor, "affiliations", _("Position"), role_choices(editor), "",
        label_column="role", columns=POSITION_COLUMNS, make_field=lambda name: position_field(name, editor),
    )  # fmt: skip


def role_choices(editor: Editor) -> Choices:
    known = editor.words.get("role") or dict(_translated(ROLES))
    return [("", _("works at")), *((key, inside(words)) for key, words in known.items())]


def all_lists(editor: Editor) -> dict[str, PartList]:
    """By their names in what a page shows, in the order of the page."""
    made: dict[str, PartList] = {
        "phones": phones(editor),
        "emails": emails(editor),
        "addresses": addresses(editor),
        "links": links(editor),
    }
    if editor.kind == "contact":
        return made | {"affiliations": positions(editor)}
    from crmdesk.ui.people import People

    return made | {"people": People(editor)}


def show_all(editor: Editor, lists: Mapping[str, PartList], shown: Shown) -> None:
    if positions := lists.get("affiliations"):
        positions.set_choices(role_choices(editor))
    for name, part_list in lists.items():
        part_list.show_parts(shown[name])
