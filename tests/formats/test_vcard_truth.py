"""Names, phones, e-mails, addresses, birthdays and pictures of real files, beside what other projects make of them."""

import base64
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crmdesk.domain.card import Card
from crmdesk.domain.contacts import compose_name
from crmdesk.domain.values.countries import to_code
from crmdesk.formats import vcard

Fact = tuple[str, Any]
PARTS = ("prefix", "given_name", "middle_name", "family_name", "suffix")
ONCE = ("name", "parts", "birthday", "photo")
"""What a person has one of: the first that a card tells."""
ADDRESS = ("po_box", "street", "street2", "street3", "city", "region", "postal_code", "country")


def words(*texts: str | None) -> tuple[str, ...]:
    """What is left of a name or an address when nobody argues about commas and lines."""
    found = [word for text in texts if text for word in re.findall(r"[\w@.+/#°-]+", text)]
    return tuple(sorted(word.strip(".").casefold() for word in found if word.strip(".")))


def place(parts: Iterable[str | None], country: str | None) -> tuple[str, ...]:
    return words(*parts, to_code(country or "") or country)


def phone(text: str) -> str:
    number = re.sub(r"^tel:", "", text.strip(), flags=re.IGNORECASE)
    return re.sub(r"(;ext=| ext\. )", "x", number)


def date(text: str) -> str:
    plain = re.sub(r"[T ].*$", "", text.strip()).replace("-", "")
    return (plain[4:] if plain.startswith("1604") else plain).rjust(8, "-")


def facts_of_cards(cards: Iterable[Any]) -> Counter[Fact]:
    facts: Counter[Fact] = Counter()
    for card in cards:
        if isinstance(card, Card):
            facts.update(_facts_of_card(card))
    return facts


def _facts_of_card(card: Card) -> Iterator[Fact]:
    fields = card.fields
    if parts := words(*(fields.get(part) for part in PARTS)):
        yield "parts", parts
    spoken = compose_name(*map(fields.get, ("given_name", "middle_name", "family_name", "prefix", "suffix")))
    yield "name", words(fields.get("full_name") or fields.get("name") or spoken)
    for item in card.phones:
        yield "phone", phone(item["value"] + (f" ext. {item['extension']}" if "extension" in item else ""))
    yield from (("e-mail", item["value"]) for item in card.emails)
    for item in card.addresses:
        yield "address", place([item.get(key) for key in ADDRESS[:-1]], item.get("country"))
    if "birthday" in fields:
        yield "birthday", date(fields["birthday"])
    if card.photo:
        yield "photo", card.photo[1][:-6]


def facts_of_text(text: str) -> Counter[Fact]:
    """By the plainest reader there can be: for files that were written by the book."""
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    facts: Counter[Fact] = Counter()
    for card in re.split(r"(?im)^BEGIN:VCARD\r?$", unfolded):
        told = [fact for line in card.splitlines() for fact in _facts_of_line(line)]
        once = {kind: value for kind, value in reversed(told) if kind in ONCE}
        is_group = re.search(r"(?im)^(X-ADDRESSBOOKSERVER-)?KIND:group", card)
        facts.update(fact for fact in told if fact[0] not in ONCE)
        facts.update(fact for fact in once.items() if not (is_group and fact[0] == "parts"))
    return facts


def _facts_of_line(line: str) -> Iterator[Fact]:
    found = re.match(r'(?:\w+\.)?([\w-]+)((?:;(?:[^":;]|"[^"]*")*)*):(.*)', line)
    if not found or not found[3].strip():
        return
    name, value = found[1].upper(), found[3]
    plain = re.sub(r"\\(.)", lambda escape: {"n": "\n"}.get(escape[1], escape[1]), value)
    pieces = [re.sub(r"\\n", " ", piece) for piece in re.split(r"(?<!\\);", value)]
    if name == "FN":
        yield "name", words(plain)
    elif name == "N" and words(*pieces):
        yield "parts", words(*pieces)
    elif name == "TEL":
        yield "phone", phone(plain)
    elif name == "EMAIL":
        yield "e-mail", plain.strip()
    elif name == "ADR" and words(*pieces):
        yield "address", place(pieces[:6], "".join(pieces[6:7]))
    elif name == "BDAY" and re.match(r"[-\d]", value):
        yield "birthday", date(value)
    elif name == "PHOTO" and (data := _picture(found[2], plain)):
        yield "photo", data[:-6]


def _picture(parameters: str, value: str) -> bytes | None:
    content = value.partition("base64,")[2] if value.startswith("data:") else value
    if "://" in value or ("ENCODING" not in parameters and not value.startswith("data:")):
        return None
    return base64.b64decode(content + "==")


def facts_of_jcard(document: Any) -> Counter[Fact]:
    lines = []
    for name, _parameters, _kind, value in document[1]:
        values = (
            [",".join(piece) if isinstance(piece, list) else piece for piece in value]
            if name in ("n", "adr")
            else value
        )
        text = ";".join(values) if isinstance(values, list) else str(values)
        lines.append(f"{name}:{text}")
    return facts_of_text("\n".join(lines))


def compare(pairs: Iterable[tuple[str, Counter[Fact], Counter[Fact]]]) -> tuple[float, list[str]]:
    told = right = 0
    misses = []
    for name, expected, found in pairs:
        told += sum(expected.values())
        right += sum((expected & found).values())
        misses += [f"{name}: {kind} {str(value)[:90]}" for kind, value in expected - found]
    assert told > 1
    return right / told, misses


def read(path: Path) -> Counter[Fact]:
    return facts_of_cards(vcard.read(path.read_bytes()))


def rewritten(folder: Path, *endings: str) -> Iterator[tuple[str, Counter[Fact], Counter[Fact]]]:
    """A messy file and what another project wrote after reading it."""
    for path in sorted(folder.glob("*.vcf")):
        for ending in endings:
            truth = path.with_name(path.name + ending)
            if truth.exists():
                yield truth.name, facts_of_text(truth.read_text("utf-8", "replace")), read(path)
                yield f"{truth.name} itself", facts_of_text(truth.read_text("utf-8", "replace")), read(truth)


@pytest.mark.parametrize(("table", "endings"), [("calcard", (".out",)), ("kcontacts", (".ref",))])
def test_cards_that_others_have_rewritten(shared_data: Path, table: str, endings: tuple[str, ...]) -> None:
    part, misses = compare(rewritten(shared_data / "vcard" / table, *endings))
    print(f"{table}: {part:.2%}", *misses, sep="\n  ")
    assert part > 0.98, "\n".join(misses)


def test_cards_beside_their_jcards(shared_data: Path) -> None:
    folder = shared_data / "vcard" / "ical.js"
    pairs = (
        (path.name, facts_of_jcard(json.loads(path.read_text())), read(path.with_suffix(".vcf")))
        for path in sorted(folder.glob("*.json"))
    )
    part, misses = compare(pairs)
    print(f"ical.js: {part:.2%}", *misses, sep="\n  ")
    assert part > 0.98, "\n".join(misses)


def test_files_written_by_the_book(shared_data: Path) -> None:
    """Folders whose files the plain reader can judge: UTF-8, no quoted-printable, no lines broken."""
    folder = shared_data / "vcard"
    pairs = [
        (f"{path.parent.name}/{path.name}", facts_of_text(text), read(path))
        for path in sorted(folder.rglob("*.vcf"))
        if path.parent.name in ("eds", "ccs", "thunderbird", "ez-vcard", "qt-mobility", "cozy", "ical4j-vcard", "sabre")
        and (text := _plain_text(path)) is not None
    ]
    part, misses = compare(pairs)
    print(f"by the book, {len(pairs)} files: {part:.2%}", *misses, sep="\n  ")
    assert part > 0.98, "\n".join(misses)


def _plain_text(path: Path) -> str | None:
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "QUOTED-PRINTABLE" in text.upper() or "\0" in text or "\n\n " in text.replace("\r", "") else text


def fragments(path: Path) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Title, JSContact and vCard of each case; either may stand first."""
    for case in re.split(r"(?m)^> test ", path.read_text("utf-8"))[1:]:
        title, *rest = case.split("\n", 1)
        parts = [
            re.sub(r"<U\+([0-9A-F]+)>", lambda u: chr(int(u[1], 16)), part)
            for part in "".join(rest).split("> convert\n")
        ]
        cards = [part for part in parts if re.match(r'\s*(?!["{])\S', part)]
        objects = [part for part in parts if re.match(r'\s*"', part)]
        if cards and objects:
            try:
                yield title, json.loads("{" + objects[0].strip().rstrip(",") + "}"), cards[0].strip()
            except json.JSONDecodeError:
                continue


def facts_of_jscontact(contact: dict[str, Any]) -> Iterator[Fact]:
    name = contact.get("name", {})
    if name.get("full"):
        yield "name", words(name["full"])
    if parts := [part["value"] for part in name.get("components", ()) if part["kind"] != "separator"]:
        yield "parts", words(*parts)
    for item in contact.get("phones", {}).values():
        yield "phone", phone(item["number"])
    yield from (("e-mail", item["address"]) for item in contact.get("emails", {}).values())
    for item in contact.get("addresses", {}).values():
        if values := {
            part["kind"]: part["value"] for part in item.get("components", ()) if part["kind"] != "separator"
        }:
            country = values.pop("country", item.get("countryCode"))
            yield "address", place(values.values(), country)
    for item in contact.get("anniversaries", {}).values():
        if item["kind"] == "birth" and (day := item["date"]):
            text = day.get("utc") or f"{day.get('year', 0):04}{day.get('month', 0):02}{day.get('day', 0):02}"
            yield "birthday", date(text if not text.startswith("0000") else text[4:])


@pytest.mark.parametrize("table", ["014_rfc9553", "015_rfc6350", "017_rfc9554", "002_anniversary"])
def test_cards_beside_their_jscontacts(shared_data: Path, table: str) -> None:
    pairs = []
    for title, contact, lines in fragments(shared_data / "vcard" / "jscontact" / f"{table}.txt"):
        if "ALTID #2" in title:  # there the language named most often wins, here the first
            continue
        whole = lines if "BEGIN:VCARD" in lines else f"BEGIN:VCARD\nVERSION:4.0\n{lines}\nEND:VCARD\n"
        pairs.append((title, Counter(facts_of_jscontact(contact)), facts_of_cards(vcard.read(whole.encode()))))
    part, misses = compare(pairs)
    print(f"{table}: {part:.2%} of {sum(sum(pair[1].values()) for pair in pairs)}", *misses, sep="\n  ")
    assert part > 0.98, "\n".join(misses)
