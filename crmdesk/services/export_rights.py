"""Whether the person who sits here may take data out of a shared file."""

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.store import sync_state
from crmdesk.store.store import Store


def require(store: Store) -> None:
    """Raises UserError where the owners of the workspace do not want it. Backups are no exports."""
    told = sync_state.account(store)
    if told and not told["may_export"]:
        raise UserError(
            _(
                "In “{workspace}” you may not export. Nothing was written. An owner or manager of the workspace can "
                "allow it."
            ).format(workspace=told["workspace_name"])
        )
