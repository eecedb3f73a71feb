"""The form of an encrypted file of any length: pieces of 1 MB, each sealed with its number and whether it is the last.

So no piece can be changed, moved, repeated or left out (the STREAM construction: Hoang, Reyhanitabar, Rogaway, Vizár,
2015). Before them stand the form's name and version, the id of the database and a salt: with these and the database's
key, HKDF gives each file a key of its own.
"""

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from crmdesk.store.codes import file_id

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

FORM = b"CRMDesk sealed 1"
PIECE = 1 << 20
START = len(FORM) + 16
"""The bytes that tell by which key a file was sealed."""
_SALT = _TAG = 16


class Broken(Exception):  # noqa: N818 - a finding, told on in words by whoever knows the file's name
    """Not as it was sealed, or not by this key."""


def seal(source: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    header = FORM + file_id(key) + os.urandom(_SALT)
    cipher = _cipher(key, header)
    yield header
    for number, (piece, last) in enumerate(_even(source)):
        yield cipher.encrypt(_nonce(number, last), piece, header)


def unseal(file: BinaryIO, key: bytes) -> Iterator[bytes]:
    """What was sealed, piece by piece. Raises Broken."""
    from cryptography.exceptions import InvalidTag

    header = file.read(START + _SALT)
    if not is_sealed(header, key):
        raise Broken
    cipher = _cipher(key, header)
    number, piece = 0, file.read(PIECE + _TAG)
    while True:
        following = file.read(PIECE + _TAG)
        try:
            yield cipher.decrypt(_nonce(number, not following), piece, header)
        except InvalidTag:
            raise Broken from None
        if not following:
            return
        number, piece = number + 1, following


def is_sealed(start: bytes, key: bytes | None = None) -> bool:
    """By the first START bytes of a file; with a key, whether by this one."""
    return start.startswith(FORM + file_id(key) if key else FORM)


def _cipher(key: bytes, header: bytes) -> "ChaCha20Poly1305":
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt=header[-_SALT:], info=FORM).derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])


def _even(source: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The same bytes in pieces of one size, and whether each is the last; an empty source is one empty piece."""
    waiting = bytearray()
    for part in source:
        waiting += part
        while len(waiting) > PIECE:
            yield bytes(waiting[:PIECE]), False
            del waiting[:PIECE]
    yield bytes(waiting), True
