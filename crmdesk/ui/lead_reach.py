"""On the card of a lead: call and write to who it is, with what speaks against it said first."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crmdesk.domain.channels import PLACE_LABELS
from crmdesk.domain.ids import text_id
from crmdesk.i18n import _, worded
from crmdesk.ui.channels import PHONE_WORDS
from crmdesk.ui.desk import Desk
from crmdesk.ui.editor import Editor
from crmdesk.ui.reach import Reach, email_way, phone_way
from crmdesk.ui.ways import choose, voices
from crmdesk.widgets.parts import quiet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.records import Look


class LeadReach(QWidget):
    """The buttons and the strip stand elsewhere; this holds them together."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._owner: bytes | None = None
        self._look: Look | None = None
        self.editor = Editor(desk, "contact")
        self.editor.setParent(self)
        self.strip = self.editor.reach = Reach(self.editor)
        self.call = quiet(_("Call"), self._call)
        self.write = quiet(_("Write"), self._write)
        for button in (self.call, self.write):
            button.hide()
        self.hide()

    def show_owner(self, owner: bytes, kind: str) -> None:
        if owner != self._owner:
            self._owner, self._look = owner, None
            self.call.hide()
            self.write.hide()
            self.strip.hide()
            self.editor.kind, self.editor.record = kind, text_id(owner)
            self.editor.table = "companies" if kind == "company" else "contacts"
        self._desk.ask(partial(_look, owner), partial(self._show, owner), self._is_gone, replace=self)

    def _is_gone(self, _error: Exception) -> None:
        """Deleted meanwhile: the list shows another one."""

    def _show(self, owner: bytes, look: "Look") -> None:
        if owner != self._owner:
            return
        is_other, self._look = self._look is None, look
        self.editor.words = look.words
        self.strip.show_record(look, is_other=is_other)
        self.call.setVisible(bool(voices(look.shown["phones"])))
        self.write.setVisible(bool(look.shown["emails"]))
        for button, channel in ((self.call, "phone"), (self.write, "email")):
            button.setAccessibleDescription(self.strip.caution(channel))

    def _call(self) -> None:
        phones = voices(self._look.shown["phones"]) if self._look else []
        choose(self.strip, self.call, [(worded(PHONE_WORDS, part["label"]), phone_way(part)) for part in phones])

    def _write(self) -> None:
        emails = self._look.shown["emails"] if self._look else []
        choose(self.strip, self.write, [(worded(PLACE_LABELS, part["label"]), email_way(part)) for part in emails])


def _look(owner: bytes, store: "Store") -> "Look":
    from crmdesk.services import records

    return records.look(store, owner)
