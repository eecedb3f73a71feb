"""A file as the shelf of a laptop in an exchange: for each of its logs."""

import os
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from crmdesk.domain import together
from crmdesk.domain.base import now
from crmdesk.i18n import _
from crmdesk.services.sync_packing import (
    heard_alone,
    is_stray,
    pack_alone,
    pack_change,
    pack_head,
    pack_heads,
    pack_page,
    pack_position,
    unpack_change,
    unpack_heads,
    unpack_page,
    unpack_position,
)  # fmt: skip
from crmdesk.store import settling, sync_drafts, sync_heads, sync_homes, sync_log, sync_show
from crmdesk.store.steps import Changed
from crmdesk.store.store import Store
from crmdesk.store.sync_log import OWN, SHARED, Kept
from crmdesk.store.sync_shapes import Values, rows_of, shapes
from crmdesk.sync.exchange import Halt
from crmdesk.sync.laptop import Draft, Laptop, Lost, Position, Registers, Row
from crmdesk.sync.merge import Groups, visible
from crmdesk.sync.messages import Change, Placed, Value

__all__ = ["OWN", "SHARED", "FileShelf", "laptop"]

MANY = 50
"""Records; a page that deletes more of them, or a tenth of all, is asked about."""
_FEW = 5
_DAY = 86_400_000


def laptop(store: Store, log: int, *, may_delete: bool = False) -> Laptop:
    """The file in an exchange. A backup that was restored is another laptop from here on."""
    shelf = FileShelf(store, log, may_delete=may_delete)
    found = Laptop(shelf, together.groups)
    if sync_log.is_copy(store.connection, log):
        found.become_another()
        with shelf.transaction():
            sync_log.own_up(store.connection, log)
    shelf.replay()
    return found


class FileShelf:
    """`may_delete`: whoever sits here was asked, and wants what colleagues deleted gone."""

    def __init__(self, store: Store, log: int, groups: Groups = together.groups, *, may_delete: bool = False) -> None:
        self._store, self._log = store, log
        self._connection = store.connection
        self._shapes = shapes(groups)
        self._may_delete = may_delete
        self._told: list[Changed] | None = None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        try:
            with sync_show.transaction(self._store) as self._told:
                yield
        finally:
            self._told = None

    def position(self) -> Position:
        told = sync_log.position(self._connection, self._log)
        return unpack_position(told) if told else self._begin()

    def _begin(self) -> Position:
        if self._told is None:
            with self.transaction():
                return self._begin()
        mine = Position(os.urandom(8))
        sync_log.begin(self._connection, self._log, pack_position(mine), sync_drafts.first_table())
        sync_homes.settle_all(self._connection)
        return mine

    def put_position(self, position: Position) -> None:
        sync_log.put_position(self._connection, self._log, pack_position(position))

    def drafts(self, limit: int | None = None) -> Sequence[Draft]:
        self.position()
        done = sync_drafts.take(self._connection, self._log, limit, self._shapes, self._store.author)
        keys = os.urandom(16 * len(done))
        return [
            Draft(keys[place * 16 : place * 16 + 16], each.clock, each.table, each.row, each.values, each.author,
                  each.text, each.bases)
            for place, each in enumerate(done)
        ]  # fmt: skip

    # What waits

    def waiting(self, after: int, limit: int | None = None) -> Sequence[Change]:
        return [unpack_change(told) for told in sync_log.waiting(self._connection, self._log, after, limit)]

    def find_waiting(self, ids: Sequence[bytes]) -> Mapping[bytes, Change]:
        found = map(unpack_change, sync_log.find_waiting(self._connection, self._log, ids))
        return {change.id: change for change in found}

    def put_waiting(self, changes: Sequence[Change]) -> None:
        sync_log.put_waiting(self._connection, self._log, [_kept(change) for change in changes])

    def drop_waiting(self, ids: Sequence[bytes]) -> None:
        sync_log.drop_waiting(self._connection, self._log, ids)

    def refuse(self, change: Change, reason: str) -> None:
        sync_log.refuse(self._connection, self._log, _kept(change), reason, now())

    # Which values stand

    def registers(self, rows: Iterable[Row]) -> Registers:
        told = list(sync_heads.heads(self._connection, self._log, rows))
        values = self._rows((table, row) for table, row, _told in told)
        return {
            (table, row): unpack_heads(packed, self._shapes.get(table), values.get(row, {}))
            for table, row, packed in told
        }

    def _rows(self, rows: Iterable[Row]) -> dict[bytes, Values]:
        found: dict[bytes, Values] = {}
        for table, keys in sync_heads.by_table(rows).items():
            if shape := self._shapes.get(table):
                for row in rows_of(self._connection, shape, keys):
                    found[row[0]] = dict(zip(shape.names, row[1:], strict=True))
        return found

    def strays(self, epoch: int, left: Container[int]) -> Iterator[Sequence[Row]]:
        for part in sync_heads.everything(self._connection, self._log):
            yield [(table, row) for table, row, told in part if is_stray(told, epoch, left)]

    def put_alone(self, changes: Sequence[Placed]) -> Mapping[bytes, bool]:
        often = Counter((placed.change.table, placed.change.row) for placed in changes)
        single = [placed for placed in changes if self._may_be_alone(placed.change) and often[_row_of(placed)] == 1]
        known = {
            (table, row): told
            for table, row, told in sync_heads.heads(self._connection, self._log, map(_row_of, single))
        }
        away = self._away(placed.change.row for placed in single)
        made, alone = [], {}
        for placed in single:
            row = _row_of(placed)
            before = known.get(row)
            told = heard_alone(before, placed) if before else pack_alone(placed, self._shapes[row[0]])
            if told and row[1] not in away:
                made.append((*row, 0, told))
                alone[placed.change.id] = before is None
        sync_heads.put_heads(self._connection, self._log, made)
        return alone

    def _may_be_alone(self, change: Change) -> bool:
        return not change.bases and change.table in self._shapes

    def put_registers(self, registers: Registers) -> None:
        away = self._away(row for _table, row in registers)
        sync_heads.put_heads(
            self._connection, self._log,
            [
                (table, row, *pack_heads(heads, None if row in away else self._shapes.get(table)))
                for (table, row), heads in registers.items()
            ],
        )  # fmt: skip

    def _away(self, rows: Iterable[bytes]) -> set[bytes]:
        """Those that are shown as another log says."""
        return sync_homes.home_of(self._connection, rows) if self._log == SHARED else set()

    def lose(self, lost: Sequence[Lost]) -> None:
        rows = [(*each.row, each.group, each.head.id, pack_head(each.head)) for each in lost]
        sync_heads.lose(self._connection, self._log, rows)

    # What is heard

    def guard(self, heard: Sequence[Change]) -> None:
        if self._may_delete:
            return
        gone = {change.id: _place_of(change) for change in heard if change.deletes and not self._is_mine(change)}
        if self._too_many(gone.values()):
            for placed in self.kept():  # a hub that was restored tells again what was heard and dealt with
                gone.pop(placed.change.id, None)
            if count := self._too_many(gone.values()):
                raise Halt(count)

    def _too_many(self, gone: Collection[Row]) -> int:
        """How many records that would delete; nothing where nobody need be asked."""
        if len(gone) <= _FEW:
            return 0
        count = sync_show.deletions(self._connection, sync_heads.by_table(gone), self._shapes)
        is_much = count > MANY or (count > _FEW and count * 10 > sync_show.living(self._connection))
        return count if is_much else 0

    def _is_mine(self, change: Change) -> bool:
        return change.author == self._store.author

    def keep(self, heard: Sequence[Placed]) -> None:
        if heard:
            said = ((each.change.device, each.change.number, each.change.author) for each in heard)
            settling.note_authors(self._connection, said)
            sync_log.keep(self._connection, self._log, now() // _DAY, pack_page(heard))

    def kept(self) -> Iterator[Placed]:
        for _number, page in sync_log.kept(self._connection, self._log):
            yield from unpack_page(page)

    def show(self, heard: Sequence[tuple[Change, Mapping[int, Value]]]) -> None:
        away = self._away(change.row for change, _values in heard)
        by_author: dict[str, list[tuple[Change, Mapping[int, Value]]]] = {}
        for change, values in heard:
            if change.row not in away:
                by_author.setdefault(change.author, []).append((change, values))
        for author, some in by_author.items():
            self._show(author, some)
        sync_show.all_is_frozen(self._connection, self._log)

    def _show(self, author: str, heard: Sequence[tuple[Change, Mapping[int, Value]]]) -> None:
        about = {change.about for change, _values in heard}
        text = about.pop() if len(about) == 1 else ""
        rows: dict[int, dict[bytes, Values]] = {}
        for change, values in heard:
            known = self._known(change, values)
            if known:
                rows.setdefault(change.table, {}).setdefault(change.row, {}).update(known)
        self._write(author, text or _(sync_show.SEVERAL), rows)

    def _write(self, author: str, text: str, rows: Mapping[int, Mapping[bytes, Values]]) -> None:
        first, last, changed = sync_show.write(self._connection, author, text, rows, self._shapes)
        if changed and self._told is not None:
            self._told.append(changed)
        keys = (key for of_table in rows.values() for key in of_table)
        back = sync_show.follow(self._connection, self._log, keys, first, last)
        if back:
            shared = FileShelf(self._store, SHARED)
            shared._told = self._told
            shared.show_again(shared.as_kept(back))

    def _known(self, change: Change, values: Mapping[int, Value]) -> Values:
        """What of it has a place here; the rest is kept for a newer version of the program."""
        shape = self._shapes.get(change.table)
        if shape and values.keys() <= shape.names.keys():
            return dict(values)
        known = {number: value for number, value in values.items() if self._has(change.table, number)}
        if len(known) < len(values):
            sync_heads.park(self._connection, self._log, [(change.table, change.row)])
        return known

    def show_again(self, rows: Mapping[Row, Mapping[int, Value]]) -> None:
        """Not over what was done here since."""
        shown: dict[int, dict[bytes, Values]] = {}
        done = sync_drafts.done_since(self._connection, self._log, [row for _table, row in rows])
        away = self._away(row for _table, row in rows)
        for (table, row), values in rows.items():
            known = {number: value for number, value in values.items() if self._has(table, number)}
            if known and row not in done and row not in away:
                shown.setdefault(table, {})[row] = known
        if shown:
            self._write("", _(sync_show.SEVERAL), shown)

    def as_kept(self, rows: Iterable[Row]) -> dict[Row, dict[int, Value]]:
        """How rows look, as their registers say."""
        return {
            row: {number: value for some in heads.values() if some for number, value in visible(some)}
            for row, heads in self.registers(rows).items()
        }

    def replay(self) -> None:
        """What a newer version said and has a place since this one is here."""
        parked = sync_heads.parked(self._connection, self._log)
        if ready := [row for row in parked if row[0] in self._shapes and self._is_placed(row)]:
            with self.transaction():
                self.show_again(self.as_kept(ready))
                sync_heads.unpark(self._connection, self._log, ready)

    def _is_placed(self, row: Row) -> bool:
        heads = self.registers([row]).get(row, {})
        return all(
            self._has(row[0], number) for some in heads.values() for head in some for number, _value in head.values
        )

    def _has(self, table: int, number: int) -> bool:
        shape = self._shapes.get(table)
        return shape is not None and number in shape.names


def _kept(change: Change) -> Kept:
    return Kept(change.number, change.id, change.table, change.row, pack_change(change))


def _row_of(placed: Placed) -> Row:
    return _place_of(placed.change)


def _place_of(change: Change) -> Row:
    return change.table, change.row
