"""The keyring of the operating system: only real ones, and only where they keep what they are given."""

import os
import sys
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

TRUSTED = {
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.macOS",
    "keyring.backends.Windows",
}  # not keyrings.alt, which writes plain files, nor null, which "succeeds" and keeps nothing
_SERVICE = "CRMDesk"

T = TypeVar("T")


class Unreachable(Exception):  # noqa: N818 - caught at once
    """No trusted keyring, or it is locked or refuses."""


def usable() -> bool:
    """A trusted keyring is there, and gives back what it was given."""
    name, value = f"probe {os.urandom(8).hex()}", os.urandom(8).hex()
    try:
        keep(name, value)
        kept = find(name)
        forget(name)
    except Unreachable:
        return False
    return kept == value


def keep(name: str, value: str) -> None:
    _ask(lambda keyring: keyring.set_password(_SERVICE, name, value))


def find(name: str) -> str | None:
    return _find_at_once(name) or _ask(lambda keyring: keyring.get_password(_SERVICE, name))


def _find_at_once(name: str) -> str | None:
    """At every start: the Secret Service of Linux asked by itself, since `keyring` takes 0.2 s to import."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        import secretstorage

        with closing(secretstorage.dbus_init()) as bus:
            found = secretstorage.search_items(bus, {"service": _SERVICE, "username": name})
            item = next((item for item in found if not item.is_locked()), None)
            return item.get_secret().decode() if item else None
    except Exception:  # noqa: BLE001 - not installed, not running, not willing: `keyring` will say it better
        return None


def forget(name: str) -> None:
    _ask(lambda keyring: keyring.delete_password(_SERVICE, name))


def _ask(question: "Callable[[KeyringBackend], T]") -> T:
    try:
        return question(_backend())
    except Exception as error:  # each raises its own: D-Bus, Win32, Security framework
        raise Unreachable(str(error)) from error


def _backend() -> "KeyringBackend":
    import keyring

    chosen = keyring.get_keyring()
    candidates: tuple[KeyringBackend, ...] = (chosen, *getattr(chosen, "backends", ()))
    for backend in candidates:
        if type(backend).__module__ in TRUSTED:
            return backend
    raise Unreachable(f"{type(chosen).__module__} is not trusted")
