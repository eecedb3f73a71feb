"""Who sits here: offered from those whom the file knows; what was theirs under another name is kept on a press."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk import settings
from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.parts import button, link

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_MOST = 8


class OwnName(QWidget):
    """Stands under the line in which one says one's name."""

    chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._name = settings.author()
        self._holder = QWidget()
        self._names = FlowLayout(self._holder, 6)
        self.take = link("", self._take_over)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, theme.px(8))
        down.setSpacing(theme.px(4))
        down.addWidget(self._holder)
        down.addWidget(self.take)
        self.take.hide()
        self.hide()
        if desk.path:
            desk.ask(_known, self._offer)

    def _offer(self, names: list[str]) -> None:
        self._names.clear()
        for name in [name for name in names if name != settings.author()][:_MOST]:
            self._names.addWidget(button(name, partial(self.chosen.emit, name), kind="dashed"))
        self._holder.setVisible(self._names.count() > 0)
        self.setVisible(self._names.count() > 0 or not self.take.isHidden())
        tab_order.order(self)

    def buttons(self) -> list[QWidget]:
        """To say who one is."""
        found = (self._names.itemAt(place) for place in range(self._names.count()))
        return [part for item in found if item and (part := item.widget())]

    def changed(self) -> None:
        """A name was kept."""
        old, new = self._name, settings.author()
        if self._desk.path and new != old:
            self._desk.ask(partial(_is_new_name, old, new), partial(self._offer_to_take, old, new))
            self._desk.ask(_known, self._offer)

    def _offer_to_take(self, old: str, new: str, is_new_name: bool) -> None:
        """Not to a colleague who sat down here."""
        if (old, new) != (self._name, settings.author()):
            return
        self._name = old if is_new_name else new
        self.take.setText(_("Take over what is {name}'s").format(name=old).replace("&", "&&"))
        self.take.setVisible(is_new_name)
        self.setVisible(is_new_name or bool(self.buttons()))

    def _take_over(self) -> None:
        old, self._name = self._name, settings.author()
        self.take.hide()
        words = _("What was {name}'s is yours now").format(name=old)
        self._desk.write(partial(_rename, old, self._name), partial(self._taken, words))

    def _taken(self, words: str, _none: None) -> None:
        self._desk.say_undoable(words)
        self._desk.ask(_known, self._offer)


def _known(store: "Store") -> list[str]:
    from crmdesk.services import team

    return team.authors(store)


def _is_new_name(old: str, new: str, store: "Store") -> bool:
    """Of one of the team, that nobody had so far."""
    from crmdesk.services import team

    with store.read() as session:
        listed = team.listed(session)
    return old in listed and new not in listed


def _rename(old: str, new: str, store: "Store") -> None:
    from crmdesk.services import team

    team.rename(store, old, new)
