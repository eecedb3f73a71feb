"""What was done and is planned with the people of the sample file."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from crmdesk import paths
from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.base import now
from crmdesk.domain.card import Card
from crmdesk.domain.contacts import compose_name
from crmdesk.domain.ids import named_id, new_id
from crmdesk.services.activities import MEETINGS
from crmdesk.services.demo_story import instant
from crmdesk.services.demo_words import Chance, pick, story
from crmdesk.store import bulk

_DAY, _HOUR = 86_400_000, 3_600_000
_TYPES = ("call",) * 6 + ("email",) * 3 + ("meeting", "visit", "letter", "message")
_COLLEAGUES = ("", "", "", "Bia", "Marek")
_WITH = 0.15
"""The share of people in the crowd with whom something was done."""


class Doings:
    """Collects rows for one owner after the other, and adds them."""

    def __init__(self, random: Chance, today: date, midnight: int, me: str) -> None:
        self._random, self._today, self._midnight, self._me = random, today, midnight, me
        self._activities: list[dict[str, Any]] = []
        self._parts: list[dict[str, Any]] = []

    def add(self, owner: bytes, card: Card) -> None:
        name = compose_name(card.fields.get("given_name"), None, card.fields.get("family_name"))
        told = _told().get(name)
        if told is not None:
            rows: Iterator[dict[str, Any]] = map(self._of_told, told)
        else:
            rows = self._made_up(card) if card.kind == "contact" and self._random() < _WITH else iter(())
        for row in rows:
            self._take(owner, row)

    def _take(self, owner: bytes, row: dict[str, Any]) -> None:
        key = new_id()
        if row.get("done_at") and row["type"] in MEETINGS:
            row.setdefault("is_reached", True)
        self._activities.append({"author": self._me or None, **row, "id": key})
        part = named_id("participation", key, owner)
        self._parts.append({"id": part, "activity_id": key, "owner_id": owner, "role": "with"})

    def flush(self, session: Session) -> None:
        bulk.insert(session, Activity, self._activities)
        bulk.insert(session, Participation, self._parts)
        self._activities.clear()
        self._parts.clear()

    def _of_told(self, entry: dict[str, Any]) -> dict[str, Any]:
        row = dict(entry)
        if ago := row.pop("ago", None):
            told = self._midnight - _DAY * ago[0] + round(_HOUR * ago[1])
            row["done_at"] = min(told, now())  # who begins early in the morning has done it just now
        if ahead := row.pop("ahead", None):
            row["starts"] = self._day(*ahead)
        return row

    def _day(self, days: int, time: str) -> str:
        day = (self._today + timedelta(days=days)).isoformat()
        return f"{day}T{time}" if time else day

    def _made_up(self, card: Card) -> Iterator[dict[str, Any]]:
        random = self._random
        days = max(1, min(400, (self._midnight - card.fields["created_at"]) // _DAY - 1))
        for _number in range(1 + int(random() * 4)):
            kind = pick(random, _TYPES)
            row: dict[str, Any] = {
                "type": kind,
                "text": _words(random, story()["notes"]),
                "done_at": instant(random, self._midnight, days),
            }
            if kind in ("call", "message"):
                row |= {"is_reached": random() < 0.7, "duration": 2 + int(random() * 25)}
            if author := pick(random, _COLLEAGUES):
                row["author"] = author
            yield row
        if random() < 0.4:
            time = f"{8 + int(random() * 9):02}:{pick(random, ('00', '30'))}"
            kind = pick(random, _TYPES)
            yield {
                "type": kind,
                "subject": _words(random, story()["plans"][kind]),
                "starts": self._day(int(random() * 24) - 3, time),
            }


def _words(random: Chance, texts: list[str]) -> str:
    words = story()
    text = pick(random, texts)
    return text.format(
        count=2 + int(random() * 5), product=pick(random, words["products"]), day=pick(random, words["days"])
    )


@cache
def _told() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads((paths.resources() / "demo" / "doings.json").read_text("utf-8"))
    return found
