"""The calendar: months, weeks and a year of it with ten thousand series and what was done in ten years."""

import gc
import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.ids import named_id, new_id
from crmdesk.services import calendar, picks
from crmdesk.services.lookup import keys_of
from crmdesk.store import bulk
from crmdesk.store.store import Store
from crmdesk.ui.calendar import ENOUGH, LINES
from crmdesk.ui.calendar_entries import Wanted, counted, planned
from crmdesk.widgets.agenda_list import WINDOW
from tests.bench import window
from tests.bench.table import Line, aim
from tests.bench.workshop import KEY, Workshop, opened, seconds

SERIES, PAST = 10, 2
"""One series for so many contacts, and so many things done with each: 10,000 and 200,000 of the usual 100,000."""
OPEN, TURN, YEAR, ENTER = 0.050, 0.030, 0.200, 0.001
SCREEN, HASTE = 0.400, 0.060
RULES = (
    *["FREQ=YEARLY"] * 10, *["FREQ=MONTHLY;UNTIL={end}"] * 3, *["FREQ=WEEKLY;COUNT=20"] * 3, "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL={end}", "FREQ=WEEKLY;INTERVAL=2;UNTIL={end}", "FREQ=DAILY;COUNT=10",
)  # fmt: skip
ON = 200
"""Every so many of all goes on every week."""
PEOPLE = 100
"""One for so many of the size."""
TODAY = date.today()  # noqa: DTZ011 - by the clock on the wall
Row = dict[str, Any]


def run(workshop: Workshop) -> Iterator[Line]:
    gc.disable()  # as in the window, where garbage is collected between two doings
    try:
        yield from _measured(workshop)
    finally:
        gc.enable()


def _measured(workshop: Workshop) -> Iterator[Line]:
    path = workshop.folder / f"calendar-{workshop.size}.crmdesk"
    series = _series(workshop.size // SERIES)
    with opened(workshop.empty("series")) as store:
        store.look_ahead(TODAY, TODAY)
        entered = seconds(lambda: _enter(store, series, []))
    yield aim("calendar: series taken in", len(series), entered, ENTER * len(series))
    _fill(workshop, path, series)
    yield from _asked(workshop, path, series)
    yield from _drawn(workshop, path)


def _asked(workshop: Workshop, path: Path, series: list[Row]) -> Iterator[Line]:
    """What the views ask the file for, made into their entries."""
    size = len(series)
    with opened(Store.open(path, KEY)) as store:
        yield aim("calendar: month opens, the first", size, seconds(lambda: _open(store)), OPEN)
        months = [date(TODAY.year, month, 1) for month in range(1, 13)] * workshop.rounds
        turned = median(seconds(partial(_turn, store, day)) for day in months)
        yield aim("calendar: next and previous month", size, turned, TURN)
        agenda = Wanted(TODAY, TODAY + timedelta(WINDOW - 1), enough=ENOUGH)
        yield aim("calendar: agenda opens", size, seconds(lambda: planned(store, agenda, {})), OPEN)
        end = TODAY + timedelta(364)
        whole = [seconds(lambda: calendar.between(store, TODAY, end)) for _round in range(workshop.rounds)]
        yield aim("calendar: agenda of a year, all of it", size, median(whole), YEAR)
        year = Wanted(date(TODAY.year, 1, 1), date(TODAY.year, 12, 31))
        yield aim("calendar: year, days counted", size, seconds(lambda: counted(store, year)), YEAR)
        for name, work in _peers(series):
            yield Line("calendar: month", size, turned, seconds(work), name)


def _drawn(workshop: Workshop, path: Path) -> Iterator[Line]:
    """In the real window, from the press until it is painted."""
    size, seen = workshop.size // SERIES, window.measure("turn", path)
    yield aim("calendar: its screen made and drawn", size, seen["opened"], SCREEN)
    yield aim("calendar: next and previous month, drawn", size, median(seen["turned"]), TURN)
    yield aim("calendar: from month to month in haste, drawn", size, median(seen["leafed"]), HASTE)
    yield aim("calendar: agenda, drawn", size, seen["agenda"], YEAR)


def _open(store: Store) -> None:
    """All that stands in the cells, and the points of the small month."""
    picks.choices(store, "activity")
    counted(store, _month(TODAY))
    _turn(store, TODAY)


def _turn(store: Store, day: date) -> None:
    planned(store, _month(day), {})


def _month(day: date) -> Wanted:
    """Six weeks, with what was done."""
    first = day.replace(day=1)
    first -= timedelta(first.weekday())
    return Wanted(first, first + timedelta(41), most=LINES)


def _fill(workshop: Workshop, path: Path, series: list[Row]) -> None:
    if path.exists():
        return
    draft = path.with_suffix(".draft")
    draft.write_bytes(workshop.sample(max(workshop.size // PEOPLE, 10)).read_bytes())
    with opened(Store.open(draft, KEY)) as store:
        people = keys_of(store, "contact", None)
        _enter(store, [*series, *_past(PAST * workshop.size)], people)
        store.look_ahead(TODAY - timedelta(200), TODAY)
    draft.rename(path)


def _enter(store: Store, rows: list[Row], people: list[bytes]) -> None:
    with store.write("Bench") as session:
        bulk.insert(session, Activity, rows)
        parts = zip(rows, people * (len(rows) // max(len(people), 1) + 1), strict=False)
        bulk.insert(
            session, Participation,
            [
                {"id": named_id("participation", row["id"], owner), "activity_id": row["id"], "owner_id": owner}
                for row, owner in parts
            ],
        )  # fmt: skip


def _series(size: int) -> list[Row]:
    """Begun in the last eight years; most that come every week have ended."""
    chance = random.Random(7)
    rows = []
    for number in range(size):
        begin = TODAY - timedelta(chance.randrange(365 * 8))
        end = f"{begin + timedelta(chance.randrange(30, 365)):%Y%m%d}T200000Z"
        rule = "FREQ=WEEKLY" if number % ON == 0 else chance.choice(RULES).format(end=end)
        times = {"starts": f"{begin}T{8 + number % 9:02}:00", "ends": f"{begin}T{8 + number % 9:02}:45"}
        about = {"type": "meeting", "subject": f"Series {number}", "zone": "Europe/Berlin"}
        rows.append({"id": new_id(), **about, **times, "recurrence": f"RRULE:{rule}"})
    return rows


def _past(size: int) -> list[Row]:
    """Of ten years, every third planned before it was done."""
    chance = random.Random(8)
    rows: list[Row] = []
    for number in range(size):
        day = TODAY - timedelta(1 + chance.randrange(3650))
        done_at = int(datetime(day.year, day.month, day.day, 12).timestamp() * 1000)  # noqa: DTZ001
        row = {"id": new_id(), "type": "call", "subject": f"Call {number}", "done_at": done_at}
        rows.append({**row, "starts": f"{day}T12:00", "ends": f"{day}T12:15"} if number % 3 == 0 else row)
    return rows


def _peers(series: list[Row]) -> Iterator[tuple[str, Callable[[], object]]]:
    """The same month, worked out by those that others use."""
    first = datetime(TODAY.year, TODAY.month, 1)  # noqa: DTZ001
    if find_spec("dateutil"):
        yield "dateutil", lambda: [_by_dateutil(row, first) for row in series]
    if find_spec("recurring_ical_events"):
        yield "recurring-ical-events", lambda: _by_events(series, first)


def _by_dateutil(row: Row, first: datetime) -> list[datetime]:
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

    rule = row["recurrence"].partition(":")[2].replace("200000Z", "200000")
    found = rrulestr(rule, dtstart=datetime.fromisoformat(row["starts"])).between(first, first + timedelta(42))
    return list(found)


def _by_events(series: list[Row], first: datetime) -> object:
    from icalendar import Calendar
    from recurring_ical_events import of  # type: ignore[import-not-found]

    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTART:{row['starts'].replace('-', '').replace(':', '')}00\r\n"
        f"{row['recurrence'].replace('200000Z', '200000')}\r\nEND:VEVENT\r\n"
        for number, row in enumerate(series)
    )
    return of(Calendar.from_ical(f"BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n")).between(first, first + timedelta(42))
