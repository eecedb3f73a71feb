"""What is to be settled, in words: whose it is, who said what and when, what stood there before, and what decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from crmdesk.domain import together
from crmdesk.domain.base import Record, declared_fields
from crmdesk.domain.channels import Address
from crmdesk.domain.fields import Kind
from crmdesk.domain.notes import Note
from crmdesk.domain.values.rich_text import Rich
from crmdesk.i18n import _, mark
from crmdesk.services import row_titles
from crmdesk.services.change_words import Words
from crmdesk.services.conflict_heads import QUIET, Beside, Key, Said, can_keep_both
from crmdesk.services.row_titles import BY_NUMBER, Row, Titled
from crmdesk.store import settling
from crmdesk.store.store import Store
from crmdesk.sync.messages import DELETED
from crmdesk.sync.texts import differences

_GONE, _CHANGED = mark("Deleted"), mark("Changed and kept")


class Way(StrEnum):
    VALUE = "value"
    TEXT = "text"
    """A long one."""
    LIFE = "life"
    """One deleted it while another changed it."""


class Rule(StrEnum):
    """Why that is shown which is."""

    LATER = "later"
    KEPT = "kept"
    JOINED = "joined"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Version:
    change: bytes
    author: str
    is_mine: bool
    at: int
    """Milliseconds since 1970, by the clock of whoever said it."""
    words: str
    is_shown: bool
    lives: bool = True
    changed: tuple[tuple[int, int], ...] = ()
    """Of a long text from where to where it says something else than what stood there before."""


@dataclass(frozen=True, slots=True)
class Conflict:
    key: Key
    owner: bytes
    section: str
    """Where the page of its owner is; empty where it has none."""
    title: str
    """Of whom or what it is."""
    field: str
    part: str
    """Which phone, which note."""
    way: Way
    versions: tuple[Version, ...]
    """One's own first."""
    shown: str
    before: str | None
    """What both began from, where it is known."""
    rule: Rule
    can_keep_both: bool

    @property
    def mine(self) -> Version | None:
        return next((version for version in self.versions if version.is_mine), None)

    @property
    def theirs(self) -> Version | None:
        return next((version for version in self.versions if not version.is_mine), None)


def kind(table: int, group: int) -> str:
    """How all conflicts of the same fields are called."""
    record = BY_NUMBER[table]
    if group == DELETED:
        return _("{record}: deleted or not").format(record=_(record.label))
    columns = [
        name
        for name, field in declared_fields(record).items()
        if together.groups(table, field.number) == group and name not in QUIET
    ]
    label = _field(record, columns)
    return label if label == _(record.label) else f"{_(record.label)}: {label}"


def _field(record: type[Record], columns: Sequence[str]) -> str:
    if record is Address and len(columns) > 1:
        return _(record.label)
    labels = [_(declared_fields(record)[name].label) for name in columns]
    return labels[0] if labels else _(record.label)


def describe(store: Store, found: Sequence[Beside]) -> list[Conflict]:
    with store.read() as session:
        rows = row_titles.read(session, (beside.key[1:3] for beside in found))
        words = row_titles.words_of(session, rows)
        titles = row_titles.titles(session, rows, words)
        return [
            _Teller(store, words, beside, rows[beside.key[1:3]]).conflict(titles[beside.key[1:3]]) for beside in found
        ]


class _Teller:
    """Of one of them."""

    def __init__(self, store: Store, words: Words, beside: Beside, row: Row) -> None:
        self._store, self._words, self._beside, self._row = store, words, beside, row
        self._change = row_titles.as_change(beside.record, row)
        self._fields = declared_fields(beside.record)
        self._columns = [name for name in beside.columns() if name not in QUIET]
        self._is_life = beside.key.group == DELETED

    def conflict(self, titled: Titled) -> Conflict:
        beside, before = self._beside, self._before()
        self._words.owner = titled.owner
        return Conflict(
            beside.key, titled.owner, titled.section, titled.title, self._field(), titled.part, self._way(),
            tuple(self._version(said, before) for said in beside.said), self._said({}), before, self._rule(),
            can_keep_both(beside),
        )  # fmt: skip

    def _field(self) -> str:
        record = self._beside.record
        return _(record.label) if self._is_life or record is Note else _field(record, self._columns)

    def _way(self) -> Way:
        if self._is_life:
            return Way.LIFE
        is_long = any(self._fields[name].kind is Kind.LONG_TEXT for name in self._columns)
        return Way.TEXT if is_long and len(self._columns) == 1 else Way.VALUE

    def _rule(self) -> Rule:
        if self._is_life:
            return Rule.KEPT
        if self._beside.is_joined:
            return Rule.JOINED
        return Rule.REPLACED if self._beside.is_lost else Rule.LATER

    def _version(self, said: Said, before: str | None) -> Version:
        head, names = said.head, self._beside.shape.names
        values = {names[number]: value for number, value in head.values if number in names}
        words = _(_CHANGED if head.lives else _GONE) if self._is_life else self._said(values)
        is_shown = self._beside.is_shown(head)
        lives = head.lives if self._is_life else True
        changed = _changed(before, words) if before and self._way() is Way.TEXT else ()
        return Version(head.id, said.author, said.is_mine, head.clock >> 16, words, is_shown, lives, changed)

    def _said(self, values: Row) -> str:
        """What the fields would look like with these values."""
        row = {**self._row, **values}
        if self._is_life:
            return _(_CHANGED if row["deleted_at"] is None else _GONE)
        has_amount = any(self._fields[name].kind is Kind.AMOUNT for name in self._columns)
        words = [self._value(name, row) for name in self._columns if not (has_amount and name == "currency")]
        return (", " if self._beside.record is Address else " · ").join(filter(None, words))

    def _value(self, name: str, row: Row) -> str:
        if self._fields[name].kind is not Kind.LONG_TEXT or row[name] is None:
            return self._words.value(self._change, name, row)
        text = str(row[name])
        return Rich(text, bool(row["is_html"])).plain() if self._beside.record is Note else text

    def _before(self) -> str | None:
        if self._is_life:
            return None
        if self._beside.is_joined:
            head = self._beside.said[0].head
            return self._said({self._beside.shape.names[number]: base for number, base in head.bases})
        return self._past()

    def _past(self) -> str | None:
        """Back through the journal, as far as what stood there is one of the values in question."""
        beside, names = self._beside, self._beside.shape.names
        row = dict(beside.row)
        mask = sum(1 << number for number in beside.numbers)
        for old in settling.pasts(self._store.connection, beside.key.table, beside.key.row, mask):
            if not any(beside.shows(row, said.head) for said in beside.said):
                break
            if old is None:
                return None
            row |= {number: self._raw(names[number], value) for number, value in old.items() if number in names}
        else:
            return None
        return self._said({names[number]: row[number] for number in beside.numbers if number in names})

    def _raw(self, name: str, value: Any) -> Any:
        from crmdesk.store.changes import is_blob

        return bytes.fromhex(value) if value is not None and is_blob(self._beside.record, name) else value


def _changed(before: str, words: str) -> tuple[tuple[int, int], ...]:
    found, moved = [], 0
    for first, last, instead in reversed(list(differences(before, words))):
        start = first + moved
        found.append((start, start + len(instead)))
        moved += len(instead) - (last - first)
    return tuple(found)
