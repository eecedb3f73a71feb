"""Who somebody is in a workspace: tokens, rights, and a file that locks."""

from pathlib import Path

import pytest

from crmdesk import settings
from crmdesk.domain.errors import UserError
from crmdesk.domain.leads import Colleague
from crmdesk.domain.pauses import result_of
from crmdesk.services import exporting, files, sync_account, sync_people, sync_round
from crmdesk.services.files import NeedsRecoveryCode
from crmdesk.services.sync import Need
from crmdesk.store import bulk, keyrings, sync_kept
from tests.services.colleagues import Laptop, Team, cheap_passwords, open_team

__all__ = ["cheap_passwords", "open_team"]


def test_joining_makes_one_a_colleague_under_that_name(open_team: Team) -> None:
    ana = open_team.owner()
    rui = open_team.colleague()
    assert (rui.store.author, settings.author()) == ("Rui", "Rui")
    open_team.settle(ana, rui)
    for laptop in (ana, rui):
        with laptop.store.read() as session:
            assert {row["name"] for row in bulk.whole(session, Colleague)} == {"Ana", "Rui"}


def grown_old(laptop: Laptop) -> None:
    sync_account.change(laptop.store, token_since=laptop.account.token_since - sync_round.TOKEN_LIVES - 1)


def test_an_old_token_is_changed_for_a_new_one(open_team: Team) -> None:
    ana = open_team.owner()
    old = ana.account.token
    ana.sync()
    assert ana.account.token == old
    grown_old(ana)
    ana.sync()
    assert ana.account.token != old
    assert not ana.account.next_token
    sync_account.change(ana.store, token=old)
    with pytest.raises(UserError):
        ana.sync()


@pytest.mark.parametrize("lost", ["token", "me"])
def test_a_token_whose_answer_is_lost_shuts_nobody_out(open_team: Team, lost: str) -> None:
    ana = open_team.owner()
    ana.sync()
    grown_old(ana)
    open_team.hub.loses_answer_of = lost
    with pytest.raises(UserError, match="not reached"):
        ana.sync()
    ana.sync()
    ana.sync()
    assert not ana.account.next_token


def test_a_next_token_that_the_hub_has_forgotten(open_team: Team) -> None:
    """It was restored from a backup in between."""
    ana = open_team.owner()
    sync_account.change(ana.store, next_token="x" * 43)
    ana.sync()
    assert not ana.account.next_token


def test_who_may_only_read_hears_and_keeps_to_themselves(open_team: Team) -> None:
    ana = open_team.owner()
    ana.add("Maria")
    ana.sync()
    eva = open_team.colleague("Eva", "viewer")
    eva.sync()
    assert (eva.names(), eva.status.need) == ({"Maria Bell"}, Need.NONE)
    eva.add("Pedro")
    eva.sync()
    assert eva.status.need is Need.READ_ONLY
    ana.sync()
    assert ana.names() == {"Maria Bell"}
    sync_people.change_person(ana.account, eva.account.person, role="member")
    open_team.settle(eva, ana)
    assert (ana.names(), eva.status.need) == ({"Maria Bell", "Pedro Bell"}, Need.NONE)


def test_who_may_not_export_does_not(open_team: Team, tmp_path: Path) -> None:
    ana = open_team.owner()
    rui = open_team.colleague()
    result_of(exporting.export(rui.store, tmp_path / "one.vcf", "vcard"))
    sync_people.change_person(ana.account, rui.account.person, may_export=False)
    rui.sync()
    for kind in ("vcard", "csv", "json", "zip", "sqlite"):
        with pytest.raises(UserError, match="may not export"):
            result_of(exporting.export(rui.store, tmp_path / "two", kind))
    assert not (tmp_path / "two").exists()
    assert files.backup(rui.store)


def test_a_lost_laptop_asks_for_the_code_and_wipes_nothing(
    open_team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, str] = {}
    for name, play in (("keep", kept.__setitem__), ("find", kept.get), ("forget", lambda name: kept.pop(name, None))):
        monkeypatch.setattr(keyrings, name, play)
    ana = open_team.owner()
    store, code = files.new(tmp_path / "Lost.crmdesk", "keyring")
    rui = Laptop("Rui", store)
    rui.join(sync_people.invite(ana.account, "member"))
    rui.add("Maria")
    rui.sync()
    sync_people.revoke(ana.call, rui.account.device)
    with pytest.raises(UserError):
        rui.sync()
    store.close()
    with pytest.raises(NeedsRecoveryCode):
        files.open_file(store.path)
    rui.store = files.open_file(store.path, recovery_code=code)
    assert (rui.names(), rui.status.need) == ({"Maria Bell"}, Need.REVOKED)
    with pytest.raises(UserError, match="shut out"):
        rui.sync()
    assert result_of(exporting.export(rui.store, tmp_path / "own.vcf", "vcard")) == 1
    rui.store.close()


def test_a_hub_that_does_not_know_a_token_locks_nothing(open_team: Team) -> None:
    ana = open_team.owner()
    sync_account.change(ana.store, token="x" * 43)
    with pytest.raises(UserError):
        ana.sync()
    assert (ana.status.need, ana.account.revoked) == (Need.SIGN_IN, False)


def test_secrets_are_in_no_repr_and_in_no_copy_to_look_into(open_team: Team, tmp_path: Path) -> None:
    ana = open_team.owner()
    assert ana.account.token not in repr(ana.account)
    result_of(exporting.export(ana.store, tmp_path / "copy.db", "sqlite"))
    result_of(exporting.export(ana.store, tmp_path / "all.json", "json"))
    for name in ("copy.db", "all.json"):
        assert ana.account.token.encode() not in (tmp_path / name).read_bytes()


def test_another_workspace_begins_with_nothing_known(open_team: Team) -> None:
    ana = open_team.owner()
    ana.add("Maria")
    ana.sync()
    sync_kept.begin(ana.store, ana.account.logs)
    assert ana.sync().sent == 0
    sync_kept.begin(ana.store, {1: "other", 2: "another"})
    assert ana.store.connection.execute("SELECT count(*) FROM sync_positions").fetchone() == (0,)
