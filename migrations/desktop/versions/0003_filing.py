"""A key and a tab for each name by the user's alphabet, and by which alphabet those of this file are made."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for statement in (
        "ALTER TABLE finder ADD COLUMN filed BLOB NOT NULL DEFAULT x''",
        "ALTER TABLE finder ADD COLUMN tab INTEGER NOT NULL DEFAULT 0",
        "CREATE INDEX ix_finder_filed ON finder (kind, filed, doc)",
        "CREATE INDEX ix_finder_tab ON finder (kind, tab)",
        "DROP INDEX ix_finder_kind",
        "CREATE TABLE filing (one INTEGER PRIMARY KEY CHECK (one = 1), alphabet TEXT NOT NULL, next INTEGER)",
        "INSERT INTO filing (one, alphabet, next) VALUES (1, '', 0)",
    ):
        op.execute(statement)
