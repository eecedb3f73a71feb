"""The strip under a call that is being made: what speaks against it first, then the stopwatch and its completion."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from crmdesk.domain.ids import text_id
from crmdesk.i18n import _
from crmdesk.ui import activity_watch
from crmdesk.ui.desk import Desk
from crmdesk.ui.editor import Editor
from crmdesk.ui.reach import Reach, Way, phone_way, refusal_words
from crmdesk.widgets.parts import quiet

if TYPE_CHECKING:
    from crmdesk.services.today import Call


class CallStrip(Reach):
    """As on a page, but the call is there already: it is completed, not logged."""

    completing = Signal()

    def __init__(self, desk: Desk) -> None:
        self.complete = quiet(_("Complete…"))
        super().__init__(Editor(desk, "contact"))
        self.complete.clicked.connect(self.completing)
        self._desk = desk
        self.person: bytes | None = None

    def _arrange(self) -> None:
        self._buttons = (*self._buttons, self.complete)
        super()._arrange()

    def call(self, call: "Call") -> None:
        if call.phone is None or call.person is None:
            return
        self.person = call.person
        self._editor.record = text_id(call.person)
        self._refusals = {entry["channel"]: refusal_words(entry) for entry in call.refusals}
        self.go(phone_way(call.phone))

    def _offer_log(self, way: Way) -> None:
        activity_watch.start(self._desk, self.person)
        self._say("accent", _("Calling {number}").format(number=way.words), "", self.watch, self.complete)
        self._take_keyboard(self.complete)
