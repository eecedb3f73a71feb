"""Texts in the user's language, through the standard library's gettext."""

import gettext
import locale
import os
import re
import sys
from collections.abc import Sequence
from functools import cache

from crmdesk import paths

SHIPPED = ("en", "pt_BR", "ru", "tr")
LONGER = "qps"
"""A language for looking at layouts: English in words 40 % longer."""

_KEPT_OR_WORD = re.compile(r"\{[^{}]*\}|\*\.\w+|(?P<word>[^\W\d_]+)")
_ACCENTED = str.maketrans("aeiouyAEIOUYcnszCNSZ", "áéíöüýÁÉÍÖÜÝçñšžÇÑŠŽ")


def mark(text: str) -> str:
    """Mark a text for translation where it is declared; `_` translates it where it is shown."""
    return text


def _(text: str) -> str:
    """What stands behind a bar is for translators alone: `Order|document` is not the order things stand in."""
    return _catalogue().gettext(text).partition("|")[0] if text else text


def ngettext(singular: str, plural: str, count: int) -> str:
    return _catalogue().ngettext(singular, plural, count)


def worded(choices: Sequence[tuple[str, str]], value: str) -> str:
    """The words of a stored choice; the user's own word stays as it is, even where some text is the same."""
    words = dict(choices).get(value)
    return _(words) if words else value


def inside(label: str) -> str:
    """A label as it stands inside a sentence: in small letters, except where it begins as ID and PO box do."""
    first, rest = label[:1], label[1:]
    if rest[:1].isupper():
        return label
    return (first.replace("I", "ı").replace("İ", "i") if language() == "tr" else first).lower() + rest


def speak(name: str) -> None:
    """In this language from now on, whatever the user chose."""
    os.environ["CRMDESK_LANGUAGE"] = name
    for known in (language, own_language, _catalogue):
        known.cache_clear()


@cache
def language() -> str:
    """The language texts are shown in, one of SHIPPED."""
    return next((found for wanted in _wanted() if (found := _shipped(wanted))), "en")


def next_language() -> str:
    """The one that the next start will show: a choice of the user takes effect then."""
    return language.__wrapped__()


@cache
def own_language() -> str:
    """The user's own, as systems write it, also where texts are not translated into it."""
    wanted = _wanted()[0]
    return wanted if wanted not in ("", "C", "POSIX", LONGER) else language()


@cache
def _catalogue() -> gettext.NullTranslations:
    if _chosen() == LONGER:
        return _Longer()
    return gettext.translation("crmdesk", paths.resources() / "translations", [language()], fallback=True)


def _chosen() -> str:
    from crmdesk import settings  # whose labels are marked by this module

    return os.environ.get("CRMDESK_LANGUAGE") or settings.load().language


def _wanted() -> list[str]:
    """The user's choice alone, or what the system says, best first."""
    return [chosen] if (chosen := _chosen()) else _of_environment() or [system_locale()]


def _of_environment() -> list[str]:
    """As gettext reads it."""
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    return next((value.split(":") for name in names if (value := os.environ.get(name))), [])


@cache
def system_locale() -> str:
    """Language and country such as `pt_BR`, where the system keeps them elsewhere than in the environment."""
    if sys.platform == "win32":
        import ctypes

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    if sys.platform == "darwin":
        import subprocess

        asked = subprocess.run(["defaults", "read", "-g", "AppleLocale"], capture_output=True, text=True, check=False)
        return asked.stdout.strip()
    return locale.getlocale()[0] or ""


def _shipped(wanted: str) -> str:
    """`pt`, `pt-PT` and `pt_BR.UTF-8` are all best met by `pt_BR`."""
    base = re.split(r"[-_.@]", wanted)[0].lower()
    return next((name for name in SHIPPED if name.partition("_")[0] == base), "")


class _Longer(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        shown = message.partition("|")[0]
        return _KEPT_OR_WORD.sub(lambda found: _lengthened(found["word"]) if found["word"] else found[0], shown)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def _lengthened(word: str) -> str:
    return (word + word[-1].lower() * -(-len(word) * 2 // 5)).translate(_ACCENTED)
