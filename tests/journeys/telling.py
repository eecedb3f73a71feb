"""What the stories have in common: hands that find their way by keys, and eyes that read what is on the screen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QWidget

from crmdesk.services import lookup, records
from crmdesk.widgets.chips import Chip
from crmdesk.widgets.side_button import SideButton
from tests.ui.desks import Seat

ENTER, ESC, TAB, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Down
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
BOTH = CONTROL | SHIFT
MOST_STOPS = 80

# Hands


def command(seat: Seat, words: str) -> None:
    """Ctrl+K, a few letters, Enter."""
    seat.control(Qt.Key.Key_K)
    seat.keys(words)
    seat.press(ENTER)
    seat.settle()


def condition(seat: Seat, *typed: str) -> None:
    """Ctrl+L, then each word and Enter."""
    seat.control(Qt.Key.Key_L)
    seat.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    seat.settle()
    for words in typed:
        seat.keys(words)
        seat.settle()
        seat.press(ENTER)
    seat.settle()


def find(seat: Seat, words: str) -> None:
    seat.control(Qt.Key.Key_F)
    seat.keys(words)
    seat.settle()


def tab_to(seat: Seat, part: QWidget) -> None:
    """By nothing but Tab."""
    for _stop in range(MOST_STOPS):
        if part.hasFocus():
            return
        seat.press(TAB)
    raise AssertionError(f"{MOST_STOPS} times Tab do not lead to {part.accessibleName() or part}")


def pick(seat: Seat, text: str) -> None:
    """From the menu that is open, with Down and Enter."""
    seat.until(QApplication.activePopupWidget)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for _step in range(len(menu.actions()) + 1):
        if (active := menu.activeAction()) and active.text() == text:
            break
        seat.press(DOWN)
    assert menu.activeAction(), [action.text() for action in menu.actions()]
    assert menu.activeAction().text() == text, [action.text() for action in menu.actions()]
    seat.press(ENTER)
    seat.settle()


def drop(target: QWidget, files: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    left, none, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    entering = QDragEnterEvent(QPoint(5, 5), copy, data, left, none)
    QApplication.sendEvent(target, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPoint(5, 5).toPointF(), copy, data, left, none))


# Eyes


def words_on(part: QWidget) -> str:
    """All that can be read on it."""
    inside = [found for found in (part, *part.findChildren(QWidget)) if found.isVisible()]
    texts = [found.text() for found in inside if isinstance(found, QLabel | QLineEdit | QPushButton)]
    return "\n".join(filter(None, [*texts, *(found.accessibleName() for found in inside)]))


def button(seat: Seat, text: str) -> QPushButton:
    """The one that can be seen."""
    found = [made for made in seat.window.findChildren(QPushButton) if made.text() == text and made.isVisible()]
    assert found, text
    return found[-1]


def chips(seat: Seat) -> list[str]:
    return [chip.text() for chip in seat.screen.bar.findChildren(Chip) if chip.isVisible()]


def on_the_side(seat: Seat, name: str) -> SideButton | None:
    made = (made for made in seat.window.side.findChildren(SideButton) if made.isVisible())
    return next((one for one in made if one.accessibleName().startswith(name)), None)


def facts(seat: Seat) -> dict[str, str]:
    """The roll-up in the head of the page."""
    return {cell.fact.name: cell.fact.value for cell in seat.page.rollup.cells()}


# The file


def in_file(seat: Seat, name: str, kind: str = "contact") -> dict[str, Any]:
    """The record that is found first by a name."""
    found = seat.asked(lambda store: lookup.find(store, name, kind=kind))[0]
    shown: dict[str, Any] = seat.asked(lambda store: records.show(store, found.id))
    return shown


def count(seat: Seat, kind: str = "contact") -> int:
    return int(seat.asked(lambda store: lookup.count(store, kind)))


Change = Callable[[Any], Any]


def elsewhere(seat: Seat, change: Change) -> None:
    """Another part of the program, or a colleague, changes the file."""
    done: list[None] = []
    seat.desk.write(change, lambda _result: done.append(None))
    seat.until(lambda: done)
    seat.settle()
