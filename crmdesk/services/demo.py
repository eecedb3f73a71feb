"""Sample data: the card file of a small supplier of bakeries whose customers live in many countries."""

import json
from collections.abc import Generator, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain, islice
from random import Random
from typing import Any

from crmdesk import paths
from crmdesk.domain.card import Card
from crmdesk.domain.values.dates import compose_date
from crmdesk.i18n import _
from crmdesk.services import demo_business, demo_money, demo_pictures, preferences
from crmdesk.services.cards import Writer
from crmdesk.services.demo_doings import Doings
from crmdesk.services.demo_people import crowd
from crmdesk.services.demo_words import Chance
from crmdesk.services.importing import renew_search
from crmdesk.services.reports import Progress
from crmdesk.store.store import Store

TODAY = date(2026, 11, 20)
_DAY = 86_400_000
_HOUR = 3_600_000
_PICTURED = 200


def cards(size: int, seed: int = 1, today: date = TODAY) -> Iterator[Card]:
    """`size` contacts, and before each the company or household it belongs to; the same for the same arguments.

    The first ones are told with care, for pictures and first looks; the others are made up. History ends at `today`.
    """
    midnight = int(datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp()) * 1000
    artist = Random(seed).random  # of its own: faces do not change names
    contacts = 0
    told = list(_told(midnight))
    taken = frozenset(card.fields["name"] for card in told if card.kind == "company")
    for card in chain(told, crowd(Random(seed).random, midnight, taken)):
        if contacts == size:
            return
        if card.kind == "contact":
            if contacts < _PICTURED and contacts % 6 == 3:
                _add_portrait(artist, card)
            contacts += 1
        yield card


def _add_portrait(random: Chance, card: Card) -> None:
    country = card.addresses[0]["country"] if card.addresses else None
    card.photo = (demo_pictures.MEDIA_TYPE, demo_pictures.portrait(random, card.fields.get("gender"), country))


def _told(midnight: int) -> Iterator[Card]:
    for entry in json.loads((paths.resources() / "demo" / "first.json").read_text("utf-8")):
        yield _card(entry, midnight)


def _card(entry: dict[str, Any], midnight: int) -> Card:
    card = Card(**entry)
    for dated in (card.fields, *card.notes):
        ago = dated.pop("ago")
        dated["created_at"] = midnight - _DAY * ago[0] + round(_HOUR * ago[1])
    if soon := card.fields.pop("birthday_in", None):
        card.fields["birthday"] = _birthday(midnight, *soon)
    return card


def _birthday(midnight: int, days: int, year: int | None) -> str:
    """That many days ahead: whoever looks has one to think of."""
    day = datetime.fromtimestamp(midnight / 1000, UTC).date() + timedelta(days=days)
    return str(compose_date(year, day.month, day.day) or compose_date(None, day.month, day.day))


def sample(store: Store, size: int) -> Generator[Progress, None, int]:
    """A whole file to look around in: people and what was done with them, and the business whose file it is."""
    demo_business.add(store)
    return (yield from fill(store, size))


def fill(store: Store, size: int, seed: int = 1, today: date | None = None) -> Generator[Progress, None, int]:
    """Put sample data into a file as one step, for good: undo would leave a new user with nothing.

    Its history ends today, and what is planned begins then.
    """
    today = today or date.today()  # noqa: DTZ011 - the user's own day
    midnight = int(datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp()) * 1000
    with store.write_in_parts(_("Sample data"), can_undo=False) as (session, step):
        writer = Writer(session, preferences.country(session))
        doings = Doings(Random(seed).random, today, midnight, store.author)
        written = 0
        people = cards(size, seed, today)
        while part := list(islice(people, 500)):
            for card in part:
                doings.add(writer.add(card), card)
            writer.flush()
            doings.flush(session)
            written += len(part)
            yield Progress(0.7 * written / (1.2 * size), _("Writing sample data"))
        yield from renew_search(session, step)
        demo_money.add(session, store.author, today, midnight)
    return written
