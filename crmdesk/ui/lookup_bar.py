"""The strip over a list: the conditions of its lookup, how many meet them, what can be done with them all."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from crmdesk.i18n import _, mark, ngettext
from crmdesk.ui.lookups import Lookup
from crmdesk.widgets import theme
from crmdesk.widgets.chips import ChipRow
from crmdesk.widgets.parts import flat, label

_HEIGHT = 45
_ACTIONS = (
    ("labels", mark("Labels")),
    ("export", mark("Export")),
    ("group", mark("Group")),
    ("delete", mark("Delete")),
)


class LookupBar(QWidget):
    acted = Signal(str)
    """One of the actions on the current set."""

    def __init__(self, lookup: Lookup) -> None:
        super().__init__()
        self._lookup = lookup
        self._selected = 0
        self.setFixedHeight(theme.px(_HEIGHT))
        self._chips = ChipRow()
        self._words = label("", "second", "muted")
        self._actions: dict[str, QPushButton] = {key: self._action(key, _(text)) for key, text in _ACTIONS}
        self._arrange()
        self._chips.removed.connect(lookup.take_away)
        lookup.changed.connect(self._show_conditions)
        lookup.counted.connect(self._show_words)
        self._show_conditions()

    def _action(self, key: str, text: str) -> QPushButton:
        made = flat(text, lambda: self.acted.emit(key))
        made.setFont(theme.font("second"))
        return made

    def _arrange(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.margins(20, 0, 12, 0))
        across.setSpacing(theme.px(4))
        across.addWidget(self._chips, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(self._words)
        across.addStretch(1)
        for button in self._actions.values():
            across.addWidget(button)

    def _show_conditions(self) -> None:
        names = self._lookup.names()
        self._chips.show_chips(names)
        self._chips.setVisible(bool(names))
        self._words.setContentsMargins(8 if names else 0, 0, 0, 0)

    def show_selected(self, count: int) -> None:
        """Of several selected rows, what is done is done with these."""
        self._selected = count
        self._show_words()

    def _show_words(self) -> None:
        if self._selected > 1:
            words = ngettext("{count} selected", "{count} selected", self._selected).format(count=self._selected)
        else:
            words = self._lookup.in_words()
        self._words.setText(words)
        anything = bool(self._lookup.count or self._lookup.count is None)
        for key, button in self._actions.items():
            button.setVisible(anything and (key != "delete" or self._selected > 1))
