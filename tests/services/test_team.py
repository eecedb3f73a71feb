"""The team: who is on the list, who of them looks, and whose things a filter takes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.criteria import Condition, Criteria, write
from crmdesk.domain.whose import EVERYBODY, ME, Team
from crmdesk.services import activities, criteria, groups, lead_assignment, picks, records, tasks, team, terms
from crmdesk.store.store import Store

TODAY = date.today()  # noqa: DTZ011
names = st.lists(st.sampled_from(["Ana", "Bia", "Caio", "Dora", "Eli"]), unique=True)


@pytest.fixture(autouse=True)
def ana(store: Store) -> None:
    store.author = "Ana"


def test_who_is_listed_is_the_team_but_for_oneself(store: Store) -> None:
    assert team.look(store) == Team("Ana")
    team.add(store, ["Bia", "ana", " Bia ", ""])
    lead_assignment.set_colleague(store, "Caio", ["PT"])
    assert team.look(store) == Team("Ana", ("Bia", "Caio"))
    assert store.next_undo() == "Change colleague"
    store.undo()
    assert team.look(store).others == ("Bia",)
    picks.archive(store, team.PICK_LIST, "Bia")
    assert team.look(store).others == ()
    team.add(store, ["Bia"])
    assert team.look(store).others == ("Bia",)


def test_a_name_is_kept_as_it_is_spelled_in_the_list(store: Store) -> None:
    team.add(store, ["Bia"])
    with store.write("x") as session:
        assert team.put(session, " bia ") == "Bia"
    assert [pick.value for pick in picks.picks(store, team.PICK_LIST)] == ["Bia", "Ana"]


def test_to_the_other_one_who_put_them_there_is_the_colleague(store: Store) -> None:
    team.add(store, ["Bia"])
    store.author = "Bia"
    assert team.look(store) == Team("Bia", ("Ana",))


def test_who_is_called_otherwise_keeps_what_was_theirs(store: Store) -> None:
    team.add(store, ["Bia"])
    lead_assignment.set_colleague(store, "Ana", ["PT"])
    key = activities.plan(store, [], "to-do", "Mine")
    given = activities.plan(store, [], "to-do", "Given", responsible="Ana")
    person = records.add(store, "contact", {"family_name": "N", "responsible": "Ana"})
    team.rename(store, "Ana", "Ana Souza")
    store.author = "Ana Souza"
    assert team.look(store) == Team("Ana Souza", ("Bia",))
    mine = team.look(store).whose(ME)
    shown = tasks.rows(store, [one for some in tasks.listing(store, TODAY, whose=ME).values() for one in some])
    assert {task.key.id for task in shown if task} == {key, given}
    assert mine.takes("Ana Souza")
    assert criteria.find(store, "contact", Condition("responsible", "is", ME)) == [person]
    assert [one.territory for one in lead_assignment.colleagues(store) if one.name == "Ana Souza"] == [("PT",)]
    store.undo()
    assert team.look(store) == Team("Ana Souza", ("Ana", "Bia"))


@given(names, st.sampled_from(["Ana", "Bia", "Zoe", ""]))
def test_everything_is_mine_or_a_colleagues_never_both(others: list[str], name: str) -> None:
    found = Team("Me", tuple(others))
    takers = [key for key in (ME, *others) if found.whose(key).takes(name)]
    assert len(takers) == 1
    assert takers[0] == (name if name in others else ME)
    assert found.whose(EVERYBODY).takes(name)


@given(names, names, st.booleans(), st.sampled_from(["Ana", "Bia", "Zoe", ""]))
def test_who_is_hidden_is_not_seen(others: list[str], gone: list[str], is_mine_gone: bool, name: str) -> None:
    found = Team("Me", tuple(others))
    seen = found.without(frozenset(gone) | ({ME} if is_mine_gone else set())).takes(name)
    assert seen == (name not in gone if name in others else not is_mine_gone)


def test_a_condition_on_me_means_whoever_looks(store: Store) -> None:
    ours = [records.add(store, "contact", {"family_name": name, "responsible": name}) for name in ("Ana", "Bia")]
    mine = Condition("responsible", "is", ME)
    group = groups.add(store, "Mine", write(Criteria(mine)))
    for author, found in (("Ana", ours[:1]), ("Bia", ours[1:]), ("Zoe", [])):
        store.author = author
        assert criteria.find(store, "contact", mine) == found
        assert criteria.find(store, "contact", Condition("group", "is", group.hex())) == found


def test_conditions_offer_me_where_there_is_a_team(store: Store) -> None:
    def offered() -> list[str]:
        term = next(term for term in terms.terms(store, "contact") if term.path == "responsible")
        return [words for _value, words in term.choices]

    assert offered() == []
    team.add(store, ["Bia"])
    assert offered() == ["me", "Bia", "Ana"]


def test_who_one_may_be_is_told_once_as_the_list_spells_it(store: Store) -> None:
    team.add(store, ["Bia"])
    for author in ("bia", "Zoe"):
        store.author = author
        activities.complete(store, activities.plan(store, [], "to-do", "x"))
    assert team.authors(store) == ["Ana", "Bia", "Zoe"]
