"""How often somebody may ask: so many at once, and then one by one."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from crmdesk.hub.errors import HubError
from crmdesk.i18n import _

_MOST_KEYS = 20_000


@dataclass(frozen=True, slots=True)
class Rate:
    burst: int
    each: float
    """Seconds until one more is free."""


SECRETS = Rate(10, 6.0)
"""Of an address, on all routes together where a secret can be tried."""
CALLERS = Rate(300, 1 / 30)
ADDRESSES = Rate(3000, 1 / 300)
"""A whole office may be behind one."""


class TooOftenError(HubError):
    def __init__(self, wait: float) -> None:
        super().__init__(429, "too_often", _("This is too often. Try again later; nothing is lost."))
        self.wait = math.ceil(wait)


class Limiter:
    """Of each key one number is kept: when all that it did will be forgotten."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._clock = rate, clock
        self._free: dict[str, float] = {}

    def check(self, key: str) -> None:
        now, rate = self._clock(), self._rate
        free = max(self._free.get(key, now), now)
        if (wait := free - now - (rate.burst - 1) * rate.each) > 0:
            raise TooOftenError(wait)
        self._free[key] = free + rate.each
        if len(self._free) > _MOST_KEYS:
            self._forget(now)

    def _forget(self, now: float) -> None:
        """Whoever has nothing to wait for; and where that is nobody, whoever came first."""
        self._free = {key: free for key, free in self._free.items() if free > now} or self._free
        while len(self._free) > _MOST_KEYS:
            del self._free[next(iter(self._free))]


class Limits:
    """Of one process; with several, each counts for itself, and secrets are rationed among them."""

    def __init__(self, workers: int = 1, clock: Callable[[], float] = time.monotonic) -> None:
        self.secrets = Limiter(Rate(max(2, SECRETS.burst // workers), SECRETS.each * workers), clock)
        self.callers = Limiter(CALLERS, clock)
        self.addresses = Limiter(ADDRESSES, clock)


def who_asks(address: str) -> str:
    """An address, or the network of one who has as many as they like."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and not found.ipv4_mapped:
        return found.exploded[:19]
    return str(getattr(found, "ipv4_mapped", None) or found)
