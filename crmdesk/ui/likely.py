"""Who may be meant by what is being typed: up to three of them with the reasons, each a key away."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.widgets import theme
from crmdesk.widgets.avatar import Avatar
from crmdesk.widgets.messages import announce
from crmdesk.widgets.parts import Card, label, quiet

if TYPE_CHECKING:
    from crmdesk.services.duplicates import Likeness
    from crmdesk.services.files import Store

_MOMENT = 150
_KEYS = ("F2", "F3", "F4")


class Likely(Card):
    """`opened` tells the id of the one to go to instead, `adding` of the one that gets what is typed."""

    opened = Signal(object)
    adding = Signal(object)

    def __init__(self, desk: Desk, kind: str, parent: QWidget, *, can_add: bool = False) -> None:
        super().__init__(_("In the file already?"), parent)
        self._desk, self._kind, self._can_add = desk, kind, can_add
        self._fields: Mapping[str, Any] = {}
        self.found: list[Likeness] = []
        self.body.setContentsMargins(theme.margins(12, 8, 8, 8))
        self._soon = QTimer(self, singleShot=True, interval=_MOMENT)
        self._soon.timeout.connect(self._ask)
        for place, key in enumerate(_KEYS):
            shortcut = QShortcut(QKeySequence(key), parent, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda place=place: self._open(place))
            if can_add:
                adding = QShortcut(QKeySequence(f"Shift+{key}"), parent)
                adding.activated.connect(lambda place=place: self._add(place))
        self.hide()

    def look(self, fields: Mapping[str, Any]) -> None:
        """For who is called so, or has such a number or address."""
        self._fields = fields
        if any(fields.values()):
            self._soon.start()
        else:
            self._soon.stop()
            self._show([])

    def _ask(self) -> None:
        fields, kind = self._fields, self._kind

        def like(store: "Store") -> "list[Likeness]":
            from crmdesk.domain.values.names import split_name
            from crmdesk.services import duplicates

            name = str(fields.get("name", ""))
            named = split_name(name) if kind == "contact" else {"name": name}
            return duplicates.like(store, {**fields, **named}, kind)

        self._desk.ask(like, self._show, replace=self)

    def _show(self, found: "list[Likeness]") -> None:
        if not any(self._fields.values()):
            found = []
        if found == self.found:
            return
        self.found = found
        while (item := self.body.takeAt(0)) and (row := item.widget()):
            row.hide()
            row.deleteLater()
        for key, likeness in zip(_KEYS, found, strict=False):
            self.body.addWidget(self._row(key, likeness))
        self.setVisible(bool(found))
        if found:
            announce(self, _("In the file already? {name}").format(name=found[0].name))

    def _row(self, key: str, likeness: "Likeness") -> QWidget:
        row = QWidget()
        face = Avatar(32)
        face.show_face(likeness.id, likeness.name)
        words = QVBoxLayout()
        words.setSpacing(0)
        name = " · ".join(filter(None, (likeness.name, likeness.detail)))
        words.addWidget(label(name, "strong", wraps=True))
        words.addWidget(label(" · ".join(likeness.reasons), "second", "muted", wraps=True))
        button = quiet(_("Open ({key})").format(key=key), lambda: self.opened.emit(likeness.id))
        button.setAccessibleName(_("Open {name}").format(name=likeness.name))
        across = QHBoxLayout(row)
        across.setContentsMargins(theme.margins(0, 2, 0, 2))
        across.setSpacing(theme.px(10))
        across.addWidget(face)
        across.addLayout(words, 1)
        if self._can_add:
            words.addLayout(self._two(button, self._adder(key, likeness)))
        else:
            across.addWidget(button)
        return row

    def _adder(self, key: str, likeness: "Likeness") -> QWidget:
        made = quiet(_("Add to it ({key})").format(key=f"Shift {key}"), lambda: self.adding.emit(likeness.id))
        made.setAccessibleName(_("Add to {name}").format(name=likeness.name))
        return made

    def _two(self, *buttons: QWidget) -> QHBoxLayout:
        """Under the words, which need the width."""
        across = QHBoxLayout()
        across.setContentsMargins(0, theme.px(6), 0, theme.px(4))
        across.setSpacing(theme.px(8))
        for button in buttons:
            across.addWidget(button)
        across.addStretch(1)
        return across

    def name_of(self, key: bytes) -> str:
        return next((likeness.name for likeness in self.found if likeness.id == key), "")

    def _open(self, place: int) -> None:
        if place < len(self.found):
            self.opened.emit(self.found[place].id)

    def _add(self, place: int) -> None:
        if place < len(self.found):
            self.adding.emit(self.found[place].id)
