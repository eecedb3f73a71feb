"""Who works with this file: the list of colleagues, and which of them is who sits here."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity
from crmdesk.domain.base import Record
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import named_id
from crmdesk.domain.leads import Colleague
from crmdesk.domain.picks import PickEntry
from crmdesk.domain.slots import Slot
from crmdesk.domain.values.clean import tidy
from crmdesk.domain.whose import ME, Team
from crmdesk.i18n import _
from crmdesk.services import picks
from crmdesk.store import bulk, words
from crmdesk.store.store import Store

PICK_LIST = "colleague"
TABLES = frozenset({"pick_entries", "colleagues"})
"""A change of these may change the team."""


def look(store: Store) -> Team:
    with store.read() as session:
        return of(session, store.author)


def of(session: Session, me: str) -> Team:
    names = {fold(name): name for name in listed(session)}
    names.pop(fold(me), None)
    return Team(me, tuple(names[key] for key in sorted(names)))


def listed(session: Session) -> list[str]:
    """In the pick list of colleagues, or known with a territory; without those archived."""
    rows = list(bulk.fetch(session, PickEntry, "pick_list", [PICK_LIST]))
    archived = {row["value"] for row in rows if row["is_archived"]}
    known = [row["name"] for row in bulk.whole(session, Colleague)]
    return [name for name in (*known, *(row["value"] for row in rows)) if name not in archived]


def add(store: Store, names: Iterable[str]) -> None:
    """To the list, those that are not in it."""
    with store.write(_("Add colleagues")) as session:
        for name in names:
            put(session, name)


def put(session: Session, name: str) -> str:
    """As part of a step: in the list from now on, and as it is spelled there.

    Whoever puts somebody there comes along: to the other one, they are the colleague.
    """
    spelled = _put(session, tidy(name))
    if spelled:
        _put(session, session.info["me"])
    return spelled


def _put(session: Session, name: str) -> str:
    known = {fold(one): one for one in listed(session)}
    if not name or fold(name) in known:
        return known.get(fold(name), "")
    place = bulk.count(session, PickEntry, pick_list=PICK_LIST)
    row = {"id": named_id("pick", PICK_LIST, name), "pick_list": PICK_LIST, "value": name, "is_archived": False}
    bulk.revive(session, PickEntry, [{**row, "position": place}])
    return name


def rename(store: Store, old: str, new: str) -> None:
    """Somebody calls themselves otherwise: all that was theirs stays so."""
    with store.write(_("Take over what is {name}'s").format(name=old)) as session:
        territory = next(bulk.fetch(session, Colleague, "id", [named_id("colleague", old)]), None)
        for record, column in _places():
            words.replace(session, record, column, old, new)
        gone = [named_id("pick", PICK_LIST, old)]
        bulk.mark_deleted(session, PickEntry, "id", gone)
        bulk.mark_deleted(session, Colleague, "id", [named_id("colleague", old)])
        if territory:
            bulk.revive(session, Colleague, [{**territory, "id": named_id("colleague", new), "name": new}])
        _put(session, new)


def _places() -> list[tuple[type[Record], str]]:
    """Where names of colleagues stand."""
    return [*picks.places(PICK_LIST), (Activity, "author")]


def own(store: Store, slots: Iterable[Slot]) -> list[Slot]:
    """One's own and what is nobody's in particular."""
    mine = look(store).whose(ME)
    return [slot for slot in slots if mine.takes(slot.owner)]


def authors(store: Store) -> list[str]:
    """All whom who sits here may be: the team, and whoever wrote something in this file."""
    from crmdesk.services import stream

    with store.read() as session:
        names = [*stream.authors(store), *listed(session)]
    found = {fold(name): name for name in names if name}
    return [found[key] for key in sorted(found)]
