"""A key for each name by the user's alphabet, and by which alphabet the keys of this file are made."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for statement in (
        "ALTER TABLE finder ADD COLUMN filed BLOB NOT NULL DEFAULT x''",
        "CREATE INDEX ix_finder_filed ON finder (kind, filed, doc)",
        "CREATE TABLE filing (one INTEGER PRIMARY KEY CHECK (one = 1), alphabet TEXT NOT NULL, next INTEGER)",
        "INSERT INTO filing (one, alphabet, next) VALUES (1, '', 0)",
    ):
        op.execute(statement)
