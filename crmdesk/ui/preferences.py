"""The preferences: groups at the left, what belongs to one at the right; all is kept at once, Esc closes."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from crmdesk import settings
from crmdesk.i18n import _, mark
from crmdesk.ui.desk import Desk
from crmdesk.ui.preference_panes import FilePane, Pane, SettingsPane
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import scroller
from crmdesk.widgets.messages import announce
from crmdesk.widgets.parts import flat, label, rule
from crmdesk.widgets.sheet import Sheet
from crmdesk.widgets.side_button import Item, SideButton

if TYPE_CHECKING:
    from crmdesk.ui.window import Window

WIDTH, HEIGHT = 900, 600
_NAMES = 180
_AROUND = 40


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    text: str
    icon: str
    make: Callable[[Desk], Pane]
    needs_file: bool = True


def _late(module: str, name: str) -> Callable[[Desk], Pane]:
    def make(desk: Desk) -> Pane:
        made = getattr(import_module(f"crmdesk.ui.{module}"), name)(desk)
        assert isinstance(made, Pane)
        return made

    return make


GROUPS = (
    Group("general", settings.GENERAL, "settings", lambda desk: SettingsPane(desk, settings.GENERAL), needs_file=False),
    Group("appearance", settings.APPEARANCE, "palette", lambda desk: SettingsPane(desk, settings.APPEARANCE),
          needs_file=False),
    Group("calendar", settings.CALENDAR, "calendar", _late("calendar_settings", "CalendarPane"), needs_file=False),
    Group("file", mark("This file"), "database", FilePane),
    Group("business", mark("Your business"), "briefcase", _late("your_business", "YourBusiness")),
    Group("documents", mark("Quotes and invoices"), "file-text", _late("document_defaults", "DocumentDefaults")),
    Group("numbers", mark("Numbers"), "list-ordered", _late("document_numbers", "NumbersPane")),
    Group("together", mark("Together"), "users", _late("sync_pane", "TogetherPane")),
    Group("history", mark("History"), "history", _late("own_history", "OwnHistory")),
    Group("mail", mark("E-mail"), "mail", _late("mail_settings", "MailPane")),
    Group("fields", mark("Custom fields"), "sliders-horizontal", _late("custom_fields", "CustomFields")),
    Group("picks", mark("Pick lists"), "list-checks", _late("pick_lists", "PickLists")),
    Group("relations", mark("Relations"), "users", _late("relation_words", "RelationWords")),
    Group("rules", mark("Follow-up rules"), "repeat", _late("rules", "FollowUpRules")),
    Group("sets", mark("Activity sets"), "list-ordered", _late("activity_sets", "ActivitySets")),
)  # fmt: skip


class GroupButton(SideButton):
    """On the ground of a sheet, which is lighter than a side bar; as wide as its words."""

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.font("strong")).horizontalAdvance(self.text())
        return QSize(max(words + theme.px(46), theme.px(_NAMES)), theme.px(34))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _paint_ground(self, painter: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_ground" if self.isChecked() else "hover"))
            painter.drawRoundedRect(box, 7, 7)
        if self.shows_ring():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.colour("accent"))
            painter.drawRoundedRect(box, 7, 7)


class Preferences(Sheet):
    """Opens on a group; what is done in one can be undone where it is told, and with Ctrl+Z."""

    def __init__(self, window: "Window", group: str = "general") -> None:
        super().__init__(window, _("Preferences"))
        self._window, self.desk = window, window.desk
        self.close_button.setText(_("Close"))
        self.panes: dict[str, Pane] = {}
        self._buttons: dict[str, SideButton] = {}
        self._pages = QStackedWidget()
        self._said = label("", "second", "muted")
        self._undo = flat(_("Undo"), self.desk.undo)
        self._arrange()
        for text, run in (("Ctrl+Z", self.desk.undo), ("Ctrl+Shift+Z", self.desk.redo), ("Ctrl+Y", self.desk.redo)):
            QShortcut(QKeySequence(text), self).activated.connect(run)
        self.desk.said.connect(self._hear)
        self.choose(group)
        self._buttons[group].setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._groups())
        across.addWidget(rule(upright=True))
        across.addWidget(self._pages, 1)
        self.body.addWidget(rule())
        self.body.addLayout(across, 1)
        self.body.addWidget(rule())
        self.body.setSpacing(0)
        self.buttons.insertWidget(0, self._said)
        self.buttons.insertWidget(1, self._undo)
        self._undo.hide()

    def _groups(self) -> QScrollArea:
        """As wide as its words; in a low window it scrolls."""
        down = QVBoxLayout(holder := QWidget())
        down.setSpacing(theme.px(2))
        down.setContentsMargins(theme.margins(0, 14, 14, 12))
        for group in GROUPS:
            if self.desk.path or not group.needs_file:
                made = self._buttons[group.key] = GroupButton(Item(group.key, _(group.text), group.icon))
                made.clicked.connect(lambda _on=False, key=group.key: self.choose(key))
                made.stepped.connect(lambda step, key=group.key: self._step_from(key, step))
                down.addWidget(made)
        down.addStretch(1)
        area = scroller(holder)
        area.setFixedWidth(holder.sizeHint().width() + area.verticalScrollBar().sizeHint().width())
        return area

    def _step_from(self, key: str, step: int) -> None:
        keys = list(self._buttons)
        self.choose(keys[(keys.index(key) + step) % len(keys)])

    def choose(self, key: str) -> None:
        """Show a group; Tab stops at its name, arrows reach the others."""
        if key not in self.panes:
            self._add(key)
        self._pages.setCurrentIndex(list(self.panes).index(key))
        self.panes[key].load()
        has_focus = any(made.hasFocus() for made in self._buttons.values())
        for other, made in self._buttons.items():
            made.setChecked(other == key)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == key else Qt.FocusPolicy.ClickFocus)
        if has_focus:
            self._buttons[key].setFocus(Qt.FocusReason.TabFocusReason)
        QTimer.singleShot(0, self, lambda: tab_order.order(self))

    def _add(self, key: str) -> None:
        made = self.panes[key] = next(group for group in GROUPS if group.key == key).make(self.desk)
        made.done.connect(lambda text: self._tell(text, can_undo=True))
        if isinstance(made, SettingsPane):
            made.restarting.connect(self._restart)
        area = QScrollArea()
        area.setWidget(made)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pages.addWidget(area)

    def _restart(self) -> None:
        from crmdesk.ui import windows

        self.accept()
        windows.restart(self._window)

    def _hear(self, text: str, _action: object) -> None:
        self._tell(text)

    def _tell(self, text: str, *, can_undo: bool = False) -> None:
        self._said.setText(text)
        self._undo.setVisible(can_undo)
        announce(self, text)

    def done(self, result: int) -> None:
        """What is being typed is kept first."""
        if (focused := self.focusWidget()) is not None:
            focused.clearFocus()
        super().done(result)

    # Its size follows the window, and the text size while it is open

    def refit(self) -> None:
        if window := self.parentWidget():
            room = window.size() - QSize(_AROUND, 2 * _AROUND)
            self.setFixedSize(QSize(theme.px(WIDTH), theme.px(HEIGHT)).boundedTo(room))
            self.move(window.mapToGlobal(self._place(window)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if theme.is_theme_change(event) and self.isVisible():
            QTimer.singleShot(0, self, self.refit)
