"""The look the user chose, put on the application."""

from typing import cast

from PySide6.QtWidgets import QApplication

from crmdesk import settings
from crmdesk.widgets import theme


def apply(app: QApplication) -> None:
    """At the start, and again whenever a setting of it changed."""
    chosen = settings.load()
    scheme = chosen.colour_scheme if chosen.colour_scheme in ("light", "dark") else "system"
    low, high = settings.SCALES[0], settings.SCALES[-1]
    scale = min(max(chosen.scale, low), high) / 100
    theme.apply(app, cast(theme.Scheme, scheme), scale, is_moving=chosen.motion != "off")
