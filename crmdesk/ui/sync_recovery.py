"""The recovery code of a sealed workspace, on the same sheet as that of a file: copied or printed, and asked back."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from crmdesk.i18n import _
from crmdesk.ui.new_file import Recovery

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def show(parent: "QWidget", workspace: str, codes: Sequence[str], then: Callable[[], None] = lambda: None) -> None:
    """One for each key that the workspace has had; the newest is asked back."""
    words = _(
        "With it and your password “{name}” opens on a new computer when all others are lost. The hub does not have "
        "it, nor does anybody else."
    )
    Recovery(parent, workspace, "\n".join(codes), then, words.format(name=workspace)).open()
