"""The schema: made and moved forward by Alembic inside the application, refused where it is newer than this program."""

from pathlib import Path

from crmdesk import paths
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.store.files import Connection

HEAD = 8
"""`PRAGMA user_version` of a file of this program: the number of the newest step in migrations/desktop."""


def version(connection: Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def upgrade(connection: Connection, target: int = HEAD) -> None:
    """Bring the schema to `target` in one transaction: after a crash the file is wholly old or wholly new.

    Foreign keys are off meanwhile, since rebuilding a parent table would otherwise empty its children's links.
    """
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        _run_steps(connection, target)
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise UserError(
                _("The file could not be upgraded: {count} links in it lead nowhere. It is unchanged.").format(
                    count=len(broken)
                )
            )
        connection.execute(f"PRAGMA user_version = {target}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _run_steps(connection: Connection, target: int) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    from crmdesk.store.connection import Shared
    from crmdesk.store.driver import sqlite

    config = Config()
    config.set_main_option("script_location", str(script_folder()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    engine = create_engine(
        "sqlite+pysqlite://", module=sqlite, creator=lambda: Shared(connection), poolclass=StaticPool
    )
    with engine.connect() as shared:
        config.attributes["connection"] = shared
        command.upgrade(config, f"{target:04}")


def script_folder() -> Path:
    return paths.migrations() / "desktop"
