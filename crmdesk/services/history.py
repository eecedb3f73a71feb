"""The history of a contact or company in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crmdesk.domain.base import declared_fields
from crmdesk.domain.fields import Field, Kind
from crmdesk.i18n import _, worded
from crmdesk.services.lookup import as_id
from crmdesk.store import history
from crmdesk.store.changes import ChangeKind
from crmdesk.store.history import Change
from crmdesk.store.store import Store

_SHOWN_OF_NEW = (
    "value",
    "street",
    "city",
    "text",
    "name",
    "title",
    "channel",
    "given_name",
    "family_name",
    "full_name",
)
_HIDDEN = {"external_ids", "leftovers"}


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


def of_record(store: Store, key: bytes | str) -> list[Entry]:
    """Newest first."""
    with store.read() as session:
        changes = history.of_owner(session, as_id(key))
    return [entry for change in changes for entry in _entries(change) if change.record.__tablename__ not in _HIDDEN]


def steps(store: Store, limit: int = 100) -> list[dict[str, Any]]:
    """The last steps of the whole file, newest first."""
    with store.read() as session:
        return history.steps(session, limit)


def _entries(change: Change) -> Iterator[Entry]:
    if change.kind is ChangeKind.INSERT:
        shown = [str(change.after[name]) for name in _SHOWN_OF_NEW if change.after.get(name)]
        yield _entry(change, "added", "", "", " ".join(shown)[:200])
        return
    if "deleted_at" in change.before:
        gone = change.after["deleted_at"] is not None
        yield _entry(change, "removed" if gone else "added", "", "", "")
    fields = declared_fields(change.record)
    for name, before in change.before.items():
        field = fields[name]
        if name not in ("deleted_at", "position") and field.kind is not Kind.LINK:
            yield _entry(change, "changed", _(field.label), _shown(field, before), _shown(field, change.after[name]))


def _entry(change: Change, kind: str, field: str, before: str, after: str) -> Entry:
    what = _(change.record.label)
    return Entry(change.at, change.author, change.step, kind, what, field, before, after, change.undoes)


def _shown(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if field.kind is Kind.YES_NO:
        return _("yes") if value else _("no")
    if field.kind is Kind.BYTES:
        return _("{count} bytes").format(count=len(value))
    return worded(field.choices, str(value))
