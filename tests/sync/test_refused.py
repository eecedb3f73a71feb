"""A change that the hub never takes holds up no other."""

import random
from collections.abc import Sequence

from crmdesk.sync.exchange import exchange
from crmdesk.sync.http import PoisonError
from crmdesk.sync.memory import MemoryHub
from crmdesk.sync.messages import Change, Pushed, Standing
from tests.sync.laptops import Simple

NOW, TABLE, ROW, OTHER = 1_000_000, 1, b"r" * 16, b"s" * 16


class Choosy(MemoryHub):
    """Takes what is before the first change that says poison, and refuses that one."""

    def push(self, standing: Standing, changes: Sequence[Change]) -> Pushed:
        bad = next((place for place, each in enumerate(changes) if "poison" in each.values.values()), len(changes))
        pushed = super().push(standing, changes[:bad])
        if bad < len(changes):
            raise PoisonError(changes[bad].id, "too large")
        return pushed


def round_of(laptop: Simple, hub: Choosy) -> None:
    while True:
        try:
            exchange(laptop, hub)
        except PoisonError as poison:
            laptop.refuse(poison.change, str(poison))
        else:
            return


def test_the_others_go_on_and_a_later_edit_replaces_it() -> None:
    dice, hub = random.Random(1), Choosy(lambda: NOW)
    mine, other = Simple(dice), Simple(dice)
    mine.edit(NOW, TABLE, ROW, {10: "first"})
    refused = mine.edit(NOW, TABLE, ROW, {10: "poison"})
    mine.edit(NOW, TABLE, OTHER, {10: "third"})
    round_of(mine, hub)
    round_of(other, hub)
    assert other.shelf.rows[TABLE, ROW][10] == "first"
    assert other.shelf.rows[TABLE, OTHER][10] == "third"
    assert mine.shelf.rows[TABLE, ROW][10] == "poison"
    assert mine.shelf.refused == {refused: "too large"}
    assert not mine.pending(10)
    mine.edit(NOW, TABLE, ROW, {10: "mended"})
    for laptop in (mine, other, mine):
        round_of(laptop, hub)
    for laptop in (mine, other):
        assert laptop.shelf.rows[TABLE, ROW][10] == "mended"
        assert len(laptop.shelf.heads[TABLE, ROW][10]) == 1


def test_what_somebody_else_did_to_it_meanwhile_is_a_conflict() -> None:
    dice, hub = random.Random(2), Choosy(lambda: NOW)
    mine, other = Simple(dice), Simple(dice)
    mine.edit(NOW, TABLE, ROW, {10: "poison"})
    round_of(mine, hub)
    other.edit(NOW + 5, TABLE, ROW, {10: "theirs"})
    for laptop in (other, mine):
        round_of(laptop, hub)
    assert mine.shelf.rows[TABLE, ROW][10] == "theirs"
    assert len(mine.shelf.heads[TABLE, ROW][10]) == 2
