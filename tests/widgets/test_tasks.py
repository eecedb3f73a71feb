"""The database thread: order, passing of reads, cancelling, errors, and its end."""

import sys
import threading
import time
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crmdesk.domain.errors import UserError
from crmdesk.widgets.tasks import Worker


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    made = Worker()
    yield made
    made.stop()


class Gate:
    """Holds a job until told."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.reached = threading.Event()

    def __call__(self) -> str:
        self.reached.set()
        assert self.open.wait(30)
        return "gate"


def test_a_job_runs_elsewhere_and_is_answered_here(worker: Worker, qtbot: QtBot) -> None:
    seen: list[Any] = []
    worker.run(threading.get_ident, lambda ident: seen.append((ident, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    there, here = seen[0]
    assert here == threading.get_ident() != there


def test_jobs_keep_their_order(worker: Worker, qtbot: QtBot) -> None:
    seen: list[int] = []
    for number in range(50):
        worker.run(lambda number=number: number, seen.append, writes=bool(number % 3))
    qtbot.waitUntil(lambda: len(seen) == 50)
    assert seen == list(range(50))


def test_reads_pass_between_two_steps_and_writes_wait(worker: Worker, qtbot: QtBot) -> None:
    order: list[str] = []
    begun, read_asked = threading.Event(), threading.Event()

    def long() -> Generator[int, None, str]:
        order.append("first step")
        begun.set()
        assert read_asked.wait(30)
        yield 1
        order.append("second step")
        yield 2
        return "whole"

    worker.run_steps(long, lambda result: order.append(f"long {result}"))
    assert begun.wait(30)
    worker.run(lambda: order.append("write"), writes=True)
    worker.run(lambda: order.append("read"))
    read_asked.set()
    qtbot.waitUntil(lambda: "write" in order and "long whole" in order)
    work = [word for word in order if not word.startswith("long")]
    assert work == ["first step", "read", "second step", "write"]


def test_two_long_jobs_do_not_mix(worker: Worker, qtbot: QtBot) -> None:
    steps: list[str] = []

    def long(name: str) -> Generator[None, None, None]:
        for _step in range(3):
            steps.append(name)
            yield

    ended: list[object] = []
    worker.run_steps(lambda: long("a"), ended.append)
    worker.run_steps(lambda: long("b"), ended.append)
    qtbot.waitUntil(lambda: len(ended) == 2)
    assert steps == ["a"] * 3 + ["b"] * 3


def test_cancel_closes_the_generator_and_says_when_it_has(worker: Worker, qtbot: QtBot) -> None:
    seen: list[str] = []

    def endless() -> Generator[int, None, None]:
        try:
            while True:
                yield 1
                time.sleep(0.001)
        except GeneratorExit:
            seen.append("taken back")
            raise

    told: list[int] = []
    task = worker.run_steps(endless, lambda _: seen.append("done"), told.append, gave_up=lambda: seen.append("gave up"))
    qtbot.waitUntil(lambda: bool(told))
    task.cancel()
    qtbot.waitUntil(lambda: "gave up" in seen)
    assert seen == ["taken back", "gave up"]


def test_a_long_job_not_begun_is_given_up_unseen(worker: Worker, qtbot: QtBot) -> None:
    gate, ran, gave_up = Gate(), [], []
    worker.run(gate)

    def long() -> Generator[None, None, None]:
        ran.append(1)
        yield

    task = worker.run_steps(long, gave_up=lambda: gave_up.append(1))
    task.cancel()
    gate.open.set()
    qtbot.waitUntil(lambda: bool(gave_up))
    assert not ran


def test_progress_tells_the_latest_only(worker: Worker, qtbot: QtBot) -> None:
    told: list[int] = []
    done: list[int] = []

    def long() -> Generator[int, None, int]:
        yield from range(5000)
        return 5000

    worker.run_steps(long, done.append, told.append)
    qtbot.waitUntil(lambda: bool(done))
    assert told == sorted(told)
    assert 0 < len(told) < 5000


def test_search_as_you_type_answers_the_last_word_only(worker: Worker, qtbot: QtBot) -> None:
    gate, ran, seen = Gate(), [], []
    worker.run(gate)
    assert gate.reached.wait(30)
    for word in ("a", "al", "alv"):
        worker.run(lambda word=word: ran.append(word) or word, seen.append, replace="search")
    gate.open.set()
    qtbot.waitUntil(lambda: bool(seen))
    assert (ran, seen) == (["alv"], ["alv"])


def test_an_answer_that_came_too_late_is_dropped(worker: Worker, qtbot: QtBot) -> None:
    gate, seen = Gate(), []
    worker.run(gate, seen.append, replace="search")
    assert gate.reached.wait(30)
    worker.run(lambda: "new", seen.append, replace="search")
    gate.open.set()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["new"]


def test_a_screen_closed_meanwhile_is_not_called(worker: Worker, qtbot: QtBot) -> None:
    class Screen(QObject):
        def take(self, _result: object) -> None:
            seen.append("called")

    gate, seen = Gate(), []
    screen = Screen()
    worker.run(gate, screen.take)
    import shiboken6

    shiboken6.delete(screen)
    gate.open.set()
    worker.run(lambda: "next", seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["next"]


def test_what_the_user_can_mend_goes_to_failed_or_to_unmet(qtbot: QtBot) -> None:
    told: list[str] = []
    worker = Worker(lambda error: told.append(f"unmet {error}"))

    def fail() -> None:
        raise UserError("disk full")

    worker.run(fail, failed=lambda error: told.append(f"failed {error}"))
    worker.run(fail)
    qtbot.waitUntil(lambda: len(told) == 2)
    worker.stop()
    assert told == ["failed disk full", "unmet disk full"]


def test_a_mistake_of_ours_goes_to_the_hook_and_the_thread_lives_on(
    worker: Worker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooked: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_rest: hooked.append(kind))
    told: list[object] = []

    def steps() -> Generator[int, None, None]:
        yield 1
        raise KeyError("x")

    worker.run(lambda: 1 / 0)
    worker.run_steps(steps, failed=told.append)
    worker.run(lambda: "alive", told.append)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert hooked == [ZeroDivisionError, KeyError]
    assert "alive" in told
    assert any(isinstance(error, KeyError) for error in told)


def test_stopping_finishes_writes_and_gives_up_the_rest(qtbot: QtBot) -> None:
    worker, gate, did, told = Worker(), Gate(), [], []
    worker.run(gate)
    assert gate.reached.wait(30)
    worker.run(lambda: did.append("read"))
    worker.run(lambda: did.append("write"), lambda _: told.append("written"), writes=True)
    threading.Timer(0.05, gate.open.set).start()
    worker.stop()
    assert (did, told) == (["write"], ["written"])
    with pytest.raises(RuntimeError):
        worker.run(lambda: None, writes=True)
    worker.run(lambda: did.append("late read"))
    QApplication.processEvents()
    assert did == ["write"]


def test_the_window_stays_awake_during_long_work(worker: Worker, qtbot: QtBot) -> None:
    """The longest the GUI thread waits for its own events while the other thread computes, by what both compute."""
    ended: list[object] = []

    def busy() -> Generator[int, None, None]:
        for number in range(30):
            sum(range(100_000))
            yield number

    worker.run_steps(busy, ended.append)
    longest, last = 0.0, time.process_time()
    while not ended:
        QApplication.processEvents()
        now = time.process_time()
        longest, last = max(longest, now - last), now
    assert longest < 0.25


def test_what_is_forgotten_is_still_written_but_not_told(worker: Worker, qtbot: QtBot) -> None:
    gate, seen, ran = Gate(), [], []  # type: ignore[var-annotated]
    worker.run(gate)
    written = worker.run(lambda: ran.append("written"), seen.append, writes=True)
    read = worker.run(lambda: ran.append("read"), seen.append)
    for task in (written, read):
        task.forget()
    gate.open.set()
    done: list[None] = []
    worker.run(lambda: None, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert ran == ["written"]
    assert not seen
