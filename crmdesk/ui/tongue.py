"""Qt in the language of the texts: its own words, the names of months; formats stay those of the user's country."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from crmdesk import i18n, settings
from crmdesk.widgets import clock


class _QtWords(QTranslator):
    """Keys are called as keyboards have them: Qt's Turkish says Kontrol for Ctrl."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        found = None if context == "QShortcut" else super().translate(context, text, disambiguation, n)
        return found or text


def apply(app: QApplication) -> None:
    words = i18n.language()
    clock.choose(settings.load().clock)
    QLocale.setDefault(fitting(words, QLocale.system()))
    if words != "en":
        translator = _QtWords(app)
        translator.load(f"qtbase_{words}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        app.installTranslator(translator)


def fitting(words: str, system: QLocale) -> QLocale:
    """The user's own locale, unless that names months in another language than the texts."""
    spoken = QLocale(words).language()
    if system.language() == spoken:
        return system
    is_nowhere = system.language() == QLocale.Language.C
    return QLocale(spoken, QLocale.Country.World if is_nowhere else system.territory())
