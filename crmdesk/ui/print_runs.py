"""What was printed before, on the sheets it was printed on: a label is pressed, and the run goes on from there."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from crmdesk.domain.paper import RUN_KINDS
from crmdesk.i18n import _, ngettext, worded
from crmdesk.printing.sheets import Sheet as LabelSheet
from crmdesk.ui.desk import Desk
from crmdesk.ui.label_choices import number_box
from crmdesk.ui.label_pages import LabelPages
from crmdesk.ui.label_paper import SetterOf
from crmdesk.ui.labels import Again
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.moments import at, when
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme
from crmdesk.widgets.parts import label
from crmdesk.widgets.record_table import RecordTable, Row, RowsSource
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.envelopes import Post
    from crmdesk.services.files import Store
    from crmdesk.services.labels import Batch
    from crmdesk.services.print_runs import Run
    from crmdesk.ui.window import Window

_WIDTH, _LIST, _HEIGHT = 920, 320, 540


@dataclass(frozen=True, slots=True)
class _Shown:
    """A run on the paper it was printed on."""

    run: "Run"
    post: "Post"
    sheet: LabelSheet
    setter: SetterOf

    @property
    def start(self) -> int:
        return int(self.run.choices.get("start", 1))

    @property
    def count(self) -> int:
        return len(self.post.batch.pieces)

    def words(self, count: int) -> str:
        """What is printed again."""
        if self.run.kind == "envelopes":
            text = ngettext("Print {count} envelope", "Print {count} envelopes", count)
        else:
            text = ngettext("Print {count} label", "Print {count} labels", count)
        return text.format(count=grouped(count))


class PastRuns(Sheet):
    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent, _("Printed before"), width=_WIDTH)
        self._desk = desk
        self._runs: list[Run] = []
        self._shown: _Shown | None = None
        self.table = RecordTable(_("Printed before"))
        self.table.set_empty(_("Nothing was printed yet"), _("What you print is kept here and can be printed again."))
        self.first: QSpinBox = number_box(1)
        self.pages = LabelPages(desk)
        self._side = QWidget()
        self.close_button.setText(_("Close"))
        self.again_button = self.set_primary(_("Print again"), self._go)
        self.again_button.setEnabled(False)
        self._arrange()
        self._connect()
        self._look()

    def _arrange(self) -> None:
        self.table.setFixedWidth(theme.px(_LIST))
        across = QHBoxLayout()
        across.setSpacing(theme.px(20))
        across.addWidget(self.table)
        across.addWidget(self.pages, 1)
        self.body.addLayout(across, 1)
        self.give_height(self.pages, _HEIGHT)
        self.buttons.insertWidget(0, self._part())

    def _part(self) -> QWidget:
        words = label(_("From number"), "second", "muted")
        words.setBuddy(self.first)
        self.first.setAccessibleName(words.text())
        self.first.setFixedWidth(theme.px(96))
        across = QHBoxLayout(self._side)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(8))
        for part in (words, self.first, label(_("or press it on the page"), "second", "muted")):
            across.addWidget(part)
        return self._side

    def _connect(self) -> None:
        self.table.moved.connect(self._choose)
        self.table.opened.connect(lambda _row: self._go())
        self.first.valueChanged.connect(lambda _value: self._show_part())
        self.pages.pressed.connect(self._press)

    def _look(self) -> None:
        from crmdesk.services import print_runs

        self._desk.ask(print_runs.latest, self._show, replace=self)

    def _show(self, found: "list[Run]") -> None:
        self._runs = [run for run in found if run.kind in _OPENED]
        rows = [_row(run) for run in self._runs]
        self.table.show_source(RowsSource(rows), rows)
        for part in (self._side, self.pages):
            part.setVisible(bool(rows))
        self.again_button.setEnabled(False)
        if rows:
            self.table.go_to(0)
            self.table.setFocus()

    def _choose(self, row: int) -> None:
        if not 0 <= row < len(self._runs):
            return
        run = self._runs[row]
        if self._shown and self._shown.run == run:
            return
        self.again_button.setEnabled(False)
        self._desk.ask(partial(_OPENED[run.kind], run=run), self._take, replace=self)

    def _take(self, shown: _Shown) -> None:
        self._shown = shown
        self.first.setRange(1, shown.count)
        self.first.setValue(1)
        self.again_button.setEnabled(True)
        self.pages.page = 0
        self._show_part()

    def _show_part(self) -> None:
        if (shown := self._shown) is None:
            return
        first = self.first.value()
        self.again_button.setText(shown.words(shown.count - first + 1))
        contents = shown.post.batch.contents
        self.pages.show_labels(shown.sheet, shown.start, contents, setter=shown.setter, done=first - 1)
        self.pages.show_piece(first - 1)

    def _press(self, place: int) -> None:
        if self._shown and 1 <= (number := place - self._shown.start + 2) <= self._shown.count:
            self.first.setValue(number)

    def _go(self) -> None:
        if self._shown is None or not self.again_button.isEnabled():
            return  # another one is just being fetched
        shown, first = self._shown, self.first.value()
        window, rest = cast("Window", self.parentWidget()), shown.post.batch.rest(first)
        self.accept()
        if shown.run.kind == "envelopes":
            _open_envelopes(window, shown, rest)
        else:
            self._desk.wanted.emit("labels", Again(shown.run, rest, first, shown.sheet))


def _open_envelopes(window: "Window", shown: _Shown, rest: "Batch") -> None:
    from crmdesk.services.envelopes import Post
    from crmdesk.ui.envelopes import EnvelopePaper

    chosen = CurrentSet("contact", rest.ids, len(rest.pieces), shown.run.name)
    EnvelopePaper(window, chosen, Post(rest, shown.post.sender), shown.run.choices["envelope"]).open()


def _labels_of(store: "Store", run: "Run") -> _Shown:
    from crmdesk.services import envelopes, labels, own_sheets

    batch = labels.again(store, run)
    return _Shown(run, envelopes.Post(batch), own_sheets.by_name(store, run.choices["sheet"]), batch.setter)


def _envelopes_of(store: "Store", run: "Run") -> _Shown:
    from crmdesk.printing.envelopes import Addressed, by_name
    from crmdesk.services import envelopes

    envelope, post = by_name(run.choices["envelope"]), envelopes.again(store, run)
    return _Shown(run, post, envelope.sheet(), lambda _sheet: Addressed(envelope, post.sender))


_OPENED = {"labels": _labels_of, "envelopes": _envelopes_of}


def _row(run: "Run") -> Row:
    name = run.name or worded(RUN_KINDS, run.kind)
    if run.kind == "envelopes":
        text, paper = ngettext("{count} envelope", "{count} envelopes", run.count), "envelope"
    else:
        text, paper = ngettext("{count} label", "{count} labels", run.count), "sheet"
    told = text.format(count=grouped(run.count)), run.choices[paper], part_of(run)
    return Row(run.id, name, " · ".join(filter(None, told)), when(at(run.at)))


def part_of(run: "Run") -> str:
    """That it was a part of another."""
    return _("again from {number}").format(number=grouped(run.again)) if run.again else ""
