"""What letters and labels can say of someone: flat texts, as the user reads them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from typing import Any

from sqlalchemy.orm import Session

from crmdesk import i18n
from crmdesk.domain import salutations
from crmdesk.domain.base import Record
from crmdesk.domain.channels import Address, Email, Link, Phone
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import STAGES, Contact
from crmdesk.domain.custom import CustomField, CustomValue
from crmdesk.domain.fields import Kind
from crmdesk.domain.ids import parse_id
from crmdesk.domain.merge import CUSTOM, FIELDS, KEYS, OWN, Field
from crmdesk.i18n import mark, worded
from crmdesk.services import addressing, preferences, sender
from crmdesk.services.addressing import Addressee
from crmdesk.services.postcards import phone_words
from crmdesk.services.shown_values import today, written
from crmdesk.store import bulk
from crmdesk.store.search import rows_of

__all__ = ["FIELDS", "all_fields", "values"]

Texts = dict[str, str]
Rows = dict[bytes, list[dict[str, Any]]]
_AS_KEPT = {
    "prefix": "prefix",
    "given_name": "first_name",
    "middle_name": "middle_name",
    "family_name": "last_name",
    "suffix": "suffix",
    "nickname": "nickname",
    "occupation": "occupation",
    "industry": "industry",
    "tax_number": "tax_number",
    "language": "language",
    "id_status": "id_status",
    "responsible": "responsible",
}
_DAYS = ("birthday", "anniversary")
_PLACE = ("street", "street2", "street3", "po_box", "city", "region", "postal_code")
_PHONES = {
    "mobile": ("mobile",),
    "work_phone": ("work", "main"),
    "home_phone": ("home",),
    "fax": ("work fax", "fax", "home fax"),
}
_ASKED_OF: dict[type[Record], tuple[str, ...]] = {
    Address: ("address", "country", "country_code", *_PLACE),
    Phone: ("phone", *_PHONES),
    Email: ("email",),
    Link: ("web",),
    Affiliation: ("job_title", "department"),
}
"""Which table tells of which fields."""
_NONE: Rows = {}
_FAXES = frozenset(("work fax", "home fax", "fax", "pager"))


def all_fields(session: Session) -> list[Field]:
    """Those of every file, and those that users added to contacts and companies."""
    rows = [row for row in bulk.whole(session, CustomField) if row["record"] in _TABLES and not row["is_archived"]]
    names = dict.fromkeys(row["name"] for row in sorted(rows, key=lambda row: row["position"]))
    return [*FIELDS, *(Field(CUSTOM + name, name, mark("Your own fields")) for name in names)]


_TABLES = (Contact.__tablename__, Company.__tablename__)


def values(session: Session, keys: Sequence[bytes], wanted: Set[str] | None = None) -> dict[bytes, Texts]:
    """By the key of each field; what is empty is left out, as is whoever is gone.

    Who says which fields are wanted is not kept waiting for others.
    """
    of_all = {"today": today(), **_own(session)}
    return {key: {**texts, **of_all} for key, texts in _of_each(session, keys, wanted)}


def _own(session: Session) -> Texts:
    """Of the own business, where it is known which company that is."""
    me = sender.of(session)
    if me is None:
        return {}
    texts = next((texts for _key, texts in _of_each(session, [me.id], None)), {})
    place = "\n".join(me.lines)  # at home, whoever it is written to
    shown = {**texts, "address": place, "label": f"{me.name}\n{place}".strip()}
    named = {OWN + name: text for name, text in shown.items()}
    return {name: text for name, text in named.items() if name in KEYS or name.startswith(OWN + CUSTOM)}


def _of_each(session: Session, keys: Sequence[bytes], wanted: Set[str] | None) -> Iterator[tuple[bytes, Texts]]:
    tables = {record for record, names in _ASKED_OF.items() if wanted is None or not wanted.isdisjoint(names)}
    if wanted is None or any(key.startswith(CUSTOM) for key in wanted):
        tables.add(CustomValue)
    for start in range(0, len(keys), bulk.CHUNK):
        yield from _some(session, keys[start : start + bulk.CHUNK], tables)


def _some(session: Session, keys: Sequence[bytes], tables: Set[type[Record]]) -> Iterator[tuple[bytes, Texts]]:
    phones, emails, links, jobs = (
        _by_owner(session, record, keys) if record in tables else _NONE for record in (Phone, Email, Link, Affiliation)
    )
    own_fields = _custom(session, keys) if CustomValue in tables else {}
    ways = (("email", emails), ("web", links))
    home, language = preferences.country(session), i18n.language()
    for person in addressing.addressed(session, keys):
        texts = {
            **_of_record(person.record),
            **_of_person(person),
            **_of_jobs(jobs.get(person.id, ())),
            **(_of_post(person) if person.lines and Address not in tables else _of_place(person, home, language)),
            **_of_phones(phones.get(person.id, ())),
            **{name: rows[person.id][0]["value"] for name, rows in ways if person.id in rows},
            **own_fields.get(person.id, {}),
        }
        yield person.id, {name: text for name, text in texts.items() if text}


def _by_owner(session: Session, record: type[Record], keys: Sequence[bytes]) -> Rows:
    """The primary one first."""
    found: Rows = defaultdict(list)
    column = "contact_id" if record is Affiliation else "owner_id"
    rows = bulk.fetch(session, record, column, keys)
    for row in sorted(rows, key=lambda row: (not row["is_primary"], row["position"], row["id"])):
        found[row[column]].append(row)
    return found


def _of_record(record: dict[str, Any]) -> Texts:
    texts = {key: record.get(column) or "" for column, key in _AS_KEPT.items()}
    texts |= {name: written(Kind.DATE, record[name]) for name in _DAYS if record.get(name)}
    if record["stage"]:
        texts["stage"] = worded(STAGES, record["stage"])
    return texts


def _of_person(person: Addressee) -> Texts:
    """A company works for none: `company` is told of people."""
    first = salutation(person, person.record, person.language or i18n.language())
    company = "" if person.kind == "company" else person.company
    return {"name": person.name, "filed_as": person.filed_as, "salutation": first, "company": company}


def salutation(person: Addressee, record: dict[str, Any], language: str) -> str:
    """As it is kept on the card, else as the language greets; of those who share a letter each."""
    if person.members and not (person.is_household and person.salutation):
        return salutations.together([salutation(each, each.record, language) for each in person.members])
    if person.salutation:
        return salutations.ended(person.salutation, language)
    known = salutations.of_card(record, person.name, is_firm=record.get("kind") == "company")
    return salutations.greeting(known, language)


def _of_jobs(jobs: Sequence[dict[str, Any]]) -> Texts:
    job = jobs[0] if jobs else {}
    return {"job_title": job.get("title") or "", "department": job.get("department") or ""}


def _of_post(person: Addressee) -> Texts:
    """Which is enough for most labels."""
    return {"label": "\n".join(person.lines)}


def _of_place(person: Addressee, home: str, language: str) -> Texts:
    from crmdesk.printing.addresses import country_name, format_lines

    if not (address := person.address):
        return {"label": person.name}
    country = address["country"]
    lines = format_lines(address, to_country=country, from_country=home, language=language)
    texts = {name: address[name] or "" for name in _PLACE}
    texts |= {"address": "\n".join(lines), "label": "\n".join(person.lines or [person.name, *lines])}
    if country:
        texts |= {"country": country_name(country, language), "country_code": country}
    return texts


def _of_phones(phones: Sequence[dict[str, Any]]) -> Texts:
    texts = {name: phone_words(row) for name, row in _best_phones(phones)}
    voices = (row for row in phones if row["label"] not in _FAXES)
    return {"phone": next(map(phone_words, voices), ""), **texts}


def _best_phones(phones: Sequence[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    by_label: dict[str, dict[str, Any]] = {}
    for row in phones:
        by_label.setdefault(row["label"], row)
    for name, labels in _PHONES.items():
        for label in labels:
            if label in by_label:
                yield name, by_label[label]
                break


def _custom(session: Session, keys: Sequence[bytes]) -> defaultdict[bytes, Texts]:
    rows = list(bulk.fetch(session, CustomValue, "owner_id", keys))
    wanted = sorted({row["field_id"] for row in rows})
    fields = {row["id"]: row for row in bulk.fetch(session, CustomField, "id", wanted)}
    names = _linked(session, [row["value"] for row in rows if _kind(fields, row) == Kind.LINK])
    found: defaultdict[bytes, Texts] = defaultdict(dict)
    for row in rows:
        if kind := _kind(fields, row):
            shown = names.get(row["value"], "") if kind == Kind.LINK else written(Kind(kind), row["value"])
            found[row["owner_id"]][CUSTOM + fields[row["field_id"]]["name"]] = shown
    return found


def _kind(fields: dict[bytes, dict[str, Any]], row: dict[str, Any]) -> str:
    field = fields.get(row["field_id"])
    return field["kind"] if field else ""


def _linked(session: Session, texts: Sequence[str]) -> Texts:
    """The names of records by their ids as text."""
    keys = {text: key for text in texts if (key := _parsed(text))}
    names = {row.id: row.name for row in rows_of(session, list(keys.values()))}
    return {text: names[key] for text, key in keys.items() if key in names}


def _parsed(text: str) -> bytes | None:
    try:
        return parse_id(text)
    except ValueError:
        return None
