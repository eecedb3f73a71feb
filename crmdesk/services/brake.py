"""The brake: colleagues would delete so much at once that somebody is asked first."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.i18n import _
from crmdesk.services import row_titles, sync_account
from crmdesk.services.sync import Need, allow_deletions, keep_them
from crmdesk.store import bulk, settling, sync_kept
from crmdesk.store.store import Store
from crmdesk.sync.messages import Change

__all__ = ["Stopped", "allow_deletions", "bring_back", "keep_them", "note", "stopped", "will_bring_back"]

SHOWN = 20
_OWN_PAGES = ("contacts", "companies", "deals", "activities", "documents", "products", "contracts", "leads", "groups")


@dataclass(frozen=True, slots=True)
class Stopped:
    count: int
    """Records that a round would have deleted."""
    authors: tuple[tuple[str, int], ...]
    """Who has deleted how many, the most first."""
    names: tuple[str, ...]
    """Of the first of them."""
    may_keep: bool = True
    """Who only reads cannot bring anything back."""


def note(store: Store, heard: Sequence[Change]) -> None:
    """What the page that was stopped would have deleted."""
    known = {record.number for record in row_titles.BY_NUMBER.values() if record.__tablename__ in _OWN_PAGES}
    gone = {(change.table, change.row): change.author for change in heard if change.deletes and change.table in known}
    sync_kept.note(store, brake=[[table, row.hex(), author] for (table, row), author in gone.items()])


def will_bring_back(store: Store, heard: Sequence[Change]) -> None:
    """What is here and others have deleted, with all parts: once that is heard, it lives again."""
    told = {(each.table, each.row) for each in heard if each.deletes and each.author != store.author}
    alive = _alive(store, [place for place in told if place[0] in row_titles.BY_NUMBER])
    sync_kept.note(store, to_bring_back=[[table, row.hex()] for table, row in sorted(alive)])


def bring_back(store: Store) -> None:
    """Whoever does it has seen that it was deleted, so that nobody is asked again."""
    told = sync_kept.state(store).get("to_bring_back")
    if not told:
        return
    rows: defaultdict[int, list[bytes]] = defaultdict(list)
    for table, row in told:
        rows[table].append(bytes.fromhex(row))
    with store.write(_("Keep what colleagues deleted")) as session:
        for table, keys in rows.items():
            bulk.update(session, row_titles.BY_NUMBER[table], keys, {"deleted_at": None})
    sync_kept.note(store, to_bring_back=None)


def stopped(store: Store) -> Stopped | None:
    """Nothing where the brake does not ask."""
    kept = sync_kept.state(store)
    if kept.get("need") != Need.BRAKE:
        return None
    told = [((table, bytes.fromhex(row)), author) for table, row, author in kept.get("brake", ())]
    alive = _alive(store, [place for place, _author in told])
    authors = Counter(author for place, author in told if place in alive)
    with store.read() as session:
        rows = row_titles.read(session, [place for place, _author in told if place in alive][:SHOWN])
        titles = row_titles.titles(session, rows, row_titles.words_of(session, rows))
    names = tuple(sorted(titled.title for titled in titles.values()))
    count, account = int(kept.get("deletions") or len(alive)), sync_account.account(store)
    return Stopped(count, tuple(authors.most_common()), names, account is None or account.role != "viewer")


def _alive(store: Store, places: Sequence[row_titles.Place]) -> set[row_titles.Place]:
    return {
        (table, row)
        for table in {table for table, _row in places}
        for row in settling.living(
            store.connection, row_titles.BY_NUMBER[table], [row for of, row in places if of == table]
        )
    }
