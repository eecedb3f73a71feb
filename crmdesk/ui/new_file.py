"""A new file: where it lies, and who may open it. The recovery code is shown once and asked back."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from crmdesk import paths
from crmdesk.i18n import _
from crmdesk.ui.files import FILES
from crmdesk.widgets import theme
from crmdesk.widgets.messages import copy, words_of
from crmdesk.widgets.parts import label, link, quiet
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Protection, Store
    from crmdesk.ui.window import Window

_SHORTEST = 8


class NewFile(Sheet):
    def __init__(self, window: "Window", then: Callable[[], None] = lambda: None, name: str = "") -> None:
        """`name` is what it is called unless the user says otherwise."""
        super().__init__(window, _("New file"), width=520)
        self._window, self._then = window, then
        self.path = _free_path(name or _("My contacts"))
        self._where = label("", "second", "muted", wraps=True)
        self._group = QButtonGroup(self)
        self._choices: dict[Protection, QRadioButton] = {}
        self._details: dict[Protection, QLabel] = {}
        self._passphrases = _Passphrases()
        self._problem = Problem()
        self._create = self.set_primary(_("Make the file"), self._make)
        self._arrange()
        self._show_path()
        self.choose("keyring")
        window.desk.run(_keyring_usable, self._keyring_told)

    def _arrange(self) -> None:
        place = QHBoxLayout()
        place.addWidget(self._where, 1)
        place.addWidget(link(_("Change"), self._choose_path))
        self.body.addLayout(place)
        self.body.addSpacing(theme.px(4))
        self._add_choice(
            "keyring", _("Protected by this computer"),
            _("Encrypted; opens by itself while you are logged in. A recovery code opens it elsewhere."),
        )  # fmt: skip
        self._add_choice("passphrase", _("Protected by a passphrase"), _("Encrypted; asks for it at every start."))
        self.body.addWidget(self._passphrases)
        self._add_choice(
            "none", _("Not encrypted"), _("Whoever gets hold of the file or of a backup can read everything in it.")
        )
        self.body.addWidget(self._problem)
        self._group.idToggled.connect(lambda _number, _on: self._show_choice())

    def _add_choice(self, key: "Protection", text: str, detail: str) -> None:
        choice = self._choices[key] = QRadioButton(text)
        choice.setAccessibleDescription(detail)
        choice.setFont(theme.font("strong"))
        self._group.addButton(choice)
        words = self._details[key] = label(detail, "second", "muted", wraps=True)
        words.setContentsMargins(theme.margins(22, 0, 0, 4))
        holder = QVBoxLayout()
        holder.setSpacing(2)
        holder.addWidget(choice)
        holder.addWidget(words)
        self.body.addLayout(holder)

    def choose(self, key: "Protection") -> None:
        self._choices[key].setChecked(True)
        self._show_choice()

    def _chosen(self) -> "Protection":
        return next(key for key, choice in self._choices.items() if choice.isChecked())

    def _show_choice(self) -> None:
        self._passphrases.setVisible(self._choices["passphrase"].isChecked())
        self._problem.say()
        if self.isVisible():
            self.refit()

    def _keyring_told(self, usable: bool) -> None:
        """Without one the choice stays visible, and says why it cannot be taken."""
        if not usable:
            choice = self._choices["keyring"]
            choice.setEnabled(False)
            choice.setFont(theme.font("body"))
            words = _("Not here: this computer has no keyring that can be used.")
            choice.setAccessibleDescription(words)
            self._details["keyring"].setText(words)
            if choice.isChecked():
                self.choose("passphrase")

    def _choose_path(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(self, _("Where the file lies"), str(self.path), FILES)
        if name:
            self.path = Path(name).with_suffix(".crmdesk")
            self._show_path()

    def _show_path(self) -> None:
        self._where.setText(_("“{name}” in {folder}").format(name=self.path.stem, folder=self.path.parent))

    def _make(self) -> None:
        protection, passphrase = self._chosen(), None
        if protection == "passphrase":
            if problem := self._passphrases.problem():
                self._problem.say(problem)
                return
            passphrase = self._passphrases.text()
        path = self.path
        self._create.setEnabled(False)

        def make() -> "tuple[Store, str | None]":
            from crmdesk.services import files

            return files.new(path, protection, passphrase)

        self._window.desk.open(make, self._made, self._failed)

    def _made(self, recovery_code: str | None) -> None:
        from crmdesk.services import files

        files.remember(self.path)
        self.accept()
        if recovery_code:
            Recovery(self._window, self.path.stem, recovery_code, self._then).open()
        else:
            self._then()

    def _failed(self, error: Exception) -> None:
        self._create.setEnabled(True)
        self._problem.say(words_of(error))


class _Passphrases(QWidget):
    """Typed twice."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = (QLineEdit(), QLineEdit())
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(22, 0, 0, 4))
        down.setSpacing(theme.px(8))
        for line, words in zip(self._lines, (_("Passphrase"), _("The same once more")), strict=True):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setPlaceholderText(words)
            line.setAccessibleName(words)
            down.addWidget(line)

    def text(self) -> str:
        return self._lines[0].text()

    def problem(self) -> str:
        if len(self.text()) < _SHORTEST:
            return _("Take at least {count} letters; a few words are easy to keep in mind.").format(count=_SHORTEST)
        return "" if self.text() == self._lines[1].text() else _("The two are not the same.")


class Recovery(Sheet):
    """The code, to be copied or printed; its last group is asked back, so that it is not lost unseen."""

    def __init__(
        self, window: QWidget, name: str, code: str, then: Callable[[], None] = lambda: None, purpose: str = ""
    ) -> None:
        """`purpose` says what it is good for where that is not to open a file."""
        super().__init__(window, _("Keep this recovery code"), width=520)
        self._name, self._code, self._then = name, code, then
        self.add_text(purpose or _purpose(name))
        shown = label(code, "heading")
        shown.setFont(_fixed_font())
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setAccessibleName(_("Recovery code {code}").format(code=" ".join(code)))
        self.body.addWidget(shown, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addLayout(self._ways_to_keep())
        self.add_text(_("Type its last four letters once you have kept it."))
        self.line = QLineEdit()
        self.line.setAccessibleName(_("The last four letters of the recovery code"))
        self.line.setMaximumWidth(theme.px(160))
        self.body.addWidget(self.line)
        self.close_button.setText(_("Later"))
        self._done = self.set_primary(_("Done"), self.accept)
        self._done.setEnabled(False)
        self.line.textChanged.connect(self._compare)
        self.finished.connect(lambda _result: then())

    def _ways_to_keep(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        across.addStretch(1)
        across.addWidget(quiet(_("Copy"), lambda: copy(self._code), icon="copy"))
        across.addWidget(quiet(_("Print"), self._print, icon="printer"))
        across.addStretch(1)
        return across

    def _compare(self, typed: str) -> None:
        self._done.setEnabled(typed.strip().upper() == self._code[-4:])

    def _print(self) -> None:
        from crmdesk.ui.paper import print_text

        print_text(self, [_("Recovery code of “{name}”").format(name=self._name), self._code])


def _purpose(name: str) -> str:
    words = _(
        "With it “{name}” opens on any computer, whatever happens to this one or to a passphrase. "
        "Nobody else has it, not even we."
    )
    return words.format(name=name)


def _fixed_font() -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(theme.px(17))
    return font


def _keyring_usable() -> bool:
    from crmdesk.services import files

    return files.keyring_usable()


def _free_path(name: str) -> Path:
    """One that no file has yet."""
    from crmdesk.domain.values import file_names

    folder, clean = paths.documents(), file_names.safe(name)
    names = [clean, *(f"{clean} {number}" for number in range(2, 100))]
    return next(path for each in names if not (path := folder / f"{each}.crmdesk").exists())
