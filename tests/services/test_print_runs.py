"""What was printed is kept, told in the histories, and printed again in part."""

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.domain.paper import PrintRun
from crmdesk.services import activities, print_runs, records, trash
from crmdesk.store import bulk
from crmdesk.store.store import Store


@pytest.fixture
def people(store: Store) -> list[bytes]:
    return [records.add(store, "contact", {"given_name": name}, {}) for name in ("Ana", "Rui", "Zoë")]


def pieces(people: list[bytes]) -> list[print_runs.Piece]:
    return [(key, ["Name", f"Street {number}", "שלום"]) for number, key in enumerate(people, 1)]


def test_a_run_comes_back_as_it_was_and_in_part(store: Store, people: list[bytes]) -> None:
    made = pieces(people)
    key = print_runs.keep(store, "labels", "Bakers", {"sheet": "Avery L7160", "start": 6}, made)
    (run,) = print_runs.latest(store)
    assert (run.id, run.kind, run.name, run.count) == (key, "labels", "Bakers", 3)
    assert run.choices == {"sheet": "Avery L7160", "start": 6}
    assert print_runs.again(store, key) == made
    assert print_runs.again(store, key, 2) == made[1:]
    assert print_runs.again(store, key, first=2, last=2) == made[1:2]
    for first, last in ((0, None), (4, None), (3, 2), (1, 4)):
        with pytest.raises(UserError, match="from 1 to 3"):
            print_runs.again(store, key, first, last)


def test_one_step_that_is_undone_with_its_lines(store: Store, people: list[bytes]) -> None:
    key = print_runs.keep(store, "envelopes", "", {}, [*pieces(people), (people[0], ["Copy"]), (b"?" * 16, ["Gone"])])
    assert [line.subject for line in activities.of_record(store, people[0])] == ["Envelope printed"]
    assert store.next_undo() == "Print envelopes"
    store.undo()
    assert print_runs.latest(store) == []
    assert activities.of_record(store, people[0]) == []
    with pytest.raises(UserError, match="no longer kept"):
        print_runs.again(store, key)
    store.redo()
    assert print_runs.again(store, key, 5) == [(b"?" * 16, ["Gone"])]


def test_who_shares_a_piece_has_it_in_the_history(store: Store, people: list[bytes]) -> None:
    print_runs.keep(store, "labels", "", {}, pieces(people[:1]), people[:2])
    assert [len(activities.of_record(store, key)) for key in people] == [1, 1, 0]


def test_the_newest_comes_first(store: Store, people: list[bytes]) -> None:
    for name in ("first", "second", "third"):
        print_runs.keep(store, "labels", name, {}, pieces(people))
    assert [run.name for run in print_runs.latest(store)] == ["third", "second", "first"]


def test_nothing_is_left_of_whom_the_trash_lets_go(store: Store, people: list[bytes]) -> None:
    made = pieces(people)
    key = print_runs.keep(store, "labels", "", {}, made)
    thrown_away = print_runs.keep(store, "labels", "", {}, made)
    with store.write("Throw a run away") as session:
        bulk.mark_deleted(session, PrintRun, "id", [thrown_away])
    records.delete(store, "contact", people[:1])
    trash.empty(store)
    assert print_runs.again(store, key) == [(people[0], []), *made[1:]]
    word = made[0][1][1]
    for table, column in (("print_runs", "pieces"), ("changes", "old")):
        rows = store.connection.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL").fetchall()
        assert not [row for row in rows if word in str(row)], table
