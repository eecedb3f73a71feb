"""The key of a file: where it is kept, how it is unlocked, and how it is told from a wrong one.

A file's secret is 128 random bits. The recovery code is that secret, written to be typed: with it alone the file opens,
whatever else is lost. The key of the database and the file's id are derived from it. The id is public: it is the first
16 bytes of the encrypted file (and of its backups), the name of the entry in the keyring, and how a wrong key is told
from damage. The record beside the file says how it is protected and holds the secret wrapped by the passphrase.
"""

import contextlib
import json
import os
import unicodedata
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from crmdesk.i18n import _
from crmdesk.store import codes, faults, keyrings, locks
from crmdesk.store.codes import file_id
from crmdesk.store.keyrings import usable as keyring_usable

__all__ = [
    "Protection",
    "carry",
    "change_passphrase",
    "create",
    "discard",
    "file_id",
    "fits",
    "is_plain",
    "keyring_usable",
    "protection",
    "record_of",
    "recovery_code",
    "unlock",
    "why_not_plain",
]

Protection = Literal["keyring", "passphrase", "none"]

ARGON_MEMORY = 64 * 1024
"""KiB that each guess at a passphrase costs."""

_PLAIN = b"SQLite format 3\0"
_MOST_MEMORY, _MOST_ROUNDS = 1024 * 1024, 64  # a record made to hang us is not obeyed


@dataclass(frozen=True, slots=True)
class _Record:
    """What lies beside a file as `<name>.crmdesk-key`; nothing in it is secret."""

    file: str
    protection: Protection
    salt: str = ""
    wrapped: str = ""
    memory: int = 0
    rounds: int = 3
    lanes: int = 4
    format: int = 1


def create(path: Path, protection: Protection, passphrase: str | None = None) -> tuple[bytes | None, str | None]:
    """Make the key for a file that is about to be created: the key, and the recovery code to show to the user."""
    if protection == "none":
        return None, None
    path = path.resolve()
    if path.exists() or record_of(path).exists():
        raise faults.exists(path if path.exists() else record_of(path))
    secret = os.urandom(16)
    if protection == "passphrase":
        _write(record_of(path), _wrap(secret, passphrase or ""))
    else:
        _write(record_of(path), _Record(_id_of(secret), "keyring"))
        _keep(secret, path)
    return codes.key_of(secret), codes.write(secret)


def discard(path: Path) -> None:
    """Take `create` back when the file could not be created after all."""
    path = path.resolve()
    record = None if path.exists() else _read(record_of(path))
    if record is None:
        return
    record_of(path).unlink()
    if record.protection == "keyring":
        with contextlib.suppress(keyrings.Unreachable):
            keyrings.forget(record.file)


def unlock(path: Path, passphrase: str | None = None, recovery_code: str | None = None) -> bytes | None:
    """The key of a file; None for a plain one. What is missing is said by the kind of the error."""
    path = path.resolve()
    start = locks.head(path)
    if not start:
        raise faults.empty(path)
    if is_plain(start):
        return None
    secret = _secret(path, start, passphrase, recovery_code)
    _settle(path, secret, by_code=recovery_code is not None)
    return codes.key_of(secret)


def lock(path: Path) -> bool:
    """From the next opening on this computer asks for the recovery code again; whether it did not do so anyway."""
    record = _find(path.resolve())
    if record is None or record.protection != "keyring":
        return False
    with contextlib.suppress(keyrings.Unreachable):
        keyrings.forget(record.file)
    return True


def protection(path: Path) -> Protection:
    """How a file is protected, as far as can be seen without unlocking it."""
    path = path.resolve()
    record = _find(path)
    if record:
        return record.protection
    return "none" if is_plain(locks.head(path)) else "keyring"


def recovery_code(path: Path, passphrase: str | None = None) -> str | None:
    """The recovery code once more, to be shown or printed; a plain file has none. Works while the file is open."""
    path = path.resolve()
    record = _find(path)
    return codes.write(_secret(path, b"", passphrase, None)) if record else None


def change_passphrase(path: Path, new: str, *, passphrase: str | None = None, recovery_code: str | None = None) -> None:
    """Protect the file and its backups by a (new) passphrase from now on; the key itself stays."""
    path = path.resolve()
    start = b"" if _find(path) else locks.head(path)
    secret = _secret(path, start, passphrase, recovery_code)
    record = _wrap(secret, new)
    for place in (record_of(path), *_records_of_backups(path)):
        old = _read(place)
        if old is None or old.file == record.file:
            _write(place, record)
    with contextlib.suppress(keyrings.Unreachable):
        keyrings.forget(_id_of(secret))


def record_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-key")


def carry(path: Path, copy: Path) -> None:
    """Give a copy of a file (a backup) the record too."""
    record = _find(path)
    if record:
        _write(record_of(copy), record)


def is_plain(start: bytes) -> bool:
    return start.startswith(_PLAIN)


def fits(path: Path, start: bytes, key: bytes) -> bool:
    """Whether the key is this file's: by its first bytes or, should these be damaged, by the record."""
    return file_id(key) in _ids(path, start)


def why_not_plain(path: Path, start: bytes) -> faults.FileFault:
    """No key, and not a plain file: locked, a plain one with a scratched beginning, or something else."""
    if sum(a == b for a, b in zip(start, _PLAIN, strict=False)) >= 12:
        return faults.damaged(path)
    if _find(path) or _looks_encrypted(start):
        return faults.WrongKey(_("“{name}” is encrypted: it opens only with its key.").format(name=path.name))
    return faults.foreign(path)


def _id_of(secret: bytes) -> str:
    return file_id(codes.key_of(secret)).hex()


def _ids(path: Path, start: bytes) -> set[bytes]:
    record = _find(path)
    return {start[:16]} | ({bytes.fromhex(record.file)} if record else set())


def _secret(path: Path, start: bytes, passphrase: str | None, code: str | None) -> bytes:
    record = _find(path)
    if code is not None:
        return _by_code(path, start, code)
    if record and record.protection == "passphrase":
        return _by_passphrase(path, record, passphrase)
    if record is None and not _looks_encrypted(start):
        raise why_not_plain(path, start)
    return _by_keyring(path, start)


def _by_code(path: Path, start: bytes, code: str) -> bytes:
    try:
        secret = codes.read(code)
    except ValueError:
        raise faults.WrongRecoveryCode(
            _("The recovery code is mistyped: it has seven groups of four letters and digits. Try again.")
        ) from None
    if not fits(path, start, codes.key_of(secret)):
        raise faults.WrongRecoveryCode(
            _("This is not the recovery code of “{name}”. Nothing was changed. Look for the right one.").format(
                name=path.name
            )
        )
    return secret


def _by_passphrase(path: Path, record: _Record, passphrase: str | None) -> bytes:
    if passphrase is None:
        raise faults.NeedsPassphrase(_("“{name}” is protected by a passphrase.").format(name=path.name))
    secret = _unwrap(record, passphrase)
    if secret is None:
        raise faults.WrongPassphrase(
            _("The passphrase is wrong. Nothing was changed. Try again, or use the recovery code.")
        )
    return secret


def _by_keyring(path: Path, start: bytes) -> bytes:
    try:
        kept = {name: keyrings.find(name.hex()) for name in _ids(path, start)}
    except keyrings.Unreachable:
        if _find(path) is None:
            raise _needs_code(path) from None
        raise faults.KeyringMissing(
            _(
                "The key of “{name}” lies in the keyring of this computer, which cannot be reached. "
                "Nothing was changed. Unlock the keyring and try again, or enter the recovery code."
            ).format(name=path.name)
        ) from None
    for name, code in kept.items():
        with contextlib.suppress(ValueError):
            secret = codes.read(code or "")
            if _id_of(secret) == name.hex():
                return secret
    raise _needs_code(path)


def _needs_code(path: Path) -> faults.NeedsRecoveryCode:
    return faults.NeedsRecoveryCode(
        _("“{name}” is encrypted, and its key is not on this computer. Enter the recovery code.").format(name=path.name)
    )


def _keep(secret: bytes, path: Path) -> None:
    try:
        keyrings.keep(_id_of(secret), codes.write(secret))
    except keyrings.Unreachable:
        record_of(path).unlink()
        raise faults.KeyringMissing(
            _("This computer has no keyring that could keep the key. Nothing was created. Choose a passphrase instead.")
        ) from None


def _settle(path: Path, secret: bytes, *, by_code: bool) -> None:
    """After unlocking: what was lost, record or keyring entry, is made again where that is possible."""
    record = _find(path) or _Record(_id_of(secret), "keyring")
    with contextlib.suppress(faults.FileFault, keyrings.Unreachable):
        if not record_of(path).exists():
            _write(record_of(path), record)
        if by_code and record.protection == "keyring":
            keyrings.keep(record.file, codes.write(secret))


def _looks_encrypted(start: bytes) -> bool:
    """A page of random bytes has nearly all 256 values."""
    return len(start) >= 4096 and len(set(start[:4096])) > 240


def _wrap(secret: bytes, passphrase: str) -> _Record:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    if not passphrase:
        raise faults.NeedsPassphrase(_("The passphrase is empty. Choose one that only you know."))
    record = _Record(_id_of(secret), "passphrase", salt=os.urandom(16).hex(), memory=ARGON_MEMORY)
    nonce = os.urandom(12)
    sealed = ChaCha20Poly1305(_stretch(record, passphrase)).encrypt(nonce, secret, record.file.encode())
    return replace(record, wrapped=(nonce + sealed).hex())


def _unwrap(record: _Record, passphrase: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    sealed = bytes.fromhex(record.wrapped)
    try:
        return ChaCha20Poly1305(_stretch(record, passphrase)).decrypt(sealed[:12], sealed[12:], record.file.encode())
    except InvalidTag:
        return None


def _stretch(record: _Record, passphrase: str) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    typed = unicodedata.normalize("NFC", passphrase).encode()  # é is one letter or two, by keyboard
    salt = bytes.fromhex(record.salt)
    return hash_secret_raw(typed, salt, record.rounds, record.memory, record.lanes, 32, Type.ID)


def _find(path: Path) -> _Record | None:
    """The record beside the file or, should it be lost, beside its newest backup."""
    for place in (record_of(path), *_records_of_backups(path)):
        record = _read(place)
        if record:
            return record
    return None


def _records_of_backups(path: Path) -> list[Path]:
    return sorted(path.with_name(f"{path.stem} backups").glob(f"*{path.suffix}-key"), reverse=True)


def _read(place: Path) -> _Record | None:
    """A record that is missing or damaged counts as lost."""
    try:
        record = _Record(**json.loads(place.read_text("utf-8")))
        return record if _is_sound(record) else None
    except (OSError, ValueError, TypeError):
        return None


def _is_sound(record: _Record) -> bool:
    texts = bytes.fromhex(record.file), bytes.fromhex(record.salt), bytes.fromhex(record.wrapped)
    lengths = [len(text) for text in texts]
    if record.format != 1 or record.protection != "passphrase":
        return record.format == 1 and record.protection == "keyring" and lengths == [16, 0, 0]
    return (
        lengths == [16, 16, 44]
        and 0 < record.rounds <= _MOST_ROUNDS
        and 0 < 8 * record.lanes <= record.memory <= _MOST_MEMORY
    )


def _write(place: Path, record: _Record) -> None:
    """Whole or not at all: this file may be all that stands between a user and the data."""
    draft = place.with_name(f"{place.name}.new")
    try:
        with open(draft, "w", encoding="utf-8", opener=_for_me_alone) as file:
            json.dump(asdict(record), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
    except OSError as error:
        raise faults.system(error, place) from error


def _for_me_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
