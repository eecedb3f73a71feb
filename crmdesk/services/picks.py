"""The words that fields offer: those declared, as users renamed, ordered and archived them, and their own."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record, declared_fields
from crmdesk.domain.criteria import Condition, Node
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Field
from crmdesk.domain.ids import named_id
from crmdesk.domain.picks import PickEntry
from crmdesk.domain.planned import ENTRY
from crmdesk.domain.records import RECORDS
from crmdesk.domain.values.clean import tidy
from crmdesk.i18n import _, mark
from crmdesk.services import renamed
from crmdesk.store import bulk, words
from crmdesk.store.store import Store

_WRITES_ITSELF = ("activity", ENTRY)
USED = 20
"""Words in use that a list of free text offers besides those that were put into it."""

_NAMES = {
    "activity": mark("Kind of activity"),
    "outcome": mark("Result of an activity"),
    "opt-out reason": mark("Reason not to contact"),
    "deal role": mark("Role in a deal"),
    "lost reason": mark("Reason why a deal is lost"),
    "product category": mark("Category of products"),
}
"""Where the label of the field says too little on its own."""


@dataclass(frozen=True, slots=True)
class Pick:
    value: str
    """What records keep."""
    text: str
    """What is shown."""
    is_declared: bool = False
    """It comes with the program: renaming changes what is shown, not what is kept."""
    is_archived: bool = False
    is_kept: bool = True
    """Not only in use: it is declared or was put into the list."""


def lists() -> list[tuple[str, str]]:
    """Each pick list and what it is called."""
    return [(name, _(_NAMES.get(name, fields[0][2].label))) for name, fields in _fields().items()]


def choices(source: Store | Session, pick_list: str) -> list[tuple[str, str]]:
    """What a field offers: values and what is shown of them; of free text also the words most in use."""
    offered = (pick for pick in picks(source, pick_list) if not pick.is_archived)
    return [(pick.value, pick.text) for pick in offered if (pick_list, pick.value) != _WRITES_ITSELF]


def texts(source: Store | Session, pick_list: str) -> dict[str, str]:
    """What is shown of each value, archived ones too; a value that is not there is shown as it is."""
    return {pick.value: pick.text for pick in picks(source, pick_list, used=False)}


def text_of(source: Store | Session, pick_list: str, value: str) -> str:
    return texts(source, pick_list).get(value, value)


def picks(source: Store | Session, pick_list: str, *, used: bool = True) -> list[Pick]:
    """All of a list in its order, the archived among them; at the end the words in use that are not in it."""
    if isinstance(source, Store):
        with source.read() as session:
            return _picks(session, pick_list, used=used)
    return _picks(source, pick_list, used=used)


def _picks(session: Session, pick_list: str, *, used: bool = True) -> list[Pick]:
    declared = _declared(pick_list)
    entries = {row["value"]: row for row in bulk.fetch(session, PickEntry, "pick_list", [pick_list])}
    places = {value: place for place, value in enumerate(declared)}
    places |= {value: row["position"] for value, row in entries.items()}
    found = []
    for value in sorted(places, key=lambda value: places[value]):
        entry = entries.get(value, {"text": None, "is_archived": False})
        text = entry["text"] or (_(declared[value]) if value in declared else value)
        found.append(Pick(value, text, value in declared, bool(entry["is_archived"])))
    if used and not declared:
        found += _used(session, pick_list, {value.casefold() for value in places})
    return found


def _used(session: Session, pick_list: str, known: set[str]) -> Iterator[Pick]:
    counts: Counter[str] = Counter()
    for record, name, _field in _fields()[pick_list]:
        counts.update(dict(words.in_use(session, record, name, USED + len(known))))
    offered = 0
    for value, _count in counts.most_common():
        if value.casefold() not in known and offered < USED:
            known.add(value.casefold())
            offered += 1
            yield Pick(value, value, is_kept=False)


@cache
def _fields() -> dict[str, list[tuple[type[Record], str, Field]]]:
    """By pick list: record, column and declaration of the fields that offer it."""
    found: dict[str, list[tuple[type[Record], str, Field]]] = {}
    for record in RECORDS:
        for name, field in declared_fields(record).items():
            if field.pick_list:
                found.setdefault(field.pick_list, []).append((record, name, field))
    return found


def as_called_now(session: Session, node: Node) -> Node:
    """A condition as it is read: words that nobody has any more are called what they were renamed to."""
    return renamed.mapped(node, partial(_called_now, session))


def _called_now(session: Session, test: Condition) -> Condition:
    for pick_list, places in _fields().items():
        if isinstance(test.value, str) and test.field in _paths(pick_list):
            word = renamed.now_called(session, pick_list, test.value)
            if word and not any(words.spellings(session, record, name, test.value) for record, name, _f in places):
                return replace(test, value=word)
    return test


def _declared(pick_list: str) -> dict[str, str]:
    if pick_list not in _fields():
        raise UserError(_("There is no pick list “{name}”.").format(name=pick_list))
    return dict(_fields()[pick_list][0][2].choices)


# Changing a list


def add(store: Store, pick_list: str, word: str) -> None:
    """A word of the user's own, at the end; one that was archived comes back."""
    word = _named(word)
    with store.write(_("Add “{word}” to a list").format(word=word)) as session:
        known = _picks(session, pick_list, used=False)
        same = _like(known, word)
        if same and not same.is_archived:
            raise UserError(_("“{word}” is in the list already.").format(word=same.text))
        place = known.index(same) if same else len(known)
        _keep(session, pick_list, same.value if same else word, position=place, is_archived=False)
        renamed.forget(session, pick_list, word)


def rename(store: Store, pick_list: str, value: str, word: str) -> int:
    """A word of the user's own is changed in all records that hold it, whose number is given, and in live groups.

    Of a declared choice only what is shown changes. Named as another of the list, both become one.
    """
    word, old = _named(word), text_of(store, pick_list, value)
    with store.write(_("Rename “{old}” to “{new}”").format(old=old, new=word)) as session:
        known = _picks(session, pick_list)
        place = _place(known, value)
        same = _like([pick for pick in known if pick.value != value], word)
        if value not in _declared(pick_list):
            return _replace(session, pick_list, value, same.value if same else word, place)
        if same:
            raise UserError(_("“{word}” is in the list already.").format(word=same.text))
        text = None if word == _(_declared(pick_list)[value]) else word
        _keep(session, pick_list, value, position=place, text=text)
        return 0


def _replace(session: Session, pick_list: str, old: str, new: str, place: int) -> int:
    before = next(bulk.fetch(session, PickEntry, "id", [_key(pick_list, old)]), None)
    if before:
        bulk.mark_deleted(session, PickEntry, "id", [before["id"]])
        if new not in _declared(pick_list) and not any(bulk.fetch(session, PickEntry, "id", [_key(pick_list, new)])):
            _keep(session, pick_list, new, position=place, is_archived=before["is_archived"])
    renamed.change_groups(session, _paths(pick_list), old, new)
    if old.casefold() != new.casefold():
        renamed.remember(session, pick_list, old, new)
    return sum(words.replace(session, record, name, old, new) for record, name, _field in _fields()[pick_list])


def places(pick_list: str) -> list[tuple[type[Record], str]]:
    """The fields that offer it."""
    return [(record, name) for record, name, _field in _fields()[pick_list]]


def _paths(pick_list: str) -> set[str]:
    """As conditions name the fields: on their own, and from the other side."""
    fields = _fields()[pick_list]
    return {path for record, name, _field in fields for path in (name, f"{record.__tablename__}.{name}")}


def archive(store: Store, pick_list: str, value: str, *, archived: bool = True) -> None:
    """No longer offered; records that hold it keep it."""
    text = _("Archive “{word}”") if archived else _("Bring “{word}” back")
    with store.write(text.format(word=text_of(store, pick_list, value))) as session:
        _keep(session, pick_list, value, position=_place(_picks(session, pick_list), value), is_archived=archived)


def move(store: Store, pick_list: str, value: str, place: int) -> None:
    """To another place among all of the list, the archived too."""
    with store.write(_("Change the order of a list")) as session:
        kept = {pick.value for pick in _picks(session, pick_list, used=False)} | {value}
        values = [pick.value for pick in _picks(session, pick_list) if pick.value != value]
        values.insert(place, value)
        last = max(number for number, word in enumerate(values) if word in kept)
        rows = [_row(pick_list, word, position=number) for number, word in enumerate(values[: last + 1])]
        bulk.revive(session, PickEntry, rows)


def _place(known: Sequence[Pick], value: str) -> int:
    return next((number for number, pick in enumerate(known) if pick.value == value), len(known))


def _named(word: str) -> str:
    if not (word := tidy(word)):
        raise UserError(_("The word is empty."))
    return word


def _like(known: Sequence[Pick], word: str) -> Pick | None:
    folded = word.casefold()
    return next((pick for pick in known if folded in (pick.text.casefold(), pick.value.casefold())), None)


def _key(pick_list: str, value: str) -> bytes:
    return named_id("pick", pick_list, value)


def _row(pick_list: str, value: str, **values: object) -> dict[str, object]:
    return {"id": _key(pick_list, value), "pick_list": pick_list, "value": value, **values}


def _keep(session: Session, pick_list: str, value: str, **values: object) -> None:
    bulk.revive(session, PickEntry, [_row(pick_list, value, **values)])
