"""Places in an order that two laptops change at once: texts between which there is always room for another."""

import random

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE = len(_SIGNS)
_WIDTH, _STEP = 6, _BASE**3
"""Of what is put at either end: room for a hundred thousand there before keys grow."""
LONGEST = 40
"""A column whose keys are longer is given new ones."""


def between(low: str, high: str) -> str:
    """A key after `low` and before `high`; nothing is the end. The last signs are random: two laptops that put
    something into the same gap mean two places. Raises ValueError where there is no room."""
    if low and high and low >= high:
        raise ValueError(f"no room between {low} and {high}")
    key = _beside(low, high) or _middle(low, high)
    tail = random.choice(_SIGNS[1:]) + random.choice(_SIGNS[1:])
    return key + tail if not high or key + tail < high else key


def spaced(count: int) -> list[str]:
    """Keys for a whole column."""
    half = _BASE**_WIDTH // 2
    return [_written(half + (place - count // 2) * _STEP) for place in range(count)]


def _beside(low: str, high: str) -> str:
    """At one of the ends, or the first of all."""
    if low and high:
        return ""
    if not low and not high:
        return _written(_BASE**_WIDTH // 2)
    value = _read(low) + _STEP if low else _read(high) - _STEP
    return _written(value) if 0 < value < _BASE**_WIDTH else ""


def _read(key: str) -> int:
    value = 0
    for sign in key[:_WIDTH].ljust(_WIDTH, "0"):
        value = value * _BASE + _SIGNS.index(sign)
    return value


def _written(value: int) -> str:
    signs = []
    for _place in range(_WIDTH):
        value, rest = divmod(value, _BASE)
        signs.append(_SIGNS[rest])
    return "".join(reversed(signs)).rstrip("0")


def _middle(low: str, high: str) -> str:
    """As fractions, neither ending in nothing: after Greenspan's fractional indexing."""
    if high:
        same = next((place for place, sign in enumerate(high) if low[place : place + 1].ljust(1, "0") != sign), 0)
        if same:
            return high[:same] + _middle(low[same:], high[same:])
    first = _SIGNS.index(low[0]) if low else 0
    last = _SIGNS.index(high[0]) if high else _BASE
    if last - first > 1:
        return _SIGNS[(first + last) // 2]
    if len(high) > 1:
        return high[0]
    return _SIGNS[first] + _middle(low[1:], "")
