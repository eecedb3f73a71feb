"""The checklist of the stage a deal is in, and of the stages before it where something is left."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.activity_checklist import Tick
from crmdesk.ui.deal_editor import DealEditor
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.parts import label, show_instead

if TYPE_CHECKING:
    from crmdesk.services.deal_looks import DealLook, Passed
    from crmdesk.services.files import Store

Shown = list[tuple[bytes, str, tuple[tuple[str, bool], ...]]]


class Points(QWidget):
    """Hidden where no stage has a checklist."""

    def __init__(self, editor: DealEditor) -> None:
        super().__init__()
        self._editor = editor
        self._shown: Shown = []
        self.ticks: dict[tuple[bytes, str], Tick] = {}
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(0)

    def show_deal(self, look: "DealLook") -> None:
        shown = [(stage.id, stage.name, stage.points) for stage in _open_stages(look)]
        self.setVisible(bool(shown))
        if shown == self._shown:
            return
        if _same_points(shown, self._shown):
            self._tick_anew(shown)
        else:
            self._draw(shown)
        self._shown = shown

    def _tick_anew(self, shown: Shown) -> None:
        for stage, name, points in shown:
            self._heads[stage].setText(_head(name, points))
            for text, is_done in points:
                self.ticks[stage, text].setChecked(is_done)

    def _draw(self, shown: Shown) -> None:
        self.ticks, self._heads, rows = {}, {}, list[QWidget]()
        for stage, name, points in shown:
            head = self._heads[stage] = label(_head(name, points), "strong")
            head.setMinimumHeight(theme.px(44))
            rows += [head, *(self._row(stage, text, is_done) for text, is_done in points)]
        show_instead(self._down, rows)
        tab_order.order(self)

    def _row(self, stage: bytes, text: str, is_done: bool) -> QWidget:
        tick = self.ticks[stage, text] = Tick(text)
        tick.setChecked(is_done)
        tick.clicked.connect(lambda: self._keep(stage, text, is_done=tick.isChecked()))
        words = label(text, wraps=True)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(6))
        across.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(words, 1)
        return holder

    def _keep(self, stage: bytes, text: str, *, is_done: bool) -> None:
        deal = self._editor.key

        def check(store: "Store") -> None:
            from crmdesk.services import deal_parts

            deal_parts.check(store, deal, stage, text, is_done=is_done)

        self._editor.act(check)


def _open_stages(look: "DealLook") -> "list[Passed]":
    """Where it stands first; behind it what was left open before."""
    if look.deal["status"] != "open":
        return []
    here = [stage for stage in look.stages if stage.id == look.deal["stage_id"]]
    before = look.stages[: look.stages.index(here[0])] if here else look.stages
    left = [stage for stage in before if any(not is_done for _text, is_done in stage.points)]
    return [stage for stage in (*here, *left) if stage.points]


def _same_points(one: Shown, other: Shown) -> bool:
    return [(key, [text for text, _done in points]) for key, _name, points in one] == [
        (key, [text for text, _done in points]) for key, _name, points in other
    ]


def _head(name: str, points: tuple[tuple[str, bool], ...]) -> str:
    done = sum(is_done for _text, is_done in points)
    return _("{stage} · {done} of {count} done").format(stage=name, done=done, count=len(points))
