"""A sealed workspace: the hub and whoever listens on the way learn no word of it."""

import logging
from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.services import attachments, sync_account, sync_joining, sync_people
from crmdesk.services.sync import Need
from tests.services.colleagues import Team, cheap_passwords, sealed_team

__all__ = ["cheap_passwords", "sealed_team"]
WORDS = ("Maria", "Zanzibar", "Quarterly-figures", "contract-of-zanzibar.txt", "Add contact")


def all_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_neither_the_hub_nor_the_way_has_a_word_of_it(sealed_team: Team, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ana = sealed_team.owner()
    key = ana.add("Maria")
    ana.add_all([{"given_name": "Zanzibar", "family_name": "Bell", "nickname": "Zanzibar " * 500}])
    attachments.add(ana.store, key, b"Quarterly-figures " * 1000, "contract-of-zanzibar.txt")
    ana.sync()
    rui = sealed_team.colleague()
    assert rui.sync().received
    assert rui.names() == {"Maria Bell", "Zanzibar Bell"}
    (file,) = attachments.of_owner(rui.store, key)
    assert attachments.read(rui.store, file["id"]) == b"Quarterly-figures " * 1000
    heard = b"".join(sealed_team.hub.traffic) + all_of(sealed_team.hub.folder)
    secrets = (ana.account.keys, ana.account.private_key, rui.account.keys)
    for word in (*WORDS, *secrets):
        assert word.encode() not in heard
    for secret in (*secrets, ana.account.token, rui.account.token, *WORDS):
        assert secret not in caplog.text
    assert b"Bell & Souza" in heard  # the control: what the hub does know is found


def test_who_was_removed_cannot_read_what_comes_later(sealed_team: Team) -> None:
    ana = sealed_team.owner()
    ana.sync()
    rui, eva = sealed_team.colleague(), sealed_team.colleague("Eva")
    sealed_team.settle(rui, eva)
    before = sync_account.recovery_codes(ana.store)
    sync_people.remove_person(ana.call, rui.account.person)
    assert sync_account.recovery_codes(ana.store)[:1] == before
    ana.add("Maria")
    ana.sync()
    eva.sync()
    assert eva.names() == {"Maria Bell"}
    assert eva.account.keys == ana.account.keys != rui.account.keys
    eva.add("Pedro")
    eva.sync()
    ana.sync()
    assert ana.names() == {"Maria Bell", "Pedro Bell"}


def test_keys_are_renewed_later_where_the_hub_was_gone(sealed_team: Team) -> None:
    ana = sealed_team.owner()
    ana.sync()
    rui, before = sealed_team.colleague(), ana.account.keys
    sealed_team.hub.fails = lambda path: path.endswith("/keys")
    with pytest.raises(UserError, match="not reached"):
        sync_people.revoke(ana.call, rui.account.device)
    assert ana.account.keys == before
    sealed_team.hub.fails = lambda _path: False
    ana.sync()
    assert ana.account.keys != before
    after = ana.account.keys
    ana.sync()
    assert ana.account.keys == after


def test_who_joins_by_an_older_link_gets_the_newer_keys(sealed_team: Team) -> None:
    ana = sealed_team.owner()
    ana.sync()
    link = sync_people.invite(ana.account, "member")
    assert sync_people.renew_keys(ana.call)
    ana.add("Maria")
    ana.sync()
    rui = sealed_team.file("Rui")
    rui.join(link)
    with pytest.raises(UserError, match="key"):
        rui.sync()
    assert rui.status.need is Need.KEYS
    ana.sync()
    rui.sync()
    assert (rui.status.need, rui.names()) == (Need.NONE, {"Maria Bell"})


def test_back_in_with_the_codes_from_paper(sealed_team: Team) -> None:
    ana = sealed_team.owner()
    ana.add("Maria")
    ana.sync()
    codes = sync_account.recovery_codes(ana.store)
    rui = sealed_team.colleague(password="open sesame")
    rui.sync()
    account, rui = rui.account, sealed_team.file("Rui at home")
    rui.name = "Rui"
    with pytest.raises(UserError, match="recovery code"):
        rui.sign_in("open sesame", account)
    with pytest.raises(UserError, match="mistyped"):
        rui.sign_in("open sesame", account, ["ABCD"])
    rui.sign_in("open sesame", account, codes)
    rui.sync()
    assert rui.names() == {"Maria Bell"}


def test_a_link_without_its_end_uses_no_invitation_up(sealed_team: Team) -> None:
    ana = sealed_team.owner()
    link = sync_people.invite(ana.account, "member")
    rui = sealed_team.file("Rui")
    with pytest.raises(UserError, match="behind #"):
        rui.join(link.partition("#")[0])
    with pytest.raises(UserError, match="behind #"):
        sync_joining.offer(sync_joining.read_link(link[:-1]))
    rui.join(link)


def test_what_is_open_is_said_in_words_that_say_nothing(sealed_team: Team) -> None:
    ana, rui = sealed_team.owner(), sealed_team.colleague()
    key = ana.add("Maria")
    assert sync_people.opaque(ana.account, key) == sync_people.opaque(rui.account, key)
    assert key.hex() not in sync_people.opaque(ana.account, key)
