"""Secrets: shown once to whom they are for, kept as digests only."""

import secrets
from hashlib import sha256
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from crmdesk.hub.errors import HubError
from crmdesk.i18n import _

HASHER = PasswordHasher(time_cost=3, memory_cost=64 << 10, parallelism=4)
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$fCaMU9U7hsgCDdT5wUGViw$TA2uLqzCZ4J0nbEducvzD+hPYEcBXSBkctAqTlZYAH4"
"""Kept for nobody, so that an unknown name takes as long as a known one."""
SHORTEST, LONGEST = 8, 1024
_at_once = BoundedSemaphore(2)
"""Each takes 64 MiB."""


def new_id() -> bytes:
    return secrets.token_bytes(16)


def new_token() -> str:
    return secrets.token_urlsafe(32)


def new_code() -> str:
    return secrets.token_urlsafe(16)


def digest(secret: str) -> bytes:
    """Enough for what is random: nobody can try all."""
    return sha256(_bytes(secret)).digest()


def hashed(password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        raise HubError(422, "password", _("A password has at least {count} characters.").format(count=SHORTEST))
    with _at_once:
        return HASHER.hash(_bytes(password))


def is_password(kept: str | None, password: str) -> bool:
    """Takes the same time whether there is one or not."""
    with _at_once:
        try:
            HASHER.verify(kept or NOBODY, _bytes(password[: LONGEST + 1]))
        except (Argon2Error, InvalidHashError):
            return False
    return kept is not None


def _bytes(secret: str) -> bytes:
    return secret.encode("utf-8", "surrogatepass")
