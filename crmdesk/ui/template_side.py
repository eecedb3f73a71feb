"""What is chosen of a template of documents: style, colour, type, what is shown, and its texts in each language."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.document_look import COLOURS, FONTS, SIZES, SWITCHES, DocumentLook, Texts
from crmdesk.domain.document_words import LANGUAGES
from crmdesk.i18n import _
from crmdesk.ui.label_choices import flush
from crmdesk.ui.letter_tongues import language_name
from crmdesk.ui.template_tiles import StyleTiles
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Chooser, Segments
from crmdesk.widgets.fields import TextField
from crmdesk.widgets.parts import label, link, rule
from crmdesk.widgets.swatches import Swatches
from crmdesk.widgets.switch import Switch

_TEXT_LINES = 6
_OF_BUSINESS = "has_sender"
_TAGS = {"pt": "pt-BR"}


def languages() -> list[tuple[str, str]]:
    """All that documents have words in, by their names."""
    tags = [_TAGS.get(code, code) for code in LANGUAGES]
    return sorted(((tag, language_name(tag)) for tag in tags), key=lambda each: each[1].casefold())


class TemplateSide(QWidget):
    look_changed = Signal(object)
    language_chosen = Signal(str)
    """Whose documents take this template by themselves."""
    tongue_chosen = Signal(str)
    """Of the texts."""

    business_wanted = Signal()
    """Where logo, name and address are."""

    def __init__(self) -> None:
        super().__init__()
        self.look = DocumentLook()
        self.tiles = StyleTiles()
        self.colour = Swatches(_("Colour"), COLOURS)
        self.face = Chooser(_("Type|of documents"), [(key, _(name)) for key, name in FONTS])
        self.type_size = Segments(_("Size"), [(key, _(name)) for key, name in SIZES])
        self.switches = {name: Switch(_(text)) for name, text in SWITCHES}
        self.tongue = Chooser(_("Language"), languages())
        self.intro, self.terms = (TextField(name, _TEXT_LINES) for name in (_("Introduction"), _("Terms")))
        self.language = Chooser(_("For documents in"), [("", _("All languages")), *languages()])
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(0, 0, 12, 12))
        down.setSpacing(theme.px(4))
        _add(down, self.tiles.accessibleName(), self.tiles)
        _add(down, self.colour.accessibleName(), self.colour)
        _add(down, self.face.accessibleName(), self.face)
        _add(down, self.type_size.accessibleName(), self.type_size)
        _head(down, _("What is printed"))
        for name, switch in self.switches.items():
            down.addLayout(_switch_row(switch))
            if name == _OF_BUSINESS:
                down.addLayout(flush(link(_("Change logo, name and address…"), self.business_wanted.emit)))
        _head(down, _("Texts"))
        hint = _("Stand where a document says nothing of its own.")
        down.addWidget(label(hint, "second", "muted", wraps=True))
        _add(down, self.tongue.accessibleName(), self.tongue)
        for field in (self.intro, self.terms):
            field.edit.setProperty("inline", False)
            _add(down, field.edit.accessibleName(), field)
        _head(down, _("Taken by itself"))
        _add(down, self.language.accessibleName(), self.language)
        down.addStretch(1)

    def _connect(self) -> None:
        self.tiles.chosen.connect(partial(self._change, "style"))
        self.colour.chosen.connect(lambda colour: self._change("colour", colour or ""))
        self.face.chosen.connect(partial(self._change, "font"))
        self.type_size.chosen.connect(partial(self._change, "size"))
        for name, switch in self.switches.items():
            switch.clicked.connect(lambda is_on, name=name: self._change(name, is_on))
        self.language.chosen.connect(self.language_chosen.emit)
        self.tongue.chosen.connect(self._choose_tongue)
        for name, field in (("intro", self.intro), ("terms", self.terms)):
            field.kept.connect(partial(self._change_text, name))

    def show_look(self, look: DocumentLook, language: str) -> None:
        self.look = look
        self.tiles.show_choice(look.style, look.colour)
        self.colour.set_value(look.colour or None)
        self.face.set_value(look.font)
        self.type_size.set_value(look.size)
        for name, switch in self.switches.items():
            switch.setChecked(getattr(look, name))
        self.language.set_value(language)
        self._show_texts()

    def show_tongue(self, language: str) -> None:
        """Of what is looked at."""
        base = language.partition("-")[0]
        tags = [tag for tag, _name in languages()]
        known = next((tag for tag in tags if tag == language), None) or next(
            (tag for tag in tags if tag.partition("-")[0] == base), "en"
        )
        self.tongue.set_value(known)
        self._show_texts()

    def _show_texts(self) -> None:
        texts = self.look.texts.get(self.tongue.value(), Texts())
        for field, text in ((self.intro, texts.intro), (self.terms, texts.terms)):
            if not field.edit.hasFocus():
                field.set_value(text)

    def _choose_tongue(self, language: str) -> None:
        self._show_texts()
        self.tongue_chosen.emit(language)

    def _change(self, name: str, value: Any) -> None:
        self.look = replace(self.look, **{name: value})
        if name in ("style", "colour"):
            self.tiles.show_choice(self.look.style, self.look.colour)
        self.look_changed.emit(self.look)

    def _change_text(self, name: str, text: str) -> None:
        language = self.tongue.value()
        texts = replace(self.look.texts.get(language, Texts()), **{name: text})
        kept = {**self.look.texts, language: texts}
        self._change("texts", {tag: each for tag, each in kept.items() if each != Texts()})


def _head(down: QBoxLayout, text: str) -> None:
    down.addSpacing(theme.px(14))
    down.addWidget(rule())
    down.addSpacing(theme.px(10))
    down.addWidget(label(text, "strong"))


def _add(down: QBoxLayout, text: str, field: QWidget) -> None:
    words = label(text, "second", "muted")
    words.setBuddy(field)
    down.addSpacing(theme.px(8))
    down.addWidget(words)
    across = QHBoxLayout()
    across.addWidget(field, 1)
    if isinstance(field, Segments | Swatches):
        across.addStretch(1)
    down.addLayout(across)


def _switch_row(switch: Switch) -> QHBoxLayout:
    across = QHBoxLayout()
    across.setContentsMargins(theme.margins(0, 5, 0, 5))
    across.addWidget(label(switch.accessibleName(), wraps=True), 1)
    across.addWidget(switch)
    return across
