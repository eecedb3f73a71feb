"""Under what is being typed: what somebody else has made of it meanwhile, and which of the two it shall be."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.messages import announce
from crmdesk.widgets.parts import label, link

CHANGED_BY = "changed_by"
"""A property of the window: who has made the change that is being shown."""
_LONGEST = 240
"""Letters of what is told."""


class Meanwhile(QWidget):
    """Stays until it is answered, or the page shows something else."""

    def __init__(self, take: Callable[[Any], None]) -> None:
        super().__init__()
        self._theirs: Any = None
        self._words = label("", "second", "warning", wraps=True)
        self.theirs = _answer(_("Theirs"), lambda: take(self._theirs))
        self.mine = _answer(_("Mine"), self.hide)
        answers = QHBoxLayout()
        answers.setSpacing(theme.px(8))
        for part in (self.theirs, self.mine):
            answers.addWidget(part)
        answers.addStretch(1)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(10, 0, 0, 4))
        down.setSpacing(0)
        down.addWidget(self._words)
        down.addLayout(answers)

    def tell(self, theirs: Any, words: str, field: str) -> None:
        """What it is now, and in words; of which field."""
        self._theirs = theirs
        who = self.window().property(CHANGED_BY)
        shown = words if len(words) <= _LONGEST else words[:_LONGEST].rstrip() + "…"
        told = _("{name} changed this meanwhile: {value}") if who else _("Changed meanwhile: {value}")
        self._words.setText(told.format(name=who, value=shown or _("nothing")))
        for button in (self.theirs, self.mine):
            button.setAccessibleDescription(f"{field}. {self._words.text()}")
        self.show()
        announce(self, self._words.text())


def _answer(text: str, pressed: Callable[[], None]) -> QPushButton:
    """A press leaves the keyboard in the field: going out of it would keep what is typed."""
    made = link(text, pressed)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
