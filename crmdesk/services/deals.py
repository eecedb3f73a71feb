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
from crmdesk.i18n import _, inside
from crmdesk.services import activity_sets, money, pipelines
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk, deals
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

Row = dict[str, Any]
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


def change(store: Store, key: bytes | str, **values: Any) -> None:
    with store.write(_("Change deal")) as session:
        get(session, as_id(key))
        bulk.update(session, Deal, [as_id(key)], _cleaned(session, values))
        _note(session, store, as_id(key))
        _keep_contacts(session, as_id(key))


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


def set_role(store: Store, key: bytes, owner: bytes, role: str | None) -> None:
    """A contact or company of the deal, and what they are in it."""
    with store.write(_("Add contact to deal")) as session:
        row = {"id": named_id("deal contact", key, owner), "owner_id": owner, "deal_id": key, "role": role}
        bulk.revive(session, DealContact, [row])


def contacts(session: Session, key: bytes) -> list[tuple[bytes, str | None]]:
    rows = sorted(bulk.fetch(session, DealContact, "deal_id", [key]), key=lambda row: (row["position"], row["id"]))
    return [(row["owner_id"], row["role"]) for row in rows]


# Moving


def move(store: Store, key: bytes, stage: bytes, after: bytes | None = None) -> None:
    """Into a stage, behind another card or at its head; what the stage asks for must be there."""
    with store.write(_("Move deal")) as session:
        deal, home = get(session, key), _stage(session, stage)
        values: Row = {"position": _place(session, home, key, after, first=after is None)}
        if stage != deal["stage_id"]:
            _check_entry(deal, home)
            values |= {"stage_id": stage, "pipeline_id": home["pipeline_id"], "stage_since": now()}
        bulk.update(session, Deal, [key], values)
        _note(session, store, key)
        if stage != deal["stage_id"]:
            _start_set(session, store, deal, home)


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
    fields = declared_fields(Deal)
    missing = [name for name in (stage["required"] or "").splitlines() if name in fields and deal[name] in (None, "")]
    if missing:
        names = ", ".join(inside(_(fields[name].label)) for name in missing)
        raise UserError(_("{stage} needs first: {fields}.").format(stage=stage["name"], fields=names))


def _place(
    session: Session, home: Row, key: bytes | None = None, after: bytes | None = None, *, first: bool = False
) -> str:
    """Behind a card, at the head, or at the end of a stage."""
    cards = [card for card in deals.places(session, home["pipeline_id"], home["id"]) if card[1] != key]
    place = 0 if first else next((at + 1 for at, card in enumerate(cards) if card[1] == after), len(cards))
    low, high = _neighbours([position for position, _card in cards], place)
    if (low and high and low >= high) or max(len(low), len(high)) > LONGEST:
        keys = spaced(len(cards))
        rows = [{"id": card, "position": position} for (_old, card), position in zip(cards, keys, strict=True)]
        bulk.update_each(session, Deal, rows)
        low, high = _neighbours(keys, place)
    return between(low, high)


def _neighbours(keys: Sequence[str], place: int) -> tuple[str, str]:
    return keys[place - 1] if place else "", keys[place] if place < len(keys) else ""


# The end, and beginning again


def win(store: Store, key: bytes, on: date | None = None) -> None:
    _close(store, key, _("Win deal"), "won", on, {})


def lose(
    store: Store, key: bytes, reason: str, competitor: str | None = None, ask_again_on: str | None = None,
    on: date | None = None,
) -> None:  # fmt: skip
    if not reason.strip():
        raise UserError(_("Say why it was lost: it is worth knowing a year later."))
    fields = declared_fields(Deal)
    told = {"lost_reason": reason, "competitor": competitor, "ask_again_on": ask_again_on}
    kept = {name: cleaned(fields[name].kind, _(fields[name].label), value) for name, value in told.items()}
    _close(store, key, _("Lose deal"), "lost", on, kept)


def _close(store: Store, key: bytes, text: str, status: str, on: date | None, values: Row) -> None:
    day = (on or date.today()).isoformat()  # noqa: DTZ011 - the user's own day
    _as(store, key, text, lambda deal: deal["status"] == "open", {**values, "status": status, "closed_on": day})


def reopen(store: Store, key: bytes) -> None:
    values = {"status": "open", "closed_on": None, "lost_reason": None, "stage_since": now()}
    _as(store, key, _("Reopen deal"), lambda deal: deal["status"] != "open", values)


def _as(store: Store, key: bytes, text: str, is_right: Callable[[Row], bool], values: Row) -> None:
    with store.write(text) as session:
        if not is_right(get(session, key)):
            raise UserError(_("This deal is that already."))
        bulk.update(session, Deal, [key], values)
        _note(session, store, key)


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
