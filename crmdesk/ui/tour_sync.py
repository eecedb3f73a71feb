"""Scenes of the tour: how a file stands with the colleagues, and how it came to them."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmdesk.ui import sync_watch
from crmdesk.ui.tour_stage import Scene, settle, show_record
from crmdesk.ui.window import Window
from crmdesk.widgets.meanwhile import CHANGED_BY

if TYPE_CHECKING:
    from crmdesk.sync.door import Offer
    from crmdesk.ui.sync_join import Join
    from crmdesk.ui.sync_people import Team

_HUB = "https://hub.forno.example"
_LINK = f"{_HUB}/join/k7Qm2vXw9LpR4sTz"


def _stands(window: Window, state: str, **values: Any) -> "sync_watch.SyncWatch":
    """As if it had come to this by itself."""
    from crmdesk.services.sync import State, Status
    from crmdesk.services.sync_account import Account

    watch = sync_watch.of(window.desk.file)
    made = Account(
        _HUB, "", "", "01", "Bia Martins", "owner", True, "1", "Forno Supplies", values.pop("sealed", False), "", "",
        "d1", "1", "2", 0,
    )  # fmt: skip
    since = int((time.time() - 180) * 1000)
    watch.account, watch.status = made, Status(State(state), since=since, **values)
    names = () if state == "offline" else ("Ana Souza", "Tom Okafor")
    watch.present = tuple(sync_watch.Present(name, name, frozenset()) for name in names)
    watch.changed.emit()
    return watch


def _popover(window: Window, *, state: str, **values: Any) -> None:
    _stands(window, state, **values)
    window.open_sync()
    settle(window)


def _join(window: Window, act: "Callable[[Join], None]") -> None:
    from crmdesk.ui.sync_join import Join

    sheet = Join(window, _LINK)
    sheet.open()
    act(sheet)
    settle(window)


def _welcome_join(window: Window) -> None:
    window.show_welcome()
    _join(window, lambda _sheet: None)


def _offer(role: str, *, is_sealed: bool) -> "Offer":
    from crmdesk.sync.door import Offer

    return Offer("Forno Supplies", "Ana Souza", role, is_sealed)


def _offered(window: Window, *, role: str, is_sealed: bool, count: int | None) -> None:
    if count is None:
        window.show_welcome()
    _join(window, lambda sheet: sheet.show_offer(_offer(role, is_sealed=is_sealed), count))


def _first(window: Window) -> None:
    from crmdesk.services.sync import State, Status
    from crmdesk.ui.sync_join_pages import FirstPage

    def act(sheet: "Join") -> None:
        sheet.turn(page := FirstPage(), "Work meanwhile", 3)
        page.show_status(Status(State.IN_STEP, first=(4_200, 12_480)))
        sheet.refit()

    _stands(window, "in_step", first=(4_200, 12_480))
    _join(window, act)


def _sign_in(window: Window) -> None:
    from crmdesk.ui.sync_join import Join

    Join(window, signs_in=True).open()
    settle(window)


def _pane(window: Window, *, is_shared: bool) -> None:
    from crmdesk.ui.preferences import Preferences
    from crmdesk.ui.sync_pane import TogetherPane

    if is_shared:
        _stands(window, "in_step", sealed=True)
    _without_hub(window)
    sheet = Preferences(window, "together")
    sheet.open()
    pane = sheet.panes["together"]
    assert isinstance(pane, TogetherPane)
    if is_shared:
        pane.people.show_team(_team())
    settle(window)


def _without_hub(window: Window) -> None:
    """Nobody is asked, and what stands there stays."""
    watch = sync_watch.of(window.desk.file)
    watch.look = lambda *_arguments: None  # type: ignore[method-assign]
    watch.ask = lambda *_arguments: None  # type: ignore[method-assign]


def _team() -> "Team":
    from crmdesk.services.sync_people import Device, Invitation, Person
    from crmdesk.ui.sync_people import Team

    now = int(time.time() * 1000)
    people = [
        Person("01", "Bia Martins", "owner", True, True),
        Person("02", "Ana Souza", "manager", True, True),
        Person("03", "Tom Okafor", "member", False, True),
        Person("04", "Lúcia Prado", "viewer", False, False),
    ]
    devices = [
        Device("d1", "01", "bia-laptop", now, False, ""),
        Device("d2", "01", "bia-desktop", now - 3 * 86_400_000, False, ""),
        Device("d3", "02", "ana-laptop", now, False, ""),
        Device("d4", "03", "TOM-PC", now - 40 * 86_400_000, False, ""),
    ]
    return Team(people, devices, [Invitation("i1", "member", "Greta Müller", now + 6 * 86_400_000)])


def _invite(window: Window, *, is_made: bool) -> None:
    from crmdesk.printing import codes
    from crmdesk.ui.sync_invite import Invite

    watch = _stands(window, "in_step")
    sheet = Invite(window, watch)
    sheet.name.setText("Greta Müller")
    sheet.open()
    if is_made:
        sheet.show_link((_LINK, codes.matrix(_LINK)))
    settle(window)


def _leave(window: Window) -> None:
    _stands(window, "to_send", waiting=12)
    window.ask("leave workspace")
    settle(window)


def _password(window: Window) -> None:
    from crmdesk.ui.sync_password import Password

    Password(window, _stands(window, "in_step")).open()


def _locked(window: Window) -> None:
    from crmdesk.ui.sync_locked import Locked

    window.show_welcome()
    Locked(window, Path("Forno Supplies.crmdesk"), "Forno Supplies").open()


def _meanwhile(window: Window) -> None:
    """A field that is being typed in, whose value a colleague changes; she has the page open."""
    from crmdesk.services import sync_people

    screen = show_record(window, "Álvares")
    assert screen.page
    watch = _stands(window, "in_step")
    assert watch.account
    opened = frozenset({sync_people.opaque(watch.account, screen.page.editor.key)})
    watch.present = (sync_watch.Present("2", "Ana Souza", opened),)
    watch.changed.emit()
    window.setProperty(CHANGED_BY, "Ana Souza")
    field = next(field for field in screen.page.details.fields() if "@" in str(field.value()))
    field.setFocus()
    field.edit.setProperty("text", "joao.alvares@padaria.example")
    field.edit.textEdited.emit("")  # type: ignore[attr-defined]
    field.set_value("joao@saojose.example")


_SHUT_OUT = "Colleagues have deleted 214 records that are here. Say whether they go here too."

SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("join-link", False, _welcome_join),
    ("join-offer", True, partial(_offered, role="member", is_sealed=False, count=312)),
    ("join-sealed", False, partial(_offered, role="manager", is_sealed=True, count=None)),
    ("join-sign-in", True, _sign_in),
    ("join-first", True, _first),
    ("sync-in-step", True, partial(_popover, state="in_step")),
    ("sync-to-send", True, partial(_popover, state="to_send", waiting=1_204, conflicts=3)),
    ("sync-offline", True, partial(_popover, state="offline", waiting=12,
                                   reason="no answer")),
    ("together-alone", True, partial(_pane, is_shared=False)),
    ("together", True, partial(_pane, is_shared=True)),
    ("invite", True, partial(_invite, is_made=False)),
    ("invitation", True, partial(_invite, is_made=True)),
    ("locked", False, _locked),
    ("meanwhile", True, _meanwhile),
    ("leave-workspace", True, _leave),
    ("hub-password", True, _password),
    ("sync-needs-you", True, partial(_popover, state="needs_you", deletions=214, reason=_SHUT_OUT)),
)  # fmt: skip
