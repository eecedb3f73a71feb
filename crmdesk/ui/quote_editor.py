"""A document being written: the form and its lines left, the pages as they will be printed right."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.document_actions import DocumentActions
from crmdesk.ui.quote_cells import Column
from crmdesk.ui.quote_draft import Draft
from crmdesk.ui.quote_entry import QuoteEntry
from crmdesk.ui.quote_form import QuoteForm
from crmdesk.ui.quote_hints import QuoteHints
from crmdesk.ui.quote_lines import LinesTable
from crmdesk.ui.quote_menu import open_menu
from crmdesk.ui.quote_pages import QuotePages
from crmdesk.ui.quote_strokes import QuoteStrokes
from crmdesk.ui.quote_totals import QuoteTotals
from crmdesk.widgets import theme
from crmdesk.widgets.beside import scroller
from crmdesk.widgets.parts import frame, icon_button, rule
from crmdesk.widgets.view_switch import ViewSwitch

if TYPE_CHECKING:
    from crmdesk.services.document_drafts import Look
    from crmdesk.services.documents import Whole

_NARROW = 900
"""Below this width form and pages stand in one another's place."""
_SHARE, _LOOKED_AT = (63, 37), (55, 45)


class QuoteEditor(QWidget):
    left = Signal()
    """Back to where one came from."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.draft = Draft(desk)
        self._is_new = True
        """Nothing of it was shown yet."""
        self.back = icon_button("chevron-left", _("Back"), self.leave)
        self.bar = DocumentActions(desk)
        self.bar.keeps_first(self.keep)
        self.form = QuoteForm(self.draft)
        self.table = LinesTable()
        self.entry = QuoteEntry(desk)
        self.strokes = QuoteStrokes(self)
        self.hints = QuoteHints(self)
        self.totals = QuoteTotals(self.draft)
        self.pages = QuotePages(desk, _("The document as it will be printed"))
        self.views = ViewSwitch(_("What is shown"), [_("Write"), _("Preview")])
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._view = 0
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.margins(12, 10, 20, 10))
        head.setSpacing(theme.px(8))
        top = Qt.AlignmentFlag.AlignTop
        head.addWidget(self.back, 0, top)
        head.addWidget(self.bar, 1)
        head.addWidget(self.views, 0, top)
        self.views.hide()
        self.write_side = self._left()
        self.splitter.addWidget(self.write_side)
        self.splitter.addWidget(self.pages)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([part * theme.px(_NARROW) for part in _SHARE])
        for number, share in enumerate(_SHARE):
            self.splitter.setStretchFactor(number, share)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(head)
        down.addWidget(rule())
        down.addWidget(self.splitter, 1)

    def _left(self) -> QWidget:
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(theme.margins(24, 14, 20, 16))
        down.setSpacing(theme.px(8))
        down.addWidget(self.form)
        down.addWidget(self._card())
        down.addWidget(self.hints)
        down.addStretch(1)
        self.area = scroller(inside)
        left = QWidget()
        whole = QVBoxLayout(left)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.area, 1)
        whole.addWidget(self.totals)
        return left

    def _card(self) -> QWidget:
        """The lines, and under them the next one."""
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(theme.margins(1, 1, 1, 1))
        inside.setSpacing(0)
        inside.addWidget(self.table)
        self._new_line = QWidget()
        around = QHBoxLayout(self._new_line)
        around.setContentsMargins(theme.margins(8, 6, 8, 6))
        around.addWidget(self.entry)
        inside.addWidget(self._new_line)
        return card

    def _connect(self) -> None:
        self.draft.shown.connect(self._show)
        self.draft.lost.connect(self._lose)
        self.draft.tried.connect(self._show_tried)
        self.draft.printed.connect(self.pages.show_pdf)
        self.bar.opened.connect(self.show_document)
        self.bar.left.connect(self._gone)
        self.form.entered.connect(self.to_entry)
        self.entry.added.connect(self.strokes.add)
        self.entry.went_up.connect(self.table.go_to_last)
        self.table.lines.edited.connect(self.strokes.change)
        self.table.selectionModel().currentChanged.connect(self._reveal)
        self.table.typed.connect(self.strokes.try_out)
        self.table.taken_back.connect(self.draft.try_nothing)
        self.table.left.connect(self.to_entry)
        self.table.moved.connect(self.strokes.move)
        self.table.dropped.connect(self.strokes.drop)
        self.table.removed.connect(self.strokes.remove)
        self.table.offer_taken.connect(self.strokes.take_offer)
        self.table.menu_wanted.connect(self._open_menu)
        self.views.chosen.connect(self._show_view)

    # Showing

    def show_document(self, key: bytes) -> None:
        """At the top, with the cursor where the next thing is typed."""
        if key != self.draft.key:
            self.keep()
            self._is_new = True
            self.pages.show_nothing()
            self.area.verticalScrollBar().setValue(0)
        self.draft.open(key)
        self.bar.show_document(key)
        self.entry.show_document(key)

    def _show(self, look: "Look") -> None:
        is_locked = self.draft.is_locked
        if is_locked == self.form.isVisibleTo(self):
            self.splitter.setSizes([part * theme.px(_NARROW) for part in (_LOOKED_AT if is_locked else _SHARE)])
        self.form.setVisible(not is_locked)
        self._new_line.setVisible(not is_locked)
        self.form.show_look(look)
        self.table.lines.show_look(look, self.draft.offers, is_locked=is_locked)
        self._show_columns(look)
        self.table.fit()
        self.totals.show_look(look)
        self.hints.show_look(look)
        if self._is_new:
            self._is_new = False
            if self.isVisible() and not is_locked:
                self.begin()

    def _show_columns(self, look: "Look") -> None:
        """Those with something to see or to type."""
        is_priced = look.whole.head["kind"] != "delivery"
        has_discounts = any(row["discount"] or row["discount_amount"] for row in look.whole.rows)
        for column in (Column.PRICE, Column.TAX, Column.AMOUNT):
            self.table.setColumnHidden(column, not is_priced)
        self.table.setColumnHidden(Column.DISCOUNT, not is_priced or (self.draft.is_locked and not has_discounts))

    def _show_tried(self, whole: "Whole") -> None:
        self.table.lines.show_whole(whole)
        self.totals.show_whole(whole)

    def begin(self) -> None:
        """Where the next thing is to be typed."""
        head = self.draft.look.whole.head if self.draft.look else {}
        if head.get("contact_id") or head.get("company_id"):
            self.to_entry()
        else:
            self.form.begin()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        if self.draft.look and not self._is_new and not self.draft.is_locked:
            self.begin()
        else:
            self.back.setFocus(reason)

    def to_entry(self) -> None:
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reveal_entry()

    def reveal_entry(self) -> None:
        self.area.ensureWidgetVisible(self.entry)

    def leave(self) -> None:
        self.keep()
        self.left.emit()

    def _lose(self, why: str) -> None:
        """Such as when its making was undone."""
        self.desk.say(why)
        self.left.emit()

    def _gone(self) -> None:
        self.draft.close()
        self.left.emit()

    def keep(self) -> None:
        """What is being typed anywhere."""
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()

    def _reveal(self, index: QModelIndex) -> None:
        """The line that the cursor is in, and what is offered under it."""
        inside = self.area.widget()
        if index.isValid() and inside and (self.table.hasFocus() or self.table.goes_back):
            box = self.table.visualRect(index)
            top = self.table.viewport().mapTo(inside, box.topLeft())
            self.area.ensureVisible(0, top.y(), 0, theme.px(12))
            self.area.ensureVisible(0, top.y() + box.height(), 0, theme.px(12))

    def _open_menu(self, key: bytes, place: QPoint) -> None:
        open_menu(self, key, place)

    # Room

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.draft.be_seen(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.draft.be_seen(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = event.size().width() < theme.px(_NARROW)
        self.views.setVisible(is_narrow)
        self._show_view(self._view if is_narrow else -1)

    def _show_view(self, view: int) -> None:
        """0 the form, 1 the pages, -1 both."""
        self._view = max(view, 0)
        self.views.show_chosen(self._view)
        self.write_side.setVisible(view != 1)
        self.pages.setVisible(view != 0)
