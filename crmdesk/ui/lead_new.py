"""A lead of somebody who is in the file already: what they want, and no more."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk, reason
from crmdesk.widgets import theme
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store


class NewLead(Sheet):
    def __init__(self, parent: QWidget, desk: Desk, owner: bytes, name: str) -> None:
        super().__init__(parent, _("New lead of {name}").format(name=name), width=460)
        self._desk, self._owner = desk, owner
        self.subject = QLineEdit()
        self.text = QPlainTextEdit()
        self.problem = Problem()
        self.subject.setPlaceholderText(_("What is wanted"))
        self.subject.setAccessibleName(_("What is wanted"))
        self.text.setPlaceholderText(_("What was asked, in their words"))
        self.text.setAccessibleName(_("Text"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(theme.px(90))
        for part in (self.subject, self.text, self.problem):
            self.body.addWidget(part)
        self.set_primary(_("Add lead"), self.add)
        self.subject.setFocus()

    def add(self) -> None:
        told = (self._owner, self.subject.text(), self.text.toPlainText())
        self._desk.write(partial(_add, told), self._added, self._refuse)

    def _added(self, _key: bytes) -> None:
        self.accept()
        self._desk.say_undoable(_("Lead added"))

    def _refuse(self, error: Exception) -> None:
        self.problem.say(reason(error))
        self.refit()


def _add(told: tuple[bytes, str, str], store: "Store") -> bytes:
    from crmdesk.services import leads

    owner, subject, text = told
    return leads.add(store, owner, subject, text=text)
