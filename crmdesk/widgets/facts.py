"""A strip of facts side by side: a muted word over what it stands for."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crmdesk.widgets.parts import Tone, label, rule


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str
    tone: Tone = "text"


class FactStrip(QFrame):
    """As the head of a record: what one wants to know first, each in one look."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "card")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        while item := self._layout.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for number, fact in enumerate(facts):
            if number:
                self._layout.addWidget(rule(upright=True))
            self._layout.addWidget(_cell(fact), 1)


def _cell(fact: Fact) -> QWidget:
    cell = QWidget()
    cell.setAccessibleName(f"{fact.name}: {fact.value}")
    layout = QVBoxLayout(cell)
    layout.setContentsMargins(16, 11, 12, 11)
    layout.setSpacing(3)
    for words in (label(fact.name, "second", "muted"), label(fact.value, "strong", fact.tone)):
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        words.setToolTip("")
        layout.addWidget(words)
    return cell
