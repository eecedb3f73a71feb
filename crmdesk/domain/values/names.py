"""A person's name, written in one piece, taken apart."""

import re
import unicodedata

from crmdesk.domain.values.name_words import (
    CAREFUL_PARTICLES,
    COMPANY_FORMS,
    CONJUNCTIONS,
    COUPLE_WORDS,
    EAST_ASIAN_FAMILIES,
    HUNGARIAN_GIVEN,
    NAMED_BY_GIVEN,
    PARTICLES,
    SHORT_TITLES,
    SUFFIXES,
    TITLE_JOINTS,
    TITLES,
    VIETNAMESE_FAMILIES,
    WEAK_SUFFIXES,
)

_NICKNAME = re.compile(
    r"""["“„«](?P<a>[^"”“»]+)["”“»]|[(（\[](?P<b>[^()（）\[\]]+)[)）\]]|(?<!\S)['‘](?P<c>[^'’]+)['’](?=[\s,]|$)"""
)
_JOINED_DEGREES = re.compile(r"\b(Ph|M|B|D)\. (D|Sc|A|S|Phil|Ed)\.", re.IGNORECASE)
_EAST_ASIAN = re.compile(r"[\u3005\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_ONLY_EAST_ASIAN = re.compile(r"[\u3005\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\s・·]+")
_ADDRESS_WORD = re.compile(r"(?<=.)(様|さん|殿|先生|女士|小姐|님|씨)$")
_PATRONYMIC = re.compile(r"(ович|евич|ьич|овна|евна|ична|инична|івна|ївна|йович|ovich|evich|ovna|evna)$", re.IGNORECASE)
_SLAVIC_FAMILY = re.compile(r"..(ов|ев|ёв|ова|ева|ёва|ский|ская|цкий|цкая|енко|чук)$", re.IGNORECASE)
_ACRONYM = re.compile(r"(?:\w\.){3,}")
_BODY = re.compile(
    r" for | to elect |['’]s$|& et ?al\b|^(\w+) (?:and|&) \1$|\bworkers$"
    r"|\b(?:dba|d/b/a|f\.?k\.?a|t/a)\b|^(?:the )?(?:city|state|county|town|republic|bank|board|school board"
    r"|cathedral|church|university|ministry|department|local no\.?|local \d+)\b(?=.* of |\W*\d)",
    re.IGNORECASE,
)
"""`Citizens for Better Roads`, `Miller dba Cakes`, `Viva Mercado's`, `Johnson & Johnson`, `City of Bonn`."""
_FIRM = re.compile(r"[^,&]+(?:, [^,&]+){2,},? (?:&|and) [^,&]+(?:, p\. ?c\.)?", re.IGNORECASE)
"""`Light, Hanson, Black & Feary`: partners."""
_LONGEST = 300
_FORM_ANYWHERE = re.compile(
    r"株式会社|有限会社|有限公司|\(株\)|주식회사|^(ООО|ОАО|ЗАО|ПАО|АО|ИП|ТОВ)\s|&\s*(co|sons|cie)\b|\bCo\.",
    re.IGNORECASE,
)
_SIMPLE = re.compile(r"[A-Z]?[a-z]+(?: [A-Z]?[a-z]+)?")
_SPECIAL = TITLES | SUFFIXES | WEAK_SUFFIXES | PARTICLES | COUPLE_WORDS | TITLE_JOINTS
"""One or two words, none of them of these: most names, and quickly told."""
_GLUE = "\x00"
_PARTS = ("prefix", "given_name", "middle_name", "family_name", "suffix", "nickname")


def split_name(full: str) -> dict[str, str]:
    """The parts of a name under the field names of `Contact`; what is empty is left out."""
    if _SIMPLE.fullmatch(full) and _SPECIAL.isdisjoint(full.lower().split(" ")):
        return dict(zip(("given_name", "family_name"), full.split(" "), strict=False))
    return _split_any(full)


def _split_any(full: str) -> dict[str, str]:
    text = _tidy(full)
    rest, nickname, first = _take_nickname(text)
    if _ONLY_EAST_ASIAN.fullmatch(rest):
        parts = _split_east_asian(rest)
    else:
        parts = _split(_JOINED_DEGREES.sub(rf"\1.{_GLUE}\2.", rest), family_only=first)
    parts["nickname"] = nickname
    found = {key: parts[key].replace(_GLUE, " ") for key in _PARTS if parts.get(key)}
    return found or _as_it_stands(full.strip())


def _as_it_stands(text: str) -> dict[str, str]:
    return {} if all(unicodedata.category(c)[0] in "PZC" for c in text) else {"given_name": text}


def is_company(name: str) -> bool:
    """Whether a name can only be that of an organisation: it bears a legal form, or a word such as University."""
    forms = [_bears_form(word.strip(".,;()"), name) for word in name.split()]
    name = name[:_LONGEST]
    return any(forms[1:]) or bool(_FORM_ANYWHERE.search(name) or _BODY.search(name) or _FIRM.fullmatch(name))


def _bears_form(word: str, name: str) -> bool:
    """Short forms are also names (`Sa`, `Co`): they count in capitals only."""
    return word.lower() in COMPANY_FORMS and (len(word) > 2 or (word.isupper() and not name.isupper()))


def _tidy(text: str) -> str:
    """One space between words, no emoji, no marks of direction."""
    shown = text if text.isascii() else "".join(filter(_is_written, unicodedata.normalize("NFC", text)))
    return " ".join(shown.replace("，", ",").split()).strip(" ,;")


def _is_written(char: str) -> bool:
    return unicodedata.category(char) not in ("So", "Cf", "Cs", "Sk")


def _take_nickname(text: str) -> tuple[str, str, bool]:
    """The name without its nickname, the nickname, and whether it stood in the place of the first name."""
    found = _NICKNAME.search(text)
    if not found or found.end() - found.start() == len(text):
        return text.strip('"“”()'), "", False
    inner = (found["a"] or found["b"] or found["c"]).strip()
    before, after = text[: found.start()].strip(), text[found.end() :].strip()
    if _is_suffix(inner):
        return f"{before} {inner} {after}".strip(), "", False
    lead = all(_is_title(word) for word in before.split())
    return f"{before} {after}".replace(" ,", ",").strip(), inner, lead and bool(after) and " " not in after


def _split_east_asian(text: str) -> dict[str, str]:
    suffix = ""
    if (address := _ADDRESS_WORD.search(text)) and len(text) > 3:
        suffix, text = address[0], text[: address.start()].strip()
    if "・" in text or "·" in text:  # a foreign name in katakana: first name first
        given, _, family = re.sub("[·]", "・", text).rpartition("・")
        return {"given_name": given, "family_name": family, "suffix": suffix}
    family, *given_words = text.split() if " " in text else _cut_family(text)
    if not given_words:
        return {"given_name": family, "suffix": suffix}
    return {"family_name": family, "given_name": " ".join(given_words), "suffix": suffix}


def _cut_family(name: str) -> list[str]:
    if len(name) < 2 or re.fullmatch(r"[\u3041-\u30ff]+", name):
        return [name]
    for length in (3, 2):
        if len(name) > length and name[:length] in EAST_ASIAN_FAMILIES:
            return [name[:length], name[length:]]
    hangul = "\uac00" <= name[0] <= "\ud7af"
    kana_at = next((i for i, c in enumerate(name) if "\u3041" <= c <= "\u30ff"), 0)
    length = 1 if hangul or (len(name) < 4 and kana_at < 2) else 2
    return [name[:length], name[length:]]


def _split(text: str, family_only: bool) -> dict[str, str]:
    head, *tail = [piece.split() for piece in text.split(",") if piece.strip()] or [[]]
    if not tail:
        return _spoken(head, family_only)
    if _are_credentials(head, tail):
        parts = _spoken(head, family_only)
        return {**parts, "suffix": _join(", ", parts.get("suffix", ""), ", ".join(" ".join(piece) for piece in tail))}
    return _filed(head, tail)


def _are_credentials(head: list[str], tail: list[list[str]]) -> bool:
    """Whether what stands behind the first comma is only suffixes, known or (several, in capitals) by their look."""
    words = [word for piece in tail for word in piece]
    known = SUFFIXES | WEAK_SUFFIXES if len(head) > 1 and not any(map(str.islower, words)) else SUFFIXES
    if all(_is_suffix(word) or _bare(word) in known for word in words):
        return True
    capitals = all(word.isupper() and len(_bare(word)) in range(2, 7) for word in words)
    return capitals and len(head) > 1 and not " ".join(head).isupper() and (len(tail) > 1 or _is_suffix(words[0]))


def _filed(head: list[str], tail: list[list[str]]) -> dict[str, str]:
    """Family name first: `Vega, Dr. Juan Q. de la, Jr.`"""
    title, family, suffix = _strip(head, keep=1)
    suffixes = [" ".join(suffix)]
    if len(tail) > 1 and all(map(_is_suffix, tail[0])):  # Griffey, Jr., Ken
        suffixes.append(" ".join(tail.pop(0)))
    second_title, given, suffix = _strip(tail[0], keep=1)
    suffixes.append(" ".join(suffix))
    for piece in tail[1:]:
        if all(_is_suffix(word) or _looks_like_degree(word) for word in piece):
            suffixes.append(" ".join(piece))
        else:
            given += piece
    while len(given) > 1 and given[-1].islower() and given[-1] in PARTICLES:
        family.insert(0, given.pop())
    return _named(title + second_title, given[:1], given[1:], family, ", ".join(filter(None, suffixes)))


def _looks_like_degree(word: str) -> bool:
    return word.isupper() and 2 <= len(_bare(word)) <= 6


def _spoken(words: list[str], family_only: bool = False) -> dict[str, str]:
    """First name first, or as the words themselves tell."""
    title, words, ending = _strip(words, keep=0 if len(words) != 1 else 1)
    suffix = " ".join(ending)
    if len(words) == 1 and not title and not ending and not family_only:
        alone = _is_title(words[0]) and _bare(words[0]) not in NAMED_BY_GIVEN
        return {"prefix": words[0]} if alone else {"given_name": words[0]}
    if len(words) <= 1:
        by_given = bool(title) and _bare(title[-1]) in NAMED_BY_GIVEN and not family_only
        return _named(title, words if by_given else [], [], [] if by_given else words, suffix)
    if _family_first(words):
        return _named(title, *_order_family_first(words), suffix)
    start = _family_start(words)
    if any(word.lower() in COUPLE_WORDS for word in words[1:-1]):
        return _named(title, words[:start], [], words[start:], suffix)
    return _named(title, words[: min(1, start)], words[1:start], words[start:], suffix)


def _named(title: list[str], given: list[str], middle: list[str], family: list[str], suffix: str) -> dict[str, str]:
    return {
        "prefix": " ".join(title),
        "given_name": " ".join(given),
        "middle_name": " ".join(middle),
        "family_name": " ".join(family),
        "suffix": suffix,
    }


def _strip(words: list[str], keep: int) -> tuple[list[str], list[str], list[str]]:
    """The titles in front, the name, the suffixes behind; at least `keep` words stay a name."""
    start = _end_of_titles(words)
    if start == len(words) and (keep or not {"of", "the"} & {word.lower() for word in words}):
        start = max(0, start - 1)
    end = len(words)
    capitals = " ".join(words).isupper()
    while end - start > 1 and _ends_name(words[start:end], capitals):
        end -= 1
    return words[:start], words[start:end], words[end:]


def _end_of_titles(words: list[str]) -> int:
    at = 1 if len(words) > 2 and words[0].lower() == "the" and _is_title(words[1]) else 0
    while at < len(words):
        if _is_title(words[at]) and not (at == 0 and len(words) > 1 and _title_is_name(words)):
            at += 1
        elif at and words[at].lower() in TITLE_JOINTS and (taken := _joined_titles(words, at)):
            at = taken
        else:
            break
    return at


def _title_is_name(words: list[str]) -> bool:
    return words[0].lower() in SHORT_TITLES


def _joined_titles(words: list[str], at: int) -> int:
    """The end of `of State`, `and Mrs.`, `and of the Universe`; 0 where a name begins."""
    end = at
    while end < len(words) and words[end].lower() in TITLE_JOINTS:
        end += 1
    if end == len(words):
        return 0
    joint = words[end - 1].lower()
    return end + 1 if joint in ("of", "the", "for") or _is_title(words[end]) else 0


def _ends_name(words: list[str], capitals: bool) -> bool:
    last = words[-1]
    if _is_suffix(last) or (_ACRONYM.fullmatch(last) and len(words) > 2):
        return True
    bare = _bare(last)
    if bare not in WEAK_SUFFIXES or len(words) < 3:
        return False
    if bare in ("junior", "senior"):
        return True
    if len(bare) == 1:
        return len(words) > 3 and last.isupper()
    return last.isupper() and not capitals and len(words) > 2


def _family_start(words: list[str]) -> int:
    """Where the family name begins: at its first particle, before its `y`, or else at the last word."""
    last = len(words) - 1
    couple = max((i for i, word in enumerate(words[:-1]) if word.lower() in COUPLE_WORDS), default=-1)
    plain = " ".join(words)
    cased = not plain.isupper() and not plain.islower()
    if cased and words[0].islower() and words[0] in PARTICLES:
        return 0
    for at in range(max(1, couple + 2), last):
        if _is_particle(words[at], cased):
            return at
        if at > 1 and words[at] in CONJUNCTIONS:
            return at - 1
    return max(last, min(couple + 2, last))


def _is_particle(word: str, cased: bool) -> bool:
    lower = word.lower()
    if lower not in PARTICLES:
        return False
    return lower not in CAREFUL_PARTICLES or word == lower or not cased


def _family_first(words: list[str]) -> bool:
    first, last = words[0], words[-1]
    if len(first) > 2 and first.isupper() and first.isalpha() and _have_small_letters(words[1:]):
        return True  # DUPONT Jean
    if len(words) == 3 and _PATRONYMIC.search(last) and not _PATRONYMIC.search(words[1]):
        return True
    if len(words) == 2 and _SLAVIC_FAMILY.search(first) and not _SLAVIC_FAMILY.search(last):
        return True
    if _EAST_ASIAN.match(first):
        return True
    return _is_vietnamese(words) or _is_hungarian(words)


def _have_small_letters(words: list[str]) -> bool:
    return all(any(map(str.islower, word)) for word in words)


def _is_hungarian(words: list[str]) -> bool:
    first, last = words[0].lower(), words[-1].lower()
    return not last.isascii() and last in HUNGARIAN_GIVEN and first not in HUNGARIAN_GIVEN


def _is_vietnamese(words: list[str]) -> bool:
    accents = not words[0].isascii() or not words[-1].isascii()
    return len(words) > 1 and words[0].lower() in VIETNAMESE_FAMILIES and accents


def _order_family_first(words: list[str]) -> tuple[list[str], list[str], list[str]]:
    if _is_vietnamese(words):
        return words[-1:], words[1:-1], words[:1]
    return words[1:2], words[2:], words[:1]


def _bare(word: str) -> str:
    return word.lower().strip(".")


def _is_title(word: str) -> bool:
    bare = _bare(word)
    if bare in TITLES or word.lower() in TITLES:
        return True
    pieces = [piece for piece in bare.split(".") if piece]
    return len(pieces) > 1 and all(piece in TITLES for piece in pieces)


def _is_suffix(word: str) -> bool:
    bare = _bare(word)
    return bare in SUFFIXES or (len(bare) > 3 and bare.replace(".", "").replace(_GLUE, "") in SUFFIXES)


def _join(glue: str, *parts: str) -> str:
    return glue.join(filter(None, parts))
