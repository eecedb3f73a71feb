"""Where words stand in a text, whatever their case and accents."""

from collections.abc import Sequence

from crmdesk.domain.folding import fold

_MOST = 200


def words_of(typed: str) -> list[str]:
    return fold(typed).split()


def has_all(text: str, asked: Sequence[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in asked)


def spots(text: str, asked: Sequence[str]) -> list[tuple[int, int]]:
    """Place and length of each, as the text is written."""
    if not asked or not any(word in fold(text) for word in asked):
        return []
    letters = [fold(letter).strip() or letter for letter in text]
    starts = [number for number, letter in enumerate(letters) for _part in letter]
    folded = "".join(letters)
    found: list[tuple[int, int]] = []
    for word in asked:
        place = folded.find(word)
        while place >= 0 and len(found) < _MOST:
            first, last = starts[place], starts[place + len(word) - 1]
            found.append((first, last - first + 1))
            place = folded.find(word, place + len(word))
    return found
