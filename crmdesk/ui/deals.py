"""The section Pipeline: deals on a board, in a list and by month, and the page of one."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.board_bar import BoardBar, popup
from crmdesk.ui.board_base import DealsView
from crmdesk.ui.board_menu import add_people, add_stages, plainly
from crmdesk.ui.board_new import NewDeal
from crmdesk.ui.board_state import Boards
from crmdesk.ui.board_view import BoardView
from crmdesk.ui.desk import Desk
from crmdesk.ui.screen import Screen
from crmdesk.ui.team_choice import WhoseInLookup
from crmdesk.widgets import icons, theme
from crmdesk.widgets.choosers import Segments
from crmdesk.widgets.messages import Action
from crmdesk.widgets.parts import primary, quiet

if TYPE_CHECKING:
    from crmdesk.services.files import Changed
    from crmdesk.ui.assign import Chosen

BOARD, LIST, TIMELINE = "board", "list", "timeline"
_TABLES = {
    "deals", "stages", "pipelines", "activities", "companies", "contacts", "documents", "pick_entries", "preferences",
}  # fmt: skip
_SOON, _ROOM_FOR_WHOSE = 30, 1040


def make(desk: Desk) -> "Deals":
    return Deals(desk)


class Deals(Screen):
    searches = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.boards = Boards(desk)
        self.views: dict[str, DealsView] = {}
        self.pipeline_button: QPushButton = quiet(_("Pipeline"), self._open_pipelines)
        self.switch = Segments(_("View"), ((BOARD, _("Board")), (LIST, _("List")), (TIMELINE, _("Timeline"))))
        self.switch.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.forecast_button = quiet(_("Forecast"), partial(desk.wanted.emit, "forecast", None))
        self.new_button = primary(_("New deal"), self.begin_new)
        self.new_button.setToolTip(_("N on the board, Ctrl+Shift+O anywhere"))
        self.bar = BoardBar(self.boards.lookup)
        self.whose = WhoseInLookup(desk, self.boards.lookup)
        self.line = NewDeal(desk)
        self._shown = QStackedWidget()
        self._pages = QStackedWidget()
        self.page: QWidget | None = None
        self._is_entering = False
        self._wants_new = False
        """As soon as the pipelines are known."""
        self._kept: dict[str, dict[str, Any]] = {}
        """Of views, as they were at another time."""
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._look)
        self._arrange()
        self._connect()
        self.switch.set_value(BOARD)
        self.show_view(BOARD)

    def _arrange(self) -> None:
        work = QWidget()
        down = QVBoxLayout(work)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        for part in (self.bar, self.line):
            down.addWidget(part)
        down.addWidget(self._shown, 1)
        self._pages.addWidget(work)
        self._pages.currentChanged.connect(self.new_button.setHidden)  # a page has a filled button of its own
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self.pipeline_button.setIcon(icons.icon("chevron-down", "muted"))
        back = Qt.LayoutDirection.LeftToRight if self.isRightToLeft() else Qt.LayoutDirection.RightToLeft
        self.pipeline_button.setLayoutDirection(back)  # its arrow stands behind the word

    def _connect(self) -> None:
        self.switch.chosen.connect(self._switch_to)
        self.boards.arrived.connect(self._show_pipeline)
        self.boards.changed.connect(self._look)
        self.bar.acted.connect(self._act)
        self.bar.left.connect(self._choose_nothing)
        self.line.added.connect(self._added)
        self.line.left.connect(self._take_keys)
        self.desk.changed.connect(self._changed)

    def tools(self) -> Sequence[QWidget]:
        return self.whose, self.pipeline_button, self.switch, self.forecast_button, self.new_button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.whose.give_room(self.width() >= theme.px(_ROOM_FOR_WHOSE))

    # Views

    @property
    def view(self) -> DealsView:
        return self.views[self._view]

    def _switch_to(self, name: str) -> None:
        """Also from the page of a deal."""
        self._to_views()
        self.show_view(name)

    def _to_views(self) -> None:
        if self._pages.currentIndex() and self.can_leave():
            self._pages.setCurrentIndex(0)

    def show_view(self, name: str) -> None:
        self._view = name
        if name not in self.views:
            self._add(name)
        self.switch.set_value(name)
        self._shown.setCurrentWidget(self.view)
        self.bar.show_chosen(0)
        self._look()

    def _add(self, name: str) -> None:
        made = self.views[name] = _make_view(name, self.boards)
        made.restore(self._kept.get(name, {}))
        made.opened.connect(self.open_deal)
        made.chosen.connect(self.bar.show_chosen)
        made.told.connect(self.bar.show_totals)
        made.adding.connect(self.begin_new)
        self._shown.addWidget(made)

    def _look(self) -> None:
        if self.boards.current and not self.isHidden():
            self.view.look()

    def _changed(self, change: "Changed") -> None:
        if self.isHidden():
            return
        if change.tables & {"pipelines", "stages"}:
            self.boards.ask()
        if change.tables & _TABLES or self.boards.lookup.conditions:
            self._soon.start()

    # Arriving

    def arrive(self, what: object = None) -> None:
        """Asked for again while it is shown, it goes back from the page of a deal."""
        if what is None and not self._is_entering:
            self._to_views()
        self._is_entering = False
        self._look()
        self.whose.look()
        self.boards.ask()
        if isinstance(what, bytes):
            self.open_deal(what)
        elif what == "new":
            self._pages.setCurrentIndex(0)
            self.begin_new()

    def enter(self) -> None:
        self._is_entering = True
        self._take_keys()

    def _take_keys(self) -> None:
        if self._pages.currentIndex() == 0:
            self.view.begin()

    def open_deal(self, key: bytes) -> None:
        page = self._make_page()
        page.show_deal(key)
        self._pages.setCurrentWidget(page)
        self.desk.visit(key)

    def _make_page(self) -> Any:
        if self.page is None:
            from crmdesk.ui.deal_page import DealPage

            made = DealPage(self.desk)
            made.left.connect(self._come_back)
            self._pages.addWidget(made)
            self.page = made
        return self.page

    def _come_back(self) -> None:
        self._pages.setCurrentIndex(0)
        self._look()
        self.view.begin()

    def can_leave(self) -> bool:
        can_leave = getattr(self.page, "can_leave", None)
        return bool(can_leave()) if can_leave and self._pages.currentIndex() else True

    # The search box

    def search(self, text: str) -> None:
        self._to_views()
        self.boards.lookup.set_typed(text)

    def typed(self) -> str:
        return self.boards.lookup.conditions.typed

    def keep_search(self) -> None:
        self._take_keys()

    def narrow(self) -> bool:
        self._pages.setCurrentIndex(0)
        self.bar.narrow()
        return True

    def with_chosen(self, use: "Callable[[Chosen], None]") -> bool:
        from crmdesk.ui.assign import Chosen
        from crmdesk.ui.lookups import count_in_words

        if self._pages.currentIndex():
            page = self._make_page()
            use(Chosen("deal", [page.editor.key], page.header.name.value()))
            return True
        keys = self.view.selection()
        if keys:
            use(Chosen("deal", keys, count_in_words("deal", len(keys))))
        return bool(keys)

    # Pipelines

    def _show_pipeline(self) -> None:
        if self._wants_new:
            self.begin_new()
        current = self.boards.current
        self.pipeline_button.setText(plainly(current.name) if current else _("Pipeline"))
        self.pipeline_button.setAccessibleName(_("Pipeline: {name}").format(name=current.name if current else ""))

    def _open_pipelines(self) -> None:
        menu = QMenu(self)
        for row in self.boards.rows:
            action = menu.addAction(plainly(row.name))
            action.setCheckable(True)
            action.setChecked(row is self.boards.current)
            action.triggered.connect(partial(self._choose_pipeline, row.id))
        menu.addSeparator()
        menu.addAction(_("Edit pipelines…")).triggered.connect(lambda _on=False: self.edit_pipelines())
        popup(menu, self.pipeline_button)

    def _choose_pipeline(self, key: bytes, _on: bool = False) -> None:
        self._to_views()
        self.boards.choose(key)

    def edit_pipelines(self) -> None:
        from crmdesk.ui.pipeline_editor import PipelineEditor

        PipelineEditor(self, self.boards).open()

    # A new one

    def begin_new(self, stage: bytes | None = None) -> None:
        self._pages.setCurrentIndex(0)
        current = self.boards.current
        stages = current.stages if current else ()
        chosen = next((each for each in stages if each.id == stage), stages[0] if stages else None)
        self._wants_new = chosen is None
        if chosen is None:
            return
        self.line.begin(chosen.id, chosen.name, self.view.currency)

    def _added(self, key: bytes, name: str) -> None:
        open_it = Action(_("Open"), partial(self.open_deal, key), also=Action(_("Undo"), self.desk.undo, lasts=False))
        self.desk.say(_("“{name}” added").format(name=name), open_it)
        self.view.go_to(key)
        self.view.begin()

    # Several at once

    def _choose_nothing(self) -> None:
        self.view.choose_nothing()

    def _act(self, what: str, pressed: QPushButton) -> None:
        keys, acts = self.view.selection(), self.view.acts
        acts.near = None
        if what == "move":
            menu = QMenu(self)
            add_stages(menu, acts, keys, self.boards.rows, self.boards.current)
            popup(menu, pressed)
        elif what == "responsible":
            menu = QMenu(self)
            add_people(menu, acts, keys, self.view.people)
            popup(menu, pressed)
        elif what == "expected":
            acts.ask_day(keys)
        elif what == "delete":
            acts.delete(keys)
        else:
            acts.close(keys, what)

    # The next start

    def state(self) -> dict[str, Any]:
        views = self._kept | {name: view.state() for name, view in self.views.items()}
        return {"view": self._view, "views": views, **self.boards.state()}

    def restore(self, state: dict[str, Any]) -> None:
        self.boards.restore(state)
        if isinstance(views := state.get("views"), dict):
            self._kept = {str(name): kept for name, kept in views.items() if isinstance(kept, dict)}
        if state.get("view") in (LIST, TIMELINE):
            self.show_view(state["view"])


def _make_view(name: str, boards: Boards) -> DealsView:
    if name == TIMELINE:
        from crmdesk.ui.board_timeline import TimelineView

        return TimelineView(boards)
    if name == LIST:
        from crmdesk.ui.board_list import ListView

        return ListView(boards)
    return BoardView(boards)
