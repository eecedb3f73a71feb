"""One line that makes a task of what is typed, and tells below how it is understood."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from crmdesk.domain.activities import PRIORITIES
from crmdesk.i18n import _, worded
from crmdesk.ui.desk import Desk
from crmdesk.ui.editor import Choices
from crmdesk.ui.moments import wall
from crmdesk.ui.tasks_words import Typed, read
from crmdesk.widgets import theme
from crmdesk.widgets.messages import announce, words_of
from crmdesk.widgets.parts import label

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.tasks import Meant

_MOMENT = 120


class TaskLine(QWidget):
    left_down = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._types: Choices = []
        self.colleague = ""
        """Whose list it stands over: what is typed becomes theirs."""
        self.line = QLineEdit()
        self.line.setAccessibleName(_("New task"))
        self.line.setPlaceholderText(_("New task: call Ana fri 10 !high"))
        self.line.setMinimumHeight(theme.px(36))
        self.line.installEventFilter(self)
        self.told = label("", "second", "muted", wraps=True)
        self.told.setContentsMargins(theme.margins(12, 0, 0, 0))
        self._soon = QTimer(self, singleShot=True, interval=_MOMENT)
        self._soon.timeout.connect(self._look)
        self.line.textChanged.connect(self._changed)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(4))
        down.addWidget(self.line)
        down.addWidget(self.told)
        self.told.hide()

    def set_types(self, types: Choices) -> None:
        self._types = types

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._is_key_taken(event)
        return False

    def _is_key_taken(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.add()
        elif event.key() == Qt.Key.Key_Escape and self.line.text():
            self.line.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        else:
            return False
        return True

    # What is understood

    def _changed(self, text: str) -> None:
        self.told.setVisible(bool(text.strip()))
        self._soon.start()

    def _look(self) -> None:
        typed = read(self.line.text(), self._types)

        def somebody(store: "Store") -> "Meant | None":
            return _somebody(store, typed)

        if self.line.text().strip():
            self._desk.ask(somebody, partial(self._tell, typed), replace=self)

    def _tell(self, typed: Typed, meant: "Meant | None") -> None:
        parts = (
            _("for {name}").format(name=self.colleague) if self.colleague else "",
            dict(self._types).get(typed.type, typed.type),
            meant.name if meant else "",
            _subject(typed, meant),
            wall(typed.starts) if typed.starts else _("Someday"),
            worded(PRIORITIES, typed.priority) if typed.priority else "",
        )
        self.told.setText(" · ".join(filter(None, parts)))

    # Writing

    def add(self) -> None:
        text = self.line.text()
        if not text.strip():
            return
        typed, colleague = read(text, self._types), self.colleague
        self.line.clear()

        def failed(error: Exception) -> None:
            """What was typed stays."""
            self.line.setText(text)
            self.told.setText(words_of(error))
            announce(self, words_of(error))

        self._desk.write(
            lambda store: _plan(store, typed, colleague), lambda _key: self._desk.say_undoable(_("Planned")), failed
        )


def _somebody(store: "Store", typed: Typed) -> "Meant | None":
    from crmdesk.services import tasks

    return tasks.somebody(store, typed.words, 0 if typed.has_type else -1)


def _subject(typed: Typed, meant: "Meant | None") -> str:
    """Without the name, where it stands ahead: who is called is no subject."""
    is_ahead = meant is not None and meant.first == 0
    return " ".join(typed.words[meant.count :] if meant and is_ahead else typed.words)


def _plan(store: "Store", typed: Typed, colleague: str) -> bytes:
    from crmdesk.services import activities

    meant = _somebody(store, typed)
    subject = _subject(typed, meant) or ("" if typed.starts or not meant else meant.name)
    return activities.plan(
        store, [meant.id] if meant else [], typed.type, subject, typed.starts, priority=typed.priority,
        responsible=colleague or None,
    )  # fmt: skip
