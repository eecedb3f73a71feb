"""A file's secret, what is derived from it, and how a person writes it down: the recovery code."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that looks like something else
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", **dict.fromkeys("-–— \t\r\n\xa0")})


def key_of(secret: bytes) -> bytes:
    return _derive(secret, b"CRMDesk key 1")


def file_id(key: bytes) -> bytes:
    """Public: the first 16 bytes of the encrypted file, and the name of the entry in the keyring."""
    return _derive(key, b"CRMDesk file 1")[:16]


def write(secret: bytes) -> str:
    """128 bits and 12 of checksum as seven groups of four."""
    number = int.from_bytes(secret) << 12 | _checksum(secret)
    letters = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(28)))
    return "-".join(letters[i : i + 4] for i in range(0, 28, 4))


def read(text: str) -> bytes:
    """Lower case, missing hyphens, O for 0 and I or L for 1 do not matter. Raises ValueError for a mistyped code."""
    letters = text.upper().translate(_LOOKALIKES)
    number = 0
    for letter in letters:
        number = number << 5 | _ALPHABET.index(letter)
    secret = (number >> 12 & (1 << 128) - 1).to_bytes(16)
    if len(letters) != 28 or number & 0xFFF != _checksum(secret):
        raise ValueError("mistyped")
    return secret


def _checksum(secret: bytes) -> int:
    return int.from_bytes(_derive(b"CRMDesk code 1", secret)[:2]) >> 4


def _derive(key: bytes, label: bytes) -> bytes:
    import hmac  # brings OpenSSL: a plain file starts without it

    return hmac.digest(key, label, "sha256")
