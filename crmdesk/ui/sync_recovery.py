"""The recovery code of a sealed workspace, on the same sheet as that of a file: copied or printed, and asked back."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from crmdesk.i18n import _
from crmdesk.ui.new_file import Recovery

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.ui.desk import Desk


def ask_back(window: QWidget, desk: "Desk") -> None:
    desk.ask(_codes, partial(show, window))


def show(window: QWidget, told: "tuple[str, list[str]]") -> None:
    """One code for each key that the workspace has had; the newest is asked back."""
    if not isValid(window):
        return
    workspace, codes = told
    words = _(
        "With it and your password “{name}” opens on a new computer when all others are lost. The hub does not have "
        "it, nor does anybody else."
    )
    Recovery(window, workspace, "\n".join(codes), purpose=words.format(name=workspace)).open()


def _codes(store: "Store") -> tuple[str, list[str]]:
    from crmdesk.services import sync_account

    return sync_account.required(store).workspace_name, sync_account.recovery_codes(store)
