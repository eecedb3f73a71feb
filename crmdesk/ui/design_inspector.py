"""What is to be said of the element that is taken: its words, its type, when it stands; of none, the design itself."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QLocale, QRectF, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from crmdesk.domain.designs import CODES, KINDS, Design, Element
from crmdesk.domain.errors import UserError
from crmdesk.domain.merge import FIELDS
from crmdesk.domain.paper import DESIGN_KINDS
from crmdesk.i18n import _, mark
from crmdesk.ui.design_fields import FieldNames
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Chooser, Segments, Stepper
from crmdesk.widgets.parts import icon_button, label, link, plain, quiet
from crmdesk.widgets.picker import Choice, Picker
from crmdesk.widgets.places_edit import PlacesEdit
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.switch import Switch

_TOLD = ("code128", "ean13", "ean8")
"""Barcodes that people read too."""
_ROOM = 256
_WORDS = 100
_SIZES = (5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 24, 28, 32, 38, 48, 60, 72)
_THICK = (0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4)
_CORNERS = (0, 1, 2, 3, 4, 6, 8)
_FONTS = (("regular", mark("Regular")), ("strong", mark("Semibold")), ("first", mark("First line")))
_ACROSS = (("left", mark("Left")), ("centre", mark("Centre")), ("right", mark("Right")))
_DOWN = (("top", mark("Top")), ("middle", mark("Middle")), ("bottom", mark("Bottom")))
_INKS = (("black", mark("Black")), ("grey", mark("Grey")), ("pale", mark("Pale grey")), ("white", mark("White")))
_GROUNDS = (("", mark("Nothing")), *_INKS)


C = TypeVar("C", Segments, Chooser, Stepper)


class Inspector(QWidget):
    changed = Signal(object, str)
    """The element as it is now, and what of it changes: letters typed one after the other are one change."""
    named = Signal(str, str)
    """The name and the kind of the design."""
    removed = Signal()
    built = Signal()
    """Of other fields than before."""

    def __init__(self) -> None:
        super().__init__()
        self.names = FieldNames(FIELDS)
        self.element: Element | None = None
        self._shown: Element | None = None
        self.picker: Picker | None = None
        self.problem = Problem()
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._page: QWidget | None = None
        self._main: QWidget | None = None
        self._down, self._row = QVBoxLayout(), QHBoxLayout()

    # The design

    def show_design(self, design: Design, sheet: str) -> None:
        """`sheet` is what it is looked at on."""
        self._begin(_("Design"))
        self._down.addWidget(label(sheet, "second", "muted", wraps=True))
        self.element = self._shown = None
        self.name = QLineEdit(design.name)
        self.kind = Chooser(_("Kind"), _told(DESIGN_KINDS))
        self.kind.set_value(design.kind)
        self.name.textEdited.connect(lambda _text: self._name())
        self.kind.chosen.connect(lambda _kind: self._name())
        self._add(_("Name"), self.name)
        self._add(_("Kind"), self.kind)
        self._down.addSpacing(theme.px(16))
        for words in (
            _("Press something on the label to change it, or add what is missing from the line above."),
            _("Arrows move it by a millimetre, with Shift by a tenth; with Ctrl they make it larger or smaller."),
        ):
            self._down.addWidget(label(words, "second", "muted", wraps=True))
        self._down.addStretch(1)
        self.built.emit()

    def _name(self) -> None:
        if self.name.text().strip():
            self.named.emit(self.name.text().strip(), self.kind.value())

    # An element

    def show_element(self, element: Element, box: QRectF) -> None:
        """Nothing is made anew that the user has just typed, or that is only moved."""
        if self._shown is None or _unplaced(element) != _unplaced(self.element):
            self._build(element)
            self.built.emit()
        self.element = self._shown = element
        self._place.setText(_in_words(box))

    def enter(self) -> None:
        """The keyboard comes to what matters most of the element."""
        (self._main or self.only_if).setFocus(Qt.FocusReason.TabFocusReason)

    def _build(self, element: Element) -> None:
        self._begin(dict(_told(KINDS))[element.kind], icon_button("trash-2", _("Delete"), self.removed.emit))
        self.element = element
        self._place = label("", "second", "muted", wraps=True)
        self._down.addWidget(self._place)
        _BUILDERS[element.kind](self)
        if element.kind != "text":
            self._add_only_if()
        self._down.addWidget(self.problem)
        self._down.addStretch(1)

    def _change(self, name: str, value: Any) -> None:
        assert self.element
        self.element = replace(self.element, **{name: value})
        self.changed.emit(self.element, name)

    def build_text(self) -> None:
        self._add_words(5)
        self._add(_("Type|face"), self._segments("font", _FONTS))
        self._add(_("Size"), self._stepper("size", _SIZES, _points))
        self._add(_("Shrinks down to"), self._stepper("smallest", _SIZES[:10], _points), is_beside=True)
        self._add(_("Across"), self._segments("align", _ACROSS))
        self._add(_("Down"), self._segments("place", _DOWN))
        self._add(_("Colour"), self._chooser("tone", _INKS))
        self._add_only_if(is_beside=True)

    def build_code(self) -> None:
        kind = self._chooser("code", CODES)
        self._add(_("Kind"), kind)
        self._add_words(5)
        self.told = Switch(_("With its text below"))
        self.told.setChecked(self._now("is_told"))
        self.told.clicked.connect(lambda on: self._change("is_told", on))
        row = QWidget()
        row.setLayout(_across(label(self.told.accessibleName(), "second", "muted", wraps=True), self.told))
        self._down.addSpacing(theme.px(8))
        self._down.addWidget(row)
        row.setVisible(kind.value() in _TOLD)
        kind.chosen.connect(lambda value: row.setVisible(value in _TOLD))
        self._add(_("Across"), self._segments("align", _ACROSS))

    def build_picture(self) -> None:
        self._down.addSpacing(theme.px(12))
        self.choose = quiet(_("Choose a picture…"), self._choose_picture)
        self._down.addWidget(self.choose)
        self._main = self.choose
        self.build_photo()

    def build_photo(self) -> None:
        self._add(_("Across"), self._segments("align", _ACROSS))
        self._add(_("Down"), self._segments("place", _DOWN))

    def build_line(self) -> None:
        self._add(_("Thickness"), self._stepper("thick", _THICK[1:], _points))
        self._add(_("Colour"), self._chooser("tone", _INKS))

    def build_box(self) -> None:
        self._add(_("Border"), self._stepper("thick", _THICK, _points))
        self._add(_("Colour of the border"), self._chooser("tone", _INKS))
        self._add(_("Filled with"), self._chooser("ground", _GROUNDS))
        self._add(_("Rounded by"), self._stepper("corner", _CORNERS, _millimetres))

    # Parts of the form

    def _begin(self, title: str, *beside: QWidget) -> None:
        if self.picker and isValid(self.picker):
            self.picker.leave()  # it was asked for what is no longer shown
        if self._page:
            self._page.hide()
            self._page.deleteLater()
        self._page, self._main = QWidget(), None
        self._outer.addWidget(self._page)
        self._down = QVBoxLayout(self._page)
        self._down.setContentsMargins(theme.margins(0, 0, 8, 0))
        self._down.setSpacing(theme.px(4))
        self.problem = Problem()
        head = label(title, "strong")
        head.setMinimumHeight(theme.px(theme.CONTROL))
        self._down.addLayout(_across(head, *beside))

    def _now(self, name: str) -> Any:
        return getattr(self.element, name)

    def _add(self, text: str, field: QWidget, *, is_beside: bool = False) -> None:
        """Under the field before, or beside it."""
        words = label(text, "second", "muted", wraps=is_beside)
        words.setBuddy(field)
        field.setAccessibleName(text)
        column = QVBoxLayout()
        column.setSpacing(theme.px(4))
        column.addWidget(words)
        column.addWidget(field)
        if not is_beside:
            self._down.addSpacing(theme.px(8))
            self._row = QHBoxLayout()
            self._row.setSpacing(theme.px(8))
            self._down.addLayout(self._row)
        self._row.addLayout(column, 1)

    def _segments(self, name: str, choices: Sequence[tuple[str, str]]) -> Segments | Chooser:
        """Side by side, where the words are short enough."""
        made = Segments(name, _told(choices))
        if made.minimumSizeHint().width() <= theme.px(_ROOM):
            return self._set_up(made, name)
        made.deleteLater()
        return self._chooser(name, choices)

    def _chooser(self, name: str, choices: Sequence[tuple[str, str]]) -> Chooser:
        return self._set_up(Chooser(name, _told(choices)), name)

    def _stepper(self, name: str, values: Sequence[float], write: Callable[[float], str]) -> Stepper:
        """Also through the value as it is, which may be any."""
        choices = [(value, write(value)) for value in sorted({*values, self._now(name)})]
        return self._set_up(Stepper(name, choices, _("Less"), _("More")), name)

    def _set_up(self, field: C, name: str) -> C:
        field.set_value(self._now(name))
        field.chosen.connect(partial(self._change, name))
        setattr(self, f"{name}_field", field)
        return field

    def _add_words(self, lines: int) -> None:
        self.words = PlacesEdit(_("Text"), lines)
        self.words.show_text(self.names.shown(self._now("text")))
        self.words.edited.connect(lambda text: self._change("text", self.names.stored(text)))
        self._down.addSpacing(theme.px(8))
        self._down.addWidget(self.words)
        self._main = self.words
        self.field_button = link(_("Insert a field…"), self.pick_field)
        self._down.addLayout(_across(self.field_button))

    def pick_field(self) -> None:
        self.picker = self.names.pick(self.window(), _("Which field?"), self._insert)

    def _insert(self, key: object) -> None:
        self.words.insert_place(self.names.name(str(key)))

    # When it stands

    def _add_only_if(self, *, is_beside: bool = False) -> None:
        self.only_if = quiet("", self.pick_condition)
        self.only_if.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._add(_("Shown"), self.only_if, is_beside=is_beside)
        self._tell_condition(self._now("only_if"))

    def _tell_condition(self, key: str) -> None:
        words = self._condition(key)
        self.only_if.setText(
            self.only_if.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, theme.px(_WORDS))
        )
        self.only_if.setToolTip(plain(words))
        self.only_if.setAccessibleName(f"{_('Shown')}: {words}")

    def _condition(self, key: str) -> str:
        if not key:
            return _("Always")
        words = _("Only without {field}") if key.startswith("^") else _("Only with {field}")
        return words.format(field=self.names.name(key.removeprefix("^")))

    def pick_condition(self) -> None:
        now = self._now("only_if").removeprefix("^")
        first = [Choice("", _("Always"))]
        if now:
            first += [Choice(key, self._condition(key)) for key in (now, f"^{now}")]
        self.picker = self.names.pick(self.window(), _("Only with which field?"), self._take_condition, first)

    def _take_condition(self, key: object) -> None:
        self._change("only_if", str(key))
        self._tell_condition(str(key))

    # Pictures

    def _choose_picture(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(self, _("Choose a picture"), "", "PNG, JPEG (*.png *.jpg *.jpeg)")
        if name:
            self.take_picture(Path(name))

    def take_picture(self, path: Path) -> None:
        from crmdesk.services.sender import read_logo

        try:
            _media_type, data = read_logo(path)
        except UserError as error:
            self.problem.say(str(error))
        else:
            self.problem.say()
            self._change("picture", base64.b64encode(data).decode("ascii"))


_BUILDERS: dict[str, Callable[[Inspector], None]] = {
    "text": Inspector.build_text,
    "code": Inspector.build_code,
    "picture": Inspector.build_picture,
    "photo": Inspector.build_photo,
    "line": Inspector.build_line,
    "box": Inspector.build_box,
}


def _unplaced(element: Element | None) -> Element | None:
    return element and replace(element, left=0.0, top=0.0, width=1.0, height=1.0)


def _told(choices: Sequence[tuple[Any, str]]) -> list[tuple[Any, str]]:
    return [(value, _(text)) for value, text in choices]


def _points(size: float) -> str:
    return _("{size} pt").format(size=QLocale().toString(float(size), "g", 3)) if size else _("None")


def _millimetres(size: float) -> str:
    return _("{size} mm").format(size=QLocale().toString(float(size), "g", 3))


def _in_words(box: QRectF) -> str:
    """`40.5 × 12 mm, 3 from the left, 4 from the top`."""
    across, down, left, top = (
        QLocale().toString(float(round(length, 1)), "g", 4) for length in (box.width(), box.height(), box.x(), box.y())
    )
    return _("{width} × {height} mm, from left {left}, from top {top}").format(
        width=across, height=down, left=left, top=top
    )


def _across(first: QWidget, *others: QWidget) -> QHBoxLayout:
    across = QHBoxLayout()
    across.setContentsMargins(0, 0, 0, 0)
    across.addWidget(first, int(bool(others)))
    if not others:
        across.addStretch(1)
    for other in others:
        across.addWidget(other, 0, Qt.AlignmentFlag.AlignVCenter)
    return across
