"""Calendars of other programs as activities: who takes part, what is past, what is kept, and the way back."""

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from crmdesk.domain.activities import ACTIVITY_TYPES, PARTS_TAKEN, PRIORITIES, Activity, Participation
from crmdesk.domain.contacts import Contact
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.sources import Leftover
from crmdesk.services import activities, exporting, importing, records
from crmdesk.services.importing import Verdict
from crmdesk.store import bulk
from crmdesk.store.store import Store
from tests.services.test_importing import done
from tests.store.template import another, brought, count

ZONES = ("", "UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata")


def calendar(*lines: str, head: str = "") -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *head.split("\n"), *lines, "END:VCALENDAR", ""]).encode()


def event(*lines: str, kind: str = "VEVENT") -> str:
    return "\r\n".join([f"BEGIN:{kind}", *lines, f"END:{kind}"])


def take(store: Store, folder: Path, data: bytes, name: str = "c.ics") -> importing.Report:
    (folder / name).write_bytes(data)
    return done(importing.run(store, [folder / name]))  # type: ignore[no-any-return]


def all_of(store: Store, record: type[Any]) -> list[dict[str, Any]]:
    with store.read() as session:
        return list(bulk.whole(session, record))


def only(store: Store) -> dict[str, Any]:
    [row] = all_of(store, Activity)
    return row


def only_meeting(store: Store) -> dict[str, Any]:
    [row] = [row for row in all_of(store, Activity) if row["recurrence"]]
    return row


def kept(store: Store) -> list[str]:
    return [line for row in all_of(store, Leftover) for line in row["lines"].split("\n")]


MEETING = event(
    "UID:a@x", "DTSTAMP:20260101T000000Z", "SUMMARY:Fair\\, day 1", "DESCRIPTION:Bring\\nsamples", "LOCATION:Hall 3",
    "DTSTART;TZID=W. Europe Standard Time:20991201T100000", "DURATION:PT90M", "PRIORITY:2", "CLASS:PRIVATE",
    "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=W. Europe Standard Time:20991208T100000",
    "ORGANIZER;CN=Ana:MAILTO:Ana@Example.org", "ATTENDEE;ROLE=OPT-PARTICIPANT:mailto:rui@example.org",
    "ATTENDEE:mailto:stranger@example.net", "BEGIN:VALARM", "TRIGGER:-PT15M", "ACTION:DISPLAY", "END:VALARM",
)  # fmt: skip


@pytest.fixture
def people(store: Store) -> dict[str, bytes]:
    return {
        name: records.add(
            store, "contact", {"given_name": name, "family_name": "Souza"},
            {"emails": [{"label": "work", "value": f"{name.lower()}@example.org"}]},
        )
        for name in ("Ana", "Rui")
    }  # fmt: skip


def test_a_meeting_with_its_people(store: Store, people: dict[str, bytes], tmp_path: Path) -> None:
    report = take(store, tmp_path, calendar(MEETING))
    assert report.counts == {Verdict.ADDED: 1}
    row = only(store)
    told = {name: row[name] for name in ("type", "subject", "text", "place", "starts", "ends", "zone", "priority")}
    assert told == {
        "type": "meeting", "subject": "Fair, day 1", "text": "Bring\nsamples", "place": "Hall 3",
        "starts": "2099-12-01T10:00", "ends": "2099-12-01T11:30", "zone": "Europe/Berlin", "priority": "high",
    }  # fmt: skip
    assert row["is_private"]
    assert row["done_at"] is None
    roles = {part["owner_id"]: part["role"] for part in all_of(store, Participation)}
    assert roles == {people["Ana"]: "host", people["Rui"]: "optional"}
    assert [doing.subject for doing in activities.of_record(store, people["Ana"])] == ["Fair, day 1"]


def test_what_no_activity_holds_goes_out_again(store: Store, people: dict[str, bytes], tmp_path: Path) -> None:
    take(store, tmp_path, calendar(MEETING))
    done(exporting.export(store, tmp_path / "out.ics", "ics"))
    text = (tmp_path / "out.ics").read_bytes().replace(b"\r\n ", b"").decode()
    for line in (
        "UID:a@x", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Europe/Berlin:20991208T100000", "TRIGGER:-PT15M",
        "DTSTART;TZID=Europe/Berlin:20991201T100000", "ATTENDEE:mailto:stranger@example.net", "BEGIN:VTIMEZONE",
    ):  # fmt: skip
        assert f"{line}\r\n" in text, line
    assert text.count("BEGIN:") == text.count("END:")


def test_the_same_file_again_changes_nothing(store: Store, people: dict[str, bytes], tmp_path: Path) -> None:
    nameless = event("SUMMARY:Lunch", "DTSTART:20991201T120000")
    take(store, tmp_path, calendar(MEETING, nameless, nameless, event("UID:b", "SUMMARY:Call", kind="VTODO")))
    steps, before = count(store, "steps"), brought(store)
    again = calendar(
        MEETING.replace("DTSTAMP:2026", "DTSTAMP:2027"), nameless, event("UID:b", "SUMMARY:Call", kind="VTODO")
    )
    assert take(store, tmp_path, again).counts == {Verdict.UNCHANGED: 3}
    assert (count(store, "steps"), brought(store)) == (steps, before)
    changed = take(store, tmp_path, calendar(MEETING.replace("Hall 3", "Hall 4").replace("COUNT=3", "COUNT=4")))
    assert changed.counts == {Verdict.UPDATED: 1}
    assert only_meeting(store)["recurrence"].startswith("RRULE:FREQ=WEEKLY;COUNT=4\n")
    store.undo()
    assert brought(store) == before


def test_a_look_first_says_the_same_and_writes_nothing(store: Store, people: dict[str, bytes], tmp_path: Path) -> None:
    before = brought(store)
    path = tmp_path / "c.ics"
    path.write_bytes(calendar(MEETING, event("UID:x", "SUMMARY:y", "DTSTART:tomorrow")))
    report = done(importing.preview(store, [path]))
    assert [(item.name, item.verdict) for item in report.items] == [("Fair, day 1", "added"), ("", "rejected")]
    assert brought(store) == before
    [refused] = report.rejected
    assert refused.line == 24
    assert "tomorrow" in refused.reason
    assert refused.text.startswith("BEGIN:VEVENT\nUID:x")


@pytest.mark.parametrize(
    ("lines", "kind", "wanted"),
    [
        (["DTSTART:20200101T100000Z", "DTEND:20200101T110000Z"], "VEVENT", {"zone": "UTC", "done_at": 1577872800000}),
        (["DTSTART;VALUE=DATE:20991224", "DTEND;VALUE=DATE:20991227"], "VEVENT",
         {"starts": "2099-12-24", "ends": "2099-12-26", "done_at": None}),
        (["DTSTART;VALUE=DATE:20991224", "DTEND;VALUE=DATE:20991225"], "VEVENT", {"ends": None}),
        (["DTSTART:20991224T100000", "DTEND:20991224T090000"], "VEVENT", {"ends": None}),
        (["DTSTART;TZID=Asia/Tokyo:20991224T100000", "DTEND:20991224T020000Z"], "VEVENT", {"ends": "2099-12-24T11:00"}),
        (["DUE;VALUE=DATE:20200101"], "VTODO", {"type": "to-do", "starts": "2020-01-01", "done_at": None}),
        (["DUE:20200101T100000Z", "COMPLETED:20200102T100000Z"], "VTODO", {"done_at": 1577959200000}),
        (["DUE:20200101T100000Z", "STATUS:COMPLETED"], "VTODO", {"done_at": 1577872800000}),
        (["DTSTART:20200101T100000Z", "STATUS:CANCELLED"], "VEVENT", {"outcome": "Cancelled"}),
        (["DTSTART:20200101T100000Z", "DESCRIPTION:a", "DESCRIPTION:b"], "VJOURNAL",
         {"type": "Note", "text": "a\n\nb", "done_at": 1577872800000}),
        (["DESCRIPTION:<p>One <b>two</b></p><p>three</p>"], "VEVENT", {"text": "One two\nthree"}),
        (["PRIORITY:9"], "VTODO", {"priority": "low"}),
    ],
)  # fmt: skip
def test_times_and_states(store: Store, tmp_path: Path, lines: list[str], kind: str, wanted: dict[str, Any]) -> None:
    take(store, tmp_path, calendar(event("SUMMARY:x", *lines, kind=kind)))
    row = only(store)
    assert {name: row[name] for name in wanted} == wanted


def test_google_tells_whose_clocks(store: Store, tmp_path: Path) -> None:
    told = event("SUMMARY:x", "DTSTART:20991201T130000Z", "DTEND:20991201T140000Z")
    take(store, tmp_path, calendar(told, head="X-WR-TIMEZONE:America/Sao_Paulo"))
    assert (only(store)["starts"], only(store)["zone"]) == ("2099-12-01T10:00", "America/Sao_Paulo")


def test_contacts_named_once_are_found_by_name(store: Store, people: dict[str, bytes], tmp_path: Path) -> None:
    for _twin in range(2):
        records.add(store, "contact", {"given_name": "Zoe", "family_name": "Silva"})
    names = ("CONTACT:ana souza", "CONTACT:Rui Souza\\, Padaria\\, +55 11 2", "CONTACT:Zoe Silva", "CONTACT:Nobody")
    take(store, tmp_path, calendar(event("SUMMARY:x", *names)))
    assert {part["owner_id"] for part in all_of(store, Participation)} == set(people.values())
    assert kept(store) == ["CONTACT:Zoe Silva", "CONTACT:Nobody"]


def test_old_calendars_of_phones(store: Store, tmp_path: Path) -> None:
    old = (
        b"BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VEVENT\nSUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9 =\n"
        b"mit Ana\nDTSTART:20991201T100000\nDTEND:20991201T110000\nRRULE:W1 MO #0\nAALARM:20991201T095000;;;\n"
        b"END:VEVENT\nEND:VCALENDAR\n"
    )
    take(store, tmp_path, old, "phone.vcs")
    assert (only(store)["subject"], only(store)["ends"]) == ("Café mit Ana", "2099-12-01T11:00")
    done(exporting.export(store, tmp_path / "out.ics", "ics"))
    assert (only(store)["recurrence"], only(store)["remind"]) == ("RRULE:FREQ=WEEKLY;BYDAY=MO", 10)
    assert b"RRULE:W1" not in (tmp_path / "out.ics").read_bytes(), "nobody reads that form any more"


def test_moved_ones_of_a_series_stand_beside_it(store: Store, tmp_path: Path) -> None:
    moved = event("UID:s", "SUMMARY:moved", "DTSTART:20991202T100000", "RECURRENCE-ID:20991201T100000")
    data = calendar(event("UID:s", "SUMMARY:series", "DTSTART:20991124T100000", "RRULE:FREQ=WEEKLY"), moved)
    assert take(store, tmp_path, data).counts == {Verdict.ADDED: 2}
    assert take(store, tmp_path, data).counts == {Verdict.UNCHANGED: 2}
    assert done(exporting.export(store, tmp_path / "out.ics", "ics")) == 2, "what is in it is counted, not the people"
    assert (tmp_path / "out.ics").read_bytes().count(b"UID:s\r\n") == 2


def test_our_birthdays_are_no_activities(store: Store, tmp_path: Path) -> None:
    records.add(store, "contact", {"given_name": "Ana", "birthday": "--02-29", "anniversary": "2001-05-04"})
    done(exporting.export(store, tmp_path / "out.ics", "ics"))
    report = done(importing.run(store, [tmp_path / "out.ics"]))
    assert report.counts == {Verdict.UNCHANGED: 2}
    assert not all_of(store, Activity)


def test_calendars_come_after_the_people_of_the_same_import(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(calendar(MEETING))
    (tmp_path / "b.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nEMAIL:ana@example.org\nEND:VCARD\n")
    done(importing.run(store, [tmp_path / "a.ics", tmp_path / "b.vcf"]))
    assert len(all_of(store, Participation)) == 1


TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
MOMENTS = st.one_of(
    st.dates(min_value=datetime(1950, 1, 1).date(), max_value=datetime(2100, 1, 1).date()).map(str),  # noqa: DTZ001
    st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)).map(lambda moment: moment.isoformat()[:16]),  # noqa: DTZ001
)
DOINGS = st.fixed_dictionaries(
    {"type": st.sampled_from([name for name, _label in ACTIVITY_TYPES]) | TEXTS},
    optional={
        "subject": TEXTS,
        "text": st.lists(TEXTS | st.sampled_from(["<b>x</b>", "a;b,c\\n", "BEGIN:VEVENT"]), min_size=1).map("\n".join),
        "starts": MOMENTS,
        "ends": MOMENTS,
        "zone": st.sampled_from(ZONES[1:]),
        "done_at": st.integers(0, 4_000_000_000_000),
        "is_reached": st.booleans(),
        "outcome": TEXTS,
        "duration": st.integers(1, 600),
        "place": TEXTS,
        "priority": st.sampled_from([name for name, _label in PRIORITIES]),
        "is_private": st.booleans(),
        "is_free": st.booleans(),
        "remind": st.integers(0, 10_000),
        "recurrence": st.sampled_from(
            ["RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY;INTERVAL=0", "RDATE;VALUE=DATE:20300101"]
        ),
        "author": TEXTS,
    },
)


def _fit(row: dict[str, Any]) -> dict[str, Any]:
    """An end has a beginning of its kind before it, a clock a time."""
    starts, ends = row.get("starts", ""), row.get("ends", "")
    if not starts:
        row = {name: value for name, value in row.items() if name not in ("zone", "remind", "recurrence")}
    if not starts or ("T" in starts) != ("T" in ends) or ends <= starts:
        row = {name: value for name, value in row.items() if name != "ends"}
    return row


@given(
    rows=st.lists(DOINGS.map(_fit), min_size=1, max_size=9), roles=st.lists(st.sampled_from(PARTS_TAKEN), max_size=9)
)
@settings(suppress_health_check=[*HealthCheck], max_examples=8, phases=[Phase.explicit, Phase.generate])
def test_what_goes_out_comes_in_again_equal(
    template: Path, tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]], roles: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("ics")
    with closing(another(template, folder, "One.crmdesk")) as one, closing(another(template, folder)) as other:
        for store in (one, other):
            records.add(store, "contact", {"given_name": "Ana", "family_name": "Souza"})
        [ana] = [row["id"] for row in all_of(one, Contact)]
        with one.write("Fill") as session:
            keys = [new_id() for _row in rows]
            bulk.insert(session, Activity, [{**row, "id": key} for row, key in zip(rows, keys, strict=True)])
            parts = [
                {"id": named_id("participation", key, ana), "activity_id": key, "owner_id": ana, "role": role}
                for key, (role, _label) in zip(keys, roles, strict=False)
            ]
            bulk.revive(session, Participation, parts)
        done(exporting.export(one, folder / "all.ics", "ics"))
        report = done(importing.run(other, [folder / "all.ics"]))
        assert report.counts == {Verdict.ADDED: len(rows)}
        assert shown(other) == shown(one)
        again = done(importing.preview(one, [folder / "all.ics"]))
        assert [item.reason for item in again.items] == [""] * len(rows)


def shown(store: Store) -> list[Any]:
    roles = {part["activity_id"]: part["role"] for part in all_of(store, Participation)}
    hidden = ("id", "created_at", "deleted_at")
    return sorted(
        (
            {**{k: v for k, v in row.items() if k not in hidden}, "role": roles.get(row["id"])}
            for row in all_of(store, Activity)
        ),
        key=str,
    )


def test_every_file_there_is(store: Store, shared_data: Path, tmp_path: Path) -> None:
    """Read, counted, and what came in goes out, and in again, without a change."""
    files = [path for path in sorted((shared_data / "icalendar").rglob("*.[iv]cs")) if 0 < path.stat().st_size < 50_000]
    report = done(importing.run(store, files))
    assert report.read > 2_500
    assert all(item.line > 0 and item.file and item.reason for item in report.rejected)
    assert len(all_of(store, Activity)) > 1_500
    done(exporting.export(store, tmp_path / "out.ics", "ics"))
    again = done(importing.run(store, [tmp_path / "out.ics"]))
    assert again.counts[Verdict.ADDED] == 0
    assert not again.rejected


def test_nothing_leads_nowhere(store: Store, people: dict[str, bytes], tmp_path: Path) -> None:
    take(store, tmp_path, calendar(MEETING))
    assert store.orphans() == []
    activities.remove(store, only(store)["id"])
    assert take(store, tmp_path, calendar(MEETING)).counts == {Verdict.ADDED: 1}, "what was deleted may come again"
    assert store.orphans() == []
