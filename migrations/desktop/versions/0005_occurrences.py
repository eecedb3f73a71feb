"""When each activity comes, by day and clock, so that a calendar opens at once; and from when to when that is known."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    for statement in (
        (
            "CREATE TABLE occurrences (day INTEGER NOT NULL, zone TEXT NOT NULL, clock INTEGER NOT NULL,"
            " activity_id BLOB NOT NULL, instance TEXT NOT NULL, last INTEGER NOT NULL, ends TEXT,"
            " type TEXT NOT NULL, is_done INTEGER NOT NULL,"
            " PRIMARY KEY (day, zone, clock, activity_id, instance)) WITHOUT ROWID"
        ),
        "CREATE INDEX ix_occurrences_activity_id ON occurrences (activity_id, day, instance)",
        "CREATE INDEX ix_occurrences_last ON occurrences (last) WHERE last > day",
        "CREATE TABLE horizon (one INTEGER PRIMARY KEY CHECK (one = 1), first INTEGER, last INTEGER)",
        "INSERT INTO horizon (one) VALUES (1)",
        "CREATE INDEX ix_activities_recurrence ON activities (id) WHERE recurrence IS NOT NULL",
        ("CREATE INDEX ix_activities_logged ON activities (done_at, type) WHERE starts IS NULL AND deleted_at IS NULL"),
    ):
        op.execute(statement)
