"""The history of a contact, company or deal in words, and the way back to a single value of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.base import Record, declared_fields
from crmdesk.domain.channels import Phone
from crmdesk.domain.companies import Affiliation
from crmdesk.domain.custom import CustomValue
from crmdesk.domain.deals import Deal, DealState
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.folding import fold
from crmdesk.domain.groups import Membership, Tag, Tagging
from crmdesk.domain.notes import Note
from crmdesk.domain.records import RECORDS
from crmdesk.domain.relations import Relation
from crmdesk.domain.sources import Distinction, ExternalId, Leftover
from crmdesk.i18n import _, inside, mark
from crmdesk.services.change_words import Words
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk, history
from crmdesk.store.changes import ChangeKind
from crmdesk.store.history import Change
from crmdesk.store.store import Store

WINDOW = 60
_SILENT: set[type[Record]] = {ExternalId, Leftover, Participation, Distinction, DealState}
_SILENT_COLUMNS = {
    "position", "e164", "extension", "is_html", "media_type", "sha256", "data", "zone", "author", "stage_since",
}  # fmt: skip
_NOT_RESTORED = {"is_primary", "is_mailing", "done_at", "created_at"}
"""One of several is: which, is not the business of the past."""
_MOVED = {"status", "pipeline_id", "stage_id", "closed_on", "amount", "currency", "expected_on", "probability"}
"""Of a deal what its states tell of: it is moved, not restored."""
_TOGETHER: dict[type[Record], tuple[str, ...]] = {Phone: ("value", "e164", "extension"), Note: ("text", "is_html")}
_LABELS: dict[type[Record], str] = {
    Tagging: Tag.label,
    Membership: mark("Group"),
    CustomValue: mark("Custom field"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a History tab."""

    at: int
    """Milliseconds since 1970, UTC."""
    author: str
    step: str
    """What the user did, such as "Change phone"."""
    kind: str
    """`added`, `changed` or `removed`."""
    what: str
    """Contact, Phone ..."""
    field: str
    before: str
    after: str
    undone: bool
    """It took an earlier step back."""
    step_number: int = 0
    """What was done together has the same."""
    number: int = 0
    """For `restore`, with the column."""
    column: str = ""
    value_kind: str = Kind.TEXT.value
    """Dates and times are told as they are kept."""
    is_own: bool = False
    """Of the contact, company or deal itself, not of a part."""
    part: str = ""
    """Which phone, which note."""
    can_restore: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Some of a history, newest first."""

    entries: list[Entry]
    before: int | None
    """Where to go on; nothing at the end."""


def of_record(store: Store, key: bytes | str) -> list[Entry]:
    """All of it, newest first."""
    return window(store, key, limit=None).entries


def window(
    store: Store, key: bytes | str, text: str = "", before: int | None = None, limit: int | None = WINDOW
) -> Window:
    """About `limit` entries, those that have all words of `text`."""
    asked, owner, found = fold(text).split(), as_id(key), list[Entry]()
    with store.read() as session:
        while True:
            changes = history.of_owner(session, owner, before, limit)
            words = Words(session, owner, changes)
            found += [entry for change in changes for entry in _entries(change, words) if _has(entry, asked)]
            before = changes[-1].number if changes and limit is not None else None
            if before is None or limit is None or len(found) >= limit:
                return Window(found, before)


def steps(store: Store, limit: int = 100) -> list[dict[str, Any]]:
    """The last steps of the whole file, newest first."""
    with store.read() as session:
        return history.steps(session, limit)


def _has(entry: Entry, asked: list[str]) -> bool:
    words = fold(f"{entry.what} {entry.field} {entry.part} {entry.before} {entry.after} {entry.step} {entry.author}")
    return all(word in words for word in asked)


# In words


def _entries(change: Change, words: Words) -> Iterator[Entry]:
    if change.record in _SILENT:
        return
    if change.kind is ChangeKind.INSERT or "deleted_at" in change.before:
        yield _came_or_went(change, words)
    if change.kind is ChangeKind.INSERT:
        return
    fields = declared_fields(change.record)
    was = change.whole | change.before
    for name in change.before:
        if name not in _SILENT_COLUMNS and name not in ("deleted_at", change.record.owner):
            yield _entry(
                change,
                words,
                "changed",
                name,
                words.value(change, name, was),
                words.value(change, name, change.whole),
                fields[name].kind,
            )


def _came_or_went(change: Change, words: Words) -> Entry:
    """A value of the user's own field is told as one, not as a part."""
    is_gone, column = change.whole["deleted_at"] is not None, "deleted_at" if change.before else ""
    if change.record is CustomValue:
        value = words.value(change, "value", change.whole)
        return _entry(change, words, "changed", column, value if is_gone else "", "" if is_gone else value)
    part = words.part(change)
    if is_gone:
        return _entry(change, words, "removed", column, before=part)
    return _entry(change, words, "added", "", after=part)


def _entry(
    change: Change,
    words: Words,
    kind: str,
    column: str,
    before: str = "",
    after: str = "",
    value_kind: Kind = Kind.TEXT,
) -> Entry:
    record = change.record
    return Entry(
        at=change.at,
        author=change.author,
        step=change.text,
        kind=kind,
        what=_(_LABELS.get(record, record.label)),
        field=words.label(change, column) if kind == "changed" else "",
        before=before,
        after=after,
        undone=change.undoes,
        step_number=change.step,
        number=change.number,
        column=column,
        value_kind=value_kind.value,
        is_own=change.row == words.owner or record is CustomValue,
        part=words.part(change),
        can_restore=_can_restore(change, column),
    )


def _can_restore(change: Change, column: str) -> bool:
    """It would make a difference, and be the whole of what was."""
    is_own = change.record.owner is None
    if change.record is Deal and column in _MOVED:
        return False
    if column == "deleted_at":
        return not is_own and change.present["deleted_at"] is not None
    is_back = column in change.before and change.present[column] == change.before[column]
    return bool(column) and column not in _NOT_RESTORED and not (is_back and change.present["deleted_at"] is None)


# The way back


def restore(store: Store, number: int, column: str) -> str:
    """Give a field the value it had before a change, and bring its part back where that was removed; one step.

    Gives the words of what is back. Raises UserError where there is nothing to give it to.
    """
    with store.read() as session:
        change = history.find(session, number)
    if change is None or (column not in change.before and column != "deleted_at"):
        raise UserError(_("This is gone for good and cannot be brought back."))
    what = _what(change, column)
    with store.write(_("Restore {what}").format(what=what)) as session:
        _require_owner(session, change)
        bulk.update(session, change.record, [change.row], _values_before(session, change, column))
    return what


def _what(change: Change, column: str) -> str:
    if column == "deleted_at" or change.record is CustomValue:
        return inside(_(_LABELS.get(change.record, change.record.label)))
    return inside(_(declared_fields(change.record)[column].label))


def _values_before(session: Session, change: Change, column: str) -> dict[str, Any]:
    was = change.whole | change.before
    values = {name: was[name] for name in _TOGETHER.get(change.record, (column,))}
    values = values if column in values else {column: was[column]}
    field = declared_fields(change.record)[column]
    if field.kind is Kind.LINK and was[column] and not _is_alive(session, was[column]):
        raise UserError(_("What this led to was deleted meanwhile. Restore that from the trash first."))
    return values | {"deleted_at": None}


def _require_owner(session: Session, change: Change) -> None:
    ends = [change.present[name] for name in (change.record.owner, _OTHER_END.get(change.record)) if name]
    if not ends and change.present["deleted_at"] is not None and change.record is not Activity:
        ends = [change.row]
    if not all(_is_alive(session, key) for key in ends if key):
        raise UserError(_("Whom this belongs to was deleted meanwhile. Restore that from the trash first."))


_OTHER_END: dict[type[Record], str] = {Affiliation: "company_id", Relation: "to_id"}


def _is_alive(session: Session, key: bytes) -> bool:
    return any(True for record in RECORDS if not record.owner for _row in bulk.fetch(session, record, "id", [key]))
