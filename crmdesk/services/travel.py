"""The stops of a day in their order: where one goes, to whom, and how much time there is between."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crmdesk.domain.slots import Slot
from crmdesk.services import calendar, team, today
from crmdesk.store.store import Store

_ONLINE = ("http://", "https://", "www.")


@dataclass(frozen=True, slots=True)
class Stop:
    slot: Slot
    place: str
    """An address in one line, as a map can find it."""
    person: bytes | None = None
    kind: str = "contact"
    name: str = ""
    company: str = ""
    phone: dict[str, Any] | None = None
    minutes: int | None = None
    """To get here from the stop before; nothing for the first, and where a time of the two is not known."""


def stops(store: Store, day: date, *, zone: str | None = None) -> list[Stop]:
    """By the clock, what has no time last; what was done stays, since one was there."""
    own = team.own(store, calendar.between(store, day, day, zone=zone))
    slots = [slot for slot in own if slot.type in today.APPOINTMENTS]
    with store.read() as session:
        people = today.people_of(session, slots)
        places = today.places_of(session, slots, people)
        cards = today.cards_of(session, list(dict.fromkeys(key for keys in people.values() for key in keys)))
    found: list[Stop] = []
    for slot in sorted(slots, key=lambda slot: (slot.is_day, slot.starts)):
        place = places.get(slot.activity_id, "")
        if not place or place.casefold().startswith(_ONLINE):
            continue
        known = [cards[key] for key in people.get(slot.activity_id, ()) if key in cards]
        card = next((card for card in known if card.phones), known[0] if known else None)
        minutes = _between(found[-1].slot, slot) if found else None
        if card is None:
            found.append(Stop(slot, place, minutes=minutes))
            continue
        phone = card.phones[0] if card.phones else None
        found.append(Stop(slot, place, card.id, card.kind, card.name, card.company, phone, minutes))
    return found


def _between(before: Slot, after: Slot) -> int | None:
    """Less than none where they overlap."""
    if before.is_day or after.is_day:
        return None
    return int((datetime.fromisoformat(after.starts) - datetime.fromisoformat(before.ends)).total_seconds() // 60)
