"""A file's secret, what is derived from it, and how a person writes it down: the recovery code."""

from crmdesk.domain import written_codes

_KIND = b"CRMDesk code 1"


def key_of(secret: bytes) -> bytes:
    return _derive(secret, b"CRMDesk key 1")


def file_id(key: bytes) -> bytes:
    """Public: the first 16 bytes of the encrypted file, and the name of the entry in the keyring."""
    return _derive(key, b"CRMDesk file 1")[:16]


def write(secret: bytes) -> str:
    return written_codes.write(secret, _KIND)


def read(text: str) -> bytes:
    """Raises ValueError for a mistyped code."""
    return written_codes.read(text, _KIND)


def _derive(key: bytes, label: bytes) -> bytes:
    import hmac  # brings OpenSSL: a plain file starts without it

    return hmac.digest(key, label, "sha256")
