"""Where there is no letter yet: some to begin with, or an empty one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from crmdesk.domain.letter_stock import STOCK
from crmdesk.domain.values.rich_text import Rich
from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.letter_card import LetterCard
from crmdesk.widgets.parts import label, quiet, title


class LetterStart(QWidget):
    stock_chosen = Signal(str)
    empty_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.cards: dict[str, LetterCard] = {}
        inner = QWidget()
        inner.setMaximumWidth(theme.px(560))
        down = QVBoxLayout(inner)
        down.setSpacing(theme.px(6))
        down.addStretch(2)
        down.addWidget(title(_("Which letter?")))
        hint = _("Each is there in English, Portuguese, Russian and Turkish, and everybody gets their own language.")
        down.addWidget(label(hint, "body", "muted", wraps=True))
        down.addSpacing(theme.px(14))
        down.addLayout(self._grid())
        down.addSpacing(theme.px(10))
        self.empty = quiet(_("Begin with an empty letter"), self.empty_chosen.emit, "pencil")
        down.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignLeft)
        down.addStretch(3)
        across = QVBoxLayout(self)
        across.setContentsMargins(theme.margins(24, 12, 24, 12))
        across.addWidget(inner, 1, Qt.AlignmentFlag.AlignHCenter)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(theme.px(12))
        for number, (key, stock) in enumerate(STOCK.items()):
            made = LetterCard(_(stock.name), _preview(stock.texts["en"].body))
            made.clicked.connect(lambda _on=False, key=key: self.stock_chosen.emit(key))
            self.cards[key] = made
            grid.addWidget(made, number // 2, number % 2)
        return grid


def _preview(body: str) -> list[int]:
    """How long its paragraphs are: the card shows its shape, not its words."""
    return [len(line) for line in Rich(body, is_html=True).plain().split("\n")]
