"""What the finder keeps of a contact or company: how it is shown, filed and sorted, and by which words it is found."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from crmdesk.domain.folding import fold, phone_words, words_of
from crmdesk.store import filing
from crmdesk.store.files import Connection
from crmdesk.store.search import KINDS

if TYPE_CHECKING:
    from crmdesk.domain.alphabets import Alphabet
    from crmdesk.domain.base import Record

_PHONES_APART, _PHONE_APART = "\x1e", "\x1f"
"""Between the phones of one record, and between a phone as typed and its international number."""


class Entry(NamedTuple):
    """The columns of a row of `finder`, and the texts of its rows in the word tables."""

    doc: int | None
    id: bytes
    kind: int
    name: str
    filed_as: str
    spoken: str
    sorted: str
    filed: bytes
    tab: int
    detail: str
    place: str
    words: str
    name_words: str


def _first(column: str, table: str, rank: str = "is_primary DESC, position") -> str:
    return f"(SELECT {column} FROM {table} WHERE owner_id = r.id AND deleted_at IS NULL ORDER BY {rank} LIMIT 1)"


_EMAIL, _PHONE = _first("value", "emails"), _first("value", "phones")
_PLACE = _first("coalesce(city, region, country)", "addresses", "is_mailing DESC, is_primary DESC, position")
_NUMBERS = (
    f"(SELECT group_concat(value || '{_PHONE_APART}' || coalesce(e164, ''), '{_PHONES_APART}') FROM phones"
    " WHERE owner_id = r.id AND deleted_at IS NULL)"
)
_TAGS = (
    "(SELECT group_concat(p.name, ' ') FROM taggings l JOIN tags p ON p.id = l.tag_id"
    " WHERE l.owner_id = r.id AND l.deleted_at IS NULL AND p.deleted_at IS NULL)"
)
_EMPLOYERS = (
    "(SELECT group_concat(p.name, ' ') FROM affiliations l JOIN companies p ON p.id = l.company_id"
    " WHERE l.contact_id = r.id AND l.deleted_at IS NULL AND p.deleted_at IS NULL)"
)
_AT_WORK = """LEFT JOIN affiliations a ON a.rowid = (SELECT rowid FROM affiliations
    WHERE contact_id = r.id AND deleted_at IS NULL ORDER BY is_primary DESC, position LIMIT 1)
LEFT JOIN companies c ON c.id = a.company_id AND c.deleted_at IS NULL"""


def entries(connection: Connection, ids: Sequence[bytes]) -> Iterator[Entry]:
    """Of those of `ids` that are contacts or companies and not deleted."""
    marks = ", ".join("?" * len(ids))
    alphabet = filing.alphabet(connection)
    for row in connection.execute(f"{_contacts()} WHERE r.id IN ({marks}) AND r.deleted_at IS NULL", ids):
        yield _contact(alphabet, *row)
    for row in connection.execute(f"{_companies()} WHERE r.id IN ({marks}) AND r.deleted_at IS NULL", ids):
        yield _company(alphabet, *row)


@cache
def _contacts() -> str:
    names = "r.prefix, r.given_name, r.middle_name, r.family_name, r.suffix, r.full_name, r.nickname"
    phonetic = "concat_ws(' ', r.nickname, r.phonetic_given_name, r.phonetic_family_name)"
    texts = _searched("contacts", _EMPLOYERS)
    return (
        f"SELECT f.doc, r.id, {names}, {phonetic}, c.name, a.title, {_EMAIL}, {_PHONE}, {_PLACE}, {_NUMBERS}, {texts}"
        f" FROM contacts r LEFT JOIN finder f ON f.id = r.id {_AT_WORK}"
    )


@cache
def _companies() -> str:
    return (
        f"SELECT f.doc, r.id, r.name, r.phonetic_name, r.industry, {_EMAIL}, {_PHONE}, {_PLACE}, {_NUMBERS},"
        f" {_searched('companies')} FROM companies r LEFT JOIN finder f ON f.id = r.id"
    )


def _searched(table: str, *more: str) -> str:
    """SQL for the searched texts of a record `r` and all its parts but the phones, as one."""
    from crmdesk.domain.base import declared_fields
    from crmdesk.domain.records import RECORDS

    texts = []
    for record in RECORDS:
        names = [name for name, field in declared_fields(record).items() if field.searched]
        if record.__tablename__ == table:
            texts += [f"r.{name}" for name in names]
        elif record.owner and names and record.__tablename__ != "phones":
            text = " || ' ' || ".join(f"coalesce({_bare(record, name)}, '')" for name in names)
            where = f"{record.owner} = r.id AND deleted_at IS NULL"
            texts.append(f"(SELECT group_concat({text}, ' ') FROM {record.__tablename__} WHERE {where})")
    return f"concat_ws(' ', {', '.join([*texts, _TAGS, *more])})"


def _bare(record: "type[Record]", name: str) -> str:
    """Of what may be formatted, the words without their tags."""
    return f"iif(is_html, bare({name}), {name})" if "is_html" in record.__table__.columns else name


def _contact(
    alphabet: "Alphabet", doc: int | None, key: bytes, prefix: str, given: str, middle: str, family: str, suffix: str,
    full: str, nick: str, phonetic: str, company: str, title: str, email: str, phone: str, place: str, numbers: str,
    texts: str,
) -> Entry:  # fmt: skip
    from crmdesk.domain.contacts import compose_name, file_as

    other = company or email or phone or ""
    name = full or compose_name(given, middle, family, prefix, suffix) or nick or other
    bare = (compose_name(given, middle, family) if prefix or suffix else "") or name
    filed = file_as(given, middle, family) or name
    detail = " · ".join(filter(None, (company, title))) or next(
        (text for text in (email, phone) if text and text != name), ""
    )
    parts = " ".join(filter(None, (given, middle, family, phonetic) if full else (phonetic,)))
    return _entry(alphabet, doc, key, KINDS["contact"], (name, filed, bare), detail, place, numbers, texts, parts)


def _company(
    alphabet: "Alphabet", doc: int | None, key: bytes, name: str, phonetic: str, industry: str, email: str, phone: str,
    place: str, numbers: str, texts: str,
) -> Entry:  # fmt: skip
    detail = industry or email or phone or ""
    kind, names = KINDS["company"], (name, name, name)
    return _entry(alphabet, doc, key, kind, names, detail, place, numbers, texts, phonetic or "")


def _entry(
    alphabet: "Alphabet", doc: int | None, key: bytes, kind: int, names: tuple[str, str, str], detail: str, place: str,
    numbers: str, texts: str, other_names: str,
) -> Entry:  # fmt: skip
    name, filed, spoken = names
    digits = " ".join([_digits(phone) for phone in numbers.split(_PHONES_APART)]) if numbers else ""
    name_words = words_of(f"{name} {other_names}")
    place_in_order = filing.key_of(alphabet, kind, filed)
    return Entry(
        doc, key, kind, name, filed, fold(spoken).strip(), fold(filed).strip(), place_in_order,
        alphabet.tab_of(place_in_order), detail, place or "", f"{name_words} {words_of(texts)} {digits}", name_words,
    )  # fmt: skip


def _digits(phone: str) -> str:
    typed, _apart, e164 = phone.partition(_PHONE_APART)
    return phone_words(typed, e164)
