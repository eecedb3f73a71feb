"""What can be printed for a set, as tabs over the screens of each: they pass the set on."""

from collections.abc import Callable

from crmdesk.i18n import _, mark
from crmdesk.ui.desk import Desk
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.sections import SECTIONS
from crmdesk.widgets.tabs import TextTabs

_TABS = (("labels", mark("Labels")), ("envelopes", mark("Envelopes")), ("letters", mark("Letters")))


class PrintTabs(TextTabs):
    """On the screen of the section `key`; another one is shown for the same set."""

    def __init__(self, desk: Desk, key: str, chosen: Callable[[], CurrentSet]) -> None:
        super().__init__([_(text) for _name, text in _TABS])
        self.setAccessibleName(_("What is printed"))
        self._keys = [name for name, _text in _TABS]
        self._desk, self._own, self._chosen = desk, self._keys.index(key), chosen
        self.choose(self._own)
        self.changed.connect(self._go)

    def _go(self, number: int) -> None:
        """What is no section of its own opens over this one."""
        if number == self._own:
            return
        self.choose(self._own)  # as it is when one comes back
        key = self._keys[number]
        is_section = any(section.key == key for section in SECTIONS)
        (self._desk.wanted if is_section else self._desk.set_asked).emit(key, self._chosen())
