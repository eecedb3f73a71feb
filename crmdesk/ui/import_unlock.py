"""Asks for the passphrase or the recovery code of a file of CRMDesk that is to be imported."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from crmdesk.ui.unlock import Unlock

if TYPE_CHECKING:
    from crmdesk.services.other_files import Secrets
    from crmdesk.ui.window import Window


def is_locked(error: Exception) -> bool:
    from crmdesk.services.files import NeedsPassphrase, NeedsRecoveryCode

    return isinstance(error, NeedsPassphrase | NeedsRecoveryCode)


class UnlockSource(Unlock):
    def __init__(
        self, window: "Window", path: Path, error: Exception, unlocked: "Callable[[Path, Secrets], None]"
    ) -> None:
        super().__init__(window, path, error, lambda: None)
        self._unlocked = unlocked

    def _try(self) -> None:
        path, typed = self._path, self.line.text()
        secrets: Secrets = (typed, None) if self._asks_passphrase else (None, typed)
        self._unlock.setEnabled(False)

        def key() -> None:
            from crmdesk.services import other_files

            other_files.key_of(path, secrets)

        def fits(_none: None) -> None:
            self.accept()
            self._unlocked(path, secrets)

        self._window.desk.run(key, fits, self._failed)
