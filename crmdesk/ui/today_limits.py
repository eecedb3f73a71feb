"""How long without contact is too long: for each stage, and for groups."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.activity_editor import window_of
from crmdesk.ui.desk import Desk
from crmdesk.widgets import theme
from crmdesk.widgets.beside import scroller
from crmdesk.widgets.choosers import Chooser
from crmdesk.widgets.parts import label
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.silence import Limit
    from crmdesk.ui.window import Window

_DAYS = (14, 30, 60, 90, 120, 180, 365)
_WIDTH, _HEIGHT = 460, 320
Meant = tuple[str, str, str]
"""Field, value, and how it is called."""


class LimitsSheet(Sheet):
    def __init__(self, window: "Window", meant: Sequence[Meant], limits: "Sequence[Limit]") -> None:
        super().__init__(window, _("How long is too long?"), width=_WIDTH)
        self._desk = window.desk
        self.choosers: dict[tuple[str, str], Chooser] = {}
        known = {(limit.field, limit.value): limit.days for limit in limits}
        words = _("Who had no contact for longer, and has no next step, is shown on the start screen.")
        self.body.addWidget(label(words, "second", "muted", wraps=True))
        rows = QWidget()
        down = QVBoxLayout(rows)
        down.setContentsMargins(theme.margins(0, 0, 8, 0))
        down.setSpacing(theme.px(6))
        headings = {"stage": _("Stages"), "group": _("Groups")}
        for field, value, name in meant:
            if heading := headings.pop(field, ""):
                down.addSpacing(theme.px(6))
                down.addWidget(label(heading, "group", "muted"))
            down.addLayout(self._row(name, (field, value), known.get((field, value), 0)))
        down.addStretch(1)
        area = scroller(rows)
        self.give_height(area, _HEIGHT)
        self.body.addWidget(area)
        self.set_primary(_("Keep"), self._keep)

    def _row(self, name: str, key: tuple[str, str], days: int) -> QHBoxLayout:
        choices = sorted({*_DAYS, days} - {0})
        words = [(0, _("no limit"))] + [(each, _every(each)) for each in choices]
        chooser = self.choosers[key] = Chooser(name, words)
        chooser.setFixedWidth(theme.px(150))
        chooser.set_value(days)
        across = QHBoxLayout()
        across.addWidget(label(name, "body", wraps=True), 1)
        across.addWidget(chooser, 0, Qt.AlignmentFlag.AlignRight)
        return across

    def _keep(self) -> None:
        chosen = {key: int(chooser.value()) for key, chooser in self.choosers.items()}
        self.accept()

        def keep(store: "Store") -> None:
            from crmdesk.services import silence

            silence.set_limits(store, [silence.Limit(*key, days) for key, days in chosen.items() if days])

        self._desk.write(keep, lambda _none: self._desk.say_undoable(_("Kept")))


def _every(days: int) -> str:
    return ngettext("{count} day", "{count} days", days).format(count=days)


def open_limits(desk: Desk) -> None:
    def show(found: "tuple[list[Meant], Sequence[Limit]]") -> None:
        if window := window_of(desk):
            LimitsSheet(window, *found).open()

    desk.ask(_known, show)


def _known(store: "Store") -> "tuple[list[Meant], Sequence[Limit]]":
    from crmdesk.domain.ids import text_id
    from crmdesk.services import groups, picks, silence

    with store.read() as session:
        limits = silence.limits(session)
    stages = [("stage", key, words) for key, words in picks.choices(store, "stage")]
    named = [("group", text_id(row.id), row.name) for row in groups.list_groups(store, counted=False)]
    return [*stages, *named], limits
