"""One line, a mail's signature or a business card as text, taken apart into a card to be confirmed.

Each line is asked what it is: an e-mail address, a web address, numbers with or without a word before them, a part of
a postal address, a company, a job title, a name. What nobody knows becomes a note, so that nothing is lost.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from crmdesk.domain.card import Card
from crmdesk.domain.values import countries, emails
from crmdesk.domain.values.names import is_company, split_name
from crmdesk.domain.values.phones import to_e164
from crmdesk.formats import us_addresses

_APART = re.compile(r"\s*(?:[|•·●▪◦‖¦\t]|\s[-–—/]\s|\s{3,})\s*")
_WEB = re.compile(
    r"(?:https?://|www\.)[^\s<>|,;]+|(?<![@\w.])[\w-]+\.(?:com|de|net|org|io|co|br|uk|fr|it|es|ru|tr)(?:/\S*)?(?!\S)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w@])\+?\(?\d[\d\s().\-/\u00a0]{5,}\d(?:\s*(?:ext?\.?|x|durchwahl|ramal|доб\.?)\s*\d{1,6})?(?!\w)",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"([^\W\d_][\w.\-]*)\W*$")
_LABELS = {
    "mobile": "m mob mobile mobil cell cellphone cel celular handy gsm cep móvil movil portable cellulare моб мобильный"
    " whatsapp",
    "work fax": "f fax telefax faks факс",
    "work": "t tel tél phone ph p o office work direct d telefon telefone teléfono telefono fone fixo büro iş tlf т тел"
    " рабочий durchwahl",
    "home": "h home privat private casa ev дом",
    "main": "main switchboard zentrale pbx",
}
_LABEL_OF = {word: label for label, words in _LABELS.items() for word in words.split()}
_TITLES = (
    r"(?:chief|head|vice|senior|junior|managing|deputy|assistant|associate|general|sales|account|marketing|product|project|"
    r"purchasing|office|operations|human)?\s*\b(?:ceo|cto|cfo|coo|director|manager|engineer|consultant|president|partner|"
    r"owner|founder|officer|executive|representative|assistant|secretary|buyer|architect|designer|developer|analyst|"
    r"lawyer|attorney|accountant|broker|agent|coordinator|specialist|supervisor|technician|professor|"
    r"leiter|leiterin|geschäftsführer|geschäftsführerin|inhaber|inhaberin|berater|beraterin|vertrieb|einkauf|prokurist|"
    r"diretor|diretora|gerente|sócio|sócia|proprietário|proprietária|vendedor|vendedora|comprador|compradora|"
    r"directeur|directrice|gérant|responsable|müdürü?|müdür|yönetici|temsilcisi|директор|менеджер|руководитель|"
    r"инженер|бухгалтер|direttore|titolare|encargado|jefe)\b"
)
_TITLE = re.compile(_TITLES, re.IGNORECASE)
_CITY_LINES = (
    re.compile(
        r"(?:[A-Z]{1,3}[- ])?(?P<postal_code>\d{4,6}(?:-\d{2,4})?(?: ?[A-Z]{2})?)\s+(?P<city>[^\d,]+?)"
        r"(?:\s*(?:[,/]|\s[-–]\s)\s*(?P<region>[^\d,/]+))?"
    ),
    re.compile(
        r"(?P<city>[^\d,]+?),?\s+(?P<region>[A-Z]{2})[ ,]+(?P<postal_code>\d{5}(?:-\d{3,4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d)"
    ),
    re.compile(r"(?P<city>[^\d,]+?)\s*[-/,]\s*(?P<region>[A-Z]{2})[,\s]+(?:CEP:?\s*)?(?P<postal_code>\d{5}-?\d{3})"),
    re.compile(r"(?P<city>[^\d,]+?),?\s+(?P<postal_code>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})"),
    re.compile(r"(?P<city>[^\d,]+?),?\s+(?P<postal_code>\d{4,6})"),
)
_STREET = re.compile(
    r"\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|blvd|boulevard|square|sq|court|ct|way|highway|hwy|suite|floor|"
    r"rua|avenida|av|alameda|travessa|praça|rodovia|calle|paseo|plaza|rue|place|quai|via|viale|piazza|corso|straat|laan|weg|"
    r"cad|cadde|caddesi|sok|sokak|sokağı|bulvarı|mah|mahallesi|ул|улица|пр|проспект|пер|переулок|шоссе|ulica|ul)\b\.?|"
    r"(?:straße|strasse|str\.|gasse|platz|allee|damm|ufer|ring)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:--|best|kind|warm)?\s*(?:regards|wishes|sincerely|yours|cheers|thanks|thank you|mit freundlichen grüßen|mfg|"
    r"viele grüße|atenciosamente|abraços?|att|cordialement|saludos|с уважением|saygılarımla|sent from my .*)\W*",
    re.IGNORECASE,
)
_BOX = re.compile(r"(?:p\.?\s?o\.?\s?box|postfach|caixa postal|posta kutusu|а/я)\s*\w+", re.IGNORECASE)


@dataclass(slots=True)
class _Reading:
    country: str | None
    card: Card = field(default_factory=lambda: Card(line=1))
    address: dict[str, Any] = field(default_factory=dict)
    place: dict[str, Any] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)
    """Lines that may yet be a name, a title, a company, or a part of the address."""


def read(text: str, country: str | None = None) -> Card:
    """`country` is where numbers without a code are dialled."""
    reading = _Reading(country)
    for line in _lines(text):
        _take(reading, line)
    _take_names(reading)
    card = reading.card
    if reading.place:
        card.affiliations.append(reading.place)
    if reading.address:
        card.addresses.append({"label": "work" if reading.place else "home", **reading.address})
    if reading.rest:
        card.notes.append({"text": "\n".join(reading.rest)})
    return card


def _lines(text: str) -> Iterator[str]:
    """Also what stands side by side; a single line is cut at its commas."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines:
        parts = us_addresses.COMMA.split(line) if len(lines) == 1 and not us_addresses.read(line) else [line]
        for part in parts:
            if _town(part):
                yield part
                continue
            yield from filter(None, (piece.strip(" ,;") for piece in _APART.split(part)))


def _take(reading: _Reading, line: str) -> None:
    if _CLOSING.fullmatch(line) or set(line) <= set("-_=*~ "):
        return
    line = _without(line, _take_emails(reading, line))
    line = _without(line, _take_links(reading, line))
    if "postal_code" not in reading.address and _take_whole_place(reading, line):
        return
    line = _take_phones(reading, line)
    line = re.sub(
        r"^(?:e-?mail|mail|web|website|url|internet|site|e|w)\s*[:.]?\s*$", "", line, flags=re.IGNORECASE
    ).strip(" ,;|:<>()")
    if line and any(map(str.isalnum, line)) and not _take_place(reading, line):
        reading.rest.append(line)


def _without(line: str, found: list[str]) -> str:
    for piece in found:
        line = line.replace(piece, " ")
    return re.sub(r"\s*(?:mailto:|<\s*>|\(\s*\)|\[\s*\])\s*", " ", line).strip()


def _take_emails(reading: _Reading, line: str) -> list[str]:
    found = [address for address in emails.extract(line) if emails.is_plausible(address)]
    known = {entry["value"].casefold() for entry in reading.card.emails}
    reading.card.emails += [{"label": "work", "value": address} for address in found if address.casefold() not in known]
    return found


def _take_links(reading: _Reading, line: str) -> list[str]:
    found = [piece.rstrip(".") for piece in _WEB.findall(line)]
    reading.card.links += [{"label": "work", "value": link} for link in found]
    return found


def _take_phones(reading: _Reading, line: str) -> str:
    """What is left of the line when its numbers and the words before them are gone."""
    left, after = "", 0
    for found in _NUMBER.finditer(line):
        e164, extension = to_e164(found[0], reading.country)
        before = line[after : found.start()]
        word = _WORD_BEFORE.search(before)
        label = _LABEL_OF.get(word[1].strip(".").lower(), "") if word else ""
        if not (e164 or label):
            continue
        if word and label:
            before = before[: word.start()]
        left, after = left + before, found.end()
        entry = {"label": label or "work", "value": found[0].strip()}
        reading.card.phones.append(entry | ({"extension": extension} if extension else {}))
    return (left + line[after:]).strip(" ,;|:/")


def _take_whole_place(reading: _Reading, line: str) -> bool:
    """Before its figures are taken for a telephone number."""
    if "street" not in reading.address and (whole := us_addresses.read(line)):
        reading.address.update(whole)
        return True
    return bool(_town(line)) and _take_place(reading, line)


def _take_place(reading: _Reading, line: str) -> bool:
    """Street, town or country; also all of them on one line with commas between."""
    address = reading.address
    if (code := countries.to_code(line)) and not address.get("country"):
        address["country"] = code
        return True
    if _BOX.fullmatch(line):
        address["po_box"] = line
        return True
    if "postal_code" not in address and (town := _town(line)):
        address.update(town)
        return True
    if "," in line and any(map(_town, parts := [part for part in us_addresses.COMMA.split(line) if part.strip(" ,")])):
        reading.rest += [part for part in parts if not _take_place(reading, part)]
        return True
    if _STREET.search(line) and any(map(str.isdigit, line)) and "street3" not in address:
        address[next(name for name in ("street", "street2", "street3") if name not in address)] = line
        return True
    return False


def _town(line: str) -> dict[str, str] | None:
    for pattern in _CITY_LINES:
        if found := pattern.fullmatch(line):
            parts = {name: value.strip() for name, value in found.groupdict().items() if value}
            return parts if not _STREET.search(parts["city"]) and len(parts["city"]) < 40 else None
    return None


def _take_names(reading: _Reading) -> None:
    """The first line that can be a name is the name; of what follows the title is known by its words."""
    rest, reading.rest = reading.rest, []
    company = next((line for line in rest if is_company(line)), None)
    title = next((line for line in rest if line != company and _TITLE.search(line)), None)
    name = next((line for line in rest if line not in (company, title) and _may_be_name(line)), None)
    if company is None:
        company = _by_domain(reading.card, [line for line in rest if line not in (title, name)])
    if company is None and name and title:
        company = next((line for line in rest if line not in (name, title) and _may_be_firm(line)), None)
    _put(reading, name, title, company)
    reading.rest = [line for line in rest if line not in (name, title, company)]


def _put(reading: _Reading, name: str | None, title: str | None, company: str | None) -> None:
    if name:
        reading.card.fields.update(split_name(name))
    if title and (found := re.fullmatch(r"(.+?)\s+(?:at|bei|da|na|chez|@)\s+(.+)", title)) and not company:
        title, company = found[1], found[2]
    if company:
        reading.place["company"] = company
    if title:
        reading.place["title"] = title
    if not name and not company and reading.card.emails:
        local = re.split(r"[._\-]", reading.card.emails[0]["value"].partition("@")[0])
        if len(local) == 2 and all(word.isalpha() and len(word) > 1 for word in local):
            reading.card.fields.update(
                zip(("given_name", "family_name"), (word.title() for word in local), strict=True)
            )


def _may_be_name(line: str) -> bool:
    words = [word for word in re.split(r"[\s,]+", line) if word]
    letters = sum(char.isalpha() for char in line)
    return 1 <= len(words) <= 6 and not any(map(str.isdigit, line)) and letters >= 0.7 * len(line.replace(" ", ""))


def _may_be_firm(line: str) -> bool:
    return len(line) < 60 and any(map(str.isalpha, line)) and not line.endswith((".", "!", "?"))


def _by_domain(card: Card, lines: list[str]) -> str | None:
    """The line that says what the address says: Padaria São José in @padariasaojose.example."""
    heads = [_plain(entry["value"].rpartition("@")[2].split(".")[0]) for entry in card.emails]
    heads += [
        _plain(link["value"].removeprefix("https://").removeprefix("http://").removeprefix("www.").split(".")[0])
        for link in card.links
    ]
    for line in lines:
        plain = _plain(line)
        if len(plain) > 2 and any(
            len(head) > 2 and (plain.startswith(head) or head.startswith(plain)) for head in heads
        ):
            return line
    return None


@cache
def _plain(text: str) -> str:
    from crmdesk.domain.folding import fold

    return re.sub(r"[\W_]+", "", fold(text))
