"""What the columns of a list of contacts are called, and what they hold.

A target says where a column's values go: a field (`given_name`), or a part of an entry of a list,
`phones.value@work/2`: the number of the second phone that is labelled work. Columns without a target
become custom fields.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from crmdesk import paths
from crmdesk.domain.base import own_fields
from crmdesk.domain.channels import LINK_LABELS, PHONE_LABELS, PLACE_LABELS, Address, Email, Link, Phone
from crmdesk.domain.companies import Affiliation
from crmdesk.domain.contacts import Contact
from crmdesk.i18n import _

OWN = "CRMDesk"
"""The dialect of `csv_own`."""
_REPEATABLE = ("note", "tags", "groups", "ignore")
_FOLDS = str.maketrans("ıøłđæœ’", "ioldao'")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ENTITY = re.compile(r"\s*(?:person|contact|lead) [-:] ", re.IGNORECASE)
_BLOCK = re.compile(
    r"(e-?mail|phone|address|website|im|relation|event|custom field|jot|organization|opt-out|note) (\d+) ?[-:] (.+)"
)
_BLOCK_LISTS = {
    "email": "emails",
    "phone": "phones",
    "address": "addresses",
    "website": "links",
    "im": "links",
    "relation": "relations",
    "event": "events",
    "custom field": "customs",
    "jot": "customs",
    "organization": "organizations",
    "opt-out": "opt_outs",
    "note": "notes",
}
_BLOCK_PARTS = {
    "type": "label",
    "name": "company",
    "po box": "po_box",
    "postal code": "postal_code",
    "extended address": "extended",
    "street 2": "street2",
    "street 3": "street3",
    "primary": "is_primary",
    "mailing": "is_mailing",
    "formatted text": "is_html",
    "pinned": "is_pinned",
    "from": "since",
    "job title": "title",
}
_KNOWN_PARTS = {
    "organizations": "label company title department role since until is_primary",
    "phones": "label value extension is_primary",
    "emails": "label value is_primary",
    "addresses": "label formatted street street2 street3 city po_box region postal_code country extended is_mailing"
    " is_primary",
    "links": "label value service is_primary",
    "relations": "label value",
    "events": "label value",
    "customs": "label value",
    "opt_outs": "channel reason since",
    "notes": "text is_html is_pinned",
}
_THINGS = (
    "po_box",
    "postal_code",
    "street",
    "city",
    "country",
    "region",
    "fax",
    "mobile",
    "pager",
    "email",
    "web",
    "phone",
    "address",
)
"""The first of several that a heading names is meant: a Home Address PO Box is a PO box."""
_COMPANY_NAME = {"annualrevenue", "accountnumber", "numberofemployees", "numemployees", "employees", "accounttype"}
"""Headings beside which `Name` is that of a company."""
_FAXES = {"work": "work fax", "home": "home fax", "other": "other fax", "": "fax"}


def key(heading: str) -> str:
    """A heading without accents, case, spaces and signs."""
    return "".join(_words(heading))


def _words(heading: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", _CAMEL.sub(" ", heading.strip()).casefold().translate(_FOLDS))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return re.findall(r"[^\W\d_]+|\d+", letters)


@cache
def _file() -> dict[str, Any]:
    with (paths.resources() / "csv-columns.toml").open("rb") as file:
        return tomllib.load(file)


def _table(name: str) -> dict[str, str]:
    table: dict[str, str] = _file()[name]
    return table


def _spread(table: dict[str, str]) -> dict[str, str]:
    return {key(name): target for target, names in table.items() for name in names.split(" | ")}


@cache
def _exact() -> dict[str, str]:
    return _spread(_table("exact"))


@cache
def _of_dialect(dialect: str) -> dict[str, str]:
    columns: dict[str, str] = _file()["dialect-columns"].get(dialect, {})
    return _spread(columns)


@cache
def _vocabulary() -> dict[str, tuple[str, str]]:
    """Word -> what it is, and its meaning."""
    words = {key(word): ("filler", "") for word in _table("fillers")["words"].split()}
    for number, order in (("1", "primary"), ("2", "second")):
        words |= {key(word): ("number", number) for word in _table("fillers")[order].split()}
    for kind in ("places", "things"):
        for meaning, names in _table(kind).items():
            words |= {key(word): (kind, meaning) for word in names.split()}
    return words


@lru_cache(maxsize=4096)
def target_of(heading: str) -> str | None:
    """Where the values of a column go that is called so, in whichever program."""
    heading = _ENTITY.sub("", heading).rstrip("* ")
    return _exact().get(key(heading)) or _block_target(heading) or _composed_target(heading)


def _block_target(heading: str) -> str | None:
    """`Phone 1 - Value`, as Google numbers them, and we."""
    found = _BLOCK.fullmatch(" ".join(heading.casefold().split()))
    if not found:
        return None
    kind = "email" if found[1].endswith("mail") else found[1]
    part = _BLOCK_PARTS.get(found[3], found[3])
    in_list = _BLOCK_LISTS[kind]
    slot = f"#im{found[2]}" if kind == "im" else f"#jot{found[2]}" if kind == "jot" else f"#{found[2]}"
    return f"{in_list}.{part}@{slot}" if part in _KNOWN_PARTS[in_list].split() else None


def _composed_target(heading: str) -> str | None:
    """A place and a thing in any order and language: Business Postal Code, Ville (bureau), Tel. dienstlich 2."""
    meanings = _meanings(_words(heading))
    if meanings is None:
        return None
    things = [meaning for kind, meaning in meanings if kind == "things"]
    places = [meaning for kind, meaning in meanings if kind == "places"]
    number = int(next((meaning for kind, meaning in meanings if kind == "number"), "0")[:3])
    thing = next((thing for thing in _THINGS if thing in things), None)
    return _target(thing, places[0] if places else "", number) if thing and len(places) < 3 else None


def _meanings(words: list[str]) -> list[tuple[str, str]] | None:
    """What the words say, two or three taken together where they are one (`e mail`, `code postal`)."""
    vocabulary, meanings, at = _vocabulary(), [], 0
    while at < len(words):
        if words[at].isdigit():
            meanings.append(("number", words[at]))
            at += 1
            continue
        length = next((n for n in (3, 2, 1) if "".join(words[at : at + n]) in vocabulary and at + n <= len(words)), 0)
        if not length and not (pieces := _pieces(words[at])):
            return None
        meanings += [vocabulary["".join(words[at : at + length])]] if length else pieces
        at += length or 1
    return meanings


def _pieces(word: str) -> list[tuple[str, str]]:
    """What a compound says: Privattelefon, 自宅の住所."""
    vocabulary, shortest = _vocabulary(), 3 if word.isascii() else 1
    if word in vocabulary:
        return [vocabulary[word]]
    for cut in range(len(word) - shortest, shortest - 1, -1) if len(word) < 30 else ():
        if word[:cut] in vocabulary and (rest := _pieces(word[cut:])):
            return [vocabulary[word[:cut]], *rest]
    return []


def _target(thing: str, place: str, number: int) -> str:
    slot = f"/{number}" if number > 1 else ""
    if thing in ("street", "address") and number in (2, 3):
        return f"addresses.street{number}@{place}"
    if thing == "address":
        return f"addresses.{'street' if number else 'formatted'}@{place}"
    if thing in ("street", "city", "region", "postal_code", "country", "po_box"):
        return f"addresses.{thing}@{place}{slot}"
    if thing in ("email", "web"):
        return f"{'emails' if thing == 'email' else 'links'}.value@{place}{slot}"
    label = {"phone": place, "fax": _FAXES[place]}.get(thing, thing)
    return f"phones.value@{label}{slot}"


def known_headings(cells: Iterable[str]) -> int:
    """How many of the cells are headings, each target counted once."""
    targets = {target_of(cell) for cell in islice(cells, 500) if 0 < len(cell) < 80}
    return len(targets - {None})


def dialect_of(headings: Iterable[str]) -> str:
    """The program that writes such headings; `general` where none is known to."""
    keys = {key(heading) for heading in headings}
    for dialect, wanted in _table("dialects").items():
        if all(any(key(one) in keys for one in either.split(" / ")) for either in wanted.split(" | ")):
            return dialect
    return "general"


def foreign_kind(headings: Iterable[str]) -> str | None:
    """What a file holds that is no list of contacts: `deals`, `activities` ..."""
    keys = {key(heading) for heading in headings}
    for kind, names in _table("foreign").items():
        if len(keys & {key(name) for name in names.split(" | ")}) > 1:
            return kind
    return None


@cache
def noise() -> dict[str, frozenset[str]]:
    """Heading -> values that mean nothing."""
    entries = (entry.partition(": ") for entry in _table("noise")["values"].split(" | "))
    return {heading: frozenset(values.split(", ")) for heading, _, values in entries}


@cache
def label_words() -> dict[str, str]:
    """What label columns say -> our word."""
    return {key(name): word for word, names in _table("labels").items() for name in (word, *names.split(" | "))}


def assign(headings: Sequence[str], dialect: str) -> list[str | None]:
    """The target of each column, no two the same."""
    own = _of_dialect(dialect)
    targets = [own.get(key(heading)) or target_of(heading) for heading in headings]
    several = _ambiguous(targets, map(key, headings))
    return separate(_streets([several.get(target or "", target) for target in targets]))


def _ambiguous(targets: Sequence[str | None], keys: Iterable[str]) -> dict[str, str]:
    """What headings mean that mean one thing or another, by their neighbours."""
    job = "organizations.title@" in targets
    name = "full_name"
    if ("given_name" in targets) != ("family_name" in targets):
        name = "given_name" if "family_name" in targets else "family_name"  # Nome, Cognome; Vorname, Name
    birthday = "birth_day" if "birth_month" in targets else "birthday"
    aniversario = "anniversary" if "birthday" in targets else "birthday"  # Spanish beside cumpleaños, else Brazilian
    if _COMPANY_NAME & set(keys) and not {"given_name", "family_name"} & set(targets):
        name = "organizations.company@"  # a list of companies
    return {
        "aniversario": aniversario,
        "title": "prefix" if job else "organizations.title@",
        "name": name,
        "birthday": birthday,
    }


def _streets(targets: list[str | None]) -> list[str | None]:
    """`Home Address` is the street where the town has a column of its own, else the whole address."""
    split = {t.partition("@")[2] for t in targets if t and t.startswith(("addresses.city", "addresses.postal_code"))}
    whole = {t.partition("@")[2] for t in targets if t and t.startswith("addresses.street@")}
    found: list[str | None] = []
    for target in targets:
        name, _, slot = (target or "").partition("@")
        turn = name == "addresses.formatted" and slot in split and slot not in whole and not slot.startswith("#")
        found.append(f"addresses.street@{slot}" if turn else target)
    return found


def separate(targets: Sequence[str | None]) -> list[str | None]:
    """Each target once: the next phone of a label gets the next place, the second of a field none."""
    taken: Counter[str] = Counter()
    return [_free(target, taken) if target and target not in _REPEATABLE else target for target in targets]


def _free(target: str, taken: "Counter[str]") -> str | None:
    if not taken[target]:
        taken[target] = 1
        return target
    name, at, slot = target.partition("@")
    if not at or slot.startswith("#") or name.split(".")[0] in ("relations", "opt_outs"):
        return None
    base = f"{name}@{slot.split('/')[0]}"
    while True:
        taken[base] += 1
        free = f"{base}/{taken[base]}"
        if not taken[free]:
            taken[free] = 1
            return free


def choices() -> Iterator[tuple[str, str]]:
    """Every target a user may choose for a column, with its name in the user's language."""
    fields = own_fields(Contact)
    yield from ((name, _(field.label)) for name, field in fields.items())
    for part in ("company", "title", "department"):
        label = _("Company") if part == "company" else _(own_fields(Affiliation)[part].label)
        yield f"organizations.{part}@", label
    for in_list, record, labels in (
        ("phones", Phone, PHONE_LABELS),
        ("emails", Email, PLACE_LABELS),
        ("addresses", Address, PLACE_LABELS),
        ("links", Link, LINK_LABELS),
    ):
        for part in _PARTS_TO_CHOOSE.get(in_list, ("value",)):
            name = _(own_fields(record)[part].label)
            yield from (
                (f"{in_list}.{part}@{word}", f"{_(record.label)}, {_(label)}: {name}") for word, label in labels
            )
    yield from (
        ("note", _("Note")),
        ("tags", _("Tags")),
        ("groups", _("Groups")),
        ("uid", _("ID")),
        ("ignore", _("Ignore")),
    )


def is_target(text: str) -> bool:
    """Also those that no list of choices names: the third work phone, a block of Google's."""
    name, at, _slot = text.partition("@")
    in_list, _dot, part = name.partition(".")
    if not at:
        return text in own_fields(Contact) or text in _REPEATABLE
    return part in _KNOWN_PARTS.get(in_list, "").split()


_PARTS_TO_CHOOSE = {"addresses": ("street", "street2", "street3", "po_box", "city", "region", "postal_code", "country")}
