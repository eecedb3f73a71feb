"""Everything that was done, of all people: in windows, narrowed down, as a table, and whom it was done with."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from crmdesk.domain.folding import fold
from crmdesk.i18n import _
from crmdesk.printing.list_table import ListTable
from crmdesk.services import activities, picks
from crmdesk.services.shown_values import instant, today
from crmdesk.store import stream
from crmdesk.store.store import Store
from crmdesk.store.stream import Done, Part

__all__ = ["Asked", "Done", "Entry", "Part", "Window", "authors", "people", "table", "window"]

WINDOW = 100
_LOOKED_AT = 20_000
"""Rows that one question looks at for words; whoever wants more asks again."""
_PIECE = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What of all that was done is wanted."""

    part: Part = field(default_factory=Part)
    text: str = ""
    """As `fold` spells it."""

    def takes(self, row: Done) -> bool:
        said = (row.subject, row.text, row.outcome, row.place)
        return not self.text or self.text in fold(" ".join(filter(None, said)))


def asked(text: str, part: Part) -> Asked:
    return Asked(part, fold(text).strip())


@dataclass(frozen=True, slots=True)
class Entry:
    """One line; what was done with many at one instant is one."""

    done: Done
    count: int
    people: tuple[tuple[bytes, str], ...]
    """Ids and names of those who had a part in the first."""


@dataclass(slots=True)
class Window:
    entries: list[Entry] = field(default_factory=list)
    before: tuple[int, bytes] | None = None
    """Where the next one goes on; nothing at the end."""


def window(store: Store, wanted: Asked, before: tuple[int, bytes] | None = None, limit: int = WINDOW) -> Window:
    """May be short of `limit`, even empty, and yet not the last: words are looked for in so many rows at a time."""
    lines: list[tuple[Done, int]] = []
    at = before
    for number, row in enumerate(stream.done(store.connection, wanted.part, _others(store), before)):
        takes = wanted.takes(row)
        is_same = takes and bool(lines) and _is_same(lines[-1][0], row)
        if not is_same and (len(lines) == limit or number >= _LOOKED_AT):
            return Window(_entries(store, lines), at)
        at = row.done_at, row.id
        if is_same:
            lines[-1] = lines[-1][0], lines[-1][1] + 1
        elif takes:
            lines.append((row, 1))
    return Window(_entries(store, lines))


def _is_same(one: Done, other: Done) -> bool:
    """Done with others in one go."""
    return one[1:] == other[1:]


def _entries(store: Store, lines: list[tuple[Done, int]]) -> list[Entry]:
    with store.read() as session:
        people = activities.people_of(session, [row.id for row, _count in lines])
    return [Entry(row, count, people.get(row.id, ())) for row, count in lines]


def authors(store: Store) -> list[str]:
    return stream.authors(store.connection)


def people(store: Store, wanted: Asked) -> dict[str, list[bytes]]:
    """Who had a part in any of it: contacts, and companies."""
    if wanted.text:
        found = stream.owners(store.connection, [row.id for row in _all(store, wanted)])
    else:
        found = stream.owners_of(store.connection, wanted.part, _others(store))
    rows = store.rows(sorted(found))
    return {kind: [row.id for row in rows if row.kind == kind] for kind in ("contact", "company")}


def _all(store: Store, wanted: Asked) -> Iterator[Done]:
    return filter(wanted.takes, stream.done(store.connection, wanted.part, _others(store)))


def _others(store: Store) -> tuple[str, ...]:
    from crmdesk.services import team

    return team.look(store).others


# On paper and as CSV


def table(store: Store, wanted: Asked, title: str) -> Generator[float, None, ListTable]:
    """Each as a line of its own; yields how far it is."""
    rows = list(_all(store, wanted))
    types, lines = picks.texts(store, "activity"), list[list[str]]()
    for start in range(0, len(rows), _PIECE):
        part = rows[start : start + _PIECE]
        with store.read() as session:
            people = activities.people_of(session, [row.id for row in part])
        names = {key: ", ".join(name for _key, name in found) for key, found in people.items()}
        lines += [_cells(row, types.get(row.type, row.type), names.get(row.id, "")) for row in part]
        yield len(lines) / len(rows)
    heads = [(text, False) for text in (_("Date"), _("Type"), _("With"), _("What"), _("Result"), _("By"))]
    return ListTable(title, today(), heads, lines)


def _cells(row: Done, kind: str, names: str) -> list[str]:
    words = ": ".join(filter(None, (row.subject, row.text)))
    return [instant(row.done_at), kind, names, words, row.outcome or "", row.author or ""]
