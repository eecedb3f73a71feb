"""What is chosen of a print run: little beside the real sheet, and what is rare behind More."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSpinBox, QVBoxLayout, QWidget

from crmdesk import i18n, settings
from crmdesk.domain.folding import fold
from crmdesk.domain.stock_designs import PLAIN
from crmdesk.domain.values import countries
from crmdesk.i18n import _, mark
from crmdesk.printing.sheets import Sheet
from crmdesk.ui import label_used
from crmdesk.ui.sheet_box import SheetBox
from crmdesk.widgets import theme
from crmdesk.widgets.parts import icon_button, label, link, quiet
from crmdesk.widgets.switch import Switch

if TYPE_CHECKING:
    from crmdesk.services.designs import Choice

MOST_COPIES = 999
ORDERS = (
    ("postal code", mark("Postal code")),
    ("name", mark("Surname")),
    ("company", mark("Company")),
    ("as listed", mark("As listed")),
)


class LabelChoices(QWidget):
    """The last choices are those of the next time."""

    sheet_chosen = Signal(object)
    start_chosen = Signal()
    changed = Signal()
    """Of whom and in which order."""
    country_chosen = Signal(str)
    designing = Signal()

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        kept = settings.load().labels
        self.sheet = sheet
        self.sheet_box = SheetBox(sheet)
        self.order = _box([(key, _(text)) for key, text in ORDERS], kept.get("order"))
        self.design = _box([(PLAIN, _("Address"))], PLAIN)
        self.design_button = icon_button("pencil", _("Design labels"), self.designing.emit)
        self._kept_design = kept.get("design")
        self.start = number_box(sheet.count)
        self.new_sheet = quiet(_("A new sheet"), lambda: self.start.setValue(1))
        self.household = Switch(_("One per household"))
        self.household.setChecked(kept.get("household") is True)
        self.copies = number_box(MOST_COPIES)
        listed = sorted(countries.listed(i18n.language()), key=lambda country: fold(country[1]))
        self.country = _box(listed, None)
        self.more = link(_("More"), self._show_more)
        self._arrange()
        self._connect()
        self.begin_sheet()

    def _arrange(self) -> None:
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(theme.px(4))
        self._add(_("Sheet"), self.sheet_box)
        self._add(_("First free label"), self.start, self.new_sheet)
        self.who = _column()
        self._add(_("Design"), self.design, self.design_button, into=self.who)
        self._add(_("Order"), self.order, into=self.who)
        _body(self.who).addSpacing(theme.px(14))
        _body(self.who).addLayout(_across(label(self.household.accessibleName()), self.household, stretch=0))
        self.rare = _column()
        self._add(_("Copies of each"), self.copies, into=self.rare)
        self._add(_("Posted from"), self.country, into=self.rare)
        self.rare.hide()
        _body(self.who).addSpacing(theme.px(12))
        _body(self.who).addLayout(flush(self.more))
        _body(self.who).addWidget(self.rare)
        self._down.addWidget(self.who)

    def _add(self, text: str, field: QWidget, *beside: QWidget, into: QWidget | None = None) -> None:
        body = _body(into) if into else self._down
        words = label(text, "second", "muted")
        words.setBuddy(field)
        field.setAccessibleName(text)
        body.addSpacing(theme.px(12))
        body.addWidget(words)
        body.addLayout(_across(field, *beside))

    def _connect(self) -> None:
        self.sheet_box.chosen.connect(self._take_sheet)
        self.start.valueChanged.connect(self._take_start)
        self.design.activated.connect(lambda _index: self._change())
        self.order.activated.connect(lambda _index: self._change())
        self.household.clicked.connect(lambda _on: self._change())
        self.copies.editingFinished.connect(self._change)
        self.country.activated.connect(lambda _index: self.country_chosen.emit(self.country.currentData()))

    def _show_more(self) -> None:
        self.more.hide()
        self.rare.show()
        self.copies.setFocus(Qt.FocusReason.TabFocusReason)

    def show_sheet(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.sheet_box.show_sheet(sheet)
        self.begin_sheet()

    def _take_sheet(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._keep()
        self.begin_sheet()
        self.sheet_chosen.emit(sheet)

    def begin_sheet(self) -> None:
        """Where the last one of this kind ended."""
        self.start.blockSignals(True)
        self.start.setRange(1, self.sheet.count)
        self.start.blockSignals(False)
        self.start.setValue(label_used.proposed(self.sheet))
        self.start.setEnabled(self.sheet.count > 1)
        self.new_sheet.setVisible(self.start.value() > 1)

    def _take_start(self, value: int) -> None:
        self.new_sheet.setVisible(value > 1)
        self.start_chosen.emit()

    def show_designs(self, listed: "list[Choice]") -> None:
        """Instead of one that is gone the plain one is chosen."""
        wanted = self._kept_design or self.design.currentData()
        self._kept_design = None
        self.design.clear()
        for choice in listed:
            self.design.addItem(choice.name, choice.id)
        self.design.setCurrentIndex(max(self.design.findData(wanted), 0))
        self._keep()

    def prefer_design(self, choice: str) -> None:
        """Once it is listed."""
        self._kept_design = choice

    def _change(self) -> None:
        self._keep()
        self.changed.emit()

    def _keep(self) -> None:
        choices = {
            "sheet": self.sheet.name,
            "design": self.design.currentData(),
            "order": self.order.currentData(),
            "household": self.household.isChecked(),
        }
        settings.change(labels=settings.load().labels | choices)


def _box(choices: list[tuple[str, str]], chosen: object) -> QComboBox:
    made = QComboBox()
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)  # countries are long
    for key, text in choices:
        made.addItem(text, key)
    made.setCurrentIndex(max(made.findData(chosen), 0))
    return made


def number_box(most: int) -> QSpinBox:
    made = QSpinBox()
    made.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
    made.lineEdit().setTextMargins(theme.px(11), 0, 0, 0)  # Qt forgets the padding where there are no buttons
    made.setRange(1, most)
    return made


def _column() -> QWidget:
    made = QWidget()
    body = QVBoxLayout(made)
    body.setContentsMargins(0, 0, 0, 0)
    body.setSpacing(theme.px(4))
    return made


def _body(column: QWidget) -> QVBoxLayout:
    body = column.layout()
    assert isinstance(body, QVBoxLayout)
    return body


def _across(*parts: QWidget, stretch: int = 1) -> QHBoxLayout:
    """The first takes the room, or at least leaves it between them."""
    across = QHBoxLayout()
    across.setSpacing(theme.px(8))
    across.addWidget(parts[0], stretch)
    if not stretch:
        across.addStretch(1)
    for part in parts[1:]:
        across.addWidget(part)
    return across


def flush(link: QPushButton) -> QHBoxLayout:
    """Its words begin where those above it do."""
    link.setProperty("flush", True)
    across = QHBoxLayout()
    across.addWidget(link)
    across.addStretch(1)
    return across
