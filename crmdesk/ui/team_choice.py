"""Whose things a screen shows: one's own, everybody's or a colleague's; seen only where there are colleagues."""

from typing import TYPE_CHECKING, cast

from crmdesk.domain.criteria import Condition
from crmdesk.domain.whose import EVERYBODY, ME, Team
from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.lookups import Lookup
from crmdesk.ui.trail import Step, Steps
from crmdesk.widgets.choosers import Chooser

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store

FIELD = "responsible"


def team_of(store: "Store") -> Team:
    from crmdesk.services import team

    return team.look(store)


class WhoseChoice(Chooser):
    """`chosen` comes also when a colleague who was chosen is none any more."""

    def __init__(self, desk: Desk, usual: str = ME) -> None:
        super().__init__(_("Whose"), [(usual, "")])
        self._desk, self._usual = desk, usual
        self.key = usual
        self.team = Team()
        self._has_room = True
        self.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToContents)
        self.hide()
        self.chosen.connect(self._take)
        desk.changed.connect(self._changed)
        desk.prepared.connect(self.look)

    def look(self) -> None:
        """Who there is to choose from; rows come first."""
        if self._desk.path and self._desk.is_prepared:
            self._desk.ask(team_of, self.show_team, replace=(id(self), "team"))

    def give_room(self, has_room: bool) -> None:
        """Without it gives way: other things beside it cannot."""
        self._has_room = has_room
        self.setVisible(has_room and bool(self.team.others))

    def restore(self, key: object) -> None:
        if isinstance(key, str):
            self.key = key

    def show_team(self, team: Team) -> None:
        self.team = team
        self.clear()
        for key, words in ((ME, _("Mine")), (EVERYBODY, _("Everybody's")), *((name, name) for name in team.others)):
            self.addItem(words, key)
        self.setVisible(self._has_room and bool(team.others))
        if self.findData(self.key) < 0:
            self.key = self._usual
            self.chosen.emit(self.key)
        self.set_value(self.key)

    def _take(self, key: object) -> None:
        self.key = str(key)

    def _changed(self, change: "Changed") -> None:
        from crmdesk.services import team

        if change.tables & team.TABLES:
            self.look()


class WhoseInLookup(WhoseChoice):
    """One of the conditions, put and taken away where one looks for it."""

    def __init__(self, desk: Desk, lookup: Lookup) -> None:
        super().__init__(desk, EVERYBODY)
        self._lookup = lookup
        self._kept = ""
        self.chosen.connect(self._put)
        lookup.changed.connect(self._follow)

    def restore(self, key: object) -> None:
        """It becomes a condition as soon as there is known to be a team."""
        if isinstance(key, str):
            self._kept = key

    def show_team(self, team: Team) -> None:
        kept, self._kept = self._kept, ""
        super().show_team(team)
        if kept and self.findData(kept) >= 0 and not self.key:
            self._put(kept)

    def _put(self, key: object) -> None:
        others = tuple(step for step in self._lookup.conditions.steps if not _is_whose(step))
        self._lookup.set_steps((*others, *_steps(str(key))))

    def _follow(self) -> None:
        whose = (cast(Condition, step.node).value for step in self._lookup.conditions.steps if _is_whose(step))
        self.key = str(next(whose, EVERYBODY))
        self.set_value(self.key)


def _steps(key: str) -> Steps:
    name = _("me") if key == ME else key
    words = _("Responsible is {name}").format(name=name)
    return (Step("narrow", Condition(FIELD, "is", key), words),) if key else ()


def _is_whose(step: Step) -> bool:
    node = step.node
    return isinstance(node, Condition) and (node.field, node.operator, step.how) == (FIELD, "is", "narrow")
