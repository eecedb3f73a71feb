"""What colleagues said otherwise at the same time: listed, and settled by an ordinary step that can be undone."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record, declared_fields, now
from crmdesk.domain.companies import Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.deals import Deal
from crmdesk.domain.ids import new_id
from crmdesk.domain.reviews import Review, review_id
from crmdesk.i18n import ngettext
from crmdesk.services import conflict_heads, conflict_words
from crmdesk.services.conflict_heads import CHANNELS, Beside, Key, Said, can_keep_both, is_long
from crmdesk.services.conflict_words import Conflict, Rule, Version, Way
from crmdesk.store import bulk, settling, sync_state, trash
from crmdesk.store.store import Store
from crmdesk.sync.messages import DELETED

__all__ = ["Choice", "Conflict", "Key", "Open", "Rule", "Version", "Way", "count", "of_owner", "open_ones", "settle"]

_WHOLE: dict[type[Record], str] = {Contact: "contact", Company: "company", Deal: "deal"}
"""What is deleted with all that hangs on it."""


class Choice(StrEnum):
    MINE = "mine"
    THEIRS = "theirs"
    """The newest of others."""
    BOTH = "both"
    """One under the other, or in a row of its own; where that cannot be, what is shown."""
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Open:
    """What is to be settled: kind by kind, of each the newest first."""

    keys: list[Key]
    kinds: list[tuple[str, int]]
    """How they are called, and how many there are of each."""

    def of_kind(self, key: Key) -> list[Key]:
        return [each for each in self.keys if each[1::2] == key[1::2]]


def open_ones(store: Store) -> Open:
    found = conflict_heads.open_keys(store)
    names = {kind: conflict_words.kind(*kind) for kind in {key[1::2] for key in found}}
    keys = sorted(found, key=lambda key: (names[key[1::2]], key[1::2], -found[key], key.row))
    counts = Counter(key[1::2] for key in keys)
    return Open(keys, [(names[kind], counts[kind]) for kind in dict.fromkeys(key[1::2] for key in keys)])


def count(store: Store) -> int:
    return len(conflict_heads.open_keys(store))


def of_owner(store: Store, owner: bytes) -> list[Key]:
    """Those of a contact, company or deal and its parts."""
    return list(conflict_heads.open_keys(store, owner))


def describe(store: Store, keys: Sequence[Key]) -> list[Conflict]:
    """In words; what was settled meanwhile is left out."""
    return conflict_words.describe(store, conflict_heads.read(store, keys))


# Settling


def settle(store: Store, keys: Sequence[Key], choice: Choice) -> int:
    """All of them in one step; gives how many there were."""
    return _settle(store, keys, lambda beside: _chosen(beside, choice), is_both=choice is Choice.BOTH)


def take(store: Store, key: Key, change: bytes) -> int:
    """The value that came with this change."""
    return _settle(store, [key], lambda beside: next((said for said in beside.said if said.head.id == change), None))


def write(store: Store, key: Key, text: str) -> int:
    """Other words in the place of all versions of a long text."""
    found = conflict_heads.read(store, [key])
    with store.write(_step(len(found))) as session:
        for beside in found:
            name = next(name for name in beside.columns() if is_long(beside.record, name))
            bulk.update(session, beside.record, [key.row], {name: text})
            _look_at(session, beside)
    return len(found)


def _settle(
    store: Store, keys: Sequence[Key], choose: Callable[[Beside], Said | None], *, is_both: bool = False
) -> int:
    found = conflict_heads.read(store, keys)
    rows: defaultdict[type[Record], list[dict[str, Any]]] = defaultdict(list)
    with store.write(_step(len(found))) as session:
        for beside in found:
            values = _both(session, beside) if is_both else _values(beside, choose(beside))
            if beside.key.group == DELETED:
                _live_or_die(session, beside, is_alive=values.get("deleted_at") is None)
            elif values:
                rows[beside.record].append({"id": beside.key.row, **values})
            elif not beside.is_lost:
                sync_state.touch(session, beside.record, beside.key.row, beside.columns())
            _look_at(session, beside)
        for record, some in rows.items():
            bulk.update_each(session, record, some)
    return len(found)


def _step(count: int) -> str:
    return ngettext("Settle {count} conflict", "Settle {count} conflicts", count).format(count=count)


def _chosen(beside: Beside, choice: Choice) -> Said | None:
    """None: what is shown."""
    if choice in (Choice.MINE, Choice.THEIRS):
        return next((said for said in beside.said if said.is_mine == (choice is Choice.MINE)), None)
    return None


def _values(beside: Beside, chosen: Said | None) -> dict[str, Any]:
    """What has to be written; nothing where it stands there."""
    if beside.key.group == DELETED:
        dies = not chosen.head.lives if chosen else beside.row[DELETED] is not None
        return {"deleted_at": now() if dies else None}
    if chosen is None or beside.is_shown(chosen.head):
        return {}
    return _named(beside, chosen)


def _named(beside: Beside, said: Said) -> dict[str, Any]:
    blanks, names = beside.shape.blanks, beside.shape.names
    return {
        names[number]: blanks.get(number) if value is None else value
        for number, value in said.head.values
        if number in names
    }


def _both(session: Session, beside: Beside) -> dict[str, Any]:
    if not can_keep_both(beside):
        return _values(beside, None)
    if beside.record not in CHANNELS:
        return _one_under_the_other(beside)
    (row,) = bulk.fetch(session, beside.record, "id", [beside.key.row])
    new = {"id": new_id(), "created_at": now()} | {name: False for name in ("is_primary", "is_mailing") if name in row}
    bulk.insert(session, beside.record, [{**row, **_named(beside, said), **new} for said in beside.hidden])
    return {}


def _one_under_the_other(beside: Beside) -> dict[str, Any]:
    name = next(name for name in beside.columns() if is_long(beside.record, name))
    number = declared_fields(beside.record)[name].number
    texts = [str(dict(said.head.values).get(number) or "") for said in beside.said]
    return {name: "\n\n".join(text for text in dict.fromkeys(texts) if text.strip())}


def _live_or_die(session: Session, beside: Beside, *, is_alive: bool) -> None:
    """With all that hangs on it, as whoever deleted it meant it."""
    record, row, kind = beside.record, beside.key.row, _WHOLE.get(beside.record)
    if is_alive:
        gone = [int(said.head.values[0][1]) for said in beside.said if not said.head.lives]  # type: ignore[arg-type]
        for at in gone if kind else ():
            settling.bring_back_parts(session, str(kind), row, at)
        if beside.row[DELETED] is None:
            sync_state.touch(session, record, row, ["deleted_at"])
        else:
            bulk.update(session, record, [row], {"deleted_at": None})
        return
    bulk.mark_deleted(session, record, "id", [row])
    for part, column in trash.parts(kind) if kind else ():
        bulk.mark_deleted(session, part, str(column), [row])


def _look_at(session: Session, beside: Beside) -> None:
    """Whatever becomes of what is hidden, nobody is asked about it again."""
    key = beside.key
    looked = [said.head.id for said in beside.said]
    rows = [
        {"id": review_id(change, key.group), "row_id": key.row, "change": change, "field_group": key.group}
        for change in looked
    ]
    bulk.revive(session, Review, rows)
