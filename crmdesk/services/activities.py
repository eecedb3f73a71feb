"""What is done and planned with people: logged, planned, completed, and summed up for a look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import KNOWN_TYPES, Activity, Participation
from crmdesk.domain.base import declared_fields, now
from crmdesk.domain.deals import Deal
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.values.clean import cleaned
from crmdesk.i18n import _, inside, worded
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk, doings
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

MEETINGS = ("meeting", "visit")
REACHES = ("call", *MEETINGS, "message")
"""Where one is reached or not; a letter or a to-do reaches nobody, and a word of the user's own may."""
People = Sequence[bytes | str] | Mapping[bytes, str]
"""Ids of contacts and companies; as a mapping with the part each takes, one of PARTS_TAKEN.

The id of a deal among them says what it is about: whoever stands on the deal takes part.
"""


@dataclass(frozen=True, slots=True)
class Doing:
    """An activity as screens show it."""

    id: bytes
    type: str
    """One of KNOWN_TYPES, or the user's own word."""
    subject: str | None
    text: str | None
    starts: str | None
    """Of what is planned: `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM` of the clock on the wall."""
    ends: str | None
    done_at: int | None
    """Milliseconds since 1970 in UTC; nothing while it is planned."""
    is_reached: bool | None
    outcome: str | None
    duration: int | None
    """Minutes."""
    place: str | None
    priority: str | None
    author: str | None
    instance: str | None = None
    """Of a series the one that is next, or that was taken out of it."""
    responsible: str | None = None
    """Whoever is to do it, if that was said."""
    people: tuple[tuple[bytes, str], ...] = ()
    """Ids and names of all who have a part in it; told by `of_record` only."""
    deal: tuple[bytes, str] | None = None
    """Id and name of the one it belongs to; told by `of_record` only."""

    @property
    def words(self) -> str:
        """What it was about."""
        return self.subject or self.text or ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is planned in the same breath as something is completed, with the same people."""

    type: str
    subject: str = ""
    starts: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What one wants to know before reaching for the phone."""

    last_reach: Doing | None = None
    last_attempt: Doing | None = None
    """In vain."""
    last_meeting: Doing | None = None
    next_step: Doing | None = None
    """The earliest of what is planned, so overdue first; what has no day comes last."""
    last_any: Doing | None = None
    """The last that was done of any kind but to-dos and what the program wrote down."""

    @property
    def author(self) -> str:
        """Who was the last to be in contact."""
        return (self.last_any.author if self.last_any else None) or ""


def type_words(kind: str) -> str:
    return worded(KNOWN_TYPES, kind)


def log(
    store: Store,
    people: People,
    type: str = "call",  # noqa: A002 - the name of the field
    text: str = "",
    *,
    subject: str = "",
    is_reached: bool | None = None,
    outcome: str = "",
    at: int | None = None,
    duration: int | None = None,
) -> bytes:
    """Done, now or `at` an instant. Who was met was reached, unless it is said otherwise."""
    values = {
        "type": type,
        "text": text,
        "subject": subject,
        "outcome": outcome,
        "duration": duration,
        "is_reached": _reached(type, is_reached),
        "done_at": now() if at is None else at,
    }
    if not people:
        raise UserError(_gone())
    return _add(store, people, values, _("Log {activity}").format(activity=inside(type_words(type))))


def plan(
    store: Store,
    people: People,
    type: str = "to-do",  # noqa: A002
    subject: str = "",
    starts: str = "",
    *,
    ends: str = "",
    text: str = "",
    place: str = "",
    duration: int | None = None,
    **more: Any,
) -> bytes:
    """A next step; `starts` is a day, or a day and a time of the clock on the wall, or nothing.

    `more` are other fields of an activity; of what concerns nobody else `people` is empty.
    """
    values = {
        "type": type,
        "subject": subject,
        "starts": starts,
        "ends": ends,
        "text": text,
        "place": place,
        "duration": duration,
        **more,
    }
    if not subject.strip() and not starts.strip() and not text.strip():
        raise UserError(_("Nothing was typed yet, so nothing was saved."))
    return _add(store, people, values, _("Plan {activity}").format(activity=inside(type_words(type))))


def _add(store: Store, people: People, values: dict[str, Any], step: str) -> bytes:
    with store.write(step) as session:
        return insert(session, people, values, store.author)


def insert(session: Session, people: People, values: Mapping[str, Any], author: str, key: bytes | None = None) -> bytes:
    """As part of a step."""
    roles, deal = _parted(session, _roles(people))
    key = key or new_id()
    bulk.insert(session, Activity, [{**deal, **_checked(values), "id": key, "author": author or None}])
    bulk.revive(session, Participation, [_part(key, owner, role) for owner, role in roles.items()])
    return key


def _parted(session: Session, roles: dict[bytes, str]) -> tuple[dict[bytes, str], dict[str, bytes]]:
    """Who takes part, and the deal that it is about."""
    known = {row.id for row in rows_of(session, list(roles))}
    strange = [key for key in roles if key not in known]
    deal = next(bulk.fetch(session, Deal, "id", strange), None)
    if len(strange) > (deal is not None):
        raise UserError(_gone())
    if deal is None:
        return roles, {}
    of_deal = [key for key in (deal["contact_id"] or deal["company_id"],) if key]
    people = dict.fromkeys((row.id for row in rows_of(session, of_deal)), "with")
    return people | {key: role for key, role in roles.items() if key in known}, {"deal_id": deal["id"]}


def _roles(people: People) -> dict[bytes, str]:
    if isinstance(people, Mapping):
        return dict(people)
    return {as_id(owner): "with" for owner in people}


def _part(key: bytes, owner: bytes, role: str) -> dict[str, Any]:
    return {"id": named_id("participation", key, owner), "activity_id": key, "owner_id": owner, "role": role}


def _gone() -> str:
    return _("This was deleted meanwhile. Undo brings it back.")


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    fields = declared_fields(Activity)
    row = {name: cleaned(fields[name].kind, _(fields[name].label), value) for name, value in values.items()}
    if values.get("is_reached") is None:
        row.pop("is_reached", None)  # neither yes nor no: there was no one to reach
    return {name: value for name, value in row.items() if value is not None}


def _reached(kind: str, is_reached: bool | None) -> bool | None:
    return True if is_reached is None and kind in MEETINGS else is_reached


def complete(
    store: Store,
    key: bytes | str,
    is_reached: bool | None = None,
    outcome: str = "",
    text: str = "",
    *,
    at: int | None = None,
    duration: int | None = None,
    instance: str = "",
    next_step: NextStep | None = None,
) -> None:
    """From now on history; `text` is added to what was written when it was planned. The next step is planned too.

    Of a series the one at `instance` is meant.
    """
    from crmdesk.services import instances

    with store.write(_("Complete activity")) as session:
        key = instances.taken_out(session, key, instance) if instance else key
        told = {"outcome": outcome, "text": text, "duration": duration}
        finish(session, key, store.author, is_reached, at, told)
        if next_step:
            follow(session, key, next_step, store.author)


def finish(
    session: Session, key: bytes | str, author: str, is_reached: bool | None, at: int | None, told: Mapping[str, Any]
) -> None:
    """As part of a step."""
    row, values = _alive(session, key), _checked(told)
    if "text" in values:
        values["text"] = "\n".join(filter(None, (row["text"], values["text"])))
    done = {"done_at": now() if at is None else at, "is_reached": _reached(row["type"], is_reached)}
    bulk.update(session, Activity, [row["id"]], {**values, **done, "author": author or None})


def follow(session: Session, key: bytes | str, step: NextStep, author: str) -> bytes:
    """As part of a step: what comes after, with all who had a part in it, about the same deal."""
    deal_id = _alive(session, key)["deal_id"]
    parts = list(bulk.fetch(session, Participation, "activity_id", [as_id(key)]))
    alive = {row.id for row in rows_of(session, [part["owner_id"] for part in parts])}
    people = {part["owner_id"]: part["role"] or "with" for part in parts if part["owner_id"] in alive}
    values = {"type": step.type, "subject": step.subject, "starts": step.starts, "deal_id": deal_id}
    return insert(session, people, values, author)


def reopen(store: Store, key: bytes | str) -> None:
    """Planned again; what was written stays."""
    with store.write(_("Reopen activity")) as session:
        row = _alive(session, key)
        bulk.update(session, Activity, [row["id"]], {"done_at": None, "is_reached": None})


def change(store: Store, key: bytes | str, **values: Any) -> None:
    """Fields of an activity by name, as one step."""
    fields = declared_fields(Activity)
    new = {name: cleaned(fields[name].kind, _(fields[name].label), value) for name, value in values.items()}
    with store.write(_("Change activity")) as session:
        bulk.update(session, Activity, [_alive(session, key)["id"]], new)


def set_people(store: Store, key: bytes | str, people: People) -> None:
    """These and nobody else have a part in it."""
    roles = _roles(people)
    with store.write(_("Change participants")) as session:
        activity = _alive(session, key)["id"]
        before = bulk.fetch(session, Participation, "activity_id", [activity])
        gone = [part["id"] for part in before if part["owner_id"] not in roles]
        bulk.mark_deleted(session, Participation, "id", gone)
        bulk.revive(session, Participation, [_part(activity, owner, role) for owner, role in roles.items()])


def by_itself(store: Store, key: bytes | str, instance: str) -> bytes:
    """One of a series, as an activity of its own."""
    from crmdesk.services import instances

    with store.write(_("Change activity")) as session:
        return instances.taken_out(session, key, instance)


def remove(store: Store, key: bytes | str) -> None:
    """With all that hangs on it; of a series that is all of it."""
    from crmdesk.services import instances

    with store.write(_("Delete activity")) as session:
        own = [row["id"] for row in instances.of_series(session, as_id(key))]
        instances.mark_deleted(session, [as_id(key), *own])


def _alive(session: Session, key: bytes | str) -> dict[str, Any]:
    found = next(bulk.fetch(session, Activity, "id", [as_id(key)]), None)
    if found is None:
        raise UserError(_gone())
    return found


def of_record(store: Store, key: bytes | str, limit: int = 100, text: str = "", kind: str = "") -> list[Doing]:
    """Next steps ahead, the soonest first, then what was done, the newest first; of a company also its people's."""
    with store.read() as session:
        rows = doings.of_owner(session, as_id(key), limit, fold(text).strip(), kind, _others(session))
        keys = [row["id"] for row in rows]
        people, deals = people_of(session, keys), deals_of(session, keys)
        return [_doing(row, people.get(row["id"], ()), deals.get(row["id"])) for row in rows]


def _others(session: Session) -> tuple[str, ...]:
    from crmdesk.services import team

    return team.of(session, session.info["me"]).others


def deals_of(session: Session, activities: Sequence[bytes]) -> dict[bytes, tuple[bytes, str]]:
    """Ids and names of the deals that activities belong to."""
    rows = [row for row in bulk.fetch(session, Activity, "id", activities) if row["deal_id"]]
    names = {row["id"]: row["name"] for row in bulk.fetch(session, Deal, "id", list({row["deal_id"] for row in rows}))}
    return {row["id"]: (row["deal_id"], names[row["deal_id"]]) for row in rows if row["deal_id"] in names}


def people_of(session: Session, activities: Sequence[bytes]) -> dict[bytes, tuple[tuple[bytes, str], ...]]:
    parts = list(bulk.fetch(session, Participation, "activity_id", activities))
    names = {row.id: row.name for row in rows_of(session, list({part["owner_id"] for part in parts}))}
    found: dict[bytes, tuple[tuple[bytes, str], ...]] = {}
    for part in parts:
        if part["owner_id"] in names:
            found[part["activity_id"]] = (
                *found.get(part["activity_id"], ()),
                (part["owner_id"], names[part["owner_id"]]),
            )
    return found


def summary(session: Session, ids: Sequence[bytes]) -> dict[bytes, Summary]:
    """Of each contact or company, of a company with its people's; one statement for hundreds of them."""
    found: dict[bytes, dict[str, Doing]] = {key: {} for key in ids}
    for owner, name, row in doings.latest(session, list(found), _others(session)):
        found[owner][name] = _doing(row)
    return {key: Summary(**parts) for key, parts in found.items()}


def _doing(
    row: dict[str, Any], people: tuple[tuple[bytes, str], ...] = (), deal: tuple[bytes, str] | None = None
) -> Doing:
    reached = None if row["is_reached"] is None else bool(row["is_reached"])
    return Doing(**{**row, "is_reached": reached}, people=people, deal=deal)
