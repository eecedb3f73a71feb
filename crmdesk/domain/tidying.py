"""Values as they should be written: each function gives the better spelling, or nothing where there is none."""

import re

from crmdesk.domain.values import emails
from crmdesk.domain.values.countries import to_code
from crmdesk.domain.values.name_words import PARTICLES
from crmdesk.domain.values.phones import to_e164

_LETTERS = re.compile(r"[^\W\d_]+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
_ROMAN = re.compile(r"(?:ii|iii|iv|vi{0,3}|ix|x)", re.IGNORECASE)
_SCOTTISH = re.compile(r"^(mc)(\w{2,})$|^(o['’])(\w{2,})$", re.IGNORECASE)
_TO_SMALL_TURKISH = str.maketrans({"I": "ı", "İ": "i"})
_TO_CAPITAL_TURKISH = str.maketrans({"i": "İ", "ı": "I"})
_HOSTS = {
    "gmail.com": "gmial.com gmai.com gmal.com gamil.com gnail.com gmail.co gmail.con gmail.cm gmail.om gmaill.com",
    "hotmail.com": "hotmial.com hotmai.com hotmal.com hotmail.con hotmail.co hotmil.com",
    "yahoo.com": "yaho.com yahooo.com yahoo.con yahho.com",
    "outlook.com": "outlok.com outloook.com outlook.con",
    "icloud.com": "icloud.con iclould.com icoud.com",
}
_HOST_OF = {slip: host for host, slips in _HOSTS.items() for slip in slips.split()}
_SLIPS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
_NOT_DIALLED = re.compile(r"\b(?:tel|phone|mobile|cel|fone|telefon)\b[.:]*\s*|\(0\)", re.IGNORECASE)
_PREFIXES = {
    "Mr.": "mr mister", "Mrs.": "mrs missus", "Ms.": "ms", "Miss": "miss", "Dr.": "dr doctor doktor",
    "Prof.": "prof professor", "Herr": "herr hr", "Frau": "frau fr", "M.": "monsieur", "Mme": "mme madame",
    "Sr.": "sr senhor señor", "Sra.": "sra senhora señora", "Sig.": "sig signor", "Dhr.": "dhr", "Mevr.": "mevr",
    "Sayın": "sayın sayin",
}  # fmt: skip
_PREFIX_OF = {word: prefix for prefix, words in _PREFIXES.items() for word in words.split()}
_CODES: dict[str, tuple[str, str]] = {
    "BR": (r"(\d{5})(\d{3})", r"\1-\2"), "PL": (r"(\d{2})(\d{3})", r"\1-\2"), "PT": (r"(\d{4})(\d{3})", r"\1-\2"),
    "JP": (r"(\d{3})(\d{4})", r"\1-\2"), "SE": (r"(\d{3})(\d{2})", r"\1 \2"), "CZ": (r"(\d{3})(\d{2})", r"\1 \2"),
    "SK": (r"(\d{3})(\d{2})", r"\1 \2"), "GR": (r"(\d{3})(\d{2})", r"\1 \2"), "NL": (r"(\d{4})([A-Z]{2})", r"\1 \2"),
    "CA": (r"([A-Z]\d[A-Z])(\d[A-Z]\d)", r"\1 \2"), "GB": (r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})", r"\1 \2"),
    "US": (r"(\d{5})(\d{4})", r"\1-\2"), "IE": (r"([A-Z]\d[\dW])([A-Z\d]{4})", r"\1 \2"),
}  # fmt: skip
"""Of the postal code without blanks and hyphens, and how it is written."""
_REGIONS = {
    "US": """AL alabama|AK alaska|AZ arizona|AR arkansas|CA california|CO colorado|CT connecticut|DE delaware
        |DC district of columbia|FL florida|GA georgia|HI hawaii|ID idaho|IL illinois|IN indiana|IA iowa|KS kansas
        |KY kentucky|LA louisiana|ME maine|MD maryland|MA massachusetts|MI michigan|MN minnesota|MS mississippi
        |MO missouri|MT montana|NE nebraska|NV nevada|NH new hampshire|NJ new jersey|NM new mexico|NY new york
        |NC north carolina|ND north dakota|OH ohio|OK oklahoma|OR oregon|PA pennsylvania|RI rhode island
        |SC south carolina|SD south dakota|TN tennessee|TX texas|UT utah|VT vermont|VA virginia|WA washington
        |WV west virginia|WI wisconsin|WY wyoming""",
    "BR": """AC acre|AL alagoas|AP amapá|AM amazonas|BA bahia|CE ceará|DF distrito federal|ES espírito santo|GO goiás
        |MA maranhão|MT mato grosso|MS mato grosso do sul|MG minas gerais|PA pará|PB paraíba|PR paraná|PE pernambuco
        |PI piauí|RJ rio de janeiro|RN rio grande do norte|RS rio grande do sul|RO rondônia|RR roraima|SC santa catarina
        |SP são paulo|SE sergipe|TO tocantins""",
    "CA": """AB alberta|BC british columbia|MB manitoba|NB new brunswick|NL newfoundland and labrador|NS nova scotia
        |ON ontario|PE prince edward island|QC quebec|QC québec|SK saskatchewan|YT yukon|NU nunavut""",
    "AU": """NSW new south wales|VIC victoria|QLD queensland|SA south australia|WA western australia|TAS tasmania
        |NT northern territory|ACT australian capital territory""",
}
_REGION_OF = {
    country: {" ".join(name.split()): code for code, name in (line.strip().split(" ", 1) for line in lines.split("|"))}
    for country, lines in _REGIONS.items()
}


def name_case(name: str, language: str = "", *, is_family: bool = False) -> str | None:
    """JOHN O'BRIEN and john smith as they are spoken of: John O'Brien, John Smith, and da Silva as a family name."""
    letters = "".join(_LETTERS.findall(name))
    if len(letters) < 3 or not (letters.isupper() or letters.islower()) or letters.upper() == letters.lower():
        return None
    small = _small(name, language)
    pieces = re.split(r"([\s-])", small)
    first = int(is_family and len(pieces) > 1)  # then a particle stands in front
    better = "".join(_with_capital(piece, language, place) for place, piece in enumerate(pieces, first))
    return better if better != name else None


def _small(text: str, language: str) -> str:
    return (text.translate(_TO_SMALL_TURKISH) if language[:2] in ("tr", "az") else text).lower()


def _with_capital(word: str, language: str, place: int) -> str:
    if _INITIALS.fullmatch(word) or (place and _ROMAN.fullmatch(word)):
        return word.upper()
    if place and word in PARTICLES:
        return word
    if found := _SCOTTISH.match(word):
        head, rest = (found[1], found[2]) if found[1] else (found[3], found[4])
        return head[:1].upper() + head[1:] + rest[:1].upper() + rest[1:]
    first = word[:1].translate(_TO_CAPITAL_TURKISH) if language[:2] in ("tr", "az") else word[:1]
    return first.upper() + word[1:]


def email(address: str) -> str | None:
    """Without blanks, words around it and the slips of the hand that people make."""
    text = address.strip().removeprefix("mailto:").strip("<>.,; ")
    text = re.sub(r"\s+", "", text).replace("@@", "@").replace(",", ".").replace("..", ".")
    local, at, host = text.rpartition("@")
    host = host.lower()
    host = _HOST_OF.get(host, re.sub(r"\.(con|cmo|vom)$", ".com", host))
    better = f"{local}{at}{host}"
    return better if better != address and emails.is_plausible(better) else None


def phone(number: str, country: str | None) -> str | None:
    """One that can be dialled, of one that cannot: letters for digits, words before it."""
    if to_e164(number, country)[0]:
        return None
    bare = _NOT_DIALLED.sub("", number).strip()
    for better in (bare, bare.translate(_SLIPS)):
        if better != number and to_e164(better, country)[0]:
            return better
    return None


def postal_code(code: str, country: str | None) -> str | None:
    """With the blank or hyphen of its country, in capitals."""
    if not country or country not in _CODES:
        return None
    pattern, written = _CODES[country]
    bare = re.sub(r"[\s-]", "", code).upper()
    better = re.sub(pattern, written, bare) if re.fullmatch(pattern, bare) else ""
    return better if better and better != code else None


def country(text: str) -> str | None:
    """The code of a country that stands there by its name."""
    code = to_code(text)
    return code if code and code != text else None


def region(text: str, of: str | None) -> str | None:
    """The code of a state where letters are addressed by it."""
    names = _REGION_OF.get(of or "", {})
    plain = " ".join(text.split())
    code = names.get(plain.lower()) or (plain.upper() if plain.upper() in names.values() else None)
    return code if code and code != text else None


def prefix(text: str) -> str | None:
    """Mr, MR. and mister as Mr."""
    better = _PREFIX_OF.get(text.strip().rstrip(".").lower())
    return better if better and better != text else None
