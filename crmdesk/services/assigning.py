"""Whose something is: assigned to a colleague, or handed over with a note and with what is open; each one step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.base import Record, now
from crmdesk.domain.companies import Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.deals import Deal
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.leads import Lead
from crmdesk.domain.planned import ENTRY
from crmdesk.domain.values.clean import tidy
from crmdesk.i18n import _, ngettext
from crmdesk.services import instances, team
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

Row = dict[str, Any]
KINDS: dict[str, type[Record]] = {
    "contact": Contact, "company": Company, "deal": Deal, "lead": Lead, "activity": Activity,
}  # fmt: skip
_MOST_WITH = 20
"""People that the task of a hand-over names; all of them have the note in their history."""
Times = Sequence[tuple[bytes, str]]
"""Activities, each with the one of its series that is meant, or with nothing for all of it."""


@dataclass(frozen=True, slots=True)
class Along:
    """What is open with those who are handed over, and goes with them."""

    activities: tuple[bytes, ...] = ()
    deals: tuple[bytes, ...] = ()


def assign(store: Store, kind: str, ids: Sequence[bytes], name: str) -> int:
    """To a colleague, or to nobody; tells how many are somebody else's now. A new name joins the list."""
    with store.write(_step(_("Assign to {name}"), name)) as session:
        return _give(session, kind, ids, team.put(session, name))


def assign_times(store: Store, times: Times, name: str) -> int:
    """Tasks, calls and appointments; one of a series leaves it."""
    with store.write(_step(_("Assign to {name}"), name)) as session:
        keys = _own(session, times)
        return _give(session, "activity", keys, team.put(session, name))


def _step(text: str, name: str) -> str:
    return text.format(name=tidy(name)) if tidy(name) else _("Assign to nobody")


def _own(session: Session, times: Times) -> list[bytes]:
    return [instances.taken_out(session, key, instance) for key, instance in times]


def _give(session: Session, kind: str, ids: Sequence[bytes], name: str) -> int:
    record = KINDS[kind]
    changed = [row["id"] for row in bulk.fetch(session, record, "id", ids) if (row["responsible"] or "") != name]
    bulk.update(session, record, changed, {"responsible": name or None})
    return len(changed)


# Handed over


def along(store: Store, kind: str, ids: Sequence[bytes]) -> Along:
    """What would go along: all that is open and not a third colleague's."""
    with store.read() as session:
        return _along(session, kind, ids, store.author)


def _along(session: Session, kind: str, ids: Sequence[bytes], me: str) -> Along:
    if kind == "activity":
        return Along()
    rows = list(bulk.fetch(session, KINDS[kind], "id", ids))
    before = {me, "", *(row["responsible"] or "" for row in rows)}
    deals = _open_deals(session, kind, ids)
    people = [row["owner_id"] for row in rows] if kind == "lead" else [] if kind == "deal" else ids
    doings = _open_activities(session, people, [*deals, *(ids if kind == "deal" else ())])
    return Along(
        tuple(row["id"] for row in doings if (row["responsible"] or row["author"] or "") in before),
        tuple(key for key, responsible in deals.items() if responsible in before),
    )


def _open_deals(session: Session, kind: str, ids: Sequence[bytes]) -> dict[bytes, str]:
    """Of a contact or company, and whose each is."""
    if kind not in ("contact", "company"):
        return {}
    rows = bulk.fetch(session, Deal, f"{kind}_id", ids)
    return {row["id"]: row["responsible"] or "" for row in rows if row["status"] == "open"}


def _open_activities(session: Session, people: Sequence[bytes], deals: Sequence[bytes]) -> list[Row]:
    parts = bulk.fetch(session, Participation, "owner_id", people)
    keys = list({part["activity_id"] for part in parts})
    rows = [*bulk.fetch(session, Activity, "id", keys), *bulk.fetch(session, Activity, "deal_id", deals)]
    return list({row["id"]: row for row in rows if row["done_at"] is None}.values())


def hand_over(
    store: Store, kind: str, ids: Sequence[bytes], name: str, note: str = "", *, with_open: bool = True
) -> int:  # fmt: skip
    """With a line in the history of each, and a task of today for whoever takes them over."""
    with store.write(_handing(name)) as session:
        colleague = team.put(session, name)
        more = _along(session, kind, ids, store.author) if with_open else Along()
        count = _give(session, kind, ids, colleague)
        _give(session, "deal", more.deals, colleague)
        _give(session, "activity", more.activities, colleague)
        _tell(session, kind, ids, _Handed(store.author, colleague, note.strip()))
    return count


def hand_over_times(store: Store, times: Times, name: str, note: str = "") -> int:
    """As `hand_over`, of activities; one of a series leaves it."""
    with store.write(_handing(name)) as session:
        colleague, keys = team.put(session, name), _own(session, times)
        count = _give(session, "activity", keys, colleague)
        _write_before(session, keys, _Handed(store.author, colleague, note.strip()))
    return count


def _handing(name: str) -> str:
    if not tidy(name):
        raise UserError(_("It is not said yet who takes over, so nothing was changed."))
    return _("Hand over to {name}").format(name=tidy(name))


@dataclass(frozen=True, slots=True)
class _Handed:
    by: str
    to: str
    note: str

    def words(self) -> str:
        if not self.by:
            return _("Handed over to {name}").format(name=self.to)
        return _("Handed over to {name} by {author}").format(name=self.to, author=self.by)

    def task(self, what: str) -> str:
        told = _("Handed over by {name}: {what}") if self.by else _("Handed over: {what}")
        return told.format(name=self.by, what=what)


def _tell(session: Session, kind: str, ids: Sequence[bytes], handed: _Handed) -> None:
    if kind == "activity":
        _write_before(session, ids, handed)
        return
    rows = list(bulk.fetch(session, KINDS[kind], "id", ids))
    people = {row["id"]: _people(kind, row) for row in rows}
    entry = {"type": ENTRY, "subject": handed.words(), "text": handed.note or None, "done_at": now()}
    if kind == "deal":
        for row in rows:
            _note(session, {**entry, "author": handed.by or None, "deal_id": row["id"]}, people[row["id"]])
    else:
        _note(session, {**entry, "author": handed.by or None}, _flat(people.values()))
    _plan(session, kind, rows, _flat(people.values()), handed)


def _people(kind: str, row: Row) -> list[bytes]:
    if kind == "deal":
        return [row[name] for name in ("company_id", "contact_id") if row[name]]
    return [row["owner_id"] if kind == "lead" else row["id"]]


def _flat(people: Iterable[Sequence[bytes]]) -> list[bytes]:
    return list(dict.fromkeys(key for some in people for key in some))


def _note(session: Session, values: Row, people: Sequence[bytes]) -> None:
    """An activity with all of them."""
    key = new_id()
    bulk.insert(session, Activity, [{**values, "id": key}])
    parts = [
        {"id": named_id("participation", key, owner), "activity_id": key, "owner_id": owner, "role": "with"}
        for owner in people
    ]
    bulk.insert(session, Participation, parts)


def _plan(session: Session, kind: str, rows: Sequence[Row], people: Sequence[bytes], handed: _Handed) -> None:
    """The task by which whoever takes over learns of it."""
    today = date.today().isoformat()  # noqa: DTZ011 - by the clock on the wall
    one = rows[0] if len(rows) == 1 else None
    task = {
        "type": "to-do", "subject": handed.task(_called(session, kind, rows, people)), "text": handed.note or None,
        "starts": today, "responsible": handed.to, "author": handed.by or None,
        "deal_id": one["id"] if one and kind == "deal" else None,
    }  # fmt: skip
    _note(session, task, people[:_MOST_WITH])


def _called(session: Session, kind: str, rows: Sequence[Row], people: Sequence[bytes]) -> str:
    if len(rows) != 1:
        return _counted(kind, len(rows))
    own = rows[0]["name"] if kind == "deal" else rows[0]["subject"] if kind == "lead" else None
    return own or next((row.name for row in rows_of(session, list(people[:1]))), "")


def _counted(kind: str, count: int) -> str:
    words = {
        "contact": ngettext("{count} contact", "{count} contacts", count),
        "company": ngettext("{count} company", "{count} companies", count),
        "deal": ngettext("{count} deal", "{count} deals", count),
        "lead": ngettext("{count} lead", "{count} leads", count),
    }
    return words[kind].format(count=count)


def _write_before(session: Session, keys: Sequence[bytes], handed: _Handed) -> None:
    """A task has its history in its own text."""
    told = f"{handed.words()}: {handed.note}" if handed.note else handed.words()
    rows = bulk.fetch(session, Activity, "id", keys)
    texts = [{"id": row["id"], "text": "\n\n".join(filter(None, (told, row["text"])))} for row in rows]
    bulk.update_each(session, Activity, texts)
