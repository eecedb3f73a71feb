"""Changes of one and all that follow (RANGE=THISANDFUTURE): they hold for all later ones, and come out again."""

from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.activities import Activity
from crmdesk.services import calendar as diary
from crmdesk.services import exporting, importing
from crmdesk.services.importing import Verdict
from crmdesk.store.store import Store
from tests.services.test_calendar_import import all_of, calendar, event, take
from tests.services.test_importing import done
from tests.store.template import another

ZONE = "Europe/Berlin"
FIRST = datetime(2099, 10, 5, 10)  # noqa: DTZ001 - the wall; the clocks go back on the 25th


def told(name: str, at: datetime) -> str:
    return f"{name};TZID={ZONE}:{at:%Y%m%dT%H%M%S}"


def series(rule: str = "FREQ=WEEKLY;COUNT=8", *more: str) -> str:
    ends = told("DTEND", FIRST + timedelta(hours=1))
    return event("UID:w@x", "SUMMARY:Round", told("DTSTART", FIRST), ends, f"RRULE:{rule}", *more)


def following(instance: datetime, at: datetime, subject: str, *more: str) -> str:
    name = f"RECURRENCE-ID;RANGE=THISANDFUTURE;TZID={ZONE}"
    ends = told("DTEND", at + timedelta(hours=2))
    begin = told("DTSTART", at)
    return event("UID:w@x", f"SUMMARY:{subject}", begin, ends, f"{name}:{instance:%Y%m%dT%H%M%S}", *more)


def single(instance: datetime, at: datetime) -> str:
    return event("UID:w@x", "SUMMARY:Apart", told("DTSTART", at), told("RECURRENCE-ID", instance))


def seen(store: Store) -> list[tuple[str, str, str | None]]:
    found = diary.between(store, date(2099, 9, 1), date(2100, 9, 1), zone=ZONE)
    return [(slot.starts, slot.subject, slot.ends) for slot in found]


def week(number: int, hour: int = 10, days: int = 0) -> datetime:
    return FIRST.replace(hour=hour) + timedelta(weeks=number, days=days)


def planned(*some: tuple[datetime, str]) -> list[tuple[str, str]]:
    return sorted((at.isoformat(timespec="minutes"), subject) for at, subject in some)


def starts(store: Store) -> list[tuple[str, str]]:
    return sorted((at, subject) for at, subject, _ends in seen(store))


THREE = (
    series(),
    following(week(2), week(2, 15, 1), "Later"),
    single(week(4), week(4, 8)),
    following(week(5), week(5, 9), "Early"),
)
WANTED = planned(
    (week(0), "Round"), (week(1), "Round"), (week(2, 15, 1), "Later"), (week(3, 15, 1), "Later"),
    (week(4, 8), "Apart"), (week(5, 9), "Early"), (week(6, 9), "Early"), (week(7, 9), "Early"),
)  # fmt: skip


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_it_holds_for_all_that_follow(template: Path, store: Store, tmp_path: Path, order: tuple[int, ...]) -> None:
    data = calendar(*(THREE[place] for place in order))
    take(store, tmp_path, data)
    assert starts(store) == WANTED
    assert all(ends[11:] for _at, _subject, ends in seen(store) if ends)
    assert take(store, tmp_path, data).counts == {Verdict.UNCHANGED: 4}
    assert starts(store) == WANTED
    # out, and in again: here nothing changes, elsewhere it is the same
    done(exporting.export(store, tmp_path / "out.ics", "ics"))
    assert set(done(importing.preview(store, [tmp_path / "out.ics"])).counts) == {Verdict.UNCHANGED}
    with closing(another(template, tmp_path)) as other:
        done(importing.run(other, [tmp_path / "out.ics"]))
        assert seen(other) == seen(store)
        done(exporting.export(other, tmp_path / "again.ics", "ics"))
    text = (tmp_path / "again.ics").read_text()
    assert text.count("UID:w@x\n") == 1
    assert "RANGE=" not in text


def test_part_by_part_and_in_newer_versions(store: Store, tmp_path: Path) -> None:
    take(store, tmp_path, calendar(THREE[1]))
    assert starts(store) == planned((week(2, 15, 1), "Later"))
    take(store, tmp_path, calendar(THREE[0], THREE[1]))
    assert [subject for _at, subject in starts(store)] == ["Round"] * 2 + ["Later"] * 6
    take(store, tmp_path, calendar(THREE[0], following(week(2), week(2, 16), "Much later", "SEQUENCE:2")))
    after = planned(*((week(n), "Round") for n in range(2)), *((week(n, 16), "Much later") for n in range(2, 8)))
    assert starts(store) == after
    take(
        store,
        tmp_path,
        calendar(
            series("FREQ=WEEKLY;COUNT=9", "SEQUENCE:3"), following(week(2), week(2, 16), "Much later", "SEQUENCE:2")
        ),
    )
    assert starts(store) == planned(
        *((week(n), "Round") for n in range(2)), *((week(n, 16), "Much later") for n in range(2, 9))
    )


def test_from_the_first_on_and_what_cannot_be_worked_out(store: Store, tmp_path: Path) -> None:
    take(store, tmp_path, calendar(series(), following(FIRST, week(0, 12), "All")))
    assert starts(store) == planned(*((week(n, 12), "All") for n in range(8)))
    odd = calendar(
        series("FREQ=YEARLY;RSCALE=CHINESE").replace("w@x", "odd"),
        following(week(1), week(1, 9), "Odd").replace("w@x", "odd"),
    )
    take(store, tmp_path, odd)
    assert [at for at, subject in starts(store) if subject == "Odd"] == ["2099-10-12T09:00"]
    done(exporting.export(store, tmp_path / "out.ics", "ics"))
    assert "RANGE=THISANDFUTURE" in (tmp_path / "out.ics").read_text()


def test_what_is_over_is_history_and_what_goes_on_is_not(store: Store, tmp_path: Path) -> None:
    old = event("UID:o@x", "SUMMARY:Old", "DTSTART:20200106T100000", "RRULE:FREQ=WEEKLY")
    new = event(
        "UID:o@x", "SUMMARY:New", "DTSTART:20200203T110000", "RECURRENCE-ID;RANGE=THISANDFUTURE:20200203T100000"
    )
    take(store, tmp_path, calendar(old, new))
    is_done = {row["subject"]: row["done_at"] is not None for row in all_of(store, Activity)}
    assert is_done == {"Old": True, "New": False}


weekly = st.sampled_from(["FREQ=WEEKLY;COUNT=8", "FREQ=WEEKLY;UNTIL=20991124T230000Z", "FREQ=DAILY;COUNT=30",
                          "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=10", "FREQ=MONTHLY;BYDAY=1MO;COUNT=6"])  # fmt: skip
shift = st.tuples(st.integers(0, 6), st.integers(-9, 12))


@given(
    rule=weekly, picks=st.lists(st.integers(1, 7), min_size=1, max_size=2, unique=True), shifts=st.tuples(shift, shift)
)
def test_all_before_stay_and_all_after_move(
    template: Path, tmp_path_factory: pytest.TempPathFactory, rule: str, picks: list[int],
    shifts: tuple[tuple[int, int], tuple[int, int]],
) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("following")
    with closing(another(template, folder)) as store:
        take(store, folder, calendar(series(rule)))
        whole = [datetime.fromisoformat(at) for at, _subject in starts(store)]
    cuts = sorted({min(pick, len(whole) - 1) for pick in picks})
    moves = [(whole[cut], timedelta(days=0 if "BYDAY" in rule else days, hours=hours))
             for cut, (days, hours) in zip(cuts, shifts, strict=False)]  # fmt: skip
    wanted = []
    for at in whole:
        move = next((move for cut, move in reversed(moves) if cut <= at), timedelta())
        wanted.append((at + move).isoformat(timespec="minutes"))
    changes = [following(at, at + move, f"From {place}") for place, (at, move) in enumerate(moves)]
    (folder / "again").mkdir()
    with closing(another(template, folder / "again")) as store:
        take(store, folder, calendar(series(rule), *changes))
        assert [at for at, _subject in starts(store)] == sorted(wanted)
        assert take(store, folder, calendar(series(rule), *changes)).counts == {Verdict.UNCHANGED: 1 + len(changes)}
