"""What is not in step with the hub: to be sent, told and not confirmed, refused, held back, or of a newer version."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from crmdesk.domain.base import column_of, declared_fields
from crmdesk.domain.fields import Kind
from crmdesk.i18n import _
from crmdesk.services import row_titles
from crmdesk.services.row_titles import BY_NUMBER, Place, Titled
from crmdesk.services.sync_packing import unpack_change, unpack_position
from crmdesk.store import bulk, settling, sync_kept, sync_log, sync_state, untold
from crmdesk.store.changes import is_blob
from crmdesk.store.store import Store
from crmdesk.sync.messages import DELETED, Change

SHOWN = 20
"""Of each state; of all others it is told how many they are."""


class Standing(StrEnum):
    REFUSED = "refused"
    HELD = "held"
    """A file that the hub does not take: whoever opens its record elsewhere misses it."""
    TO_SEND = "to_send"
    TOLD = "told"
    """The hub has it; it was not heard back yet."""
    NEWER = "newer"
    """A newer version of the program said it: it is kept, and shows after the update."""


@dataclass(frozen=True, slots=True)
class Entry:
    key: bytes
    """Of the row, or of the change that was refused."""
    title: str
    what: str
    at: int = 0
    """Milliseconds since 1970; 0 where that is not known."""
    reason: str = ""
    words: str = ""
    """Of what was refused what it says, line by line."""
    owner: bytes = b""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    standing: Standing
    count: int
    kinds: tuple[tuple[str, int], ...]
    """Of what kinds of record they are, the most first."""
    entries: tuple[Entry, ...]


def pending(store: Store) -> list[Group]:
    """What somebody can do something about comes first; states of which there is nothing are left out."""
    store.prepare()
    found = (_refused(store), _held(store), *_untold(store), _newer(store))
    return [group for group in found if group.count]


# What is on its way


def _untold(store: Store) -> Iterable[Group]:
    told = {}
    for log in (sync_log.SHARED, sync_log.OWN):
        if kept := sync_log.position(store.connection, log):
            told[log] = unpack_position(kept).told
    for standing in (Standing.TO_SEND, Standing.TOLD) if told else ():
        is_told = standing is Standing.TOLD
        counts = untold.counts(store.connection, told, is_told=is_told)
        rows = untold.newest(store.connection, told, SHOWN, is_told=is_told)
        at = {(table, key): when for table, key, when in rows}
        yield _group(store, standing, counts, list(at), at)


def _newer(store: Store) -> Group:
    rows = [(table, key) for _log, table, key in sync_state.parked(store)]
    counts: dict[int, int] = {}
    for table, _key in rows:
        counts[table] = counts.get(table, 0) + 1
    return _group(store, Standing.NEWER, counts, rows[:SHOWN], {})


def _group(
    store: Store, standing: Standing, counts: Mapping[int, int], places: Sequence[Place], at: Mapping[Place, int]
) -> Group:
    titles = _titles(store, places)
    entries = tuple(_entry(place, titles.get(place), at.get(place, 0)) for place in places)
    kinds: dict[str, int] = {}
    for table, count in counts.items():
        kinds[_kind(table)] = kinds.get(_kind(table), 0) + count
    ordered = sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0]))
    return Group(standing, sum(counts.values()), tuple(ordered), entries)


def _entry(place: Place, titled: Titled | None, at: int) -> Entry:
    if titled is None:
        return Entry(place[1], _("Not known here yet"), _kind(place[0]), at)
    what = ": ".join(filter(None, (_kind(place[0]), titled.part)))
    return Entry(place[1], titled.title, what, at, owner=titled.owner, section=titled.section)


def _kind(table: int) -> str:
    return _(BY_NUMBER[table].label) if table in BY_NUMBER else _("Of a newer version")


def _titles(store: Store, places: Iterable[Place]) -> dict[Place, Titled]:
    with store.read() as session:
        rows = row_titles.read(session, places)
        return row_titles.titles(session, rows, row_titles.words_of(session, rows))


# What the hub does not take


def _held(store: Store) -> Group:
    files = sync_kept.state(store).get("unsent", {})
    entries = tuple(
        Entry(bytes.fromhex(key), str(told[2]), _("File"), reason=str(told[3]))
        for key, told in list(files.items())[:SHOWN]
    )
    return Group(Standing.HELD, len(files), ((_("File"), len(files)),), entries)


def _refused(store: Store) -> Group:
    found = sync_state.refused(store)
    counts: dict[int, int] = {}
    for _id, _log, table, *_rest in found:
        counts[table] = counts.get(table, 0) + 1
    shown = found[:SHOWN]
    titles = _titles(store, {(table, row) for _id, _log, table, row, *_rest in shown})
    group = _group(store, Standing.REFUSED, counts, [], {})
    entries = []
    for key, _log, table, row, reason, at, told in shown:
        base = _entry((table, row), titles.get((table, row)), at)
        words = _words(store, unpack_change(told))
        entries.append(Entry(key, base.title, base.what, at, reason, words, base.owner, base.section))
    return Group(Standing.REFUSED, group.count, group.kinds, tuple(entries))


def _words(store: Store, change: Change) -> str:
    """Line by line what it says, to be pasted elsewhere."""
    if change.deletes:
        return _("Deleted")
    with store.read() as session:
        rows = row_titles.read(session, [(change.table, change.row)])
        row = rows.get((change.table, change.row))
        if row is None:
            return ""
        words, record = row_titles.words_of(session, rows), BY_NUMBER[change.table]
        fields, said = declared_fields(record), {**row, **_named(change)}
        pretended = row_titles.as_change(record, said)
        lines = [
            f"{_(fields[name].label)}: {words.value(pretended, name, said)}"
            for name in _named(change)
            if fields[name].kind not in (Kind.LINK, Kind.BYTES) and fields[name].number > DELETED
        ]
    return "\n".join(line for line in lines if not line.endswith(": "))


def _named(change: Change) -> dict[str, Any]:
    """Values by column, as far as they are known here."""
    if change.table not in BY_NUMBER:
        return {}
    names = {field.number: name for name, field in declared_fields(BY_NUMBER[change.table]).items()}
    return {names[number]: value for number, value in change.values.items() if number in names}


# What to do about it


def send_again(store: Store, changes: Sequence[bytes]) -> int:
    """With the next round, as the fields are by then; gives how many."""
    found = _chosen(store, changes)
    with store.write(_("Send again")) as session:
        for change in found:
            if names := _named(change):
                sync_state.touch(session, BY_NUMBER[change.table], change.row, names, change.about)
    sync_state.drop_refused(store, [change.id for change in found])
    return len(found)


def take_back(store: Store, changes: Sequence[bytes]) -> int:
    """These fields as they were before, which undo turns round; gives how many."""
    found = _chosen(store, changes)
    with store.write(_("Take back what was refused")) as session:
        for change in found:
            if change.table in BY_NUMBER and (values := _before(store, change)):
                bulk.update(session, BY_NUMBER[change.table], [change.row], values)
    sync_state.drop_refused(store, [change.id for change in found])
    return len(found)


def _chosen(store: Store, changes: Sequence[bytes]) -> list[Change]:
    wanted = set(changes)
    return [unpack_change(told) for key, *_rest, told in sync_state.refused(store) if key in wanted]


def _before(store: Store, change: Change) -> dict[str, Any]:
    """What the fields that still say what was refused said before; of what came into being with it, that it is gone."""
    record, names = BY_NUMBER[change.table], {}
    for name, field in declared_fields(record).items():
        names[field.number] = name
    mask, found = sum(1 << number for number in change.values), dict[str, Any]()
    for old in settling.pasts(store.connection, change.table, change.row, mask):
        if old is None:
            return found or {"deleted_at": change.clock >> 16}
        for number, value in old.items():
            name = names.get(number, "")
            if number in change.values and name and name not in found:
                found[name] = bytes.fromhex(value) if value is not None and is_blob(record, name) else value
        if len(found) == len(change.values):
            break
    return {name: value for name, value in found.items() if value is not None or column_of(record, name).nullable}
