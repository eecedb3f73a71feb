"""Measuring a sheet of labels that the catalogue does not know: what is typed is drawn at once."""

from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.values import file_names, lengths
from crmdesk.i18n import _
from crmdesk.printing import sheets
from crmdesk.printing.sheet_facts import OTHER, PAPERS, ROLL
from crmdesk.printing.sheet_measures import COUNTS, LENGTHS, OF_GRIDS, Measures, Name, even_step
from crmdesk.printing.sheets import Sheet as LabelSheet
from crmdesk.ui import sheet_habits, sheet_proof
from crmdesk.ui.desk import Desk, reason
from crmdesk.ui.paper_sheet import is_letter_country
from crmdesk.ui.sheet_measure import MeasureLine, column
from crmdesk.ui.sheet_measuring import MeasuredDrawing
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Chooser, Segments
from crmdesk.widgets.parts import label, quiet
from crmdesk.widgets.sheet import Sheet
from crmdesk.widgets.switch import Switch

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_WIDTH, _LEFT, _HEIGHT = 860, 392, 480
_ROWS: tuple[tuple[Name, ...], ...] = (
    ("width", "height"), ("columns", "rows"), ("left", "top"), ("right_step", "down_step"), ("corner",),
)  # fmt: skip
_STEPS: dict[Name, tuple[Name, Name, Name, Name]] = {
    "right_step": ("paper_width", "left", "width", "columns"),
    "down_step": ("paper_height", "top", "height", "rows"),
}
"""What an even step is reckoned from."""


class SheetForm(Sheet):
    kept = Signal(str)
    """Its name."""

    def __init__(self, parent: QWidget, desk: Desk, like: LabelSheet | None, key: bytes | None = None) -> None:
        super().__init__(parent, _("Edit the sheet") if key else _("Measure a sheet"), width=_WIDTH)
        self._desk, self._key = desk, key
        self.unit = sheet_habits.chosen_unit()
        self._is_even: set[Name] = set() if like else {"right_step", "down_step"}
        """Steps that follow the others until they are measured."""
        self._exact: dict[Name, tuple[str, float]] = {}
        """What is shown rounded, and what it stands for."""
        self.name = MeasureLine(_("Name"))
        self.kind = Segments(_("Kind"), ((False, _("Sheet of labels")), (True, _("Roll"))))
        self.units = Segments(_("Unit"), (("mm", "mm"), ("in", _("inches"))))
        self.paper = Chooser(_("Paper"), [*((key, _(text)) for key, text, _w, _h in PAPERS), (OTHER, _("Other"))])
        self._paper_box = self._make_paper_box()
        self.oval = Switch(_("Round or oval"))
        self.lines: dict[Name, MeasureLine] = {name: MeasureLine(text) for name, text, _hint in _texts()}
        self.drawing = MeasuredDrawing()
        self._hints = {name: hint for name, _text, hint in _texts()}
        self._hint = label(" ", "second", "muted", wraps=True)
        """What is measured by the line that has the cursor."""
        self._note = label("", "second", "bad", wraps=True)
        self._note.hide()
        self._arrange()
        self._connect()
        self._begin(like or sheets.by_name("Avery 5160" if is_letter_country() else "Avery L7160"))
        self.name.set_text(like.name if like and key else "")

    # Its parts

    def _arrange(self) -> None:
        area = self._area = column(self._left(), _LEFT)
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        across.addWidget(area)
        across.addLayout(self._right(), 1)
        self.body.addLayout(across, 1)
        self.buttons.insertWidget(0, quiet(_("Test page as PDF"), self._choose_pdf))
        self.buttons.insertWidget(0, quiet(_("Print a test page"), self.print_test, "printer"))
        self.set_primary(_("Keep"), self.keep)
        self.give_height(area, _HEIGHT)

    def _left(self) -> QWidget:
        head = QHBoxLayout()
        for part in (self.kind, self.units):
            head.addWidget(part)
        head.addStretch(1)
        left = QVBoxLayout(holder := QWidget())
        left.setContentsMargins(theme.margins(0, 0, 12, 0))
        left.setSpacing(theme.px(10))
        left.addWidget(self.name)
        left.addLayout(head)
        left.addLayout(self._grid())
        left.addWidget(self._note)
        left.addStretch(1)
        return holder

    def _right(self) -> QVBoxLayout:
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setMinimumHeight(theme.px(32))
        right = QVBoxLayout()
        right.addWidget(self.drawing, 1)
        right.addWidget(self._hint)
        return right

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        grid.addWidget(self._paper_box, 0, 0, 1, 2)
        grid.addWidget(self.lines["paper_width"], 0, 2)
        grid.addWidget(self.lines["paper_height"], 0, 3)
        for row, names in enumerate(_ROWS, 1):
            for place, name in enumerate(names):
                grid.addWidget(self.lines[name], row, 2 * place, 1, 2)
        grid.addLayout(self._oval_box(), len(_ROWS), 2, 1, 2)
        for place in range(4):
            grid.setColumnStretch(place, 1)
        return grid

    def _make_paper_box(self) -> QWidget:
        words = label(_("Paper"), "second", "muted")
        words.setBuddy(self.paper)
        down = QVBoxLayout(made := QWidget())
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(3))
        for part in (words, self.paper):
            down.addWidget(part)
        down.addStretch(1)
        return made

    def _oval_box(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setContentsMargins(theme.margins(0, 18, 0, 0))
        across.setSpacing(theme.px(10))
        across.addWidget(label(self.oval.accessibleName()))
        across.addWidget(self.oval)
        across.addStretch(1)
        return across

    def _connect(self) -> None:
        self.kind.chosen.connect(lambda _roll: self._show())
        self.units.chosen.connect(self._take_unit)
        self.paper.chosen.connect(self._take_paper)
        self.oval.clicked.connect(lambda _on: self._show())
        self.name.edited.connect(lambda: self.name.set_problem(""))
        self.name.entered.connect(partial(self.drawing.show_edited, None))
        for name, line in self.lines.items():
            line.edited.connect(partial(self._edit, name))
            line.entered.connect(partial(self._enter, name))

    # What is measured

    def _begin(self, like: LabelSheet) -> None:
        measures = Measures.of(like)
        self.kind.set_value(measures.is_roll)
        self.units.set_value(self.unit)
        self.paper.set_value(measures.paper if self.paper.findData(measures.paper) >= 0 else OTHER)
        self.oval.setChecked(measures.is_oval)
        self._write(measures)
        self._show()

    def _write(self, measures: Measures) -> None:
        for name in LENGTHS:
            self._write_length(name, getattr(measures, name))
        for name in COUNTS:
            self.lines[name].set_text(str(getattr(measures, name)))

    def _write_length(self, name: Name, length: float) -> None:
        text = lengths.show(length, self.unit)
        self._exact[name] = text, length
        self.lines[name].set_text(text)

    def _take_unit(self, unit: lengths.Unit) -> None:
        """What is no length stays as it was typed."""
        found: dict[Name, float] = {}
        for name in LENGTHS:
            with suppress(ValueError):
                found[name] = self._length(name)
        self.unit = unit
        sheet_habits.set_unit(unit)
        for name, length in found.items():
            self._write_length(name, length)
        self._show()

    def _take_paper(self, key: str) -> None:
        found = next(((width, height) for name, _text, width, height in PAPERS if name == key), None)
        if found:
            self._write_length("paper_width", found[0])
            self._write_length("paper_height", found[1])
        self._show()

    def _enter(self, name: Name) -> None:
        self.drawing.show_edited(name)
        self._hint.setText(self._hints[name])
        self._area.ensureWidgetVisible(self.lines[name])

    def _edit(self, name: Name) -> None:
        self._is_even.discard(name)
        self._show()

    def _read(self) -> tuple[Measures, dict[Name, str]]:
        """What is typed, and which of it cannot be read: zero stands for that."""
        found: dict[str, float] = {}
        wrong: dict[Name, str] = {}
        for name in self._used():
            try:
                found[name] = _count(self.lines[name].text()) if name in COUNTS else self._length(name)
            except ValueError as error:
                wrong[name] = str(error)
        paper = ROLL if self.kind.value() else self.paper.value()
        blank = Measures(paper, 0, 0, 0, 0, is_oval=self.oval.isChecked())
        return replace(blank, **found), wrong  # type: ignore[arg-type]

    def _used(self) -> list[Name]:
        return [name for name in (*LENGTHS, *COUNTS) if name not in OF_GRIDS or not self.kind.value()]

    def _length(self, name: Name) -> float:
        text = self.lines[name].text()
        shown, exact = self._exact.get(name, ("", 0.0))
        if text == shown:
            return exact
        return 0.0 if name == "corner" and not text.strip() else lengths.read(text, self.unit)

    def _show(self) -> None:
        """What is typed, drawn; and what is wrong with it, at its place."""
        self._fill_even()
        measures, wrong = self._read()
        problems = wrong or measures.problems()
        for name, line in self.lines.items():
            line.set_problem(problems.get(name, ""))
        self.drawing.show_measures(None if wrong else measures, self.unit)
        self._show_used(measures)

    def _fill_even(self) -> None:
        measures, wrong = self._read()
        for step, of in _STEPS.items():
            if step in self._is_even and not wrong.keys() & set(of):
                paper, first, length, count = (getattr(measures, name) for name in of)
                self._write_length(step, max(even_step(paper, first, length, count), 0.0))

    def _show_used(self, measures: Measures) -> None:
        is_roll = measures.is_roll
        for name in OF_GRIDS:
            self.lines[name].setVisible(not is_roll)
        self._paper_box.setVisible(not is_roll)
        for name in ("paper_width", "paper_height"):
            self.lines[name].line.setEnabled(self.paper.value() == OTHER)
        self.lines["right_step"].line.setEnabled(measures.columns > 1)
        self.lines["down_step"].line.setEnabled(measures.rows > 1)

    def sheet(self) -> LabelSheet | None:
        """Once all of it can be so; else the cursor goes to what cannot."""
        measures, wrong = self._read()
        problems = wrong or measures.problems()
        if problems:
            self.lines[next(iter(problems))].line.setFocus(Qt.FocusReason.TabFocusReason)
            return None
        return measures.sheet(self.name.text().strip())

    # Keeping and trying it

    def keep(self) -> None:
        if (sheet := self.sheet()) is None:
            return
        key, made = self._key, sheet

        def job(store: "Store") -> None:
            from crmdesk.services import own_sheets

            own_sheets.save(store, made, key)

        self._desk.write(job, partial(self._keep_done, sheet.name), self._refused)

    def _keep_done(self, name: str, _none: None) -> None:
        self.kept.emit(name)
        self.accept()

    def _refused(self, error: Exception) -> None:
        self.name.set_problem(reason(error))
        self.name.line.setFocus(Qt.FocusReason.TabFocusReason)

    def print_test(self) -> None:
        if sheet := self.sheet():
            sheet_proof.make(self._desk, sheet, partial(sheet_proof.send, self, self._desk, sheet), self._tell)

    def _choose_pdf(self) -> None:
        proposed = f"{file_names.safe(self.name.text() or _('Test page'))}.pdf"
        name, _filter = QFileDialog.getSaveFileName(self, _("Save as PDF"), proposed, "PDF (*.pdf)")
        if name:
            self.save_test(Path(name))

    def save_test(self, to: Path) -> None:
        if sheet := self.sheet():
            sheet_proof.make(self._desk, sheet, partial(self._write_pdf, to), self._tell)

    def _write_pdf(self, to: Path, pdf: bytes) -> None:
        def job() -> None:
            from crmdesk.services.writing import whole_file

            with whole_file(to) as file:
                file.write(pdf)

        self._desk.run(job, partial(self._saved, to), self._tell)

    def _saved(self, to: Path, _none: None) -> None:
        self._desk.say(_("Saved as “{name}”").format(name=to.name))

    def _tell(self, error: Exception) -> None:
        self._note.setText(reason(error))
        self._note.show()


def _count(text: str) -> int:
    if not text.strip().isascii() or not text.strip().isdigit():
        raise ValueError(_("This is not a number."))
    return min(int(text), 10**6)


def _texts() -> tuple[tuple[Name, str, str], ...]:
    """What each measure is called, and how it is taken."""
    return (
        ("paper_width", _("Width"), _("The paper from side to side")),
        ("paper_height", _("Height"), _("The paper from head to foot")),
        ("width", _("Label width"), _("One label from side to side, without the gap beside it")),
        ("height", _("Label height"), _("One label from head to foot, without the gap below it")),
        ("columns", _("Labels across"), _("How many lie side by side")),
        ("rows", _("Labels down"), _("How many lie below one another")),
        ("left", _("Left of the first"), _("From the left edge of the paper to the first label")),
        ("top", _("Above the first"), _("From the top edge of the paper to the first label")),
        ("right_step", _("Step across"), _("From the left edge of a label to the left edge of the next")),
        ("down_step", _("Step down"), _("From the top edge of a label to the top edge of the next")),
        ("corner", _("Rounding of corners"), _("The radius; nothing where corners are sharp")),
    )
