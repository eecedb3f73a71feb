"""Tasks: grouped by their day, of a series the next one only, put in order and off in one step each."""

from datetime import date, timedelta

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import new_id
from crmdesk.domain.whose import ME
from crmdesk.services import activities, activity_looks, checklists, records, tasks
from crmdesk.services.tasks import TaskKey
from crmdesk.store.store import Store

TODAY = date.today()  # noqa: DTZ011


def day(ahead: int) -> str:
    return (TODAY + timedelta(days=ahead)).isoformat()


@pytest.fixture
def ana(store: Store) -> bytes:
    return records.add(
        store, "contact", {"given_name": "Ana", "family_name": "Souza"}, {"affiliations": [{"company": "Acme"}]}
    )


def plan(store: Store, subject: str, starts: str = "", kind: str = "to-do", **more: object) -> bytes:
    return activities.plan(store, [], kind, subject, starts, **more)  # type: ignore[arg-type]


def shown(store: Store, group: str, **narrow: object) -> list[str]:
    keys = tasks.listing(store, TODAY, **narrow)[group]  # type: ignore[arg-type]
    return [task.subject for task in tasks.rows(store, keys) if task]


def key_of(store: Store, key: bytes) -> TaskKey:
    return next(each for some in tasks.listing(store, TODAY).values() for each in some if each.id == key)


class TestListing:
    def test_they_stand_by_their_day(self, store: Store) -> None:
        for ahead in (-2, 0, 1, 7, 8):
            plan(store, str(ahead), day(ahead))
        plan(store, "any")
        activities.complete(store, plan(store, "over", day(0)))
        found = {group: shown(store, group) for group, _words in tasks.GROUPS}
        assert found == {
            "overdue": ["-2"], "today": ["0"], "week": ["1", "7"], "later": ["8"], "someday": ["any"], "done": ["over"],
        }  # fmt: skip

    def test_of_a_series_the_next_one_only(self, store: Store) -> None:
        key = plan(store, "weekly", day(-7), recurrence="RRULE:FREQ=WEEKLY")
        assert [each.instance for each in tasks.listing(store, TODAY)["today"]] == [day(0)]
        activities.complete(store, key, instance=day(0))
        assert [each.instance for each in tasks.listing(store, TODAY)["week"]] == [day(7)]
        assert shown(store, "done") == ["weekly"]
        missed = plan(store, "missed", day(-3), recurrence="RRULE:FREQ=WEEKLY")
        met = plan(store, "met", day(-3), "meeting", recurrence="RRULE:FREQ=WEEKLY")
        assert [(key_of(store, each).instance) for each in (missed, met)] == [day(-3), day(4)]

    def test_narrowed_by_kind_person_and_whose(self, store: Store, ana: bytes) -> None:
        activities.plan(store, [ana], "call", "her", day(0))
        plan(store, "other", day(0))
        assert shown(store, "today", kind="call") == ["her"]
        assert shown(store, "today", person=ana) == ["her"]
        company = store.rows([ana]) and next(iter(store.find("Acme", 1, "company"))).id
        assert shown(store, "today", person=company) == ["her"]
        assert len(shown(store, "today", whose=ME)) == 2

    def test_how_much_of_the_checklist_is_done(self, store: Store) -> None:
        key = plan(store, "list", day(0))
        items = [checklists.add(store, key, text) for text in "abc"]
        checklists.tick(store, items[0], is_done=True)
        checklists.move(store, items[2], 0)
        checklists.rename(store, items[1], "B")
        (task,) = tasks.rows(store, [key_of(store, key)])
        assert task
        assert task.progress == (1, 3)
        look = activity_looks.look(store, key)
        assert look
        assert [item.text for item in look.items] == ["c", "a", "B"]
        with pytest.raises(UserError, match="deleted"):
            checklists.add(store, new_id(), "x")


class TestOrder:
    def test_dragged_they_keep_their_places(self, store: Store) -> None:
        keys = [plan(store, name, day(0)) for name in "abcd"]
        tasks.put(store, key_of(store, keys[3]), day(0), [keys[0]], keys[1])
        assert shown(store, "today") == ["a", "d", "b", "c"]
        tasks.put(store, key_of(store, keys[2]), day(0), [], keys[0])
        assert shown(store, "today")[0] == "c"
        late = plan(store, "late", day(-1) + "T10:00", ends=day(-1) + "T11:00")
        tasks.put(store, key_of(store, late), day(0), [keys[2], keys[0]], keys[3])
        assert shown(store, "today") == ["c", "a", "late", "d", "b"]
        look = activity_looks.look(store, late)
        assert look
        assert (look.fields["starts"], look.fields["ends"]) == (day(0) + "T10:00", day(0) + "T11:00")
        assert store.undo() == "Move task"
        assert shown(store, "overdue") == ["late"]

    def test_put_off_one_of_a_series_leaves_it(self, store: Store) -> None:
        key = plan(store, "weekly", day(0) + "T10:00", recurrence="RRULE:FREQ=WEEKLY")
        tasks.set_day(store, [key_of(store, key)], day(2))
        assert [each.starts for each in tasks.listing(store, TODAY)["week"]] == [day(2) + "T10:00", day(7) + "T10:00"]
        single = plan(store, "single", day(0))
        tasks.set_day(store, [key_of(store, single)], "")
        assert shown(store, "someday") == ["single"]


class TestSomebody:
    def test_a_name_in_a_line(self, store: Store, ana: bytes) -> None:
        for line, first, found in (
            ("ana", 0, (0, 1)),
            ("offer to Ana Souza", -1, (2, 2)),
            ("offer to ana", -1, None),
            ("buy bread", 0, None),
        ):
            meant = tasks.somebody(store, line.split(), first)
            assert (meant and (meant.first, meant.count)) == found
            assert meant is None or meant.id == ana


def test_the_next_step_comes_with_the_same_people(store: Store, ana: bytes) -> None:
    key = activities.plan(store, {ana: "host"}, "call", "Ask", day(0), recurrence="RRULE:FREQ=DAILY")
    step = activities.NextStep("visit", "Show it", day(9))
    activities.complete(store, key, is_reached=True, instance=day(0), next_step=step)
    found = {doing.words: doing for doing in activities.of_record(store, ana)}
    assert found["Show it"].starts == day(9)
    assert store.undo() == "Complete activity"
    assert [doing.done_at for doing in activities.of_record(store, ana)] == [None]


def test_on_a_page_a_series_stands_at_its_next_one(store: Store, ana: bytes) -> None:
    key = activities.plan(store, [ana], "meeting", "Round", day(-7) + "T10:00", recurrence="RRULE:FREQ=WEEKLY")
    store.look_ahead(TODAY, TODAY)
    (doing,) = activities.of_record(store, ana)
    assert (doing.starts, doing.instance) == (day(0) + "T10:00",) * 2
    activities.complete(store, key, instance=day(0) + "T10:00")
    ahead, done = activities.of_record(store, ana)
    assert (ahead.starts, done.instance) == (day(7) + "T10:00", day(0) + "T10:00")
    with store.read() as session:
        step = activities.summary(session, [ana])[ana].next_step
    assert step
    assert step.starts == day(7) + "T10:00"
