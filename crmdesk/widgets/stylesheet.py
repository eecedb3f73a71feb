"""The one stylesheet, built from the colour roles; widgets choose by property, never by own colours."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from string import Template

from crmdesk import paths
from crmdesk.widgets.palette import Colours

_MEASURE = re.compile(r"(?<!-)\b([3-9]|\d\d+)px")
_SHEET = """
QToolTip { color: $text; background: $surface; border: 1px solid $control; padding: 4px 8px; }
QLabel { background: transparent; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="faint"] { color: $faint; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="good"] { color: $good; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="bad"] { color: $bad; }
QLabel:disabled { color: $faint; }

QFrame[ground="card"] { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame[ground="surface"] { background: $surface; border: none; }
QFrame[ground="window"] { background: $window; border: none; }
QFrame[ground="sidebar"] { background: $sidebar; border: none; border-right: 1px solid $line; }
QFrame[ground="line"] { background: $line; border: none; }
QFrame[ground="good"] { background: $good_ground; border: none; border-radius: 10px; }
QFrame[ground="warning"] { background: $warning_ground; border: none; border-radius: 10px; }
QFrame[ground="bad"] { background: $bad_ground; border: none; border-radius: 10px; }
QFrame[ground="accent"] { background: $accent_ground; border: none; border-radius: 10px; }
QFrame[ground="drop"] { background: transparent; border: 1px dashed $faint; border-radius: 10px; }
QFrame[ground="drop"][over="true"] { background: $accent_ground; border: 1px dashed $accent; }
QFrame[ground="sheet"] { background: $surface; border: 1px solid $control; border-radius: 12px; }
QFrame[ground="segments"] { background: $window; border: 1px solid $line; border-radius: 8px; }
QFrame[ground="toast"] { background: $text; border: none; border-radius: 8px; }
QFrame[ground="toast"] QLabel { color: $window; }

QPushButton { color: $text; background: $surface; border: 1px solid $control; border-radius: 8px;
  padding: 0 12px; min-height: 30px; outline: none; font-weight: 500; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $accent_ground; color: $accent; border-color: $accent_ground; }
QPushButton[ring="true"]:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $faint; background: $window; border-color: $line; }
QPushButton[kind="primary"] { color: $on_accent; background: $accent; border: 1px solid $accent; font-weight: 500; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_hover; color: $on_accent; }
QPushButton[kind="primary"][ring="true"]:focus { border: 3px double $on_accent; padding: 0 10px; }
QPushButton[kind="primary"]:disabled { color: $muted; background: $line; border-color: $line; }
QPushButton[kind="flat"], QPushButton[kind="link"] { background: transparent; border: 1px solid transparent;
  padding: 0 8px; }
QPushButton[kind="flat"]:hover { background: $hover; }
QPushButton[kind="flat"][ring="true"]:focus, QPushButton[kind="link"][ring="true"]:focus { border: 1px solid $accent; }
QPushButton[kind="link"] { color: $accent; padding: 0 4px; }
QPushButton[kind="link"][flush="true"] { padding: 0; border-left: none; }
QPushButton[kind="link"]:hover { background: $accent_ground; }
QPushButton[kind="toast"] { background: transparent; border: 1px solid transparent; color: $toast_action;
  font-weight: 600; }
QPushButton[kind="toast"][ring="true"]:focus, QPushButton[kind="toast"]:hover { border: 1px solid $toast_action; }
QPushButton[kind="menu"] { background: transparent; border: none; padding: 0; color: $muted; text-align: left;
  font-weight: 400; border-radius: 4px; }
QPushButton[kind="menu"]:hover { color: $accent; }
QPushButton[kind="menu"][ring="true"]:focus { color: $accent; text-decoration: underline; }
QPushButton[kind="head"] { background: transparent; border: 1px solid transparent; padding: 0 8px; font-weight: 700; }
QPushButton[kind="head"]:hover { background: $line; }
QPushButton[kind="head"][ring="true"]:focus { border: 1px solid $accent; }
QPushButton[kind="head"]:disabled { color: $text; }
QPushButton[kind="tab"] { background: transparent; border: none; border-bottom: 2px solid transparent;
  border-radius: 0; padding: 0 1px; color: $muted; font-weight: 400; }
QPushButton[kind="tab"]:hover { color: $text; }
QPushButton[kind="tab"]:checked { color: $text; font-weight: 600; background: transparent; }
QPushButton[kind="tab"][ring="true"]:focus { border-bottom: 2px solid $accent; }
QPushButton[kind="dashed"] { background: transparent; border: 1px dashed $control; border-radius: 11px;
  color: $muted; padding: 0 10px; min-height: 22px; font-weight: 400; }
QPushButton[kind="dashed"]:hover { color: $text; background: $hover; }
QPushButton[kind="dashed"][ring="true"]:focus { border: 1px solid $accent; }
QPushButton[kind="segment"] { background: transparent; border: 1px solid transparent; border-radius: 6px;
  padding: 0 11px; min-height: 24px; font-weight: 400; color: $muted; }
QPushButton[kind="segment"]:hover { color: $text; }
QPushButton[kind="segment"]:checked { color: $text; background: $surface; border-color: $control; font-weight: 600; }
QPushButton[kind="segment"][ring="true"]:focus { border-color: $accent; }
QPushButton[small="true"] { min-height: 22px; padding: 0; }
QPushButton::menu-indicator { width: 0; image: none; }

QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QSpinBox, QDateEdit { color: $text; background: $surface;
  border: 1px solid $control; border-radius: 8px; padding: 0 10px; selection-background-color: $accent;
  selection-color: $on_accent; }
QLineEdit, QComboBox, QSpinBox, QDateEdit { min-height: 30px; }
QTextEdit, QPlainTextEdit { padding: 6px 8px; }
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus { border: 1px solid $accent; }
QLineEdit[kind="picker"] { background: transparent; border: none; border-radius: 0; }
QLineEdit:disabled, QComboBox:disabled { color: $faint; background: $window; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$arrow"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $surface; color: $text; border: 1px solid $control; outline: none;
  padding: 4px;
  selection-background-color: $accent_ground; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 6px; border-radius: 6px; }
QComboBox QAbstractItemView::item:selected { background: $accent_ground; color: $text; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; subcontrol-origin: border; }
QComboBox QLineEdit, QSpinBox QLineEdit { background: transparent; border: none; padding: 0; min-height: 0; }
QLineEdit[inline="true"], QPlainTextEdit[inline="true"], QComboBox[inline="true"] { background: transparent;
  border: 1px solid transparent; border-radius: 6px; padding: 0 7px; min-height: 28px; }
QPlainTextEdit[inline="true"] { padding: 3px 5px; }
QComboBox[inline="true"] { padding: 0 9px; }
QComboBox[inline="true"]:editable { padding: 0 7px; }
QLineEdit[struck="true"] { color: $muted; }
QLineEdit[inline="true"]:hover, QPlainTextEdit[inline="true"]:hover, QComboBox[inline="true"]:hover {
  background: $hover; border: 1px solid $line; }
QLineEdit[inline="true"]:focus, QPlainTextEdit[inline="true"]:focus, QComboBox[inline="true"]:focus {
  background: $surface; border: 1px solid $accent; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] { border: 1px solid $bad; }
QComboBox[inline="true"]::down-arrow { image: none; }
QTextEdit[inline="true"] { background: transparent; border: 1px solid transparent; border-radius: 6px;
  padding: 3px 5px; }
QTextEdit[inline="true"]:hover { background: $hover; border: 1px solid $line; }
QTextEdit[inline="true"]:focus { background: $surface; border: 1px solid $accent; }
QTextEdit[reading="true"] { background: transparent; border: 1px solid transparent; padding: 0; }
QTextEdit[reading="true"]:focus { border: 1px solid $accent; }
QTextEdit[wrong="true"] { border: 1px solid $bad; }

QMenu { background: $surface; color: $text; border: 1px solid $control; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: $accent_ground; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenuBar { background: $window; color: $text; }

QAbstractItemView { background: $surface; border: none; outline: none; }
QListView { background: transparent; }
QListView[ground="popup"] { background: $surface; border: 1px solid $control; }
QTableView { gridline-color: $line; selection-background-color: $accent_ground; selection-color: $text; }
QTableView[ground="none"] { background: transparent; }
QHeaderView::section { background: $surface; color: $muted; border: none; border-bottom: 1px solid $line;
  padding: 4px 8px; }
QTextBrowser { background: transparent; border: none; padding: 0; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QSplitter::handle { background: $line; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QSlider::groove:horizontal { background: $line; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { background: $surface; border: 2px solid $accent; width: 12px; margin: -6px 0;
  border-radius: 8px; }
QSlider::handle:horizontal:focus { background: $accent; }
QCheckBox, QRadioButton { spacing: 8px; color: $text; }
QCheckBox:disabled, QRadioButton:disabled { color: $muted; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $faint; border-radius: 8px;
  background: $surface; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid $accent; border-radius: 8px; }
"""


def build(colours: Colours, scale: float, letters: Sequence[int] = ()) -> str:
    """All measures stand in the sheet as they are at 1.0; lines stay thin.

    `letters` are the sizes that widgets wear which were made at another scale.
    """
    worn = "".join(f'*[letters="{size}"] {{ font-size: {size}px; }}\n' for size in letters)
    sheet = _MEASURE.sub(lambda found: f"{round(int(found[1]) * scale)}px", _SHEET + worn)
    arrow = (paths.resources() / "icons" / "combo-arrow.svg").as_posix()
    return Template(sheet).substitute(asdict(colours), arrow=arrow)
