"""Records side by side before they become one: which is kept, whose value of each field, and what is kept anyway."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.i18n import _, ngettext, worded
from crmdesk.ui.desk import Desk, reason
from crmdesk.ui.duplicate_commands import MERGED
from crmdesk.ui.lookups import CurrentSet, count_in_words
from crmdesk.widgets import dates, theme
from crmdesk.widgets.choice_grid import ChoiceGrid, FaceCell
from crmdesk.widgets.parts import label, link, quiet
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.merging_sheet import FieldRow, SideBySide
    from crmdesk.ui.window import Window

_BASE = "base"
_WIDTHS = {2: 700, 3: 880, 4: 1020}
_HEIGHT = 400


def merge_set(window: "Window", chosen: CurrentSet) -> None:
    if chosen.count not in MERGED:
        words = _("Select two to four records to merge them. To find all that are in the file twice: Find duplicates.")
        window.desk.say(words)
        return
    from crmdesk.services import lookup

    desk = window.desk
    desk.ask(lambda store: lookup.keys_of(store, chosen.kind, chosen.ids), lambda ids: Merge(window, desk, ids).open())


class Merge(Sheet):
    """`done` is called when they were merged, or are remembered as not the same."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        ids: Sequence[bytes],
        reasons: Sequence[str] = (),
        done: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(parent, _("Merge"), width=_WIDTHS.get(len(ids), 700))
        self._desk, self._ids, self._told = desk, list(ids), done
        self._shown: SideBySide | None = None
        self._by_hand: set[str] = set()
        """Fields that were chosen; the others follow the record that is kept."""
        self.grid = ChoiceGrid()
        self.same = ChoiceGrid()
        self._problem = Problem()
        if reasons:
            self.body.addWidget(label(" · ".join(reasons), "second", "muted", wraps=True))
        self._inside = _stacked(self.grid, self.same)
        self._scrolled = _scrolled(self._inside)
        self._more = link("", self._show_same)
        self._kept = label("", "second", "muted", wraps=True)
        for part in (self._scrolled, self._more, self._kept, self._problem):
            self.body.addWidget(part, 1 if part is self._scrolled else 0)
        self.same.hide()
        self._apart = quiet(_("Not duplicates"), self._keep_apart)
        self.buttons.insertWidget(0, self._apart)
        self._merge = self.set_primary(_("Merge"), self._do)
        self._merge.setEnabled(False)
        self.grid.taken.connect(self._taken)
        self._ask()

    def _ask(self) -> None:
        ids = self._ids

        def job(store: "Store") -> "SideBySide":
            from crmdesk.services.merging_sheet import side_by_side

            return side_by_side(store, ids)

        self._desk.ask(job, self._show, self._refuse)

    def _show(self, shown: "SideBySide") -> None:
        self._shown = shown
        heads = [
            FaceCell(_("Keep"), row.id, row.name, row.detail or row.place, photo)
            for row, photo in zip(shown.rows, shown.photos, strict=True)
        ]
        self.grid.add_cells(_BASE, _("Keep"), list(heads), 0)
        for field in shown.fields:
            grid = self.grid if field.differs else self.same
            grid.add_row(field.name, field.label, [_text(field, value) for value in field.values], field.taken(0))
        self.same.setEnabled(False)
        count = len(self.same.keys())
        words = ngettext("Show {count} field that does not differ", "Show {count} fields that do not differ", count)
        self._more.setText(words.format(count=count))
        self._more.setVisible(count > 0)
        self._kept.setText(_("Kept of all: {what}").format(what=" · ".join(shown.kept)))
        self._kept.setVisible(bool(shown.kept))
        self._merge.setText(_("Merge {what}").format(what=count_in_words(shown.kind, len(shown.rows))))
        self._merge.setEnabled(True)
        self._fit_rows()
        self.grid.enter()

    def _fit_rows(self) -> None:
        """As high as its rows, up to a height that leaves room for the rest."""
        width = self.minimumWidth() - theme.px(64)
        inside = self._inside.layout()
        needed = inside.totalHeightForWidth(width) if inside else 0
        self._scrolled.setFixedHeight(min(max(needed, theme.px(60)), theme.px(_HEIGHT)))
        self.refit()

    def _show_same(self) -> None:
        self.same.show()
        self._more.hide()
        self._fit_rows()

    # What is chosen

    def _taken(self, key: str, place: int) -> None:
        if key != _BASE:
            self._by_hand.add(key)
        elif self._shown:
            for field in self._shown.fields:
                if field.differs and field.name not in self._by_hand:
                    self.grid.set_place(field.name, field.taken(place))

    def choices(self) -> dict[str, Any]:
        """What the merge would not do by itself."""
        shown, base = self._shown, self.grid.place(_BASE)
        assert shown
        places = {field: self.grid.place(field.name) for field in shown.fields if field.differs}
        return {field.name: shown.rows[place].id for field, place in places.items() if place != field.taken(base)}

    def _do(self) -> None:
        from crmdesk.services import merging

        assert self._shown
        choices = self.choices()
        keep = self._shown.rows[self.grid.place(_BASE)]
        others = [row.id for row in self._shown.rows if row.id != keep.id]
        self._merge.setEnabled(False)

        def done(_none: None) -> None:
            self._desk.say_undoable(_("Merged into {name}").format(name=keep.name))
            self._end()

        self._desk.write(lambda store: merging.merge(store, keep.id, others, choices), done, self._refuse)

    def _keep_apart(self) -> None:
        from crmdesk.services import duplicates

        ids = self._ids

        def done(_none: None) -> None:
            self._desk.say_undoable(_("Remembered as not the same"))
            self._end()

        self._desk.write(lambda store: duplicates.not_duplicates(store, ids), done, self._refuse)

    def _end(self) -> None:
        self._told()
        self.accept()

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._problem.say(reason(error))
        self.refit()


def _text(field: "FieldRow", value: Any) -> str:
    if value is None:
        return ""
    if field.kind is Kind.BYTES:
        return _("This photo")
    if field.kind is Kind.DATE:
        return dates.show(str(value))
    return worded(field.choices, str(value))


def _stacked(*parts: QWidget) -> QWidget:
    inside = QWidget()
    down = QVBoxLayout(inside)
    down.setContentsMargins(theme.margins(0, 2, 8, 2))
    down.setSpacing(theme.px(6))
    for part in parts:
        down.addWidget(part)
    down.addStretch(1)
    return inside


def _scrolled(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area
