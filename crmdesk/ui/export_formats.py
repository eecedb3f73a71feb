"""The formats of an export: what each is for, and what can be chosen of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from crmdesk.i18n import _, mark
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Chooser, Segments
from crmdesk.widgets.parts import label
from crmdesk.widgets.switch import Switch

if TYPE_CHECKING:
    from crmdesk.services.exporting import Shape

_INDENT = 26
_OLD = "vcard3"
"""The version before, which is a format of its own."""


@dataclass(frozen=True, slots=True)
class Format:
    key: str
    name: str
    ending: str
    detail: str


FORMATS = (
    Format("vcard", mark("vCard"), ".vcf", mark("For phones, mail programs and other address books.")),
    Format("csv", mark("CSV"), ".csv", mark("For spreadsheets and mail merge: a row each.")),
    Format("xlsx", mark("Excel"), ".xlsx", mark("For Excel, LibreOffice and Numbers: a row each.")),
    Format("ldif", mark("LDIF"), ".ldif", mark("For Thunderbird and directories.")),
    Format("ics", mark("Calendar"), ".ics", mark("Activities and birthdays, for calendars of any kind.")),
    Format("json", mark("JSON"), ".json", mark("Nothing is lost: to be imported into another CRMDesk file.")),
    Format("sqlite", mark("Copy to look into"), ".sqlite",
           mark("Plain tables for Datasette, DB Browser and the like. Always holds everything.")),
    Format("zip", mark("All in one archive"), ".zip",
           mark("Nothing is lost, and vCard, CSV, calendar and attached files lie beside it for anybody to open.")),
)  # fmt: skip
_PROGRAMS = (
    ("", mark("Any program")),
    ("iphone", "iPhone"),
    ("android", "Android"),
    ("outlook", "Outlook"),
    ("google", "Google"),
    (_OLD, mark("Older programs")),
)
_HEADINGS = (
    ("", mark("All, as in CRMDesk")),
    ("google", mark("As Google has them")),
    ("outlook", mark("As Outlook has them")),
)
_CELLS = (
    (True, mark("Safe for spreadsheets"), mark("No cell can be run as a formula.")),
    (False, mark("Complete"), mark("Each value exactly as it is.")),
)


class Formats(QWidget):
    """One is chosen; what can be chosen of it stands under it."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._of_vcard, self._of_csv = OfVCard(), OfCsv()
        self._options: dict[str, QWidget] = {"vcard": self._of_vcard, "csv": self._of_csv}
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(2, 2, 12, 2))
        down.setSpacing(theme.px(12))
        for number, each in enumerate(FORMATS):
            down.addLayout(self._make(number, each))
        down.addStretch(1)
        self._group.idToggled.connect(lambda _number, on: self._show() if on else None)
        self._show()

    def _make(self, number: int, each: Format) -> QVBoxLayout:
        choice = QRadioButton(f"{_(each.name)} ({each.ending})")
        choice.setFont(theme.font("strong"))
        choice.setChecked(number == 0)
        choice.setAccessibleDescription(_(each.detail))
        self._group.addButton(choice, number)
        words = label(_(each.detail), "second", "muted", wraps=True)
        words.setContentsMargins(theme.margins(_INDENT, 0, 0, 0))
        holder = QVBoxLayout()
        holder.setSpacing(theme.px(2))
        holder.addWidget(choice)
        holder.addWidget(words)
        if each.key in self._options:
            holder.addWidget(self._options[each.key])
        return holder

    def format(self) -> Format:
        return FORMATS[self._group.checkedId()]

    def choose(self, key: str) -> None:
        number = next(number for number, each in enumerate(FORMATS) if each.key == key)
        if (choice := self._group.button(number)) is not None:
            choice.setChecked(True)

    def kind(self) -> str:
        """What the export is to write."""
        key = self.format().key
        return _OLD if key == "vcard" and self._of_vcard.program.value() == _OLD else key

    def ending(self) -> str:
        is_split = self.format().key == "vcard" and self.shape().one_each
        return ".zip" if is_split else self.format().ending

    def shape(self) -> "Shape":
        from crmdesk.services.exporting import Shape

        made = {"vcard": self._of_vcard.shape, "csv": self._of_csv.shape}.get(self.format().key)
        return made() if made else Shape()

    def _show(self) -> None:
        for key, options in self._options.items():
            options.setVisible(key == self.format().key)
        self.chosen.emit(self.format())


class OfVCard(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.program = Chooser(_("For|program"), [(key, _(words)) for key, words in _PROGRAMS])
        self.one_each = Switch(_("A file for each"))
        self._why = label("", "second", "muted", wraps=True)
        rows = _rows(self)
        rows.addWidget(label(_("For|program"), "second", "muted"), 0, 0)
        rows.addWidget(self.program, 0, 1)
        rows.addWidget(label(_("A file for each"), "second", "muted"), 1, 0)
        rows.addWidget(self.one_each, 1, 1)
        rows.addWidget(self._why, 2, 1)
        self.program.setFixedWidth(theme.px(240))
        self.program.chosen.connect(self._choose)
        self._why.hide()

    def _choose(self, program: str) -> None:
        is_outlook = program == "outlook"
        self.one_each.setChecked(is_outlook)
        self._why.setText(_("Outlook reads no more than the first of a file. They come as an archive."))
        self._why.setVisible(is_outlook)

    def shape(self) -> "Shape":
        from crmdesk.services.exporting import Shape

        program = self.program.value()
        return Shape("" if program == _OLD else program, one_each=self.one_each.isChecked())


class OfCsv(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.headings = Chooser(_("Columns"), [(key, _(words)) for key, words in _HEADINGS])
        self.headings.setFixedWidth(theme.px(240))
        self.cells = Segments(_("Cells"), [(safe, _(words)) for safe, words, _hint in _CELLS])
        self._hint = label("", "second", "muted", wraps=True)
        rows = _rows(self)
        rows.addWidget(label(_("Columns"), "second", "muted"), 0, 0)
        rows.addWidget(self.headings, 0, 1)
        rows.addWidget(label(_("Cells"), "second", "muted"), 1, 0)
        rows.addWidget(self.cells, 1, 1)
        rows.addWidget(self._hint, 2, 1)
        self.cells.chosen.connect(lambda _safe: self._show())
        self.cells.set_value(True)
        self._show()

    def _show(self) -> None:
        self._hint.setText(_(next(hint for safe, _words, hint in _CELLS if safe == self.cells.value())))

    def shape(self) -> "Shape":
        from crmdesk.services.exporting import Shape

        return Shape(self.headings.value(), for_spreadsheets=self.cells.value())


def _rows(holder: QWidget) -> QGridLayout:
    rows = QGridLayout(holder)
    rows.setContentsMargins(theme.margins(_INDENT, 6, 0, 4))
    rows.setHorizontalSpacing(theme.px(12))
    rows.setVerticalSpacing(theme.px(8))
    rows.setColumnStretch(2, 1)
    return rows
