"""Where a letter is written: its languages, the subject, the text with fields, and what is enclosed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain, groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from crmdesk.domain.merge import FIELDS, Field
from crmdesk.domain.values.rich_text import Rich
from crmdesk.i18n import _, mark
from crmdesk.ui.letter_tongues import language_name
from crmdesk.widgets import theme
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.icons import icon
from crmdesk.widgets.letter_edit import KEYS, LetterEdit
from crmdesk.widgets.parts import button, frame, icon_button, plain, rule
from crmdesk.widgets.rich_text import key_of
from crmdesk.widgets.tabs import TextTabs

if TYPE_CHECKING:
    from crmdesk.services.letter_templates import Template

_ACTIONS = (
    (
        ("bold", "bold", mark("Bold")),
        ("italic", "italic", mark("Italic")),
        ("underline", "underline", mark("Underline")),
    ),
    (
        ("title", "heading-1", mark("Title")),
        ("head", "heading-2", mark("Heading")),
    ),
    (
        ("bullets", "list", mark("List")),
        ("numbers", "list-ordered", mark("Numbered list")),
        ("deeper", "indent-increase", mark("Indent")),
        ("higher", "indent-decrease", mark("Indent less")),
    ),
    (
        ("center", "align-center", mark("Centred")),
        ("right", "align-right", mark("Right-aligned")),
        ("justify", "align-justify", mark("Justified")),
    ),
)
_WIDEST = 720
_BUTTON = 30
_BARE = "border: none; background: transparent; padding: 0;"
_PAUSE = 600
"""Milliseconds without a key before what was typed is told."""


class _Editor(LetterEdit):
    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()


class LetterWriter(QWidget):
    typed = Signal()
    """Not kept yet."""
    left = Signal()
    """What was typed is to be kept."""
    language_chosen = Signal(str)
    language_wanted = Signal()
    """Another one, to be chosen from a list at the button."""

    def __init__(self) -> None:
        super().__init__()
        self._template: Template | None = None
        self._fields: Sequence[Field] = FIELDS
        self._languages: list[str] = []
        self.is_touched = False
        self.tabs = TextTabs()
        self.tabs.setAccessibleName(_("Languages of this letter"))
        self.more = button(_("Language"), self.language_wanted.emit, kind="dashed", icon="plus")
        self.subject = QLineEdit()
        self.editor = _Editor(self._name_of)
        self.enclosures = QLineEdit()
        self._buttons: dict[str, QPushButton] = {}
        self.field_button = button(
            _("Field"), lambda: self._open_fields(self.field_button, self._insert), icon="braces"
        )
        self.only_button = button(_("Only if…"), lambda: self._open_fields(self.only_button, self._condition))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.typed)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        down = QVBoxLayout()
        down.setContentsMargins(theme.margins(24, 12, 24, 20))
        down.setSpacing(theme.px(12))
        languages = QHBoxLayout()
        languages.setSpacing(theme.px(16))
        languages.addWidget(self.tabs, 1)
        languages.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        down.addLayout(languages)
        down.addWidget(self._sheet(), 1)
        holder = QWidget()
        holder.setMaximumWidth(theme.px(_WIDEST))
        holder.setLayout(down)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(holder, 1000)
        across.addStretch(1)

    def _sheet(self) -> QWidget:
        """Bar, subject, text and enclosures on one surface, as on a page."""
        _dress(self.subject, _("Subject"), _("Subject"), "strong")
        _dress(self.enclosures, _("Enclosures"), _("Enclosures, with commas between them"), "second")
        self.editor.setAccessibleName(_("Text of the letter"))
        self.editor.setFrameShape(LetterEdit.Shape.NoFrame)
        self.editor.setStyleSheet(f"QTextEdit {{ {_BARE} }}")
        self.editor.document().setDocumentMargin(0)
        sheet = frame("card")
        down = QVBoxLayout(sheet)
        down.setContentsMargins(1, 1, 1, 1)
        down.setSpacing(0)
        down.addWidget(self._bar())
        down.addWidget(rule())
        inner = QVBoxLayout()
        inner.setContentsMargins(theme.margins(28, 20, 20, 12))
        inner.setSpacing(theme.px(12))
        inner.addWidget(self.subject)
        inner.addWidget(self.editor, 1)
        down.addLayout(inner, 1)
        down.addWidget(rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.margins(28, 8, 20, 8))
        foot.addWidget(self.enclosures)
        down.addLayout(foot)
        return sheet

    def _bar(self) -> QWidget:
        """In a narrow window in several rows."""
        bar = QWidget()
        bar.setContentsMargins(theme.margins(10, 6, 10, 6))
        flow = FlowLayout(bar, 1)
        for actions in _ACTIONS:
            for action, picture, words in actions:
                flow.addWidget(self._action(action, picture, _(words)))
            gap = QWidget()
            gap.setFixedWidth(theme.px(8))
            flow.addWidget(gap)
        for made, hint in (
            (self.field_button, _("What is known of each reader, at the cursor")),
            (self.only_button, _("What is selected, else the paragraph, stands only where a field is known")),
        ):
            made.setToolTip(plain(hint))
            made.setProperty("kind", "flat")
            made.setFixedHeight(theme.px(_BUTTON))
            flow.addWidget(made)
        return bar

    def _action(self, action: str, picture: str, words: str) -> QPushButton:
        key = next((key for key, name in KEYS.items() if name == action), "") or key_of(action)
        made = icon_button(picture, f"{words} ({key})", lambda: self.editor.act(action))
        made.setFixedSize(theme.px(_BUTTON), theme.px(_BUTTON))
        made.setIconSize(QSize(theme.px(16), theme.px(16)))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._buttons[action] = made
        return made

    def _connect(self) -> None:
        self.tabs.changed.connect(self._choose_language)
        for line in (self.subject, self.enclosures):
            line.textEdited.connect(self._touch)
            line.editingFinished.connect(self.left)
        self.editor.textChanged.connect(self._touch)
        self.editor.left.connect(self.left)
        self.editor.cursorPositionChanged.connect(self._show_state)
        self.editor.currentCharFormatChanged.connect(lambda _look: self._show_state())

    def _show_state(self) -> None:
        for action, picture, _words in chain(*_ACTIONS):
            self._buttons[action].setIcon(icon(picture, "accent" if self.editor.is_on(action) else "muted"))

    def _touch(self) -> None:
        self.is_touched = True
        self._pause.start()

    # What it shows

    def show_template(self, template: "Template", languages: Sequence[str]) -> None:
        self._template = template
        self._languages = list(languages)
        self._show_languages(template.language)
        with QSignalBlocker(self.editor), QSignalBlocker(self.subject):
            self.subject.setText(template.subject)
            self.enclosures.setText(", ".join(template.look.enclosures.splitlines()))
            self.editor.show_rich(Rich(template.body, is_html=True))
        self._pause.stop()
        self.is_touched = False

    def template(self) -> "Template | None":
        """As it is written now."""
        if self._template is None:
            return None
        listed = [part.strip() for part in self.enclosures.text().split(",")]
        look = replace(self._template.look, enclosures="\n".join(filter(None, listed)))
        html = self._template.body if self.editor.isReadOnly() else _as_html(self.editor.rich())
        return replace(self._template, subject=self.subject.text(), body=html, look=look)

    def show_fields(self, fields: Sequence[Field]) -> None:
        self._fields = fields
        self.editor.viewport().update()

    def _show_languages(self, chosen: str) -> None:
        with QSignalBlocker(self.tabs):
            self.tabs.replace([language_name(each) for each in self._languages])
            self.tabs.choose(self._languages.index(chosen))

    def _choose_language(self, number: int) -> None:
        if 0 <= number < len(self._languages):
            self.language_chosen.emit(self._languages[number])

    # Fields

    def _name_of(self, key: str) -> str:
        found = next((field for field in self._fields if field.key == key), None)
        if found is None:
            return key
        return f"{_(found.group)}: {_(found.label)}" if key.startswith("own.") else _(found.label)

    def _insert(self, key: str) -> None:
        self.editor.insert_field(key)

    def _condition(self, key: str) -> None:
        self.editor.insert_condition(key)

    def _open_fields(self, made: QPushButton, use: Callable[[str], None]) -> None:
        menu = field_menu(self, self._fields, use)
        menu.popup(made.mapToGlobal(made.rect().bottomLeft()))


def _dress(line: QLineEdit, name: str, hint: str, font: theme.FontRole) -> None:
    """As if it stood on the paper."""
    line.setAccessibleName(name)
    line.setPlaceholderText(hint)
    line.setFrame(False)
    line.setStyleSheet(f"QLineEdit {{ {_BARE} }}")
    line.setFont(theme.font(font))


def field_menu(parent: QWidget, fields: Sequence[Field], use: Callable[[str], None]) -> QMenu:
    """By groups; letters typed find one."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for group, some in groupby(fields, lambda field: field.group):
        inner = menu.addMenu(_(group))
        for field in some:
            inner.addAction(_(field.label)).triggered.connect(lambda _on=False, key=field.key: use(key))
    return menu


def _as_html(body: Rich) -> str:
    from crmdesk.domain.values.rich_text import write

    return body.text if body.is_html else write(body.lines())
