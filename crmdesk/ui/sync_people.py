"""The colleagues of a workspace and their computers, and who may still come."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui import sync_words
from crmdesk.ui.moments import ago, at, short_date
from crmdesk.ui.sync_parts import Agree
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.line_row import Line, LineRow
from crmdesk.widgets.parts import Card, label, link, primary, show_instead, small_button

if TYPE_CHECKING:
    from crmdesk.services.sync_account import Account
    from crmdesk.services.sync_people import Device, Invitation, Person
    from crmdesk.ui.desk import Desk
    from crmdesk.ui.sync_watch import SyncWatch


class Team(NamedTuple):
    people: "list[Person]"
    devices: "list[Device]"
    invitations: "list[Invitation]"


class PeoplePart(QWidget):
    """Asked of the hub each time it is shown; those who may not manage see it, and change nothing."""

    def __init__(self, desk: "Desk", watch: "SyncWatch") -> None:
        super().__init__()
        self._desk, self.watch = desk, watch
        self.team: Team | None = None
        self.rows: list[LineRow] = []
        self.invite_button = primary(_("Invite…"), self._invite)
        self._told = label("", "second", "muted", wraps=True)
        self._again = link(_("Try again"), self.load)
        self._card = Card()
        self._card.body.setContentsMargins(0, 0, 0, 0)
        self._card.body.setSpacing(0)
        self._arrange()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(_("Colleagues"), "strong"), 1)
        head.addWidget(self.invite_button)
        told = QHBoxLayout()
        told.addWidget(self._told, 1)
        told.addWidget(self._again)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(10))
        down.addLayout(head)
        down.addLayout(told)
        down.addWidget(self._card)
        self._say(_("Asking the hub…"))
        self._card.hide()

    @property
    def _account(self) -> "Account":
        assert self.watch.account
        return self.watch.account

    def load(self) -> None:
        account = self.watch.account if self.watch.is_on else None
        self.invite_button.setVisible(bool(account and account.may_manage))
        if account:
            self._say(_("Asking the hub…") if self.team is None else "")
            self.watch.ask(partial(_read, account), self.show_team, self._not_told)

    def _say(self, text: str, *, again: bool = False) -> None:
        self._told.setText(text)
        self._told.setVisible(bool(text))
        self._again.setVisible(again)

    def _not_told(self, error: UserError) -> None:
        self._say(str(error), again=True)

    def show_team(self, team: Team) -> None:
        self.team = team
        self._say("")
        self.rows = list(self._make_rows(team))
        for number, row in enumerate(self.rows):
            row.has_line = number > 0
        show_instead(self._card.body, self.rows)
        self._card.show()
        tab_order.order(self.window())

    # Rows

    def _make_rows(self, team: Team) -> list[LineRow]:
        rows = []
        for person in sorted(team.people, key=lambda person: (not person.is_active, person.name.casefold())):
            rows.append(self._person_row(person))
            rows += [self._device_row(device) for device in team.devices
                     if device.person == person.id and not device.is_revoked]  # fmt: skip
        return rows + [self._invitation_row(invitation) for invitation in team.invitations]

    def _person_row(self, person: "Person") -> LineRow:
        is_me = person.id == self._account.person
        row = LineRow(Line(
            person.name, sync_words.role(person.role) if person.is_active else _("Removed"), "face",
            bytes.fromhex(person.id.replace("-", "")), more=_("you") if is_me else "",
            tag=_("here now") if person.name in self.watch.online else "", tone="good", is_done=not person.is_active,
        ))  # fmt: skip
        if self._account.may_manage and not is_me:
            more = small_button("ellipsis", _("More about {name}").format(name=person.name))
            more.clicked.connect(partial(self._open_menu, person, more))
            row.add_button(more)
            row.clicked.connect(partial(self._open_menu, person, more))
        return row

    def _device_row(self, device: "Device") -> LineRow:
        is_this = device.id == self._account.device
        seen = _("seen {when}").format(when=ago(device.seen_at)) if device.seen_at else _("not seen yet")
        more = _("this computer") if is_this else seen
        row = LineRow(Line(device.machine or _("A computer"), "", "icon", "laptop", more=more))
        if not is_this:
            row.add_button(link(_("Shut out…"), partial(self._shut_out, device)))
        return row

    def _invitation_row(self, invitation: "Invitation") -> LineRow:
        who = invitation.for_name or _("Somebody")
        until = _("invited until {day}").format(day=short_date(at(invitation.expires_at).date()))
        row = LineRow(Line(who, "", "icon", "mail", more=f"{sync_words.role(invitation.role)} · {until}"))
        row.add_button(link(_("Take back"), partial(self._withdraw, invitation)))
        return row

    # Acting

    def _open_menu(self, person: "Person", button: QPushButton) -> None:
        from crmdesk.ui.sync_person import open_menu

        open_menu(self, self._account, person, button)

    def act(self, job: Callable[[], object], told: str) -> None:
        """What a press on a row asks of the hub; what came of it is said, and the list read again."""
        self.watch.ask(job, partial(self._acted, told), self._not_told)

    def with_new_code(self, told: str) -> str:
        """In a sealed workspace a new key comes when somebody goes."""
        new = _("The recovery code is another one now: keep it too.")
        return f"{told} {new}" if self._account.sealed else told

    def _acted(self, told: str, _result: object) -> None:
        self._desk.say(told)
        self.load()

    def _withdraw(self, invitation: "Invitation") -> None:
        from crmdesk.services import sync_people

        told = _("The invitation does not hold any more.")
        self.act(partial(sync_people.withdraw, self._account, invitation.id), told)

    def _shut_out(self, device: "Device") -> None:
        from crmdesk.services import sync_people

        name = device.machine or _("A computer")
        words = _(
            "For a lost computer, or one that is given away. It is told nothing more, and when it asks, its file "
            "locks: only the passphrase or recovery code opens it again. What was not sent from it stays there."
        )
        Agree(
            self, _("Shut out “{name}”").format(name=name), words, _("Shut out"),
            lambda: self.act(partial(sync_people.revoke, self.watch.reach, device.id),
                             self.with_new_code(_("“{name}” is shut out.").format(name=name))),
        ).open()  # fmt: skip

    def _invite(self) -> None:
        from crmdesk.ui.sync_invite import Invite

        sheet = Invite(self, self.watch)
        sheet.finished.connect(self.load)
        sheet.open()


def _read(account: "Account") -> Team:
    from crmdesk.services import sync_people

    people, devices = sync_people.people(account), sync_people.devices(account)
    return Team(people, devices, sync_people.invitations(account) if account.may_manage else [])
