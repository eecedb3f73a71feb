"""Pages by their keys, one of them shown; each is made when it is first looked at."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QStackedWidget, QWidget

P = TypeVar("P", bound=QWidget)


class MadePages(QStackedWidget):
    def __init__(self) -> None:
        super().__init__()
        self.made: dict[str, QWidget] = {}

    def get(self, key: str, kind: type[P], make: Callable[[], P]) -> P:
        made = self.made.get(key)
        if not isinstance(made, kind):
            self.made[key] = made = make()
            self.addWidget(made)
        return made
