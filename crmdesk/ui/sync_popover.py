"""How the file stands with the colleagues, over the foot of the side bar: since when, who is there, what to do."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QRect, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QProgressBar, QStyle, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui import sync_watch, sync_words
from crmdesk.widgets import icons, tab_order, theme
from crmdesk.widgets.avatar import Avatar
from crmdesk.widgets.overlay import Overlay
from crmdesk.widgets.parts import label, link, quiet, rule

if TYPE_CHECKING:
    from crmdesk.services.sync import Status
    from crmdesk.ui.window import Window

_WIDTH = 340
_AIR = 8
_FACE = 24
_FACES = 6


class SyncPopover(Overlay):
    def __init__(self, window: "Window") -> None:
        super().__init__(window, _("Together"))
        self._main = window
        self._watch = sync_watch.of(window.desk.file)
        self.now = quiet(_("Sync now"), self._watch.sync, "refresh-cw")
        self._inside: QWidget | None = None
        self._seen: object = None
        """What is shown."""
        window.desk.synced.connect(self._show)

    def open(self) -> None:
        self._show()
        super().open()
        self.now.setFocus(Qt.FocusReason.PopupFocusReason)

    def _show(self) -> None:
        watch = self._watch
        seen = (watch.account, watch.status, watch.online, watch.is_busy)
        if watch.account is None or watch.status is None:
            self.leave()
        elif seen != self._seen:
            self._seen = seen
            self._lay(watch.status)

    def _lay(self, status: "Status") -> None:
        """Made anew: what there is to say differs from time to time. The keyboard stays here."""
        focused = QApplication.focusWidget()
        has_keyboard = focused is not None and self.isAncestorOf(focused)
        if self._inside:
            self.now.setParent(self.panel)
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = QWidget()
        down = QVBoxLayout(self._inside)
        down.setContentsMargins(theme.margins(16, 14, 16, 12))
        down.setSpacing(theme.px(10))
        self._fill(down, status)
        self.body.addWidget(self._inside)
        tab_order.order(self.panel)
        self.fit()
        if has_keyboard:
            self._inside.show()
            self.now.show()
            self.now.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, down: QVBoxLayout, status: "Status") -> None:
        account = self._watch.account
        assert account
        down.addWidget(label(account.workspace_name, "strong", wraps=True))
        down.addWidget(self._state(status))
        if status.first:
            down.addWidget(_bar(*status.first))
        if reason := sync_words.reason(status, account.hub):
            down.addWidget(label(reason, "second", "muted", wraps=True))
        if online := self._watch.online:
            down.addWidget(rule())
            down.addWidget(_people(online))
        down.addWidget(rule())
        down.addLayout(self._ways(status))

    def _state(self, status: "Status") -> QWidget:
        made, state = QWidget(), sync_words.state(status)
        across = QHBoxLayout(made)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(8))
        across.addWidget(_mark(state.icon, state.tone))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(state.text, "medium", wraps=True))
        if not status.first and (self._watch.is_busy or status.state != "offline"):
            last = _("Syncing…") if self._watch.is_busy else sync_words.last(status)
            words.addWidget(label(last, "second", "muted", wraps=True))
        across.addLayout(words, 1)
        self.now.setEnabled(self._watch.is_on)
        across.addWidget(self.now, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _ways(self, status: "Status") -> QVBoxLayout:
        """To where more stands; what waits for the user first."""
        down = QVBoxLayout()
        down.setSpacing(0)
        for text, go in (
            (_need(status), partial(self._mend, status.need)),
            (_conflicts(status), partial(self._go, "conflicts")),
            (_waiting(status), partial(self._go, "pending")),
        ):
            if text:
                down.addWidget(link(text, go), 0, Qt.AlignmentFlag.AlignLeft)
        foot = QHBoxLayout()
        foot.addWidget(link(_("Colleagues and devices"), self._open_pane))
        foot.addStretch(1)
        foot.addWidget(link(_("Leave…"), self._leave_workspace))
        down.addLayout(foot)
        return down

    def _leave_workspace(self) -> None:
        from crmdesk.ui.sync_leave import Leave

        self.leave()
        Leave(self._main).open()

    def _go(self, section: str) -> None:
        self.leave()
        self._main.desk.wanted.emit(section, None)

    def _mend(self, need: str) -> None:
        """What the file cannot do by itself."""
        self.leave()
        if need == "brake":
            self._main.desk.wanted.emit("pending", "brake")
        else:
            self._main.ask("join")

    def _open_pane(self) -> None:
        from crmdesk.ui.preferences import Preferences

        self.leave()
        Preferences(self._main, "together").open()

    def place(self) -> QRect:
        """Beside the foot of the side bar, which opens it."""
        window, air = self._window.rect(), theme.px(_AIR)
        left = self._main.side.width() + air
        width = min(theme.px(_WIDTH), window.width() - left - air)
        wanted = self._inside.heightForWidth(width - 2) + 2 if self._inside else 0
        height = min(wanted, window.height() - 2 * air)
        box = QRect(left, window.bottom() - air - height, width, height)
        return QStyle.visualRect(self.layoutDirection(), window, box)


def _mark(icon: str, tone: str) -> QLabel:
    made = label()
    made.setPixmap(icons.pixmap(icon, tone))
    return made


def _bar(done: int, total: int) -> QProgressBar:
    made = QProgressBar()
    made.setTextVisible(False)
    made.setRange(0, max(total, 1))
    made.setValue(done)
    made.setAccessibleName(_("First sync"))
    return made


def _people(names: tuple[str, ...]) -> QWidget:
    """Faces of those who are there, and their names."""
    made = QWidget()
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.px(4))
    for name in names[:_FACES]:
        face = Avatar(_FACE)
        face.show_face(name.encode(), name, None)
        across.addWidget(face, 0, Qt.AlignmentFlag.AlignTop)
    across.addSpacing(theme.px(4))
    words = ngettext("{names} is here now", "{names} are here now", len(names)).format(names=", ".join(names))
    across.addWidget(label(words, "second", wraps=True), 1)
    return made


def _need(status: "Status") -> str:
    if status.need == "brake":
        return _("Look and decide")
    return _("Join again…") if status.need in ("revoked", "sign_in", "certificate") else ""


def _conflicts(status: "Status") -> str:
    count = status.conflicts
    return _counted(ngettext("{count} conflict to settle", "{count} conflicts to settle", count), count)


def _waiting(status: "Status") -> str:
    if count := status.refused:
        return _counted(ngettext("{count} change refused", "{count} changes refused", count), count)
    count = status.waiting
    return _counted(ngettext("{count} change to send", "{count} changes to send", count), count)


def _counted(words: str, count: int) -> str:
    return words.format(count=QLocale().toString(count)) if count else ""
