"""The menu of one deal or several: where they go, whose they are, when they are expected, how they end."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from crmdesk.i18n import _
from crmdesk.ui.board_acts import Acts

if TYPE_CHECKING:
    from crmdesk.services.board import Card
    from crmdesk.services.pipelines import PipelineRow

People = Sequence[tuple[str, str]]
_MOST_PEOPLE = 12


def deal_menu(
    parent: QWidget, acts: Acts, cards: "Sequence[Card]", pipelines: "Sequence[PipelineRow]", people: People,
    current: "PipelineRow | None", open_deal: Callable[[bytes], None],
) -> QMenu:  # fmt: skip
    keys = [card.id for card in cards]
    is_open, is_one = all(card.status == "open" for card in cards), len(keys) == 1
    menu = QMenu(parent)
    if is_one:
        _add(menu, _("Open deal"), partial(open_deal, keys[0]), "Enter")
        menu.addSeparator()
    if is_open:
        add_stages(menu.addMenu(_("Move to")), acts, keys, pipelines, current)
    add_people(menu.addMenu(_("Responsible")), acts, keys, people)
    _add(menu, _("Hand over…"), partial(acts.hand_over, keys))
    _add(menu, _("Expected close…"), partial(acts.ask_day, keys))
    menu.addSeparator()
    if is_open:
        _add(menu, _("Won"), partial(acts.close, keys, "won"), "W")
        _add(menu, _("Lost…"), partial(acts.close, keys, "lost"), "L")
    elif all(card.status != "open" for card in cards):
        _add(menu, _("Reopen"), partial(acts.reopen, keys))
    menu.addSeparator()
    if is_one:
        _add(menu, _("Copy deal"), partial(acts.clone, keys[0]))
        if is_open:
            _add(menu, _("Split…"), partial(acts.split, keys[0]))
    _add(menu, _("Delete"), partial(acts.delete, keys), "Del")
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _add(menu: QMenu, text: str, run: Callable[[], None], shown: str = "") -> None:
    action = menu.addAction(f"{plainly(text)}\t{shown}" if shown else plainly(text))
    action.triggered.connect(lambda _on=False: run())


def plainly(text: str) -> str:
    return text.replace("&", "&&")


def add_stages(
    menu: QMenu, acts: Acts, keys: Sequence[bytes], pipelines: "Sequence[PipelineRow]", current: "PipelineRow | None"
) -> None:  # fmt: skip
    """Those of the pipeline that is shown; each other one has a menu of its own."""
    for stage in current.stages if current else ():
        _add(menu, stage.name, partial(acts.move, keys, stage))
    others = [row for row in pipelines if row is not current]
    if others:
        menu.addSeparator()
    for pipeline in others:
        inner = menu.addMenu(plainly(pipeline.name))
        for stage in pipeline.stages:
            _add(inner, stage.name, partial(acts.move, keys, stage))


def add_people(menu: QMenu, acts: Acts, keys: Sequence[bytes], people: People) -> None:
    for value, text in people[:_MOST_PEOPLE]:
        _add(menu, text, partial(acts.change, keys, responsible=value))
    menu.addSeparator()
    _add(menu, _("Nobody"), partial(acts.change, keys, responsible=None))
    _add(menu, _("Somebody else…"), partial(acts.ask_person, keys))
