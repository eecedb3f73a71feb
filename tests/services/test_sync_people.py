"""Colleagues, their devices and invitations, as the hub tells them."""

import pytest

from crmdesk import settings
from crmdesk.domain.errors import UserError
from crmdesk.services import sync_joining, sync_people
from tests.services.colleagues import Team, cheap_passwords, open_team

__all__ = ["cheap_passwords", "open_team"]


def test_who_is_in_and_with_what(open_team: Team) -> None:
    ana, rui = open_team.owner(), open_team.colleague()
    told = {(each.name, each.role, each.may_export, each.is_active) for each in sync_people.people(rui.account)}
    assert told == {("Ana", "owner", True, True), ("Rui", "member", True, True)}
    (own,) = sync_people.devices(rui.account)
    assert (own.id, own.person, own.machine) == (rui.account.device, rui.account.person, sync_joining.machine())
    assert {each.id for each in sync_people.devices(ana.account)} == {ana.account.device, own.id}
    sync_people.change_person(ana.account, rui.account.person, role="manager", may_export=False)
    (manager,) = [each for each in sync_people.people(ana.account) if each.name == "Rui"]
    assert (manager.role, manager.may_export) == ("manager", False)
    with pytest.raises(UserError, match="role"):
        sync_people.change_person(rui.account, ana.account.person, role="viewer")


def test_an_invitation_is_good_once_and_can_be_withdrawn(open_team: Team) -> None:
    ana = open_team.owner()
    link = sync_people.invite(ana.account, "viewer", "Eva", 3)
    settings.change(author="")
    offer = sync_joining.offer(sync_joining.read_link(link))
    assert (offer.workspace, offer.invited_by, offer.role, offer.sealed) == ("Bell & Souza", "Ana", "viewer", False)
    assert sync_joining.proposed_name(offer) == "Eva"
    settings.change(author="Eva Maria")
    assert sync_joining.proposed_name(offer) == "Eva Maria"
    (waiting,) = sync_people.invitations(ana.account)
    assert (waiting.role, waiting.for_name) == ("viewer", "Eva")
    sync_people.withdraw(ana.account, waiting.id)
    assert sync_people.invitations(ana.account) == []
    with pytest.raises(UserError, match="invitation"):
        sync_joining.join(sync_joining.read_link(link), "Eva")
    used = sync_joining.read_link(sync_people.invite(ana.account, "member"))
    sync_joining.join(used, "Rui")
    with pytest.raises(UserError, match="invitation"):
        sync_joining.join(used, "Nuno")


def test_an_answer_to_joining_that_is_lost_uses_nothing_up(open_team: Team) -> None:
    ana = open_team.owner()
    link = sync_joining.read_link(sync_people.invite(ana.account, "member"))
    open_team.hub.loses_answer_of = "join"
    assert sync_joining.join(link, "Rui").name == "Rui"


def test_a_password_is_changed_by_who_knows_the_old_one(open_team: Team) -> None:
    open_team.owner()
    rui = open_team.colleague(password="open sesame")
    for old, new, says in (("wrong", "new sesame", "old password"), ("open sesame", "", "empty")):
        with pytest.raises(UserError, match=says):
            sync_people.set_password(rui.account, old, new)
    sync_people.set_password(rui.account, "open sesame", "new sesame")
    assert sync_joining.sign_in(rui.account.hub, "bell & souza", "Rui", "new sesame").person == rui.account.person


def test_who_has_what_open_is_seen_by_colleagues(open_team: Team) -> None:
    ana, rui = open_team.owner(), open_team.colleague()
    key = ana.add("Maria")
    with ana.account.door() as mine, rui.account.door() as theirs:
        mine.tell_presence([sync_people.opaque(ana.account, key)])
        for event in theirs.events():
            if event.kind == "presence" and event.data:
                break
    (told,) = event.data
    assert (told["name"], told["what"]) == ("Ana", [sync_people.opaque(rui.account, key)])


def test_a_new_hub_address_is_checked(open_team: Team) -> None:
    with pytest.raises(UserError, match="no address"):
        sync_joining.sign_in("nowhere at all", "x", "Ana", "open sesame")
    with pytest.raises(UserError, match="name is missing"):
        sync_joining.sign_in(open_team.hub.address, "x", " ", "open sesame")
