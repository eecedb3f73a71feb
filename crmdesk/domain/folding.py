"""One spelling for all that a reader takes for the same word: the rule of search, both of the text and of the question.

Case, accents and the special letters of Latin, Turkish, Cyrillic and Greek fall away; German and Nordic letters are
found by either transcription (Müller = Muller = Mueller). Unicode's own folding leaves ı, ł, ø, ß and ё apart.
"""

import re
import unicodedata
from functools import lru_cache

_SPECIAL = str.maketrans(
    {
        "ı": "i", "İ": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d",
        "þ": "th", "Þ": "th", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ß": "ss", "ẞ": "ss", "ħ": "h", "Ħ": "h",
        "ŋ": "n", "Ŋ": "n", "ŧ": "t", "Ŧ": "t", "ĸ": "k", "ə": "a", "Ə": "a", "ё": "е", "Ё": "е", "ґ": "г", "Ґ": "г",
        "ς": "σ", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "\u00ad": None, "\u200c": None, "\u200d": None,
    }
)  # fmt: skip
_TRANSCRIBED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "ae", "Ö": "oe", "Ü": "ue", "Ø": "oe", "Å": "aa"}
)
_SPECIAL_LETTERS = {chr(code) for code in _SPECIAL}
_UMLAUTS = {chr(code) for code in _TRANSCRIBED}
_TRANSCRIPTION = re.compile(r"(?<![aeiouy])([aou])e(?=[^\Waeiouy_])")
_MARKS = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]+")
_JOINTS = re.compile(r"['-]")
_PIECE = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\W_]+")
_IDEOGRAPH = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])")
_NUMBER = re.compile(r"(?<![^\W_])\+?\(?\d[\d\s().\-/]{2,}\d(?![^\W_])")
_LOCAL = (9, 8, 7, 6, 4)
_LONGEST_CODE = 9
"""Digits of a postal code: 12345-6789 in the United States."""


def fold(text: str) -> str:
    """Lower case without accents; punctuation stays."""
    if text.isascii():
        return text.lower()
    if not _SPECIAL_LETTERS.isdisjoint(text):  # translate() is slow
        text = text.translate(_SPECIAL)
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold())
    return " ".join(_IDEOGRAPH.sub(r" \1 ", plain).split()) if plain and max(plain) >= "\u3040" else plain


def words_of(text: str) -> str:
    """A text folded, and behind it the other spellings by which its words may be asked for.

    O'Brien is also obrien, Jean-Luc jeanluc, Müller mueller and Mueller muller. What is no word becomes a blank
    wherever the index, which knows only ASCII, would take it for a letter.
    """
    found = [_word(word) if len(word) < _LONG else _spelled(word) for word in text.split()]
    return " ".join([*[folded for folded, _others in found], *[others for _folded, others in found if others]])


def _spelled(word: str) -> tuple[str, str]:
    """A word folded, and its other spellings."""
    folded, others = fold(word), []
    if "'" in folded or "-" in folded:
        others.append(_JOINTS.sub("", folded))
    if "ue" in folded or "oe" in folded or "ae" in folded:
        others += [short for short in [_TRANSCRIPTION.sub(r"\1", folded)] if short != folded]
    if not word.isascii() and not _UMLAUTS.isdisjoint(composed := unicodedata.normalize("NFC", word)):
        others.append(fold(composed.translate(_TRANSCRIBED)))
    return _in_words(folded), _in_words(" ".join(others))


def _in_words(text: str) -> str:
    return text if text.isascii() else _BETWEEN.sub(" ", text)


_LONG = 40
_word = lru_cache(maxsize=50_000)(_spelled)
"""Names of people and places come again and again."""


def phone_words(typed: str, e164: str) -> str:
    """The ends of a number that people type: with and without country, area and trunk zero, down to the last four."""
    digits, other = _digits(e164 or typed), _digits(typed)
    national = (len(digits) - 1, len(digits) - 2, len(digits) - 3)  # a country's code has one to three digits
    ends = {digits[-length:].lstrip("0") for length in (*national, *_LOCAL) if 4 <= length < len(digits)}
    return " ".join([digits, *sorted(ends), *(() if digits.endswith(other) else (other,))])


def _digits(text: str) -> str:
    digits = "".join(filter(str.isdecimal, text))
    if not digits.isascii():
        digits = "".join(str(int(digit)) for digit in digits)
    return digits.lstrip("0") or digits


def question(text: str) -> list[list[str]]:
    """What to look for: of each list any entry, of an entry all words, each as the beginning of a word."""
    text = text[:200]
    asked = [_spellings_of_number(match[0]) for match in _NUMBER.finditer(text)]
    asked += [_spellings(word) for word in _NUMBER.sub(" ", text).split()]
    return [spellings for spellings in asked if spellings]


def _spellings(word: str) -> list[str]:
    pieces = _PIECE.findall(folded := fold(word))
    shorter = [_TRANSCRIPTION.sub(r"\1", piece) if len(piece) >= 5 else piece for piece in pieces]
    found = [" ".join(pieces), " ".join(shorter)]
    if len(pieces) > 1 and _JOINTS.search(folded):
        found.append("".join(pieces))
    if not _UMLAUTS.isdisjoint(composed := unicodedata.normalize("NFC", word)):
        found.append(" ".join(_PIECE.findall(fold(composed.translate(_TRANSCRIBED)))))
    return list(filter(None, dict.fromkeys(found)))


def _spellings_of_number(text: str) -> list[str]:
    """A phone with gaps is one number, (0)11 98765-4321 is asked as 11987654321; a postal code may be several."""
    digits = _digits(text.replace("(0)", ""))
    if text.startswith("+") or len(digits) > _LONGEST_CODE:
        return [digits]  # the pieces of a phone stand at the beginning of too many words
    return list(dict.fromkeys([digits, " ".join(_PIECE.findall(fold(text)))]))
