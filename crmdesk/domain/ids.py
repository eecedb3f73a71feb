"""Identities of records: 16 bytes, made on this laptop, never used again."""

import os
import time
import uuid

_NAMESPACE = uuid.UUID("6b1f2a5e-3c1d-5d0b-9a51-5f0c6d7e8a90")
_last = 0


def new_id() -> bytes:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then a counter and random bits, so that keys grow with time."""
    global _last
    stamp = max(time.time_ns() * 4096 // 1_000_000, _last + 1)  # 12 bits of sub-millisecond order
    _last = stamp
    tail = int.from_bytes(os.urandom(8)) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return ((stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | tail).to_bytes(16)


def named_id(*parts: str | bytes) -> bytes:
    """A UUIDv5: the same name is the same thing on every laptop (tags, memberships, values of a field)."""
    name = "\x1f".join(part.hex() if isinstance(part, bytes) else part.strip().casefold() for part in parts)
    return uuid.uuid5(_NAMESPACE, name).bytes


def text_id(key: bytes) -> str:
    return str(uuid.UUID(bytes=key))


def parse_id(text: str) -> bytes:
    """Raises ValueError for what is no UUID."""
    return uuid.UUID(text.strip()).bytes
