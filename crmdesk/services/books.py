"""Address books and cards on paper: who stands in them, by the alphabet, and the pages."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from crmdesk.domain.card import Card
from crmdesk.domain.channels import PHONE_LABELS
from crmdesk.formats import vcard_short
from crmdesk.i18n import worded
from crmdesk.printing.entries import Entry
from crmdesk.services import columns, rolodex
from crmdesk.services.postcards import phone_words
from crmdesk.services.shown_values import today
from crmdesk.store import ordering
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.printing import address_book, cards
    from crmdesk.printing.lists import Paper, Printed

_PIECE = 250
_ORDERED = 0.25
"""The share of ordering in gathering."""
_MOST_IN_CODE = 260
"""Bytes that a code on a small card can hold and still be read."""
Made = Generator[float, None, "tuple[bytes, Printed]"]


@dataclass(frozen=True, slots=True)
class People:
    """By the alphabet of the user."""

    sections: list[tuple[str, list[Entry]]]
    tabs: list[str]

    def entries(self) -> Iterator[Entry]:
        return (entry for _tab, some in self.sections for entry in some)


def gather(store: Store, kind: str, ids: Sequence[bytes] | None) -> Generator[float, None, People]:
    """All of a kind or these; yields how far it is."""
    steps = columns.ordered(store, kind, ids, (), columns.LETTER)
    while True:
        try:
            yield _ORDERED * next(steps)
        except StopIteration as end:
            found: columns.Ordered = end.value
            break
    docs, entries = found.ordering.docs, []
    for start in range(0, len(docs), _PIECE):
        with store.read() as session:
            keys = ordering.ids(session, docs[start : start + _PIECE])
            rows = {row.id: row for row in store.rows(keys)}
            glances = rolodex.without_doings(session, kind, [rows[key] for key in keys if key in rows])
        entries += [(_tab_of(found, start + place), _entry(glance)) for place, glance in enumerate(glances)]
        yield _ORDERED + (1 - _ORDERED) * min((start + _PIECE) / len(docs), 1)
    sections: dict[str, list[Entry]] = {}
    for tab, entry in entries:
        sections.setdefault(tab, []).append(entry)
    return People(list(sections.items()), _tabs(store, kind, sections))


def _tab_of(found: columns.Ordered, place: int) -> str:
    return next((text for text, start in reversed(found.headings) if start <= place), "")


def _tabs(store: Store, kind: str, filled: dict[str, list[Entry]]) -> list[str]:
    """The letters of the alphabet, and of the others those that somebody stands behind."""
    return [tab.text for tab in store.listing(kind).alphabet().tabs if tab.is_own or tab.text in filled]


def _entry(glance: rolodex.Glance) -> Entry:
    phones = [(worded(PHONE_LABELS, part["label"]), phone_words(part)) for part in glance.phones]
    emails = [part["value"] for part in glance.emails]
    return Entry(
        glance.name,
        glance.filed_as,
        glance.role,
        glance.company,
        phones,
        emails,
        glance.address,
        partial(_code, glance),
    )


def _code(glance: rolodex.Glance) -> str:
    card = Card(kind="company" if glance.kind == "company" else "contact", phones=glance.phones, emails=glance.emails)
    family, comma, given = glance.filed_as.partition(", ")
    if comma and card.kind == "contact":
        card.fields = {"family_name": family, "given_name": given, "full_name": glance.name}
    place = {"company": glance.company, "title": glance.role}
    if card.kind == "contact" and any(place.values()):
        card.affiliations = [place]
    return vcard_short.write(card, glance.name, _MOST_IN_CODE).text


def print_book(people: People, title: str, count_words: str, paper: "address_book.Paper") -> Made:
    from crmdesk.printing import address_book

    file = BytesIO()
    book = address_book.Book(title, f"{count_words} · {today()}", people.sections, people.tabs)
    printed = yield from address_book.render(book, file, paper)
    return file.getvalue(), printed


def print_cards(people: People, size: "cards.Size", paper: "Paper", *, has_codes: bool) -> Made:
    from crmdesk.printing import cards

    file = BytesIO()
    entries = [entry if has_codes else replace(entry, code=None) for entry in people.entries()]
    printed = yield from cards.render(entries, file, size, paper)
    return file.getvalue(), printed
