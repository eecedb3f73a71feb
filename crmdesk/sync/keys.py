"""A sealed workspace: what its laptops tell each other is closed before it leaves, and the hub has no key.

A ring holds the secrets of a workspace in the order in which they came; secrets are added, never replaced, so that
what was closed with an old one still opens. From each a key, its number and a name for files are derived. When somebody
leaves, a new ring is closed for every device that stays, with the public key that it named when it joined.
"""

import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crmdesk.domain import written_codes
from crmdesk.sync.messages import Change
from crmdesk.sync.packing import WORTH_IT, packed, unpacked
from crmdesk.sync.sealed import MOST_BYTES, MessageError, Sealed, pack_body, unpack_body

_SECRET, _SUM, _NUMBER, _NONCE, _TAG = 16, 2, 4, 12, 16
_VERSION = b"\1"
_KIND = b"CRMDesk workspace 1"
PART = 4 << 20
"""Bytes of a file that travel together."""
_AROUND = len(_VERSION) + _NUMBER + _NONCE + _TAG


class UnknownKeyError(MessageError):
    """It was closed with a key that came into the workspace later; this laptop has to fetch it."""


@dataclass(frozen=True, slots=True, repr=False)
class Ring:
    secrets: tuple[bytes, ...]
    """At least one; the first names files, the last closes."""

    @classmethod
    def new(cls) -> "Ring":
        return cls((os.urandom(_SECRET),))

    def grown(self) -> "Ring":
        return Ring((*self.secrets, os.urandom(_SECRET)))

    def united(self, other: "Ring") -> "Ring":
        """Also with what was added by two at once."""
        return Ring(tuple(dict.fromkeys((*self.secrets, *other.secrets))))

    def text(self) -> str:
        """As it stands in links and accounts."""
        joined = b"".join(self.secrets)
        return urlsafe_b64encode(joined + _sum(joined)).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Ring":
        """Raises ValueError for what is not whole."""
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        joined, checksum = data[:-_SUM], data[-_SUM:]
        if not joined or len(joined) % _SECRET or _sum(joined) != checksum:
            raise ValueError("not whole")
        return cls(tuple(joined[start : start + _SECRET] for start in range(0, len(joined), _SECRET)))

    def codes(self) -> list[str]:
        """For paper: one for each secret."""
        return [written_codes.write(secret, _KIND) for secret in self.secrets]

    @classmethod
    def from_codes(cls, codes: Iterable[str]) -> "Ring":
        """Raises ValueError for a mistyped one."""
        return cls(tuple(written_codes.read(code, _KIND) for code in codes))


def _sum(data: bytes) -> bytes:
    return hmac.digest(_KIND, data, "sha256")[:_SUM]


class _Key:
    def __init__(self, secret: bytes) -> None:
        self.number = hmac.digest(secret, b"CRMDesk number 1", "sha256")[:_NUMBER]
        self._cipher = AESGCM(hmac.digest(secret, b"CRMDesk seal 1", "sha256"))

    def close(self, data: bytes, about: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return _VERSION + self.number + nonce + self._cipher.encrypt(nonce, data, about)

    def open(self, body: bytes, about: bytes) -> bytes:
        start = len(_VERSION) + _NUMBER
        try:
            return self._cipher.decrypt(body[start : start + _NONCE], body[start + _NONCE :], about)
        except (InvalidTag, ValueError) as error:
            raise MessageError("the seal is broken") from error


class _Locks:
    """The keys of a ring by their numbers."""

    def __init__(self, ring: Ring) -> None:
        keys = [_Key(secret) for secret in ring.secrets]
        self._newest = keys[-1]
        self._keys = {key.number: key for key in keys}

    def close(self, data: bytes, about: bytes) -> bytes:
        return self._newest.close(data, about)

    def open(self, body: bytes, about: bytes) -> bytes:
        if body[:1] != _VERSION or len(body) < _AROUND:
            raise MessageError("no seal of ours")
        key = self._keys.get(body[1 : 1 + _NUMBER])
        if key is None:
            raise UnknownKeyError("a key that is not here")
        return key.open(body, about)


class Closed:
    """The `Seal` of a sealed workspace."""

    def __init__(self, ring: Ring) -> None:
        self._locks = _Locks(ring)

    def seal(self, change: Change) -> bytes:
        body = pack_body(change)
        return self._locks.close(b"\1" + packed(body) if len(body) > WORTH_IT else b"\0" + body, _about(change))

    def open(self, sealed: Sealed) -> Change:
        data = self._locks.open(sealed.body, _about(sealed))
        return unpack_body(sealed, unpacked(data[1:], MOST_BYTES) if data[:1] == b"\1" else data[1:])


def _about(said: Change | Sealed) -> bytes:
    """What the hub sees of it, so that it cannot put one change in the place of another."""
    return b"".join((said.id, said.device, said.number.to_bytes(8), said.clock.to_bytes(8)))


class Files:
    """How files go to the hub and come back: named by what is in them; in a sealed workspace by a key, and closed."""

    def __init__(self, ring: Ring | None) -> None:
        self._locks = _Locks(ring) if ring else None
        self._first = ring.secrets[0] if ring else b""
        self.piece = PART - _AROUND if ring else PART
        """Bytes of the file that make one part."""

    def name(self, sha256: bytes) -> str:
        return hmac.digest(self._first, b"CRMDesk file 1" + sha256, "sha256").hex() if self._first else sha256.hex()

    def close(self, piece: bytes, sha256: bytes, part: int) -> bytes:
        return self._locks.close(piece, _part(sha256, part)) if self._locks else piece

    def open(self, data: bytes, sha256: bytes, part: int) -> bytes:
        """Raises MessageError."""
        return self._locks.open(data, _part(sha256, part)) if self._locks else data


def _part(sha256: bytes, part: int) -> bytes:
    return sha256 + part.to_bytes(4)


# From device to device


def new_private() -> bytes:
    return X25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sealed_for(public: bytes, ring: Ring) -> bytes:
    """A ring that the holder of the private key alone can open."""
    once = X25519PrivateKey.generate()
    shown = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    return shown + _once(shared, shown, public).encrypt(bytes(_NONCE), ring.text().encode(), None)


def opened_with(private: bytes, sealed: bytes) -> Ring:
    """Raises MessageError."""
    shown = sealed[:32]
    try:
        shared = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(shown))
        text = _once(shared, shown, public_of(private)).decrypt(bytes(_NONCE), sealed[32:], None)
        return Ring.read(text.decode())
    except (InvalidTag, ValueError) as error:
        raise MessageError("not for this device") from error


def _once(shared: bytes, shown: bytes, public: bytes) -> AESGCM:
    """A key that closes one message only, so its nonce may be nothing."""
    return AESGCM(HKDF(SHA256(), 32, salt=shown + public, info=b"CRMDesk ring 1").derive(shared))
