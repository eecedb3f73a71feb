"""E-mails of people of the file, from a mailbox into the history; of all others nothing is kept."""

import ssl
from dataclasses import asdict, dataclass

from crmdesk import settings
from crmdesk.i18n import ngettext
from crmdesk.services import letters, mailbox
from crmdesk.services.mailbox import Account, Seen
from crmdesk.store import keyrings
from crmdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Fetched:
    looked_at: int
    logged: int


def fetch(store: Store, account: Account, password: str, trusted: ssl.SSLContext | None = None) -> Fetched:
    """One step. What was read before is not asked for again, and what is in the history already stays as it is."""
    with mailbox.visit(account, password, _seen(store, account), trusted) as found:
        wanted = [uid for uid, head in found.heads().items() if letters.concerns(store, head)]
        words = ngettext("Fetch {count} e-mail", "Fetch {count} e-mails", len(wanted)).format(count=len(wanted))
        messages = (letters.taken(store, raw) for raw in found.messages(wanted))
        count = letters.log_all(store, messages, words, account.user)
    _remember(store, account, found.after())
    return Fetched(len(found.uids), count)


def new(store: Store, account: Account, password: str, trusted: ssl.SSLContext | None = None) -> int:
    """How many messages were not looked at yet, as far as one visit looks."""
    with mailbox.visit(account, password, _seen(store, account), trusted) as found:
        return len(found.uids)


# The account of this user on this machine


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
    changed = settings.load()
    changed.mail = {**changed.mail, **asdict(account)}
    settings.save(changed)
    try:
        keyrings.keep(_name(account), password)
    except keyrings.Unreachable:
        return False
    return True


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


def _place(store: Store, account: Account) -> str:
    return f"{store.path} {_name(account)} {account.folder}"


def _seen(store: Store, account: Account) -> Seen:
    match settings.load().mail.get("seen"):
        case dict() as seen:
            match seen.get(_place(store, account)):
                case [int(validity), int(uid)]:
                    return Seen(validity, uid)
    return Seen()


def _remember(store: Store, account: Account, seen: Seen) -> None:
    changed = settings.load()
    before = changed.mail.get("seen")
    known = before if isinstance(before, dict) else {}
    changed.mail["seen"] = {**known, _place(store, account): [seen.validity, seen.uid]}
    settings.save(changed)
