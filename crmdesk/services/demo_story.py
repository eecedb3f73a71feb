"""What has happened with the people of the sample file: notes over a year, tags, groups, wishes."""

from crmdesk.domain.card import Card
from crmdesk.services.demo_words import Chance, Country, pick, story

MONTHS = tuple(f"{month:02d}" for month in range(1, 13))
DAYS = tuple(
    f"{month:02d}-{day:02d}"
    for month, days in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)
    for day in range(1, days + 1)
)
_DAY = 86_400_000
_HOUR = 3_600_000


def instant(random: Chance, midnight: int, days: int) -> int:
    """Some time in office hours of the `days` before `midnight`, in ms."""
    return midnight - _DAY * (1 + int(random() * days)) + 7 * _HOUR + int(random() * 11 * _HOUR)


def add_story(random: Chance, midnight: int, card: Card, country: Country | None = None, city: str = "") -> None:
    """`country` and `city` are given for people only; a company has notes and tags."""
    made = card.fields["created_at"]
    days = max(1, min(365, (midnight - made) // _DAY - 1))
    card.notes = [_note(random, midnight, days) for _ in range(1 + int(random() * 3))]
    if random() < 0.5:
        card.tags.append(pick(random, story()["tags"]))
    if country:
        _add_wishes(random, card, country, city)


def _note(random: Chance, midnight: int, days: int) -> dict[str, object]:
    words = story()
    text = pick(random, words["notes"]).format(
        count=2 + int(random() * 5), product=pick(random, words["products"]), day=pick(random, words["days"])
    )
    return {"text": text, "created_at": instant(random, midnight, days)}


def _add_wishes(random: Chance, card: Card, country: Country, city: str) -> None:
    words = story()
    card.fields["source"] = pick(random, words["sources"])
    if random() < 0.5:
        card.fields["id_status"] = pick(random, words["id_status"])
    if random() < 0.7:
        card.groups.append(pick(random, words["groups"]))
    visits = words["visits"].get(city)
    if visits and random() < 0.5:
        card.groups.append(visits)
    if random() < 0.3:
        card.custom["Favourite bread"] = pick(random, country.breads)
    if random() < 0.15:
        card.custom["Delivery window"] = pick(random, words["delivery"])
    if random() < 0.12:
        _opt_out(random, card)


def _opt_out(random: Chance, card: Card) -> None:
    reasons = story()["opt_outs"]
    channel = pick(random, tuple(reasons))
    since = f"{2023 + int(random() * 3)}-{pick(random, DAYS)}"
    card.opt_outs.append({"channel": channel, "reason": pick(random, reasons[channel]), "since": since})
