"""The deal that something belongs to: those of the people it is with are offered first, then the other open ones."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.editor import Choices
from crmdesk.widgets.fields import ChoiceField
from crmdesk.widgets.tasks import is_there

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_NONE = [("", "")]


class DealField(ChoiceField):
    """Its value is the id in hex, or nothing."""

    def __init__(self, desk: Desk, people: Callable[[], Iterable[bytes]]) -> None:
        super().__init__(_("Deal"), _NONE, own_words=True)
        self._desk, self._people = desk, people
        self._names: dict[str, str] = {}
        self.set_placeholder(_("none"))
        self.entered.connect(self._offer)

    def show_deal(self, deal: tuple[bytes, str] | None) -> None:
        """Id and name of the one it is."""
        key = deal[0].hex() if deal else ""
        if deal and key not in self._names:
            self._take([*self._names.items(), (key, deal[1])])
        self.set_value(key)
        if deal:
            words = _("Go to {name}").format(name=deal[1])
            self.set_action("chevron-right", words, partial(self._desk.wanted.emit, "deals", deal[0]))
        elif self.action:
            self.action.hide()

    def _offer(self) -> None:
        self._desk.ask(partial(_offered, list(self._people())), self._take_more, replace=self)

    def _take_more(self, choices: Choices) -> None:
        if is_there(self._take):
            known = dict(choices)
            self._take([*choices, *((key, name) for key, name in self._names.items() if key not in known)])

    def _take(self, choices: Choices) -> None:
        self._names = dict(choices)
        self.set_choices([*_NONE, *choices])

    def _read(self) -> Any:
        found = super()._read()
        if found and found not in self._names:
            raise ValueError(_("There is no such deal. Choose one of those offered."))
        return found


def _offered(people: list[bytes], store: "Store") -> Choices:
    from crmdesk.services import deal_lists

    return [(row.id.hex(), row.name) for row in deal_lists.offered(store, people)]
