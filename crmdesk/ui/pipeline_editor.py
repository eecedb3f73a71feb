"""How deals go: pipelines and their stages, each change kept at once; a stage goes only when its deals have moved."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.domain.ids import new_id
from crmdesk.i18n import _
from crmdesk.ui.board_state import Boards
from crmdesk.ui.pipeline_leaving import Leaving
from crmdesk.ui.pipeline_stage import StagePage
from crmdesk.ui.pipeline_words import row_of, word_of
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import scroller
from crmdesk.widgets.choosers import Chooser
from crmdesk.widgets.fields import LineField
from crmdesk.widgets.form import Form
from crmdesk.widgets.messages import announce, words_of
from crmdesk.widgets.parts import flat, label, link, quiet, show_instead
from crmdesk.widgets.sheet import Sheet
from crmdesk.widgets.word_list import Wording, WordList

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.pipelines import PipelineRow, StageRow

_WIDTH, _HEIGHT = 760, 420


class PipelineEditor(Sheet):
    def __init__(self, parent: QWidget, boards: Boards) -> None:
        super().__init__(parent, _("Pipelines"), width=_WIDTH)
        self.boards, self.desk = boards, boards.desk
        self.row: PipelineRow | None = boards.current
        self.chooser = Chooser(_("Pipeline"), ())
        self.name = LineField(_("Name"))
        self.currency = LineField(_("Currency"))
        self.stages = WordList(
            Wording(
                (_("Stage"), _("Probability"), _("Rots after")),
                (_("New stage"), _("Probability"), _("Rots after")), _("Delete"), "trash-2",
            ),
            ("", "", _("never rots")),
        )  # fmt: skip
        self.leaving = Leaving(self._remove)
        self.stage_page = StagePage(self.desk, self._keep_stage, self.go_back)
        self.pages = QStackedWidget()
        self.archived = QVBoxLayout()
        self._said = label("", "second", "muted")
        self._undo = flat(_("Undo"), self.desk.undo)
        self._arrange()
        self._connect()
        self._show()

    # Arranging

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        self.archive_button = quiet(_("Archive"), self._archive)
        head.addWidget(self.chooser, 1)
        head.addWidget(quiet(_("New pipeline"), self._add_pipeline))
        head.addWidget(self.archive_button)
        whole = QWidget()
        down = QVBoxLayout(whole)
        down.setContentsMargins(0, 0, theme.px(8), 0)
        down.setSpacing(theme.px(8))
        form = Form()
        form.add(_("Name"), self.name)
        form.add(_("Currency"), self.currency)
        self.currency.set_placeholder(_("that of the file"))
        for part in (form, label(_("Stages"), "strong"), self.stages, self.leaving):
            down.addWidget(part)
        down.addStretch(1)
        self.archived.setSpacing(theme.px(4))
        down.addLayout(self.archived)
        for page in (whole, self.stage_page):
            self.pages.addWidget(scroller(page))
        self.body.addLayout(head)
        self.body.addWidget(self.pages, 1)
        self.give_height(self.pages, _HEIGHT)
        self.buttons.insertWidget(0, self._said)
        self.buttons.insertWidget(1, self._undo)
        self._undo.hide()
        self.close_button.setText(_("Close"))

    def _connect(self) -> None:
        self.chooser.chosen.connect(self._choose)
        self.name.kept.connect(lambda _value: self._keep_head())
        self.currency.kept.connect(lambda _value: self._keep_head())
        self.stages.added.connect(self._add_stage)
        self.stages.renamed.connect(self._change_stage)
        self.stages.moved.connect(self._move_stage)
        self.stages.put_away.connect(self._leave_stage)
        self.stages.opened.connect(self._open_stage)
        self.boards.arrived.connect(self._arrived)
        for keys, run in (("Ctrl+Z", self.desk.undo), ("Ctrl+Shift+Z", self.desk.redo)):
            QShortcut(QKeySequence(keys), self).activated.connect(run)

    # Showing

    def _arrived(self) -> None:
        """From the file: another may have changed it."""
        key = self.row.id if self.row else b""
        self.row = next((row for row in self.boards.rows if row.id == key), self.boards.current)
        self._show()

    def _show(self) -> None:
        self.chooser.clear()
        for row in self.boards.rows:
            self.chooser.addItem(row.name, row.id)
        if self.row is None:
            return
        self.chooser.set_value(self.row.id)
        self.archive_button.setVisible(len(self.boards.rows) > 1)
        self.desk.ask(_archived, self._show_archived, replace=self)
        self.name.set_value(self.row.name)
        self.currency.set_value(self.row.currency or "")
        self.stages.show_words([word_of(stage) for stage in self.row.stages])
        shown = next((stage for stage in self.row.stages if stage.id == self.stage_page.key), None)
        if self.pages.currentIndex() and shown:
            self.stage_page.show_stage(shown)
        elif self.pages.currentIndex():
            self.go_back()
        self.leaving.settle(self.row.stages)
        tab_order.order(self)

    def _show_archived(self, found: list[tuple[bytes, str]]) -> None:
        parts = [
            link(_("Bring “{name}” back").format(name=name), partial(self._bring_back, key)) for key, name in found
        ]
        show_instead(self.archived, parts)

    def _choose(self, key: bytes) -> None:
        self.row = next((row for row in self.boards.rows if row.id == key), self.row)
        self.go_back()
        self.boards.choose(key)

    def _open_stage(self, key: bytes) -> None:
        self.stage_page.show_stage(self._stage(key))
        self.pages.setCurrentIndex(1)
        self.stage_page.begin()

    def go_back(self) -> None:
        self.pages.setCurrentIndex(0)
        self.stages.lines[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _stage(self, key: bytes) -> "StageRow":
        assert self.row
        return next(stage for stage in self.row.stages if stage.id == key)

    # Keeping

    def _write(self, change: "Callable[[Store], object]", done: str, key: bytes | None = None) -> None:
        self.desk.write(change, partial(self._tell, done), partial(self._failed, key))

    def _tell(self, words: str, _answer: object = None) -> None:
        self._said.setText(words)
        self._undo.show()
        announce(self, words)
        self.boards.ask()

    def _failed(self, key: bytes | None, error: Exception) -> None:
        self.stages.set_problem(key, words_of(error))
        self.boards.ask()
        for field in (self.name, self.currency):
            if field.is_waiting():
                field.set_problem(words_of(error))

    def _save(self, rows: "Sequence[StageRow]", done: str, key: bytes | None = None) -> None:
        assert self.row
        self.row = replace(self.row, stages=tuple(rows))
        self._write(partial(_save, self.row.id, self.row.name, self.row.currency, list(rows)), done, key)

    def _keep_head(self) -> None:
        assert self.row
        name, currency = (field.edit.property("text").strip() for field in (self.name, self.currency))
        rows = list(self.row.stages)
        self._write(partial(_save, self.row.id, name, currency.upper() or None, rows), _("Pipeline changed"))

    def _keep_stage(self, changed: "StageRow") -> None:
        assert self.row
        rows = [changed if stage.id == changed.id else stage for stage in self.row.stages]
        self._save(rows, _("“{name}” changed").format(name=changed.name), changed.id)

    def _change_stage(self, key: bytes, texts: tuple[str, ...]) -> None:
        try:
            self._keep_stage(row_of(texts, self._stage(key)))
        except ValueError as error:
            self.stages.set_problem(key, str(error))

    def _add_stage(self, texts: tuple[str, ...]) -> None:
        assert self.row
        try:
            made = replace(row_of(texts), id=new_id())
        except ValueError as error:
            self.stages.set_problem(None, str(error))
            return
        self._save([*self.row.stages, made], _("“{name}” is there.").format(name=made.name))

    def _move_stage(self, key: bytes, place: int) -> None:
        assert self.row
        rows = [stage for stage in self.row.stages if stage.id != key]
        rows.insert(place, self._stage(key))
        self._save(rows, _("Order changed"), key)

    # A stage goes

    def _leave_stage(self, key: bytes) -> None:
        self.desk.ask(partial(_open_deals, key), partial(self._ask_where_to, key))

    def _ask_where_to(self, key: bytes, count: int) -> None:
        """Closed deals stay in the pipeline too: they go to the stage before."""
        assert self.row
        others = [stage for stage in self.row.stages if stage.id != key]
        if not others:
            self.stages.set_problem(key, _("A pipeline has at least one stage."))
        elif count:
            self.leaving.ask(self._stage(key), count, others)
        else:
            place = self.row.stages.index(self._stage(key))
            self._remove(key, others[max(place - 1, 0)].id or b"")

    def _remove(self, key: bytes, into: bytes) -> None:
        self._write(partial(_remove, key, into), _("Stage deleted"), key)

    # Pipelines

    def _add_pipeline(self) -> None:
        """Like the one that a file begins with; its name is chosen to be typed over."""
        key, name = new_id(), _("New pipeline")
        self.row = None
        self.desk.write(partial(_begin, key, name), partial(self._added, name), partial(self._failed, None))

    def _added(self, name: str, key: bytes) -> None:
        self._tell(_("“{name}” is there.").format(name=name))
        self.boards.choose_when_there(key)
        self.name.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _archive(self) -> None:
        if self.row:
            row, self.row = self.row, None
            words = _("“{name}” is no longer offered; its deals stay.").format(name=row.name)
            self._write(partial(_archive, row.id, archived=True), words)

    def _bring_back(self, key: bytes) -> None:
        self.desk.write(partial(_archive, key, archived=False), partial(self._brought_back, key))

    def _brought_back(self, key: bytes, _none: None) -> None:
        self._tell(_("It is back."))
        self.row = None
        self.boards.choose_when_there(key)

    def done(self, result: int) -> None:
        """What is being typed is kept first."""
        if (focused := self.focusWidget()) is not None:
            focused.clearFocus()
        super().done(result)


def _save(
    key: bytes, name: str, currency: str | None, rows: "Sequence[StageRow]", store: "Store"
) -> bytes:  # fmt: skip
    from crmdesk.services import money, pipelines

    return pipelines.save(store, name, rows, key, money.checked(currency) if currency else None)


def _begin(key: bytes, name: str, store: "Store") -> bytes:
    from crmdesk.services import pipelines

    return pipelines.save(store, name, pipelines.fresh_stages(), key)


def _archive(key: bytes, store: "Store", *, archived: bool) -> None:
    from crmdesk.services import pipelines

    pipelines.archive(store, key, archived=archived)


def _archived(store: "Store") -> list[tuple[bytes, str]]:
    from crmdesk.services import pipelines

    return pipelines.archived(store)


def _open_deals(key: bytes, store: "Store") -> int:
    from crmdesk.services import pipelines

    return pipelines.open_deals(store, key)


def _remove(key: bytes, into: bytes, store: "Store") -> None:
    from crmdesk.services import pipelines

    pipelines.remove_stage(store, key, into)
