"""Texts in the user's language, through the standard library's gettext."""

import gettext
import locale
from functools import cache

from crmdesk import paths, settings


def mark(text: str) -> str:
    """Mark a text for translation where it is declared; `_` translates it where it is shown."""
    return text


@cache
def _catalogue() -> gettext.NullTranslations:
    language = settings.load().language
    languages = [language] if language else None
    return gettext.translation("crmdesk", paths.resources() / "translations", languages, fallback=True)


def _(text: str) -> str:
    return _catalogue().gettext(text) if text else text


def ngettext(singular: str, plural: str, count: int) -> str:
    return _catalogue().ngettext(singular, plural, count)


def language() -> str:
    """The language texts are shown in, such as `en` or `pt_BR`."""
    return settings.load().language or (locale.getlocale()[0] or "en")
