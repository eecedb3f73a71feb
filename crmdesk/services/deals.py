"""Deals: written down, moved from stage to stage, won, lost and taken up again; each state is kept."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import declared_fields, now
from crmdesk.domain.deals import Deal, DealContact, DealProduct, DealState, Stage
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.money import within
from crmdesk.domain.placing import LONGEST, between, spaced
from crmdesk.domain.values.clean import cleaned
from crmdesk.i18n import _, inside, ngettext
from crmdesk.services import activity_sets, deal_history, money, pipelines
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk, deals, trash
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

Row = dict[str, Any]
Keys = bytes | Sequence[bytes]
"""One deal, or several that are changed in one step."""
_STATE = ("pipeline_id", "stage_id", "status", "amount", "currency", "expected_on")
_SET = {
    "name", "company_id", "contact_id", "amount", "currency", "expected_on", "probability", "forecast", "responsible",
    "source", "text", "ask_again_on", "competitor",
}  # fmt: skip
"""What a user may change without moving it."""


def add(store: Store, name: str, stage: bytes | None = None, **values: Any) -> bytes:
    """At the end of a stage, or of the first of the first pipeline."""
    with store.write(_("Add deal {name}").format(name=name)) as session:
        return put(session, store, name, stage, **values)


def put(session: Session, store: Store, name: str, stage: bytes | None = None, **values: Any) -> bytes:
    """As `add`, in a step that is open."""
    home = _stage(session, stage or pipelines.usual(session).stages[0].id or b"")
    key = new_id()
    fresh = {"currency": _currency(session, home), "status": "open", "stage_since": now()}
    row = {**fresh, **_cleaned(session, {**values, "name": name}), "id": key, "pipeline_id": home["pipeline_id"]}
    row |= {"stage_id": home["id"], "position": _place(session, home)}
    bulk.insert(session, Deal, [row])
    _note(session, store, key)
    _keep_contacts(session, key)
    return key


def _currency(session: Session, stage: Row) -> str:
    known = {row.id: row.currency for row in pipelines.pipelines(session)}
    return known.get(stage["pipeline_id"]) or money.currency(session)


def _cleaned(session: Session, values: Mapping[str, Any]) -> Row:
    fields = declared_fields(Deal)
    if strange := sorted(set(values) - _SET):
        raise UserError(_("A deal has no field “{name}”.").format(name=strange[0]))
    row = {
        name: value if name.endswith("_id") else cleaned(fields[name].kind, _(fields[name].label), value)
        for name, value in values.items()
    }
    _check(session, row)
    return row


def _check(session: Session, row: Row) -> None:
    if "name" in row and not row["name"]:
        raise UserError(_("The deal has no name yet, so nothing was saved."))
    if row.get("currency"):
        row["currency"] = money.checked(row["currency"])
    within(row.get("amount") or 0)
    if not 0 <= (row.get("probability") or 0) <= 100:
        raise UserError(_("A probability is between 0 and 100."))
    wanted = list({row[name] for name in ("company_id", "contact_id") if row.get(name)})
    if len(rows_of(session, wanted)) < len(wanted):
        raise UserError(_("There is no such contact or company in this file."))


def get(session: Session, key: bytes) -> Row:
    found = next(bulk.fetch(session, Deal, "id", [key]), None)
    if found is None:
        raise UserError(_("This deal was deleted meanwhile. Undo brings it back."))
    return found


def change(store: Store, key: Keys | str, **values: Any) -> None:
    keys = [as_id(key)] if isinstance(key, str) else _several(key)
    with store.write(ngettext("Change deal", "Change {count} deals", len(keys)).format(count=len(keys))) as session:
        _alter(session, store, keys, values)


def _alter(session: Session, store: Store, keys: Sequence[bytes], values: Mapping[str, Any]) -> None:
    for key in keys:
        get(session, key)
    bulk.update(session, Deal, keys, _cleaned(session, values))
    for key in keys:
        _note(session, store, key)
        _keep_contacts(session, key)


def put_change(session: Session, store: Store, key: bytes, values: Mapping[str, Any]) -> None:
    """As `change`, in a step that is open."""
    _alter(session, store, [key], values)


def put_end(session: Session, store: Store, key: bytes, status: str, on: str, reason: str | None) -> None:
    """Won or lost on a day that is past, in a step that is open; nobody has to be told of it any more."""
    bulk.update(session, Deal, [key], {"status": status, "closed_on": on, "lost_reason": reason})
    _note(session, store, key)


def _several(keys: Keys) -> list[bytes]:
    return [keys] if isinstance(keys, bytes) else list(keys)


def _note(session: Session, store: Store, key: bytes) -> None:
    """What it is from now on, if that differs from what was noted last."""
    deal = get(session, key)
    stage = next(bulk.fetch(session, Stage, "id", [deal["stage_id"]]), None)
    chance = {"won": 100, "lost": 0}.get(deal["status"], _chance(deal, stage))
    state = {**{name: deal[name] for name in _STATE}, "probability": chance}
    rows = sorted(bulk.fetch(session, DealState, "deal_id", [key]), key=lambda row: (row["at"], row["id"]))
    if not rows or any(rows[-1][name] != value for name, value in state.items()):
        at = max(now(), rows[-1]["at"] + 1) if rows else now()
        bulk.insert(session, DealState, [{**state, "deal_id": key, "at": at, "author": store.author or None}])


def _chance(deal: Row, stage: Row | None) -> int:
    return deal["probability"] if deal["probability"] is not None else int(stage["probability"]) if stage else 0


def _keep_contacts(session: Session, key: bytes) -> None:
    """Whoever stands on the deal is one of its contacts."""
    deal = get(session, key)
    if owner := deal["contact_id"]:
        row = {"id": named_id("deal contact", key, owner), "owner_id": owner, "deal_id": key}
        bulk.revive(session, DealContact, [row])


def contacts(session: Session, key: bytes) -> list[tuple[bytes, str | None]]:
    rows = sorted(bulk.fetch(session, DealContact, "deal_id", [key]), key=lambda row: (row["position"], row["id"]))
    return [(row["owner_id"], row["role"]) for row in rows]


# Moving


def move(
    store: Store, key: Keys, stage: bytes, after: bytes | None = None, told: Mapping[str, Any] | None = None
) -> None:
    """Into a stage, behind another card or at its head; what the stage asks for must be there or is told."""
    keys = _several(key)
    with store.write(ngettext("Move deal", "Move {count} deals", len(keys)).format(count=len(keys))) as session:
        for each in keys if told else ():
            _fill(session, store, each, told or {})
        _move(session, store, keys, _stage(session, stage), after)


def _fill(session: Session, store: Store, key: bytes, told: Mapping[str, Any]) -> None:
    """What it has already stays."""
    deal = get(session, key)
    if lacking := {name: value for name, value in told.items() if deal.get(name) in (None, "")}:
        currency = {"currency": told["currency"]} if "amount" in lacking and told.get("currency") else {}
        _alter(session, store, [key], lacking | currency)


def _move(session: Session, store: Store, keys: Sequence[bytes], home: Row, after: bytes | None) -> None:
    found = [get(session, key) for key in keys]
    entering = [deal for deal in found if deal["stage_id"] != home["id"]]
    for deal in entering:
        _check_entry(deal, home)
    rows = zip(keys, _places(session, home, keys, after, first=after is None), strict=True)
    bulk.update_each(session, Deal, [{"id": key, "position": position} for key, position in rows])
    into = {"stage_id": home["id"], "pipeline_id": home["pipeline_id"], "stage_since": now()}
    bulk.update(session, Deal, [deal["id"] for deal in entering], into)
    for deal in entering:
        _note(session, store, deal["id"])
        _start_set(session, store, deal, home)


def missing(store: Store, keys: Sequence[bytes], stage: bytes) -> list[str]:
    """The fields that a stage asks for and that one of the deals, not being in it yet, has nothing in."""
    with store.read() as session:
        home = _stage(session, stage)
        found = [get(session, key) for key in keys]
    lacks = {name for deal in found if deal["stage_id"] != stage for name in _lacking(deal, home)}
    return [name for name in (home["required"] or "").splitlines() if name in lacks]


def _start_set(session: Session, store: Store, deal: Row, stage: Row) -> None:
    """What is always done in this stage, with whoever the deal is with."""
    people = [key for key in (deal["contact_id"], deal["company_id"]) if key][:1]
    if stage["set_id"] and people:
        today = date.today()  # noqa: DTZ011 - the user's own day
        activity_sets.plan(session, stage["set_id"], people, today, store.author, deal["id"])


def _stage(session: Session, key: bytes) -> Row:
    found = next(bulk.fetch(session, Stage, "id", [key]), None)
    if found is None:
        raise UserError(_("This stage was deleted meanwhile. Undo brings it back."))
    return found


def _check_entry(deal: Row, stage: Row) -> None:
    if lacking := _lacking(deal, stage):
        names = ", ".join(inside(_(declared_fields(Deal)[name].label)) for name in lacking)
        raise UserError(_("{stage} needs first: {fields}.").format(stage=stage["name"], fields=names))


def _lacking(deal: Row, stage: Row) -> list[str]:
    fields = declared_fields(Deal)
    return [name for name in (stage["required"] or "").splitlines() if name in fields and deal[name] in (None, "")]


def _place(session: Session, home: Row) -> str:
    """At the end of a stage."""
    return _places(session, home, [b""])[0]


def _places(
    session: Session, home: Row, keys: Sequence[bytes], after: bytes | None = None, *, first: bool = False
) -> list[str]:
    """One behind the other: behind a card, at the head, or at the end of a stage."""
    moving = set(keys)
    cards = [card for card in deals.places(session, home["pipeline_id"], home["id"]) if card[1] not in moving]
    place = 0 if first else next((at + 1 for at, card in enumerate(cards) if card[1] == after), len(cards))
    low, high = _neighbours([position for position, _card in cards], place)
    if (low and high and low >= high) or max(len(low), len(high)) > LONGEST:
        spread = spaced(len(cards))
        rows = [{"id": card, "position": position} for (_old, card), position in zip(cards, spread, strict=True)]
        bulk.update_each(session, Deal, rows)
        low, high = _neighbours(spread, place)
    found: list[str] = []
    for _key in keys:
        low = between(low, high)
        found.append(low)
    return found


def _neighbours(keys: Sequence[str], place: int) -> tuple[str, str]:
    return keys[place - 1] if place else "", keys[place] if place < len(keys) else ""


# The end, and beginning again


def win(store: Store, key: Keys, on: date | None = None) -> None:
    keys = _several(key)
    _close(store, keys, ngettext("Win deal", "Win {count} deals", len(keys)), "won", on, {})


def lose(
    store: Store, key: Keys, reason: str, competitor: str | None = None, ask_again_on: str | None = None,
    on: date | None = None,
) -> None:  # fmt: skip
    if not reason.strip():
        raise UserError(_("Say why it was lost: it is worth knowing a year later."))
    fields = declared_fields(Deal)
    told = {"lost_reason": reason, "competitor": competitor, "ask_again_on": ask_again_on}
    kept = {name: cleaned(fields[name].kind, _(fields[name].label), value) for name, value in told.items()}
    keys = _several(key)
    _close(store, keys, ngettext("Lose deal", "Lose {count} deals", len(keys)), "lost", on, kept)


def _close(store: Store, keys: list[bytes], text: str, status: str, on: date | None, values: Row) -> None:
    day = (on or date.today()).isoformat()  # noqa: DTZ011 - the user's own day
    _as(store, keys, text, lambda deal: deal["status"] == "open", {**values, "status": status, "closed_on": day})


def reopen(store: Store, key: Keys) -> None:
    values = {"status": "open", "closed_on": None, "lost_reason": None, "stage_since": now()}
    keys = _several(key)
    _as(
        store,
        keys,
        ngettext("Reopen deal", "Reopen {count} deals", len(keys)),
        lambda deal: deal["status"] != "open",
        values,
    )


def _as(store: Store, keys: list[bytes], text: str, is_right: Callable[[Row], bool], values: Row) -> None:
    with store.write(text.format(count=len(keys))) as session:
        if not all(is_right(get(session, each)) for each in keys):
            raise UserError(_("This deal is that already."))
        bulk.update(session, Deal, keys, values)
        for each in keys:
            _note(session, store, each)
            deal_history.note(session, get(session, each), store.author)


def delete(store: Store, keys: Sequence[bytes]) -> None:
    with store.write(ngettext("Delete deal", "Delete {count} deals", len(keys)).format(count=len(keys))) as session:
        bulk.mark_deleted(session, Deal, "id", keys)
        for record, column in trash.parts("deal"):
            bulk.mark_deleted(session, record, column, keys)


def clone(store: Store, key: bytes) -> bytes:
    """Another like it, open and at the end of the same stage."""
    with store.write(_("Clone deal")) as session:
        return _copied(session, store, get(session, key), {})


def split(store: Store, key: bytes, amount: int, name: str) -> bytes:
    """A part of the amount becomes a deal of its own; both are together what the one was."""
    with store.write(_("Split deal")) as session:
        deal = get(session, key)
        if not 0 < amount < (deal["amount"] or 0):
            raise UserError(_("A part is more than nothing and less than the whole."))
        bulk.update(session, Deal, [key], {"amount": deal["amount"] - amount})
        _note(session, store, key)
        return _copied(session, store, deal, {"amount": amount, "name": name, "parent_id": key})


def _copied(session: Session, store: Store, deal: Row, changed: Row) -> bytes:
    key = new_id()
    place = _place(session, _stage(session, deal["stage_id"]))
    fresh = {"id": key, "created_at": now(), "position": place, "stage_since": now()}
    is_open = {"status": "open", "closed_on": None, "lost_reason": None}
    bulk.insert(session, Deal, [{**deal, **fresh, **is_open, **changed}])
    parts = [] if "amount" in changed else list(bulk.fetch(session, DealProduct, "deal_id", [deal["id"]]))
    bulk.insert(session, DealProduct, [{**row, "id": new_id(), "deal_id": key} for row in parts])
    people = [
        {**row, "id": named_id("deal contact", key, row["owner_id"]), "deal_id": key}
        for row in bulk.fetch(session, DealContact, "deal_id", [deal["id"]])
    ]
    bulk.revive(session, DealContact, [{name: row[name] for name in row if name != "deleted_at"} for row in people])
    _note(session, store, key)
    return key
