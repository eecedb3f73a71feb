"""Repetition as two other programs agree on it, every difference named."""

from pathlib import Path

import pytest

from tests.formats import recurrence_truth as truth

ONE_UID = "several calendars in a file name the same entry: the last of them counts"
HOME = "times without a zone stay without one: X-WR-TIMEZONE tells how to show UTC"
DAY_IN_ZONE = "a day is a whole day, whatever zone stands beside it"
NAMED_ZONE = "a zone of a known name goes by what governments decided, not by the rules in the file"
FIRST = "the first time always counts, also where the rule would leave it out (RFC 5545, 3.8.5.3)"
MIXED = "begin and end are not of one kind"
REASONS = {
    "calcard/211.json": ONE_UID,
    "ical4j/classify.ics": ONE_UID,
    "ical4j/incoming.ics": ONE_UID,
    "libical/classify.ics": ONE_UID,
    "libical/test-data__2445.ics": ONE_UID,
    "ical.net/Parameter2.ics": "an entry without an end is no entry of the next day",
    "ical.net/ProdID2.ics": HOME,
    "james/ics_with_error.ics": "the zone is told by rules of the file, and found",
    "node-ical/mixed-timezone-handling.ics": HOME,
    "node-ical/tv-show-episode.ics": HOME,
    "recurring-ical-events/issue_86_x_wr_timezone_without_time_zone_in_dt.ics": HOME,
    "py-vobject/tzid_8bit.ics": "the name of the zone is unreadable: the time stands as it was written",
    "collective/issue_1633_rdate_with_dates.ics": DAY_IN_ZONE,
    "collective/issue_1633_rdate_with_dates_and_tzid.ics": DAY_IN_ZONE,
    "horde/ProjectCalendar.ics": DAY_IN_ZONE,
    "ical4j/google_aus_holidays.ics": DAY_IN_ZONE,
    "node-ical/sabredav-school-holidays.ics": DAY_IN_ZONE,
    "node-ical/yearly-recurring-unicode.ics": DAY_IN_ZONE,
    "ical.net/Bug1741093.ics": NAMED_ZONE,
    "ical.net/DailyInterval1.ics": NAMED_ZONE,
    "node-ical/Office-2012-owa.ics": "zones under Windows names are known here",
    "node-ical/windows-quoted-tz-rrule.ics": "zones under Windows names are known here",
    "ical4j/lotr.ics": FIRST,
    "ical4j/lotr-updated.ics": FIRST,
    "node-ical/biweekly-exdate-until.ics": "what repeats in UTC goes by no other clock",
    "collective/event_with_recurrence.ics": "days left out in UTC do not make the others UTC",
    "ical.net/DateTime2.ics": MIXED,
    "recurring-ical-events/issue_132_swapped_start_and_end.ics": "the beginning is believed, the end before it not",
    "recurring-ical-events/issue_163_deleted_modification.ics": "what was taken out of a series stays until deleted",
    "recurring-ical-events/issue_201_mixed_datetime_and_date.ics": MIXED,
    "recurring-ical-events/issue_201_test_matrix.ics": MIXED,
}
AGREED = ("recurrence: libical", "recurrence: KDE", "recurrence: calcard")


def test_where_two_programs_agree(shared_data: Path) -> None:
    told = [truth.TABLES[name](shared_data) for name in AGREED]
    total, wrong = sum(total for total, _wrong in told), [row for _total, wrong in told for row in wrong]
    assert total >= 180
    assert 1 - len(wrong) / total >= 0.99
    assert [row for row in wrong if _short(row) not in REASONS] == []


@pytest.mark.parametrize("name", ["recurrence: RSCALE and SKIP", "recurrence: windows of all files"])
def test_every_difference_is_named(shared_data: Path, name: str) -> None:
    _total, wrong = truth.TABLES[name](shared_data)
    assert [row for row in wrong if _short(row) not in REASONS] == []


def _short(row: str) -> str:
    return row.removeprefix("icalendar/")
