"""Quiet lines under those of a document: what is to be known of it, each with the one thing to do about it."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme
from crmdesk.widgets.parts import label, link, show_instead

if TYPE_CHECKING:
    from crmdesk.services.document_drafts import Look
    from crmdesk.ui.quote_editor import QuoteEditor

Hint = tuple[str, str, Callable[[], None]]
"""What is so, what can be done, and how."""


def _nothing() -> None:
    pass


class QuoteHints(QWidget):
    def __init__(self, editor: "QuoteEditor") -> None:
        super().__init__()
        self._editor = editor
        self.hints: list[Hint] = []
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(theme.px(2))

    def show_look(self, look: "Look") -> None:
        hints = list(self._found(look))
        if [hint[:2] for hint in hints] != [hint[:2] for hint in self.hints]:
            self.hints = hints
            show_instead(self._down, map(_row, hints))
        self.setVisible(bool(hints))

    def words(self) -> list[str]:
        return [words for words, _act, _run in self.hints]

    def act(self, number: int = 0) -> None:
        self.hints[number][2]()

    def _found(self, look: "Look") -> Iterator[Hint]:
        editor = self._editor
        if editor.draft.is_locked:
            is_quote = look.whole.head["kind"] == "quote"
            words = _("Locked since it was sent: it stays as the customer has it.")
            yield words, _("New version") if is_quote else "", lambda: editor.bar.run("version")
            return
        if (count := len(editor.draft.offers)) > 1:
            words = ngettext("{count} line has another price.", "{count} lines have other prices.", count)
            yield words.format(count=grouped(count)), _("Use all of them"), editor.strokes.take_all
        if not look.whole.rows:
            yield _("Enter adds a line, Tab goes on to its quantity. # begins a section."), "", _nothing
        if look.treatment == look.usual in ("reverse", "exempt") and look.whole.head["kind"] != "delivery":
            yield _why_untaxed(look), _("Tax as at home"), partial(editor.form.more.treat, "home")
        if not look.sender:
            yield _("The page does not say yet who you are."), _("Choose your business…"), self._choose_business

    def _choose_business(self) -> None:
        from crmdesk.ui.preferences import Preferences
        from crmdesk.ui.window import Window

        window = self.window()
        assert isinstance(window, Window)
        Preferences(window, "business").open()


def _why_untaxed(look: "Look") -> str:
    country = QLocale.territoryToString(QLocale.codeToTerritory(look.country))
    if look.treatment == "reverse":
        return _("Reverse charge: the customer in {country} owes the tax.").format(country=country)
    return _("No tax is charged to {country}.").format(country=country)


def _row(hint: Hint) -> QWidget:
    words, act, run = hint
    made = QWidget()
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.px(8))
    said = label(words, "second", "muted", wraps=True)
    said.setMinimumHeight(theme.px(theme.CONTROL))
    across.addWidget(said, 1)
    if act:
        across.addWidget(link(act, run))
    return made
