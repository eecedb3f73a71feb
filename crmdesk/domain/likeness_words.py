"""Words made comparable: names by sound and by their short forms, companies without their legal form, streets.

Everything here takes and gives folded text (`domain.folding.fold`) in Latin letters.
"""

import re
from functools import cache, lru_cache
from sys import intern

from crmdesk.domain.folding import fold
from crmdesk.domain.nicknames import GROUPS

_KEPT = 1 << 15
"""Words that are at hand already: most come many times, and a file is looked through field by field."""


def _letters(letters: str, sounds: str) -> dict[str, str]:
    return {letter: "" if sound == "." else sound for letter, sound in zip(letters, sounds.split(), strict=True)}


_LATIN = str.maketrans(
    _letters("абвгдеёжзийклмноп", "a b v g d e e zh z i i k l m n o p")
    | _letters("рстуфхцчшщъыьэюя", "r s t u f kh ts ch sh shch . y . e yu ya")
    | _letters("іїєґўјљњћђџ", "i yi ye g u j lj nj c d dz")
    | _letters("αβγδεζηθικλμνξοπρστυφχψω", "a v g d e z i th i k l m n x o p r s t y f ch ps o")
)
_NO_WORD = re.compile(r"[\W_]+")
_BETWEEN_IDEOGRAPHS = re.compile(r"(?<=[\u3040-\u9fff]) (?=[\u3040-\u9fff])")


@lru_cache(maxsize=_KEPT)
def plain(text: str) -> str:
    """Folded, in Latin letters, words apart by one blank: `О'Брайен-Смит` is `o braien smit`."""
    folded = fold(text)
    if not folded.isascii():
        folded = folded.translate(_LATIN)
    words = _NO_WORD.sub(" ", folded).strip()
    return intern(words if words.isascii() else _BETWEEN_IDEOGRAPHS.sub("", words))


@lru_cache(maxsize=_KEPT)
def plain_name(text: str) -> str:
    """As `plain`, with what only joins or shortens taken out: `O'Brien` is `obrien`, `J.` is `j`."""
    return plain(text.replace("'", "").replace("’", "")) if "'" in text or "’" in text else plain(text)


# Sound

_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:kn|gn)", "n"),
        (r"^wr", "r"),
        (r"^[yj](?=[aeiou])", "i"),
        (r"sch|sh|cz|ch|tch|zh|sz|rz|ts|tz", "s"),
        (r"ph|v|w|pf", "f"),
        (r"c(?=[eiy])", "s"),
        (r"gh|ck|qu|[cqg]", "k"),
        (r"x", "ks"),
        (r"dt|th|d", "t"),
        (r"z", "s"),
        (r"b", "p"),
        (r"m(?=[pf])", "n"),
        (r"(.)\1+", r"\1"),
        (r"(?<!^)[aeiouyhj ]", ""),
        (r"^[aeiouyh]", "a"),
    )
]


@lru_cache(maxsize=_KEPT)
def sound(name: str) -> str:
    """A rough key: names that European ears take for one another share it, whatever the language spells them."""
    for pattern, becomes in _SOUNDS:
        name = pattern.sub(becomes, name)
    return name[:6]


# Short forms


@cache
def _groups() -> list[list[str]]:
    return [line.split() for line in GROUPS.strip().splitlines()]


@cache
def _short_forms() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_groups()):
        for name in line:
            found.setdefault(plain_name(name), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@lru_cache(maxsize=_KEPT)
def name_groups(given: str) -> frozenset[int]:
    """The numbers of the groups of names that mean the same person; a name may stand in several."""
    return _short_forms().get(given) or _short_forms().get(given.partition(" ")[0], frozenset())


def are_short_forms(one: str, other: str) -> bool:
    """Bob and Robert; of several names the first."""
    mine = name_groups(one)
    return bool(mine) and not mine.isdisjoint(name_groups(other))


@lru_cache(maxsize=_KEPT)
def initials_of(given: str) -> str:
    """Of the name, and of the long ones it may be short for: Bob Smith is also R. Smith."""
    return given[:1] + "".join(plain_name(_groups()[number][0])[:1] for number in name_groups(given))


def other_forms(given: str) -> list[str]:
    """How somebody of this name may be written too, folded, each in its own script."""
    return sorted({fold(name) for number in name_groups(given) for name in _groups()[number]})


# Companies


def _words(text: str) -> frozenset[str]:
    return frozenset(map(plain, text.split()))


_FORMS = _words("""
    inc incorporated corp corporation co company companies ltd limited llc llp lp plc pte pty cc gmbh ag kg kgaa ohg
    gbr ug mbh haftungsbeschränkt ev eg ekg ek se sa sas sasu sarl sarlu srl srls spa snc scs sca sc eurl ei nv bv vof
    cv cvba bvba ab aktiebolag oy oyj as asa aps is ivs ou uab sia kft zrt nyrt bt rt doo dd ad ood eood jsc pjsc ojsc
    cjsc sro spol spzoo zoo spk sp z oo zo o ltda eireli me epp mei sl slu slne sccl cia compañía lda unipessoal sgps
    sociedade sociedad société societa gesellschaft kk kabushiki kaisha gk yk şti aş tic san ve ticaret sanayi şirketi
    anonim ооо оао зао пао ао ип нко тов пп чп тд общество акционерное bhd sdn pvt private the and und et e y i
    group holding holdings gruppe groupe grupo grup
""")
_DOTS = re.compile(r"(?<=\b\w)[./](?=\w\b)|(?<=\b\w)\.(?=\s|$|,)")
_EAST_ASIAN_FORMS = re.compile(r"株 ?式 ?会 ?社|有 ?限 ?会 ?社|有 ?限 ?公 ?司|股 ?份|주식회사|㈜")


@lru_cache(maxsize=_KEPT)
def company_core(name: str) -> str:
    """The name without its legal form: `Padaria São Jorge Ltda.` is `padaria sao jorge`."""
    words = plain(_DOTS.sub("", _EAST_ASIAN_FORMS.sub(" ", name))).split()
    kept = [word for word in words if word not in _FORMS]
    return " ".join(kept or words)


# Places

_STREET_WORDS = {
    plain(word): short
    for line, short in (
        ("street str st straße strasse strada straat", "st"),
        ("road rd", "rd"),
        ("avenue ave av avenida avda ave.", "av"),
        ("boulevard blvd bd bulevar bulvarı bulvar bulv", "bd"),
        ("drive dr", "dr"),
        ("lane ln", "ln"),
        ("court ct", "ct"),
        ("place pl platz plaza plac praça pça piazza", "pl"),
        ("square sq", "sq"),
        ("crescent cres cr crs", "cr"),
        ("terrace tce ter", "tr"),
        ("circuit cct circle cir", "ci"),
        ("close cl", "cl"),
        ("parade pde", "pd"),
        ("highway hwy", "hw"),
        ("rua r ruas", "rua"),
        ("calle c cl", "calle"),
        ("via v", "via"),
        ("travessa tv trav", "tv"),
        ("улица ул", "ul"),
        ("ulica ul", "ul"),
        ("проспект пр пр-т просп", "pr"),
        ("переулок пер", "per"),
        ("cadde caddesi cad cd", "cad"),
        ("sokak sokağı sok sk", "sok"),
        ("mahalle mahallesi mah mh", "mah"),
        ("rue", "rue"),
        ("weg wg", "weg"),
        ("number no nr n nº nro num kat daire apartment apt flat unit suite ste дом д кв", ""),
    )
    for word in line.split()
}
_ATTACHED_WORDS = ("strasse", "straat", "street", "str", "road", "avenue", "drive", "place", "crescent", "platz", "weg")
_ATTACHED = re.compile(rf"(?<=.{{3}})({'|'.join(_ATTACHED_WORDS)})$")
_NUMBER = re.compile(r"\d+")


@lru_cache(maxsize=_KEPT)
def street_words(street: str) -> tuple[str, str]:
    """The house number, and the words of the street in one spelling: `("12", "main st")`."""
    words, number = [], ""
    for word in plain(street).split():
        if word[0].isdecimal():
            number = number or _NUMBER.match(word)[0]  # type: ignore[index]
        elif short := _STREET_WORDS.get(word, word):
            words.append(_ATTACHED.sub(_apart, short) if short.endswith(_ATTACHED_WORDS) else short)
    return number, intern(" ".join(words))


def _apart(end: re.Match[str]) -> str:
    return f" {_STREET_WORDS[end[1]]}"


# E-mail

_ROLES = _words("""
    info office mail email contact contato contacto kontakt sales vendas ventas verkauf service support admin
    administrator hello hallo ola hola accounts accounting billing invoice buchhaltung rechnung financeiro comercial
    team post webmaster noreply no-reply marketing hr jobs orders order reception reservations enquiries inquiries
    bilgi iletisim destek satis muhasebe secretaria secretariat sekretariat shop orders purchasing help general
""")
_FREE = _words("""
    gmail googlemail hotmail outlook live msn yahoo ymail icloud me mac aol gmx web t-online freenet orange wanadoo
    free laposte libero virgilio tiscali terra uol bol ig mail yandex rambler bk inbox list proton protonmail pm zoho
    fastmail comcast verizon att sbcglobal bellsouth btinternet sky virginmedia bigpond optusnet qq 163 126 sina naver
    daum hanmail wp o2 onet interia seznam centrum abv ukr hey tutanota mynet example
""")


def is_role(local: str) -> bool:
    """`info@`: an address of a firm, not of a person."""
    return local in _ROLES


def local_part(email: str) -> str:
    """What stands before the @, without what only sorts mail (`ana+shop@`); nothing for `info@`."""
    local = email.rpartition("@")[0].partition("+")[0]
    return "" if is_role(local) else local


@lru_cache(maxsize=_KEPT)
def own_domain(host: str) -> str:
    """The domain where it belongs to a company; nothing for those that anyone gets an address of."""
    labels = host.split(".")
    if labels[0] == "www":
        labels = labels[1:]
    name = labels[0] if len(labels) < 3 else labels[-3] if len(labels[-2]) <= 3 else labels[-2]
    return "" if len(labels) < 2 or name in _FREE else ".".join(labels[labels.index(name) :])
