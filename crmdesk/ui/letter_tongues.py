"""Languages by their names, for letters that are written in them."""

from collections.abc import Callable, Container
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton

from crmdesk import i18n
from crmdesk.i18n import _


@lru_cache(maxsize=128)
def language_name(code: str) -> str:
    """In its own words, as who speaks it looks for it."""
    if not code:
        return _("All languages")
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return code
    name = locale.get_display_name(locale) or code
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=128)
def language_said(code: str) -> str:
    """In the user's words, inside a sentence."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code.replace("-", "_")).get_display_name(i18n.language()) or code
    except (UnknownLocaleError, ValueError):
        return code


def open_choice(made: QPushButton, there: Container[str], use: Callable[[str], None]) -> None:
    """Languages that are not there yet, under a button."""
    menu = QMenu(made)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for code in _choices():
        if code not in there:
            menu.addAction(language_name(code)).triggered.connect(lambda _on=False, code=code: use(code))
    menu.popup(made.mapToGlobal(made.rect().bottomLeft()))


def _choices() -> list[str]:
    """All that letters can greet in, by their names."""
    from crmdesk.domain.salutations import LANGUAGES

    tags = {"pt": "pt-BR"}
    return sorted((tags.get(code, code) for code in LANGUAGES), key=lambda code: language_name(code).casefold())
