"""What a day holds: its agenda, what is late, whom to call in which order, and whose day it is soon."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Participation
from crmdesk.domain.channels import Address
from crmdesk.domain.notes import Note
from crmdesk.domain.values.rich_text import Rich
from crmdesk.domain.whose import EVERYBODY, Whose
from crmdesk.services import activities, calendar, rolodex, team, yearly_days
from crmdesk.services.calendar import Slot
from crmdesk.services.yearly_days import YearlyDay
from crmdesk.store import bulk, due, silence
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

APPOINTMENTS = ("meeting", "visit")
MOST = 30
"""Calls, and others that are late; a day has no more."""
_RANKS = {"high": 0, "low": 2}
Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """The last that is known of somebody, in a line."""

    at: int
    """Milliseconds since 1970."""
    type: str
    """Of an activity; nothing of a note."""
    words: str
    is_reached: bool | None = None


@dataclass(frozen=True, slots=True)
class Call:
    slot: Slot
    is_late: bool
    person: bytes | None = None
    """Who is called: the first of its people who has a number, else the first."""
    kind: str = "contact"
    name: str = ""
    company: str = ""
    phone: Part | None = None
    refusals: tuple[Part, ...] = ()
    """Wishes not to be contacted, by whatever channel."""
    last: Said | None = None


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    holidays: tuple[str, ...]
    agenda: tuple[Slot, ...]
    """Of this day, done or not; calls only where they have a time."""
    places: Mapping[bytes, str]
    """By activity, where it is: its own place or the address of who takes part."""
    late: tuple[Slot, ...]
    """The latest first; without calls."""
    late_count: int
    calls: tuple[Call, ...]
    """To be made in this order."""
    call_count: int

    @property
    def appointments(self) -> int:
        return sum(slot.type in APPOINTMENTS for slot in self.agenda)


def look(store: Store, today: date, country: str = "", *, zone: str | None = None, whose: str = EVERYBODY) -> Day:
    """A dozen statements, however much there is."""
    seen = team.look(store).whose(whose)
    told = calendar.discreet(calendar.between(store, today, today, zone=zone), seen.others)
    slots = [slot for slot in told if seen.takes(slot.owner) and not slot.is_hidden]
    calls = sorted((slot for slot in slots if slot.type == "call" and not slot.is_done), key=_urgency)
    late, counts = _late(store, today, zone, seen)
    late_calls = sorted((slot for slot in late if slot.type == "call"), key=_urgency_of_late)
    agenda = [slot for slot in slots if not (slot.type == "call" and slot.is_day)]
    in_order = [*((slot, False) for slot in calls), *((slot, True) for slot in late_calls)][:MOST]
    with store.read() as session:
        people = people_of(session, [slot for slot, _is_late in in_order] + agenda)
        return Day(
            today,
            tuple(_holidays(session, country, today)),
            tuple(agenda),
            places_of(session, agenda, people),
            tuple(slot for slot in late if slot.type != "call"),
            counts.get(False, 0),
            tuple(_calls(session, in_order, people)),
            len(calls) + counts.get(True, 0),
        )


def _late(store: Store, today: date, zone: str | None, seen: Whose) -> tuple[list[Slot], dict[bool, int]]:
    """The latest first; and how many there are, of calls and of others."""
    found = due.late(store.connection, today.isoformat(), today.toordinal(), MOST, seen)
    slots = calendar.told(store, [(row.id, row.instance, None) for row in found], zone=zone)
    return slots[::-1], {bool(row.is_call): row.number for row in found}


def _urgency(slot: Slot) -> tuple[int, bool, str]:
    """What is urgent first, then by the clock, and then what has no time."""
    return _RANKS.get(slot.priority, 1), slot.is_day, slot.starts


def _urgency_of_late(slot: Slot) -> tuple[int, int]:
    return _RANKS.get(slot.priority, 1), -slot.first_day.toordinal()


def _holidays(session: Session, country: str, day: date) -> list[str]:
    from crmdesk.services import holidays

    return [one.name for one in holidays.of_file(session, country, day, day)] if country else []


def people_of(session: Session, slots: Iterable[Slot]) -> dict[bytes, list[bytes]]:
    """Who takes part, by activity."""
    found: defaultdict[bytes, list[bytes]] = defaultdict(list)
    keys = list(dict.fromkeys(slot.activity_id for slot in slots))
    for part in sorted(bulk.fetch(session, Participation, "activity_id", keys), key=lambda part: part["created_at"]):
        found[part["activity_id"]].append(part["owner_id"])
    return found


def places_of(session: Session, slots: Sequence[Slot], people: Mapping[bytes, list[bytes]]) -> dict[bytes, str]:
    """Of appointments only: nobody goes to a call."""
    from crmdesk import i18n
    from crmdesk.printing.addresses import one_line
    from crmdesk.services import preferences

    meant = [slot for slot in slots if slot.type in APPOINTMENTS]
    owners = list({owner for slot in meant for owner in people.get(slot.activity_id, ())})
    addresses = {row["owner_id"]: row for row in bulk.fetch(session, Address, "owner_id", owners)}
    country, language = preferences.country(session), i18n.language()
    found = {}
    for slot in meant:
        row = next((addresses[owner] for owner in people.get(slot.activity_id, ()) if owner in addresses), None)
        of_people = one_line(row, from_country=country, language=language) if row else ""
        if place := slot.place or of_people:
            found[slot.activity_id] = place
    return found


def _calls(session: Session, slots: Sequence[tuple[Slot, bool]], people: Mapping[bytes, list[bytes]]) -> list[Call]:
    owners = list(dict.fromkeys(key for slot, _is_late in slots for key in people.get(slot.activity_id, ())))
    cards = cards_of(session, owners)
    said = _said(session, list(cards))
    return [_call(slot, is_late, people.get(slot.activity_id, ()), cards, said) for slot, is_late in slots]


def cards_of(session: Session, owners: Sequence[bytes]) -> dict[bytes, rolodex.Glance]:
    rows = rows_of(session, list(owners))
    found: dict[bytes, rolodex.Glance] = {}
    for kind in ("contact", "company"):
        of_kind = [row for row in rows if row.kind == kind]
        found |= {card.id: card for card in rolodex.without_doings(session, kind, of_kind)} if of_kind else {}
    return found


def _call(
    slot: Slot,
    is_late: bool,
    people: Sequence[bytes],
    cards: Mapping[bytes, rolodex.Glance],
    said: Mapping[bytes, Said],
) -> Call:
    known = [cards[key] for key in people if key in cards]
    card = next((card for card in known if card.phones), known[0] if known else None)
    if card is None:
        return Call(slot, is_late)
    phone = card.phones[0] if card.phones else None
    return Call(
        slot, is_late, card.id, card.kind, card.name, card.company, phone, tuple(card.refusals), said.get(card.id)
    )


def _said(session: Session, owners: Sequence[bytes]) -> dict[bytes, Said]:
    """The later of the last note and the last that was done."""
    found: dict[bytes, Said] = {}
    for key, summary in activities.summary(session, owners).items():
        if (last := summary.last_any) and last.done_at is not None:
            found[key] = Said(last.done_at, last.type, _first_line(last.text or last.words), last.is_reached)
    for note in bulk.fetch(session, Note, "owner_id", list(owners)):
        before = found.get(note["owner_id"])
        if before is None or before.at < note["created_at"]:
            found[note["owner_id"]] = Said(
                note["created_at"], "", _first_line(Rich(note["text"], bool(note["is_html"])).plain())
            )
    return found


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0][:200]


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody's day."""

    day: YearlyDay
    is_planned: bool
    """A letter to them is planned already."""


def coming(store: Store, today: date, days: int = 7) -> list[Coming]:
    """Birthdays and anniversaries, of today too."""
    found = yearly_days.between(store, today, today + timedelta(days=days))
    planned = silence.with_plans(store.connection, list({one.contact_id for one in found}), "letter")
    return [Coming(one, one.contact_id in planned) for one in found]
