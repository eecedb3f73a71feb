"""What is chosen of a letter run: which letter, how it goes out, on what paper, and what is kept of it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crmdesk import settings
from crmdesk.domain.letter_look import SIZES, Look
from crmdesk.i18n import _, mark
from crmdesk.printing.letter_forms import FORMS, Form
from crmdesk.ui.label_choices import flush
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Chooser, Segments
from crmdesk.widgets.parts import icon_button, label, link
from crmdesk.widgets.switch import Switch

if TYPE_CHECKING:
    from crmdesk.services.letter_templates import Template

NEW = "\x00new"
_HEADS = (
    ("own", mark("Printed with the letter")),
    ("paper", mark("On the paper already")),
    ("none", mark("None")),
)
_KEEPS = (
    ("line", mark("That there was a letter")),
    ("text", mark("The letter's words")),
    ("pdf", mark("The letter as a PDF file")),
)
_SWITCHES = (
    ("has_date", mark("Date")),
    ("has_folds", mark("Fold marks")),
    ("has_numbers", mark("Page numbers")),
)


class LetterSide(QWidget):
    family_chosen = Signal(str)
    """By its name; NEW is another one."""
    rename_wanted = Signal()
    remove_wanted = Signal()
    """In one language or all."""
    who_changed = Signal()
    """By post or not, one per household."""
    look_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        kept = settings.load().labels
        self._look = Look()
        self.family = Chooser(_("Letter"), [])
        self.menu_button = icon_button("ellipsis", _("More"), self._open_menu)
        self.way = Segments(_("Goes out"), [("post", _("By post")), ("pdf", _("As a file"))])
        self.way.set_value("pdf" if kept.get("letters_way") == "pdf" else "post")
        self.form = Chooser(_("Envelope"), [("", _("As usual in your country")), *((f.key, _(f.label)) for f in FORMS)])
        self.usual = label("", "second", "muted", wraps=True)
        """Which envelope that is."""
        self.usual.hide()
        self.head = Chooser(_("Letterhead"), [(key, _(text)) for key, text in _HEADS])
        sizes = [(size, _("{size} point").format(size=f"{size:g}")) for size in SIZES]
        self.type_size = Chooser(_("Type|size of letters"), sizes)
        self.keeps = Chooser(_("Kept in the history"), [(key, _(text)) for key, text in _KEEPS])
        self.keeps.set_value(kept.get("letters_keep", "line"))
        self.household = Switch(_("One per household"))
        self.household.setChecked(kept.get("letters_household") is True)
        self.switches = {name: Switch(_(text)) for name, text in _SWITCHES}
        self.more = link(_("More"), self._show_more)
        self.rare = QWidget()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(4))
        _add(down, self.family.accessibleName(), self.family, self.menu_button)
        _add(down, self.way.accessibleName(), self.way)
        _add(down, self.form.accessibleName(), self.form)
        down.addWidget(self.usual)
        _add(down, self.head.accessibleName(), self.head)
        rare = QVBoxLayout(self.rare)
        rare.setContentsMargins(0, 0, 0, 0)
        rare.setSpacing(theme.px(4))
        _add(rare, self.keeps.accessibleName(), self.keeps)
        _add(rare, self.type_size.accessibleName(), self.type_size)
        rare.addSpacing(theme.px(10))
        for switch in (self.household, *self.switches.values()):
            rare.addLayout(_switch_row(switch))
        self.rare.hide()
        down.addSpacing(theme.px(12))
        down.addLayout(flush(self.more))
        down.addWidget(self.rare)

    def _connect(self) -> None:
        self.family.chosen.connect(self.family_chosen.emit)
        self.way.chosen.connect(lambda _value: self._change_who())
        self.household.clicked.connect(lambda _on: self._change_who())
        self.keeps.chosen.connect(lambda value: _remember("letters_keep", value))
        for name, chooser in (("form", self.form), ("head", self.head), ("size", self.type_size)):
            chooser.chosen.connect(partial(self._change_look, name))
        for name, switch in self.switches.items():
            switch.clicked.connect(partial(self._change_look, name))

    def _change_who(self) -> None:
        _remember("letters_way", self.way.value())
        _remember("letters_household", self.household.isChecked())
        self.who_changed.emit()

    def _change_look(self, name: str, value: Any) -> None:
        self._look = replace(self._look, **{name: value})
        self.look_changed.emit(self._look)

    def _show_more(self) -> None:
        self.more.hide()
        self.rare.show()
        self.keeps.setFocus()

    def show_families(self, names: Sequence[str], chosen: str) -> None:
        self.family.clear()
        for name in names:
            self.family.addItem(name, name)
        self.family.insertSeparator(len(names))
        self.family.addItem(_("New letter…"), NEW)
        self.family.setCurrentIndex(self.family.findData(chosen or NEW))

    def show_template(self, template: "Template") -> None:
        self._look = look = template.look
        self.form.set_value(look.form)
        self.head.set_value(look.head)
        self.type_size.set_value(look.size)
        for name, switch in self.switches.items():
            switch.setChecked(getattr(look, name))

    def show_usual(self, form: Form) -> None:
        """What is usual in the country of whoever writes."""
        self.usual.setText(_(form.label))
        self.usual.setVisible(not self.form.value())

    @property
    def by_post(self) -> bool:
        return bool(self.way.value() == "post")

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.addAction(_("Rename…")).triggered.connect(lambda _on=False: self.rename_wanted.emit())
        menu.addAction(_("Remove")).triggered.connect(lambda _on=False: self.remove_wanted.emit())
        menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))


def _add(down: QBoxLayout, text: str, field: QWidget, *beside: QWidget) -> None:
    words = label(text, "second", "muted")
    words.setBuddy(field)
    down.addSpacing(theme.px(10))
    down.addWidget(words)
    across = QHBoxLayout()
    across.setSpacing(theme.px(6))
    across.addWidget(field, 1)
    for part in beside:
        across.addWidget(part)
    if isinstance(field, Segments):
        across.addStretch(1)
    down.addLayout(across)


def _switch_row(switch: Switch) -> QHBoxLayout:
    across = QHBoxLayout()
    across.setContentsMargins(theme.margins(0, 4, 0, 4))
    across.addWidget(label(switch.accessibleName(), wraps=True), 1)
    across.addWidget(switch)
    return across


def _remember(name: str, value: Any) -> None:
    kept = settings.load()
    kept.labels |= {name: value}
    settings.save(kept)
