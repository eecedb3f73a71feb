"""The pages of joining: the link, what it is an invitation to, signing in instead, and the first sync."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QButtonGroup, QProgressBar, QRadioButton, QVBoxLayout, QWidget

from crmdesk import settings
from crmdesk.i18n import _, inside, ngettext
from crmdesk.ui import sync_words
from crmdesk.ui.lookups import count_in_words
from crmdesk.ui.sync_parts import asked, asked_line, fact, hub_hint
from crmdesk.widgets import theme
from crmdesk.widgets.messages import announce
from crmdesk.widgets.parts import label, link, rule

if TYPE_CHECKING:
    from crmdesk.services.sync import Status
    from crmdesk.sync.door import Offer


class JoinPage(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.down = QVBoxLayout(self)
        self.down.setContentsMargins(0, 0, 0, 0)
        self.down.setSpacing(theme.px(12))

    def begin(self) -> None:
        """The keyboard goes to where something is to be typed."""


class LinkPage(JoinPage):
    signing_in = Signal()

    def __init__(self, text: str) -> None:
        super().__init__()
        found = "" if text else _on_clipboard()
        self.line = asked_line(_("Invitation link"))
        self.line.setPlaceholderText("https://hub.example.org/join/…")
        self.line.setText(text or found)
        hint = _("It was on the clipboard.") if found else _("A colleague makes it under Preferences, Together.")
        self.down.addWidget(asked(_("Invitation link"), self.line, hint))
        other = link(_("Sign in with name and password"), self.signing_in.emit)
        self.down.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        self.down.addWidget(rule())
        self.down.addWidget(hub_hint())

    def begin(self) -> None:
        self.line.setFocus()
        self.line.selectAll()


class OfferPage(JoinPage):
    """What is agreed to, and as whom; with an open file also where what is shared goes."""

    def __init__(self, offer: "Offer", count: int | None) -> None:
        """`count` is how many contacts the open file has; None: there is none, or it is shared already."""
        from crmdesk.services import sync_joining

        super().__init__()
        invited = _("{name} invites you as {role}.") if offer.invited_by else _("You are invited as {role}.")
        role = inside(sync_words.role(offer.role))
        self.down.addWidget(label(invited.format(name=offer.invited_by, role=role), "body", "muted", wraps=True))
        self.down.addWidget(rule())
        for part in _facts(offer):
            self.down.addWidget(part)
        self.here = QRadioButton(_("In the file that is open"))
        self.anew = QRadioButton(_("In a new file"))
        self._group = QButtonGroup(self)
        if count is not None:
            self._add_places(count, is_here=offer.role == "owner")
        self.down.addWidget(rule())
        self.name = asked_line(_("Your name"))
        self.name.setText(sync_joining.proposed_name(offer))
        self.password = asked_line(_("Password"), is_secret=True)
        self.down.addWidget(asked(_("Your name, as colleagues see it"), self.name))
        hint = _("With it you sign in from another computer. An invitation does that too.")
        self.down.addWidget(asked(_("Password, if you like"), self.password, hint))

    def _add_places(self, count: int, *, is_here: bool) -> None:
        self.down.addWidget(rule())
        held = QVBoxLayout()
        held.setSpacing(theme.px(6))
        told = _("{what} in it are shared as well.").format(what=count_in_words("contact", count)) if count else ""
        self.here.setAccessibleDescription(told)
        for choice in (self.anew, self.here):
            self._group.addButton(choice)
            held.addWidget(choice)
        if told:
            words = label(told, "second", "muted", wraps=True)
            words.setContentsMargins(theme.margins(22, 0, 0, 0))
            held.addWidget(words)
        (self.here if is_here else self.anew).setChecked(True)
        self.down.addLayout(held)

    def begin(self) -> None:
        self.name.setFocus()
        self.name.selectAll()


class SignInPage(JoinPage):
    """For who has been here before."""

    def __init__(self) -> None:
        super().__init__()
        self.hub, self.workspace, self.name = (asked_line(name) for name in (_("Hub"), _("Workspace"), _("Your name")))
        self.password, self.code = (
            asked_line(name, is_secret=is_secret)
            for name, is_secret in ((_("Password"), True), (_("Recovery code"), False))
        )
        self.hub.setPlaceholderText("https://hub.example.org")
        self.name.setText(settings.author())
        self.down.addWidget(asked(_("Hub"), self.hub))
        self.down.addWidget(asked(_("Workspace"), self.workspace))
        self.down.addWidget(asked(_("Your name"), self.name))
        self.down.addWidget(asked(_("Password"), self.password))
        hint = _("Of a sealed workspace alone.")
        self.down.addWidget(asked(_("Recovery code"), self.code, hint))

    def begin(self) -> None:
        self.hub.setFocus()

    def codes(self) -> list[str]:
        return self.code.text().split()


class FirstPage(JoinPage):
    """The first sync, as far as it has come."""

    def __init__(self) -> None:
        super().__init__()
        self.told = label("", "body", wraps=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(_("First sync"))
        self.detail = label("", "second", "muted", wraps=True)
        for part in (self.told, self.bar, self.detail):
            self.down.addWidget(part)
        self.show_words(_("Connecting…"))

    def show_words(self, text: str, detail: str = "") -> None:
        if self.told.text() != text:
            announce(self, text)
        self.told.setText(text)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))

    def show_status(self, status: "Status") -> None:
        if status.first:
            done, total = status.first
            self.bar.setRange(0, max(total, 1))
            self.bar.setValue(done)
            words = _("{percent} is here").format(percent=sync_words.percent(done, total))
            self.show_words(
                words, _("You can work with it already, and without a network too. The rest comes by itself.")
            )
        elif status.state == "offline":
            self.show_words(_("The hub is not reached"), _("It goes on by itself where it stopped."))

    def show_end(self, count: int) -> None:
        self.bar.setRange(0, 1)
        self.bar.setValue(1)
        words = ngettext("{count} change came", "{count} changes came", count).format(count=count) if count else ""
        self.show_words(_("In step"), words)


def _on_clipboard() -> str:
    from crmdesk.sync import links

    text = QApplication.clipboard().text()
    return text.strip() if len(text) < 2000 and links.is_one(text) else ""


def _facts(offer: "Offer") -> list[QWidget]:
    role_hint = _(sync_words.ROLES[offer.role][1]) if offer.role in sync_words.ROLES else ""
    shared = _("Contacts, companies, history, calendar, deals and all else are shared. What you mark as private "
               "stays with you.")  # fmt: skip
    return [fact("users", shared, role_hint), fact("lock", *_sealing(offer.sealed)) if offer.sealed else
            fact("globe", *_sealing(offer.sealed))]  # fmt: skip


def _sealing(is_sealed: bool) -> tuple[str, str]:
    if is_sealed:
        return _("Sealed: the hub sees how much and when, never what."), _(
            "What that costs: forms on the web cannot write into it, and with all laptops and the recovery code lost, "
            "nobody can open it."
        )
    return _("Encrypted on the way and on this computer."), _("Whoever runs the hub could read what is shared.")
