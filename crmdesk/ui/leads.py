"""Leads: who asked for something, with points and age; the card of the one that is chosen beside them."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui import lead_words
from crmdesk.ui.desk import Desk
from crmdesk.ui.lead_card import LeadCard
from crmdesk.ui.lead_rules import LeadRules
from crmdesk.ui.numbers import grouped
from crmdesk.ui.screen import Screen
from crmdesk.widgets import theme
from crmdesk.widgets.beside import scroller
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.pair_table import PairTable
from crmdesk.widgets.parts import button, primary, quiet, rule

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.lead_lists import LeadRow
    from crmdesk.ui.assign import Chosen

_SHOWN_OF = frozenset(
    {"leads", "contacts", "companies", "affiliations", "activities", "scoring_rules", "deals", "participations"}
)


def make(desk: Desk) -> "Leads":
    return Leads(desk)


class Leads(Screen):
    searches = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.rows: list[LeadRow] = []
        self.wanted = "open"
        self.text = ""
        self._sort, self._is_down = "days", False
        self._to_show: bytes | None = None
        self.table = PairTable(_("Leads"), lead_words.columns())
        self.card = LeadCard(desk)
        self.rules = LeadRules(desk)
        self.filters = _Filters()
        self.rules_button = quiet(_("Rules"))
        self.rules_button.setCheckable(True)
        self.pages = QStackedWidget()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setHandleWidth(1)
        across.setChildrenCollapsible(False)
        self._area = scroller(self.card)
        self._area.setMinimumWidth(theme.px(340))
        across.addWidget(self.table)
        across.addWidget(self._area)
        across.setSizes([theme.px(700), theme.px(380)])
        across.setStretchFactor(0, 1)
        whole = QWidget()
        down = QVBoxLayout(whole)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.filters)
        down.addWidget(rule())
        down.addWidget(across, 1)
        self.pages.addWidget(whole)
        self.pages.addWidget(self.rules)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)

    def _connect(self) -> None:
        self.filters.chosen.connect(self.filter_by)
        self.table.chosen.connect(self._show_card)
        self.table.opened.connect(lambda _key: self.card.enter())
        self.table.sorted_by.connect(self._sort_by)
        self.rules_button.toggled.connect(self._show_rules)
        self.desk.changed.connect(self._changed)
        for keys, act in (("Ctrl+Return", self.card.qualify), ("Ctrl+Enter", self.card.qualify)):
            QShortcut(QKeySequence(keys), self.table.view, act)
        QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table.view, self.card.remove)

    # What the window asks

    def tools(self) -> Sequence[QWidget]:
        importing = quiet(_("Import"), self._import)
        return (self.rules_button, importing, primary(_("New lead"), self._begin_new))

    def arrive(self, what: object = None) -> None:
        if isinstance(what, bytes):
            self._to_show = what
            self.rules_button.setChecked(False)
        elif what == "new":
            self._begin_new()
        self.look()

    def enter(self) -> None:
        self.table.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def search(self, text: str) -> None:
        self.text = text
        self._show_rows()

    def typed(self) -> str:
        return self.text

    def with_chosen(self, use: "Callable[[Chosen], None]") -> bool:
        from crmdesk.ui.assign import Chosen

        row = next((row for row in self.rows if row.id == self.table.current()), None)
        if row:
            use(Chosen("lead", [row.id], row.subject or row.name))
        return row is not None

    def can_leave(self) -> bool:
        return self.card.can_leave()

    def state(self) -> dict[str, Any]:
        return {"wanted": self.wanted, "sort": self._sort, "down": self._is_down}

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("wanted") in dict(lead_words.FILTERS):
            self.wanted = state["wanted"]
        if state.get("sort") in {column.key for column in lead_words.columns()}:
            self._sort, self._is_down = state["sort"], bool(state.get("down"))

    # Showing

    def _changed(self, change: "Changed") -> None:
        if not self.isHidden() and change.tables & _SHOWN_OF:
            self.look()

    def look(self) -> None:
        today = date.today()  # noqa: DTZ011 - the wall

        def listing(store: "Store") -> "list[LeadRow]":
            from crmdesk.services import lead_lists

            return lead_lists.listing(store, today)

        self.desk.ask(listing, self._show, replace=self)

    def _show(self, rows: "list[LeadRow]") -> None:
        from crmdesk.services import lead_lists

        self.rows = rows
        self.filters.show_counts(lead_lists.counts(rows) | {"": len(rows)})
        if (key := self._to_show) and not any(row.id == key for row in self.shown()):
            self.wanted, self.text = "", ""
            self.let_go.emit()
        self._show_rows()
        if self._to_show:
            self.table.go_to(self._to_show)
            self._to_show = None

    def shown(self) -> "list[LeadRow]":
        from crmdesk.domain.folding import fold
        from crmdesk.services import lead_lists

        words = fold(self.text).split()
        found = [row for row in self.rows if lead_lists.fits(row, self.wanted)]
        found = [row for row in found if all(word in _searched(row) for word in words)]
        return sorted(found, key=lambda row: lead_words.sort_key(row, self._sort), reverse=self._is_down)

    def _show_rows(self) -> None:
        self.filters.show_chosen(self.wanted)
        self.table.show_sorting(self._sort, is_down=self._is_down)
        found = self.shown()
        if self.rows:
            self.table.set_empty(_("None of these"), _("Choose another state above, or type something else."))
        else:
            more = _("Write down who asked for something, or bring in what your web form has collected.")
            self.table.set_empty(_("No leads yet"), more)
        self.table.show_rows([lead_words.row(row) for row in found])
        self._show_card(self.table.current())

    def _show_card(self, key: bytes | None) -> None:
        self.card.show_lead(next((row for row in self.rows if row.id == key), None))
        self._area.setVisible(bool(self.rows))

    def filter_by(self, wanted: str) -> None:
        self.wanted = wanted
        self._show_rows()

    def _sort_by(self, key: str) -> None:
        self._is_down = not self._is_down if key == self._sort else key == "points"
        self._sort = key
        self._show_rows()

    def _show_rules(self, is_on: bool) -> None:
        self.pages.setCurrentIndex(int(is_on))
        if is_on:
            self.rules.load()

    # Beginning

    def _begin_new(self) -> None:
        self.desk.asked.emit("new lead")

    def _import(self) -> None:
        from crmdesk.ui.lead_import import choose_files

        choose_files(self, self.desk)


def _searched(row: "LeadRow") -> str:
    from crmdesk.domain.folding import fold

    texts = (row.name, row.company, row.subject, row.source, row.responsible, row.form, row.text)
    return fold(" ".join(texts))


class _Filters(QWidget):
    """The states side by side, each with how many there are."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Which leads"))
        flow = FlowLayout(self, 4)
        self.buttons = {key: button(_(words), kind="flat") for key, words in lead_words.FILTERS}
        for key, made in self.buttons.items():
            made.setCheckable(True)
            made.clicked.connect(lambda _on, key=key: self.chosen.emit(key))
            flow.addWidget(made)
        flow.setContentsMargins(theme.margins(12, 8, 12, 8))

    def show_counts(self, counts: dict[str, int]) -> None:
        for key, words in lead_words.FILTERS:
            self.buttons[key].setText(f"{_(words)}  {grouped(counts[key])}" if counts[key] else _(words))

    def show_chosen(self, wanted: str) -> None:
        for key, made in self.buttons.items():
            made.setChecked(key == wanted)
