"""Out of our file into those of other programs."""

from collections.abc import Generator, Iterable, Iterator
from itertools import chain
from pathlib import Path

from sqlalchemy.orm import Session

from crmdesk.domain.card import Card
from crmdesk.domain.companies import Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.custom import CustomField
from crmdesk.formats import EXPORTED
from crmdesk.services import complete, group_cards
from crmdesk.services.cards import read_cards
from crmdesk.services.reports import Progress
from crmdesk.services.writing import whole_file
from crmdesk.store import bulk
from crmdesk.store.store import Store


def format_for(path: Path) -> str:
    for name, suffix in EXPORTED.items():
        if path.suffix.lower() == suffix:
            return name
    return "vcard"


def export(store: Store, to: Path, kind: str, ids: list[bytes] | None = None) -> Generator[Progress, None, int]:
    """Write all, or the contacts and companies named by `ids`; gives how many. The file appears when it is whole."""
    with whole_file(to) as file, store.read() as session:
        owners = _owners(session, ids)
        count = sum(len(keys) for _kind, keys in owners)
        for done, piece in enumerate(_pieces(store, session, kind, owners, whole=ids is None)):
            file.write(piece)
            if done % 500 == 0:
                yield Progress(min(done / (count or 1), 1), to.name)
    return count


def _owners(session: Session, ids: list[bytes] | None) -> list[tuple[str, list[bytes]]]:
    """Ids by kind, contacts first."""
    pairs: list[tuple[str, type[Contact] | type[Company]]] = [("contact", Contact), ("company", Company)]
    if ids is None:
        return [(kind, [key for (key,) in bulk.fetch_all(session, record, "id")]) for kind, record in pairs]
    return [(kind, [row["id"] for row in bulk.fetch(session, record, "id", ids)]) for kind, record in pairs]


def _pieces(
    store: Store, session: Session, kind: str, owners: list[tuple[str, list[bytes]]], *, whole: bool
) -> Iterator[bytes]:
    if kind == "json":
        keys = [key for _kind, keys in owners for key in keys]
        pieces = complete.write(store, session) if whole else complete.write_some(store, session, keys)
        return (piece.encode() for piece in pieces)
    cards = (card for owner_kind, keys in owners for _key, card in read_cards(session, owner_kind, keys))
    if kind == "csv":
        return _write_csv(session, cards)
    groups = group_cards.read(session) if whole else ()
    return _write_vcards(chain(cards, groups), kind)


def _write_vcards(cards: Iterable[Card], kind: str) -> Iterator[bytes]:
    from crmdesk.formats import vcard

    return vcard.write(cards, "3.0" if kind == "vcard3" else "4.0")


def _write_csv(session: Session, cards: Iterable[Card]) -> Iterator[bytes]:
    from crmdesk.formats import csv_write

    fields = sorted(bulk.whole(session, CustomField), key=lambda field: field["position"])
    lines = csv_write.write(list(cards), [field["name"] for field in fields])
    yield b"\xef\xbb\xbf"  # spreadsheets take it as the sign of UTF-8
    for line in lines:
        yield line.encode()
