"""E-mails of people of the file, from a mailbox into the history; of all others nothing is kept."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

from crmdesk.domain.base import now
from crmdesk.i18n import ngettext
from crmdesk.services import letters, mail_account, mailbox
from crmdesk.services.letters import Kept
from crmdesk.services.mail_account import Read
from crmdesk.services.mailbox import Account
from crmdesk.store.store import Store

T = TypeVar("T")
_PIECE = 10
"""Heads that are looked up at once: in between, others are answered."""


class Reach(Protocol):
    """Has a job done on the file: at once, or by its thread while another one waits for the network."""

    def __call__(self, job: Callable[[Store], T], /) -> T: ...


@dataclass(frozen=True, slots=True)
class New:
    """An e-mail that was logged: its activity, with whom, and what it is about."""

    id: bytes
    who: str
    subject: str


@dataclass(frozen=True, slots=True)
class Fetched:
    looked_at: int
    news: tuple[New, ...] = ()

    @property
    def logged(self) -> int:
        return len(self.news)


def fetch(store: Store, account: Account, password: str, trusted: ssl.SSLContext | None = None) -> Fetched:
    """One step. What was read before is not asked for again, and what is in the history already stays as it is."""
    return fetch_into(lambda job: job(store), account, password, trusted)


def fetch_into(reach: Reach, account: Account, password: str, trusted: ssl.SSLContext | None = None) -> Fetched:
    """As `fetch`, from any thread."""
    file = reach(lambda store: store.path)
    with mailbox.visit(account, password, mail_account.seen(file, account), trusted) as found:
        wanted = _wanted(reach, found.heads())
        kept = [reach(partial(_kept, raw=raw)) for raw in found.messages(wanted)]
    logged = reach(partial(_logged, found=kept, own_address=account.user)) if kept else []
    fetched = Fetched(len(found.uids), tuple(_new(each) for each in logged))
    mail_account.keep_read(file, account, found.after(), Read(now(), fetched.looked_at, fetched.logged))
    return fetched


def _wanted(reach: Reach, heads: dict[int, bytes]) -> list[int]:
    """Of people of the file."""
    uids = list(heads)
    wanted: list[int] = []
    for start in range(0, len(uids), _PIECE):
        piece = {uid: heads[uid] for uid in uids[start : start + _PIECE]}
        wanted += reach(partial(_concerning, heads=piece))
    return wanted


def _concerning(store: Store, heads: dict[int, bytes]) -> list[int]:
    return [uid for uid, head in heads.items() if letters.concerns(store, head)]


def _kept(store: Store, raw: bytes) -> Kept:
    return letters.put_away(store, letters.taken(store, raw))


def _logged(store: Store, found: list[Kept], own_address: str) -> list[Kept]:
    words = ngettext("Fetch {count} e-mail", "Fetch {count} e-mails", len(found)).format(count=len(found))
    return letters.log_all(store, found, words, own_address)


def _new(kept: Kept) -> New:
    return New(kept.key, kept.letter.known[0].name, kept.letter.subject)


def new(store: Store, account: Account, password: str, trusted: ssl.SSLContext | None = None) -> int:
    """How many messages were not looked at yet, as far as one visit looks."""
    with mailbox.visit(account, password, mail_account.seen(store.path, account), trusted) as found:
        return len(found.uids)
