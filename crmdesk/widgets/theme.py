"""The one place for colours, fonts and measures; follows the system's light and dark while the application runs."""

import os
from functools import cache
from typing import Literal, cast

from PySide6.QtCore import QEvent, QMargins, QObject, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from crmdesk import paths
from crmdesk.widgets import stylesheet
from crmdesk.widgets.palette import AVATARS_DARK, AVATARS_LIGHT, DARK, LIGHT, MARKS, Colours, qt_palette

Scheme = Literal["system", "light", "dark"]
FontRole = Literal[
    "body", "medium", "strong", "second", "second_strong", "group", "tag", "key", "heading", "title", "card"
]

GRID = 4
GAP = 8
PAD = 16
EDGE = 24
SIDE_BAR = 200
ROW = 36
TALL_ROW = 56
CONTROL = 32
RADIUS = 8
CARD_RADIUS = 10
FORM_WIDTH = 560
LABEL_WIDTH = 88

STYLE = "QT_STYLE_OVERRIDE"
"""Set to Fusion before the application is made, it saves asking for the style, which costs 10 ms."""

_FONTS: dict[FontRole, tuple[int, QFont.Weight]] = {
    "body": (13, QFont.Weight.Normal),
    "medium": (13, QFont.Weight.Medium),
    "strong": (13, QFont.Weight.DemiBold),
    "second": (12, QFont.Weight.Normal),
    "second_strong": (12, QFont.Weight.DemiBold),
    "group": (11, QFont.Weight.DemiBold),
    "tag": (11, QFont.Weight.DemiBold),
    "key": (11, QFont.Weight.Normal),
    "heading": (16, QFont.Weight.DemiBold),
    "title": (22, QFont.Weight.Bold),
    "card": (28, QFont.Weight.Bold),
}
_GENERIC = {"Sans Serif", "Sans", "DejaVu Sans", ""}
_BETTER_THAN_GENERIC = ("Inter", "Noto Sans", "Cantarell", "Ubuntu")
_SHIPPED = ("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf")


class _Theme(QObject):
    """Lives as long as the application; the only state of this module."""

    def __init__(self, app: QApplication, scheme: Scheme, scale: float) -> None:
        super().__init__(app)
        self.setObjectName("theme")
        self.app = app
        self.scheme: Scheme = scheme
        self.scale = scale
        self.is_moving = True
        self.letters: list[int] = []
        """The sizes of fonts that widgets wear, once the scale was changed."""
        self.families = _families()
        self.fonts: dict[FontRole, QFont] = {}
        self.colours = LIGHT
        self.by_role: dict[str, QColor] = {}
        app.styleHints().colorSchemeChanged.connect(self.show)

    def show(self) -> None:
        dark = is_dark_system(self.app) if self.scheme == "system" else self.scheme == "dark"
        colours = DARK if dark else LIGHT
        sheet = stylesheet.build(colours, self.scale, self.letters)
        if sheet == self.app.styleSheet():
            return  # the system tells of the scheme that was just asked of it: all widgets wear it already
        self.colours = colours
        self.by_role.clear()
        self.fonts.clear()
        self.app.setFont(self.font("body"))
        self.app.setStyleSheet("")  # or each widget is dressed again with every one that it lies in: ten times
        self.app.setPalette(qt_palette(self.colours))
        self.app.setStyleSheet(sheet)

    def font(self, role: FontRole) -> QFont:
        font = self.fonts.get(role)
        if font is None:
            font = self.fonts[role] = self._make(role)
        return font

    def _make(self, role: FontRole) -> QFont:
        size, weight = _FONTS[role]
        font = QFont(self.families)
        font.setPixelSize(round(size * self.scale))
        font.setWeight(weight)
        if role == "group":
            font.setCapitalization(QFont.Capitalization.AllUppercase)
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 105)
        if role in ("title", "card"):
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 99)
        return font


_current: _Theme | None = None


def apply(
    app: QApplication, scheme: Scheme = "system", scale: float | None = None, *, is_moving: bool | None = None
) -> None:
    """Dress the application; called again, it changes scheme, scale or motion at once. What is not said stays."""
    global _current
    if os.environ.get(STYLE) != "Fusion" and app.style().name() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    if _current is None or _current.app is not app:
        _current = _Theme(app, scheme, scale or 1.0)
    _current.scheme = scheme
    if is_moving is not None:
        _current.is_moving = is_moving
    wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(scheme, Qt.ColorScheme.Unknown)
    app.styleHints().setColorScheme(wanted)  # title bars follow too, where the platform can
    if scale and scale != _current.scale:
        _rescale(_current, scale)
    else:
        _current.show()


def _rescale(theme: _Theme, scale: float) -> None:
    from crmdesk.widgets.rescale import Rescaling

    theme.letters = sorted({size for size, _weight in _FONTS.values()})
    Rescaling(theme.scale, scale, theme.letters).run(theme.app.allWidgets())
    theme.scale = scale
    theme.show()
    for window in theme.app.topLevelWidgets():  # what a window shows may depend on how much it has room for
        theme.app.postEvent(window, QResizeEvent(window.size(), window.size()))


def is_dark_system(app: QApplication) -> bool:
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _families() -> list[str]:
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    if system not in _GENERIC:
        return [system]
    # A bare X server or no screen names no font of its own: take the best that is installed, or what labels are set in.
    installed = set(QFontDatabase.families())
    if better := [name for name in _BETTER_THAN_GENERIC if name in installed]:
        return better
    for file in _SHIPPED:
        QFontDatabase.addApplicationFont(str(paths.resources() / "fonts" / file))
    return ["Noto Sans", system]


def _theme() -> _Theme:
    if _current is None:
        apply(cast(QApplication, QApplication.instance()))
    assert _current is not None
    return _current


def colours() -> Colours:
    return _theme().colours


def is_dark() -> bool:
    return colours() is DARK


def colour(role: str) -> QColor:
    theme = _theme()
    found = theme.by_role.get(role)
    if found is None:
        found = theme.by_role[role] = QColor(getattr(theme.colours, role))
    return found


@cache
def as_colour(name: str) -> QColor:
    return QColor(name)


def font(role: FontRole) -> QFont:
    return _theme().font(role)


def scale() -> float:
    return _theme().scale


def px(measure: float) -> int:
    """A measure of the grid at the user's text size."""
    return round(measure * _theme().scale)


def window_size(width: float, height: float) -> QSize:
    """As `px`, but never more than the screen has."""
    return QSize(px(width), px(height)).boundedTo(QGuiApplication.primaryScreen().availableSize())


def margins(left: float, top: float, right: float, bottom: float) -> QMargins:
    """Room around something, at the user's text size."""
    return QMargins(px(left), px(top), px(right), px(bottom))


def motion() -> int:
    """Milliseconds of a movement: none where the user or the system wants none."""
    return 150 if _theme().is_moving and QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu) else 0


def _sum(key: bytes | str) -> int:
    return sum(key.encode() if isinstance(key, str) else key)


def avatar_colours(key: bytes | str) -> tuple[QColor, QColor]:
    """Ground and text of one of six pairs, always the same for the same key."""
    pairs = AVATARS_DARK if is_dark() else AVATARS_LIGHT
    ground, text = pairs[_sum(key) % len(pairs)]
    return as_colour(ground), as_colour(text)


def mark(key: bytes | str) -> str:
    """The colour of a group's mark, always the same for the same key."""
    return MARKS[_sum(key) % len(MARKS)]


def set_kind(widget: QWidget, name: str, value: str | bool) -> None:
    """Set a property the stylesheet asks for, and let the widget be drawn by it."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def is_theme_change(event: QEvent) -> bool:
    """For `changeEvent` of what keeps pictures in theme colours."""
    return event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange)
