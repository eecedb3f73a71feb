"""History: everything that was done, of all people, the latest first, a part of it, and whom that was done with."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.activity_sheet import open_sheet
from crmdesk.ui.desk import Desk
from crmdesk.ui.history_filters import HistoryFilters
from crmdesk.ui.history_lines import lines
from crmdesk.ui.moments import at
from crmdesk.ui.screen import Screen
from crmdesk.widgets import theme
from crmdesk.widgets.nothing_here import NothingHere
from crmdesk.widgets.parts import frame, in_the_middle, label, primary, quiet, title
from crmdesk.widgets.timeline import Timeline

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.stream import Asked, Entry, Window

_WIDEST = 980
_TABLES = {"activities", "participations"}
Place = tuple[int, bytes]


def make(desk: Desk) -> "History":
    return History(desk)


class History(Screen):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._entries: list[Entry | None] = []
        self._before: Place | None = None
        self._count = 0
        self._types: dict[str, str] = {}
        self._me = ""
        self.filters = HistoryFilters(desk)
        self.timeline = Timeline(_("History"))
        self.people_button = primary(_("Look up these people"), self._offer_all)
        self.paper_button = quiet(_("On paper or CSV"), self._print)
        self._nothing = NothingHere()
        self._arrange()
        self._connect()

    def tools(self) -> Sequence[QWidget]:
        return (self.paper_button, self.people_button)

    def _arrange(self) -> None:
        column = QWidget()
        column.setMaximumWidth(theme.px(_WIDEST))
        down = QVBoxLayout(column)
        down.setContentsMargins(theme.margins(28, 20, 28, 0))
        down.setSpacing(theme.px(12))
        down.addWidget(title(_("History")))
        down.addWidget(self.filters)
        ground = frame("card")
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(theme.margins(14, 8, 6, 8))
        self.timeline.setFrameShape(Timeline.Shape.NoFrame)
        inside.addWidget(self.timeline)
        inside.addWidget(self._nothing)
        down.addWidget(ground, 1)
        hint = label(_("Enter goes to the page, Space opens the entry"), "second", "muted", wraps=True)
        hint.setContentsMargins(theme.margins(0, 0, 0, 12))
        down.addWidget(hint)
        self.setLayout(in_the_middle(column))

    def _connect(self) -> None:
        self.filters.changed.connect(self._ask_anew)
        self.timeline.wants_more.connect(self._ask_more)
        self.timeline.chosen.connect(self._open)
        self.timeline.acted.connect(self._act)
        self.desk.changed.connect(self._changed)

    # What the window asks

    def arrive(self, what: object = None) -> None:
        if self.desk.path:
            self.desk.ask(_offered, self._offer, replace=(self, "offered"))
            self._ask(None, self._count)

    def enter(self) -> None:
        self.timeline.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def print_shown(self) -> bool:
        self._print()
        return True

    def _print(self) -> None:
        from crmdesk.ui.history_paper import HistoryPaper
        from crmdesk.ui.history_people import window_of

        HistoryPaper(window_of(self), self.filters.asked(), self.filters.words() or _("History")).open()

    def _changed(self, change: "Changed") -> None:
        if self.isVisible() and change.tables & _TABLES:
            self._ask(None, self._count)

    # Asking

    def _offer(self, found: tuple[dict[str, str], list[str], str]) -> None:
        self._types, authors, self._me = found
        self.filters.offer(list(self._types.items()), authors)

    def _ask_anew(self) -> None:
        self._ask(None, 0)

    def _ask_more(self) -> None:
        if self._before is not None:
            self._ask(self._before, 0)

    def _ask(self, before: Place | None, at_least: int) -> None:
        """As much as was shown stays where it is scrolled to."""
        wanted = self.filters.asked()

        def window(store: "Store") -> "tuple[Asked, Place | None, Window]":
            from crmdesk.services import stream

            return wanted, before, stream.window(store, wanted, before, max(stream.WINDOW, at_least))

        self.desk.ask(window, self._show, replace=self)

    # Showing

    def _show(self, answer: "tuple[Asked, Place | None, Window]") -> None:
        wanted, before, window = answer
        self._before = window.before
        if before is None:
            self._begin(window)
        else:
            self._go_on(window)
        self._count = sum(entry is not None for entry in self._entries)
        self._tell(is_all=wanted == type(wanted)())
        QTimer.singleShot(0, self, self._fill)

    def _begin(self, window: "Window") -> None:
        place, current = self.timeline.verticalScrollBar().value(), self._current()
        made = list(lines(window.entries, None, self._types, self._me))
        self._entries = [entry for _line, entry in made]
        self.timeline.show_happenings([line for line, _entry in made])
        self.timeline.verticalScrollBar().setValue(place if self._count else 0)
        row = next((row for row, entry in enumerate(self._entries) if entry and entry.done.id == current), 1)
        self.timeline.setCurrentIndex(self.timeline.model().index(row, 0))

    def _tell(self, *, is_all: bool) -> None:
        has_any, is_over = bool(self._count), self._before is None
        for button in (self.people_button, self.paper_button):
            button.setEnabled(has_any)
        if is_over and not has_any and self.timeline.hasFocus():
            self.filters.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.timeline.setVisible(has_any or not is_over)
        self._nothing.setVisible(is_over and not has_any)
        if is_all:
            self._nothing.tell(_("Nothing was done yet"), _("What is logged or completed stands here."))
        else:
            self._nothing.tell(_("Nothing of that was done"), _("Take a filter away to see more."))

    def _go_on(self, window: "Window") -> None:
        last = next((entry for entry in reversed(self._entries) if entry), None)
        day = at(last.done.done_at).date() if last else None
        made = list(lines(window.entries, day, self._types, self._me))
        self._entries += [entry for _line, entry in made]
        if made:
            self.timeline.add_happenings([line for line, _entry in made])

    def _current(self) -> bytes:
        row = self.timeline.currentIndex().row()
        entry = self._entries[row] if 0 <= row < len(self._entries) else None
        return entry.done.id if entry else b""

    def _fill(self) -> None:
        if self._before is not None and self.isVisible() and not self.timeline.is_filled():
            self._ask_more()

    # Opening

    def _open(self, row: int) -> None:
        entry = self._entries[row]
        if entry and entry.count == 1:
            open_sheet(self.desk, entry.done.id)
        elif entry:
            self._act(row)

    def _act(self, row: int) -> None:
        entry = self._entries[row]
        if entry and entry.count > 1:
            self._offer_those(row, entry)
        elif entry:
            self._go_to_page(entry.people[0][0])

    def _offer_those(self, row: int, entry: "Entry") -> None:
        """All whom one line stands for."""
        from crmdesk.services import stream

        done, words = entry.done, entry.done.subject or ""
        part = stream.Part(done.type, None, done.author or "", done.done_at, done.done_at + 1)
        below = self.timeline.visualRect(self.timeline.model().index(row, 0)).bottomLeft()
        self.offer_people(stream.asked(words, part), words, self.timeline.viewport().mapToGlobal(below))

    def _go_to_page(self, key: bytes) -> None:

        def kind(store: "Store") -> str:
            (row,) = store.rows([key])
            return row.kind

        self.desk.ask(kind, lambda kind: self.desk.wanted.emit("companies" if kind == "company" else "contacts", key))

    def _offer_all(self) -> None:
        button = self.people_button
        self.offer_people(self.filters.asked(), self.filters.words(), button.mapToGlobal(button.rect().bottomLeft()))

    def offer_people(self, wanted: "Asked", words: str, place: QPoint) -> None:
        """All that this was done with, for the lookup."""

        def people(store: "Store") -> dict[str, list[bytes]]:
            from crmdesk.services import stream

            return stream.people(store, wanted)

        def offer(found: dict[str, list[bytes]]) -> None:
            from crmdesk.ui.history_people import menu_of

            menu_of(self, found, words).popup(place)

        self.desk.ask(people, offer, replace=(self, "people"))


def _offered(store: "Store") -> tuple[dict[str, str], list[str], str]:
    from crmdesk.services import picks, stream

    return picks.texts(store, "activity"), stream.authors(store), store.author
