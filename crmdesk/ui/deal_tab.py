"""The deals of a contact or company: a new one in one line, the open ones first, then those that were won and lost."""

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, inside
from crmdesk.ui import amounts
from crmdesk.ui.board_lines import AmountAsking, Asking, DayAsking
from crmdesk.ui.editor import Editor
from crmdesk.ui.moments import wall
from crmdesk.ui.tab import Tab
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import fill_scrolled
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.line_row import Line, LineRow
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import label, link, quiet, show_instead
from crmdesk.widgets.problem import Problem

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.records import Look
    from crmdesk.widgets.chips import Tone

Shown = dict[str, Any]
"""A deal as `services.page` lays it out."""
_AT_ONCE = 25
_WIDTHS = (96, 116)
_ENDS: dict[str, "Tone"] = {"won": "good", "lost": "bad"}


class NewDealLine(QWidget):
    """What it is about, how much, by when; Enter keeps it wherever it is pressed."""

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self._editor = editor
        self.name = Asking("name", _("New deal"), _("New deal: what it is about"))
        self.amount = AmountAsking("amount", _("Amount"), "", _("How much"), needed=False)
        self.day = DayAsking("expected_on", _("Expected close"), _("By when"), needed=False)
        self._problem = Problem()
        self._save = quiet(_("Add deal"), self.keep)
        self._more = QWidget()
        flow = FlowLayout(self._more, 6)
        for field, width in zip((self.amount, self.day), _WIDTHS, strict=True):
            words = field.line.fontMetrics().horizontalAdvance(field.line.placeholderText())
            field.line.setFixedWidth(max(theme.px(width), words + theme.px(28)))
            flow.addWidget(field.line)
        flow.addWidget(self._save)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(6))
        for part in (self.name.line, self._more, self._problem):
            down.addWidget(part)
        for each in self.fields():
            each.line.entered.connect(self.keep)
            each.line.textChanged.connect(lambda _text: self._fold())
        self._fold()

    def fields(self) -> tuple[Asking, ...]:
        return self.name, self.amount, self.day

    def _fold(self) -> None:
        """The rest is asked for once there is something to say."""
        self._more.setVisible(any(field.text() for field in self.fields()))

    def set_currency(self, currency: str) -> None:
        self.amount.currency = currency

    def clear(self) -> None:
        for field in self.fields():
            field.line.clear()
        self._problem.say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.name.text():
            self.clear()
            self.name.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def keep(self) -> None:
        told: Shown = {}
        try:
            for field in self.fields():
                told |= field.read()
        except (ValueError, UserError) as error:
            self._problem.say(str(error))
            return
        who, name = self._editor.key, told.pop("name")
        values = {key: value for key, value in told.items() if value is not None}
        desk = self._editor.desk
        desk.write(partial(_add, who, name, values), partial(self._added, name), self._not_added)

    def _added(self, name: str, _key: bytes) -> None:
        self.clear()
        self.name.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._editor.desk.say_undoable(_("Deal added: {name}").format(name=name))

    def _not_added(self, error: Exception) -> None:
        self._problem.say(words_of(error))


class DealTab(Tab):
    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self._deals: list[Shown] | None = None
        self._most = _AT_ONCE
        self.new = NewDealLine(editor)
        self._empty = label(_("No deal yet."), "second", "muted")
        self._empty.setContentsMargins(theme.margins(10, 0, 0, 0))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        within = QWidget()
        down = QVBoxLayout(within)
        down.setContentsMargins(theme.margins(0, 0, 8, 12))
        down.setSpacing(theme.px(8))
        for part in (self.new, self._empty):
            down.addWidget(part)
        down.addLayout(self._rows)
        down.addStretch(1)
        fill_scrolled(self, within)

    def rows(self) -> list[LineRow]:
        return [row for row in self.findChildren(LineRow) if row.isVisibleTo(self)]

    def show_record(self, look: "Look", *, is_other: bool) -> None:
        if is_other:
            self._most = _AT_ONCE
            self.new.clear()
            self._editor.desk.ask(_currency, self.new.set_currency, replace=self)
        if is_other or self._deals != look.shown["deals"]:
            self._deals = look.shown["deals"]
            self._draw()

    def _draw(self) -> None:
        deals = self._deals or []
        self._empty.setVisible(not deals)
        rows: list[QWidget] = [self._row(deal) for deal in deals[: self._most]]
        if left := len(deals) - self._most:
            rows += [link(_("{count} more").format(count=left), self._show_more)] if left > 0 else []
        show_instead(self._rows, rows)
        tab_order.order(self)

    def _show_more(self) -> None:
        self._most += 200
        self._draw()

    def _row(self, deal: Shown) -> LineRow:
        end = deal["closed_on"] or ""
        tag = {"won": _("Won {day}"), "lost": _("Lost {day}")}.get(deal["status"], "")
        line = Line(deal["name"], _detail(deal), "icon", "square-kanban",
                    tag=tag.format(day=wall(end) if end else "").strip(), tone=_ENDS.get(deal["status"], "accent"),
                    is_done=deal["status"] == "lost")  # fmt: skip
        row, key = LineRow(line), UUID(deal["id"]).bytes
        row.clicked.connect(lambda: self._editor.desk.wanted.emit("deals", key))
        return row


def _detail(deal: Shown) -> str:
    worth = amounts.shown(deal["amount"], deal["currency"]) if deal["amount"] is not None else ""
    is_open = deal["status"] == "open"
    day = wall(deal["expected_on"]) if is_open and deal["expected_on"] else ""
    role = inside(deal["role"]) if deal["role"] else ""
    return " · ".join(filter(None, (worth, deal["stage"] if is_open else "", day, role)))


def _currency(store: "Store") -> str:
    """Of a new deal."""
    from crmdesk.services import money, pipelines

    with store.read() as session:
        lines = pipelines.pipelines(session)
        return (lines[0].currency if lines else None) or money.currency(session)


def _add(who: bytes, name: str, values: Shown, store: "Store") -> bytes:
    from crmdesk.services import deal_entry

    return deal_entry.add(store, name, None, who, "", **values)
