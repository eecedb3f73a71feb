"""Which pipeline is shown and by what its deals are narrowed; kept for each pipeline."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from crmdesk.domain import criteria
from crmdesk.domain.criteria import Condition
from crmdesk.domain.errors import UserError
from crmdesk.domain.whose import ME
from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.lookups import Conditions, Lookup
from crmdesk.ui.trail import Step, Steps

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.pipelines import PipelineRow

KIND = "deal"


def mine() -> Step:
    return Step("narrow", Condition("responsible", "is", ME), _("Responsible is me"))


class DealLookup(Lookup):
    """Its conditions are asked together with what each view shows."""

    wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, KIND)

    def look(self) -> None:
        self.wanted.emit()

    def come_back(self, steps: Steps) -> None:
        """As they were kept with a pipeline: no place on the way of lookups."""
        if steps != self.conditions.steps:
            self.conditions = Conditions(steps, self.conditions.typed)
            self.changed.emit()


class Boards(QObject):
    changed = Signal()
    """Another pipeline, other stages, or other conditions: what is shown is to be asked anew."""
    arrived = Signal()
    """The pipelines are known."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.rows: list[PipelineRow] = []
        self.lookup = DealLookup(desk)
        self._chosen = ""
        self._is_wanted = False
        self._kept: dict[str, Any] = {}
        self.lookup.changed.connect(self._keep)
        self.lookup.wanted.connect(self.changed)

    @property
    def current(self) -> "PipelineRow | None":
        chosen = (row for row in self.rows if row.id.hex() == self._chosen)
        return next(chosen, self.rows[0] if self.rows else None)

    def ask(self) -> None:
        self.desk.ask(_pipelines, self._take, replace=self)

    def _take(self, rows: "list[PipelineRow]") -> None:
        is_other = rows != self.rows or self._is_wanted
        self._is_wanted = False
        self.rows = rows
        self._bring_back()
        self.arrived.emit()
        if is_other:
            self.changed.emit()

    def choose(self, key: bytes) -> None:
        self._chosen = key.hex()
        self._bring_back()
        self.arrived.emit()
        self.changed.emit()

    def choose_when_there(self, key: bytes) -> None:
        """Just made: it comes with the next answer."""
        self._chosen, self._is_wanted = key.hex(), True
        self.ask()

    # Conditions are kept with their pipeline

    def _keep(self) -> None:
        if row := self.current:
            steps = self.lookup.conditions.steps
            self._kept[row.id.hex()] = [[step.how, criteria.as_json(step.node), step.words] for step in steps]

    def _bring_back(self) -> None:
        row = self.current
        self.lookup.come_back(_steps(self._kept.get(row.id.hex(), [])) if row else ())

    def state(self) -> dict[str, Any]:
        return {"pipeline": self._chosen, "conditions": dict(self._kept)}

    def restore(self, state: dict[str, Any]) -> None:
        self._chosen = str(state.get("pipeline", ""))
        kept = state.get("conditions")
        self._kept = dict(kept) if isinstance(kept, dict) else {}


def _steps(kept: Any) -> Steps:
    """Settings are a file that anybody may have changed."""
    try:
        return tuple(Step(str(how), criteria.read(tree), str(words)) for how, tree, words in kept)
    except (UserError, ValueError, KeyError, TypeError):
        return ()


def _pipelines(store: "Store") -> "list[PipelineRow]":
    from crmdesk.services import pipelines

    return pipelines.shown(store)
