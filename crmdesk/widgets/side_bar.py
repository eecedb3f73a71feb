"""The slim bar of sections and groups at the left, with counts and a word of state at its foot."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.widgets import icons, theme
from crmdesk.widgets.arranged import parts_of
from crmdesk.widgets.parts import button, label, plain
from crmdesk.widgets.side_button import Item, SideButton
from crmdesk.widgets.state_line import StateLine

__all__ = ["Item", "SideBar", "SideButton"]

_NARROW = 54
_SCROLLS = 28
"""What is carried so near to the end of the list moves it on."""

_MOMENT = 500
"""Milliseconds that something is carried over a section before that is shown."""


class SideBar(QFrame):
    """Sections above, lists below that scroll; one of all is chosen. Arrow keys go from one to the next."""

    chosen = Signal(str)
    asked_about = Signal(str, QPoint)
    """The menu of one is wanted: where on the screen."""
    state_pressed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "sidebar")
        self.setAccessibleName(name)
        self.setFixedWidth(theme.px(theme.SIDE_BAR))
        self._buttons: dict[str, SideButton] = {}
        self._name = name
        self._menu_name = ""
        self._is_narrow = False
        self._chosen = ""
        self._listed: list[str] = []
        self._takers: set[str] = set()
        """Those that take what is being carried over the bar."""
        self._openers: set[str] = set()
        self._over = ""
        self._linger = QTimer(self, singleShot=True, interval=_MOMENT)
        self._linger.timeout.connect(self._open_carried)
        self.setAcceptDrops(True)
        self._heading: QWidget | None = None
        self._head = button(name, kind="head")
        self._make_menu: Callable[[], QMenu] | None = None
        self._head.clicked.connect(self.open_menu)
        self._head.setEnabled(False)
        self._list = QVBoxLayout()
        self._foot = StateLine(_("Notices"))
        self._above_foot: list[StateLine] = []
        self._foot.clicked.connect(self.state_pressed)
        self._arrange()

    def _arrange(self) -> None:
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addStretch(1)
        self._inside = inside = QWidget()
        inside.setLayout(self._list)
        self._area = area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.margins(9, 10, 10, 10))
        self._layout.setSpacing(0)
        self._layout.addWidget(self._head, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self._layout.addSpacing(theme.px(6))
        self._layout.addWidget(area, 1)
        self._layout.addSpacing(theme.px(6))
        self._layout.addWidget(self._foot)

    def _press(self, key: str) -> None:
        self.choose(key)
        self.pressed(key)

    def pressed(self, key: str) -> None:
        self.chosen.emit(key)

    def _step_from(self, key: str, step: int) -> None:
        keys = list(self._buttons)
        self._buttons[keys[(keys.index(key) + step) % len(keys)]].setFocus(Qt.FocusReason.TabFocusReason)

    def set_menu(self, make: Callable[[], QMenu], name: str) -> None:
        """The name at the head opens a menu, made anew each time."""
        self._make_menu = make
        self._head.setEnabled(True)
        self._menu_name = name
        self.set_name(self._name)
        self._head.setIcon(icons.icon("chevron-down", "muted"))
        self._head.setLayoutDirection(Qt.LayoutDirection.RightToLeft)

    def open_menu(self) -> None:
        if self._make_menu:
            menu = self._make_menu()
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self._head.mapToGlobal(self._head.rect().bottomLeft()))

    @property
    def head(self) -> QWidget:
        """The name, which opens the menu."""
        return self._head

    def set_name(self, name: str) -> None:
        """What stands at the head."""
        self._name = name
        room = theme.px(theme.SIDE_BAR - 64)
        shown = self._head.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        self._head.setText("" if self._is_narrow else shown.replace("&", "&&"))
        self._head.setToolTip(plain(name if self._is_narrow or shown != name else ""))
        self._head.setAccessibleName(f"{name}, {self._menu_name}" if self._menu_name else name)

    def set_narrow(self, is_narrow: bool) -> None:
        """Marks alone, where the window has no room for names."""
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        self.setFixedWidth(theme.px(_NARROW if is_narrow else theme.SIDE_BAR))
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if is_narrow else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._area.setVerticalScrollBarPolicy(policy)  # it would lie over the marks; wheel and arrows still scroll
        for made in self._buttons.values():
            made.set_narrow(is_narrow)
        if self._heading:
            self._heading.setVisible(not is_narrow)
        for line in (*self._above_foot, self._foot):
            line.set_narrow(is_narrow)
        self.set_name(self._name)

    def add_sections(self, items: Sequence[Item], heading: str = "") -> None:
        if heading:
            words = label(heading, "group", "muted")
            words.setContentsMargins(theme.margins(9, 14, 0, 6))
            self._add(words)
        for item in items:
            button = self._buttons[item.key] = SideButton(item)
            button.clicked.connect(lambda _on=False, key=item.key: self._press(key))
            button.stepped.connect(lambda step, key=item.key: self._step_from(key, step))
            button.asked_about.connect(lambda place, key=item.key: self.asked_about.emit(key, place))
            button.set_narrow(self._is_narrow)
            self._add(button)
        self.choose(self._chosen)

    def _add(self, widget: QWidget) -> None:
        self._list.insertWidget(self._list.count() - 1, widget)

    def show_list(self, items: Sequence[Item], heading: str) -> None:
        """The list under the sections, such as groups; takes the place of the last one shown."""
        if [item.key for item in items] == self._listed:
            for item in items:
                self._buttons[item.key].show_item(item)
            return
        self._clear_list()
        if items:
            before = self._list.count() - 1
            self.add_sections(items, heading)
            self._heading = _widget_at(self._list, before)
            self._heading.setVisible(not self._is_narrow)
        self._listed = [item.key for item in items]

    def _clear_list(self) -> None:
        for widget in (self._heading, *[self._buttons.pop(key) for key in self._listed]):
            if widget:
                widget.hide()
                widget.deleteLater()
        self._heading = None

    def choose(self, key: str) -> None:
        """Mark a section as the one shown; tells nobody. Tab stops there, arrows reach the others.

        Where none of them is shown, Tab stops at the first.
        """
        self._chosen = key
        stop = key if key in self._buttons else next(iter(self._buttons), "")
        for other, made in self._buttons.items():
            made.setChecked(other == key)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == stop else Qt.FocusPolicy.ClickFocus)

    # What is carried here

    def takes(self, key: str, carried: QMimeData) -> bool:
        """Whether it may be let go on this one; none takes anything unless told so here."""
        return False

    def take(self, key: str, carried: QMimeData) -> None:
        """It was let go on one that takes it."""

    def opens(self, key: str, carried: QMimeData) -> bool:
        """Whether this one is shown while something is carried over it for a moment, to be let go there."""
        return False

    def _open_carried(self) -> None:
        if self._over in self._openers:
            self._press(self._over)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        self._takers = {key for key in self._buttons if self.takes(key, data)}
        self._openers = {key for key in self._buttons if self.opens(key, data)}
        if self._takers | self._openers:
            event.acceptProposedAction()
            self._show_takers("")

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        place = event.position().toPoint()
        key = self._key_at(place)
        self._show_takers(key)
        event.setAccepted(key in self._takers)
        if key != self._over:
            self._over = key
            self._linger.start()
        inside = self._inside.mapFrom(self, place)
        self._area.ensureVisible(inside.x(), inside.y(), 0, theme.px(_SCROLLS))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._forget_takers()

    def dropEvent(self, event: QDropEvent) -> None:
        key = self._key_at(event.position().toPoint())
        if key in self._takers:
            event.acceptProposedAction()
            self.take(key, event.mimeData())
        self._forget_takers()

    def _key_at(self, place: QPoint) -> str:
        under = self.childAt(place)
        return next((key for key, made in self._buttons.items() if made is under), "")

    def _show_takers(self, over: str) -> None:
        for key, made in self._buttons.items():
            made.show_carried("off" if key not in self._takers | self._openers else "over" if key == over else "on")

    def _forget_takers(self) -> None:
        self._takers, self._openers, self._over = set(), set(), ""
        self._linger.stop()
        for made in self._buttons.values():
            made.show_carried("")

    def add_above_foot(self, line: StateLine) -> None:
        self._above_foot.append(line)
        self._layout.insertWidget(self._layout.count() - 1, line)

    def set_count(self, key: str, count: str) -> None:
        self._buttons[key].set_count(count)

    def set_state(self, text: str, tone: str = "good") -> None:
        """The word of state at the foot: a dot and what it means."""
        self._foot.show_state(text, tone)

    def set_unread(self, count: int) -> None:
        self._foot.show_unread(count)


def _widget_at(layout: QVBoxLayout, place: int) -> QWidget:
    found = parts_of(layout)[place]
    assert isinstance(found, QWidget)
    return found
