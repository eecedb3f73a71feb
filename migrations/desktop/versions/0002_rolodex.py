"""Activities, pick lists, past imports, what are no duplicates; sub-groups, who looks after whom, the trash."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_LINK = sa.BLOB()
_ADDED = {
    "contacts": ("confirmed_on", "responsible"),
    "companies": ("confirmed_on", "responsible"),
}


def upgrade() -> None:
    for table, names in _ADDED.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.String(), nullable=True))
        trash = sa.text("deleted_at IS NOT NULL")
        op.create_index(f"ix_{table}_deleted_at", table, ["deleted_at"], sqlite_where=trash)
    op.add_column("groups", sa.Column("parent_id", _LINK, nullable=True))
    _create(
        "activities",
        sa.Column("type", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("subject", "text", "starts", "ends", "zone")),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("is_reached", sa.Boolean(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("duration", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("priority", sa.String(), nullable=True),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("author", sa.String(), nullable=True),
        indexes=("starts", "done_at"),
    )
    _create(
        "participations",
        sa.Column("owner_id", _LINK, nullable=False),
        sa.Column("activity_id", _LINK, nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        indexes=("owner_id", "activity_id"),
    )
    _create(
        "pick_entries",
        sa.Column("pick_list", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        indexes=("pick_list",),
    )
    _create(
        "import_runs",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("added", "updated", "unchanged", "rejected")),
        sa.Column("author", sa.String(), nullable=True),
    )
    _create(
        "distinctions",
        sa.Column("one_id", _LINK, nullable=False),
        sa.Column("other_id", _LINK, nullable=False),
        indexes=("one_id", "other_id"),
    )


def _create(table: str, *columns: sa.Column[object], indexes: tuple[str, ...] = ()) -> None:
    op.create_table(
        table,
        sa.Column("id", _LINK, nullable=False),
        *columns,
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for name in indexes:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])
