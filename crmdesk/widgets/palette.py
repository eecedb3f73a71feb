"""The colours by role, light and dark, and the complete palettes Qt is given; all text stands at 4.5:1 or more."""

from dataclasses import dataclass, fields

from PySide6.QtGui import QColor, QPalette


@dataclass(frozen=True, slots=True)
class Colours:
    window: str
    sidebar: str
    surface: str
    hover: str
    line: str
    control: str
    """The border of what can be pressed or filled in: stronger than a line."""
    text: str
    muted: str
    faint: str
    """Never for text that must be read."""
    accent: str
    accent_hover: str
    accent_ground: str
    on_accent: str
    good: str
    good_ground: str
    warning: str
    warning_ground: str
    bad: str
    bad_ground: str
    scrim: str
    toast_action: str
    """A toast is drawn in reversed colours, so its action wears the other scheme's accent."""


LIGHT = Colours(
    window="#F6F6F7", sidebar="#EEEFF2", surface="#FFFFFF", hover="#F3F5F9", line="#E3E5EA", control="#D3D7DF",
    text="#1B1E24", muted="#5F6674", faint="#9AA1AE",
    accent="#2F5FDE", accent_hover="#2550C4", accent_ground="#E8EEFD", on_accent="#FFFFFF",
    good="#19764F", good_ground="#E3F4EB", warning="#8A5600", warning_ground="#FDF0DC",
    bad="#B53434", bad_ground="#FBE7E7", scrim="#5A14171D", toast_action="#9DB6FF",
)  # fmt: skip
DARK = Colours(
    window="#17191D", sidebar="#121317", surface="#1E2126", hover="#262A31", line="#2B2F37", control="#3A404B",
    text="#ECEEF2", muted="#9AA2B1", faint="#6B7280",
    accent="#86A5FF", accent_hover="#9DB6FF", accent_ground="#242F4D", on_accent="#10131A",
    good="#5FC79A", good_ground="#1C3329", warning="#E2B25C", warning_ground="#3A2E18",
    bad="#EF8484", bad_ground="#402426", scrim="#8C000000", toast_action="#2F5FDE",
)  # fmt: skip

AVATARS_LIGHT = (
    ("#F3D9CA", "#8F4413"), ("#DAE6F5", "#1E5799"), ("#E3DBF6", "#5936A0"),
    ("#D8EFE1", "#1B6B45"), ("#F7DFEE", "#96306C"), ("#F4E9C8", "#735508"),
)  # fmt: skip
AVATARS_DARK = (
    ("#5C3C2B", "#F8D2B8"), ("#2D4A70", "#BBD8FA"), ("#47376F", "#D8CAFB"),
    ("#25503C", "#AFE6C9"), ("#5F3253", "#F5C4E3"), ("#57491E", "#F0DE9C"),
)  # fmt: skip

MARKS = ("#D07A45", "#3F8FC9", "#A45BD0", "#3E9C6B", "#B8951F", "#C2558F")
"""For the squares before groups, on light and dark alike."""

ROLES = tuple(f.name for f in fields(Colours))

_ROLES_OF_QT = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "hover",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "bad",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "control",
    QPalette.ColorRole.Shadow: "control",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
}
_PALE_WHEN_DISABLED = ("WindowText", "Text", "ButtonText", "Link", "LinkVisited", "PlaceholderText", "ToolTipText")


def qt_palette(colours: Colours) -> QPalette:
    palette = QPalette()
    for role, name in _ROLES_OF_QT.items():
        palette.setColor(role, QColor(getattr(colours, name)))
    for name in _PALE_WHEN_DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole[name], QColor(colours.faint))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, QColor(colours.line))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.HighlightedText, QColor(colours.muted))
    return palette


PAPER, PAPER_EDGE, PAPER_ROOM, PAPER_PART, PAPER_USED = "#FFFFFF", "#D3D7DF", "#C3C8D2", "#DDE1E8", "#F3F4F6"
"""Paper is white by day and by night, and so are the lines drawn on it."""
