"""The strip over a list: the conditions of its lookup, how many meet them, what can be done with them all."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from crmdesk.i18n import _, mark, ngettext
from crmdesk.ui.lookups import Lookup
from crmdesk.widgets import theme
from crmdesk.widgets.chips import ChipRow
from crmdesk.widgets.parts import flat, icon_button, label, plain

if TYPE_CHECKING:
    from crmdesk.domain.terms import Term
    from crmdesk.ui.lookups import ReadAnew
    from crmdesk.ui.trail import Step

_HEIGHT = 45
_AIR = 10
_LEFT, _RIGHT, _GAP = 20, 12, 4
_LEAST_FOR_CHIPS = 220
_DELETE = ("delete", mark("Delete"), "trash-2")


class LookupBar(QWidget):
    acted = Signal(str)
    """One of the actions on the current set."""

    def __init__(self, lookup: Lookup) -> None:
        super().__init__()
        self._lookup = lookup
        self._selected = 0
        self._chips = ChipRow(_("narrow"))
        self._chips.setAccessibleName(_("Conditions"))
        self._words = label("", "second", "muted")
        self._words.setContentsMargins(theme.margins(6, 0, 0, 0))
        self._previous = icon_button("history", _("Previous lookups"), self._open_previous)
        self._more = icon_button("ellipsis", _("More"), self._open_more)
        self._actions = {key: self._action(key, _(text)) for key, text, _icon in _all_actions()}
        self._arrange()
        self._connect()
        self._show_conditions()
        self._show_words()

    def _action(self, key: str, text: str) -> QPushButton:
        made = flat(text, lambda: self.acted.emit(key))
        made.setFont(theme.font("second"))
        return made

    def _arrange(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.margins(_LEFT, 0, _RIGHT, 0))
        across.setSpacing(_GAP)
        middle = Qt.AlignmentFlag.AlignVCenter
        for part in (self._previous, self._chips, self._words):
            across.addWidget(part, 0, middle)
        across.addStretch(1)
        for button in (*self._actions.values(), self._more):
            across.addWidget(button, 0, middle)

    def _connect(self) -> None:
        lookup = self._lookup
        self._chips.removed.connect(lookup.take_away)
        self._chips.adding.connect(self.narrow)
        self._chips.opened.connect(self._open_chip)
        lookup.changed.connect(self._show_conditions)
        lookup.counted.connect(self._show_words)

    # Conditions

    def narrow(self) -> None:
        """Ask for one more condition."""
        self._lookup.with_terms(self._open_new)

    def _open_chip(self, number: int) -> None:
        step = self._lookup.conditions.steps[number]
        self._lookup.read_anew([step.node], partial(self._open_now, number, step))

    def _open_new(self, terms: "Sequence[Term]") -> None:
        self._open_panel(terms, None, None)

    def _open_now(self, number: int, step: "Step", answer: "ReadAnew") -> None:
        terms, now = answer
        if step in self._lookup.conditions.steps:
            self._open_panel(terms, number, replace(step, node=now[0]))

    def _open_panel(self, terms: "Sequence[Term]", number: int | None, step: "Step | None") -> None:
        from crmdesk.domain.criteria import Condition
        from crmdesk.ui.narrowing import Narrowing

        if step and not isinstance(step.node, Condition):
            self._open_several(terms, step, number)
            return
        anchor = self._chips.part(number)
        panel = Narrowing(anchor, self._lookup, terms, step)
        panel.put.connect(lambda made: self._put(made, number))
        panel.more.connect(lambda: self._open_several(terms, None, None))

    def _open_several(self, terms: "Sequence[Term]", step: "Step | None", number: int | None) -> None:
        from crmdesk.ui.several import Several

        sheet = Several(self, self._lookup, terms, step)
        sheet.put.connect(lambda made: self._put(made, number))
        sheet.open()

    def _put(self, step: "Step", number: int | None) -> None:
        if step.how == "new":
            self._lookup.set_steps((replace(step, how="narrow"),))
        else:
            self._lookup.put(step, number)

    def _show_conditions(self) -> None:
        self._chips.show_chips(self._lookup.names())
        self._previous.setVisible(bool(self._lookup.previous()))
        self._fit()

    def _open_previous(self) -> None:
        self._lookup.renew_words(self._show_previous)

    def _show_previous(self) -> None:
        from crmdesk.ui.previous import previous_menu

        _popup(previous_menu(self._lookup, self), self._previous)

    # What is done with them

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
        self._allow()
        self._fit()

    def _allow(self) -> None:
        """What takes another number of records stays in its place and says so."""
        from crmdesk.ui import actions

        count = self._selected if self._selected > 1 else self._lookup.count
        for command in actions.SET_COMMANDS:
            takes = command.takes(count)
            self._actions[command.key].setEnabled(takes)
            self._actions[command.key].setToolTip(plain("" if takes else _(command.otherwise)))

    def _offered(self) -> list[str]:
        if not (self._lookup.count or self._lookup.count is None):
            return []
        return [key for key in self._actions if key != _DELETE[0] or self._selected > 1]

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for key in self._offered():
            if self._actions[key].isHidden():
                added = menu.addAction(self._actions[key].text(), partial(self.acted.emit, key))
                added.setEnabled(self._actions[key].isEnabled())
                added.setToolTip(plain(self._actions[key].toolTip()))
        _popup(menu, self._more)

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Conditions and count first; actions as far as there is room, the others under More."""
        room = self.width() - _LEFT - _RIGHT - self._words.sizeHint().width() - 3 * _GAP
        room -= 0 if self._previous.isHidden() else self._previous.width() + _GAP
        wanted = self._chips.sizeHint().width()
        self._show_actions(room - min(wanted, max(room * 7 // 10, theme.px(_LEAST_FOR_CHIPS))))
        taken = sum(button.sizeHint().width() + _GAP for button in self._shown_actions())
        self._chips.setFixedWidth(max(min(wanted, room - taken), theme.px(60)))
        lines = self._chips.heightForWidth(self._chips.width())
        self._chips.setFixedHeight(lines)
        self.setFixedHeight(max(theme.px(_HEIGHT), lines + 2 * _AIR))

    def _show_actions(self, room: int) -> None:
        offered = self._offered()
        widths = [self._actions[key].sizeHint().width() + _GAP for key in offered]
        fits = len(offered)
        if sum(widths) > room:
            room -= self._more.sizeHint().width() + _GAP
            while fits and sum(widths[:fits]) > room:
                fits -= 1
        for key, button in self._actions.items():
            button.setVisible(key in offered[:fits])
        self._more.setVisible(fits < len(offered))

    def _shown_actions(self) -> list[QPushButton]:
        return [button for button in (*self._actions.values(), self._more) if not button.isHidden()]


def _all_actions() -> list[tuple[str, str, str]]:
    from crmdesk.ui import actions

    return [*((command.key, command.text, command.icon) for command in actions.SET_COMMANDS), _DELETE]


def _popup(menu: QMenu, under: QWidget) -> None:
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(under.mapToGlobal(under.rect().bottomLeft()))
