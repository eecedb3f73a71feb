"""Who stays hears of what is new when it is told, and goes on when a hub comes back."""

from contextlib import closing

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.services import sync, sync_people
from crmdesk.services.sync import RoundReport
from crmdesk.services.sync_staying import rounds
from tests.services.colleagues import Team, cheap_passwords, open_team

__all__ = ["cheap_passwords", "open_team"]


def test_what_a_colleague_does_is_here_soon(open_team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "pause", lambda *_: 0.01)
    ana = open_team.owner()
    ana.sync()
    rui = open_team.colleague()
    with closing(rounds(rui.call)) as staying:
        assert next(staying)
        ana.add("Maria")
        ana.sync()
        while not (report := next(staying)).received:  # type: ignore[union-attr]
            assert isinstance(report, RoundReport)
        assert rui.names() == {"Maria Bell"}


def test_a_hub_that_is_away_is_told_and_tried_again(open_team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "pause", lambda *_: 0.01)
    ana = open_team.owner()
    open_team.hub.is_gone = True
    with closing(rounds(ana.call)) as staying:
        assert [type(next(staying)) for _ in range(3)] == [UserError] * 3
        open_team.hub.is_gone = False
        while isinstance(next(staying), UserError):
            pass
        assert ana.status.state == "in_step"


def test_it_ends_for_who_is_shut_out(open_team: Team) -> None:
    ana = open_team.owner()
    ana.sync()
    rui = open_team.colleague()
    with closing(rounds(rui.call)) as staying:
        next(staying)
        sync_people.revoke(ana.call, rui.account.device)
        assert any(isinstance(report, UserError) for report in staying)
    assert rui.account.revoked
