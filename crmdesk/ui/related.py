"""Who belongs together: a picture of it, people and companies by what they are, and a line for a new relation."""

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.editor import Editor, Shown
from crmdesk.ui.family import Tie, picture_of, ties_of
from crmdesk.ui.tab import Tab
from crmdesk.ui.tie_row import TieButton, TieEntry
from crmdesk.widgets import theme
from crmdesk.widgets.graph import Graph
from crmdesk.widgets.parts import button, label, link, small_button

if TYPE_CHECKING:
    from crmdesk.services.records import Look

_AT_ONCE = 60
_SECTIONS = {"contact": "contacts", "company": "companies"}


class Related(Tab):
    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self._ties: list[Tie] = []
        self._most = _AT_ONCE
        self.picture = Graph(_("Picture of who belongs together"))
        self.picture.opened.connect(self._open_key)
        self.entry = TieEntry(editor)
        self.entry.closed.connect(self._end_entry)
        self.entry.hide()
        self._add = button("+ " + _("relation"), self._begin_entry, kind="menu")
        self._empty = label(_("Nobody yet. Add who belongs to them."), "second", "muted", wraps=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._arrange()

    def _arrange(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.margins(0, 4, 4, 8))
        column.setSpacing(theme.px(8))
        for part in (self.picture, self._empty, self.entry):
            column.addWidget(part)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._rows)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(area)

    def ties(self) -> list[Tie]:
        return self._ties

    def show_record(self, look: "Look", *, is_other: bool) -> None:
        if is_other:
            self._most = _AT_ONCE
            self._end_entry()
        ties = ties_of(look.shown, self._editor.said)
        self._draw(look.shown, ties)
        if ties != self._ties or is_other:
            self._ties = ties
            self._show_rows()

    def _draw(self, shown: Shown, ties: list[Tie]) -> None:
        nodes, edges, more = picture_of(shown, ties)
        self.picture.show_graph(nodes, edges, more)
        self.picture.setVisible(len(nodes) > 1)
        self._empty.setVisible(not ties)

    # The list

    def _show_rows(self) -> None:
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        shown = self._ties[: self._most]
        for section, ties in groupby(shown, lambda tie: tie.section):
            heading = label(section, "group", "muted")
            heading.setContentsMargins(theme.margins(6, 8, 0, 4))
            self._rows.addWidget(heading)
            for tie in ties:
                self._rows.addWidget(self._make_row(tie))
        if left := len(self._ties) - len(shown):
            words = ngettext("{count} more", "{count} more", left).format(count=left)
            self._rows.addWidget(link(words, self._show_more), 0, Qt.AlignmentFlag.AlignLeft)

    def _show_more(self) -> None:
        self._most += _AT_ONCE
        self._show_rows()

    def _make_row(self, tie: Tie) -> QWidget:
        made = QWidget()
        across = QHBoxLayout(made)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        row = TieButton()
        row.show_tie(tie)
        row.clicked.connect(lambda: self._open(tie))
        across.addWidget(row, 1)
        if tie.link:
            words = _("Remove {name}").format(name=tie.name)
            across.addWidget(small_button("x", words, lambda: self._remove(tie)))
        return made

    def _remove(self, tie: Tie) -> None:
        words = _("Taken out of {name}") if tie.kind == "group" else _("Relation to {name} removed")
        self._editor.remove(tie.table, tie.link, words.format(name=tie.name))

    # Going there

    def _open(self, tie: Tie) -> None:
        if tie.key is not None and tie.kind in _SECTIONS:
            self._editor.desk.wanted.emit(_SECTIONS[tie.kind], tie.key)

    def _open_key(self, key: bytes) -> None:
        tie = next((tie for tie in self._ties if tie.key == key), None)
        if tie:
            self._open(tie)

    # A new one

    def _begin_entry(self) -> None:
        self._add.hide()
        self.entry.begin()

    def _end_entry(self) -> None:
        self.entry.hide()
        self.entry.clear()
        self._add.show()
