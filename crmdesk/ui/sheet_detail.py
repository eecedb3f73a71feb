"""One sheet of labels, large: its drawing, its measures in both units, and what else it is sold as."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from crmdesk.domain.values import lengths
from crmdesk.i18n import _, ngettext
from crmdesk.printing import sheets
from crmdesk.printing.sheets import Sheet
from crmdesk.ui import sheet_drawing
from crmdesk.ui.sheet_list import paper_of
from crmdesk.widgets import theme
from crmdesk.widgets.messages import Action, Banner
from crmdesk.widgets.parts import label

_HEIGHT = 210
_MOST_NAMES = 8


class Drawing(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._sheet: Sheet | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.px(120))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(280), theme.px(_HEIGHT))

    def show_sheet(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.setAccessibleName(_("Drawing of {sheet}").format(sheet=sheet.name))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._sheet:
            painter = QPainter(self)
            box = QRectF(self.rect()).adjusted(4, 4, -4, -4)
            sheet_drawing.paint(painter, sheet_drawing.paper_in(box, self._sheet), self._sheet)


class SheetDetail(QWidget):
    tried = Signal()
    """A page is wanted to hold against the real sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.drawing = Drawing()
        self._name = label("", "heading", wraps=True)
        self._about = label("", "body", "muted", wraps=True)
        self._same = label("", "second", "muted", wraps=True)
        self._banner: Banner | None = None
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(theme.px(6))
        self._down.addWidget(self.drawing, 1)
        for part in (self._name, self._about, self._same):
            self._down.addWidget(part)

    def show_sheet(self, sheet: Sheet) -> None:
        self.drawing.show_sheet(sheet)
        self._name.setText(sheet.name)
        self._about.setText("\n".join(filter(None, [sheet.description, *_facts(sheet)])))
        self._same.setText("\n".join(_same_as(sheet)))
        self._same.setVisible(bool(self._same.text()))
        self._show_anomaly(sheet.anomaly)

    def _show_anomaly(self, words: str | None) -> None:
        if self._banner:
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        if words:
            self._banner = Banner(_("Check this sheet"), words, Action(_("Test page"), self.tried.emit))
            self._down.addWidget(self._banner)


def _facts(sheet: Sheet) -> list[str]:
    inches = f"{lengths.show(sheet.width, 'in')} × {lengths.show(sheet.height, 'in')} in"
    count = ngettext("{count} label a page", "{count} labels a page", sheet.count).format(count=sheet.count)
    return [f"{sheet.size}, {inches}", f"{count}, {paper_of(sheet)}"]


def _same_as(sheet: Sheet) -> list[str]:
    """What may be written on a box that holds the same."""
    parts = (name.removeprefix(f"{sheet.brand} ") for name in sheet.equivalents)
    own = sorted(parts, key=lambda part: part != sheet.equivalent)  # the one that the others are named after
    others = [other.name for other in sheets.alike(sheet)]
    found = []
    if own:
        found.append(_("Same as {brand} {numbers}").format(brand=sheet.brand, numbers=_some(own)))
    if others:
        found.append(_("Labels in the same places: {names}").format(names=_some(others)))
    return found


def _some(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMES
    words = ", ".join(names[:_MOST_NAMES])
    return _("{names} and {count} more").format(names=words, count=more) if more > 0 else words
