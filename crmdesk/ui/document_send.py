"""The panel that a document goes out by: to whom, with which words, and which way; Enter sends it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from crmdesk import settings
from crmdesk.domain.documents import DOCUMENT_KINDS
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, inside, worded
from crmdesk.ui.desk import reason
from crmdesk.ui.document_out import DocumentOut, Letter, attach_words
from crmdesk.ui.document_words import called
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Segments
from crmdesk.widgets.messages import Action
from crmdesk.widgets.parts import label, link, plain
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.document_mails import Outgoing
    from crmdesk.services.document_state import State
    from crmdesk.services.files import Store
    from crmdesk.ui.document_actions import DocumentActions

_TEXT = 190
_KEPT = "document_way"
"""Among what the window remembers: how documents went out last."""


class SendSheet(Sheet):
    def __init__(self, bar: "DocumentActions", state: "State", way: str = "") -> None:
        head = state.head
        self._called = called(head["kind"], head["title"] or "", head["version"])
        super().__init__(bar, _title(state, self._called), width=580)
        self._bar, self.desk, self._key = bar, bar.desk, bytes(head["id"])
        self.out: Outgoing | None = None
        self._by = ""
        """The way that was taken."""
        self._way = DocumentOut(
            bar, self.desk, self._key, is_draft=state.is_draft, done=self._went, failed=self._did_not_go
        )
        self._has_server = _has_server()
        self.ways = Segments(_("How it goes out"), _ways())
        self.ways.set_value(way or settings.load().window.get(_KEPT, "mail"))
        self.to, self.subject, self.words = QComboBox(), QLineEdit(), QPlainTextEdit()
        self._lock_words, self._other = label("", "second", "muted", wraps=True), label("", "body", "muted", wraps=True)
        self._usual = link(_("Always write so"), self._keep_text)
        self._set_up = link(_("Set up sending…"), self._open_preferences)
        self._set_up.setToolTip(_("Give CRMDesk a server to send by, and no mail program is needed"))
        self._file = label("", "second", "muted", wraps=True)
        self._problem = Problem()
        self._arrange()
        self.go = self.set_primary("", self._send)
        self._show_way()
        self.ways.chosen.connect(lambda _way: self._show_way())
        self.desk.ask(partial(_outgoing, self._key), self._show, replace=self)

    def _arrange(self) -> None:
        self.body.addWidget(self.ways, 0, Qt.AlignmentFlag.AlignLeft)
        self._mail_part = self._mail_page()
        self.body.addWidget(self._mail_part)
        self.body.addWidget(self._other)
        self.body.addWidget(self._lock_words)
        self.body.addWidget(self._problem)

    def _mail_page(self) -> QWidget:
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(8))
        self.to.setEditable(True)
        self.to.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.words.setTabChangesFocus(True)
        lines = QGridLayout()
        lines.setHorizontalSpacing(theme.px(12))
        lines.setVerticalSpacing(theme.px(8))
        lines.setColumnStretch(1, 1)
        for number, (words, part) in enumerate(((_("To"), self.to), (_("Subject"), self.subject))):
            part.setAccessibleName(words)
            lines.addWidget(label(words, "second", "muted"), number, 0)
            lines.addWidget(part, number, 1)
        down.addLayout(lines)
        self.words.setAccessibleName(_("Text"))
        down.addWidget(self.words)
        self.give_height(self.words, _TEXT)
        below = QHBoxLayout()
        below.setSpacing(theme.px(8))
        below.addWidget(self._file, 1)
        below.addWidget(self._set_up)
        below.addWidget(self._usual)
        down.addLayout(below)
        return page

    # Showing

    def _show(self, out: "Outgoing") -> None:
        self.out = out
        for address, _name in out.addresses:
            self.to.addItem(address)
        self.to.setToolTip(plain(", ".join(name for _address, name in out.addresses)))
        self.subject.setText(out.subject)
        self.words.setPlainText(out.text)
        self._file.setText(_("With {name}").format(name=out.file_name))
        if self._way.is_draft:
            words = _("It becomes {number} and is locked; what changes then is a new version.")
            self._lock_words.setText(words.format(number=out.number))
        self._lock_words.setVisible(self._way.is_draft)
        self._begin()
        self.refit()

    def _begin(self) -> None:
        if self.ways.value() == "mail" and not self.to.currentText():
            self.to.setFocus()
        else:
            self.go.setFocus()

    def _show_way(self) -> None:
        way = str(self.ways.value())
        self._mail_part.setVisible(way == "mail")
        self._other.setText(_hint(way))
        self._other.setVisible(bool(self._other.text()))
        mail = _("Send") if self._has_server else _("Open in the mail program")
        self.go.setText({"mail": mail, "print": _("Print…"), "file": _("Save as PDF…"), "hand": _("Handed over")}[way])
        self._set_up.setVisible(way == "mail" and not self._has_server)
        self._problem.say()
        self.refit()

    def _open_preferences(self) -> None:
        from crmdesk.ui.preferences import Preferences

        window = self._bar.window()
        self.reject()
        Preferences(window, "mail").open()  # type: ignore[arg-type]

    # Sending

    def _send(self) -> None:
        if self.out is None:
            return
        way = self._by = str(self.ways.value())
        changed = settings.load()
        settings.change(window=changed.window | {_KEPT: way})
        {"mail": self._mail, "print": self._print, "file": self._save, "hand": self._way.hand_over}[way]()

    def _mail(self) -> None:
        assert self.out
        to = self.to.currentText().strip()
        if "@" not in to:
            self._refuse(_("Whom does it go to? Write an e-mail address."))
            self.to.setFocus()
            return
        text = self.words.toPlainText()
        letter = Letter(to, self.subject.text().strip(), text, self.out.file_name, self.out.sender)
        self._wait()
        if self._has_server:
            self._way.mail(letter)
        else:
            self._way.mail_by_program(letter, self._opened)

    def _print(self) -> None:
        if self._way.print():
            self._wait()

    def _save(self) -> None:
        assert self.out
        if self._way.save(self.out.file_name):
            self._wait()

    def _wait(self) -> None:
        self._problem.say()
        self.go.setEnabled(False)

    def _went(self) -> None:
        """Also when the panel was put away meanwhile."""
        self.accept()
        words = {"mail": _("{document} e-mailed"), "print": _("{document} sent to the printer")}
        told = words.get(self._by, _("{document} sent")).format(document=self._told_as())
        is_gone_for_good = self._by == "mail"
        self.desk.say(told, None if is_gone_for_good else Action(_("Undo"), self.desk.undo, lasts=False))

    def _told_as(self) -> str:
        assert self.out
        return self._called if self.out.number in self._called else f"{self._called} {self.out.number}"

    def _opened(self, file: Path, is_on_it: bool) -> None:
        self.accept()
        if is_on_it:
            self.desk.say_undoable(_("{document} is on its e-mail").format(document=self._told_as()))
        else:
            self.desk.say(*attach_words(file))

    def _did_not_go(self, error: Exception) -> None:
        """What was typed stays; it can be tried again."""
        if not isValid(self):
            if isinstance(error, UserError):
                self.desk.unmet.emit(error)
            return
        self.go.setEnabled(True)
        self._lock_words.hide()
        self._refuse(reason(error))

    def _refuse(self, words: str) -> None:
        self._problem.say(words)
        self.refit()

    # Words

    def _keep_text(self) -> None:
        if self.out is None:
            return
        subject, text = self.subject.text(), self.words.toPlainText()

        def job(store: "Store") -> None:
            from crmdesk.services import document_mails

            assert self.out
            document_mails.keep_text(store, self._key, subject, text, self.out.values)

        self.desk.write(job, self._kept)

    def _kept(self, _none: None) -> None:
        self._usual.setText(_("Kept"))
        self._usual.setEnabled(False)


def _title(state: "State", name: str) -> str:
    if state.is_draft:
        return _("Send the {document}").format(document=inside(worded(DOCUMENT_KINDS, state.head["kind"])))
    return _("Send {document} again").format(document=name)


def _ways() -> list[tuple[str, str]]:
    return [("mail", _("E-mail")), ("print", _("Print")), ("file", _("PDF")), ("hand", _("Handed over"))]


def _hint(way: str) -> str:
    return {
        "print": _("It goes to the printer as it is seen beside the form."),
        "file": _("The PDF is kept where you say, to go out by whatever way."),
        "hand": _("The customer has it already, or hears of it otherwise."),
    }.get(way, "")


def _has_server() -> bool:
    from crmdesk.services import mail_out

    return mail_out.account() is not None


def _outgoing(key: bytes, store: "Store") -> "Outgoing":
    from crmdesk.services import document_mails

    return document_mails.outgoing(store, key)
