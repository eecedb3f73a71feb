"""The bench itself: it runs, small, and it can fail."""

import gc
from pathlib import Path

import pytest

from tests.bench import __main__ as bench
from tests.bench.table import Line, aim, table
from tests.bench.workshop import Workshop, medians, share


@pytest.fixture(autouse=True)
def known() -> None:
    """Each measurement begins with a search for garbage, which need not go through the whole program here."""
    gc.freeze()


@pytest.mark.parametrize("topic", ["search", "journal", "labels", "letters"])
def test_every_topic_gives_lines(topic: str, tmp_path: Path) -> None:
    lines = bench.measure(Workshop(tmp_path, 60, 120, 1), [topic])
    assert lines
    assert all(line.other > 0 and line.cells() for line in lines)


@pytest.mark.needs_size(2)
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "topic", ["start", "lists", "rolodex", "importing", "duplicates", "calendars", "money", "sync", "hub"]
)
def test_those_that_start_processes_too(topic: str, tmp_path: Path) -> None:
    assert bench.measure(Workshop(tmp_path, 60, 120, 1), [topic])


def test_a_line_beyond_what_is_allowed_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for ours, code, word in ((1.9, 0, "all ok"), (2.1, 1, "1 not ok")):
        line = Line("knitting", 100, ours, 1.0, "by hand", 2)
        monkeypatch.setattr(bench, "measure", lambda _workshop, _topics, line=line: [line])
        assert bench.main(["--size", "100"]) == code
        assert word in capsys.readouterr().out


def test_the_table_has_a_column_for_everything() -> None:
    text = table([aim("search", 1_000_000, 0.0005, 0.001), Line("memory", 10, 120, 100, "small", 1.1, "MB")])
    _head, _rule, first, second = text.splitlines()
    assert first.split() == ["search", "1,000,000", "0.50", "ms", "1.00", "ms", "aimed", "at", "0.50", "1", "yes"]
    assert second.split() == ["memory", "10", "120", "MB", "100", "MB", "small", "1.20", "1.1", "NO"]


def test_medians_are_taken_in_turn() -> None:
    order: list[str] = []
    one, two = medians(3, lambda: order.append("one"), lambda: order.append("two"))
    assert order == ["one", "two"] * 3
    assert one > 0 < two


def test_a_share_of_times() -> None:
    times = [float(number) for number in range(1, 101)]
    assert (share(times, 0.5), share(times, 0.99), share(times, 1)) == (51, 100, 100)
