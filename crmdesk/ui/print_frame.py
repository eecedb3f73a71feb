"""What the screens of Print have in common: the choices at the left, the paper at the right."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.counting import scrolled
from crmdesk.ui.label_choices import flush
from crmdesk.ui.print_tabs import PrintTabs
from crmdesk.ui.sheet_printer import PrinterLine
from crmdesk.widgets import theme
from crmdesk.widgets.parts import link, rule

_LEFT_WIDTH = 340


def arrange(screen: QWidget, left: QWidget, paper: QWidget) -> None:
    across = QHBoxLayout(screen)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(0)
    across.addWidget(left)
    across.addWidget(rule(upright=True))
    across.addWidget(paper, 1)


def choices_beside(
    tabs: PrintTabs,
    title: QLabel,
    words: QLabel,
    choices: QWidget,
    banners: QVBoxLayout,
    printer_line: PrinterLine,
    show_past: Callable[[], None],
) -> QWidget:
    """From what is printed to what was printed before."""
    left = QWidget()
    down = QVBoxLayout(left)
    down.setContentsMargins(theme.margins(24, 16, 24, 20))
    down.setSpacing(theme.px(4))
    down.addWidget(tabs)
    down.addSpacing(theme.px(8))
    for part in (title, words, choices):
        down.addWidget(part)
    down.addSpacing(theme.px(16))
    down.addLayout(banners)
    down.addStretch(1)
    down.addSpacing(theme.px(12))
    down.addWidget(printer_line)
    down.addLayout(flush(link(_("Printed before…"), show_past)))
    area = scrolled(left)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFixedWidth(theme.px(_LEFT_WIDTH - 1))
    return area
