"""A new contact or company: the cursor is in the name, and nothing is saved while nothing is typed."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.i18n import _, inside
from crmdesk.ui.desk import Desk
from crmdesk.widgets import theme
from crmdesk.widgets.avatar import Avatar
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import label, primary, quiet

_WIDTH = 480
_LABELS = 80
"""So wide that the lines begin under the name."""


class NewRecord(QWidget):
    """A few lines typed straight through; all else is added on the page."""

    created = Signal(object)
    given_up = Signal()

    def __init__(self, desk: Desk, kind: str) -> None:
        super().__init__()
        self._desk = desk
        self._kind = kind
        self._is_saving = False
        self._face = Avatar(64)
        self.lines: dict[str, QLineEdit] = {}
        self._problem = label("", "second", "bad", wraps=True)
        self.save_button = primary(_("Save"), self.save)
        self._arrange()
        QShortcut(QKeySequence("Ctrl+Return"), self, self.save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _arrange(self) -> None:
        inside = QWidget()
        inside.setMaximumWidth(theme.px(_WIDTH))
        down = QVBoxLayout(inside)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(12))
        down.addLayout(self._head())
        down.addSpacing(theme.px(8))
        for key, text in self._wanted():
            down.addLayout(self._row(key, text))
        down.addWidget(self._problem)
        down.addLayout(self._foot())
        hint = label(_("Enter goes on, Ctrl Enter saves"), "second", "muted", wraps=True)
        hint.setContentsMargins(theme.px(_LABELS), 0, 0, 0)
        down.addWidget(hint)
        down.addStretch(1)
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.margins(28, 20, 28, 20))
        across.addWidget(inside, 3)
        across.addStretch(1)
        self._problem.hide()

    def _head(self) -> QHBoxLayout:
        name = self.lines["name"] = QLineEdit()
        name.setPlaceholderText(_("First and last name") if self._kind == "contact" else _("Name of the company"))
        name.setAccessibleName(_("Name"))
        name.setFont(theme.font("title"))
        name.setFixedHeight(theme.px(44))
        name.textChanged.connect(self._show_face)
        name.returnPressed.connect(self.focusNextChild)
        across = QHBoxLayout()
        across.setSpacing(theme.px(16))
        across.addWidget(self._face)
        across.addWidget(name, 1)
        return across

    def _wanted(self) -> list[tuple[str, str]]:
        of_contact = [("company", _("Company")), ("title", _("Job title"))] if self._kind == "contact" else []
        return [
            *of_contact,
            ("phone", _("Phone")),
            ("email", _("E-mail")),
            ("street", _("Street")),
            ("postal_code", _("Postal code")),
            ("city", _("City")),
        ]

    def _row(self, key: str, text: str) -> QHBoxLayout:
        line = self.lines[key] = QLineEdit()
        line.setAccessibleName(text)
        line.returnPressed.connect(self.focusNextChild)
        words = label(inside(text), "second", "muted", wraps=True)
        words.setFixedWidth(theme.px(_LABELS))
        words.setBuddy(line)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(words)
        across.addWidget(line, 1)
        return across

    def _foot(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        across.addSpacing(theme.px(_LABELS))
        across.addWidget(self.save_button)
        across.addWidget(quiet(_("Cancel"), self.give_up))
        across.addStretch(1)
        return across

    def _show_face(self, name: str) -> None:
        self._face.show_face(name, name)

    def begin(self) -> None:
        """What was typed before and not saved is still there."""
        self.lines["name"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
        else:
            super().keyPressEvent(event)

    def give_up(self) -> None:
        """What was typed is put aside, not thrown away: the toast brings it back."""
        typed = {key: line.text() for key, line in self.lines.items() if line.text().strip()}
        self._empty()
        self.given_up.emit()
        if typed:
            self._desk.say(_("Not saved: {name}").format(name=next(iter(typed.values()))), self._bring_back(typed))

    def _bring_back(self, typed: dict[str, str]) -> Any:
        from crmdesk.widgets.messages import Action

        def bring_back() -> None:
            for key, text in typed.items():
                self.lines[key].setText(text)
            section = "contacts" if self._kind == "contact" else "companies"
            self._desk.wanted.emit(section, "new")

        return Action(_("Bring back"), bring_back)

    def _empty(self) -> None:
        for line in self.lines.values():
            line.clear()
        self._say("")

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def can_leave(self) -> bool:
        """Leaving saves, if there is something; a fault keeps the page."""
        if not self._is_saving and any(line.text().strip() for line in self.lines.values()):
            self.save()
        return not self._problem.text()

    def save(self) -> None:
        typed = {key: line.text().strip() for key, line in self.lines.items() if line.text().strip()}
        if self._is_saving:
            return
        if not typed:
            self._say(_("Type a name first. Nothing was saved."))
            self.lines["name"].setFocus()
            return
        self._is_saving = True
        add = _contact if self._kind == "contact" else _company
        self._desk.write(lambda store: add(store, typed), self._saved, self._failed)

    def _saved(self, key: bytes) -> None:
        self._is_saving = False
        name = self.lines["name"].text().strip()
        self._empty()
        self._desk.say_undoable(_("Added {name}").format(name=name) if name else _("Added"))
        self.created.emit(key)

    def _failed(self, error: Exception) -> None:
        self._is_saving = False
        self._say(words_of(error))


Parts = dict[str, list[dict[str, Any]]]


def _parts(typed: dict[str, str]) -> Parts:
    address: dict[str, Any] = {name: typed[name] for name in ("street", "postal_code", "city") if name in typed}
    parts: Parts = {}
    if "phone" in typed:
        parts["phones"] = [{"label": "mobile", "value": typed["phone"]}]
    if "email" in typed:
        parts["emails"] = [{"label": "work", "value": typed["email"]}]
    if address:
        parts["addresses"] = [{"label": "work", **address}]
    return parts


def _contact(store: Any, typed: dict[str, str]) -> bytes:
    from crmdesk.domain.values.names import split_name
    from crmdesk.services import records

    parts = _parts(typed)
    place: dict[str, Any] = {name: typed[name] for name in ("company", "title") if name in typed}
    if place:
        parts["affiliations"] = [place]
    return records.add(store, "contact", split_name(typed.get("name", "")), parts)


def _company(store: Any, typed: dict[str, str]) -> bytes:
    from crmdesk.services import records

    return records.add(store, "company", {"name": typed.get("name", "")}, _parts(typed))
