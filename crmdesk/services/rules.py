"""Follow-up rules: written in words, tried on what is past, and run as things happen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.base import declared_fields, now
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.rules import FollowUpRule, Occasion, read_occasion, write_occasion
from crmdesk.domain.values.clean import cleaned
from crmdesk.i18n import _, mark
from crmdesk.services import occasions
from crmdesk.services.occasions import Cause
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

PLANNING = mark("Plan follow-ups")
AHEAD = timedelta(days=14)
"""What depends on a date is planned so long before it is due."""
_ALWAYS = Occasion()
_PLANS = ("type", "subject", "text", "days")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a user says: when this happens, plan that."""

    event: str
    occasion: Occasion = _ALWAYS
    type: str = "call"
    subject: str = ""
    text: str = ""
    days: int = 0
    """From the event; before it where negative."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    id: bytes
    rule: Rule | None
    """Nothing where another version of the program wrote what this one does not understand; it does not run."""
    is_on: bool
    since: int
    """Milliseconds since 1970, UTC: what happened before is past."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a rule plans, or would have planned."""

    day: date
    subject: str
    people: tuple[str, ...]


def list_rules(store: Store) -> list[RuleRow]:
    """In the order users gave them."""
    with store.read() as session:
        return [_row(row) for row in _rows(session)]


def _rows(session: Session) -> list[dict[str, Any]]:
    return sorted(bulk.whole(session, FollowUpRule), key=lambda row: (row["position"], row["created_at"]))


def _row(row: Mapping[str, Any]) -> RuleRow:
    return RuleRow(row["id"], _understood(row), bool(row["is_on"]), row["since"] or row["created_at"])


def _understood(row: Mapping[str, Any]) -> Rule | None:
    try:
        occasion = read_occasion(row["details"])
        rule = Rule(row["event"], occasion, row["type"], row["subject"] or "", row["text"] or "", row["days"])
        occasions.check(rule.event, occasion)
    except (UserError, ValueError, TypeError):
        return None
    return rule


def save(store: Store, rule: Rule, key: bytes | None = None) -> bytes:
    """A new rule, which looks ahead from now, or another wording of one."""
    occasions.check(rule.event, rule.occasion)
    fields = declared_fields(FollowUpRule)
    row = {name: cleaned(fields[name].kind, _(fields[name].label), getattr(rule, name)) for name in _PLANS}
    if not row["subject"]:
        raise UserError(_("The rule does not say what is to be planned, so nothing was saved."))
    row |= {"event": rule.event, "details": write_occasion(rule.occasion), "days": row["days"] or 0}
    with store.write(_("Save follow-up rule")) as session:
        if key is None:
            place = sum(1 for _row in bulk.fetch_all(session, FollowUpRule, "id"))
            row |= {"since": now(), "position": place, "is_on": True}
        key = key or new_id()
        bulk.revive(session, FollowUpRule, [{**row, "id": key}])
    return key


def switch(store: Store, key: bytes, *, on: bool) -> None:
    """Off, it plans nothing; what happens meanwhile is past when it is on again."""
    with store.write(_("Switch rule on") if on else _("Switch rule off")) as session:
        bulk.update(session, FollowUpRule, [key], {"is_on": on, **({"since": now()} if on else {})})


def remove(store: Store, key: bytes) -> None:
    """What it planned stays."""
    with store.write(_("Delete follow-up rule")) as session:
        bulk.mark_deleted(session, FollowUpRule, "id", [key])


def run(store: Store, today: date | None = None) -> int:
    """Plan what is due by all rules that are on; how much that was. Each cause counts once, also on other laptops."""
    today = today or datetime.now().astimezone().date()
    with store.read() as session:
        planned = list(_due(session, today))
    if not planned:
        return 0
    with store.write(_(PLANNING)) as session:
        bulk.insert(session, Activity, [{**row, "author": store.author or None} for row, _owners in planned])
        parts = [_part(row["id"], owner) for row, owners in planned for owner in owners]
        bulk.revive(session, Participation, parts)
    return len(planned)


def _due(session: Session, today: date) -> Iterator[tuple[dict[str, Any], tuple[bytes, ...]]]:
    found: dict[bytes, tuple[dict[str, Any], tuple[bytes, ...]]] = {}
    for row in map(_row, _rows(session)):
        if row.is_on and row.rule:
            for cause in occasions.causes(session, row.rule.event, row.rule.occasion, row.since, today):
                key = named_id("rule", row.id, *cause.key)
                if _is_near(row.rule, cause, today):
                    found[key] = _planned(row.rule, key, cause), cause.owners
    known = {row["id"] for row in bulk.fetch(session, Activity, "id", list(found), deleted=True)}
    return (found[key] for key in found if key not in known)


def _is_near(rule: Rule, cause: Cause, today: date) -> bool:
    return rule.event != "day" or cause.day + timedelta(days=rule.days) <= today + AHEAD


def _planned(rule: Rule, key: bytes, cause: Cause) -> dict[str, Any]:
    day = cause.day + timedelta(days=rule.days)
    told = {"type": rule.type, "subject": rule.subject, "text": rule.text or None}
    return {**told, "id": key, "starts": day.isoformat()}


def _part(activity: bytes, owner: bytes) -> dict[str, Any]:
    key = named_id("participation", activity, owner)
    return {"id": key, "activity_id": activity, "owner_id": owner, "role": "with"}


def trial(store: Store, rule: Rule, days: int = 90, today: date | None = None) -> list[FollowUp]:
    """What it would have planned had it been on for so many days; the latest first. Nothing is changed."""
    today = today or datetime.now().astimezone().date()
    occasions.check(rule.event, rule.occasion)
    since = datetime.combine(today - timedelta(days=days), time.min).astimezone()
    with store.read() as session:
        all_there_are = occasions.causes(session, rule.event, rule.occasion, int(since.timestamp() * 1000), today)
        found = [cause for cause in all_there_are if _is_near(rule, cause, today)]
        names = _names(session, (owner for cause in found for owner in cause.owners))
    planned = [
        FollowUp(
            cause.day + timedelta(days=rule.days), rule.subject,
            tuple(names[owner] for owner in cause.owners if owner in names),
        )
        for cause in found
    ]  # fmt: skip
    return sorted(planned, key=lambda follow_up: follow_up.day, reverse=True)


def _names(session: Session, owners: Iterable[bytes]) -> dict[bytes, str]:
    return {row.id: row.name for row in rows_of(session, list(dict.fromkeys(owners)))}
