"""Pending: what is not in step with the colleagues, by its state, and what can be done about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.ui.pending_brake import BrakeCard
from crmdesk.ui.pending_group import GroupCard
from crmdesk.ui.screen import Screen
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import scroller
from crmdesk.widgets.nothing_here import NothingHere
from crmdesk.widgets.parts import in_the_middle, label, show_instead, title

if TYPE_CHECKING:
    from crmdesk.services.brake import Stopped
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.sync_pending import Entry, Group

_WIDEST = 780
_SOON = 200


def make(desk: Desk) -> "Pending":
    return Pending(desk)


@dataclass(frozen=True, slots=True)
class Found:
    stopped: "Stopped | None"
    groups: "tuple[Group, ...]"


class Pending(Screen):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found: Found | None = None
        self._was_sending = False
        self._nothing = NothingHere(
            _("Nothing is waiting"),
            _("What you do is sent to the colleagues as soon as the hub is reached, and stands here until then."),
        )
        self._nothing.show()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(theme.px(16))
        self._stack = QStackedWidget()
        self._arrange()
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._look)
        desk.changed.connect(self._changed)
        desk.synced.connect(self._look_soon)

    def _arrange(self) -> None:
        column = QWidget()
        column.setMaximumWidth(theme.px(_WIDEST))
        down = QVBoxLayout(column)
        down.setContentsMargins(theme.margins(28, 24, 28, 24))
        down.setSpacing(theme.px(16))
        down.addWidget(title(_("Pending")))
        words = _("Everything is kept in this file. Nothing has to be done about what is on its way.")
        down.addWidget(label(words, "body", "muted", wraps=True))
        down.addLayout(self._cards)
        down.addStretch(1)
        page = QWidget()
        page.setLayout(in_the_middle(column))
        for each in (self._nothing, scroller(page)):
            self._stack.addWidget(each)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    # What the window asks

    def arrive(self, what: object = None) -> None:
        self._look()

    def _changed(self, _change: "Changed") -> None:
        self._look_soon()

    def _look_soon(self) -> None:
        """Rounds come one after the other: what is looked at is not asked for at each step of them."""
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def _look(self) -> None:
        if self.desk.path:
            self.desk.ask(_find, self._show, replace=self)

    # Showing

    def _show(self, found: Found) -> None:
        is_sending = self._is_sending()
        if found == self._found and is_sending == self._was_sending:
            return
        self._found, self._was_sending = found, is_sending
        self._stack.setCurrentIndex(int(bool(found.stopped or found.groups)))
        had_keys = self.isAncestorOf(focused) if (focused := QApplication.focusWidget()) else False
        show_instead(self._cards, list(self._parts(found)))
        tab_order.order(self.window())
        if had_keys:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _parts(self, found: Found) -> Sequence[QWidget]:
        parts: list[QWidget] = []
        if found.stopped:
            brake = BrakeCard(found.stopped)
            brake.chosen.connect(self._decide)
            parts.append(brake)
        for group in found.groups:
            card = GroupCard(group, is_sending=self._was_sending)
            card.acted.connect(self._act)
            card.wanted.connect(self.desk.wanted)
            parts.append(card)
        return parts

    def _is_sending(self) -> bool:
        watch = self.desk.file.sync
        return bool(watch and watch.is_busy)

    # Acting

    def _decide(self, choice: str) -> None:
        def decide(store: "Store") -> None:
            from crmdesk.services import brake

            brake.allow_deletions(store) if choice == "delete" else brake.keep_them(store)

        self.desk.write(decide, partial(self._decided, choice))

    def _decided(self, choice: str, _none: None) -> None:
        words = _("They are deleted here too.") if choice == "delete" else _("They live again for all.")
        self.desk.say(words)
        if watch := self.desk.file.sync:
            watch.sync()
        self._look()

    def _act(self, action: str, entries: "list[Entry]") -> None:
        if action == "copy":
            QApplication.clipboard().setText("\n\n".join(entry.words or entry.title for entry in entries))
            self.desk.say(_("Copied"))
            return
        keys = [entry.key for entry in entries]
        done: Callable[[int], None] = self._sent_again if action == "again" else self._taken_back
        self.desk.write(partial(_ACTS[action], keys=keys), done)

    def _sent_again(self, count: int) -> None:
        words = ngettext("{count} change is sent again", "{count} changes are sent again", count)
        self.desk.say(words.format(count=grouped(count)))
        if watch := self.desk.file.sync:
            watch.sync()
        self._look()

    def _taken_back(self, count: int) -> None:
        words = ngettext("Took {count} change back", "Took {count} changes back", count)
        self.desk.say_undoable(words.format(count=grouped(count)))
        self._look()


def _find(store: "Store") -> Found:
    from crmdesk.services import brake, sync_pending

    return Found(brake.stopped(store), tuple(sync_pending.pending(store)))


def _send_again(store: "Store", keys: list[bytes]) -> int:
    from crmdesk.services import sync_pending

    return sync_pending.send_again(store, keys)


def _take_back(store: "Store", keys: list[bytes]) -> int:
    from crmdesk.services import sync_pending

    return sync_pending.take_back(store, keys)


_ACTS = {"again": _send_again, "back": _take_back}
