"""The mailbox of this user on this machine: where it is, its password, how far it was read into which file."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from crmdesk import settings
from crmdesk.services.mailbox import Account, Seen
from crmdesk.store import keyrings

NEVER, OFTEN, HOURLY = 0, 15, 60
"""Minutes between two looks into the mailbox."""


@dataclass(frozen=True, slots=True)
class Read:
    """The last time that a mailbox was read."""

    at: int
    """Milliseconds since 1970."""
    looked_at: int
    logged: int


def account() -> Account | None:
    """Nothing until one was given: mail is not fetched by itself."""
    kept = settings.load().mail
    named = (kept.get("server"), kept.get("user"), kept.get("port"), kept.get("folder"))
    match named:
        case (str(server), str(user), int(port), str(folder)):
            return Account(server, user, port, folder)
    return None


def remember(account: Account, password: str) -> bool:
    """Whether the keyring took the password: elsewhere it is kept nowhere."""
    _keep(**asdict(account))
    try:
        keyrings.keep(_name(account), password)
    except keyrings.Unreachable:
        return False
    return True


def choose_folder(folder: str) -> None:
    _keep(folder=folder)


def folders() -> list[str]:
    """Those that the mailbox told of, at least the one that is read."""
    known, kept = account(), settings.load().mail.get("folders")
    told = [name for name in kept if isinstance(name, str)] if isinstance(kept, list) else []
    return list(dict.fromkeys([*told, *([known.folder] if known else [])]))


def keep_folders(names: list[str]) -> None:
    _keep(folders=names)


def forget() -> None:
    changed, known = settings.load(), account()
    changed.mail = {}
    settings.save(changed)
    if known:
        try:
            keyrings.forget(_name(known))
        except keyrings.Unreachable:
            return


def password(account: Account) -> str | None:
    try:
        return keyrings.find(_name(account))
    except keyrings.Unreachable:
        return None


def _name(account: Account) -> str:
    return f"mail {account.user} {account.server}"


def _keep(**values: Any) -> None:
    changed = settings.load()
    changed.mail = {**changed.mail, **values}
    settings.save(changed)


# Into which file


def every(file: Path) -> int:
    """Minutes between two looks, of this file: into others nothing is fetched that is not asked for."""
    minutes = _of("every", str(file))
    return minutes if minutes in (OFTEN, HOURLY) else NEVER


def fetch_every(file: Path, minutes: int) -> None:
    _put("every", str(file), minutes)


def seen(file: Path, account: Account) -> Seen:
    match _of("seen", _place(file, account)):
        case [int(validity), int(uid)]:
            return Seen(validity, uid)
    return Seen()


def last_read(file: Path, account: Account) -> Read | None:
    match _of("read", _place(file, account)):
        case [int(at), int(looked_at), int(logged)]:
            return Read(at, looked_at, logged)
    return None


def keep_read(file: Path, account: Account, seen: Seen, read: Read) -> None:
    place = _place(file, account)
    _put("seen", place, [seen.validity, seen.uid])
    _put("read", place, [read.at, read.looked_at, read.logged])


def _place(file: Path, account: Account) -> str:
    return f"{file} {_name(account)} {account.folder}"


def _of(what: str, key: str) -> object:
    kept = settings.load().mail.get(what)
    return kept.get(key) if isinstance(kept, dict) else None


def _put(what: str, key: str, value: object) -> None:
    before = settings.load().mail.get(what)
    _keep(**{what: {**(before if isinstance(before, dict) else {}), key: value}})
