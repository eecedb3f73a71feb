"""Long reading in pieces, each of them a question of its own: what is to be written need not wait for the end."""

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Generic, TypeVar

from crmdesk.ui.desk import Desk

if TYPE_CHECKING:
    from crmdesk.services.files import Store

T = TypeVar("T")


class Pieces(Generic[T]):
    """Runs a generator of the database thread to its end, and gives what it returns."""

    def __init__(
        self,
        desk: Desk,
        job: "Callable[[Store], Generator[float, None, T]]",
        done: Callable[[T], None],
        progress: Callable[[float], None],
    ) -> None:
        self._desk, self._job, self._done, self._progress = desk, job, done, progress
        self._steps: Generator[float, None, T] | None = None
        self._is_over = False
        self._ask()

    def stop(self) -> None:
        """What it has in the database thread is put away there."""
        if not self._is_over:
            self._is_over = True
            self._desk.ask(lambda _store: self._close())

    def _close(self) -> None:
        if self._steps:
            self._steps.close()

    def _ask(self) -> None:
        self._desk.ask(self._step, self._take)

    def _step(self, store: "Store") -> tuple[float, T | None]:
        """How far it is; at the end, more than the whole and the result."""
        if self._steps is None:
            self._steps = self._job(store)
        try:
            return (0 if self._is_over else next(self._steps)), None
        except StopIteration as end:
            return 2, end.value

    def _take(self, answer: tuple[float, T | None]) -> None:
        share, result = answer
        if self._is_over:
            return
        if share > 1:
            self._is_over = True
            self._done(result)  # type: ignore[arg-type]
        else:
            self._progress(share)
            self._ask()
