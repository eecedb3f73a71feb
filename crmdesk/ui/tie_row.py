"""One who belongs to the record: pressed, it opens; and the line in which a new relation is typed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from crmdesk.domain.folding import fold
from crmdesk.i18n import _
from crmdesk.ui.editor import Editor
from crmdesk.ui.family import Tie
from crmdesk.ui.suggest import Suggest
from crmdesk.widgets import avatar, theme
from crmdesk.widgets.parts import PaintedButton, plain
from crmdesk.widgets.problem import Problem

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.lookup import Row
    from crmdesk.services.ties import Word

_HEIGHT = 44
_DISC = 28


class TieButton(PaintedButton):
    def __init__(self) -> None:
        super().__init__()
        self._tie = Tie("", "", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_tie(self, tie: Tie) -> None:
        self._tie = tie
        self.setAccessibleName(", ".join(part for part in (tie.name, tie.words, tie.detail) if part))
        self.setToolTip(plain(self.accessibleName()))
        can_open = tie.key is not None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if can_open else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if can_open else Qt.CursorShape.ArrowCursor)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._tie.key is not None:
            self.paint_hover(painter, QRectF(self.rect()), 6)
        side = theme.px(_DISC)
        before, room = theme.px(6), self.rect()
        disc = QRect(before, (self.height() - side) // 2, side, side)
        left = before + side + theme.px(10)
        words = QRect(left, 0, self.width() - left - before, self.height())
        turn = self.layoutDirection()
        self._paint_face(painter, QRectF(QStyle.visualRect(turn, room, disc)))
        self._paint_words(painter, QStyle.visualRect(turn, room, words))

    def _paint_face(self, painter: QPainter, disc: QRectF) -> None:
        tie = self._tie
        if tie.kind == "contact":
            avatar.paint(painter, disc, tie.key or b"", avatar.monogram(tie.name))
            return
        picture = {"company": "building-2", "group": "users"}.get(tie.kind, "user")
        avatar.paint_icon(painter, disc, picture)

    def _paint_words(self, painter: QPainter, room: QRect) -> None:
        second = " · ".join(part for part in (self._tie.words, self._tie.detail) if part)
        lines: list[tuple[str, theme.FontRole, str]] = [(self._tie.name, "medium", "text")]
        lines += [(second, "second", "muted")] if second else []
        heights = [QFontMetrics(theme.font(font)).height() for _text, font, _tone in lines]
        top = (self.height() - sum(heights)) // 2
        for (text, font, tone), height in zip(lines, heights, strict=True):
            painter.setFont(theme.font(font))
            painter.setPen(theme.colour(tone))
            shown = QFontMetrics(theme.font(font)).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(QRectF(room.left(), top, room.width(), height), Qt.AlignmentFlag.AlignLeft, shown)
            top += height


class TieEntry(QWidget):
    """Who, and what they are; for a word that is new also what it is seen from the other side."""

    closed = Signal()

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self._editor = editor
        self._other: bytes | None = None
        self._known: list[Word] = []
        self.word = _line(_("Relation, such as spouse"))
        self.who = _line(_("Name"))
        self.other_side = _line(_("Seen from the other side, such as parent"))
        self._problem = Problem()
        self.word.textChanged.connect(lambda _text: self._show_other_side())
        self.who.textEdited.connect(self._forget)
        Suggest(editor.desk, self.who, None).chosen.connect(self._take)
        for line in self._lines():
            line.installEventFilter(self)
        across = QHBoxLayout()
        across.setSpacing(theme.px(6))
        across.addWidget(self.word, 1)
        across.addWidget(self.who, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(0, 2, 4, 4))
        down.setSpacing(theme.px(6))
        down.addLayout(across)
        down.addWidget(self.other_side)
        down.addWidget(self._problem)
        self._show_other_side()
        self._problem.say()

    def _lines(self) -> tuple[QLineEdit, ...]:
        return self.word, self.who, self.other_side

    def begin(self) -> None:
        self.clear()
        self.show()
        self.word.setFocus(Qt.FocusReason.ShortcutFocusReason)
        record = self._editor.record

        def words(store: "Store") -> "list[Word]":
            from crmdesk.services import ties

            return ties.words(store, record)

        self._editor.desk.ask(words, self._offer, replace=self)

    def clear(self) -> None:
        self._other = None
        for line in self._lines():
            line.clear()
        self._problem.say()

    def _offer(self, words: "list[Word]") -> None:
        self._known = words
        completer = QCompleter(list(dict.fromkeys(word.text for word in words)), self.word)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.word.setCompleter(completer)
        self._show_other_side()

    def _show_other_side(self) -> None:
        typed = fold(self.word.text().strip())
        is_new = bool(typed) and not any(fold(word.text) == typed for word in self._known)
        self.other_side.setVisible(is_new)

    def _take(self, row: "Row") -> None:
        self._other = row.id

    def _forget(self) -> None:
        self._other = None

    # Keeping

    def is_whole(self) -> bool:
        return bool(self.word.text().strip() and self.who.text().strip())

    def keep(self) -> None:
        if not self.is_whole():
            self._problem.say(_("Say who it is and what they are."))
            return
        word, called, other_side = (line.text() for line in self._lines())
        record, other = self._editor.record, self._other

        def tie(store: "Store") -> None:
            from crmdesk.services import ties

            ties.tie(store, record, word, other, called="" if other else called, other_side=other_side)

        self._editor.save(tie, self._answer, f"{word}: {called}")

    def _answer(self, problem: str) -> None:
        self._problem.say(problem)
        if not problem:
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._is_key_taken(event)
        is_left = isinstance(event, QFocusEvent) and event.lostFocus()
        if is_left and event.reason() != Qt.FocusReason.PopupFocusReason:  # type: ignore[attr-defined]
            QTimer.singleShot(0, self, self._keep_if_left)
        return False

    def _is_key_taken(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            empty = next((line for line in self._lines()[:2] if not line.text().strip()), None)
            if empty is not None:
                empty.setFocus(Qt.FocusReason.TabFocusReason)
            else:
                self.keep()
            return True
        return False

    def _keep_if_left(self) -> None:
        now = QApplication.focusWidget()
        if self.isVisible() and (now is None or not self.isAncestorOf(now)):
            if self.is_whole() and not self._problem.text():
                self.keep()
            elif not any(line.text().strip() for line in self._lines()):
                self.closed.emit()


def _line(words: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(words)
    made.setAccessibleName(words)
    return made
