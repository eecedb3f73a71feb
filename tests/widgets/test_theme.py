"""Colours can be read, follow the scheme at once, and stand in one place only."""

import re
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import crmdesk
from crmdesk.widgets import icons, stylesheet, theme
from crmdesk.widgets.palette import AVATARS_DARK, AVATARS_LIGHT, DARK, LIGHT, Colours
from crmdesk.widgets.parts import Kind, button

GROUNDS = ("window", "sidebar", "surface", "hover", "accent_ground")


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(QColor(one)), luminance(QColor(other))))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_all_text_can_be_read_on_every_ground(colours: Colours) -> None:
    pairs = [(text, ground) for text in ("text", "muted", "accent") for ground in GROUNDS]
    pairs += [
        (tone, ground) for tone in ("good", "warning", "bad") for ground in (f"{tone}_ground", "surface", "window")
    ]
    pairs += [("on_accent", "accent"), ("on_accent", "accent_hover"), ("window", "text"), ("toast_action", "text")]
    pairs += [("muted", "line")]
    poor = {pair: contrast(getattr(colours, pair[0]), getattr(colours, pair[1])) for pair in pairs}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_ring_of_the_focus_is_seen_on_every_ground(colours: Colours) -> None:
    """WCAG 2.2, 1.4.11 asks for 3:1."""
    faint = {ground: contrast(colours.accent, getattr(colours, ground)) for ground in GROUNDS}
    faint["primary"] = contrast(colours.on_accent, colours.accent)
    faint["toast"] = contrast(colours.toast_action, colours.text)
    assert {ground: ratio for ground, ratio in faint.items() if ratio < 3} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_button_shows_the_focus_of_who_moves_by_keys(
    scheme: theme.Scheme, qapp: QApplication, qtbot: QtBot
) -> None:
    theme.apply(qapp, scheme)
    for kind in get_args(Kind):
        made = button("Words", kind=kind)
        qtbot.addWidget(made)
        made.show()
        calm = made.grab().toImage()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        made.clearFocus()
        made.setFocus(Qt.FocusReason.TabFocusReason)
        assert made.grab().toImage() != calm, kind


def test_monograms_can_be_read() -> None:
    assert min(contrast(*pair) for pair in AVATARS_LIGHT + AVATARS_DARK) >= 4.5


def test_a_new_scheme_shows_at_once(qapp: QApplication, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    assert widget.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.window)
    theme.apply(qapp, "dark")
    assert widget.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window)
    assert theme.colour("accent") == QColor(DARK.accent)
    assert icons.pixmap("users").toImage() != _light_icon(qapp)


def _light_icon(app: QApplication) -> object:
    theme.apply(app, "light")
    return icons.pixmap("users").toImage()


def test_both_palettes_are_complete(qapp: QApplication) -> None:
    for scheme in ("light", "dark"):
        theme.apply(qapp, scheme)  # type: ignore[arg-type]
        palette, dark = qapp.palette(), scheme == "dark"
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
            ground, text = (palette.color(group, role) for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Text))
            assert (ground.lightness() < text.lightness()) == dark


def test_the_text_size_scales_fonts_and_measures(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 1.5)
    assert (theme.font("body").pixelSize(), theme.px(theme.TALL_ROW)) == (20, 84)


def test_the_stylesheet_scales_but_for_its_lines() -> None:
    sheet = stylesheet.build(LIGHT, 2.0, [12])
    assert "min-height: 60px" in sheet
    assert "padding: 0 24px" in sheet
    assert "border: 1px solid" in sheet
    assert '*[letters="12"] { font-size: 24px; }' in sheet


def test_margins_and_gaps_are_told_to_the_theme() -> None:
    """Else they stay as they are when letters grow."""
    number = r"(?:[3-9]|\d\d|theme\.[A-Z])"
    raw = re.compile(rf"\.setContentsMargins\((?:\d+, *){{0,3}}{number}|\.(?:set|add)\w*Spacing\({number}")
    folder = Path(crmdesk.__file__).parent
    files = [*(folder / "ui").glob("*.py"), *(folder / "widgets").glob("*.py")]
    found = [
        f"{file.name}:{place}"
        for file in files
        for place, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if raw.search(line)
    ]
    assert not found


def test_an_icon_is_tinted_and_pale_when_disabled(qtbot: QtBot) -> None:
    icon = icons.icon("users", "accent")
    normal, disabled = icon.pixmap(16), icon.pixmap(16, icon.Mode.Disabled)
    assert _strongest(normal.toImage()) == QColor(LIGHT.accent).name()
    assert _strongest(disabled.toImage()) == QColor(LIGHT.faint).name()


def _strongest(image: object) -> str:
    pixels = [image.pixelColor(x, y) for x in range(16) for y in range(16)]  # type: ignore[attr-defined]
    return str(max(pixels, key=QColor.alpha).name())


def test_every_icon_named_in_the_code_is_there() -> None:
    folder = Path(crmdesk.__file__).parent
    pattern = re.compile(
        r'icons?\.(?:icon|paint|pixmap)\((?:painter, )?"([a-z0-9-]+)"|icon(?:_button\(|=)"([a-z0-9-]+)"'
    )
    named = {a or b for file in folder.rglob("*.py") for a, b in pattern.findall(file.read_text("utf-8"))}
    assert named
    missing = {name for name in named if not (folder.parent / "resources" / "icons" / f"{name}.svg").is_file()}
    assert missing == set()


def test_colours_stand_in_the_palette_only() -> None:
    folder = Path(crmdesk.__file__).parent
    for file in (folder / "widgets").glob("*.py"):
        if file.name != "palette.py":
            assert not re.search(r'"#[0-9A-Fa-f]{6}"', file.read_text("utf-8")), file
