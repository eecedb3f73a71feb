"""Identities of records: 16 bytes, made on this laptop, never used again."""

import os
import time
import uuid
from collections.abc import Iterator

_NAMESPACE = uuid.UUID("6b1f2a5e-3c1d-5d0b-9a51-5f0c6d7e8a90")
_last = 0
_random: Iterator[bytes] = iter(())


def new_id() -> bytes:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, 12 bits of finer time that count on, and random bits.

    Keys grow with time, so that many new rows go to the end of an index.
    """
    global _last
    stamp = max(time.time_ns() * 4096 // 1_000_000, _last + 1)
    _last = stamp
    return ((stamp >> 12 << 16) | 0x7000 | (stamp & 0xFFF)).to_bytes(8) + _tail()


def _tail() -> bytes:
    global _random
    for tail in _random:
        return tail
    pool = bytearray(os.urandom(8 * 512))  # one call to the system for many ids
    pool[::8] = bytes(0x80 | byte & 0x3F for byte in pool[::8])
    _random = iter([bytes(pool[start : start + 8]) for start in range(0, len(pool), 8)])
    return next(_random)


def named_id(*parts: str | bytes) -> bytes:
    """A UUIDv5: the same name is the same thing on every laptop (tags, memberships, values of a field)."""
    name = "\x1f".join(part.hex() if isinstance(part, bytes) else part.strip().casefold() for part in parts)
    return uuid.uuid5(_NAMESPACE, name).bytes


def text_id(key: bytes) -> str:
    return str(uuid.UUID(bytes=key))


def parse_id(text: str) -> bytes:
    """Raises ValueError for what is no UUID."""
    return uuid.UUID(text.strip()).bytes
