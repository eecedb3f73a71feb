"""The contacts of a deal, each with the role they take in it; more are found while one types."""

from functools import partial
from typing import TYPE_CHECKING, Any

from crmdesk.domain.deals import DEAL_ROLES
from crmdesk.i18n import _, inside
from crmdesk.ui.deal_editor import DealEditor
from crmdesk.ui.deal_words import kind_section
from crmdesk.ui.suggest import RecordField
from crmdesk.widgets.entries import Act, Commands, Entry, EntryList

if TYPE_CHECKING:
    from collections.abc import Callable

    from crmdesk.services.deal_looks import DealLook, Person
    from crmdesk.services.files import Store


class PersonField(RecordField):
    """In the row of a new one, who is not in the file yet has no id, only the name."""

    def _read(self) -> object:
        try:
            return super()._read()
        except ValueError:
            if self._value:
                raise
            return {"id": "", "name": " ".join(self._line.text().split())}


class DealPeople(EntryList):
    def __init__(self, editor: DealEditor) -> None:
        super().__init__(
            _("Contact of the deal"), _roles({}), "", make_field=lambda name: PersonField(name, editor.desk)
        )
        self._editor = editor
        self._people: dict[bytes, Person] = {}
        self.kept.connect(self._keep)

    def show_people(self, look: "DealLook") -> None:
        self.set_choices(_roles(look.words["deal role"]))
        self._people = {person.id: person for person in look.people}
        kinds = [person.kind for person in look.people]
        entries = [self._entry(person, alone=kinds.count(person.kind) == 1) for person in look.people]
        self.show_entries(entries)
        self.setVisible(bool(entries) or self.is_adding())

    def _entry(self, person: "Person", *, alone: bool) -> Entry:
        from crmdesk.domain.ids import text_id

        note = "" if alone or not person.is_main else _("main")
        return Entry(person.id, person.role, {"id": text_id(person.id), "name": person.name}, note)

    def offered(self, entry: Entry) -> "tuple[Act | None, Callable[[], Commands]]":
        person = self._people.get(entry.key or b"")
        if person is None:
            return None, tuple
        words = _("Go to {name}").format(name=person.name)
        go = Act("chevron-right", words, lambda: self._editor.desk.wanted.emit(kind_section(person.kind), person.id))
        return go, lambda: self._commands(person)

    def _commands(self, person: "Person") -> Commands:
        column = "company_id" if person.kind == "company" else "contact_id"

        def to_main(store: "Store") -> None:
            from crmdesk.services import deals

            deals.change(store, deal, **{column: person.id})

        deal = self._editor.key
        main = [] if person.is_main else [(_("The deal is with them"), lambda: self._editor.act(to_main))]
        return [*main, (_("Remove"), lambda: self._remove(person.id))]

    def add(self) -> None:
        super().add()
        self.rows()[-1].line.set_placeholder(_("a name: one of the file, or somebody new"))

    # Keeping

    def _keep(self, entry: Entry) -> None:
        value: dict[str, Any] = entry.value or {}
        if value:
            keep = partial(_keep, self._editor.key, entry.key, value, entry.label or None)
            self._editor.save(keep, partial(self._kept, entry, value), value["name"])
        elif entry.key:
            self._remove(entry.key)

    def _kept(self, entry: Entry, value: dict[str, str], problem: str) -> None:
        if problem or entry.key:
            self.set_problem(entry, problem)
        elif not value["id"]:
            self._editor.desk.say_undoable(_("{name} is with the deal").format(name=value["name"]))

    def _remove(self, owner: bytes) -> None:
        deal = self._editor.key

        def remove(store: "Store") -> None:
            from crmdesk.services import deal_parts

            deal_parts.remove_contact(store, deal, owner)

        self._editor.act(remove, _("Removed from the deal"))


def _keep(deal: bytes, owner: bytes | None, value: dict[str, str], role: str | None, store: "Store") -> None:
    from crmdesk.services import deal_entry, deal_parts

    other = bytes.fromhex(value["id"].replace("-", "")) or deal_entry.known(store, value["name"])
    if not other:
        deal_parts.add_new_contact(store, deal, value["name"], role)
    elif owner and owner != other:
        deal_parts.replace_contact(store, deal, owner, other)
    elif owner:
        deal_parts.set_role(store, deal, owner, role)
    else:
        deal_parts.add_contact(store, deal, other, role)


def _roles(words: dict[str, str]) -> list[tuple[str, str]]:
    known = words or {key: _(text) for key, text in DEAL_ROLES}
    return [("", _("with")), *((key, inside(text)) for key, text in known.items())]
