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
_TRANSCRIPTION = re.compile(r"(?<=[^\Waeiouy_])([aou])e(?=[^\Waeiouy_])")
_MARKS = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]+")
_WORD = re.compile(r"[\w']+(?:[-@.+][\w']+)*")
_PIECE = re.compile(r"\w+")
_IDEOGRAPH = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])")
_NUMBER = re.compile(r"\+?\(?\d[\d\s().\-/]{2,}\d")
_LOCAL = (9, 8, 7, 6, 4)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without accents; punctuation stays."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_SPECIAL))
    return _IDEOGRAPH.sub(r" \1 ", _MARKS.sub("", plain.casefold()))


@lru_cache(maxsize=262144)
def words_of(text: str) -> str:
    """Every word of a text as it may be asked for, space-separated: folded, transcribed, and with its joints closed."""
    folded = fold(text)
    words = folded if folded.isascii() and folded.isalpha() else " ".join(_with_closed_joints(folded))
    if not text.isascii():
        transcribed = fold(unicodedata.normalize("NFC", text).translate(_TRANSCRIBED))
        if transcribed != folded:
            words = f"{words} {transcribed}"
    elif (shorter := _TRANSCRIPTION.sub(r"\1", folded)) != folded:
        words = f"{words} {shorter}"
    return words


def _with_closed_joints(folded: str) -> list[str]:
    """O'Brien is also obrien, Jean-Luc also jeanluc."""
    found = []
    for word in _WORD.findall(folded):
        pieces = _PIECE.findall(word)
        found += pieces
        if len(pieces) > 1 and not any(mark in word for mark in "@.+"):
            found.append("".join(pieces))
    return found


def phone_words(number: str) -> str:
    """The ends of a number that people type: with and without country, area and trunk zero, down to the last four."""
    digits = "".join(filter(str.isdecimal, number)).lstrip("0")
    national = (len(digits) - 1, len(digits) - 2, len(digits) - 3)  # a country's code has one to three digits
    ends = {digits[-length:].lstrip("0") for length in (*national, *_LOCAL) if 4 <= length < len(digits)}
    return " ".join([digits, *sorted(ends)])


def question(text: str) -> list[list[str]]:
    """What to look for: all of the lists, and of each list any word, each as the beginning of a word."""
    text = text[:200]
    asked = [[digits] for digits in _numbers_in(text)]
    for word in _PIECE.findall(fold(_NUMBER.sub(" ", text)).replace("'", " ")):
        asked.append([word])
        if len(word) >= 5 and (shorter := _TRANSCRIPTION.sub(r"\1", word)) != word:
            asked[-1].append(shorter)
    return asked


def _numbers_in(text: str) -> list[str]:
    """Numbers written with gaps become one: (0)11 98765-4321 is asked as 11987654321."""
    found = []
    for match in _NUMBER.findall(text):
        digits = "".join(filter(str.isdecimal, match.replace("(0)", "")))
        found.append(digits.lstrip("0") or digits)
    return found
