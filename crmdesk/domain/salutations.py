"""How a letter begins in many languages: by gender, title and name, and politely where one of them is not known."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crmdesk.domain.contacts import compose_name


@dataclass(frozen=True, slots=True)
class _Forms:
    female: str
    male: str
    unknown: str
    """Gender or last name are not known."""
    firm: str
    """Nobody in particular."""
    titled: str = ""
    """In place of Ms and Mr where there is a title; the first two forms may name the title themselves."""
    capital: bool = False
    """A last name begins with a capital here, whatever it does elsewhere: De Vries."""


_FORMS: dict[str, _Forms] = {
    "en": _Forms("Dear Ms {last},", "Dear Mr {last},", "Dear {name},", "Dear Sir or Madam,", "Dear {title} {last},"),
    "de": _Forms(
        "Sehr geehrte Frau {title} {last},", "Sehr geehrter Herr {title} {last},", "Guten Tag {name},",
        "Sehr geehrte Damen und Herren,",
    ),
    "fr": _Forms("Madame,", "Monsieur,", "Madame, Monsieur,", "Madame, Monsieur,"),
    "es": _Forms(
        "Estimada Sra. {last}:", "Estimado Sr. {last}:", "Estimado/a {name}:", "Estimados señores y señoras:",
        "Estimad{o} {title} {last}:",
    ),
    "pt": _Forms(
        "Prezada Sra. {last},", "Prezado Sr. {last},", "Prezado(a) {name},", "Prezados Senhores,",
        "Prezad{o} {title} {last},",
    ),
    "pt-PT": _Forms(
        "Exma. Senhora {title} {last},", "Exmo. Senhor {title} {last},", "Exmo.(a) Senhor(a) {name},",
        "Exmos. Senhores,",
    ),
    "it": _Forms(
        "Gentile Sig.ra {last},", "Gentile Sig. {last},", "Gentile {name},", "Spettabile {name},",
        "Gentile {title} {last},",
    ),
    "nl": _Forms(
        "Geachte mevrouw {last},", "Geachte heer {last},", "Geachte {name},", "Geachte heer, mevrouw,", capital=True
    ),
    "pl": _Forms("Szanowna Pani,", "Szanowny Panie,", "Szanowni Państwo,", "Szanowni Państwo,"),
    "cs": _Forms("Vážená paní,", "Vážený pane,", "Dobrý den,", "Vážení,"),
    "ru": _Forms(
        "Уважаемая {first} {middle}!", "Уважаемый {first} {middle}!", "Здравствуйте, {name}!", "Уважаемые господа!"
    ),
    "uk": _Forms(
        "Шановна пані {last}!", "Шановний пане {last}!", "Вітаємо, {name}!", "Шановні пані та панове!"
    ),
    "tr": _Forms(*("Sayın {title} {name},",) * 3, "Sayın Yetkili,"),
    "sv": _Forms("Bästa {name},", "Bäste {name},", "Hej {name},", "Hej,"),
    "da": _Forms(*("Kære {name},",) * 3, "Til rette vedkommende,"),
    "nb": _Forms(*("Hei {name},",) * 3, "Til rette vedkommende,"),
    "fi": _Forms(*("Hyvä {name},",) * 3, "Hyvä vastaanottaja,"),
    "el": _Forms("Αξιότιμη κυρία,", "Αξιότιμε κύριε,", "Αγαπητέ/ή {name},", "Αξιότιμοι κύριοι και κυρίες,"),
    "ar": _Forms(
        "السيدة {name} المحترمة،", "السيد {name} المحترم،", "تحية طيبة وبعد،", "السادة الكرام،"
    ),
    "zh": _Forms("尊敬的{last}女士：", "尊敬的{last}先生：", "尊敬的{name}：", "敬启者："),
    "ja": _Forms(*("{name} 様",) * 3, "ご担当者様"),
    "ko": _Forms(*("{name} 님께",) * 3, "담당자님께"),
}  # fmt: skip
_ENDS = " ,:!.،：，！"
_RUSSIAN_FORMAL = {"female": "Уважаемая госпожа {last}!", "male": "Уважаемый господин {last}!"}
"""Who has no patronymic is addressed as foreigners are."""
_OTHER_NAMES = {"no": "nb", "nn": "nb", "pt-br": "pt", "pt-pt": "pt-PT"}
LANGUAGES = tuple(_FORMS)

_CIVIL = {
    "female": "mrs ms miss mme madame mlle frau fr sra srta señora sig.ra signora mevr mevrouw mw pani paní "
    "г-жа госпожа пані bayan hanım fru السيدة",
    "male": "mr m monsieur herr hr sr señor sig signor dhr heer pan г-н господин пан bay bey السيد",
}
"""Words before a name that say no more than the gender."""
_FEMALE_TITLES = {"dra", "profa", "dott.ssa", "dr.ssa", "prof.ssa", "dottoressa", "profª"}
_TITLES_FOR_WOMEN = {
    "es": {"Dr.": "Dra.", "Prof.": "Prof.ª"},
    "pt": {"Dr.": "Dra.", "Prof.": "Profa."},
    "it": {"Dott.": "Dott.ssa", "Dr.": "Dr.ssa", "Prof.": "Prof.ssa"},
}
_PATRONYMICS = (("female", re.compile(r"(вна|чна|ична|кызы)$")), ("male", re.compile(r"(ич|оглы)$")))


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of whom a letter is to."""

    name: str = ""
    """In full, as it is spoken, without titles."""
    first: str = ""
    middle: str = ""
    last: str = ""
    prefix: str = ""
    gender: str = ""
    is_firm: bool = False


def of_card(fields: Mapping[str, str | None], name: str, *, is_firm: bool) -> Person:
    """From the fields of a contact or company."""
    first, middle, last, prefix, gender = (
        fields.get(key) or "" for key in ("given_name", "middle_name", "family_name", "prefix", "gender")
    )
    if is_firm or fields.get("full_name") or not (first or last):
        whole = name.removeprefix(prefix).strip()
    else:
        whole = compose_name(first, None, last)
    return Person(whole, first, middle, last, prefix, gender, is_firm)


def known(language: str | None) -> str:
    """The language of the table that a BCP 47 tag is best met by; nothing where there is none."""
    tag = (language or "").replace("_", "-").lower()
    base = tag.partition("-")[0]
    for wanted in (tag, base):
        if (found := _OTHER_NAMES.get(wanted, wanted)) in _FORMS:
            return found
    return ""


def greeting(person: Person, language: str | None) -> str:
    """The first line of a letter; in English where the language is none of ours."""
    code = known(language) or "en"
    forms = _FORMS[code]
    title, gender = _title(person.prefix), _gender(person)
    if person.is_firm or not (person.name or person.last):
        pattern = forms.firm if person.name or "{name}" not in forms.firm else _FORMS["en"].firm
    else:
        pattern = _pattern(code, forms, person, gender, title)
    if gender == "female":
        title = _for_women(code, title)
    last = person.last[:1].upper() + person.last[1:] if forms.capital else person.last
    written = pattern.format(
        name=person.name, first=person.first, middle=person.middle, last=last, title=title,
        o="a" if gender == "female" else "o",
    )  # fmt: skip
    return " ".join(written.split())


def ended(kept: str, language: str | None) -> str:
    """What was typed on a card, with the sign that greetings of the language end with, unless it has one."""
    return kept + _end(language) if kept[-1:].isalnum() else kept


@lru_cache(maxsize=64)
def _end(language: str | None) -> str:
    usual = greeting(Person("Ana Lima", first="Ana", last="Lima"), language)
    return usual[len(usual.rstrip(_ENDS)) :]


def together(greetings: Sequence[str]) -> str:
    """Of several: one after another, each once, with the end of the last."""
    first, *others = dict.fromkeys(greetings)
    others = [f"{other[:1].lower()}{other[1:]}" if " " in other else other for other in others]  # but `Monsieur`
    *before, last = first, *others
    return ", ".join([*(greeting.rstrip(_ENDS) for greeting in before), last])


def _pattern(code: str, forms: _Forms, person: Person, gender: str, title: str) -> str:
    if code == "en" and title and person.last:
        return forms.titled
    if not gender:
        return forms.unknown
    if title and forms.titled and person.last:
        return forms.titled
    if code == "ru" and not (person.first and person.middle):
        pattern = _RUSSIAN_FORMAL[gender]
    else:
        pattern = forms.female if gender == "female" else forms.male
    return forms.unknown if "{last}" in pattern and not person.last else pattern


def _words(prefix: str) -> list[str]:
    return [word for word in re.split(r"[\s/]+", prefix) if word]


def _bare(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold().rstrip(".")


def _title(prefix: str) -> str:
    """What is left of the prefix without Ms, Mr and their like."""
    civil = {word for words in _CIVIL.values() for word in words.split()}
    return " ".join(word for word in _words(prefix) if _bare(word) not in civil)


def _gender(person: Person) -> str:
    """As kept on the card, else as the words before the name or a patronymic tell."""
    if person.gender:
        return person.gender if person.gender in _CIVIL else ""
    words = {_bare(word) for word in _words(person.prefix)}
    if words & _FEMALE_TITLES:
        return "female"
    told = next((gender for gender, known in _CIVIL.items() if words & set(known.split())), "")
    return told or next((gender for gender, ends in _PATRONYMICS if ends.search(person.middle)), "")


def _for_women(code: str, title: str) -> str:
    changed = _TITLES_FOR_WOMEN.get(code.partition("-")[0], {})
    return " ".join(changed.get(word, word) for word in title.split())
