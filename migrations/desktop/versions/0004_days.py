"""Activities that repeat, remind and belong to sets; checklists, sets of activities, follow-up rules."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_LINK = sa.BLOB


def upgrade() -> None:
    op.add_column("contacts", sa.Column("stay_in_touch", sa.Integer(), nullable=True))
    for column in (
        _text("recurrence"),
        sa.Column("series_id", _LINK(), nullable=True),
        _text("instance"),
        _number("remind"),
        _text("reminded"),
        sa.Column("snoozed_until", sa.BigInteger(), nullable=True),
        _number("position"),
        sa.Column("run_id", _LINK(), nullable=True),
        _number("day"),
        sa.Column("is_free", sa.Boolean(), nullable=True),
    ):
        op.add_column("activities", column)
    for name in ("series_id", "run_id", "remind"):
        some = sa.text(f"{name} IS NOT NULL")
        op.create_index(f"ix_activities_{name}", "activities", [name], sqlite_where=some)
    _create(
        "checklist_items",
        _link("activity_id"),
        _text("text", nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        _number("position", nullable=False),
        indexes=("activity_id",),
    )
    _create("activity_sets", _text("name", nullable=False), sa.Column("is_archived", sa.Boolean(), nullable=False))
    _create(
        "activity_set_steps",
        _link("set_id"),
        _text("type", nullable=False),
        _text("subject"),
        _text("text"),
        _number("day", nullable=False),
        _text("time"),
        _number("duration"),
        _text("priority"),
        _number("remind"),
        _number("position", nullable=False),
        indexes=("set_id",),
    )
    _create(
        "activity_set_runs",
        _link("owner_id"),
        _link("set_id"),
        _text("starts", nullable=False),
        indexes=("owner_id", "set_id"),
    )
    _create(
        "follow_up_rules",
        _text("event", nullable=False),
        _text("details"),
        _text("type", nullable=False),
        _text("subject"),
        _text("text"),
        _number("days", nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=True),
        _number("position", nullable=False),
    )


def _text(name: str, *, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _number(name: str, *, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _link(name: str) -> sa.Column[bytes]:
    return sa.Column(name, _LINK(), nullable=False)


def _create(table: str, *columns: sa.Column[object], indexes: tuple[str, ...] = ()) -> None:
    op.create_table(
        table,
        sa.Column("id", _LINK(), nullable=False),
        *columns,
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for name in indexes:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])
