"""What is wrong with a window as drawn: texts that are cut, parts in each other's way, controls without a name."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QScrollBar,
    QSizeGrip,
    QSizePolicy,
    QSplitter,
    QSplitterHandle,
    QStackedWidget,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QWidget,
)

from crmdesk.ui.narrowing import Narrowing
from crmdesk.ui.reminder_cards import ReminderCards
from crmdesk.ui.window import Window
from crmdesk.widgets.calendar_keys import CalendarKeys
from crmdesk.widgets.callout import Callout
from crmdesk.widgets.design_board import DesignBoard
from crmdesk.widgets.entries import LabelButton
from crmdesk.widgets.fields import Field, LineField
from crmdesk.widgets.form import FormRow
from crmdesk.widgets.graph import Graph
from crmdesk.widgets.ink_pad import InkPad
from crmdesk.widgets.kanban import Kanban
from crmdesk.widgets.line_chart import LineChart
from crmdesk.widgets.messages import Toast
from crmdesk.widgets.overlay import Overlay
from crmdesk.widgets.parts import PaintedButton
from crmdesk.widgets.period_bars import PeriodBars
from crmdesk.widgets.rolodex_pile import Pile
from crmdesk.widgets.small_month import SmallMonth
from crmdesk.widgets.switch import Stars

_FLOATING = (Overlay, Narrowing, Toast, Callout, ReminderCards, QSizeGrip, QSplitterHandle)
_NOBODY = (QAccessible.Role.NoRole, QAccessible.Role.Client)
_SPEAKING = (
    InkPad, Kanban, Pile, Graph, CalendarKeys, DesignBoard, SmallMonth, Stars, QScrollArea, QHeaderView, PeriodBars,
    LineChart,
)  # fmt: skip
"""Qt knows no role for these, or tells none; they say in words what they show."""
_SLACK = 2
"""Pixels that rounding may take."""


def faults(window: Window) -> list[str]:
    QApplication.processEvents()  # what is still to be laid out
    roots: list[QWidget] = [window, *_shown(window, QDialog), *_shown(window, QMenu)]
    with painted(window) as found:
        for root in roots:
            root.grab()
    for root in roots:
        found += _too_large(root, window)
        for part in _parts(root):
            found += _of(part)
    return sorted(set(found))


def _shown(window: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [part for part in window.findChildren(kind) if part.isVisible()]


def _parts(root: QWidget) -> Iterator[QWidget]:
    """All that can be seen; other windows are roots of their own."""
    for child in root.children():
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow():
            yield child
            yield from _parts(child)


def _of(part: QWidget) -> Iterator[str]:
    if _is_cut(part):
        yield f"cut: {name_of(part)}"
    if _is_outside(part):
        yield f"outside: {name_of(part)} {_box(part)} in {name_of(part.parentWidget())}"
    for other in _covered_by(part):
        yield f"overlap: {name_of(part)} {_box(part)} and {name_of(other)} {_box(other)}"
    if _is_control(part):
        if not _has_name(part):
            yield f"no name: {name_of(part)}"
        if not _is_reachable(part):
            yield f"not by Tab: {name_of(part)}"


def name_of(part: QWidget | None) -> str:
    if part is None:
        return "nothing"
    text = getattr(part, "text", str)()
    words = part.accessibleName() or (text if isinstance(text, str) else "") or part.objectName()
    above = part.parentWidget()
    return f"{type(above).__name__}/{type(part).__name__} “{words[:60]}”"


def _box(part: QWidget) -> str:
    return "{}x{} at {},{}".format(*(part.width(), part.height(), part.x(), part.y()))


# Texts


def _is_cut(part: QWidget) -> bool:
    match part:
        case QLabel():
            return bool(part.text()) and _is_label_cut(part)
        case PaintedButton():
            return part.height() + _SLACK < part.minimumSizeHint().height()
        case QAbstractButton():
            return bool(part.text()) and not _has(part.sizeHint(), part)
        case QComboBox():
            return not part.isEditable() and part.fontMetrics().horizontalAdvance(part.currentText()) > _room(part)
        case QLineEdit():
            return not part.hasFocus() and not part.isReadOnly() and not _has_dots(part) and _is_line_cut(part)
    return False


def _has(wanted: Any, part: QWidget) -> bool:
    return bool(part.width() + _SLACK >= wanted.width() and part.height() + _SLACK >= wanted.height())


def _is_label_cut(part: QLabel) -> bool:
    if part.wordWrap():
        return part.height() + _SLACK < part.heightForWidth(part.width())
    gives_way = part.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored and not part.text().strip("…")
    return not gives_way and not _has(part.sizeHint(), part)


def _room(part: QComboBox) -> int:
    option = QStyleOptionComboBox()
    part.initStyleOption(option)
    field = QStyle.SubControl.SC_ComboBoxEditField
    box = part.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, part)
    return int(box.width()) + _SLACK


def _has_dots(part: QLineEdit) -> bool:
    """A field draws a long value with dots at its end, until one is in it."""
    return isinstance(part.parentWidget(), LineField) and bool(part.text())


def _is_line_cut(part: QLineEdit) -> bool:
    option = QStyleOptionFrame()
    part.initStyleOption(option)
    box = part.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, part)
    margins = part.textMargins()
    room = box.width() - margins.left() - margins.right()
    metrics = part.fontMetrics()
    words = part.text() or part.placeholderText()
    return metrics.horizontalAdvance(words) > room + _SLACK or metrics.height() > part.height()


@contextmanager
def painted(window: QWidget) -> Iterator[list[str]]:
    """What widgets that draw themselves write into boxes too narrow, not ended by dots."""
    found: list[str] = []
    draw = QPainter.drawText

    def look(painter: QPainter, *args: Any) -> Any:
        found.extend(_too_wide(painter, args))
        return draw(painter, *args)

    QPainter.drawText = look  # type: ignore[assignment, method-assign]
    try:
        yield found
    finally:
        QPainter.drawText = draw  # type: ignore[method-assign]


def _too_wide(painter: QPainter, args: tuple[Any, ...]) -> Iterator[str]:
    box, text = args[0], next((arg for arg in args if isinstance(arg, str)), "")
    if isinstance(box, QRect | QRectF) and len(text) > 1 and not text.endswith("…") and "…" not in text:
        metrics: QFontMetrics = painter.fontMetrics()
        flags = next((arg for arg in args[1:] if not isinstance(arg, str)), 0)
        wraps = isinstance(flags, int) and bool(flags & Qt.TextFlag.TextWordWrap.value)
        if not wraps and metrics.horizontalAdvance(text) > box.width() + _SLACK:
            yield f"cut: painted “{text[:60]}” in {box.width()} of {metrics.horizontalAdvance(text)}"
        elif metrics.height() > box.height() + 2 * _SLACK:
            yield f"cut: painted “{text[:60]}” in a height of {box.height()} of {metrics.height()}"


# Places


def _is_outside(part: QWidget) -> bool:
    above = part.parentWidget()
    if above is None or isinstance(part, _FLOATING) or part.geometry().isEmpty():
        return False
    area = above.parentWidget()
    if isinstance(area, QAbstractScrollArea) and area.viewport() is above:
        return _is_wider(part, area)
    return not above.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(part.geometry())


def _is_wider(part: QWidget, area: QAbstractScrollArea) -> bool:
    """What nobody can scroll to."""
    is_fixed = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return isinstance(area, QScrollArea) and is_fixed and part.width() > area.viewport().width() + _SLACK


def _too_large(root: QWidget, window: QWidget) -> Iterator[str]:
    if root.width() > window.width() or root.height() > window.height():
        yield f"larger than the window: {name_of(root)} {_box(root)}"
    if root is not window and not isinstance(root, QMenu):
        wanted = root.minimumSizeHint()
        if wanted.width() > root.width() + _SLACK:
            yield f"too narrow for its parts: {name_of(root)} {_box(root)}"


def _covered_by(part: QWidget) -> Iterator[QWidget]:
    above = part.parentWidget()
    if (
        above is None
        or _floats(part)
        or isinstance(above, QStackedWidget | QSplitter | QLineEdit | QAbstractScrollArea)
    ):
        return
    siblings = [child for child in above.children() if isinstance(child, QWidget)]
    for other in siblings[siblings.index(part) + 1 :]:
        shared = part.geometry().intersected(other.geometry())
        if other.isVisible() and not _floats(other) and min(shared.width(), shared.height()) > _SLACK:
            yield other


def _floats(part: QWidget) -> bool:
    is_seen_through = part.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    layout = (above := part.parentWidget()) and above.layout()
    is_placed = layout is not None and above is not None and _holds(layout, part)
    return part.isWindow() or isinstance(part, _FLOATING) or is_seen_through or not is_placed


def _holds(layout: Any, part: QWidget) -> bool:
    items = [layout.itemAt(place) for place in range(layout.count())]
    return any(item.widget() is part or (item.layout() and _holds(item.layout(), part)) for item in items)


# Who cannot see, or has no mouse


def _is_control(part: QWidget) -> bool:
    if not part.isEnabled() or isinstance(part, QScrollBar):
        return False
    inside = part.parentWidget()
    if isinstance(inside, QComboBox | QAbstractSpinBox) or isinstance(part, QMenu):
        return False
    if isinstance(part, PaintedButton) and not part.focusPolicy() and not _beside(part):
        return False  # drawn as others that can be pressed; there is nothing to press
    is_input = isinstance(part, QAbstractButton | QLineEdit | QComboBox | QAbstractSpinBox)
    is_stop = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return (is_input or is_stop) and not isinstance(part, QSplitterHandle) and part.focusProxy() is None


def _has_name(part: QWidget) -> bool:
    face = QAccessible.queryAccessibleInterface(part)
    words = part.accessibleName() or (face.text(QAccessible.Text.Name) if face else "")
    is_somebody = face is None or face.role() not in _NOBODY or isinstance(part, _SPEAKING)
    return bool(words.strip()) and is_somebody


def _is_reachable(part: QWidget) -> bool:
    """By itself, by arrow keys from one of its kind beside it, or by a key in the field that it belongs to."""
    above = part.parentWidget()
    is_of_field = isinstance(above, Field | FormRow | QLineEdit) or isinstance(part, LabelButton)
    return bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) or is_of_field or _beside(part)


def _beside(part: QWidget) -> bool:
    above = part.parentWidget()
    others = above.findChildren(type(part)) if above else []
    return any(other.focusPolicy() & Qt.FocusPolicy.TabFocus for other in others)
