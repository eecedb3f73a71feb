"""Series in calendar files: in, joined with what was taken out of them, and out again equal."""

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crmdesk.domain.activities import Activity
from crmdesk.formats.ical_repeats import old_rule
from crmdesk.services import calendar as diary
from crmdesk.services import exporting, importing, series
from crmdesk.services.importing import Verdict
from crmdesk.store.store import Store
from tests.services.test_calendar_import import all_of, calendar, event, kept, only, shown, take
from tests.services.test_importing import done
from tests.store.template import another

WEEKS = event(
    "UID:w@x", "SUMMARY:Round", "DTSTART;TZID=W. Europe Standard Time:20991201T100000",
    "DTEND;TZID=W. Europe Standard Time:20991201T110000", "RRULE:FREQ=WEEKLY;COUNT=4",
    "EXDATE;TZID=W. Europe Standard Time:20991208T100000", "TRANSP:TRANSPARENT",
)  # fmt: skip
MOVED = event(
    "UID:w@x", "SUMMARY:Apart", "DTSTART;TZID=Europe/Berlin:20991216T150000", "RECURRENCE-ID:20991215T090000Z"
)


def slots(store: Store) -> list[tuple[str, str]]:
    found = diary.between(store, date(2099, 11, 1), date(2100, 1, 31), zone="Europe/Berlin")
    return [(slot.starts, slot.subject) for slot in found]


SEEN = [("2099-12-01T10:00", "Round"), ("2099-12-16T15:00", "Apart"), ("2099-12-22T10:00", "Round")]


@pytest.mark.parametrize("order", [(WEEKS, MOVED), (MOVED, WEEKS)])
def test_one_taken_out_joins_its_series_whichever_comes_first(
    store: Store, tmp_path: Path, order: tuple[str, str]
) -> None:
    take(store, tmp_path, calendar(*order))
    rows = {row["subject"]: row for row in all_of(store, Activity)}
    assert rows["Apart"]["series_id"] == rows["Round"]["id"]
    assert rows["Apart"]["instance"] == "2099-12-15T10:00", "by the clock of the series"
    assert rows["Round"]["recurrence"] == "RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Berlin:20991208T100000"
    assert rows["Round"]["is_free"]
    assert slots(store) == SEEN
    assert take(store, tmp_path, calendar(*order)).counts == {Verdict.UNCHANGED: 2}


def test_in_two_imports(store: Store, tmp_path: Path) -> None:
    take(store, tmp_path, calendar(MOVED))
    take(store, tmp_path, calendar(WEEKS))
    take(store, tmp_path, calendar(MOVED.replace("Apart", "Later")))
    assert [subject for _starts, subject in slots(store)].count("Later") == 1


def test_what_was_changed_here_comes_back_as_it_is(template: Path, store: Store, tmp_path: Path) -> None:
    take(store, tmp_path, calendar(WEEKS))
    [key] = [row["id"] for row in all_of(store, Activity)]
    series.change(store, key, "2099-12-15T10:00", "this", starts="2099-12-16T15:00", subject="Apart")
    series.remove(store, key, "2099-12-22T10:00", "this")
    done(exporting.export(store, tmp_path / "out.ics", "ics"))
    again = done(importing.preview(store, [tmp_path / "out.ics"]))
    assert again.counts == {Verdict.UNCHANGED: 2}
    with closing(another(template, tmp_path)) as other:
        done(importing.run(other, [tmp_path / "out.ics"]))
        assert slots(other) == slots(store) == SEEN[:2]
        done(exporting.export(other, tmp_path / "again.ics", "ics"))
    first, second = (_lines(tmp_path / name) for name in ("out.ics", "again.ics"))
    assert first == second


def _lines(path: Path) -> list[str]:
    text = path.read_bytes().replace(b"\r\n ", b"").decode()
    return sorted(line for line in text.splitlines() if not line.startswith("DTSTAMP"))


ALARMS = ("BEGIN:VALARM", "TRIGGER:-P1D", "ACTION:EMAIL", "END:VALARM",
          "BEGIN:VALARM", "TRIGGER;RELATED=START:-PT1H", "ACTION:DISPLAY", "X-MORE:1", "END:VALARM")  # fmt: skip


def test_the_first_alarm_that_is_seen_reminds(store: Store, tmp_path: Path) -> None:
    take(store, tmp_path, calendar(event("UID:a", "SUMMARY:x", "DTSTART:20991201T100000", *ALARMS)))
    row = only(store)
    assert row["remind"] == 60
    assert kept(store) == list(ALARMS)
    for remind, trigger in ((60, "TRIGGER;RELATED=START:-PT1H"), (5, "TRIGGER:-PT5M"), (None, None)):
        series.change(store, row["id"], "", "all", remind=remind)
        done(exporting.export(store, tmp_path / "out.ics", "ics"))
        text = (tmp_path / "out.ics").read_text()
        triggers = [line for line in text.splitlines() if line.startswith("TRIGGER")]
        assert triggers == ["TRIGGER:-P1D", *([trigger] if trigger else [])]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["BEGIN:VALARM", "TRIGGER:PT0S", "ACTION:AUDIO", "END:VALARM"], 0),
        (["BEGIN:VALARM", "TRIGGER:PT10M", "ACTION:AUDIO", "END:VALARM"], None),
        (["BEGIN:VALARM", "TRIGGER;RELATED=END:-PT10M", "ACTION:AUDIO", "END:VALARM"], None),
        (["BEGIN:VALARM", "TRIGGER;VALUE=DATE-TIME:20991201T080000Z", "ACTION:AUDIO", "END:VALARM"], None),
        (["DALARM:20991201T094500;;;Text"], 15),
    ],
)
def test_alarms(store: Store, tmp_path: Path, lines: list[str], wanted: int | None) -> None:
    take(store, tmp_path, calendar(event("SUMMARY:x", "DTSTART:20991201T100000", *lines)))
    assert only(store)["remind"] == wanted


def test_a_series_is_past_when_its_last_one_is(store: Store, tmp_path: Path) -> None:
    begin = "DTSTART;VALUE=DATE:20200101"
    for rule in ("FREQ=YEARLY", "FREQ=YEARLY;COUNT=2", "FREQ=DAILY;UNTIL=20990101", "FREQ=DAILY;INTERVAL=0"):
        take(store, tmp_path, calendar(event(f"SUMMARY:{rule}", begin, f"RRULE:{rule}")))
    over = [row["subject"] for row in all_of(store, Activity) if row["done_at"] is not None]
    assert over == ["FREQ=YEARLY;COUNT=2"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("W1 MO TU #0", "FREQ=WEEKLY;BYDAY=MO,TU"),
        ("D1 #10", "FREQ=DAILY;COUNT=10"),
        ("MP1 1+ MO #0", "FREQ=MONTHLY;BYDAY=1MO"),
        ("MP2 1+ 1- FR #3", "FREQ=MONTHLY;INTERVAL=2;BYDAY=1FR,-1FR;COUNT=3"),
        ("MD1 2 15 LD #0", "FREQ=MONTHLY;BYMONTHDAY=-1,2,15"),
        ("YM1 #0", "FREQ=YEARLY"),
        ("YM1 6 7 19991231T000000Z", "FREQ=YEARLY;BYMONTH=6,7;UNTIL=19991231T000000Z"),
        ("D2", "FREQ=DAILY;INTERVAL=2;COUNT=2"),
        ("M5 #3", None),
        ("W1 XX #0", None),
        ("nonsense", None),
    ],
)
def test_rules_of_old_calendars(old: str, new: str | None) -> None:
    assert old_rule(old) == new


HOURS, MINUTES = (",".join(map(str, range(count))) for count in (24, 60))
HOSTILE = (
    "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=1000000000", "FREQ=DAILY;INTERVAL=-1",
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=NEVER",
    f"FREQ=DAILY;BYHOUR={HOURS};BYMINUTE={MINUTES};BYSECOND=1,2,3", f"FREQ=YEARLY;BYDAY={','.join(['MO'] * 500)}",
    "FREQ=YEARLY;RSCALE=CHINESE", "FREQ=DAILY;BYHOUR=25",
)  # fmt: skip


def test_hostile_rules_show_once_and_are_kept(store: Store, tmp_path: Path) -> None:
    events = [event(f"UID:{n}", f"SUMMARY:{n}", "DTSTART:20991201T100000", f"RRULE:{rule}")
              for n, rule in enumerate(HOSTILE)]  # fmt: skip
    take(store, tmp_path, calendar(*events))
    assert [starts for starts, _subject in slots(store)] == ["2099-12-01T10:00"] * len(HOSTILE)
    assert {row["recurrence"] for row in all_of(store, Activity)} == {f"RRULE:{rule}" for rule in HOSTILE}


@pytest.mark.parametrize("folder", ["biweekly", "khal", "ical.net", "james"])
def test_files_go_out_and_in_again_equal(
    template: Path, store: Store, shared_data: Path, tmp_path: Path, folder: str
) -> None:
    files = [path for path in sorted((shared_data / "icalendar" / folder).rglob("*.[iv]cs")) if path.stat().st_size]
    done(importing.run(store, files))
    done(exporting.export(store, tmp_path / "out.ics", "ics"))
    assert set(done(importing.preview(store, [tmp_path / "out.ics"])).counts) == {Verdict.UNCHANGED}
    with closing(another(template, tmp_path)) as other:
        done(importing.run(other, [tmp_path / "out.ics"]))
        assert _told(other) == _told(store)
        assert sorted(kept(other)) == sorted(kept(store))


def _told(store: Store) -> list[dict[str, Any]]:
    return [{**row, "series_id": bool(row["series_id"])} for row in shown(store)]
