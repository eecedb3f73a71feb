"""A laptop with a real file, for the world of the simulation."""

import random
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from crmdesk.domain.contacts import Contact
from crmdesk.services.sync_shelf import FileShelf
from crmdesk.store import sync_state
from crmdesk.store.bulk import _driver
from crmdesk.store.store import Store
from crmdesk.sync.laptop import Draft, Row
from crmdesk.sync.merge import Head
from crmdesk.sync.messages import Change, Value
from tests.store.template import reopened
from tests.sync.laptops import NOTE, Simple, group_of
from tests.sync.world import Crash

_NAMES = {2: "deleted_at", 3: "prefix", 4: "given_name", 5: "middle_name", 6: "family_name", 7: "suffix"}


class Shaky(FileShelf):
    """The power is cut in the midst of what is written; and each edit is one draft, at the hour of the world."""

    def __init__(self, store: Store, dice: random.Random) -> None:
        super().__init__(store, 1, group_of, may_delete=True)
        self._shapes[Contact.number].__dict__["prose"] = 1 << NOTE
        self.dice, self.is_shaky = dice, False
        self.clock, self.bases = 0, dict[int, str]()

    def drafts(self, limit: int | None = None) -> Sequence[Draft]:
        found = super().drafts(limit)
        if not found:
            return found
        values = {number: value for draft in found for number, value in draft.values.items()}
        told = {number: base for draft in found for number, base in draft.bases.items()}
        assert told.items() <= self.bases.items()
        return [replace(found[0], clock=self.clock, values=values, bases=self.bases)]

    def put_waiting(self, changes: Sequence[Change]) -> None:
        self._shake()
        super().put_waiting(changes)

    def show(self, heard: Sequence[tuple[Change, Mapping[int, Value]]]) -> None:
        self._shake()
        super().show(heard)
        self._shake()

    def drop_waiting(self, ids: Sequence[bytes]) -> None:
        super().drop_waiting(ids)
        self._shake()

    def _shake(self) -> None:
        if self.is_shaky and self.dice.random() < 0.03:
            raise Crash


class Folder:
    """Where the files of a world are."""

    def __init__(self, template: Path, folder: Path) -> None:
        self._template, self._folder = template, folder
        self._numbers = count()
        self.stores: list[Store] = []

    def new(self) -> Store:
        return self.opened(Path(shutil.copy(self._template, self._path())))

    def copy(self, store: Store) -> Store:
        path = self._path()
        store.connection.execute("VACUUM INTO ?", (str(path),))
        return self.opened(path)

    def opened(self, path: Path) -> Store:
        self.stores.append(reopened(path))
        return self.stores[-1]

    def close(self) -> None:
        for store in self.stores:
            store.close()
            store.path.unlink()

    def _path(self) -> Path:
        return self._folder / f"{next(self._numbers)}.crmdesk"


class Filed(Simple):
    def __init__(self, dice: random.Random, folder: Folder, store: Store | None = None) -> None:
        self.folder = folder
        self.store = store or folder.new()
        self.file = Shaky(self.store, dice)
        super().__init__(dice, self.file)  # type: ignore[arg-type]
        if not store:
            self.pending(1)
        self.file.is_shaky = True

    def copy(self) -> "Filed":
        return Filed(self.dice, self.folder, self.folder.copy(self.store))

    def edit(self, now: int, table: int, row: bytes, values: dict[int, Value]) -> bytes:
        known = self.values().get((table, row), {})
        self.file.clock = now << 16
        self.file.bases = {number: str(known.get(number) or "") for number in values if number == NOTE}
        same = [_NAMES[number] for number, value in values.items() if not known or known[number] == value]
        names = [_NAMES[number] for number in values]
        with self.store.write("Edit") as session:
            sets = ", ".join(f"{name} = excluded.{name}" for name in names)
            marks = "".join(", ?" for _name in names)
            sql = f"INSERT INTO contacts (created_at, id, {', '.join(names)}) VALUES (1, ?{marks})"
            _driver(session).execute(f"{sql} ON CONFLICT (id) DO UPDATE SET {sets}", (row, *values.values()))
            if same:
                sync_state.touch(session, Contact, row, same)
        self.file.is_shaky = False
        self.pending(1)
        self.file.is_shaky = True
        return self.file.waiting(self.file.position().last - 1)[0].id

    def heads(self, row: Row) -> dict[int, tuple[Head, ...]]:
        return self.file.registers([row]).get(row, {})

    def living(self, epoch: int) -> set[int]:
        rows = [(table, row) for table, row in self.values()]
        registers = self.file.registers(rows).values()
        heads = [head for groups in registers for some in groups.values() for head in some]
        return {place for head in heads for began, place in head.places if began == epoch}

    def heard(self) -> Iterable[bytes]:
        return [placed.change.id for placed in self.file.kept()]

    def values(self) -> Mapping[Row, Mapping[int, Value]]:
        sql = f"SELECT id, {', '.join(_NAMES.values())} FROM contacts"
        rows = self.store.connection.execute(sql)
        return {(1, row): dict(zip(_NAMES, values, strict=True)) for row, *values in rows}
