"""The user's alphabet: the tabs of a card file, and the key by which a name is filed behind them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from crmdesk.domain import letters
from crmdesk.domain.collation import AFTER, FIELD, HAN, HANGUL, OTHER_SCRIPTS, OWN_SCRIPT, Collation

EDITION = 1
"""Raised when names are filed otherwise than before: the keys of all files are then made anew."""
NO_LETTER = "#"

_LATIN = "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z"
_UNUSED = {"lt": "Q W X Y", "lv": "Q Y Ŗ", "pl": "Ą Ę"}
_LETTERS = {
    "ar": "ا ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي",
    "az": "A B C Ç D E Ə F G Ğ H X I İ J K Q L M N O Ö P R S Ş T U Ü V Y Z",
    "be": "А Б В Г Д Е Ё Ж З І Й К Л М Н О П Р С Т У Ў Ф Х Ц Ч Ш Ы Э Ю Я",
    "bg": "А Б В Г Д Е Ж З И Й К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Ъ Ю Я",
    "el": "Α Β Γ Δ Ε Ζ Η Θ Ι Κ Λ Μ Ν Ξ Ο Π Ρ Σ Τ Υ Φ Χ Ψ Ω",
    "fa": "آ ا ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن و ه ی",
    "he": "א ב ג ד ה ו ז ח ט י כ ל מ נ ס ע פ צ ק ר ש ת",
    "hy": "Ա Բ Գ Դ Ե Զ Է Ը Թ Ժ Ի Լ Խ Ծ Կ Հ Ձ Ղ Ճ Մ Յ Ն Շ Ո Չ Պ Ջ Ռ Ս Վ Տ Ր Ց Փ Ք Օ Ֆ",
    "is": "A Á B C D Ð E É F G H I Í J K L M N O Ó P Q R S T U Ú V W X Y Ý Z Þ Æ Ö",
    "ja": "あ か さ た な は ま や ら わ",
    "ka": "ა ბ გ დ ე ვ ზ თ ი კ ლ მ ნ ო პ ჟ რ ს ტ უ ფ ქ ღ ყ შ ჩ ც ძ წ ჭ ხ ჯ ჰ",
    "kk": "А Ә Б В Г Ғ Д Е Ё Ж З И Й К Қ Л М Н Ң О Ө П Р С Т У Ұ Ү Ф Х Һ Ц Ч Ш Щ Ы І Э Ю Я",
    "ky": "А Б В Г Д Е Ё Ж З И Й К Л М Н Ң О Ө П Р С Т У Ү Ф Х Ц Ч Ш Щ Ы Э Ю Я",
    "mk": "А Б В Г Д Ѓ Е Ж З Ѕ И Ј К Л Љ М Н Њ О П Р С Т Ќ У Ф Х Ц Ч Џ Ш",
    "ru": "А Б В Г Д Е Ж З И Й К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Ы Э Ю Я",
    "sr": "А Б В Г Д Ђ Е Ж З И Ј К Л Љ М Н Њ О П Р С Т Ћ У Ф Х Ц Ч Џ Ш",
    "tr": "A B C Ç D E F G Ğ H I İ J K L M N O Ö P R S Ş T U Ü V Y Z",
    "uk": "А Б В Г Ґ Д Е Є Ж З И І Ї Й К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Ю Я",
}
_SOUNDS = {
    "ko": dict(zip("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ", "가나다라마바사아자차카타파하", strict=True)),
    "zh": dict(zip("ABCDEFGHJKLMNOPQRSTWXYZ", "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝", strict=True)),
}
"""Tabs named by a sound, and the first sign that has it."""
_SCRIPT_NAMES = {
    letters.GREEK: "Α–Ω", letters.CYRILLIC: "А–Я", letters.GEORGIAN: "ა–ჰ", letters.ARMENIAN: "Ա–Ֆ",
    letters.HEBREW: "א–ת", letters.ARABIC: "ا–ي", letters.KANA: "あ",
}  # fmt: skip
_SAME = {"bs": "sh", "cnr": "sh", "hr": "sh", "iw": "he", "nn": "nb", "no": "nb"}


@dataclass(frozen=True, slots=True)
class Tab:
    text: str
    start: bytes
    """Nothing behind this tab has a lower key."""
    is_own: bool = True
    """A letter of the alphabet; else what has no letter, or a whole foreign script."""


class Alphabet:
    def __init__(self, language: str) -> None:
        self.language = language
        self.name = f"{language} {EDITION}"
        """What is noted in a file whose keys were made by it."""
        self._collation = Collation(language)
        self.key = self._collation.key
        """Bytes in the order of names."""
        self.letters_of = self._collation.letters_of
        """The beginning of the keys of all names that begin so, whatever their accents and capitals."""
        self.tabs = tuple(self._all_tabs())
        self._starts = [tab.start for tab in self.tabs]

    def filing_key(self, family_first: str) -> bytes:
        """Of `Silva, Ana`: the family name decides before anything else does."""
        return self.key(family_first.replace(", ", FIELD, 1))

    @staticmethod
    def begins(key: bytes, letters: bytes) -> bool:
        """A name of this key begins with these letters, and not with one that is filed behind the last of them."""
        return key.startswith(letters) and not key.startswith(letters + AFTER.encode("latin-1"))

    def tab_of(self, key: bytes) -> int:
        """The number of the tab that a key stands behind."""
        return bisect_right(self._starts, key) - 1

    def _all_tabs(self) -> list[Tab]:
        own = [Tab(text, self.letters_of(first)) for text, first in self._own_letters().items()]
        foreign = [Tab(text, start, is_own=False) for text, start in self._foreign()]
        return [Tab(NO_LETTER, b"", is_own=False), *sorted(own + foreign, key=lambda tab: tab.start)]

    def _own_letters(self) -> dict[str, str]:
        base = self.language.partition("-")[0]
        if base in _SOUNDS:
            return _SOUNDS[base]
        shown = _LETTERS.get(base, _LATIN if base not in OWN_SCRIPT else "").split()
        if base not in _LETTERS:
            shown = [letter for letter in shown + self._added() if letter not in _UNUSED.get(base, "").split()]
        return {letter: letter for letter in shown}

    def _added(self) -> list[str]:
        """Letters that the rules of the language set apart from all others."""
        rules = letters.RULES.get(self.language, "")
        return [letter.upper() for letter in re.findall(r"(?<!<)[<>](?!<)([^\s<>=:]+)", rules)]

    def _foreign(self) -> Iterator[tuple[str, bytes]]:
        base = self.language.partition("-")[0]
        own = {letters.LATIN: "A–Z", HANGUL: "가", HAN: "漢", **_SCRIPT_NAMES}[OWN_SCRIPT.get(base, letters.LATIN)]
        starts = {name: self.letters_of(script[0]) for script, name in _SCRIPT_NAMES.items()}
        starts |= {
            "A–Z": self.letters_of("a"),
            "가": self.letters_of("가"),
            "漢": self._collation.han.encode("latin-1"),
        }
        starts["…"] = OTHER_SCRIPTS.encode("latin-1")
        return ((name, start) for name, start in starts.items() if name != own)


def of(language: str) -> Alphabet:
    """By a tag as systems write it: `pt_BR.UTF-8`, `sr-Latn`, `es-u-co-trad`; unknown ones get A to Z."""
    return _made(canonical(language))


@cache
def _made(language: str) -> Alphabet:
    return Alphabet(language)


def canonical(language: str) -> str:
    """`pt` of `pt_BR.UTF-8`: the part of a tag that decides the order."""
    tag = re.sub(r"[_@.]", "-", language).lower()
    base, *more = tag.split("-")
    if base == "sr" and {"latn", "latin"} & set(more):
        return "sh"
    base = _SAME.get(base, base)
    if "co" in more and f"{base}-{more[-1]}" in letters.RULES:
        return f"{base}-{more[-1]}"
    return "fr-ca" if base == "fr" and "ca" in more else base
