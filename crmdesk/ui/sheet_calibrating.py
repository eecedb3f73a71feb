"""Putting a printer right: a page of rulers is printed, what they say is typed, and what follows is corrected."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.domain.values import lengths
from crmdesk.i18n import _
from crmdesk.printing import calibration
from crmdesk.printing.calibration import NONE, Calibration, Marks
from crmdesk.ui import sheet_habits, sheet_proof
from crmdesk.ui.desk import Desk, reason
from crmdesk.ui.sheet_measure import MeasureLine, column
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Chooser, Segments
from crmdesk.widgets.messages import Action, Banner
from crmdesk.widgets.parts import label, link, quiet, show_instead
from crmdesk.widgets.pdf_preview import PdfPreview
from crmdesk.widgets.sheet import Sheet

_WIDTH, _LEFT, _HEIGHT = 820, 392, 440
_LINE = 120
_NAMES = ("left", "top", "across", "down")


class Calibrating(Sheet):
    changed = Signal()
    """What is corrected is another now."""

    def __init__(self, parent: QWidget, desk: Desk, paper: tuple[float, float], printers: list[str]) -> None:
        super().__init__(parent, _("Put the printer right"), width=_WIDTH)
        self._desk, self._size = desk, paper
        self._paper = calibration.paper_of(*paper)
        self.unit = sheet_habits.chosen_unit()
        self._pdf = b""
        self.printer = Chooser(_("Printer"), [(name, name) for name in printers])
        self.printer.set_value(calibration.last_printer())
        self.lines = {name: MeasureLine(text, beside=_LINE) for name, text in zip(_NAMES, _texts(), strict=True)}
        self.units = Segments(_("Unit"), (("mm", "mm"), ("in", _("inches"))))
        self.units.set_value(self.unit)
        self._force = label("", "second", "muted", wraps=True)
        self.reset_button = link(_("Correct nothing"), self.reset)
        self._banner_place = QVBoxLayout()
        self.preview = PdfPreview(_("The test page"))
        self.keep_button = self.set_primary(_("Keep"), self.keep)
        self.outlets = (
            quiet(_("Save as PDF"), self._choose_pdf),
            quiet(_("Print the page"), self.print_page, "printer"),
        )
        self._arrange()
        self._connect()
        self._take_unit(self.unit)
        self._show_force()

    def _arrange(self) -> None:
        area = column(self._left(), _LEFT)
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        across.addWidget(area)
        across.addWidget(self.preview, 1)
        self.body.addLayout(across, 1)
        for button in self.outlets:
            self.buttons.insertWidget(0, button)
        self.give_height(area, _HEIGHT)

    def _left(self) -> QWidget:
        left = QVBoxLayout(holder := QWidget())
        left.setContentsMargins(theme.margins(0, 0, 12, 0))
        left.setSpacing(theme.px(8))
        words = label(_("Printer"), "second", "muted")
        words.setBuddy(self.printer)
        left.addWidget(words)
        left.addWidget(self.printer)
        left.addLayout(self._in_force())
        text = _(
            "Print this page on plain paper, lay a ruler on it, and type what it says. What is left empty is right."
        )
        left.addWidget(label(text, wraps=True))
        left.addWidget(self.units, 0, Qt.AlignmentFlag.AlignLeft)
        left.addSpacing(theme.px(4))
        left.addLayout(self._measures())
        left.addSpacing(theme.px(4))
        left.addLayout(self._banner_place)
        left.addStretch(1)
        return holder

    def _in_force(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.addWidget(self._force, 1)
        across.addWidget(self.reset_button)
        return across

    def _measures(self) -> QVBoxLayout:
        down = QVBoxLayout()
        down.setSpacing(theme.px(6))
        for name in _NAMES:
            down.addWidget(self.lines[name])
        return down

    def _take_unit(self, unit: lengths.Unit) -> None:
        """Another ruler needs another page."""
        self.unit = unit
        sheet_habits.set_unit(unit)
        self._wanted = calibration.marks(*self._size, unit)
        for name, line in self.lines.items():
            line.set_text("")
            line.line.setPlaceholderText(f"{lengths.show(getattr(self._wanted, name), unit)} {unit}")
        self._desk.run(partial(_page, *self._size, unit), self._take_page, replace=self)

    def _connect(self) -> None:
        self.units.chosen.connect(self._take_unit)
        self.printer.chosen.connect(lambda _name: self._show_force())
        for line in self.lines.values():
            line.edited.connect(self._show)

    def _take_page(self, made: tuple[bytes, tuple[bytes, int, int, int]]) -> None:
        from crmdesk.ui.paper import as_image

        self._pdf, picture = made
        self.preview.show_page(as_image(*picture))

    # What was measured

    def measured(self) -> Calibration | None:
        """NONE where nothing is typed; None where something typed is no length or no printer's."""
        found: dict[str, float] = {}
        is_wrong = False
        for name, line in self.lines.items():
            line.set_problem("")
            try:
                found[name] = self._length(name, line)
            except ValueError as error:
                line.set_problem(str(error))
                is_wrong = True
        if is_wrong:
            return None
        try:
            return calibration.measured(self._wanted, Marks(**found))
        except UserError as error:
            self._tell(str(error))
            return None

    def _length(self, name: str, line: MeasureLine) -> float:
        typed = line.text().strip()
        length = lengths.read(typed, self.unit) if typed else float(getattr(self._wanted, name))
        if name in ("across", "down") and length < getattr(self._wanted, name) / 2:
            raise ValueError(_("This is not from cross to cross."))
        return length

    def _show(self) -> None:
        self._clear()
        found = self.measured()
        if found and found != NONE:
            words = calibration.in_words(found)
            self._add(Banner(_("What is printed will be moved"), words, tone="good"))
        self.keep_button.setEnabled(found not in (None, NONE))

    def _tell(self, text: str) -> None:
        self._clear()
        self._add(Banner(_("This cannot be put right"), text))

    def _add(self, banner: Banner) -> None:
        self._banner_place.addWidget(banner)
        self.refit()

    def _clear(self) -> None:
        show_instead(self._banner_place, ())

    # What is in force

    def _show_force(self) -> None:
        words = calibration.in_words(self._kept())
        text = _("Corrected now: {words}") if words else _("Nothing is corrected for this paper so far.")
        self._force.setText(text.format(words=words))
        self.reset_button.setVisible(bool(words))
        for button in (*self.outlets[1:], self.printer):
            button.setEnabled(self.printer.count() > 0)
        if not self.printer.count():
            self._force.setText(_("No printer is installed on this computer."))
        self._show()

    def _kept(self) -> Calibration:
        return calibration.of(self.printer.value() or "", self._paper)

    def keep(self) -> None:
        if (found := self.measured()) and self.printer.value():
            calibration.remember(self.printer.value())
            self._set(found)
            self.accept()

    def reset(self) -> None:
        self._set(NONE)
        self._show_force()

    def _set(self, found: Calibration) -> None:
        printer, before = str(self.printer.value()), self._kept()
        calibration.keep(printer, self._paper, found)
        self.changed.emit()
        told = _("{printer} is put right") if found != NONE else _("{printer} prints as it does by itself")
        self._desk.say(told.format(printer=printer), Action(_("Undo"), partial(self._take_back, printer, before)))

    def _take_back(self, printer: str, before: Calibration) -> None:
        calibration.keep(printer, self._paper, before)
        self.changed.emit()

    # The page

    def print_page(self) -> None:
        """The system asks for the printer once more: what it is told there is what is measured."""
        calibration.remember(str(self.printer.value()))
        sending = sheet_proof.to_printer(self, self._desk, self._size, self._pdf, is_corrected=False)
        if sending:
            sending.went.connect(self._sent)

    def _sent(self, _printed: object) -> None:
        self.printer.set_value(calibration.last_printer())
        self._show_force()
        self.lines["left"].line.setFocus(Qt.FocusReason.TabFocusReason)

    def _choose_pdf(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(self, _("Save as PDF"), f"{_('Test page')}.pdf", "PDF (*.pdf)")
        if name:
            self.save_pdf(Path(name))

    def save_pdf(self, to: Path) -> None:
        self._desk.run(
            partial(_write, to, self._pdf), partial(self._saved, to), lambda error: self._tell(reason(error))
        )

    def _saved(self, to: Path, _none: None) -> None:
        self._desk.say(_("Saved as “{name}”").format(name=to.name))


def _write(to: Path, pdf: bytes) -> None:
    from crmdesk.services.writing import whole_file

    with whole_file(to) as file:
        file.write(pdf)


def _page(width: float, height: float, unit: lengths.Unit) -> tuple[bytes, tuple[bytes, int, int, int]]:
    from crmdesk.printing import proofs
    from crmdesk.ui.paper import bitmap

    pdf = proofs.of_printer(width, height, unit)
    return pdf, bitmap(pdf, 0, 1000 / height * 25.4)


def _texts() -> tuple[str, str, str, str]:
    return (
        _("1  Left edge to upright line"),
        _("2  Top edge to level line"),
        _("3  Cross to cross, across"),
        _("4  Cross to cross, down"),
    )
