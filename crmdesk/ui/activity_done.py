"""The panel that completes an activity, over the window: for lists and calendars that have no room for it."""

from typing import TYPE_CHECKING

from crmdesk.domain.activities import ACTIVITY_TYPES
from crmdesk.i18n import _
from crmdesk.ui.activity_completing import Completing
from crmdesk.ui.activity_editor import ActivityEditor, look_at, window_of
from crmdesk.ui.desk import Desk
from crmdesk.ui.moments import wall
from crmdesk.widgets.parts import label
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.activity_looks import ActivityLook
    from crmdesk.ui.window import Window

_WIDTH = 560


class CompleteSheet(Sheet):
    def __init__(self, window: "Window", editor: ActivityEditor, look: "ActivityLook") -> None:
        doing = look.doing
        kind = editor.said("activity", doing.type) or dict(ACTIVITY_TYPES).get(doing.type, doing.type)
        super().__init__(window, doing.words or kind, width=_WIDTH)
        starts = editor.instance or doing.starts
        told = (kind if doing.words else "", wall(starts) if starts else "", *(name for _key, name in doing.people))
        self.body.addWidget(label(" · ".join(filter(None, told)), "second", "muted", wraps=True))
        self.completing = Completing(editor, doing, editor.instance)
        self.completing.left.connect(self.accept)
        self.body.addWidget(self.completing)
        hint = label(
            _("Enter goes on, Shift Enter as not reached. Delete: nothing next."), "second", "muted", wraps=True
        )
        self.buttons.insertWidget(0, hint, 1)
        self.set_primary(_("Done"), self.completing.finish).setDefault(False)
        self.completing.begin()


def open_panel(desk: Desk, activity_id: bytes, instance: str = "") -> None:
    """What came of it, and what is next; `instance` is when its series has the one that is meant."""
    editor = ActivityEditor(desk, activity_id, instance)

    def show(found: "tuple[ActivityLook | None, dict[str, dict[str, str]], str]") -> None:
        look, editor.words, _me = found
        window = window_of(desk)
        if look and window:
            sheet = CompleteSheet(window, editor, look)
            sheet.open()
            sheet.completing.begin()

    desk.ask(lambda store: look_at(store, activity_id), show)
