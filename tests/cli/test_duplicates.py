"""`crmdesk duplicates` and `crmdesk merge`, as a script uses them."""

from pathlib import Path
from typing import Any

import pytest

from crmdesk.services import records
from tests.cli.test_commands import NOBODY, Run, plain, run
from tests.store.template import reopened

__all__ = ["plain", "run"]


@pytest.fixture
def twins(desk: Path) -> list[str]:
    """Robert, Bob and somebody else."""
    from crmdesk.domain.ids import text_id

    store = reopened(desk)
    parts: list[dict[str, Any]] = [{"emails": [{"value": "robert@ashworth.example"}]}] * 2 + [{}]
    names = (("Robert", "Ashworth"), ("Bob", "Ashworth"), ("Ana", "Souza"))
    made = [
        records.add(store, "contact", {"given_name": given, "family_name": family}, part)
        for (given, family), part in zip(names, parts, strict=True)
    ]
    store.close()
    return [text_id(key) for key in made]


def test_duplicates_are_listed_with_score_and_reasons(run: Run, plain: Run, twins: list[str]) -> None:
    (found,) = run("duplicates")
    assert found["ids"] == twins[:2]
    assert 0.5 < found["score"] <= 1
    assert "Bob is short for Robert" in found["reasons"]
    assert run("duplicates", "--min-score", "1") == []
    assert run("duplicates", "--kind", "company") == []
    assert "Robert Ashworth = Bob Ashworth" in plain("duplicates")


@pytest.mark.parametrize("score", ["-1", "1.5"])
def test_a_score_is_between_0_and_1(run: Run, twins: list[str], score: str) -> None:
    assert "--min-score" in run("duplicates", f"--min-score={score}", code=1)


def test_merging_keeps_the_first(run: Run, plain: Run, twins: list[str]) -> None:
    assert run("merge", *twins[:2]) == {"id": twins[0], "merged": [twins[1]]}
    assert run("duplicates") == []
    assert run("show", twins[0])["name"] == "Robert Ashworth"
    run("show", twins[1], code=1)
    run("undo")
    assert len(run("duplicates")) == 1


@pytest.mark.parametrize("others", [(), (NOBODY,)])
def test_what_cannot_be_merged_is_told(run: Run, twins: list[str], others: tuple[str, ...]) -> None:
    before = run("show", twins[0])
    run("merge", twins[0], *others, code=1)
    assert run("show", twins[0]) == before
