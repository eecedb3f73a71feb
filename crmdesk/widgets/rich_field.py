"""A text that may be formatted, edited in place: a bar of formats while one types, long ones folded."""

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPushButton, QTextEdit, QVBoxLayout, QWidget

from crmdesk.domain.values.html import is_safe_address
from crmdesk.domain.values.rich_text import Rich
from crmdesk.i18n import _, mark
from crmdesk.widgets import theme
from crmdesk.widgets.fields import Field
from crmdesk.widgets.icons import icon
from crmdesk.widgets.parts import icon_button, link, plain
from crmdesk.widgets.rich_text import RichEdit, key_of

_ACTIONS = (
    ("bold", "bold", mark("Bold")),
    ("italic", "italic", mark("Italic")),
    ("bullets", "list", mark("List")),
    ("numbers", "list-ordered", mark("Numbered list")),
    ("link", "link", mark("Link")),
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_FOLDED_LINES = 8
Spot = tuple[int, int]
"""Where in a text something was found, and how long it is."""


class _Bar(QWidget):
    """The formats as buttons; they leave the keyboard where it is, since each has its key."""

    def __init__(self, edit: RichEdit) -> None:
        super().__init__()
        self._edit = edit
        self._buttons: dict[str, QPushButton] = {}
        self.address = QLineEdit()
        self.address.setPlaceholderText(_("Address of the link"))
        self.address.setAccessibleName(_("Address of the link"))
        self.address.hide()
        self.open = link("", lambda: edit.act("open"))
        self.open.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.open.setToolTip(plain(_("Open the link ({key})").format(key=key_of("open"))))
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.margins(4, 2, 0, 4))
        across.setSpacing(theme.px(2))
        for action, picture, words in _ACTIONS:
            across.addWidget(self._add(action, picture, f"{_(words)} ({key_of(action)})"))
        across.addWidget(self.open)
        across.addWidget(self.address, 1)
        across.addStretch(0)

    def _add(self, action: str, picture: str, name: str) -> QPushButton:
        made = icon_button(picture, name, lambda: self._edit.act(action))
        made.setFixedSize(theme.px(28), theme.px(26))
        made.setIconSize(QSize(theme.px(15), theme.px(15)))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._buttons[action] = made
        return made

    def show_state(self) -> None:
        """What is on where the cursor stands."""
        for action, picture, _words in _ACTIONS:
            self._buttons[action].setIcon(icon(picture, "accent" if self._edit.is_on(action) else "muted"))
        address = self._edit.address()
        words = self.fontMetrics().elidedText(address, Qt.TextElideMode.ElideMiddle, theme.px(140))
        self.open.setText(words.replace("&", "&&"))
        self.open.setVisible(bool(address) and self.address.isHidden())

    def ask_address(self) -> None:
        self.address.setText(self._edit.address())
        self.open.hide()
        self.address.show()
        self.address.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.address.selectAll()


class RichField(Field):
    """Its value is a `Rich`. Ctrl+Enter keeps; a long one shows its beginning until it is opened."""

    typed = Signal()
    """While one types, and when that is kept or taken back; `rich()` is what there is so far."""

    def __init__(self, name: str, most_lines: int = 0) -> None:
        """With `most_lines` it scrolls inside instead of being folded."""
        self._rich = RichEdit()
        self._bar = _Bar(self._rich)
        self._more = link(_("Show all"), self.unfold)
        self._most_lines = most_lines
        self._is_unfolded = False
        self._shown = Rich()
        super().__init__(name, self._rich, empty=Rich())
        self._add_below()
        self._rich.textChanged.connect(self._changed)
        self._rich.cursorPositionChanged.connect(self._bar.show_state)
        self._rich.currentCharFormatChanged.connect(lambda _look: self._bar.show_state())
        self._rich.link_wanted.connect(self._bar.ask_address)
        self._rich.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._bar.address.installEventFilter(self)
        self._grow()

    def _add_below(self) -> None:
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, self._bar)
        indented = QHBoxLayout()
        indented.setContentsMargins(theme.margins(4, 0, 0, 0))
        indented.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        layout.insertLayout(2, indented)
        self._bar.hide()
        self._more.hide()

    # Its text

    def rich(self) -> Rich:
        return self._rich.rich()

    def in_words(self, value: Rich) -> str:
        return value.text

    def type_in(self, value: Rich) -> None:
        """As if it had been typed: it waits to be kept."""
        self._rich.show_rich(value)
        self._rich.document().setModified()
        self._mark_edited()
        self._grow()

    def _changed(self) -> None:
        self._mark_edited()
        self._grow()
        self.typed.emit()

    def keep(self) -> None:
        was_edited = self.is_edited()
        super().keep()
        if was_edited:
            self.typed.emit()

    def take_back(self) -> None:
        super().take_back()
        self.typed.emit()

    def _read(self) -> Any:
        return self.rich()

    def _show(self, value: Any) -> None:
        """The cursor stays where nothing changes."""
        if value != self._shown or self._rich.document().isModified():
            self._rich.show_rich(value)
            self._rich.document().setModified(False)
            self._shown = value
        self._grow()

    def _keeps_on(self, event: QKeyEvent) -> bool:
        return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)

    # Its size

    def unfold(self) -> None:
        self._is_unfolded = True
        self._grow()

    def fold(self) -> None:
        self._is_unfolded = False
        self._grow()

    def _grow(self) -> None:
        whole = int(self._rich.document().size().height())
        line = self._rich.fontMetrics().lineSpacing()
        is_inline = bool(self._rich.property("inline"))
        around = theme.px(8 if is_inline else 14)
        shown, scrolls = whole, False
        if self._most_lines and whole > self._most_lines * line + line:
            shown, scrolls = self._most_lines * line, True
        is_long = not self._most_lines and whole > (_FOLDED_LINES + 3) * line
        if is_long and not self._is_unfolded:
            shown = _FOLDED_LINES * line
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._rich.setVerticalScrollBarPolicy(policy)
        self._rich.setFixedHeight(max(shown, line) + around)
        if not scrolls:
            self._rich.verticalScrollBar().setValue(0)
        self._more.setVisible(is_long and not self._is_unfolded)

    # Finding in it

    def show_spots(self, spots: Sequence[Spot]) -> None:
        """Marked in the accent's pale ground."""
        ground = QTextCharFormat()
        ground.setBackground(QColor(theme.colour("warning_ground")))
        ground.setForeground(QColor(theme.colour("text")))
        marks = []
        for start, length in spots:
            found = QTextEdit.ExtraSelection()
            found.format = ground
            found.cursor = QTextCursor(self._rich.document())
            found.cursor.setPosition(start)
            found.cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            marks.append(found)
        self._rich.setExtraSelections(marks)

    def shown_text(self) -> str:
        """The letters by whose places `show_spots` counts."""
        return self._rich.toPlainText()

    # Keys and focus

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._rich:
            self._grow()
        if isinstance(event, QFocusEvent):
            self._focus_moved(event)
            return False
        if watched is self._bar.address:
            return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._address_typed(event)
        return super().eventFilter(watched, event)

    def _focus_moved(self, event: QFocusEvent) -> None:
        if event.gotFocus() and not self._rich.isReadOnly():
            self._bar.show()
            self._bar.show_state()
            self.unfold()
            self.entered.emit()
        elif event.lostFocus() and event.reason() != Qt.FocusReason.PopupFocusReason:
            QTimer.singleShot(0, self, self._keep_if_left)

    def _keep_if_left(self) -> None:
        """From the text to the address of a link is not leaving."""
        now = QApplication.focusWidget()
        if now is None or not self.isAncestorOf(now):
            self._bar.address.hide()
            self._bar.hide()
            self.keep()

    def _address_typed(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self._end_address()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            address = _whole(self._bar.address.text().strip())
            if address and not is_safe_address(address):
                theme.set_kind(self._bar.address, "wrong", True)
                return True
            self._end_address()
            self._rich.set_link(address)
        else:
            return False
        return True

    def _end_address(self) -> None:
        theme.set_kind(self._bar.address, "wrong", False)
        self._rich.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bar.address.hide()
        self._bar.show_state()


def _whole(address: str) -> str:
    """As people type them: without the beginning."""
    if not address or _SCHEME.match(address):
        return address
    return f"mailto:{address}" if "@" in address and "/" not in address else f"https://{address}"
