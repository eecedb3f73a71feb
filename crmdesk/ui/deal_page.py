"""The page of a deal: everything about one, edited in place."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui import deal_acting, deal_words
from crmdesk.ui.deal_details import DealDetails
from crmdesk.ui.deal_editor import DealEditor
from crmdesk.ui.deal_header import DealHeader
from crmdesk.ui.desk import Desk
from crmdesk.ui.reach import Reach
from crmdesk.ui.record_tabs import RecordTabs
from crmdesk.ui.rollup import NEXT_STEP
from crmdesk.ui.tab import Tabs
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import Beside, fill_scrolled, scroller
from crmdesk.widgets.facts import FactStrip

if TYPE_CHECKING:
    from crmdesk.services.deal_looks import DealLook
    from crmdesk.services.files import Store
    from crmdesk.ui.board_acts import Acts
    from crmdesk.ui.deal_products import DealProducts
    from crmdesk.ui.deal_quotes import DealQuotes, DealStages

_NARROW, _LEAST = 800, 280
_ALSO = frozenset(
    {"deal_contacts", "deal_products", "deal_checks", "deal_shares", "deals", "documents", "activities", "stages",
     "pipelines", "notes", "attachments", "participations", "pick_entries", "contacts", "companies"}
)  # fmt: skip
"""Tables whose rows are on the page, whosesoever they are."""


class DealPage(RecordTabs, QWidget):
    left = Signal()
    """Back to where one came from."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.editor = DealEditor(desk)
        self._is_stale = False
        self.reach = self.editor.reach = Reach(self.editor)
        self.header = DealHeader(self.editor)
        self.facts = FactStrip()
        self.details = DealDetails(self.editor)
        self.tabs = self._make_tabs()
        self.acts: Acts = deal_acting.acts_of(self.editor, self)
        self._arrange()
        self.editor.saved.connect(self.reload)
        self.header.acted.connect(self._act)
        self.header.stage_wanted.connect(self._move)
        self.header.record_wanted.connect(desk.wanted)
        self.facts.pressed.connect(self._open_fact)
        desk.changed.connect(self._refresh)
        self.setAcceptDrops(True)

    def _arrange(self) -> None:
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(theme.margins(28, 12, 20, 0))
        down.setSpacing(theme.px(14))
        down.addWidget(self.header)
        down.addWidget(self.reach)
        down.addWidget(self.facts)
        self.area = scroller()
        down.addWidget(Beside(self.area, self.tabs, (4, 5), _NARROW, _LEAST), 1)
        fill_scrolled(self, page)
        self.area.setWidget(self.details)

    # Tabs

    def _make_tabs(self) -> Tabs:
        return Tabs(
            self.editor,
            {
                "activities": (_("Activities"), lambda: self.activities),
                "products": (_("Products"), lambda: self.products),
                "quotes": (_("Quotes"), lambda: self.quotes),
                "notes": (_("Notes"), lambda: self.notes),
                "files": (_("Files"), lambda: self.documents),
                "stages": (_("Stages"), lambda: self.stages),
                "history": (_("History"), lambda: self.history),
            },
        )

    @property
    def products(self) -> "DealProducts":
        from crmdesk.ui.deal_products import DealProducts

        return self.tabs.get("products", DealProducts)

    @property
    def quotes(self) -> "DealQuotes":
        from crmdesk.ui.deal_quotes import DealQuotes

        return self.tabs.get("quotes", DealQuotes)

    @property
    def stages(self) -> "DealStages":
        from crmdesk.ui.deal_quotes import DealStages

        return self.tabs.get("stages", DealStages)

    # Showing

    def show_deal(self, key: bytes) -> None:
        self.editor.record = str(UUID(bytes=key))
        self.reload()

    def shows(self, key: bytes) -> bool:
        """It has come, and no other was asked for since."""
        look = self.editor.look
        return look is not None and look.key == key == self.editor.key

    def reload(self) -> None:
        key, self._is_stale = self.editor.key, False

        def look(store: "Store") -> "DealLook":
            from crmdesk.services import deal_looks

            return deal_looks.look(store, key)

        if key:
            self.desk.ask(look, self._show, self._gone, replace=self)

    def _show(self, look: "DealLook") -> None:
        before = self.editor.look
        is_other = before is None or before.key != look.key
        self.editor.look, self.editor.words = look, look.words
        self.setUpdatesEnabled(False)
        self.reach.show_record(look, is_other=is_other)
        self.header.show_deal(look, is_other=is_other)
        facts = deal_words.facts(look)
        self.facts.show_facts(facts)
        self.facts.setVisible(bool(facts))
        self.details.show_deal(look, is_other=is_other)
        self.tabs.show_record(look, is_other=is_other)
        self.tabs.count("products", len(look.products))
        self.tabs.count("quotes", len(look.documents))
        self.tabs.count("notes", len(look.shown["notes"]))
        self.tabs.count("files", len(look.shown["attachments"]))
        if is_other:
            self.area.verticalScrollBar().setValue(0)
        tab_order.order(self)
        self.setUpdatesEnabled(True)

    def _gone(self, _error: Exception) -> None:
        """Deleted meanwhile: there is nothing to show any more."""
        self.editor.record, self.editor.look = "", None
        self.left.emit()

    def _refresh(self, change: Any) -> None:
        if self.editor.record and (change.touches(self.editor.key) or change.tables & _ALSO):
            self._is_stale = True
            if self.isVisible():
                self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another screen was shown."""
        super().showEvent(event)
        if self._is_stale:
            self.reload()

    def enter(self) -> None:
        self.header.name.setFocus(Qt.FocusReason.TabFocusReason)

    def can_leave(self) -> bool:
        return self.editor.all_kept([*self.header.fields(), *self.details.fields(), *self.tabs.fields()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    # Dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.documents.meet(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.documents.meet(event)

    # Acting

    def _move(self, stage: bytes) -> None:
        if self.editor.look:
            deal_acting.move(self.acts, self.editor.look, stage)

    def _open_fact(self, key: str) -> None:
        step = self.editor.look.summary.next_step if self.editor.look else None
        if key == NEXT_STEP and step:
            self.tabs.choose("activities")
            self.activities.open_next(step.id)

    def _act(self, action: str) -> None:
        if self.editor.look is None:
            return
        keys = [self.editor.key]
        steps: dict[str, Callable[[], object]] = {
            "won": partial(self.acts.close, keys, "won"),
            "lost": partial(self.acts.close, keys, "lost"),
            "reopen": partial(self.acts.reopen, keys),
            "split": partial(self.acts.split, keys[0]),
            "hand over": partial(self.acts.hand_over, keys),
            "delete": partial(self.acts.delete, keys),
            "clone": partial(deal_acting.copy, self.editor),
            "quote": partial(deal_acting.make_quote, self.editor),
            "plan": partial(self.begin_activity, is_plan=True),
            "customer": self.details.people.add,
            "back": self.go_back,
        }
        steps[action]()

    def go_back(self) -> None:
        if self.can_leave():
            self.left.emit()
