"""The ways to reach someone: what speaks against it is said first, what came of it is asked quietly after."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from crmdesk.domain.contacts import CHANNELS
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, inside, worded
from crmdesk.ui import activity_watch
from crmdesk.ui.activity_watch import WatchButton
from crmdesk.ui.editor import Editor
from crmdesk.ui.rollup import contacted_by_another
from crmdesk.widgets import dates, links, theme
from crmdesk.widgets.messages import announce
from crmdesk.widgets.parts import frame, icon_button, label, quiet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.records import Look

Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to one person."""

    channel: str
    """What an opt-out names."""
    address: str
    """What is opened."""
    words: str
    """The number or address as it is read."""
    activity: str = ""
    """What it is logged as; nothing where there is nothing to log."""


def phone_way(part: Part) -> Way:
    number = part.get("e164") or "".join(sign for sign in part["value"] if sign.isdigit() or sign in "+#*")
    extension = f";ext={part['extension']}" if part.get("extension", "").isdecimal() else ""
    return Way("phone", f"tel:{number}{extension}", part["value"], "call")


def email_way(part: Part) -> Way:
    return Way("email", "mailto:" + quote(part["value"], safe="@"), part["value"], "email")


def map_way(lines: list[str]) -> Way:
    query = quote(", ".join(lines), safe="")
    return Way("visit", f"https://www.openstreetmap.org/search?query={query}", lines[0])


def link_way(part: Part) -> Way | None:
    """A page, or a chat that has pages of its own; nothing where there is nowhere to go."""
    value, service = str(part["value"]).strip(), part.get("service") or ""
    digits = "".join(filter(str.isdigit, value))
    if service == "whatsapp" and digits:
        return Way("message", f"https://wa.me/{digits}", value, "message")
    if service == "telegram" and value:
        return Way("message", "https://t.me/" + quote(value.lstrip("@"), safe="+"), value, "message")
    if value.lower().startswith(("http://", "https://")):
        return Way("", value, value)
    if "." in value and " " not in value and "@" not in value:
        return Way("", "https://" + value, value)
    return None


class Reach(QWidget):
    """A strip that is there only while it has something to say; what it asks has the keyboard until Esc."""

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self._editor = editor
        self._refusals: dict[str, str] = {}
        self._others = ""
        self._way: Way | None = None
        self._before: QWidget | None = None
        """Where the keyboard was."""
        self._words = label("", "medium", wraps=True)
        self._more = label("", "second", wraps=True)
        self.anyway = quiet("", self._go_anyway)
        self.reached = quiet(_("Reached"), lambda: self._log(is_reached=True))
        self.missed = quiet(_("Not reached"), lambda: self._log(is_reached=False))
        self.log_it = quiet(_("Log it"), lambda: self._log(is_reached=None))
        self.close_button = icon_button("x", _("Close"), self._give_up)
        self.watch = WatchButton(editor.desk)
        self._buttons: tuple[QPushButton, ...] = (self.watch, self.anyway, self.reached, self.missed, self.log_it)
        self._arrange()

    def _arrange(self) -> None:
        self._ground = frame("surface")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        for text in (self._words, self._more):
            words.addWidget(text)
        words.addStretch(1)
        across = QHBoxLayout(self._ground)
        across.setSpacing(theme.px(8))
        self._across = across
        across.addLayout(words, 1)
        for button in (*self._buttons, self.close_button):
            across.addWidget(button)
        around = QHBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._ground)
        self.hide()

    # What is known

    def show_record(self, look: "Look", *, is_other: bool) -> None:
        self._refusals = {entry["channel"]: refusal_words(entry) for entry in look.shown["opt_outs"]}
        self._others = contacted_by_another(look.summary, look.words["activity"], look.me)
        if is_other or self._way is None:
            self.rest()

    def refusal(self, channel: str) -> str:
        """Why not; nothing where nothing speaks against it."""
        return self._refusals.get(channel, "")

    def caution(self, channel: str) -> str:
        """All that is to be seen before anything is dialled or sent."""
        return "\n".join(filter(None, (self.refusal(channel), self._others)))

    def rest(self) -> None:
        """Nothing to do: only who else was in contact is told, if anyone."""
        self._way = None
        self._give_back()
        self._say("muted", self._others)
        self.setVisible(bool(self._others))

    def _give_up(self) -> None:
        """It is not to be logged."""
        activity_watch.stop(self._editor.desk)
        self.rest()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._way:
            self._give_up()
        else:
            super().keyPressEvent(event)

    def _take_keyboard(self, button: QWidget) -> None:
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self._before = focused
        button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _give_back(self) -> None:
        focused, before = QApplication.focusWidget(), self._before
        self._before = None
        if before and isValid(before) and focused and self.isAncestorOf(focused):
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    # Acting

    def go(self, way: Way) -> None:
        """Open it; where it is refused, the first time only says why."""
        if why := self.refusal(way.channel):
            self._way = way
            self.anyway.setText(_anyway(way.channel))
            self._say("warning", why, self._others, self.anyway)
            self._take_keyboard(self.close_button)  # who is used to Enter does not go against a wish
        else:
            self._open(way)

    def _go_anyway(self) -> None:
        if self._way:
            self._open(self._way)

    def _open(self, way: Way) -> None:
        try:
            links.open_external(way.address)
        except UserError as error:
            self._editor.desk.unmet.emit(error)
            self.rest()
            return
        self._way = way
        if way.activity:
            self._offer_log(way)
        else:
            self.rest()

    def _offer_log(self, way: Way) -> None:
        if way.activity == "call":
            text = _("Log the call to {number}").format(number=way.words)
            activity_watch.start(self._editor.desk, self._editor.key)
            self._say("accent", text, "", self.watch, self.reached, self.missed)
            self._take_keyboard(self.reached)
        else:
            self._say("accent", _("Log the message to {address}").format(address=way.words), "", self.log_it)
            self._take_keyboard(self.log_it)

    def _log(self, *, is_reached: bool | None) -> None:
        way, record = self._way, self._editor.record
        if way is None:
            return
        ran = activity_watch.stop(self._editor.desk) if way.activity == "call" else None
        minutes = ran if is_reached else None
        self.rest()

        def log(store: "Store") -> object:
            from crmdesk.services import activities

            return activities.log(store, [record], way.activity, is_reached=is_reached, duration=minutes)

        self._editor.desk.write(log, lambda _key: self._editor.desk.say_undoable(_logged(is_reached)))

    def _say(self, tone: str, text: str, more: str = "", *buttons: QWidget) -> None:
        grounds = {"warning": "warning", "accent": "accent", "muted": "window"}
        theme.set_kind(self._ground, "ground", grounds[tone])
        self._across.setContentsMargins(theme.margins(14, 6, 6, 6) if buttons else theme.margins(0, 0, 0, 0))
        for words, shown in ((self._words, text), (self._more, more)):
            words.setText(shown)
            words.setVisible(bool(shown))
            _set_tone(words, tone)
        for button in self._buttons:
            button.setVisible(button in buttons)
        self.close_button.setVisible(bool(buttons))
        self.setAccessibleName(text)
        if buttons:
            self.show()
            announce(self, f"{text} {more}".strip())


def _set_tone(words: QLabel, tone: str) -> None:
    theme.set_kind(words, "tone", "text" if tone == "accent" else tone)


def _anyway(channel: str) -> str:
    if channel == "phone":
        return _("Call anyway")
    return _("Open anyway") if channel == "visit" else _("Write anyway")


def _logged(is_reached: bool | None) -> str:
    if is_reached is None:
        return _("Logged")
    return _("Logged: reached") if is_reached else _("Logged: not reached")


def short_refusal(entry: Part) -> str:
    """The reason alone, where there is one."""
    return entry.get("reason") or _("No contact by {channel}").format(channel=_channel(entry))


def _channel(entry: Part) -> str:
    return inside(worded(CHANNELS, entry["channel"]))


def refusal_words(entry: Part) -> str:
    """`No contact by phone: asked in the shop (since 2 March 2026)`."""
    words = _("No contact by {channel}").format(channel=_channel(entry))
    if reason := entry.get("reason"):
        words = _("{refusal}: {reason}").format(refusal=words, reason=reason)
    if since := entry.get("since"):
        words = _("{refusal} (since {day})").format(refusal=words, day=dates.show(since))
    return words
