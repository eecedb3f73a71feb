"""The quotes of a deal and what came of them, and the stages it went through."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.domain.deals import DEAL_STATUSES
from crmdesk.i18n import _, inside, ngettext, worded
from crmdesk.ui import amounts
from crmdesk.ui.deal_editor import DealEditor
from crmdesk.ui.document_words import called, state_words, tone
from crmdesk.ui.moments import at, wall, when
from crmdesk.ui.tab import Tab
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import fill_scrolled
from crmdesk.widgets.line_row import Line, LineRow
from crmdesk.widgets.parts import label, quiet, show_instead
from crmdesk.widgets.timeline import Happening, Timeline

if TYPE_CHECKING:
    from crmdesk.services.deal_looks import Move
    from crmdesk.services.document_lists import DocumentRow
    from crmdesk.services.records import Look

_INVOICES = ("invoice", "credit")


class DealQuotes(Tab):
    def __init__(self, editor: DealEditor) -> None:
        super().__init__(editor)
        self._desk = editor.desk
        self._shown: tuple[DocumentRow, ...] | None = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._empty = label(_("No quote yet."), "second", "muted")
        self._empty.setContentsMargins(theme.margins(10, 0, 0, 0))
        self.new = quiet(_("Make a quote"), self.wants_quote, "plus")
        inside_it = QWidget()
        down = QVBoxLayout(inside_it)
        down.setContentsMargins(theme.margins(0, 0, 8, 12))
        down.setSpacing(theme.px(8))
        down.addWidget(self.new)
        down.addWidget(self._empty)
        down.addLayout(self._rows)
        down.addStretch(1)
        fill_scrolled(self, inside_it)

    def wants_quote(self) -> None:
        from crmdesk.ui.deal_acting import make_quote

        make_quote(self._editor)

    def rows(self) -> list[LineRow]:
        return self.findChildren(LineRow)

    def show_record(self, look: "Look", *, is_other: bool) -> None:
        from crmdesk.services.deal_looks import DealLook

        assert isinstance(look, DealLook)
        if look.documents == self._shown:
            return
        self._shown = look.documents
        self._empty.setVisible(not look.documents)
        show_instead(self._rows, [self._row(row) for row in look.documents])
        tab_order.order(self)

    def _row(self, row: "DocumentRow") -> LineRow:
        words = called(row.kind, row.title or "", row.version)
        detail = " · ".join(filter(None, (amounts.shown(row.total, row.currency), _day(row))))
        state = state_words(row.kind, row.status)
        made = LineRow(Line(words, detail, "icon", "file-text", tag=state, tone=tone(row.status)))
        section = "invoices" if row.kind in _INVOICES else "quotes"
        made.clicked.connect(lambda: self._desk.wanted.emit(section, row.id))
        return made


def _day(row: "DocumentRow") -> str:
    if row.status == "sent" and row.valid_until:
        return _("valid until {day}").format(day=wall(row.valid_until))
    if row.kind == "invoice" and row.due_on and row.status == "sent":
        words = _("due {day}") if row.due_on >= date.today().isoformat() else _("overdue since {day}")  # noqa: DTZ011
        return words.format(day=wall(row.due_on))
    return wall(row.issued_on) if row.issued_on else ""


class DealStages(Tab):
    """What became of it, the latest first, and how long each took."""

    def __init__(self, editor: DealEditor) -> None:
        super().__init__(editor)
        self.timeline = Timeline(_("Stages"))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.timeline)

    def show_record(self, look: "Look", *, is_other: bool) -> None:
        from crmdesk.services.deal_looks import DealLook

        assert isinstance(look, DealLook)
        moves = look.moves
        lines = [_happening(move, before, look.me) for move, before in zip(moves, (*moves[1:], None), strict=True)]
        self.timeline.show_happenings(lines, _("Nothing happened yet."))


def _happening(move: "Move", before: "Move | None", me: str) -> Happening:
    """Told by what is new in it."""
    worth = amounts.shown(move.amount, move.currency) if move.amount is not None else ""
    stayed = ngettext("{count} day", "{count} days", move.days).format(count=move.days) if move.days else ""
    is_end = move.status != "open"
    told = [worth, "" if is_end else stayed, move.author if move.author != me else ""]
    icon = {"won": "circle-check", "lost": "x"}.get(move.status, "chevron-right")
    if before and (before.stage, before.status) == (move.stage, move.status):
        icon = "pencil"
    return Happening(b"", icon, _title(move, before), " · ".join(filter(None, told)), when(at(move.at)))


def _title(move: "Move", before: "Move | None") -> str:
    if before is None:
        return _("Begun in {stage}").format(stage=move.stage)
    if move.status != before.status:
        words = worded(DEAL_STATUSES, move.status)
        return words if move.status != "open" else _("Reopened in {stage}").format(stage=move.stage)
    if move.stage != before.stage:
        return _("{before} → {after}").format(before=before.stage, after=move.stage)
    if move.amount != before.amount and before.amount is not None:
        return _("Amount changed from {amount}").format(amount=amounts.shown(before.amount, before.currency))
    return _("Changed: {what}").format(what=inside(_("Forecast")))
