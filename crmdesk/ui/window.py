"""The frame: the side bar of sections and groups, the head with search and tools, and the screen of one section."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEventLoop, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.ui import actions
from crmdesk.ui.desk import Desk
from crmdesk.ui.head import Head
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.screen import Screen
from crmdesk.ui.sections import SECTIONS, Section, marked
from crmdesk.ui.side import Side
from crmdesk.ui.work import WorkStrip
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.meanwhile import CHANGED_BY
from crmdesk.widgets.parts import rule
from crmdesk.widgets.picker import Picker
from crmdesk.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.widgets.messages import Action

_ROOM_FOR_NAMES = 1040
"""Windows less wide than this show the marks of the side bar alone."""
_BACKUP_CHECK = 5 * 60 * 1000
_PATIENCE = 5000


class Window(QWidget):
    """Shown before the file is open; `open_file` and the welcome give it one."""

    left = Signal()
    """It is closed for good."""

    def __init__(self, desk: Desk, state: dict[str, Any] | None = None) -> None:
        """`state` is what `state()` told at another time."""
        super().__init__()
        self.desk: Desk = desk
        self.screens: dict[str, Screen] = {}
        self.section: str = ""
        self.is_left = False
        self._remembered = state or {}
        self._welcome: QWidget | None = None
        self._had_file = False
        self.setWindowTitle("CRMDesk")
        self.setMinimumSize(theme.window_size(880, 560))
        self.setAcceptDrops(True)
        self.side: Side = Side(desk)
        self._head = Head()
        self.search: SearchBox = self._head.search
        self._pages = QStackedWidget()
        self.work = WorkStrip(desk)
        self._whole = QStackedWidget(self)
        self._arrange()
        self._connect()
        self._make_shortcuts()
        self._restore()

    def _arrange(self) -> None:
        frame = QWidget()
        across = QHBoxLayout(frame)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.side)
        across.addLayout(self._right_part(), 1)
        self._whole.addWidget(frame)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._whole)

    def _right_part(self) -> QVBoxLayout:
        down = QVBoxLayout()
        down.setSpacing(0)
        down.addWidget(self._head)
        down.addWidget(rule())
        down.addWidget(self._pages, 1)
        down.addWidget(self.work)
        return down

    def _connect(self) -> None:
        desk = self.desk
        desk.opened.connect(self._opened)
        desk.changed.connect(self._changed)
        desk.said.connect(self._say)
        desk.noted.connect(self._show_unread)
        desk.unmet.connect(self.tell_error)
        desk.wanted.connect(self.go)
        desk.asked.connect(self.ask)
        desk.set_asked.connect(self.ask_on_set)
        desk.dropped.connect(self.import_files)
        desk.prepared.connect(self.side.refresh)
        self.side.chosen.connect(self.go)
        self.side.asked.connect(self.ask)
        self.side.state_pressed.connect(self.open_notices)
        self.side.sync_pressed.connect(self.open_sync)
        self.search.searched.connect(self._search)
        self.search.entered.connect(lambda: self._screen().keep_search())
        self.search.left_down.connect(lambda: self._screen().enter())
        self._backup = QTimer(self, interval=_BACKUP_CHECK)
        self._backup.timeout.connect(self.side.back_up_if_due)

    def _make_shortcuts(self) -> None:
        for command in actions.all_commands():
            for keys in command.shortcuts():
                shortcut = QShortcut(QKeySequence(keys), self)
                shortcut.activated.connect(lambda key=command.key: self.ask(key))
        for on_set in actions.SET_COMMANDS:
            if on_set.shortcut:
                shortcut = QShortcut(QKeySequence(on_set.shortcut), self)
                shortcut.activated.connect(lambda key=on_set.key: self._act_on_set(key))

    # The file

    def open_file(self, path: Path) -> None:
        """As the last file at start: what is asked or what went wrong is told over the welcome."""
        from crmdesk.ui import files

        files.open_path(self, path)
        self.show_loading()

    def show_loading(self) -> None:
        """The first section as it will be, its rows still to come."""
        section = self._first_section()
        self.go((section if section.kind or section is SECTIONS[0] else _of_people()).key)

    def _first_section(self) -> Section:
        """The one shown last time; of a new version or without its file perhaps another."""
        last = self._remembered.get("section")
        return next((section for section in SECTIONS if section.key == last), _of_people())

    def _begin_with_today(self, has_people: bool) -> None:
        """Unless the user is somewhere else by now."""
        if has_people and self.section == _of_people().key and not self.search.text():
            self.go(SECTIONS[0].key)
            self.desk.prepare()

    def _opened(self) -> None:
        """Of a new file nothing of the old one stays on the screen."""
        if self._had_file:
            self._forget_screens()
        self._had_file = True
        self._whole.setCurrentIndex(0)
        self._drop_welcome()
        path = self.desk.path
        self.setWindowTitle(f"{path.stem} – CRMDesk" if path else "CRMDesk")
        self.side.show_file(path.stem if path else "CRMDesk")
        self._show_unread()
        self.go(self._first_section().key)
        self._backup.start()
        if self.desk.is_prepared:
            self.side.refresh()
        elif not self._first_section().kind:  # a list does so when its first rows are painted
            self.desk.prepare()
        if not self._remembered.get("section"):
            self.desk.ask(_has_people, self._begin_with_today)

    def _forget_screens(self) -> None:
        self._remembered = {"section": self.section}
        self.section = ""
        self.screens.clear()
        while page := self._pages.widget(0):
            self._pages.removeWidget(page)
            page.deleteLater()
        self._head.forget_tools()

    def show_welcome(self) -> None:
        from crmdesk.ui.welcome import Welcome

        if self._welcome is None:
            self._welcome = Welcome(self)
            self._whole.addWidget(self._welcome)
        self._whole.setCurrentWidget(self._welcome)
        self._welcome.setFocus()

    def _drop_welcome(self) -> None:
        if self._welcome:
            self._whole.removeWidget(self._welcome)
            self._welcome.deleteLater()
            self._welcome = None

    def ask(self, key: str) -> None:
        """A command of the window; not while the palette still looks for what Enter took."""
        if any(picker.takes_next for picker in self.findChildren(Picker)):
            return
        self._put_away()
        actions.run(self, key)

    def _act_on_set(self, key: str) -> None:
        """On what the screen shows."""
        if self.section and self._screen().set_in_words():
            self._put_away()
            self._screen().act(key)

    def ask_on_set(self, key: str, chosen: CurrentSet) -> None:
        actions.run_on_set(self, key, chosen)

    def quit(self) -> None:
        """All windows, this one last; one that cannot be left yet stays, and stops it."""
        from crmdesk.ui import windows

        others = [window for window in windows.all_open() if window is not self]
        if all(window.close() for window in others):
            self.close()

    # The sections

    def go(self, key: str, what: object = None) -> None:
        """Show a section, and in it something in particular: an id, "new", a set of records."""
        if key != self.section and self.section and not self._screen().can_leave():
            self.side.choose(marked(self.section))
            return
        if key not in self.screens:
            self._add(key)
        is_other, self.section = key != self.section, key
        self.side.choose(marked(key))
        number = list(self.screens).index(key)
        self._pages.setCurrentIndex(number)
        self._head.show_tools(number)
        self._show_typed()
        if is_other:
            self._screen().enter()
        self._screen().arrive(what)

    def _add(self, key: str) -> None:
        made = next(section for section in SECTIONS if section.key == key).make(self.desk)
        self.screens[key] = made
        if isinstance(known := self._remembered.get("screens"), dict) and isinstance(state := known.get(key), dict):
            made.restore(state)
        made.let_go.connect(self._show_typed)
        self._pages.addWidget(made)
        self._head.add_tools(made.tools())
        QTimer.singleShot(0, self, lambda: tab_order.order(self))

    def _screen(self) -> Screen:
        return self.screens[self.section]

    # Search

    def to_search(self) -> None:
        self._head.to_search()

    def _search(self, text: str) -> None:
        if not self._screen().searches and text:
            self.go("contacts")
            self.search.setFocus()
        self._screen().search(text)
        self._show_typed()

    def look_up(self, text: str) -> None:
        """As if it were typed and kept."""
        self.search.setText(text)
        self._screen().keep_search()
        self._screen().enter()

    def _show_typed(self) -> None:
        if self.section:
            self._head.show_typed(self._screen().typed())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumSize(theme.window_size(880, 560))
        self.side.set_narrow(self.width() < theme.px(_ROOM_FOR_NAMES))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters that nobody else wants search."""
        if event.text().isprintable() and event.text().strip() and self.section:
            self.search.type_on(event)
        else:
            super().keyPressEvent(event)

    # What happens

    def _changed(self, change: "Changed") -> None:
        from crmdesk.widgets.messages import settle_toasts

        if change.can_undo:
            settle_toasts(self)
        self.setProperty(CHANGED_BY, change.heard_from)
        self.side.changed(change)

    def _say(self, text: str, action: "Action | None") -> None:
        from crmdesk.widgets.messages import toast

        toast(self, text, action)

    def tell_error(self, error: UserError, retry: "Action | None" = None) -> None:
        from crmdesk.widgets.messages import show_error

        self.desk.note_error(error)
        show_error(self, error, retry)

    def _show_unread(self) -> None:
        self.side.set_unread(self.desk.file.said.unread)

    def open_notices(self) -> None:
        from crmdesk.ui.notices import NoticeCentre

        self._put_away()
        NoticeCentre(self).open()

    def open_sync(self) -> None:
        from crmdesk.ui.sync_popover import SyncPopover

        self._put_away()
        SyncPopover(self).open()

    def open_palette(self) -> None:
        from crmdesk.ui.palette import Palette

        Palette(self).open()

    def _put_away(self) -> None:
        """Whatever floats over the window."""
        from crmdesk.widgets.overlay import put_away

        put_away(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from crmdesk.ui import drops

        if drops.accepts(self, event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from crmdesk.ui import drops

        if drops.accepts(self, event.mimeData()):
            event.acceptProposedAction()
            drops.take(self, event.mimeData())

    def import_files(self, paths: list[Path]) -> None:
        from crmdesk.ui import imports

        imports.begin(self, paths)

    # The end

    def state(self) -> dict[str, Any]:
        return {
            "geometry": self.saveGeometry().toBase64().toStdString(),
            "file": str(self.desk.path or ""),
            "section": self.section,
            "screens": {key: screen.state() for key, screen in self.screens.items()},
        }

    def _restore(self) -> None:
        geometry = str(self._remembered.get("geometry", ""))
        if not geometry or not self.restoreGeometry(QByteArray.fromBase64(geometry.encode())):
            self.resize(1280, 800)

    def is_all_saved(self) -> bool:
        """What is being typed is kept first; a refusal of that must still find the field that it belongs to."""
        if (focused := QApplication.focusWidget()) and self.isAncestorOf(focused):
            focused.clearFocus()
        if not self.section or not self.desk.path:
            return True
        if not self._screen().can_leave():
            return False
        waiting = QEventLoop()
        patience = QTimer(interval=_PATIENCE)
        patience.timeout.connect(waiting.quit)
        patience.start()
        self.desk.write(lambda _store: None, lambda _none: waiting.quit())
        waiting.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        patience.stop()
        return self._screen().can_leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.is_left:
            return
        if not self.is_all_saved():
            event.ignore()
            return
        from crmdesk.ui import windows

        windows.keep(self.state())
        self.is_left = True
        self._backup.stop()
        self.desk.close()
        self.left.emit()
        super().closeEvent(event)
        if windows.all_open():
            self.deleteLater()


def _of_people() -> Section:
    return next(section for section in SECTIONS if section.kind)


def _has_people(store: "Store") -> bool:
    from crmdesk.services import lookup

    return any(lookup.count(store, section.kind) for section in SECTIONS if section.kind)
