"""Pipelines and their stages; a file that has none begins with the usual one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.deals import Deal, Pipeline, Stage
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.values.clean import tidy
from crmdesk.i18n import _, mark
from crmdesk.store import bulk
from crmdesk.store.store import Store

USUAL = (
    (mark("Enquiry"), 10, 14),
    (mark("Talked"), 25, 21),
    (mark("Quote sent"), 50, 14),
    (mark("Negotiation"), 75, 14),
)
"""Name, probability and days until it rots."""
_NAME = mark("Sales")


@dataclass(frozen=True, slots=True)
class StageRow:
    name: str
    probability: int = 0
    rots_after: int | None = None
    checklist: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    """Columns of a deal."""
    set_id: bytes | None = None
    id: bytes | None = None


@dataclass(frozen=True, slots=True)
class PipelineRow:
    id: bytes
    name: str
    currency: str | None
    stages: tuple[StageRow, ...]


def all_of(store: Store) -> list[PipelineRow]:
    with store.read() as session:
        return pipelines(session)


def pipelines(session: Session) -> list[PipelineRow]:
    rows = [row for row in bulk.whole(session, Pipeline) if not row["is_archived"]]
    rows.sort(key=lambda row: (row["position"], row["created_at"]))
    return [PipelineRow(row["id"], row["name"], row["currency"], tuple(stages(session, row["id"]))) for row in rows]


def stages(session: Session, pipeline: bytes) -> list[StageRow]:
    rows = [row for row in bulk.fetch(session, Stage, "pipeline_id", [pipeline]) if not row["is_archived"]]
    return [_stage(row) for row in sorted(rows, key=lambda row: (row["position"], row["created_at"]))]


def _stage(row: dict[str, Any]) -> StageRow:
    lines = {name: tuple((row[name] or "").splitlines()) for name in ("checklist", "required")}
    return StageRow(row["name"], row["probability"], row["rots_after"], **lines, set_id=row["set_id"], id=row["id"])


def usual(session: Session) -> PipelineRow:
    """The first pipeline, made where there is none: two laptops make the same. To be called in a step."""
    if not (known := pipelines(session)):
        fresh = _usual()
        _put(session, fresh.id, fresh.name, None, fresh.stages)
        known = pipelines(session)
    return known[0]


def shown(store: Store) -> list[PipelineRow]:
    """All there are; in a file that has none yet, the usual one as it will be."""
    return all_of(store) or [_usual()]


def _usual() -> PipelineRow:
    key = named_id("pipeline", _NAME)
    rows = [StageRow(_(name), chance, days, id=named_id("stage", key, _(name))) for name, chance, days in USUAL]
    return PipelineRow(key, _(_NAME), None, tuple(rows))


def fresh_stages() -> list[StageRow]:
    """As those of the usual pipeline, for another one."""
    return [replace(stage, id=new_id()) for stage in _usual().stages]


def save(
    store: Store, name: str, rows: Sequence[StageRow], key: bytes | None = None, currency: str | None = None
) -> bytes:
    """A new pipeline, or one as it shall be; a stage that goes must be empty."""
    if not (name := tidy(name)):
        raise UserError(_("The pipeline has no name yet, so nothing was saved."))
    if not rows or any(not tidy(row.name) or not 0 <= row.probability <= 100 for row in rows):
        raise UserError(_("Each stage needs a name and a probability from 0 to 100. Nothing was saved."))
    key = key or named_id("pipeline", name)
    with store.write(_("Save pipeline {name}").format(name=name)) as session:
        _put(session, key, name, currency, rows)
    return key


def _put(session: Session, key: bytes, name: str, currency: str | None, rows: Sequence[StageRow]) -> None:
    kept = [_row(key, row, place) for place, row in enumerate(rows)]
    gone = {row["id"] for row in bulk.fetch(session, Stage, "pipeline_id", [key])} - {row["id"] for row in kept}
    if any(row["status"] == "open" for row in bulk.fetch(session, Deal, "stage_id", sorted(gone))):
        raise UserError(_("There are open deals in a stage that would go. Move them first. Nothing was saved."))
    known = {row["id"]: row["position"] for row in bulk.whole(session, Pipeline)}
    position = known.get(key, max(known.values(), default=-1) + 1)
    bulk.revive(session, Pipeline, [{"id": key, "name": name, "currency": currency, "position": position}])
    bulk.mark_deleted(session, Stage, "id", sorted(gone))
    bulk.revive(session, Stage, kept)


def put(session: Session, name: str, stages_of_it: Sequence[str]) -> None:
    """A new one in a step that is open, with stages of these names: each is likelier to be won than the one before."""
    steps = len(stages_of_it) + 1
    rows = [StageRow(stage, 100 * place // steps) for place, stage in enumerate(stages_of_it, 1)]
    _put(session, named_id("pipeline", name), name, None, rows)


def remove_stage(store: Store, key: bytes, into: bytes) -> None:
    """All its deals, closed ones too, go to another stage of the same pipeline."""
    with store.write(_("Delete stage")) as session:
        rows = {row["id"]: row for row in bulk.fetch(session, Stage, "id", [key, into])}
        if len(rows) < 2 or rows[key]["pipeline_id"] != rows[into]["pipeline_id"]:
            raise UserError(_("This stage was deleted meanwhile. Undo brings it back."))
        moving = [row["id"] for row in bulk.fetch(session, Deal, "stage_id", [key])]
        bulk.update(session, Deal, moving, {"stage_id": into})
        bulk.mark_deleted(session, Stage, "id", [key])


def open_deals(store: Store, stage: bytes) -> int:
    with store.read() as session:
        return sum(row["status"] == "open" for row in bulk.fetch(session, Deal, "stage_id", [stage]))


def archived(store: Store) -> list[tuple[bytes, str]]:
    with store.read() as session:
        return [(row["id"], row["name"]) for row in bulk.whole(session, Pipeline) if row["is_archived"]]


def archive(store: Store, key: bytes, *, archived: bool = True) -> None:
    """No longer offered; its deals stay. The last one cannot go."""
    with store.write(_("Archive pipeline") if archived else _("Bring pipeline back")) as session:
        if archived and len(pipelines(session)) < 2:
            raise UserError(_("A file has at least one pipeline."))
        bulk.update(session, Pipeline, [key], {"is_archived": archived})


def _row(pipeline: bytes, row: StageRow, place: int) -> dict[str, Any]:
    return {
        "id": row.id or named_id("stage", pipeline, row.name), "pipeline_id": pipeline, "name": tidy(row.name),
        "position": place, "probability": row.probability, "rots_after": row.rots_after, "set_id": row.set_id,
        "checklist": "\n".join(row.checklist) or None, "required": "\n".join(row.required) or None,
    }  # fmt: skip
