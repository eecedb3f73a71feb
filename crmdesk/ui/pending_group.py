"""What waits in one state: how many of which kinds, the newest of them, and what can be done."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crmdesk.i18n import _, mark, ngettext
from crmdesk.ui.moments import at, when
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.parts import frame, label, link, rule

if TYPE_CHECKING:
    from crmdesk.services.sync_pending import Entry, Group

STATES = {
    "refused": (mark("Refused by the hub"), mark("It stays here until you say what is to become of it.")),
    "held": (mark("Files that the hub does not take"), mark("Colleagues see their names, but cannot open them.")),
    "to_send": (mark("To send"), mark("Goes as soon as the hub is reached.")),
    "told": (mark("Told, not confirmed yet"), mark("The hub has it; the next round confirms it.")),
    "newer": (
        mark("From a newer version of the program"),
        mark("Kept; it needs the newer program and shows after the update."),
    ),
}
_SENDING = (mark("Sending"), mark("On its way to the hub."))
_MOST = {"refused": 20, "held": 20}
_FEW = 6
"""Lines of what needs nobody."""
_LINK = 5
"""The air that a link has round its words."""


class GroupCard(QWidget):
    acted = Signal(str, object)
    """`again`, `back` or `copy`, and entries."""
    wanted = Signal(str, object)

    def __init__(self, group: "Group", *, is_sending: bool) -> None:
        super().__init__()
        self.group = group
        name, words = _SENDING if is_sending and group.standing == "to_send" else STATES[group.standing]
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = frame("card")
        outer.addWidget(card)
        self._down = QVBoxLayout(card)
        self._down.setContentsMargins(1, 1, 1, 1)
        self._down.setSpacing(0)
        self._down.addWidget(self._head(_(name), _(words)))
        for entry in group.entries[: _MOST.get(group.standing, _FEW)]:
            self._down.addWidget(rule())
            self._down.addWidget(self._row(entry))
        self._add_more(min(len(group.entries), _MOST.get(group.standing, _FEW)))

    def _head(self, name: str, words: str) -> QWidget:
        made = QWidget()
        down = QVBoxLayout(made)
        down.setContentsMargins(theme.margins(16 - _LINK, 12, 16, 12))
        down.setSpacing(theme.px(2))
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        across.addWidget(_aligned(label(name, "strong", wraps=True)), 1)
        across.addWidget(label(grouped(self.group.count), "strong", "muted"), 0, Qt.AlignmentFlag.AlignTop)
        down.addLayout(across)
        down.addWidget(_aligned(label(words, "second", "muted", wraps=True)))
        if self.group.count > len(self.group.entries) or len(self.group.kinds) > 1:
            kinds = " · ".join(f"{kind} {grouped(count)}" for kind, count in self.group.kinds)
            down.addWidget(_aligned(label(kinds, "second", "muted", wraps=True)))
        if self.group.standing == "refused" and self.group.count > 1:
            again = link(_("Send all again"), partial(self._act, "again", list(self.group.entries)))
            down.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _row(self, entry: "Entry") -> QWidget:
        made = QWidget()
        across = QHBoxLayout(made)
        across.setContentsMargins(theme.margins(16 - _LINK, 8, 16, 8))
        across.setSpacing(theme.px(12))
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(self._title(entry), 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(_aligned(label(entry.what, "second", "muted", wraps=True)))
        if entry.words:
            words.addWidget(_aligned(label(entry.words, "second", wraps=True)))
        if entry.reason:
            words.addWidget(_aligned(label(entry.reason, "second", "bad", wraps=True)))
        if self.group.standing == "refused":
            words.addWidget(self._ways(entry))
        across.addLayout(words, 1)
        if entry.at:
            across.addWidget(label(when(at(entry.at)), "second", "muted"), 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _title(self, entry: "Entry") -> QWidget:
        if not entry.section:
            return _aligned(label(entry.title, "medium", wraps=True))
        made = link(entry.title.replace("&", "&&"), partial(self.wanted.emit, entry.section, entry.owner))
        made.setAccessibleName(entry.title)
        return made

    def _ways(self, entry: "Entry") -> QWidget:
        made = QWidget()
        across = FlowLayout(made, 12)
        for action, text in (("again", _("Send again")), ("back", _("Take back")), ("copy", _("Copy"))):
            way = link(text, partial(self._act, action, [entry]))
            way.setAccessibleName(f"{text}: {entry.title}")
            across.addWidget(way)
        return made

    def _act(self, action: str, entries: "list[Entry]") -> None:
        self.acted.emit(action, entries)

    def _add_more(self, shown: int) -> None:
        if (more := self.group.count - shown) > 0:
            words = ngettext("and {count} more", "and {count} more", more).format(count=grouped(more))
            line = label(words, "second", "muted")
            line.setContentsMargins(theme.margins(16, 8, 16, 12))
            self._down.addWidget(rule())
            self._down.addWidget(line)


def _aligned(words: QLabel) -> QLabel:
    """With the words of links above and below."""
    words.setContentsMargins(theme.margins(_LINK, 0, 0, 0))
    return words
