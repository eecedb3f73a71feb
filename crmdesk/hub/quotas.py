"""How much a workspace may keep on the hub."""

from sqlalchemy import Connection, func, select

from crmdesk.hub.errors import HubError
from crmdesk.hub.tables import blobs, logs, workspaces
from crmdesk.i18n import _


def used(connection: Connection, workspace: bytes) -> int:
    """Bytes of its entries and files."""
    ours = select(logs.c.log).where(logs.c.workspace == workspace)
    of_entries = select(func.sum(logs.c.size)).where(logs.c.workspace == workspace)
    of_files = select(func.sum(blobs.c.size)).where(blobs.c.log.in_(ours))
    return int(connection.scalar(of_entries) or 0) + int(connection.scalar(of_files) or 0)


def check(connection: Connection, log: bytes, more: int) -> None:
    """Before so many bytes are added."""
    query = select(workspaces.c.id, workspaces.c.quota).join(logs, logs.c.workspace == workspaces.c.id)
    row = connection.execute(query.where(logs.c.log == log)).one()
    if row.quota is not None and used(connection, row.id) + more > row.quota:
        raise HubError(
            409, "quota", _("The workspace has no room left on the hub. Ask whoever runs it for more; nothing is lost.")
        )
