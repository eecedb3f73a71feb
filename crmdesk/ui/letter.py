"""An e-mail that was dropped, as an activity with those whom the file knows."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import label, link
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.formats.mail_text import MailFile
    from crmdesk.services.files import Store
    from crmdesk.services.letters import Letter
    from crmdesk.ui.window import Window

_WIDTH, _TEXT = 600, 220


class LetterSheet(Sheet):
    def __init__(self, window: "Window", letter: "Letter") -> None:
        super().__init__(window, _("Log this e-mail"), width=_WIDTH)
        self._window, self._desk, self._letter = window, window.desk, letter
        self.subject = QLineEdit(letter.subject)
        self.text = QPlainTextEdit(letter.text)
        self.people: dict[bytes, QCheckBox] = {}
        self.files = [_box(f"{file.name} · {_size(file)}") for file in letter.files]
        self._problem = Problem()
        self._add_head()
        self._add_people()
        self._add_texts()
        self.log_button = self.set_primary(_("Log"), self.log)
        self._choose_people()
        QShortcut(QKeySequence("Ctrl+Return"), self, self.log)

    def _add_head(self) -> None:
        """From whom and when."""
        sender, at = self._letter.sender, self._letter.at
        who = (sender.name or sender.address) if sender else ""
        when = _moment(at) if at else ""
        self.body.addWidget(label(" · ".join(filter(None, (who, when))), "second", "muted", wraps=True))

    def _add_people(self) -> None:
        holder = QWidget()
        flow = FlowLayout(holder, 16)
        for each in self._letter.known:
            box = self.people[each.id] = _box(each.name)
            box.toggled.connect(self._choose_people)
            flow.addWidget(box)
        self._add_field(_("With"), holder)

    def _add_texts(self) -> None:
        self._add_field(_("Subject"), self.subject)
        self.text.setTabChangesFocus(True)
        self.give_height(self.text, _TEXT)
        self._add_field(_("Text"), self.text)
        self._add_files()
        sender = self._letter.sender
        if sender and not self._letter.is_ours and not self._letter.is_sender_known:
            words = _("{name} is not in the file yet. Add as a contact…").format(name=sender.name or sender.address)
            across = QHBoxLayout()
            across.addWidget(link(words.replace("&", "&&"), self._add_sender))
            across.addStretch(1)
            self.body.addLayout(across)
        self.body.addWidget(self._problem)

    def _add_files(self) -> None:
        if self.files:
            holder = QWidget()
            flow = FlowLayout(holder, 16)
            for box in self.files:
                flow.addWidget(box)
            self._add_field(_("Files"), holder)
        elif self._letter.is_cut:
            words = _("This e-mail is larger than {most} MB, so its files are not kept.").format(most=20)
            self.body.addWidget(label(words, "second", "muted", wraps=True))

    def _add_field(self, text: str, field: QWidget) -> None:
        field.setAccessibleName(text)
        pair = QVBoxLayout()
        pair.setSpacing(theme.px(4))
        pair.addWidget(label(text, "second", "muted"))
        pair.addWidget(field)
        self.body.addLayout(pair)

    def _chosen(self) -> list[bytes]:
        return [key for key, box in self.people.items() if box.isChecked()]

    def _choose_people(self) -> None:
        self.log_button.setEnabled(bool(self._chosen()))

    def _add_sender(self) -> None:
        from crmdesk.ui.card_commands import read_card

        self.accept()
        read_card(self._window, self._letter.card)

    def log(self) -> None:
        chosen, letter = self._chosen(), self._letter
        if chosen and self.log_button.isEnabled():
            self.log_button.setEnabled(False)
            subject, text = self.subject.text(), self.text.toPlainText()
            files = [file for file, box in zip(letter.files, self.files, strict=True) if box.isChecked()]

            def job(store: "Store") -> list[bytes]:
                from crmdesk.services import letters

                letters.log(store, letter, chosen, subject, text, files)
                return chosen

            self._desk.write(job, self._logged, self._failed)

    def _logged(self, chosen: list[bytes]) -> None:
        known = [each for each in self._letter.known if each.id in chosen]
        names = ", ".join(each.name for each in known)
        self.accept()
        self._desk.say_undoable(_("Logged the e-mail with {names}").format(names=names))
        self._window.go("companies" if known[0].kind == "company" else "contacts", known[0].id)

    def _failed(self, error: Exception) -> None:
        self._choose_people()
        self._problem.say(words_of(error))


def _box(words: str) -> QCheckBox:
    made = QCheckBox(words.replace("&", "&&"))
    made.setChecked(True)
    return made


def _size(file: "MailFile") -> str:
    return str(QLocale().formattedDataSize(len(file.content), 0))


def _moment(at: int) -> str:
    return str(QLocale().toString(QDateTime.fromMSecsSinceEpoch(at), QLocale.FormatType.ShortFormat))
