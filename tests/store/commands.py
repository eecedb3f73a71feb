"""What users do, at random: every command of the services, on whatever is in the file."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from crmdesk.domain.base import Record
from crmdesk.domain.custom import CustomField
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.ids import named_id
from crmdesk.domain.records import RECORDS
from crmdesk.domain.relations import Relation, RelationType
from crmdesk.services import groups, importing, preferences, records
from crmdesk.services.cards import PARTS
from crmdesk.store import bulk
from crmdesk.store.store import Store
from tests.store.template import visible

NAMES = ("Ana", "Álvaro", "Müller", "Işıl", "Ёлкин", "O'Brien", "Łódź", "山田", "Ana Maria", "née Groß", "")
COMPANIES = ("Acme", "Ajax GmbH", "ООО Ромашка", "acme")
WORDS = ("old friend", "ask for Rui", "Straße", "100 %", "a_b", "“quoted”", "x@y.example")
PHONES = ("+55 (11) 98765-4321", "030 123456", "(212) 555-0100 ext 7", "extension 12", "12345")
CARDS = """BEGIN:VCARD
VERSION:3.0
UID:{uid}
FN:{name}
N:{name};;;;
ORG:{company}
TEL;TYPE=cell:{phone}
NOTE:{word}
CATEGORIES:{tag}
X-ODD:{word}
END:VCARD
"""
ROWS = """Name,E-mail 1 - Value,Phone 1 - Value,Notes,Shoe size
{name},{name}@example.org,{phone},{word},{number}
"""


class Hand:
    """Does one command after another, chosen and filled in by a seeded chance."""

    def __init__(self, store: Store, folder: Path, seed: int) -> None:
        self.store, self.folder, self.chance = store, folder, Random(seed)

    def do(self, name: str) -> None:
        """One command; what it refuses, it refuses."""
        try:
            COMMANDS[name](self)
        except UserError:
            assert not self.store.busy

    def any_id(self, *tables: str) -> bytes:
        """Of a row that is there, if there is any."""
        seen = visible(self.store)
        ids = sorted(key for table in tables for key in seen[table])
        return self.chance.choice(ids) if ids else b"\0" * 16

    def text(self) -> str:
        return self.chance.choice(NAMES + WORDS)

    def owner(self) -> bytes:
        return self.any_id("contacts", "companies")

    def parts(self) -> dict[str, list[dict[str, Any]]]:
        some: dict[str, list[dict[str, Any]]] = {
            "phones": [
                {"value": self.chance.choice(PHONES), "label": "work"} for _ in range(self.chance.randint(0, 2))
            ],
            "emails": [{"value": "Ana.Souza@example.com"}],
            "addresses": [{"street": self.text(), "city": "Łódź", "country": "PL"}],
            "links": [{"value": "https://example.org"}],
            "notes": [{"text": self.text() or "-"}],
            "affiliations": [{"company": self.chance.choice(COMPANIES), "title": self.text()}],
        }
        return {name: entries for name, entries in some.items() if self.chance.random() < 0.4}

    def add_contact(self) -> None:
        fields = {"given_name": self.text(), "family_name": self.text(), "rating": self.chance.choice((None, 3))}
        records.add(self.store, "contact", fields, self.parts())

    def add_company(self) -> None:
        records.add(self.store, "company", {"name": self.chance.choice(COMPANIES)}, {"notes": [{"text": "x"}]})

    def set_name(self) -> None:
        table = self.chance.choice(("contacts", "companies", "tags", "groups", "custom_fields", "relation_types"))
        name = self.chance.choice(("given_name", "full_name", "nickname")) if table == "contacts" else "name"
        records.set_value(self.store, table, self.any_id(table), name, self.text())

    def set_part(self) -> None:
        table = self.chance.choice(tuple(PARTS))
        name = {"addresses": "city", "notes": "text", "opt_outs": "reason"}.get(table, "value")
        records.set_value(self.store, table, self.any_id(table), name, self.text())

    def set_position(self) -> None:
        company = self.chance.choice((*COMPANIES, ""))
        records.set_values(
            self.store, "affiliations", self.any_id("affiliations"), {"company": company, "title": "Boss"}
        )

    def make_primary(self) -> None:
        table = self.chance.choice(("phones", "emails", "addresses", "affiliations"))
        records.set_value(self.store, table, self.any_id(table), "is_primary", self.chance.random() < 0.8)

    def add_part(self) -> None:
        name, entry = self.chance.choice(
            [
                ("phones", {"value": self.chance.choice(PHONES)}),
                ("emails", {"value": self.text()}),
                ("addresses", {"city": self.text(), "street": "1"}),
                ("links", {"value": self.text()}),
                ("notes", {"text": self.text(), "is_pinned": True}),
                ("opt_outs", {"channel": "post"}),
            ]
        )
        records.add_part(self.store, name, self.owner(), entry)

    def add_position(self) -> None:
        records.add_part(
            self.store, "affiliations", self.any_id("contacts"), {"company": self.chance.choice(COMPANIES)}
        )

    def remove_part(self) -> None:
        table = self.chance.choice([record.__tablename__ for record in RECORDS if record.owner])
        records.remove(self.store, table, [self.any_id(table) for _ in range(self.chance.randint(1, 3))])

    def delete_contacts(self) -> None:
        records.delete(self.store, "contact", {self.any_id("contacts") for _ in range(self.chance.randint(1, 3))})

    def delete_company(self) -> None:
        records.delete(self.store, "company", [self.any_id("companies")])

    def tag(self) -> None:
        records.add_tag(self.store, self.owner(), self.chance.choice(("VIP", "vip", "Köln", "  ")))

    def set_photo(self) -> None:
        records.set_photo(self.store, self.owner(), "image/png", self.chance.choice((None, b"\x89PNG\0", b"x" * 300)))

    def add_field(self) -> None:
        name = self.chance.choice(("Shoe size", "Hobby"))
        with self.store.write("Add field") as session:
            row = {
                "id": named_id("field", "contacts", name),
                "record": "contacts",
                "name": name,
                "kind": Kind.TEXT.value,
            }
            bulk.revive(session, CustomField, [row])

    def set_custom(self) -> None:
        records.set_custom(self.store, self.any_id("contacts"), self.any_id("custom_fields"), self.text())

    def relate(self) -> None:
        with self.store.write("Relate") as session:
            kind = RelationType(id=named_id("relation type", "spouse"), name="spouse")
            session.merge(kind)
            session.add(Relation(from_id=self.any_id("contacts"), to_name="Rui", type_id=kind.id))

    def add_group(self) -> None:
        live = '{"field": "given_name", "contains": "a"}' if self.chance.random() < 0.5 else None
        groups.add(self.store, self.text() or "Group", live)

    def join(self) -> None:
        groups.put_in(self.store, self.any_id("groups"), [self.owner(), self.owner()])

    def move(self) -> None:
        preferences.set_country(self.store, self.chance.choice(("DE", "BR", "US")))

    def import_file(self) -> None:
        pieces = {"vcf": CARDS, "csv": ROWS}
        suffix = self.chance.choice(tuple(pieces))
        path = self.folder / f"cards.{suffix}"
        filled = [
            pieces[suffix].format(
                uid=self.chance.randint(1, 4),
                name=self.chance.choice(NAMES[:6]),
                company=self.chance.choice(COMPANIES),
                phone=self.chance.choice(PHONES),
                word=self.chance.choice(WORDS),
                tag=self.chance.choice(("VIP", "new")),
                number=self.chance.randint(30, 50),
            )
            for _ in range(self.chance.randint(1, 5))
        ]
        path.write_text(
            "".join(filled) if suffix == "vcf" else filled[0] + "".join(f.split("\n", 1)[1] for f in filled[1:]),
            "utf-8",
        )
        for _progress in importing.run(self.store, [path]):
            pass

    def write_by_hand(self) -> None:
        """What no service does: several changes of one row, rows made and gone in one step."""
        with self.store.write("By hand") as session:
            for record in self.chance.sample(RECORDS, 4):
                _stir(session, record, self.chance)


def _stir(session: Any, record: type[Record], chance: Random) -> None:
    rows = list(bulk.whole(session, record))[:3]
    for row in rows:
        bulk.update(session, record, [row["id"]], {"created_at": chance.randint(1, 9)})
        bulk.mark_deleted(session, record, "id", [row["id"]])
        bulk.update(session, record, [row["id"]], {"deleted_at": None, "created_at": row["created_at"] + 1})
    if rows and chance.random() < 0.5:
        bulk._driver(session).execute(f"DELETE FROM {record.__tablename__} WHERE id = ?", (rows[0]["id"],))


COMMANDS: dict[str, Callable[[Hand], None]] = {
    name: method
    for name, method in vars(Hand).items()
    if callable(method) and name not in ("__init__", "do", "any_id", "text", "owner", "parts")
}
