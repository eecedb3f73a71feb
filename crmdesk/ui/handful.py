"""Records carried with the mouse: from a list or the Rolodex onto a group in the side bar."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.lookups import CurrentSet, count_in_words
from crmdesk.widgets.carrying import Carried
from crmdesk.widgets.carrying import carry as carry_with_mouse

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.groups import GroupRow
    from crmdesk.ui.open_file import OpenFile

WithSet = Callable[[Callable[[CurrentSet], None]], None]


@dataclass(frozen=True, slots=True)
class _Handful:
    file: "OpenFile"
    with_set: WithSet


def carry(source: QWidget, desk: Desk, words: str, with_set: WithSet) -> None:
    """The records themselves are asked for where they are let go."""
    carry_with_mouse(source, _Handful(desk.file, with_set), words)


def is_of(desk: Desk, carried: QMimeData) -> bool:
    """Records of this file; those of another one mean nothing here."""
    return _handful(carried, desk) is not None


def _handful(carried: QMimeData, desk: Desk) -> _Handful | None:
    what = carried.what if isinstance(carried, Carried) else None
    return what if isinstance(what, _Handful) and what.file is desk.file else None


def put_in(desk: Desk, group: "GroupRow", carried: QMimeData) -> None:
    if found := _handful(carried, desk):
        found.with_set(lambda chosen: _put(desk, group, chosen))


def _put(desk: Desk, group: "GroupRow", chosen: CurrentSet) -> None:
    def job(store: "Store") -> int:
        from crmdesk.services import groups, lookup

        return groups.put_in(store, group.id, lookup.keys_of(store, chosen.kind, chosen.ids))

    def tell(count: int) -> None:
        what = count_in_words(chosen.kind, count or chosen.count)
        if count:
            desk.say_undoable(_("{what} put in “{name}”").format(what=what, name=group.name))
        else:
            desk.say(_("Already in “{name}”: {what}").format(what=what, name=group.name))

    desk.write(job, tell)
