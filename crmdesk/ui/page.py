"""The page of a contact or company: everything about one, edited in place."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui import money_fact
from crmdesk.ui.deal_facts import OPEN_DEALS, open_deals
from crmdesk.ui.desk import Desk
from crmdesk.ui.details import Details
from crmdesk.ui.editor import Editor, Shown
from crmdesk.ui.header import Header
from crmdesk.ui.lead_line import LeadLine
from crmdesk.ui.lookups import CurrentSet, count_in_words
from crmdesk.ui.marks import Marks
from crmdesk.ui.reach import Reach
from crmdesk.ui.record_tabs import RecordTabs
from crmdesk.ui.rollup import facts_of
from crmdesk.ui.tab import FIND_KEY, Tabs
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import Beside, scroller
from crmdesk.widgets.facts import FactStrip

if TYPE_CHECKING:
    from crmdesk.services.records import Look
    from crmdesk.ui.deal_tab import DealTab
    from crmdesk.ui.money_tab import MoneyTab
    from crmdesk.ui.new_record import NewRecord
    from crmdesk.ui.related import Related

_NARROW = 540
_LEAST = 280
"""The height that details and tabs have at least."""
_SHOWN_OF_OTHERS = frozenset(
    {
        "activities", "participations", "pick_entries", "custom_fields", "relation_types", "relations", "affiliations",
        "contacts", "deals", "deal_contacts", "documents", "payments", "payment_reminders", "contracts",
    }
)  # fmt: skip
"""Tables whose rows may be on the page of a record that does not own them."""
_TABS_OF_FACTS = {OPEN_DEALS: "deals", money_fact.BOUGHT: "purchases"}


class Page(RecordTabs, QStackedWidget):
    created = Signal(object)
    """A new record was saved: its id."""
    left = Signal()

    def __init__(self, desk: Desk, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.kind = kind
        self.editor = Editor(desk, kind)
        self.reach = self.editor.reach = Reach(self.editor)
        self.header = Header(self.editor)
        self.rollup = FactStrip()
        self.lead = LeadLine(desk)
        self.marks = Marks(self.editor)
        self.details = Details(self.editor, self.marks)
        self.tabs = self._make_tabs()
        self.new_record: NewRecord | None = None
        self._shown: Shown = {}
        self._look: Look | None = None
        self._arrange()
        self.editor.saved.connect(self.reload)
        self.header.acted.connect(self._act)
        self.header.planning.connect(lambda: self.begin_activity(is_plan=True))
        self.header.company_wanted.connect(lambda key: desk.wanted.emit("companies", UUID(key).bytes))
        self.rollup.pressed.connect(self._open_fact)
        QShortcut(QKeySequence(FIND_KEY), self, self.find_in_notes)
        desk.changed.connect(self._refresh)

    def _arrange(self) -> None:
        """In a small window, or with large letters, all of it scrolls. From the outside to the inside."""
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(theme.margins(28, 20, 20, 0))
        down.setSpacing(theme.px(14))
        self.addWidget(scroller(page))
        for part in (self.header, self.reach, self.rollup, self.lead, self.marks):
            down.addWidget(part)
        self.area = scroller()
        down.addWidget(Beside(self.area, self.tabs, (1, 1), _NARROW, _LEAST), 1)
        self.area.setWidget(self.details)
        self.setAcceptDrops(True)

    # Tabs

    def _make_tabs(self) -> Tabs:
        people = _("People") if self.kind == "company" else _("Related")
        return Tabs(
            self.editor,
            {
                "activities": (_("Activities"), lambda: self.activities),
                "deals": (_("Deals"), lambda: self.deals),
                "purchases": (_("Purchases"), lambda: self.purchases),
                "notes": (_("Notes"), lambda: self.notes),
                "files": (_("Files"), lambda: self.documents),
                "history": (_("History"), lambda: self.history),
                "related": (people, lambda: self.related),
            },
        )

    @property
    def deals(self) -> "DealTab":
        from crmdesk.ui.deal_tab import DealTab

        return self.tabs.get("deals", DealTab)

    @property
    def purchases(self) -> "MoneyTab":
        from crmdesk.ui.money_tab import MoneyTab

        return self.tabs.get("purchases", MoneyTab)

    @property
    def related(self) -> "Related":
        from crmdesk.ui.related import Related

        return self.tabs.get("related", Related)

    def find_in_notes(self) -> None:
        self.show_tab("notes")
        self.notes.begin_find()

    def tab(self) -> str:
        return self.tabs.current()

    def show_tab(self, key: str) -> None:
        self.tabs.choose(key)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._meet(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._meet(event)

    def _meet(self, event: QDropEvent) -> None:
        """A record that is being added has no files yet: the window may know what to do."""
        if self.currentIndex() == 0:
            self.documents.meet(event)
        else:
            event.ignore()

    # Showing

    def show_record(self, key: bytes) -> None:
        self.editor.record = str(UUID(bytes=key))
        self.setCurrentIndex(0)
        self.reload()

    def shows(self, key: bytes) -> bool:
        """It has come, and no other was asked for since."""
        return self.currentIndex() == 0 and self._shown.get("id") == self.editor.record == str(UUID(bytes=key))

    def name_of(self, key: bytes) -> str:
        """As one is called, not as they are filed; nothing of who is not shown."""
        return str(self._shown["name"]) if self.shows(key) else ""

    def reload(self) -> None:
        from crmdesk.services import records

        record = self.editor.record
        if record:
            self.desk.ask(lambda store: records.look(store, record), self._show, self._is_gone, replace=self)

    def _show(self, look: "Look") -> None:
        from crmdesk.ui.family import ties_of

        shown = look.shown
        is_other = shown["id"] != self._shown.get("id")
        self._shown, self._look = shown, look
        self.editor.words = look.words
        self.setUpdatesEnabled(False)
        self.reach.show_record(look, is_other=is_other)
        self.header.show_record(shown, is_other=is_other)
        self._show_rollup(look)
        self.lead.show_owner(UUID(shown["id"]).bytes)
        self.marks.show_record(shown)
        self.details.show_record(shown, is_other=is_other)
        self.tabs.show_record(look, is_other=is_other)
        self.tabs.count("deals", len(shown["deals"]))
        self.tabs.count("notes", len(shown["notes"]))
        self.tabs.count("files", len(shown["attachments"]))
        self.tabs.count("related", len(ties_of(shown, self.editor.said)))
        if is_other:
            self.area.verticalScrollBar().setValue(0)
        tab_order.order(self)
        self.setUpdatesEnabled(True)

    def _show_rollup(self, look: "Look") -> None:
        deals = [fact for fact in (open_deals(look.shown["deals"]),) if fact]
        facts = [*facts_of(look.summary, look.shown["fields"], look.words["activity"], look.me), *deals]
        facts += money_fact.facts_of(look.purchases)
        self.rollup.show_facts(facts)
        self.rollup.setVisible(bool(facts))

    def _is_gone(self, error: Exception) -> None:
        """Deleted meanwhile: the list shows another one."""

    def _refresh(self, change: Any) -> None:
        if self.editor.record and (change.touches(self.editor.key) or change.tables & _SHOWN_OF_OTHERS):
            self.reload()

    def enter(self) -> None:
        """The keyboard comes from the list: to the first value."""
        fields = self.details.fields()
        (fields[0] if fields else self.header.name).setFocus(Qt.FocusReason.TabFocusReason)

    def can_leave(self) -> bool:
        if self.new_record and self.currentWidget() is self.new_record:
            return self.new_record.can_leave()
        fields = [self.header.name, *self.details.fields(), self.marks.reason, *self.tabs.fields()]
        return self.editor.all_kept(fields)

    def _open_fact(self, key: str) -> None:
        if key in _TABS_OF_FACTS:
            self.show_tab(_TABS_OF_FACTS[key])
            return
        step = self._look.summary.next_step if self._look else None
        if step:
            self.show_tab("activities")
            self.activities.open_next(step.id)

    # New ones

    def begin_new(self) -> None:
        if self.new_record is None:
            from crmdesk.ui.new_record import NewRecord

            self.new_record = NewRecord(self.desk, self.kind)
            self.new_record.created.connect(self._created)
            self.new_record.given_up.connect(self._give_up_new)
            self.addWidget(self.new_record)
        self.new_record.begin()
        self.setCurrentWidget(self.new_record)

    def _created(self, key: bytes) -> None:
        self.setCurrentIndex(0)
        self.created.emit(key)

    def _give_up_new(self) -> None:
        self.setCurrentIndex(0)
        self.left.emit()

    # Acting

    def _act(self, action: str) -> None:
        from crmdesk.services import records

        key, kind = self.editor.key, self.kind
        one = CurrentSet(kind, [key], 1, self._shown["name"])
        if action == "labels":
            self.desk.wanted.emit("labels", one)
        elif action in ("letters", "envelopes", "export", "export person", "activity set"):
            self.desk.set_asked.emit(action, one)
        elif action in ("assign", "hand over"):
            from crmdesk.ui import assign

            give = assign.assign if action == "assign" else assign.hand_over
            give(self.window(), self.desk, assign.Chosen(kind, [key], one.words))
        elif action == "keep private":
            self.desk.asked.emit(action)
        elif action == "lead":
            from crmdesk.ui.lead_new import NewLead

            NewLead(self, self.desk, key, self._shown["name"]).open()
        elif action == "share":
            self.desk.asked.emit("share")
        elif action == "delete":
            words = _("Deleted {what}").format(what=self._shown["name"] or count_in_words(kind, 1))
            self.desk.write(
                lambda store: records.delete(store, kind, [key]), lambda _count: self.desk.say_undoable(words)
            )
        elif action == "photo":
            self._choose_photo()
        else:
            self.desk.write(lambda store: records.set_photo(store, key, None, None))

    def _choose_photo(self) -> None:
        from crmdesk.services import records
        from crmdesk.ui.photos import choose_photo

        record = self.editor.record
        try:
            chosen = choose_photo(self)
        except UserError as error:
            self.desk.unmet.emit(error)
            return
        if chosen:
            self.desk.write(lambda store: records.set_photo(store, record, *chosen))
