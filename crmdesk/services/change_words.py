"""Changes in words: names for ids, the user's words for stored choices, and what a part of a record is."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from crmdesk import i18n
from crmdesk.domain.activities import KNOWN_TYPES, Activity
from crmdesk.domain.base import Record, declared_fields
from crmdesk.domain.channels import Address, Email, Link, Phone
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import CHANNELS, Contact, OptOut, compose_name
from crmdesk.domain.custom import CustomField, CustomValue
from crmdesk.domain.deals import Deal, DealCheck, DealContact, DealProduct, DealShare, Pipeline, Stage
from crmdesk.domain.fields import Field, Kind
from crmdesk.domain.groups import Group, Membership, Tag, Tagging
from crmdesk.domain.ids import parse_id
from crmdesk.domain.leads import Lead
from crmdesk.domain.notes import Attachment, Note
from crmdesk.domain.relations import Relation, RelationType
from crmdesk.domain.values.rich_text import Rich
from crmdesk.i18n import _, worded
from crmdesk.services import picks, shown_values
from crmdesk.store import bulk
from crmdesk.store.history import Change
from crmdesk.store.search import rows_of

Row = Mapping[str, Any]
_LONGEST = 200
_NAMED: tuple[type[Record], ...] = (
    Contact, Company, Tag, Group, CustomField, RelationType, Activity, Deal, Pipeline, Stage,
)  # fmt: skip


class Words:
    """Of some changes, seen from one contact or company."""

    def __init__(self, session: Session, owner: bytes, changes: Iterable[Change]) -> None:
        self._session = session
        self.owner = owner
        self._rows: dict[bytes, Row] = {}
        self._names: dict[bytes, str] = {}
        self._texts: dict[str, dict[str, str]] = {}
        self._learn({key for change in changes for key in _links_of(change)})

    def _learn(self, keys: set[bytes]) -> None:
        self._names = {row.id: row.name for row in rows_of(self._session, list(keys))}
        for record in _NAMED:
            for row in bulk.fetch(self._session, record, "id", list(keys), deleted=True):
                self._rows[row["id"]] = row
                self._names.setdefault(row["id"], _name_of(record, row))

    def row(self, key: bytes) -> Row | None:
        return self._rows.get(key)

    def name(self, key: bytes | None) -> str:
        return self._names.get(key, "") if key else ""

    # Values

    def value(self, change: Change, column: str, row: Row) -> str:
        """Of the row as it was before the change, or as it left it."""
        value = row[column]
        if value is None or value == "":
            return ""
        if change.record is CustomValue and column == "value":
            return self.custom(row["field_id"], str(value))
        if change.record is Note and column == "text":
            return _short(Rich(str(value), bool(row["is_html"])).plain())
        field = declared_fields(change.record)[column]
        if field.kind is Kind.AMOUNT:
            return shown_values.amount(value, row["currency"])
        return _short(self._own(field, value))

    def _own(self, field: Field, value: Any) -> str:
        if field.kind is Kind.LINK:
            return self.name(value)
        if field.kind is Kind.DECIMAL:
            return shown_values.decimal(str(value))
        if field.kind is Kind.YES_NO:
            return _("yes") if value else _("no")
        if field.kind is Kind.BYTES:
            return _("{count} bytes").format(count=len(value))
        if field.kind is Kind.COUNTRY:
            from crmdesk.domain.values import countries

            return countries.name(str(value), i18n.language()) or str(value)
        if field.pick_list and field.choices:
            return self._picked(field.pick_list).get(str(value), str(value))
        return worded(field.choices, str(value))

    def _picked(self, pick_list: str) -> dict[str, str]:
        if pick_list not in self._texts:
            self._texts[pick_list] = picks.texts(self._session, pick_list)
        return self._texts[pick_list]

    def custom(self, field_id: bytes, value: str) -> str:
        """The value of a field that the user added."""
        field = self.row(field_id)
        kind = field["kind"] if field else ""
        if kind == Kind.YES_NO:
            return _("yes") if value == "true" else _("no")
        if kind == Kind.LINK:
            key = _parsed(value)
            self._learn_more(key)
            return self.name(key) or value
        return _short(value.replace("\n", ", "))

    def _learn_more(self, key: bytes | None) -> None:
        if key and key not in self._names:
            self._names |= {row.id: row.name for row in rows_of(self._session, [key])}

    # What changed

    def label(self, change: Change, column: str) -> str:
        """Of a field: the user's own name of one he added."""
        if change.record is CustomValue:
            return self.name(change.whole["field_id"]) or _("Custom field")
        return _(declared_fields(change.record)[column].label)

    def part(self, change: Change) -> str:
        """Which phone, which note: what one would call it."""
        describe = _DESCRIBED.get(change.record)
        return _short(describe(self, change.whole)) if describe else ""

    def other(self, row: Row, one: str, two: str) -> str:
        """The name at the end of a link that is not the one looked from."""
        return self.name(row[two] if row[one] == self.owner else row[one])


def _links_of(change: Change) -> Iterable[bytes]:
    links = [name for name, field in declared_fields(change.record).items() if field.kind is Kind.LINK]
    return {key for name in links for row in (change.whole, change.before) if (key := row.get(name))}


def _name_of(record: type[Record], row: Row) -> str:
    if record is Contact:
        parts = ("given_name", "middle_name", "family_name", "prefix", "suffix")
        return row["full_name"] or compose_name(*(row[part] for part in parts)) or row["nickname"] or ""
    if record is Activity:
        return _joined(" – ", worded(KNOWN_TYPES, row["type"]), row["subject"] or row["text"])
    return str(row["name"])


def _joined(between: str, *words: str | None) -> str:
    return between.join(word for word in words if word)


def _channel(record: type[Record]) -> Callable[[Words, Row], str]:
    choices = declared_fields(record)["label"].choices

    def described(_words: Words, row: Row) -> str:
        label = worded(choices, row["label"]) if row["label"] != "other" else ""
        return _joined(" ", label, row["value"])

    return described


def _relation(words: Words, row: Row) -> str:
    kind = words.row(row["type_id"]) or {"name": "", "inverse": None}
    is_own = row["from_id"] == words.owner
    word = kind["name"] if is_own else kind["inverse"] or kind["name"]
    return _joined(": ", word, words.other(row, "from_id", "to_id") or row["to_name"])


_DESCRIBED: dict[type[Record], Callable[[Words, Row], str]] = {
    Contact: lambda _words, row: _name_of(Contact, row),
    Company: lambda _words, row: row["name"],
    Phone: _channel(Phone),
    Email: _channel(Email),
    Link: _channel(Link),
    Address: lambda _words, row: _joined(", ", row["street"], row["po_box"], row["city"], row["country"]),
    Note: lambda _words, row: Rich(row["text"], bool(row["is_html"])).plain(),
    Attachment: lambda _words, row: row["name"],
    OptOut: lambda _words, row: _joined(": ", worded(CHANNELS, row["channel"]), row["reason"]),
    Affiliation: lambda words, row: _joined(
        ", ", row["title"], words.other(row, "contact_id", "company_id"), row["department"]
    ),
    Relation: _relation,
    Tagging: lambda words, row: words.name(row["tag_id"]),
    Membership: lambda words, row: words.name(row["group_id"]),
    CustomValue: lambda words, row: _joined(
        ": ", words.name(row["field_id"]), words.custom(row["field_id"], row["value"])
    ),
    Activity: lambda _words, row: _name_of(Activity, row),
    Deal: lambda _words, row: row["name"],
    DealContact: lambda words, row: words.other(row, "owner_id", "deal_id"),
    DealProduct: lambda _words, row: f"{shown_values.decimal(row['quantity'])} × {row['name']}",
    DealCheck: lambda _words, row: row["text"],
    DealShare: lambda _words, row: f"{row['colleague']} {shown_values.decimal(row['percent'])} %",
    Lead: lambda _words, row: row["subject"] or "",
}  # fmt: skip


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _parsed(text: str) -> bytes | None:
    try:
        return parse_id(text)
    except ValueError:
        return None
