"""How often somebody may ask, on every route where a secret could be tried."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from crmdesk.hub import limits
from crmdesk.hub.app import RULES
from crmdesk.hub.limits import Limiter, Limits, Rate, TooOftenError, who_asks
from tests.hub.asked import World, error_of

SECRET_NAMES = {"code", "password", "old", "new"}


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def _is_let(limiter: Limiter, key: str = "a") -> bool:
    try:
        limiter.check(key)
    except TooOftenError:
        return False
    return True


@given(st.lists(st.floats(0, 30), max_size=80))
def test_never_more_than_the_rate(steps: list[float]) -> None:
    """In every span of time: the burst, and one more for each interval of it."""
    clock, rate, let = Clock(), Rate(10, 6.0), []
    limiter = Limiter(rate, clock)
    for step in steps:
        clock.now += step
        if _is_let(limiter):
            let.append(clock.now)
    for first, begin in enumerate(let):
        for last, end in enumerate(let[first:], first):
            assert last - first + 1 <= rate.burst + (end - begin) / rate.each + 1e-6


def test_whoever_waits_as_told_is_let_in() -> None:
    clock = Clock()
    limiter = Limiter(Rate(10, 6.0), clock)
    assert [_is_let(limiter) for _ in range(11)] == [True] * 10 + [False]
    with pytest.raises(TooOftenError) as refused:
        limiter.check("a")
    assert refused.value.wait == 6
    assert _is_let(limiter, "somebody else")
    clock.now += refused.value.wait
    assert _is_let(limiter)


def test_many_keys_take_no_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST_KEYS", 100)
    clock = Clock()
    limiter = Limiter(Rate(2, 1000.0), clock)
    for number in range(1000):
        limiter.check(str(number))
    assert len(limiter._free) <= 100
    clock.now += 5000
    limiter.check("a")
    for number in range(100):
        limiter.check(str(number))
    assert "999" not in limiter._free


def test_a_network_is_one_who_asks() -> None:
    assert who_asks("2001:db8:1:2::1") == who_asks("2001:db8:1:2:ffff::9") != who_asks("2001:db8:1:3::1")
    assert who_asks("::ffff:192.0.2.1") == who_asks("192.0.2.1") == "192.0.2.1"
    assert who_asks("testclient") == "testclient"


def test_workers_share_what_may_be_tried() -> None:
    clock = Clock()
    workers = [Limits(5, clock).secrets for _ in range(5)]
    assert sum(_is_let(limiter) for limiter in workers for _ in range(20)) <= limits.SECRETS.burst


# On the routes


def test_every_route_that_takes_a_secret_says_so() -> None:
    taking = {rule.path for rule in RULES if isinstance(rule.body, type) and SECRET_NAMES & _names(rule.body)}
    assert taking == {rule.path for rule in RULES if rule.is_secret}
    assert taking >= {"/v1/offer", "/v1/join", "/v1/sign-in", "/v1/password"}


def _names(kind: Any) -> set[str]:
    return {each.name for each in fields(kind)}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.is_secret], ids=lambda rule: rule.path)
def test_secrets_cannot_be_tried_one_after_the_other(on_sqlite: Engine, tmp_path: Path, rule: Any) -> None:
    """Nor by going from route to route, or by saying that one is somebody else."""
    clock = Clock(100.0)
    world = World(on_sqlite, tmp_path, Limits(clock=clock))
    with world.asked():
        for number in range(10):
            headers = {"X-Forwarded-For": f"192.0.2.{number}", "Forwarded": f"for=192.0.2.{number}"}
            answer = world.ask("owner", "POST", "/v1/offer", {"code": "guess"}, headers=headers)
            assert error_of(answer) == (404, "no_invitation")
        refused = world.ask("owner", rule.method, rule.path, {})
        assert error_of(refused) == (429, "too_often")
        assert refused.headers["retry-after"] == "6"
        assert world.ask("owner", "GET", "/v1/me").is_success
        clock.now += 6
        assert world.ask("owner", rule.method, rule.path, {}).status_code == 422
        assert world.ask("owner", rule.method, rule.path, {}).status_code == 429


def test_one_device_does_not_take_all_of_the_hub(on_sqlite: Engine, tmp_path: Path) -> None:
    world = World(on_sqlite, tmp_path, Limits(clock=Clock()))
    world.app.state.hub.limits.callers = Limiter(Rate(5, 1.0), Clock())
    with world.asked():
        answers = [world.ask("owner", "GET", "/v1/me").status_code for _ in range(7)]
        assert answers == [200] * 5 + [429] * 2
        assert world.ask("member", "GET", "/v1/me").is_success
