"""Together: what a file keeps of its exchanges with a hub, and records that are one person's own."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

# `log` is 1 for what all share and 2 for what is this person's own.
SYNC = """
CREATE TABLE sync_positions (
    log INTEGER PRIMARY KEY,
    told BLOB NOT NULL,
    origin BLOB NOT NULL,
    frozen INTEGER NOT NULL,
    walk_tbl INTEGER,
    walk_row BLOB
);
CREATE TABLE sync_waiting (
    log INTEGER NOT NULL,
    number INTEGER NOT NULL,
    id BLOB NOT NULL,
    tbl INTEGER NOT NULL,
    row BLOB NOT NULL,
    told BLOB NOT NULL,
    PRIMARY KEY (log, number)
) WITHOUT ROWID;
CREATE INDEX ix_sync_waiting_id ON sync_waiting (id);
CREATE TABLE sync_refused (
    id BLOB PRIMARY KEY,
    log INTEGER NOT NULL,
    tbl INTEGER NOT NULL,
    row BLOB NOT NULL,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    told BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE sync_heard (
    id INTEGER PRIMARY KEY,
    log INTEGER NOT NULL,
    day INTEGER NOT NULL,
    page BLOB NOT NULL
);
CREATE INDEX ix_sync_heard_day ON sync_heard (day);
CREATE TABLE sync_heads (
    log INTEGER NOT NULL,
    tbl INTEGER NOT NULL,
    row BLOB NOT NULL,
    rivals INTEGER NOT NULL,
    told BLOB NOT NULL,
    PRIMARY KEY (log, tbl, row)
) WITHOUT ROWID;
CREATE INDEX ix_sync_heads_rivals ON sync_heads (log, tbl, row) WHERE rivals > 0;
CREATE TABLE sync_lost (
    log INTEGER NOT NULL,
    tbl INTEGER NOT NULL,
    row BLOB NOT NULL,
    grp INTEGER NOT NULL,
    change BLOB NOT NULL,
    told BLOB NOT NULL,
    PRIMARY KEY (log, tbl, row, grp, change)
) WITHOUT ROWID;
CREATE TABLE sync_parked (
    log INTEGER NOT NULL,
    tbl INTEGER NOT NULL,
    row BLOB NOT NULL,
    PRIMARY KEY (log, tbl, row)
) WITHOUT ROWID;
CREATE TABLE sync_touched (
    id INTEGER PRIMARY KEY,
    log INTEGER NOT NULL,
    tbl INTEGER NOT NULL,
    row BLOB NOT NULL,
    mask INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE TABLE sync_authors (
    device BLOB NOT NULL,
    since INTEGER NOT NULL,
    author TEXT NOT NULL,
    PRIMARY KEY (device, since)
) WITHOUT ROWID;
CREATE TABLE sync_homes (row BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE sync_account (one INTEGER PRIMARY KEY CHECK (one = 1), told TEXT NOT NULL);
CREATE TABLE sync_state (one INTEGER PRIMARY KEY CHECK (one = 1), told TEXT NOT NULL)
"""


def upgrade() -> None:
    op.create_table(
        "privates",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("owner_id", sa.BLOB(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privates")),
    )
    op.create_index(op.f("ix_privates_owner_id"), "privates", ["owner_id"])
    op.create_table(
        "reviews",
        sa.Column("id", sa.BLOB(), nullable=False),
        sa.Column("row_id", sa.BLOB(), nullable=False),
        sa.Column("change", sa.BLOB(), nullable=False),
        sa.Column("field_group", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_row_id"), "reviews", ["row_id"])
    op.add_column("activities", sa.Column("responsible", sa.String(), nullable=True))
    op.execute("ALTER TABLE steps ADD COLUMN heard INTEGER NOT NULL DEFAULT 0")
    for statement in SYNC.split(";"):
        op.execute(statement)
