"""A secret as a person writes it down: groups of letters that bear mistakes of the pen, and tell when there is one."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that looks like something else
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", **dict.fromkeys("-–— \t\r\n\xa0")})


def write(secret: bytes, kind: bytes) -> str:
    """128 bits and 12 of checksum as seven groups of four; a code of one kind is mistyped as any other."""
    number = int.from_bytes(secret) << 12 | _checksum(secret, kind)
    letters = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(28)))
    return "-".join(letters[i : i + 4] for i in range(0, 28, 4))


def read(text: str, kind: bytes) -> bytes:
    """Lower case, missing hyphens, O for 0 and I or L for 1 do not matter. Raises ValueError for a mistyped code."""
    letters = text.upper().translate(_LOOKALIKES)
    number = 0
    for letter in letters:
        number = number << 5 | _ALPHABET.index(letter)
    secret = (number >> 12 & (1 << 128) - 1).to_bytes(16)
    if len(letters) != 28 or number & 0xFFF != _checksum(secret, kind):
        raise ValueError("mistyped")
    return secret


def _checksum(secret: bytes, kind: bytes) -> int:
    import hmac  # brings OpenSSL: a plain file starts without it

    return int.from_bytes(hmac.digest(kind, secret, "sha256")[:2]) >> 4
