"""Numbers for documents: each is given once, whatever is undone, on however many laptops."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.documents import Document, NumberBlock
from crmdesk.domain.ids import named_id
from crmdesk.domain.numbering import PATTERNS, Number, as_shown, checked, dated, letter_of, numbered, series
from crmdesk.domain.preferences import Preference
from crmdesk.i18n import _
from crmdesk.store import bulk, devices
from crmdesk.store.store import Store

_PLAIN = "numbers.plain"
"""The laptop whose numbers have no letter, where one was chosen."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of a series that no document has, though a later one is taken."""

    series: str
    letter: str
    missing: tuple[str, ...]


def pattern(session: Session, kind: str) -> str:
    found = session.get(Preference, named_id("preference", f"numbers.{kind}"))
    return found.value if found and found.deleted_at is None else PATTERNS[kind]


def set_pattern(store: Store, kind: str, text: str) -> None:
    """From the next number on; those that were given stay."""
    name = f"numbers.{kind}"
    with store.write(_("Change numbering")) as session:
        row = {"id": named_id("preference", name), "name": name, "value": checked(text)}
        bulk.revive(session, Preference, [row])


def take(store: Store, kind: str, day: date) -> Number:
    """The next one. Not undone with what it is for: it may be on paper by then, and is a gap where it is not."""
    with store.write(_("Take a number"), can_undo=False) as session:
        return taken(session, kind, day)


def next_number(session: Session, kind: str, day: date) -> str:
    """What `take` would give now."""
    wanted = dated(pattern(session, kind), day)
    block = _block(session, series(wanted))
    return numbered(wanted, block["letter"], _next(session, block)).text


def taken(session: Session, kind: str, day: date) -> Number:
    """As `take`, in a step that is open and cannot be undone."""
    wanted = dated(pattern(session, kind), day)
    block = _block(session, series(wanted))
    number = numbered(wanted, block["letter"], _next(session, block))
    bulk.revive(session, NumberBlock, [{**block, "taken": number.serial}])
    return number


def _block(session: Session, counted: str) -> dict[str, Any]:
    """Of this laptop, as it is kept or as it will be."""
    device = devices.own(session)
    letter = _letter(session, device)
    key = named_id("numbers", counted, device, letter)
    kept = next(bulk.fetch(session, NumberBlock, "id", [key]), None)
    fresh = {"series": counted, "device": device, "letter": letter, "first": 1, "taken": 0}
    found = kept or fresh
    return {"id": key, **{name: found[name] for name in fresh}}


def _letter(session: Session, device: str) -> str:
    """Nothing on the laptop that was chosen to have none: nobody can know what another does meanwhile."""
    if _plain_device(session) == device:
        return ""
    letters = {row["device"]: row["letter"] for row in bulk.whole(session, NumberBlock) if row["letter"]}
    others = {letter for other, letter in letters.items() if other != device}
    return str(letters.get(device) or letter_of(device, others))


def _plain_device(session: Session) -> str:
    found = session.get(Preference, named_id("preference", _PLAIN))
    return found.value if found and found.deleted_at is None else ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How this laptop numbers now."""

    patterns: dict[str, str]
    following: dict[str, str]
    """Of each kind the next one."""
    letter: str
    """Nothing where it numbers without."""
    is_plain_elsewhere: bool
    """Another laptop has the numbers without letters."""
    gaps: tuple[Gap, ...]


def state(store: Store, day: date) -> Numbers:
    found = tuple(gaps(store))
    with store.read() as session:
        own, plain = devices.own(session), _plain_device(session)
        patterns = {kind: pattern(session, kind) for kind in PATTERNS}
        following = {kind: next_number(session, kind, day) for kind in PATTERNS}
        return Numbers(patterns, following, _letter(session, own), bool(plain) and plain != own, found)


def count_with_letters(store: Store) -> None:
    """Also here from now on, as on all other laptops."""
    with store.write(_("Number with letters")) as session:
        bulk.mark_deleted(session, Preference, "id", [named_id("preference", _PLAIN)])


def count_plainly(store: Store) -> None:
    """No letter on this laptop from now on, and letters on all others, also on one that had none so far."""
    with store.write(_("Number without letters")) as session:
        row = {"id": named_id("preference", _PLAIN), "name": _PLAIN, "value": devices.own(session)}
        bulk.revive(session, Preference, [row])


def _next(session: Session, block: dict[str, Any]) -> int:
    """After all that are known: documents may have come from elsewhere with numbers of this laptop."""
    rows = bulk.fetch(session, Document, "series", [block["series"]], deleted=True)
    serials = [row["serial"] for row in rows if row["letter"] == block["letter"] and row["serial"]]
    return int(max([block["first"] - 1, block["taken"], *serials])) + 1


def gaps(store: Store) -> list[Gap]:
    """What an auditor would ask about."""
    with store.read() as session:
        used: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for counted, letter, serial in bulk.fetch_all(session, Document, "series", "letter", "serial"):
            used[counted, letter].add(serial)
        blocks = list(bulk.whole(session, NumberBlock))
        patterns = [pattern(session, kind) for kind in PATTERNS]
    found = []
    for row in sorted(blocks, key=lambda row: (row["series"], row["letter"])):
        missing = sorted({*range(row["first"], row["taken"] + 1)} - used[row["series"], row["letter"]])
        if missing:
            shown = as_shown(row["series"], patterns)
            texts = tuple(numbered(shown, row["letter"], serial).text for serial in missing)
            found.append(Gap(row["series"], row["letter"], texts))
    return found
