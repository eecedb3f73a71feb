"""History that writes itself: a line with everybody for whom something was printed, written or merged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.base import now
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.planned import ENTRY
from crmdesk.domain.preferences import Preference
from crmdesk.i18n import _, mark
from crmdesk.services import lookup
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of line and what is chosen where nobody chose."""

    text: str
    """As preferences call it."""
    step: str
    """As it is undone."""
    subject: str
    type: str = ENTRY
    is_on: bool = True


LINES = {
    "mail": Line(mark("E-mails written"), mark("Write e-mail"), mark("E-mail written"), "email"),
    "labels": Line(mark("Labels printed"), mark("Print labels"), mark("Label printed")),
    "envelopes": Line(mark("Envelopes printed"), mark("Print envelopes"), mark("Envelope printed")),
    "letters": Line(mark("Letters printed"), mark("Print letters"), mark("Letter printed"), "letter"),
    "merges": Line(mark("Duplicates merged"), mark("Merge"), mark("Merged with {name}")),
    "cards": Line(mark("Cards printed"), mark("Print cards"), mark("Card printed"), is_on=False),
    "lists": Line(mark("Lists and address books printed"), mark("Print list"), mark("Printed in a list"), is_on=False),
    "exports": Line(mark("Exports"), mark("Export"), mark("Exported"), is_on=False),
    "deals": Line(mark("Deals won and lost"), mark("Close deal"), mark("Deal closed")),
    "documents": Line(mark("Quotes, orders and invoices"), mark("Send document"), mark("{document} sent")),
}


def wanted(store: Store) -> dict[str, bool]:
    """Of each kind whether it is written down in this file."""
    with store.read() as session:
        return {key: _is_on(session, key) for key in LINES}


def _is_on(session: Session, line: str) -> bool:
    chosen = session.get(Preference, _key(line))
    return chosen.value == "on" if chosen and not chosen.deleted_at else LINES[line].is_on


def choose(store: Store, line: str, *, is_on: bool) -> None:
    text = _("Write into the history: {what}") if is_on else _("Leave out of the history: {what}")
    value = {"id": _key(line), "name": f"history {line}", "value": "on" if is_on else "off"}
    with store.write(text.format(what=_(LINES[line].text))) as session:
        bulk.revive(session, Preference, [value])


def _key(line: str) -> bytes:
    return named_id("preference", f"history {line}")


def note(store: Store, line: str, kind: str, ids: Sequence[bytes] | None) -> int:
    """One step; tells with how many. Nothing where such lines are not wanted; without ids with all of a kind."""
    with store.read() as session:
        if not _is_on(session, line):
            return 0
    owners = lookup.keys_of(store, kind, ids)
    with store.write(_(LINES[line].step)) as session:
        there = [row.id for row in rows_of(session, owners)]
        return add(session, line, dict.fromkeys(there, _(LINES[line].subject)), store.author)


def merged(session: Session, names: Mapping[bytes, Sequence[str]], author: str) -> None:
    """As part of a step: who was merged into whom."""
    subject = _(LINES["merges"].subject)
    add(session, "merges", {keep: subject.format(name=", ".join(gone)) for keep, gone in names.items()}, author)


def add(
    session: Session, line: str, subjects: Mapping[bytes, str], author: str, texts: Mapping[bytes, str] | None = None
) -> int:
    """As part of a step, with each of them; all at one instant, by which they are known to belong together."""
    if not _is_on(session, line):
        return 0
    same = {"type": LINES[line].type, "done_at": now(), "author": author or None}
    keys, texts = {owner: new_id() for owner in subjects}, texts or {}
    rows = [
        {**same, "id": keys[owner], "subject": subject, "text": texts.get(owner)} for owner, subject in subjects.items()
    ]
    bulk.insert(session, Activity, rows)
    bulk.insert(session, Participation, [_part(key, owner) for owner, key in keys.items()])
    return len(keys)


def add_one(session: Session, line: str, owners: Sequence[bytes], row: Mapping[str, object]) -> None:
    """As part of a step: one line with all of them, of a subject and what else an activity has."""
    if _is_on(session, line) and owners:
        key = new_id()
        bulk.insert(session, Activity, [{"type": LINES[line].type, "done_at": now(), **row, "id": key}])
        bulk.insert(session, Participation, [_part(key, owner) for owner in owners])


def _part(activity: bytes, owner: bytes) -> dict[str, object]:
    key = named_id("participation", activity, owner)
    return {"id": key, "activity_id": activity, "owner_id": owner, "role": "with"}
