"""The strip over a board: by what its deals are narrowed and what they sum up to, or what to do with those chosen."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QWidget

from crmdesk.domain.criteria import Condition
from crmdesk.i18n import _, ngettext
from crmdesk.ui.board_state import DealLookup, mine
from crmdesk.widgets import theme
from crmdesk.widgets.chips import ChipRow
from crmdesk.widgets.parts import button, flat, icon_button, label, plain

if TYPE_CHECKING:
    from crmdesk.domain.terms import Term
    from crmdesk.ui.lookups import ReadAnew
    from crmdesk.ui.trail import Step

_HEIGHT, _AIR = 45, 10


class BoardBar(QStackedWidget):
    acted = Signal(str, object)
    """What to do with what is chosen, and the button that it was asked with."""
    left = Signal()
    """Nothing is chosen any more."""

    def __init__(self, lookup: DealLookup) -> None:
        super().__init__()
        self._lookup = lookup
        self.chips = ChipRow(_("narrow"))
        self.chips.setAccessibleName(_("Conditions"))
        self.mine: QPushButton = button("+ " + mine().words, self._put_mine, kind="dashed")
        self.totals = label("", "second", "muted")
        self._words = ""
        self._count = label("", "strong")
        self.addWidget(self._narrowing())
        self.addWidget(self._selection())
        self.chips.removed.connect(lookup.take_away)
        self.chips.adding.connect(self.narrow)
        self.chips.opened.connect(self._open_chip)
        lookup.changed.connect(self._show_conditions)
        self._show_conditions()

    def _narrowing(self) -> QWidget:
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(theme.margins(20, 0, 20, 0))
        across.setSpacing(theme.px(6))
        middle = Qt.AlignmentFlag.AlignVCenter
        for part in (self.chips, self.mine):
            across.addWidget(part, 0, middle)
        across.addSpacing(theme.px(6))
        across.addWidget(self.totals, 1, middle)
        return holder

    def _selection(self) -> QWidget:
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(theme.margins(20, 0, 20, 0))
        across.setSpacing(theme.px(4))
        across.addWidget(self._count)
        across.addSpacing(theme.px(8))
        for key, words in (
            ("move", _("Move to")),
            ("responsible", _("Responsible")),
            ("expected", _("Expected close…")),
            ("won", _("Won")),
            ("lost", _("Lost…")),
            ("delete", _("Delete")),
        ):
            made = flat(words)
            made.setFont(theme.font("second"))
            made.clicked.connect(partial(self._act, key, made))
            across.addWidget(made)
        across.addStretch(1)
        across.addWidget(icon_button("x", _("Choose nothing"), self.left.emit))
        return holder

    def _act(self, key: str, pressed: QPushButton, _on: bool = False) -> None:
        self.acted.emit(key, pressed)

    # What is shown

    def show_totals(self, words: str, whole: str) -> None:
        """In few words, and all of it for who points at it."""
        self.totals.setToolTip(plain(whole))
        self._words = words
        self._fit()

    def show_chosen(self, count: int) -> None:
        """Of several, what can be done with them."""
        self._count.setText(ngettext("{count} selected", "{count} selected", count).format(count=count))
        self.setCurrentIndex(1 if count > 1 else 0)

    def _show_conditions(self) -> None:
        self.chips.show_chips(self._lookup.names())
        self.mine.setVisible(not any(step.node == mine().node for step in self._lookup.conditions.steps))
        self._fit()

    def _put_mine(self) -> None:
        self._lookup.put(mine())

    # Conditions

    def narrow(self) -> None:
        self._lookup.with_terms(self._open_new)

    def _open_new(self, terms: "Sequence[Term]") -> None:
        self._open_panel(terms, None, None)

    def _open_chip(self, number: int) -> None:
        step = self._lookup.conditions.steps[number]
        self._lookup.read_anew([step.node], partial(self._open_now, number, step))

    def _open_now(self, number: int, step: "Step", answer: "ReadAnew") -> None:
        terms, now = answer
        if step in self._lookup.conditions.steps:
            self._open_panel(terms, number, replace(step, node=now[0]))

    def _open_panel(self, terms: "Sequence[Term]", number: int | None, step: "Step | None") -> None:
        from crmdesk.ui.narrowing import Narrowing

        if step and not isinstance(step.node, Condition):
            self._open_several(terms, number, step)
            return
        panel = Narrowing(self.chips.part(number), self._lookup, terms, step)
        panel.put.connect(partial(self._put, number))
        panel.more.connect(partial(self._open_several, terms, None, None))

    def _open_several(self, terms: "Sequence[Term]", number: int | None, step: "Step | None") -> None:
        from crmdesk.ui.several import Several

        sheet = Several(self, self._lookup, terms, step)
        sheet.put.connect(partial(self._put, number))
        sheet.open()

    def _put(self, number: int | None, step: "Step") -> None:
        if step.how == "new":
            self._lookup.set_steps((replace(step, how="narrow"),))
        else:
            self._lookup.put(step, number)

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Conditions wrap where they need more than there is; the sums end in dots."""
        taken = 0 if self.mine.isHidden() else self.mine.sizeHint().width() + theme.px(6)
        room = self.width() - theme.px(52) - taken
        wanted = self.chips.sizeHint().width()
        told = self.totals.fontMetrics().horizontalAdvance(self._words)
        self.chips.setFixedWidth(max(min(wanted, room - min(told, max(room // 3, 0))), theme.px(80)))
        left = max(room - self.chips.width() - theme.px(8), 0)
        words = self.totals.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, left)
        self.totals.setText(words if left else "")
        lines = self.chips.heightForWidth(self.chips.width())
        self.chips.setFixedHeight(lines)
        self.setFixedHeight(max(theme.px(_HEIGHT), lines + 2 * theme.px(_AIR)))


def popup(menu: QMenu, under: QWidget) -> None:
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(under.mapToGlobal(under.rect().bottomLeft()))
