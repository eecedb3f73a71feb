"""What was done to a design since it was opened, to be taken back one by one."""

from crmdesk.domain.designs import Design

_MOST = 200


class Steps:
    def __init__(self, design: Design) -> None:
        self.now = self.begun = design
        self._past: list[Design] = []
        self._future: list[Design] = []
        self._last = ""

    @property
    def is_changed(self) -> bool:
        return self.now != self.begun

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        return bool(self._future)

    def take(self, design: Design, what: str = "") -> bool:
        """`what` changes: the same again and again, as typed letters and held keys do, is one step."""
        if design == self.now:
            return False
        if not what or what != self._last:
            self._past = [*self._past[-_MOST:], self.now]
        self._future.clear()
        self._last, self.now = what, design
        return True

    def pause(self) -> None:
        """What comes is another step, even if it changes the same."""
        self._last = ""

    def undo(self) -> bool:
        return self._go(self._past, self._future)

    def redo(self) -> bool:
        return self._go(self._future, self._past)

    def _go(self, source: list[Design], target: list[Design]) -> bool:
        self._last = ""
        if not source:
            return False
        target.append(self.now)
        self.now = source.pop()
        return True
