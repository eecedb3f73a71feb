"""What was printed: every run kept piece by piece, so that a part of it can be printed again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmdesk.domain.errors import UserError
from crmdesk.domain.paper import PrintRun
from crmdesk.i18n import _
from crmdesk.services import own_history
from crmdesk.store import bulk, trash
from crmdesk.store.search import rows_of
from crmdesk.store.sessions import WITH_DELETED
from crmdesk.store.store import Store

Piece = tuple[bytes, list[str]]
"""Whose it is, and the texts on it."""


@dataclass(frozen=True, slots=True)
class Run:
    id: bytes
    kind: str
    """Of `domain.paper.RUN_KINDS`."""
    name: str
    count: int
    choices: dict[str, Any]
    at: int
    """Milliseconds since 1970, UTC."""

    @property
    def again(self) -> int:
        """From which piece of an earlier run on; 0 where it was printed for the first time."""
        return int(self.choices.get("again", 0))


def keep(
    store: Store,
    kind: str,
    name: str,
    choices: dict[str, Any],
    pieces: Sequence[Piece],
    owners: Sequence[bytes] | None = None,
) -> bytes:
    """As one step, with a line in the history of each whose piece it is, or of these where it is for more."""
    line = own_history.LINES[kind]
    with store.write(_(line.step)) as session:
        run = made(kind, name, choices, pieces)
        session.add(run)
        told = dict.fromkeys(owners if owners is not None else (key for key, _texts in pieces))
        there = [row.id for row in rows_of(session, list(told))]
        own_history.add(session, kind, dict.fromkeys(there, _(line.subject)), store.author)
        session.flush()
        return run.id


def made(kind: str, name: str, choices: dict[str, Any], pieces: Sequence[Piece]) -> PrintRun:
    """For whoever has a step open."""
    written = json.dumps([(key.hex(), texts) for key, texts in pieces], ensure_ascii=False)
    return PrintRun(kind=kind, name=name, count=len(pieces), choices=json.dumps(choices), pieces=written)


def latest(store: Store) -> list[Run]:
    """The newest first; what stands on their pieces is not read."""
    columns = "id", "kind", "name", "count", "choices", "created_at"
    with store.read() as session:
        found = [
            Run(key, kind, name, count, json.loads(choices), at)
            for key, kind, name, count, choices, at in bulk.fetch_all(session, PrintRun, *columns)
        ]
    return sorted(found, key=lambda run: (run.at, run.id), reverse=True)


def again(store: Store, run: bytes, first: int = 1, last: int | None = None) -> list[Piece]:
    """Its pieces from one to another, counted from 1, as they were printed."""
    with store.read() as session:
        kept = session.get(PrintRun, run)
        if kept is None or kept.deleted_at:
            raise UserError(_("This print run is no longer kept."))
        count, pieces = kept.count, json.loads(kept.pieces)
    last = count if last is None else last
    if not 1 <= first <= last <= count:
        message = _("This run has {count} pieces: choose from 1 to {count}.")
        raise UserError(message.format(count=count))
    return [(bytes.fromhex(key), texts) for key, texts in pieces[first - 1 : last]]


def erase(session: Session, owners: Sequence[bytes]) -> None:
    """Leave no word of these people on their pieces, whose places stay: others are printed again by their number."""
    gone = {key.hex() for key in owners}
    touched = []
    for run in session.scalars(select(PrintRun), execution_options=WITH_DELETED):
        pieces = json.loads(run.pieces)
        if not gone.isdisjoint(key for key, _texts in pieces):
            blank = [(key, [] if key in gone else texts) for key, texts in pieces]
            run.pieces = json.dumps(blank, ensure_ascii=False)
            touched.append(run.id)
    session.flush()
    trash.forget(session, touched)
