"""What stands on paper of some days: their times, who it is with, where to reach them, what was last said."""

from collections import defaultdict
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Participation
from crmdesk.domain.channels import PHONE_LABELS
from crmdesk.i18n import _, ngettext, worded
from crmdesk.printing.day_entries import Day, Diary, Item, Layout
from crmdesk.services import activities, calendar, holidays, preferences, rolodex, team, yearly_days
from crmdesk.services.postcards import phone_words
from crmdesk.services.shown_values import locale
from crmdesk.services.today import APPOINTMENTS
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.domain.slots import Slot
    from crmdesk.printing.lists import Paper, Printed

_WEEKDAYS = 7
_MOST_WITH = 6
"""People of one appointment whose numbers are told."""


@dataclass(frozen=True, slots=True)
class Wanted:
    layout: Layout
    day: date
    """Any of the week or month."""
    first_weekday: int = 0
    """0 is Monday."""
    is_24h: bool = True
    working_days: Sequence[int] = (0, 1, 2, 3, 4)


def gather(store: Store, wanted: Wanted, now: datetime | None = None) -> Generator[float, None, Diary]:
    first, last = span(wanted)
    now = now or datetime.now()  # noqa: DTZ005 - by the clock on the wall
    slots = team.own(store, calendar.between(store, first, last))
    late = [slot for slot in team.own(store, calendar.overdue(store, now)) if slot.first_day < first]
    yield 0.4
    notes = _notes(store, first, last)
    with store.read() as session:
        writer = _Writer(session, wanted, [*slots, *late], notes)
    yield 0.9
    return writer.diary(slots, late, first, last)


def span(wanted: Wanted) -> tuple[date, date]:
    """The first and the last day on the paper; of a month whole weeks."""
    day = wanted.day
    if wanted.layout == "week":
        first = _week_of(day, wanted.first_weekday)
        return first, first + timedelta(days=_WEEKDAYS - 1)
    if wanted.layout == "month":
        following = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
        last = _week_of(following - timedelta(days=1), wanted.first_weekday) + timedelta(days=_WEEKDAYS - 1)
        return _week_of(day.replace(day=1), wanted.first_weekday), last
    return day, day


def _week_of(day: date, first_weekday: int) -> date:
    return day - timedelta(days=(day.weekday() - first_weekday) % _WEEKDAYS)


def _notes(store: Store, first: date, last: date) -> dict[date, str]:
    """Holidays and birthdays."""
    with store.read() as session:
        free = holidays.of_file(session, preferences.country(session), first, last)
    found: defaultdict[date, list[str]] = defaultdict(list)
    for holiday in free:
        found[holiday.day].append(holiday.name)
    words = {"birthday": _("Birthday of {name}"), "anniversary": _("Anniversary of {name}")}
    for one in yearly_days.between(store, first, last):
        years = f" ({one.years})" if one.years else ""
        found[one.day].append(words[one.field].format(name=one.name) + years)
    return {day: ", ".join(texts) for day, texts in found.items()}


class _Writer:
    """Puts into words what it looked up before."""

    def __init__(self, session: Session, wanted: Wanted, slots: "Sequence[Slot]", notes: Mapping[date, str]) -> None:
        self.wanted, self.notes = wanted, notes
        self.is_detailed = wanted.layout in ("day", "pocket", "visits")
        self.who: defaultdict[bytes, list[bytes]] = defaultdict(list)
        self.cards: dict[bytes, rolodex.Glance] = {}
        self.last: dict[bytes, activities.Summary] = {}
        if self.is_detailed:
            self._look_up(session, list(dict.fromkeys(slot.activity_id for slot in slots)))

    def _look_up(self, session: Session, keys: list[bytes]) -> None:
        for part in bulk.fetch(session, Participation, "activity_id", keys):
            self.who[part["activity_id"]].append(part["owner_id"])
        rows = rows_of(session, list(dict.fromkeys(key for keys in self.who.values() for key in keys)))
        for kind in ("contact", "company"):
            of_kind = [row for row in rows if row.kind == kind]
            self.cards |= {card.id: card for card in rolodex.without_doings(session, kind, of_kind)}
        self.last = activities.summary(session, list(self.cards))

    def diary(self, slots: "Sequence[Slot]", late: "Sequence[Slot]", first: date, last: date) -> Diary:
        if self.wanted.layout == "pocket":
            calls = [slot for slot in (*late, *slots) if slot.type == "call" and not slot.is_done]
            return Diary(
                _("Calls, {day}").format(day=self.words("MMMEd", first)),
                [Day("", [self.item(slot, to_tick=True) for slot in calls])],
                ngettext("{count} call", "{count} calls", len(calls)).format(count=len(calls)),
            )
        if self.wanted.layout == "visits":
            return self.visits(slots, first)
        is_task = {"to-do"} if self.wanted.layout != "month" else set()
        timed = [slot for slot in slots if slot.type not in is_task or not slot.is_day]
        days = [self.day(timed, first + timedelta(days=number)) for number in range((last - first).days + 1)]
        tasks = [*late, *(slot for slot in slots if slot not in timed)] if is_task else []
        to_do = [self.item(slot, to_tick=True) for slot in tasks]
        return Diary(self.title(first), days, self.detail(first, last), self.weekdays(first), to_do)

    def visits(self, slots: "Sequence[Slot]", day: date) -> Diary:
        """Where one goes, in order, with a number each."""
        meant = [slot for slot in slots if slot.type in APPOINTMENTS and self.place(slot)]
        items = [self.item(slot, on=day) for slot in sorted(meant, key=lambda slot: (slot.is_day, slot.starts))]
        numbered = [replace(item, title=f"{number}. {item.title}") for number, item in enumerate(items, 1)]
        told = ngettext("{count} visit", "{count} visits", len(items)).format(count=len(items))
        return Diary(_("Visits, {day}").format(day=self.words("MMMEd", day)), [Day("", numbered)], told)

    def place(self, slot: "Slot") -> str:
        cards = [self.cards[key] for key in self.who[slot.activity_id] if key in self.cards]
        return slot.place or next((", ".join(card.address) for card in cards if card.address), "")

    def day(self, slots: "Sequence[Slot]", day: date) -> Day:
        wanted = self.wanted
        if wanted.layout == "month":
            heading = str(day.day)
        else:
            heading = self.words("Ed" if wanted.layout == "week" else "MMMMd", day)
        return Day(
            heading,
            [self.item(slot, on=day) for slot in slots if slot.first_day <= day <= slot.last_day],
            self.notes.get(day, ""),
            is_outside=wanted.layout == "month" and day.month != wanted.day.month,
            is_off=day.weekday() not in wanted.working_days and wanted.layout != "day",
        )

    def item(self, slot: "Slot", *, on: date | None = None, to_tick: bool = False) -> Item:
        title = slot.subject or activities.type_words(slot.type)
        return Item(title, self.time(slot, on), self.lines(slot), to_tick, slot.is_done)

    def time(self, slot: "Slot", on: date | None) -> str:
        """Of what began before that day, until when; without a day also the date."""
        if slot.is_day:
            return "" if on else self.words("MMMd", slot.first_day)
        clocks = [self.clock(text) for text in (slot.starts, slot.ends)]
        if on and slot.first_day < on:
            return f"– {clocks[1]}" if slot.last_day == on else ""
        told = clocks[0] if slot.ends == slot.starts or slot.last_day != slot.first_day else "–".join(clocks)
        return told if on or slot.first_day == self.wanted.day else f"{self.words('MMMd', slot.first_day)} {told}"

    def clock(self, wall: str) -> str:
        from babel.dates import format_time

        pattern = "H:mm" if self.wanted.is_24h else "h:mm a"
        return format_time(time.fromisoformat(wall[11:16]), pattern, locale=locale())

    def lines(self, slot: "Slot") -> list[str]:
        if not self.is_detailed:
            return [part for part in (", ".join(slot.people), slot.place) if part and part != slot.subject]
        cards = [self.cards[key] for key in self.who[slot.activity_id][:_MOST_WITH] if key in self.cards]
        lines = [line for card in cards for line in self.reach(card)]
        address = next((", ".join(card.address) for card in cards if card.address), "")
        lines.append(slot.place or address)
        return [line for line in [*lines, *self.last_said(cards)] if line]

    def reach(self, card: rolodex.Glance) -> list[str]:
        numbers = [f"{worded(PHONE_LABELS, part['label'])} {phone_words(part)}" for part in card.phones]
        return [", ".join(filter(None, (card.name, card.company))), " · ".join(numbers)]

    def last_said(self, cards: Sequence[rolodex.Glance]) -> list[str]:
        last = next((self.last[card.id].last_any for card in cards if card.id in self.last), None)
        if last is None or not last.words or last.done_at is None:
            return []
        day = datetime.fromtimestamp(last.done_at / 1000).astimezone().date()
        return [_("{day}: “{words}”").format(day=self.words("yMMMd", day), words=last.words)]

    # Dates

    def words(self, skeleton: str, day: date) -> str:
        from babel.dates import format_skeleton

        return str(format_skeleton(skeleton, datetime.combine(day, time()), locale=locale()))

    def title(self, first: date) -> str:
        from babel.dates import format_date

        if self.wanted.layout == "month":
            return self.words("yMMMM", self.wanted.day)
        if self.wanted.layout == "week":
            return _("Week {number}").format(number=(first + timedelta(days=3)).isocalendar().week)
        return format_date(first, "full", locale=locale())

    def detail(self, first: date, last: date) -> str:
        if self.wanted.layout == "week":
            return f"{self.words('MMMMd', first)} – {self.words('yMMMMd', last)}"
        return ""

    def weekdays(self, first: date) -> list[str]:
        return [self.words("EEEE", first + timedelta(days=number)) for number in range(_WEEKDAYS)]


def print_pdf(diary: Diary, layout: Layout, paper: "Paper") -> "Generator[float, None, tuple[bytes, Printed]]":
    from crmdesk.printing import days

    file = BytesIO()
    printed = yield from days.render(diary, layout, file, paper)
    return file.getvalue(), printed
