"""A new contact or company: the cursor is in the name, and nothing is saved while nothing is typed."""

import json
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.i18n import _, inside
from crmdesk.ui import drafts
from crmdesk.ui.desk import Desk
from crmdesk.ui.likely import Likely
from crmdesk.ui.suggest import Suggest
from crmdesk.widgets import theme
from crmdesk.widgets.avatar import Avatar
from crmdesk.widgets.beside import scroller
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import label, primary, quiet
from crmdesk.widgets.problem import Problem

_WIDTH = 480
_LABELS = 80
"""So wide that the lines begin under the name."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NewRecord(QWidget):
    """A few lines typed straight through; all else is added on the page.

    Enter goes on and, in the last line, saves.
    """

    created = Signal(object)
    given_up = Signal()

    def __init__(self, desk: Desk, kind: str) -> None:
        super().__init__()
        self._desk = desk
        self._kind = kind
        self._draft = f"new {kind}"
        self._is_saving = False
        self._face = Avatar(64)
        self.lines: dict[str, QLineEdit] = {}
        self._rows: dict[str, QWidget] = {}
        self._problem = Problem()
        self.save_button = primary(_("Save"), self.save)
        self.likely = Likely(desk, kind, self)
        self.likely.opened.connect(self._open_instead)
        self._arrange()
        if "company" in self.lines:
            Suggest(desk, self.lines["company"], "company")
        for line in self.lines.values():
            line.textChanged.connect(self._typed_on)
        self._rows["phone2"].hide()
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
            down.addWidget(self._row(key, text))
        down.addWidget(self._problem)
        down.addLayout(self._foot())
        hint = label(_("Enter goes on, Ctrl Enter saves"), "second", "muted", wraps=True)
        hint.setContentsMargins(theme.px(_LABELS), 0, 0, 0)
        down.addWidget(hint)
        down.addWidget(self.likely)
        down.addStretch(1)
        across = QHBoxLayout()
        across.setContentsMargins(theme.margins(28, 20, 28, 20))
        across.addWidget(inside, 3)
        across.addStretch(1)
        self._put_in_area(across)

    def _put_in_area(self, content: QHBoxLayout) -> None:
        holder = QWidget()
        holder.setLayout(content)
        self._area = scroller(holder)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)

    def _head(self) -> QHBoxLayout:
        name = self.lines["name"] = QLineEdit()
        name.setPlaceholderText(_("Name"))
        name.setAccessibleName(_("Name"))
        name.setFont(theme.font("title"))
        name.setFixedHeight(theme.px(44))
        name.textChanged.connect(self._show_face)
        name.returnPressed.connect(lambda: self._go_on("name"))
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
            ("phone2", _("Other phone")),
            ("email", _("E-mail")),
            ("street", _("Street")),
            ("postal_code", _("Postal code")),
            ("city", _("City")),
        ]

    def _row(self, key: str, text: str) -> QWidget:
        line = self.lines[key] = QLineEdit()
        line.setAccessibleName(text)
        line.returnPressed.connect(lambda: self._go_on(key))
        words = label(inside(text), "second", "muted", wraps=True)
        words.setFixedWidth(theme.px(_LABELS))
        words.setBuddy(line)
        row = self._rows[key] = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(words)
        across.addWidget(line, 1)
        return row

    def _go_on(self, key: str) -> None:
        keys = [name for name in self.lines if name == "name" or not self._rows[name].isHidden()]
        if key == keys[-1]:
            self.save()
            return
        following = self.lines[keys[keys.index(key) + 1]]
        following.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(following)

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

    def _typed_on(self) -> None:
        """Whatever line it was: a second number is asked for after the first, and twins are looked for."""
        typed = self._typed()
        self._rows["phone2"].setVisible(bool(typed.get("phone") or typed.get("phone2")))
        self.likely.look(_looked_for(typed))
        drafts.of(self._desk).keep(self._draft, json.dumps(typed) if typed else "")

    def _typed(self) -> dict[str, str]:
        return {key: line.text().strip() for key, line in self.lines.items() if line.text().strip()}

    def begin(self) -> None:
        """What was typed before and not saved is still there, also after a crash."""
        self.lines["name"].setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self._typed():
            drafts.of(self._desk).take(self._draft, self._take_up)

    def _take_up(self, draft: str) -> None:
        if draft and not self._typed():
            self._fill(json.loads(draft))
            self._desk.say(_("What was typed last time is here again."))

    def _fill(self, typed: dict[str, str]) -> None:
        for key, text in typed.items():
            if key in self.lines:
                self.lines[key].setText(text)

    def _open_instead(self, key: bytes) -> None:
        """Of one who is in the file already; what was typed is put aside."""
        self.give_up()
        self._desk.wanted.emit(self._section(), key)

    def _section(self) -> str:
        return "contacts" if self._kind == "contact" else "companies"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
        else:
            super().keyPressEvent(event)

    def give_up(self) -> None:
        """What was typed is put aside, not thrown away: the toast brings it back."""
        typed = self._typed()
        self._empty()
        self.given_up.emit()
        if typed:
            self._desk.say(_("Not saved: {name}").format(name=next(iter(typed.values()))), self._bring_back(typed))

    def _bring_back(self, typed: dict[str, str]) -> Any:
        from crmdesk.widgets.messages import Action

        def bring_back() -> None:
            self._fill(typed)
            self._desk.wanted.emit(self._section(), "new")

        return Action(_("Bring back"), bring_back)

    def _empty(self) -> None:
        for line in self.lines.values():
            line.clear()
        self._problem.say()

    def can_leave(self) -> bool:
        """Leaving saves, if there is something; a fault keeps the page."""
        if not self._is_saving and self._typed():
            self.save()
        return not self._problem.text()

    def save(self) -> None:
        typed = self._typed()
        if self._is_saving:
            return
        if not typed:
            self._problem.say(_("Type a name first. Nothing was saved."))
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
        self._problem.say(words_of(error))


Parts = dict[str, list[dict[str, Any]]]


def _phones(typed: dict[str, str]) -> list[str]:
    return [typed[key] for key in ("phone", "phone2") if key in typed]


def _looked_for(typed: dict[str, str]) -> dict[str, Any]:
    """As `services.duplicates.like` asks for it."""
    found: dict[str, Any] = {key: typed[key] for key in ("name", "company") if key in typed}
    found |= {"phones": _phones(typed), "emails": [typed["email"]] if "email" in typed else []}
    return found


def _parts(typed: dict[str, str]) -> Parts:
    address: dict[str, Any] = {name: typed[name] for name in ("street", "postal_code", "city") if name in typed}
    parts: Parts = {}
    if phones := _phones(typed):
        parts["phones"] = [
            {"label": label, "value": value} for label, value in zip(("mobile", "work"), phones, strict=False)
        ]
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
