"""Asks for the passphrase or the recovery code of a file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from crmdesk.i18n import _
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import label, link
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.ui.window import Window


class Unlock(Sheet):
    """What was typed stays when it does not fit."""

    def __init__(self, window: "Window", path: Path, error: Exception, then: Callable[[], None]) -> None:
        from crmdesk.services.files import NeedsPassphrase

        super().__init__(window, _("Unlock “{name}”").format(name=path.stem), width=420)
        self._window, self._path, self._then = window, path, then
        self._asks_passphrase = isinstance(error, NeedsPassphrase)
        self._words = label("", "body", "muted", wraps=True)
        self.line = QLineEdit()
        self._problem = Problem()
        self._other = link("", self._switch)
        for part in (self._words, self.line, self._problem):
            self.body.addWidget(part)
        self.body.addWidget(self._other, 0, Qt.AlignmentFlag.AlignLeft)
        self._unlock = self.set_primary(_("Unlock"), self._try)
        self._show_question()
        if not self._asks_passphrase:
            self._words.setText(str(error))

    def _show_question(self) -> None:
        if self._asks_passphrase:
            self._words.setText(_("Type its passphrase."))
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
            self.line.setAccessibleName(_("Passphrase"))
            self._other.setText(_("Use the recovery code"))
        else:
            self._words.setText(_("Type its recovery code: seven groups of four letters and digits."))
            self.line.setEchoMode(QLineEdit.EchoMode.Normal)
            self.line.setPlaceholderText("XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX")
            self.line.setAccessibleName(_("Recovery code"))
            self._other.hide()
        self.line.setFocus()

    def _switch(self) -> None:
        self._asks_passphrase = False
        self.line.clear()
        self._problem.say()
        self._show_question()

    def _try(self) -> None:
        path, typed, asks_passphrase = self._path, self.line.text(), self._asks_passphrase
        self._unlock.setEnabled(False)

        def make() -> "tuple[Store, None]":
            from crmdesk.services import files

            if asks_passphrase:
                return files.open_file(path, passphrase=typed), None
            return files.open_file(path, recovery_code=typed), None

        self._window.desk.open(make, self._opened, self._failed)

    def _opened(self, _none: None) -> None:
        from crmdesk.services import files

        files.remember(self._path)
        self.accept()
        self._then()

    def _failed(self, error: Exception) -> None:
        self._unlock.setEnabled(True)
        self._problem.say(words_of(error))
        self.line.setFocus()
        self.line.selectAll()
