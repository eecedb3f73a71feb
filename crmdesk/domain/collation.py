"""Sort keys: bytes whose order is that of names in a dictionary of the language, letters before accents before case.

Three levels follow one another: letters, accents, capitals. One letter is one byte where it can be; a letter that a
language files behind another (`č` behind `c`) is that one's byte, 0xFF and a number. What is usual (no accent, small
letter) has the lowest weight of its level, so that its end may be left away.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from crmdesk.domain import letters

FIELD = "\ufffe"
"""Between two fields of one key: `Silva` and all that have only this comes before `Silva Santos`."""
LONGEST = 160
AFTER = "\xff"
LATIN_AT, OWN_AT = 0x90, 0x30
_LEVEL, _FIELD, _PUNCTUATION_AT, _OTHER_SIGN, _DIGITS_AT = "\x01", "\x02", 0x03, "\x24", 0x25
_GREEK, _CYRILLIC, _GEORGIAN, _ARMENIAN, _HEBREW, _ARABIC = map(chr, range(0xB0, 0xB6))
OTHER_SCRIPTS, _RARE = "\xc0", "\xc1"
_HANGUL, _KANA, _HAN, _RARE_HAN = "\xd0", "\xd4", "\xe0", "\xe1"
SCRIPTS = {
    letters.GREEK: _GREEK, letters.CYRILLIC: _CYRILLIC, letters.GEORGIAN: _GEORGIAN, letters.ARMENIAN: _ARMENIAN,
    letters.HEBREW: _HEBREW, letters.ARABIC: _ARABIC, letters.KANA: _KANA,
}  # fmt: skip
HANGUL, HAN = "hangul", "han"
OWN_SCRIPT = {
    **dict.fromkeys(("be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk"), letters.CYRILLIC),
    **dict.fromkeys(("ar", "fa", "ur"), letters.ARABIC), **dict.fromkeys(("he", "yi"), letters.HEBREW),
    "el": letters.GREEK, "hy": letters.ARMENIAN, "ka": letters.GEORGIAN, "ja": letters.KANA, "ko": HANGUL, "zh": HAN,
}  # fmt: skip
_USUAL = "\x03"
_FIRST_KIND, _FIRST_MARK = 0x04, 0x10
_LOWER, _TITLE, _UPPER = "\x03", "\x05", "\x07"
_TAILORED, _ALIKE, _BEFORE, _LAST = 0x10, 0x40, 0xA0, 0xC0
_OPERATION = re.compile(r"(<<|[<>=~:])")
_TONES = {"vi": "\u0300\u0309\u0303\u0301\u0323"}
_CODES = {"ja": "euc_jp", "zh": "gb2312"}
"""Old codes of these languages stand in an order that their readers know: by sound, rare ones by radical."""


class Weight(NamedTuple):
    letter: str
    accent: str = _USUAL
    case: str = _LOWER


_NOTHING = Weight("", "", "")


class _Level(dict[int, str]):
    """For `str.translate`: what is not there yet is asked for."""

    def __init__(self, ask: Callable[[int], None]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, code: int) -> str:
        self._ask(code)
        return self[code]


class Collation:
    """How one language sorts; `language` is a key of `letters.RULES`, or any other for the order without rules."""

    def __init__(self, language: str) -> None:
        base = language.partition("-")[0]
        self._base = base
        self._known: dict[str, Weight] = {}
        self._joined: dict[str, str] = {}
        self._numbers: dict[tuple[str, int], int] = {}
        self._is_backwards = language == "fr-ca"
        self._cases = (_UPPER, _TITLE, _LOWER) if base in ("da", "mt") else (_LOWER, _TITLE, _UPPER)
        self._marks = _TONES.get(base, "") + letters.MARKS
        self._file_all_scripts()
        for rule in letters.RULES.get(language, letters.RULES.get(base, "")).split():
            self._follow(rule)
        self._levels = tuple(_Level(self._learn) for _level in Weight._fields)
        self._special = self._find_special()
        self._ascii = tuple(self._ascii_level(level) for level in (0, 2))

    # Keys

    def key(self, text: str) -> bytes:
        text = text[:LONGEST]
        if text.isascii() and not (self._special and self._special.search(text)):
            plain = text.encode()
            small, capitals = self._ascii
            return plain.translate(small) + b"\x01\x01" + plain.translate(capitals).rstrip(b"\x03")
        text = self._prepared(text)
        letter, accent, case = (text.translate(level) for level in self._levels)
        if self._is_backwards:
            accent = accent[::-1]
        return f"{letter}{_LEVEL}{accent.rstrip(_USUAL)}{_LEVEL}{case.rstrip(_LOWER)}".encode("latin-1")

    def letters_of(self, text: str) -> bytes:
        """The first level alone: equal for what a reader takes for the same letters, and a beginning of longer ones."""
        return self._prepared(text[:LONGEST]).translate(self._levels[0]).encode("latin-1")

    def _prepared(self, text: str) -> str:
        text = unicodedata.normalize("NFC", text)
        if self._joined and self._special:
            text = self._special.sub(lambda found: self._joined.get(found[0], found[0]), text)
        return _lengthen(text) if "ー" in text else text

    def _ascii_level(self, level: int) -> bytes:
        """One byte for each sign: those that have more are special."""
        weights = (chr(code).translate(self._levels[level]) for code in range(128))
        return "".join(weight if len(weight) == 1 else "\x03" for weight in weights).encode("latin-1") + bytes(128)

    def _find_special(self) -> re.Pattern[str] | None:
        """What a table of bytes cannot do: letters joined to one, and ASCII that is filed otherwise."""
        odd = [
            re.escape(sign)
            for sign in map(chr, range(128))
            if len(sign.translate(self._levels[0])) != 1 or sign.translate(self._levels[1]) not in (_USUAL, _FIELD)
        ]
        wanted = sorted(map(re.escape, self._joined), key=len, reverse=True) + odd
        return re.compile("|".join(wanted)) if wanted else None

    # Signs

    def _learn(self, code: int) -> None:
        for level, weight in zip(self._levels, self._weight(chr(code)), strict=True):
            level[code] = weight

    def _weight(self, sign: str) -> Weight:
        known = self._known.get(sign)
        if known is None:
            known = self._known[sign] = self._find(sign)
        return known

    def _find(self, sign: str) -> Weight:
        category = unicodedata.category(sign)
        if category[0] == "M":
            place = self._marks.find(sign)
            return Weight("", chr(_FIRST_MARK + (place if place >= 0 else len(self._marks))), "")
        if parts := unicodedata.decomposition(sign).split():
            return self._composed(parts)
        if category == "Nd":
            return self._variant(self._weight(str(unicodedata.digit(sign))))
        small = sign.lower()
        if small != sign and len(small) == 1:
            return self._weight(small)._replace(case=self._cases[2])
        return self._unlisted(sign, category)

    def _composed(self, parts: list[str]) -> Weight:
        is_variant = parts[0].startswith("<")
        weights = [self._weight(chr(int(part, 16))) for part in parts[is_variant:]]
        whole = Weight(*map("".join, zip(*weights, strict=True)))
        return self._variant(whole) if is_variant else whole

    @staticmethod
    def _variant(weight: Weight) -> Weight:
        """The same, written otherwise."""
        return weight._replace(case="".join(chr(ord(case) + 1) for case in weight.case))

    def _unlisted(self, sign: str, category: str) -> Weight:
        code = ord(sign)
        if category[0] in "PSZN" or category == "Lm" or sign in "\t\n":
            return Weight(_OTHER_SIGN + _number(code))
        if category[0] == "C":
            return _NOTHING
        if 0xAC00 <= code <= 0xD7AF:
            return Weight(self.hangul + _number(code, 2))
        if "HANGUL" in (name := unicodedata.name(sign, "")):
            return Weight(self.hangul + _number(0xABFF, 2) + _number(code, 2))
        if name.startswith("CJK"):
            return Weight(self._han(sign))
        return Weight(OTHER_SCRIPTS + _number(code, 2) if code < 0x10000 else _RARE + _number(code))

    @property
    def hangul(self) -> str:
        return chr(OWN_AT) if self._base == "ko" else _HANGUL

    @property
    def han(self) -> str:
        return chr(OWN_AT + (self._base == "ko")) if self._base in ("ko", "zh") else _HAN

    def _han(self, sign: str) -> str:
        with_code = sign.encode(_CODES.get(self._base, "utf-16-be"), "ignore")
        if len(with_code) == 2 and (self._base in _CODES or ord(sign) >= 0x4E00):
            return self.han + with_code.decode("latin-1")
        return chr(ord(self.han) + 1) + _number(ord(sign))

    # Tables

    def _file_all_scripts(self) -> None:
        for place, sign in enumerate(letters.PUNCTUATION):
            self._file_with_like(sign, chr(_PUNCTUATION_AT + place), letters.LIKE)
        for place, digit in enumerate(letters.DIGITS):
            self._known[digit] = Weight(chr(_DIGITS_AT + place))
        self._known[FIELD] = Weight(_FIELD, _FIELD, _FIELD)
        for place, letter in enumerate(letters.LATIN):
            self._file_with_like(letter, chr(LATIN_AT + place), letters.LIKE_LATIN)
        for script, lead in SCRIPTS.items():
            is_own = OWN_SCRIPT.get(self._base) == script and self._base != "ja"  # after Latin there
            for place, letter in enumerate(script):
                self._file(letter, Weight(chr(OWN_AT + place) if is_own else lead + chr(0x10 + place)))
        self._file_the_rest()

    def _file_the_rest(self) -> None:
        for letter, (plain, mark) in letters.STROKED.items():
            accent = _USUAL + (chr(_FIRST_MARK + self._marks.index(mark)) if mark else "")
            self._file(letter, self._known[plain]._replace(accent=accent))
        for letter, plain in letters.LIGATURES.items():
            self._file(letter, self._joint_weight(plain)._replace(accent=f"{_USUAL}\xf0{_USUAL}", case=_LOWER * 2))
        for final, letter in letters.FINAL_HEBREW.items():
            self._known[final] = self._variant(self._known[letter])
        for letter in letters.KANA:
            self._known[letter] = self._variant(self._known[letter])
        for small, letter in letters.SMALL_KANA.items():
            self._known[small] = self._known[letter]._replace(case=_LOWER)
        for code in range(0x30A1, 0x30F7):
            if hiragana := self._known.get(chr(code - 0x60)):
                self._known[chr(code)] = hiragana

    def _file_with_like(self, sign: str, weight: str, like: dict[str, str]) -> None:
        self._file(sign, Weight(weight))
        for place, other in enumerate(like.get(sign, "")):
            self._file(other, Weight(weight + AFTER + chr(_ALIKE + place)))

    def _file(self, letter: str, weight: Weight) -> None:
        """A letter and its capital."""
        self._known[letter] = Weight(weight.letter, weight.accent, weight.case.replace(_LOWER, self._cases[0]))
        if capital := self._capital(letter):
            self._known[capital] = weight._replace(case=weight.case.replace(_LOWER, self._cases[2]))

    def _capital(self, letter: str) -> str:
        """Nothing where it has none of its own."""
        if self._base in ("az", "tr") and letter in "iı":
            return {"i": "İ", "ı": "I"}[letter]
        capital = "ẞ" if letter == "ß" else letter.upper()
        return capital if capital != letter and capital.lower() == letter else ""

    # Rules

    def _follow(self, rule: str) -> None:
        anchor, *steps = _OPERATION.split(rule)
        start = self._known["z"] if anchor == "$" else self._joint_weight(anchor)
        zone = _LAST if anchor == "$" else _TAILORED
        before = start
        for operation, letter in zip(steps[::2], steps[1::2], strict=True):
            if operation == ">":
                start, zone = self._before(anchor), _BEFORE
            before = self._next_weight(operation, start, zone, before)
            self._file_joined(letter, before) if len(letter) > 1 else self._file(letter, before)

    def _joint_weight(self, text: str) -> Weight:
        if known := self._known.get(self._joined.get(text, text)):
            return known
        return Weight(*map("".join, zip(*map(self._known.__getitem__, text), strict=True)))

    def _before(self, letter: str) -> Weight:
        """The letter that stands before another one in its script."""
        script = next(script for script in (letters.LATIN, letters.CYRILLIC) if letter in script)
        return self._known[script[script.index(letter) - 1]]

    def _next_weight(self, operation: str, start: Weight, zone: int, before: Weight) -> Weight:
        small = before._replace(case=_LOWER * len(before.case))
        if operation in "<>":
            return Weight(start.letter + AFTER + chr(self._next_number(start.letter, zone)))
        if operation == "<<":
            return small._replace(accent=chr(self._next_number(before.letter, _FIRST_KIND)))
        if operation == "~":
            return small._replace(accent=_USUAL + chr(_FIRST_KIND))
        return small if operation == "=" else self._variant(small)

    def _next_number(self, letter: str, zone: int) -> int:
        number = self._numbers.get((letter, zone), zone)
        self._numbers[letter, zone] = number + 1
        return number

    def _file_joined(self, text: str, weight: Weight) -> None:
        """Several letters that count as one: each way to write it becomes one sign of the private area."""
        forms = {text: 0, text.title(): 1, text.upper(): 2}
        for form, case in forms.items():
            self._join(form, weight._replace(case=self._case_like(weight, case)))
        if self._base in ("cs", "sk"):
            self._join(text[0] + text[1:].upper(), weight._replace(case=chr(ord(_LOWER) + 1)))
        if self._base == "hu":  # `ssz` is `sz` twice
            for form, case in {text[0] + text: 0, text[0].upper() + text: 1, text[0].upper() + text.upper(): 2}.items():
                self._join(form, Weight(weight.letter * 2, weight.accent * 2, self._case_like(weight, case) * 2))

    def _case_like(self, weight: Weight, case: int) -> str:
        is_variant = ord(weight.case) - ord(_LOWER)
        return chr(ord(self._cases[case]) + is_variant)

    def _join(self, form: str, weight: Weight) -> None:
        sign = self._joined.setdefault(form, chr(0xE000 + len(self._joined)))
        self._known[sign] = weight


def _number(code: int, size: int = 3) -> str:
    return code.to_bytes(size, "big").decode("latin-1")


_ROWS = {
    "ぁ": "あかさたなはまやらわ", "ぃ": "いきしちにひみりゐ", "ぅ": "うくすつぬふむゆる", "ぇ": "えけせてねへめれゑ",
    "ぉ": "おこそとのほもよろを",
}  # fmt: skip


def _lengthen(text: str) -> str:
    """A long vowel of kana is filed as a small letter of that vowel."""
    made: list[str] = []
    for sign in text:
        made.append(_vowel_of(made[-1]) if sign == "ー" and made else sign)
    return "".join(made)


def _vowel_of(sign: str) -> str:
    base = unicodedata.normalize("NFD", sign)[:1]
    hiragana = chr(ord(base) - 0x60) if "ァ" <= base <= "ヶ" else base
    plain = letters.SMALL_KANA.get(hiragana, hiragana)
    return next((vowel for vowel, row in _ROWS.items() if plain in row), "ー")
