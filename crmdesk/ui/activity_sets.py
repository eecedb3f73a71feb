"""The activity sets of a file: named, archived, and one opened to its steps in place of the list."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.activity_set_steps import StepsTable
from crmdesk.ui.activity_set_words import examples, steps_in_words
from crmdesk.ui.desk import Desk
from crmdesk.ui.preference_panes import Pane
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import button, icon_button, label
from crmdesk.widgets.word_list import Word, Wording, WordList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crmdesk.services.activity_sets import SetRow, SetStep
    from crmdesk.services.files import Store

Types = list[tuple[str, str]]


class ActivitySets(Pane):
    tables = ("activity_sets", "activity_set_steps", "activity_set_runs")

    def __init__(self, desk: Desk) -> None:
        hint = _("What is always done in the same order. Applied to somebody, all of it is planned from one day on.")
        super().__init__(desk, _("Activity sets"), hint)
        self._sets: dict[bytes, SetRow] = {}
        self._is_wanted = False
        """The set that was just made is to be opened."""
        self.words = WordList(Wording((_("Name"),), (_("New activity set"),), _("Archive"), can_move=False))
        self.examples = [button(f"+ {name}", partial(self._add, name, steps)) for name, steps in examples()]
        self._offer = self._make_offer()
        self.page = SetPage(self)
        self._pages = QStackedWidget()
        listing = QWidget()
        down = QVBoxLayout(listing)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.words)
        down.addWidget(self._offer)
        down.addStretch(1)
        for page in (listing, self.page):
            self._pages.addWidget(page)
        self.body.addWidget(self._pages, 1)
        self.words.added.connect(lambda texts: self._add(texts[0], ()))
        self.words.renamed.connect(lambda key, texts: self._rename(key, texts[0]))
        self.words.put_away.connect(lambda key: self._archive(key, archived=True))
        self.words.brought_back.connect(lambda key: self._archive(key, archived=False))
        self.words.opened.connect(self.open)

    def _make_offer(self) -> QWidget:
        made = QWidget()
        holder = QWidget()
        flow = FlowLayout(holder, 8)
        for part in self.examples:
            flow.addWidget(part)
        down = QVBoxLayout(made)
        down.setContentsMargins(theme.margins(0, 8, 0, 0))
        down.setSpacing(theme.px(8))
        words = _("Or begin with one of these, and change it to what you need:")
        down.addWidget(label(words, "second", "muted", wraps=True))
        down.addWidget(holder)
        return made

    # Showing

    def load(self) -> None:
        self.desk.ask(_read, self._show, replace=self)

    def _show(self, found: "tuple[list[SetRow], Types]") -> None:
        rows, types = found
        known, self._sets = set(self._sets), {row.id: row for row in rows}
        self.words.show_words(
            [Word(row.id, (row.name,), _applied(row), row.is_archived, steps_in_words(len(row.steps))) for row in rows]
        )
        self._offer.setVisible(not rows)
        self.page.set_types(types)
        if self._is_wanted and (new := next((row for row in rows if row.id not in known), None)):
            self._is_wanted = False
            self.open(new.id)
        elif self.page.row and (row := self._sets.get(self.page.row.id)):
            self.page.show_set(row)
        elif self.page.row:
            self.go_back()
        tab_order.order(self.window())

    def open(self, key: bytes) -> None:
        self.page.show_set(self._sets[key])
        self._pages.setCurrentIndex(1)
        self.page.table.line.setFocus(Qt.FocusReason.TabFocusReason)

    def go_back(self) -> None:
        self.page.row = None
        self._pages.setCurrentIndex(0)
        self.words.lines[0].setFocus(Qt.FocusReason.TabFocusReason)

    # Changing

    def _add(self, name: str, steps: "Sequence[SetStep]") -> None:
        """Opened as soon as it is there."""

        def add(store: "Store") -> bytes:
            from crmdesk.services import activity_sets

            return activity_sets.save(store, name, steps)

        self._is_wanted = True
        self.keep(self.words, None, add, lambda _key: _("“{name}” is there.").format(name=name))

    def _rename(self, key: bytes, name: str) -> None:
        self.keep(self.words, key, partial(_save, name, self._sets[key].steps, key))

    def _archive(self, key: bytes, *, archived: bool) -> None:
        def archive(store: "Store") -> None:
            from crmdesk.services import activity_sets

            activity_sets.archive(store, key, archived=archived)

        text = _("“{name}” is no longer offered; what it planned stays.") if archived else _("“{name}” is back.")
        name = self._sets[key].name
        self.keep(self.words, key, archive, lambda _none: text.format(name=name))


class SetPage(QWidget):
    """One set with its steps."""

    def __init__(self, pane: ActivitySets) -> None:
        super().__init__()
        self._pane = pane
        self.row: SetRow | None = None
        self._types: Types = []
        self._name = label("", "strong", wraps=True)
        self.table = StepsTable([])
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(icon_button("chevron-left", _("Back to the sets"), pane.go_back))
        head.addWidget(self._name, 1)
        self._down.addLayout(head)
        self._down.addWidget(self.table)
        self._down.addWidget(
            label(_("The days are counted from the start: 0 is the day itself, -3 is three days before."), "second",
                  "muted", wraps=True)
        )  # fmt: skip
        self._down.addStretch(1)
        self.table.changed.connect(self._keep)

    def set_types(self, types: Types) -> None:
        if types != self._types:
            self._types = types
            self.table.set_types(types)

    def show_set(self, row: "SetRow") -> None:
        self.row = row
        self._name.setText(row.name)
        self.table.show_steps(row.steps)

    def _keep(self, steps: "list[SetStep]") -> None:
        assert self.row
        save = partial(_save, self.row.name, steps, self.row.id)
        self._pane.write(save, failed=lambda error: self.table.set_problem(words_of(error)))


def _save(name: str, steps: "Sequence[SetStep]", key: bytes, store: "Store") -> bytes:
    from crmdesk.services import activity_sets

    return activity_sets.save(store, name, steps, key)


def _applied(row: "SetRow") -> str:
    return ngettext("applied once", "applied {count} times", row.runs).format(count=row.runs) if row.runs else ""


def _read(store: "Store") -> "tuple[list[SetRow], Types]":
    from crmdesk.services import activity_sets, picks

    return activity_sets.list_sets(store, archived=True), picks.choices(store, "activity")
