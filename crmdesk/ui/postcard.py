"""The postcard of a record: what others may have of it, as text, as a vCard, as a code for a phone, on paper."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.values import file_names
from crmdesk.i18n import _
from crmdesk.ui.lookups import CurrentSet
from crmdesk.widgets import theme
from crmdesk.widgets.parts import Card, label, quiet
from crmdesk.widgets.qr_code import QrCode
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.printing.codes import Matrix
    from crmdesk.services.files import Store
    from crmdesk.services.postcards import Postcard as Made
    from crmdesk.ui.window import Window

_WIDTH, _CODE = 720, 300
_MOST_LINES = 16


class Postcard(Sheet):
    def __init__(self, window: "Window", made: "Made", code: "Matrix") -> None:
        title = _("Share this company") if made.kind == "company" else _("Share this contact")
        super().__init__(window, title, width=_WIDTH)
        self._window, self._desk, self.made = window, window.desk, made
        words = _("QR code that a phone reads as the contact {name}").format(name=made.name)
        self.code = QrCode(words, _CODE)
        self.code.show_rows(code)
        across = QHBoxLayout()
        across.setSpacing(theme.px(28))
        across.addLayout(self._left(), 1)
        across.addLayout(self._right())
        self.body.addLayout(across)
        self.close_button.setText(_("Close"))
        self.set_primary(_("Copy as text"), self.copy_text)

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(theme.px(8))
        left.addWidget(self._card())
        for text, icon, run in (
            (_("Copy as vCard"), "copy", self.copy_vcard),
            (_("Save as vCard…"), "download", self._choose),
            (_("Print as a card…"), "printer", self._print),
        ):
            button = quiet(text, run, icon)
            across = QHBoxLayout()
            across.addWidget(button)
            across.addStretch(1)
            left.addLayout(across)
        left.addStretch(1)
        return left

    def _card(self) -> QWidget:
        """As it will be pasted."""
        card = Card()
        card.body.setSpacing(theme.px(2))
        name, *lines = self.made.text.split("\n")
        card.body.addWidget(label(name, "heading", wraps=True))
        shown = lines if len(lines) <= _MOST_LINES else [*lines[:_MOST_LINES], "…"]
        for line in shown:
            if line:
                card.body.addWidget(label(line, wraps=True))
            else:
                card.body.addSpacing(theme.px(8))
        card.setAccessibleName(self.made.text)
        return card

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(theme.px(8))
        right.addWidget(self.code)
        texts = [(_("Point the camera of a phone at it: the phone offers to keep the contact."), "muted")]
        if left_out := self.made.left_out:
            words = _("There is no room in the code for: {values}").format(values=", ".join(left_out[:3]))
            texts.append((words if len(left_out) <= 3 else f"{words} …", "warning"))
        for text, tone in texts:
            words_below = label(text, "second", tone, wraps=True)  # type: ignore[arg-type]
            words_below.setFixedWidth(self.code.sizeHint().width())
            right.addWidget(words_below)
        right.addStretch(1)
        return right

    # What is done with it

    def copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self.made.text)
        self._copied(_("Copied {name} as text").format(name=self.made.name))

    def copy_vcard(self) -> None:
        """For mail programs that take one, and as text for all others."""
        data = QMimeData()
        data.setData("text/vcard", self.made.vcard)
        data.setText(self.made.vcard.decode())
        QGuiApplication.clipboard().setMimeData(data)
        self._copied(_("Copied {name} as vCard").format(name=self.made.name))

    def _copied(self, words: str) -> None:
        self.accept()
        self._desk.say(words)

    def _choose(self) -> None:
        proposed = f"{file_names.safe(self.made.name)}.vcf"
        name, _filter = QFileDialog.getSaveFileName(self, _("Save as vCard"), proposed, "vCard (*.vcf)")
        if name:
            self.save(Path(name))

    def save(self, to: Path) -> None:
        made = self.made

        def job() -> Path:
            from crmdesk.services import postcards

            postcards.save(made, to)
            return to

        self._desk.run(job, self._saved)

    def _saved(self, to: Path) -> None:
        self.accept()
        self._desk.say(_("Saved as “{name}”").format(name=to.name))

    def _print(self) -> None:
        from crmdesk.ui.card_paper import CardPaper

        self.accept()
        CardPaper(self._window, CurrentSet(self.made.kind, [self.made.id], 1, self.made.name)).open()


def open_of(window: "Window", key: bytes) -> None:
    window.desk.ask(lambda store: _made(store, key), lambda found: Postcard(window, *found).open())


def _made(store: "Store", key: bytes) -> "tuple[Made, Matrix]":
    from crmdesk.printing import codes
    from crmdesk.services import postcards

    made = postcards.of(store, key)
    return made, codes.matrix(made.code)
