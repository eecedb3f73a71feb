"""Designs of labels: those to begin with, those of one's own, and what they tell of whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from crmdesk.domain import designs
from crmdesk.domain.contacts import Photo
from crmdesk.domain.designs import Design
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import new_id, parse_id, text_id
from crmdesk.domain.paper import LabelDesign
from crmdesk.domain.stock_designs import PLAIN, stock
from crmdesk.domain.values.clean import tidy
from crmdesk.i18n import _
from crmdesk.services import merge_fields
from crmdesk.store import bulk
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.printing.designs import Piece

__all__ = ["PLAIN", "Choice", "all_of", "load", "pieces", "remove", "rename", "save", "stock"]


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    """Of a stock design its word; of one's own the id of its record."""
    name: str
    kind: str
    is_stock: bool


def all_of(store: Store) -> list[Choice]:
    """The plain address first, then those of one's own by name, then those to begin with."""
    with store.read() as session:
        rows = sorted(bulk.whole(session, LabelDesign), key=lambda row: (row["name"].casefold(), row["id"]))
    begun = [Choice(key, design.name, design.kind, True) for key, design in stock().items()]
    own = [Choice(text_id(row["id"]), row["name"], row["kind"], False) for row in rows]
    return [begun[0], *own, *begun[1:]]


def load(store: Store, choice: str) -> Design:
    if choice in stock():
        return stock()[choice]
    with store.read() as session:
        row = next(bulk.fetch(session, LabelDesign, "id", [parse_id(choice)]), None)
    if row is None:
        raise UserError(_("This design was deleted meanwhile. Undo brings it back."))
    return designs.read(row["name"], row["kind"], row["body"])


def save(store: Store, choice: str, design: Design) -> str:
    """Keeps it under its id, which is given; what was changed of a stock design becomes one's own, as does a new one,
    and one that was deleted while it was being changed."""
    if not choice or choice in stock() or not _is_there(store, choice):
        return _add(store, design)
    with store.write(_("Change design {name}").format(name=design.name)) as session:
        values = {"name": _named(design.name), "body": designs.write(design)}
        bulk.update(session, LabelDesign, [_alive(session, choice)], values)
    return choice


def _add(store: Store, design: Design) -> str:
    key = new_id()
    taken = {choice.name for choice in all_of(store)}
    name = _free(_named(design.name), taken)
    with store.write(_("Add design {name}").format(name=name)) as session:
        row = {"id": key, "name": name, "kind": design.kind, "body": designs.write(replace(design, name=name))}
        bulk.insert(session, LabelDesign, [row])
    return text_id(key)


def _free(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name} {number}", number + 1
    return free


def rename(store: Store, choice: str, name: str) -> None:
    with store.write(_("Rename design")) as session:
        bulk.update(session, LabelDesign, [_alive(session, choice)], {"name": _named(name)})


def remove(store: Store, choice: str) -> None:
    with store.write(_("Delete design {name}").format(name=load(store, choice).name)) as session:
        bulk.mark_deleted(session, LabelDesign, "id", [parse_id(choice)])


def _named(name: str) -> str:
    if not (name := tidy(name)):
        raise UserError(_("The design needs a name."))
    return name


def _is_there(store: Store, choice: str) -> bool:
    with store.read() as session:
        return any(bulk.fetch(session, LabelDesign, "id", [parse_id(choice)]))


def _alive(session: Session, choice: str) -> bytes:
    key = parse_id(choice)
    if not any(bulk.fetch(session, LabelDesign, "id", [key])):
        raise UserError(_("This design was deleted meanwhile. Undo brings it back."))
    return key


def pieces(
    store: Store, design: Design, ids: Sequence[bytes], texts: Sequence[Sequence[str]] | None = None
) -> "list[Piece]":
    """What the labels of these tell, in their order; `texts` are lines of name and address that were made otherwise,
    such as for a household."""
    from crmdesk.printing.designs import Piece

    with store.read() as session:
        found = merge_fields.values(session, list(dict.fromkeys(ids)), design.keys)
        photos = _photos(session, ids) if design.needs_photos else {}
    labels = ["\n".join(lines) for lines in texts] if texts is not None else [""] * len(ids)
    return [
        Piece(_with_label(found.get(key, {}), label), photos.get(key)) for key, label in zip(ids, labels, strict=True)
    ]


def _with_label(values: Mapping[str, str], label: str) -> Mapping[str, str]:
    return {**values, "label": label} if label else values


def _photos(session: Session, ids: Sequence[bytes]) -> dict[bytes, bytes]:
    return {row["owner_id"]: row["data"] for row in bulk.fetch(session, Photo, "owner_id", ids)}
