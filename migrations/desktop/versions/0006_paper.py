"""Designs of labels, sheets of one's own, letter templates, print runs."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    _create("label_designs", _text("name"), _text("kind"), _text("body"))
    _create("own_sheets", _text("name"), _text("measures"))
    _create(
        "letter_templates",
        _text("name"),
        _text("language", nullable=True),
        _text("subject", nullable=True),
        _text("body"),
        _text("look", nullable=True),
    )
    _create(
        "print_runs",
        _text("kind"),
        _text("name"),
        sa.Column("count", sa.Integer(), nullable=False),
        _text("choices"),
        _text("pieces"),
    )


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _create(table: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.BLOB(), nullable=False),
        *columns,
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
