"""One conflict: what each said, side by side, what stood there before, and what is to become of it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.conflict_words import RULES, said_at, take, who
from crmdesk.widgets import theme
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.marked_text import MarkedText
from crmdesk.widgets.parts import Tone, frame, label, link, primary, quiet

if TYPE_CHECKING:
    from crmdesk.services.conflicts import Conflict, Version

_NARROW = 190
"""Of one version; with less room they stand one above the other."""
_TEXT_HEIGHT = 130
_LONG, _SHORT = 64, 40


class ConflictCard(QWidget):
    taken = Signal(bytes)
    """A version, by the change that it came with."""
    chosen = Signal(str)
    """`both` or `shown`."""
    written = Signal(str)
    """Other words for a long text."""
    owner_wanted = Signal()

    def __init__(self, conflict: "Conflict") -> None:
        super().__init__()
        self.conflict = conflict
        self.text: QPlainTextEdit | None = None
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(16))
        down.addLayout(self._head())
        down.addWidget(_Versions([*self._versions(), *self._before()]))
        if conflict.way == "text":
            down.addWidget(self._shown())
        down.addWidget(self._ways())

    def _head(self) -> QVBoxLayout:
        down, conflict = QVBoxLayout(), self.conflict
        down.setSpacing(theme.px(4))
        down.addWidget(label(conflict.title, "title", wraps=True))
        what = QWidget()
        across = FlowLayout(what, 8)
        what_words = conflict.field if conflict.way == "text" else " · ".join(filter(None, _what(conflict)))
        words = label(what_words, "body", "muted", wraps=len(what_words) > _SHORT)
        across.addWidget(words)
        if conflict.section:
            across.addWidget(way := link(_("Open the page"), self.owner_wanted.emit))
            words.setMinimumHeight(way.sizeHint().height())
        down.addWidget(what)
        rule = label(_(RULES[conflict.rule]), "second", "muted", wraps=True)
        rule.setContentsMargins(theme.margins(0, 8, 0, 0))
        down.addWidget(rule)
        return down

    # What each said

    def _versions(self) -> list[QWidget]:
        return [self._version(version) for version in self.conflict.versions]

    def _version(self, version: "Version") -> QFrame:
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(label(who(version), "strong", wraps=True), 1)
        if version.is_shown:
            head.addWidget(label(_("shown"), "second", "good"))
        said = label(said_at(version), "second", "muted")
        button = quiet(take(version, self.conflict.way), partial(self.taken.emit, version.change))
        button.setAccessibleName(f"{button.text()}: {who(version)}, {version.words}")
        return _card(head, said, self._words(version.words, version.changed), button)

    def _before(self) -> list[QWidget]:
        if self.conflict.before is None:
            return []
        head = QHBoxLayout()
        head.addWidget(label(_("Before"), "strong", "muted", wraps=True), 1)
        return [_card(head, label(_("what all started from"), "second", "muted", wraps=True),
                      self._words(self.conflict.before, (), "muted"), None)]  # fmt: skip

    def _words(self, words: str, changed: tuple[tuple[int, int], ...], tone: Tone = "text") -> QWidget:
        if self.conflict.way == "text" or len(words) > _LONG:
            return MarkedText(self.conflict.field, words, changed)
        if not words:
            return label(_("nothing"), "body", "muted", wraps=True)
        return label(words, "medium", tone, wraps=True)

    def _shown(self) -> QWidget:
        """What stands there now may be put right by hand."""
        made = QWidget()
        down = QVBoxLayout(made)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(6))
        down.addWidget(label(_("Shown now"), "strong"))
        self.text = QPlainTextEdit(self.conflict.shown)
        self.text.setAccessibleName(_("Shown now"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(theme.px(_TEXT_HEIGHT))
        down.addWidget(self.text)
        return made

    # What is to become of it

    def _ways(self) -> QWidget:
        made = QWidget()
        across = FlowLayout(made, 8)
        words = _("Keep this text") if self.text else _("Leave as shown")
        across.addWidget(primary(words, self.keep))
        if self.conflict.can_keep_both:
            across.addWidget(quiet(_("Keep both"), partial(self.chosen.emit, "both")))
        return made

    def keep(self) -> None:
        """What is shown, or what was made of it here."""
        if self.text and self.text.toPlainText() != self.conflict.shown:
            self.written.emit(self.text.toPlainText())
        else:
            self.chosen.emit("shown")


def _what(conflict: "Conflict") -> tuple[str, str]:
    return conflict.field, conflict.part


def _card(head: QHBoxLayout, said: QWidget, words: QWidget, button: QWidget | None) -> QFrame:
    made = frame("card")
    down = QVBoxLayout(made)
    down.setContentsMargins(theme.margins(16, 12, 16, 14))
    down.setSpacing(theme.px(2))
    down.addLayout(head)
    down.addWidget(said)
    down.addSpacing(theme.px(10))
    down.addWidget(words)
    down.addStretch(1)
    if button:
        down.addSpacing(theme.px(12))
        down.addWidget(button)
    return made


class _Versions(QWidget):
    """Side by side where there is room."""

    def __init__(self, cards: list[QWidget]) -> None:
        super().__init__()
        self._count = len(cards)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(12))
        for card in cards:
            self._layout.addWidget(card, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        is_narrow = event.size().width() < theme.px(_NARROW) * self._count
        side, above = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._layout.setDirection(above if is_narrow else side)
        super().resizeEvent(event)
