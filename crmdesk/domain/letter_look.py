"""How a letter looks: its paper, its type, and the words around its text in the language it is written in."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

SIZES = (9.0, 10.0, 10.5, 11.0, 12.0)


@dataclass(frozen=True, slots=True)
class Look:
    form: str = ""
    """Of `printing.letter_forms`; nothing is what the sender's country uses."""
    head: str = "own"
    """`own` is printed; `paper` already stands on it; `none` for notes without one."""
    size: float = 10.5
    """Points."""
    has_folds: bool = True
    has_date: bool = True
    has_numbers: bool = True
    """Page x of y, where there are several."""
    enclosures: str = ""
    """One a line."""


HEADS = ("own", "paper", "none")
_CHECKS: dict[str, Any] = {
    "form": lambda value: isinstance(value, str),
    "head": lambda value: value in HEADS,
    "size": lambda value: value in SIZES,
    "enclosures": lambda value: isinstance(value, str),
}


def read(text: str | None) -> Look:
    """What cannot be understood is as usual."""
    try:
        kept = json.loads(text or "{}")
    except ValueError:
        kept = {}
    names = {field.name for field in fields(Look)}
    found = kept.items() if isinstance(kept, dict) else ()
    return Look(**{name: value for name, value in found if name in names and _is_sound(name, value)})


def _is_sound(name: str, value: Any) -> bool:
    return bool(_CHECKS[name](value)) if name in _CHECKS else isinstance(value, bool)


def write(look: Look) -> str:
    return json.dumps(asdict(look), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around the text, in its language."""

    enclosure: str = "Enclosure:"
    enclosures: str = "Enclosures:"
    page: str = "Page {page} of {pages}"


_WORDS = {
    "en": Words(),
    "de": Words("Anlage:", "Anlagen:", "Seite {page} von {pages}"),
    "fr": Words("Pièce jointe :", "Pièces jointes :", "Page {page} sur {pages}"),
    "es": Words("Anexo:", "Anexos:", "Página {page} de {pages}"),
    "pt": Words("Anexo:", "Anexos:", "Página {page} de {pages}"),
    "it": Words("Allegato:", "Allegati:", "Pagina {page} di {pages}"),
    "nl": Words("Bijlage:", "Bijlagen:", "Pagina {page} van {pages}"),
    "pl": Words("Załącznik:", "Załączniki:", "Strona {page} z {pages}"),
    "cs": Words("Příloha:", "Přílohy:", "Strana {page} z {pages}"),
    "ru": Words("Приложение:", "Приложения:", "Страница {page} из {pages}"),
    "uk": Words("Додаток:", "Додатки:", "Сторінка {page} з {pages}"),
    "tr": Words("Ek:", "Ekler:", "Sayfa {page} / {pages}"),
    "sv": Words("Bilaga:", "Bilagor:", "Sida {page} av {pages}"),
    "da": Words("Bilag:", "Bilag:", "Side {page} af {pages}"),
    "nb": Words("Vedlegg:", "Vedlegg:", "Side {page} av {pages}"),
    "fi": Words("Liite:", "Liitteet:", "Sivu {page} / {pages}"),
    "el": Words("Συνημμένο:", "Συνημμένα:", "Σελίδα {page} από {pages}"),
    "ar": Words("مرفق:", "مرفقات:", "صفحة {page} من {pages}"),
    "zh": Words("附件：", "附件：", "第 {page} 页，共 {pages} 页"),
    "ja": Words("同封物：", "同封物：", "{page} / {pages} ページ"),
    "ko": Words("첨부:", "첨부:", "{page} / {pages} 페이지"),
}


def words_in(language: str | None) -> Words:
    return _WORDS.get((language or "").replace("_", "-").partition("-")[0].lower(), _WORDS["en"])
