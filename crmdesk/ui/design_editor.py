"""One design on the table: the label in the middle as it prints, with real people, and what is taken at the right."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.designs import KINDS, Design, Element, Kind
from crmdesk.domain.merge import FIELDS, Field
from crmdesk.i18n import _
from crmdesk.printing.sheets import Sheet
from crmdesk.ui import design_paper
from crmdesk.ui.counting import scrolled
from crmdesk.ui.design_fields import FieldNames
from crmdesk.ui.design_inspector import Inspector
from crmdesk.ui.design_steps import Steps
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.design_board import DesignBoard
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.parts import flat, icon_button, label, rule
from crmdesk.widgets.tasks import is_there

if TYPE_CHECKING:
    from crmdesk.printing.designs import Piece
    from crmdesk.services.files import Store

_RIGHT = 284
_ICONS = {"text": "type", "code": "barcode", "picture": "image", "photo": "user", "line": "minus", "box": "square"}
_BESIDE = 0.04
"""A new element lies a little off the one before it."""


class DesignEditor(QWidget):
    named = Signal(str)

    def __init__(self, desk: Desk, sheet: Sheet) -> None:
        super().__init__()
        self._desk, self._sheet = desk, sheet
        self.place = design_paper.place_of(sheet)
        self.steps = Steps(Design(""))
        self._ids: Sequence[bytes] = ()
        self._number = 0
        self.piece: Piece | None = None
        self._pixels = 0.0
        self._trouble = ""
        self._warnings: tuple[str, ...] = ()
        self.board = DesignBoard(_("The label as it will be printed"))
        self.inspector = Inspector()
        self.who = label("", "second", "muted", wraps=True)
        self.warning = label("", "second", "warning", wraps=True)
        self._arrange()
        self._connect()
        self.board.show_label(self.place.size, self.place.room, sheet.corner, is_round=sheet.shape == "ellipse")

    # Laid out

    def _arrange(self) -> None:
        middle = QVBoxLayout()
        middle.addWidget(self._head())
        middle.addWidget(self.board, 1)
        middle.addWidget(self.warning)
        middle.addLayout(self._foot())
        area = scrolled(self.inspector)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedWidth(theme.px(_RIGHT))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(16))
        across.addLayout(middle, 1)
        across.addWidget(rule(upright=True))
        across.addWidget(area)

    def _head(self) -> QWidget:
        """In two lines where there is little room."""
        head = QWidget()
        flow = FlowLayout(head, 2)
        add = label(_("Add"), "second", "muted")
        add.setMinimumHeight(theme.px(theme.CONTROL))
        add.setContentsMargins(0, 0, theme.px(6), 0)
        self.adders = {kind: flat(_(text), partial(self.add_element, kind), _ICONS[kind]) for kind, text in KINDS}
        self.undo_button = icon_button("undo-2", _("Undo"), self.undo)
        self.redo_button = icon_button("redo-2", _("Redo"), self.redo)
        for part in (add, *self.adders.values(), self.undo_button, self.redo_button):
            flow.addWidget(part)
        return head

    def _foot(self) -> QHBoxLayout:
        across = QHBoxLayout()
        self.back = icon_button("chevron-left", _("The one before"), partial(self.turn, -1))
        self.on = icon_button("chevron-right", _("The next one"), partial(self.turn, 1))
        across.addWidget(self.back)
        across.addWidget(self.on)
        across.addWidget(self.who, 1)
        across.addWidget(icon_button("minus", _("Farther"), partial(self.board.step_zoom, -1)))
        across.addWidget(icon_button("plus", _("Nearer"), partial(self.board.step_zoom, 1)))
        return across

    def _connect(self) -> None:
        board, inspector = self.board, self.inspector
        board.selected.connect(self._inspect)
        board.changing.connect(lambda number, box: self._move(number, box, "drag"))
        board.changed.connect(self._moved)
        board.opened.connect(inspector.enter)
        board.removed.connect(self.remove_element)
        board.wanted.connect(self._take_pixels)
        inspector.changed.connect(self._take_element)
        inspector.built.connect(lambda: tab_order.order(self.window()))
        inspector.named.connect(self._take_name)
        inspector.removed.connect(lambda: self.remove_element(board.number))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self.undo)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Redo), self, self.redo)

    # Which design, for whom

    def show_people(self, ids: Sequence[bytes], fields: Sequence[Field]) -> None:
        self._ids = ids
        self.inspector.names = FieldNames(fields)

    def show_design(self, design: Design) -> None:
        size = self.place.size
        self.steps = Steps(design.made_for(size.width(), size.height()))
        self.board.select(-1)
        self._look()
        self._read_piece()

    def turn(self, step: int) -> None:
        self._number = min(max(self._number + step, 0), max(len(self._ids) - 1, 0))
        self._read_piece()

    def _read_piece(self) -> None:
        self.back.setEnabled(self._number > 0)
        self.on.setEnabled(self._number < len(self._ids) - 1)
        ids = list(self._ids[self._number : self._number + 1])
        design = self.steps.now
        self._desk.ask(partial(_piece, design=design, ids=ids), self._take_piece, replace=self)

    def _take_piece(self, piece: "Piece") -> None:
        self.piece = piece
        self.inspector.names.values = piece.values
        count = grouped(len(self._ids))
        words = _("{name}, {number} of {count}").format(name=piece.name, number=grouped(self._number + 1), count=count)
        self.who.setText(words if self._ids else _("With the names of the fields: there is nobody yet."))
        self._draw()

    # Drawn

    def _look(self) -> None:
        """All of it anew: the design is another one."""
        design = self.steps.now
        self.board.show_boxes(
            [self.place.box(each) for each in design.elements], list(map(self._name, design.elements))
        )
        self.undo_button.setEnabled(self.steps.can_undo)
        self.redo_button.setEnabled(self.steps.can_redo)
        self._inspect(self.board.number)
        self._draw()

    def _name(self, element: Element) -> str:
        kind = dict(KINDS)[element.kind]
        return f"{_(kind)}: {self.inspector.names.shown(element.text)}" if element.text else _(kind)

    def _inspect(self, number: int) -> None:
        if 0 <= number < len(self.steps.now.elements):
            self.inspector.show_element(self.steps.now.elements[number], self.board.boxes[number])
        else:
            self.inspector.show_design(self.steps.now, f"{self._sheet.name} · {self._sheet.size}")

    def _take_pixels(self, pixels: float) -> None:
        self._pixels = pixels
        self._draw()

    def _draw(self) -> None:
        """Beside the window; of many changes in haste the last is drawn."""
        if self.piece and self._pixels:
            design, sheet, piece, pixels = self.steps.now, self._sheet, self.piece, self._pixels
            self._desk.run(
                lambda: design_paper.draw(design, sheet, piece, pixels), self._take_drawn, replace=self.board
            )

    def _take_drawn(self, drawn: design_paper.Drawn) -> None:
        if is_there(self._take_drawn):
            self.board.show_picture(drawn.image(self.place))
            self._warnings = drawn.warnings
            self._warn()

    def tell_trouble(self, text: str) -> None:
        """Until something is changed."""
        self._trouble = text
        self._warn()

    def _warn(self) -> None:
        words = "\n".join(filter(None, [self._trouble, *self._unknown(), *self._warnings]))
        self.warning.setText(words)
        self.warning.setVisible(bool(words))

    def _unknown(self) -> Iterator[str]:
        """Such as a field of one's own that was deleted."""
        for key in self.steps.now.unknown(self.inspector.names.keys):
            yield _("There is no field “{name}”.").format(name=key)

    # Changed

    def _take(self, design: Design, what: str = "") -> None:
        if self.steps.take(design, what):
            self._trouble = ""
            self._look()

    def _take_element(self, element: Element, what: str) -> None:
        if (number := self.board.number) >= 0:
            self._take(self.steps.now.with_element(number, element), f"{what} {number}")

    def _move(self, number: int, box: QRectF, what: str) -> None:
        element = self.place.moved(self.steps.now.elements[number], box)
        self._take(self.steps.now.with_element(number, element), what)

    def _moved(self, number: int, box: QRectF, is_more: bool) -> None:
        self._move(number, box, f"keys {number}" if is_more else "drag")
        if not is_more:
            self.steps.pause()

    def _take_name(self, name: str, kind: str) -> None:
        self.named.emit(name)
        self.steps.take(replace(self.steps.now, name=name, kind=kind), "name")

    def add_element(self, kind: Kind) -> None:
        number = len(self.steps.now.elements)
        made = _new(kind, 0.1 + _BESIDE * (number % 6))
        self._take(replace(self.steps.now, elements=(*self.steps.now.elements, made)))
        self.board.select(number)
        self.board.setFocus(Qt.FocusReason.OtherFocusReason)
        if kind == "photo":
            self._read_piece()

    def remove_element(self, number: int) -> None:
        if number < 0:
            return  # gone meanwhile
        elements = self.steps.now.elements
        self.board.select(-1)
        self._take(replace(self.steps.now, elements=(*elements[:number], *elements[number + 1 :])))

    def undo(self) -> None:
        if self.steps.undo():
            self._look()

    def redo(self) -> None:
        if self.steps.redo():
            self._look()


def _new(kind: Kind, off: float) -> Element:
    """As most want it."""
    if kind == "text":
        return Element("text", off, off, 0.6, 0.3, text=_("Text"), size=12)
    if kind == "code":
        return Element("code", off, off, 0.4, 0.5, text="{{name}}", code="qr")
    if kind == "line":
        return Element("line", off, off, 0.6, 0.06)
    size = (0.5, 0.4) if kind == "box" else (0.3, 0.5)
    return Element(kind, off, off, *size)


def _piece(store: "Store", design: Design, ids: Sequence[bytes]) -> "Piece":
    from crmdesk.printing.designs import Piece
    from crmdesk.services import designs

    found = designs.pieces(store, design, ids)
    return found[0] if found else Piece({field.key: _(field.label) for field in FIELDS})
