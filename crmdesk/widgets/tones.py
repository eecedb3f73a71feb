"""A few soft colours by which kinds of things are told apart, light and dark: ground, text on it, and a strong mark."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor

from crmdesk.widgets import theme
from crmdesk.widgets.palette import AVATARS_DARK, AVATARS_LIGHT, MARKS

_PLACES = {"orange": (0, 0), "blue": (1, 1), "violet": (2, 2), "green": (3, 3), "pink": (4, 5), "yellow": (5, 4)}
"""Among the pairs of the avatars and among the marks."""
NAMES = (*_PLACES, "grey")


@dataclass(frozen=True, slots=True)
class Tone:
    ground: QColor
    text: QColor
    mark: QColor


def tone(name: str) -> Tone:
    if name not in _PLACES:
        return Tone(theme.colour("sidebar" if not theme.is_dark() else "line"), theme.colour("muted"),
                    theme.colour("faint"))  # fmt: skip
    return _pair(name, theme.is_dark())


def paled(name: str) -> Tone:
    """Of what is over."""
    found = tone(name)
    return Tone(_between(found.ground, theme.colour("surface"), 0.55), theme.colour("muted"),
                _between(found.mark, theme.colour("surface"), 0.45))  # fmt: skip


@cache
def _pair(name: str, is_dark: bool) -> Tone:
    pair, mark = _PLACES[name]
    ground, text = (AVATARS_DARK if is_dark else AVATARS_LIGHT)[pair]
    return Tone(QColor(ground), QColor(text), QColor(MARKS[mark]))


def _between(one: QColor, other: QColor, share: float) -> QColor:
    """`share` of the other."""
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return QColor(*(round((1 - share) * a + share * b) for a, b in pairs))
