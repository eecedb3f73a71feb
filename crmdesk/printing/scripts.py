"""Right-to-left text as it stands on the page: Arabic letters joined, runs turned round by Unicode's rules."""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import groupby

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_JOINING = re.compile("[\u0620-\u06ff\u0750-\u08ff]")
_PURE = re.compile("[\u05d0-\u05ea\u0621-\u064a\u0660-\u0669\u066e\u066f\u0671-\u06d30-9 .,/()-]*")
"""Nothing but letters from right to left, figures and what stands around them."""
_NUMBER = re.compile(r"\d+(?:[.,/-]\d+)*")
_BRACKETS = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_LEVELS = {"L": 0, "R": 1, "#": 2}
_JOINERS = ("\u0640", "\u200d")


def is_right_to_left(text: str) -> bool:
    """By the first letter that has a direction."""
    if not _RIGHT_TO_LEFT.search(text):
        return False
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((direction in ("R", "AL") for direction in directions if direction in ("L", "R", "AL")), False)


def visual(text: str) -> str:
    """The text as its glyphs stand from left to right."""
    if not _RIGHT_TO_LEFT.search(text):
        return text
    joined = _join(text) if _JOINING.search(text) else text
    if is_right_to_left(text) and _PURE.fullmatch(text):  # as most lines are
        return _NUMBER.sub(lambda number: number[0][::-1], joined[::-1].translate(_BRACKETS))
    levels = _levels(joined, 1 if is_right_to_left(joined) else 0)
    letters = [
        letter.translate(_BRACKETS) if level % 2 else letter for letter, level in zip(joined, levels, strict=True)
    ]
    for floor in range(max(levels), 0, -1):
        letters, levels = _turned(letters, levels, floor)
    return "".join(letters)


def _turned(letters: list[str], levels: list[int], floor: int) -> tuple[list[str], list[int]]:
    """Every run at or above the floor, back to front."""
    pairs: list[tuple[str, int]] = []
    for above, run in groupby(zip(letters, levels, strict=True), lambda pair: pair[1] >= floor):
        members = list(run)
        pairs += reversed(members) if above else members
    return [letter for letter, _level in pairs], [level for _letter, level in pairs]


def _levels(text: str, base: int) -> list[int]:
    """0 left to right, 1 right to left, 2 left to right within it."""
    kinds = _kinds(text, base)
    levels: list[int] = []
    for index, kind in enumerate(kinds):
        if kind == "N":
            before = next((k for k in reversed(kinds[:index]) if k != "N"), None)
            after = next((k for k in kinds[index:] if k != "N"), None)
            levels.append(_LEVELS[_between(before, after, base)] or 2 * base)
        else:
            levels.append(_LEVELS[kind] or 2 * base)
    return levels


def _between(before: str | None, after: str | None, base: int) -> str:
    """A blank or sign belongs to what stands on both sides of it; a number counts as the text around it."""
    sides = {"L" if side == "L" else "R" for side in (before, after) if side}
    return sides.pop() if len(sides) == 1 and before and after else "R" if base else "L"


def _kinds(text: str, base: int) -> list[str]:
    """L and R by the letters, # a number in right-to-left text, N the rest."""
    kinds: list[str] = []
    strong = "R" if base else "L"
    for index, letter in enumerate(text):
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            strong = "L" if direction == "L" else "R"
            kinds.append(strong)
        elif direction in ("EN", "AN") or (direction in ("CS", "ES") and _inside_number(text, index)):
            kinds.append("L" if strong == "L" else "#")
        elif direction == "NSM" and kinds:
            kinds.append(kinds[-1])
        else:
            kinds.append("N")
    return kinds


def _inside_number(text: str, index: int) -> bool:
    return text[index - 1 : index].isdigit() and text[index + 1 : index + 2].isdigit()


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Letter, or lam with alef -> its shapes: isolated, initial, medial, final."""
    forms: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFC00), *range(0xFE80, 0xFEFD)):
        kind, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        if letters:
            base = "".join(chr(int(letter, 16)) for letter in letters)
            forms.setdefault(base, {})[kind.strip("<>")] = chr(code)
    return forms


def _join(text: str) -> str:
    return " ".join(map(_join_word, text.split(" ")))


@lru_cache(maxsize=4096)
def _join_word(text: str) -> str:
    letters = re.findall("\u0644[\u0622\u0623\u0625\u0627]|.", text, re.DOTALL)
    bases = [index for index, letter in enumerate(letters) if not unicodedata.combining(letter[0])]
    on = [False, *(_joins(letters[index], "initial") for index in bases)]
    back = [*(_joins(letters[index], "final") for index in bases), False]
    for place, index in enumerate(bases):
        letters[index] = _shape(letters[index], on[place], back[place + 1])
    return "".join(letters)


def _joins(letter: str, form: str) -> bool:
    return letter in _JOINERS or form in _forms().get(letter, ())


def _shape(letter: str, before: bool, after: bool) -> str:
    forms = _forms().get(letter)
    if not forms:
        return letter
    before, after = before and "final" in forms, after and "initial" in forms
    wanted = "medial" if before and after else "final" if before else "initial" if after else "isolated"
    return forms.get(wanted, letter)
