"""Cleaning up: what is missing or wrong in the file, check by check, each mended for all or for some at once."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.numbers import grouped
from crmdesk.ui.preferences import GroupButton
from crmdesk.widgets import theme
from crmdesk.widgets.beside import scroller
from crmdesk.widgets.parts import label, rule
from crmdesk.widgets.record_table import RecordTable, Row, RowsSource
from crmdesk.widgets.sheet import Sheet
from crmdesk.widgets.side_button import Item
from crmdesk.widgets.tasks import Task

if TYPE_CHECKING:
    from crmdesk.services.clean_up import Result, Shown
    from crmdesk.services.files import Changed
    from crmdesk.services.reports import Progress
    from crmdesk.ui.window import Window

WIDTH, HEIGHT = 900, 620
_AROUND = 40
_CHECKS = 240
_ICONS = {
    "mailing address": "map-pin",
    "phones": "phone",
    "emails": "mail",
    "case": "bold",
    "swapped": "refresh-cw",
    "countries": "globe",
    "regions": "map-pin",
    "codes": "tag",
    "prefixes": "id-card",
    "stale": "clock",
}
"""Of checks that found something; the others have a tick."""


class CleanUp(Sheet):
    """Checks at the left, what one found at the right; a row opens the record."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window, _("Clean up"))
        self._window, self._desk = window, window.desk
        self._task: Task | None = None
        self._results: dict[str, Result] = {}
        self._shown: list[Shown] = []
        self._key = ""
        self.close_button.setText(_("Close"))
        self.buttons_of_checks: dict[str, GroupButton] = {}
        self._checks = QVBoxLayout()
        self._hint = label("", "second", "muted", wraps=True)
        self.table = RecordTable(_("What was found"))
        self._words = label("", "second", "muted")
        self._fix = self.set_primary(_("Fix"), self._run)
        self._arrange()
        self.table.opened.connect(self._open)
        self.table.chosen.connect(self._show_state)
        self._desk.changed.connect(self._changed)
        self.finished.connect(lambda _result: self._give_up())
        self._survey()

    def _arrange(self) -> None:
        left, right = QWidget(), QVBoxLayout()
        self._checks.setContentsMargins(theme.margins(0, 12, 12, 12))
        self._checks.setSpacing(theme.px(2))
        left.setLayout(self._checks)
        self._checks.addStretch(1)
        self._area = scroller(left)
        self._area.setFixedWidth(theme.px(_CHECKS))
        right.setContentsMargins(theme.margins(16, 12, 0, 12))
        right.setSpacing(theme.px(8))
        right.addWidget(self._hint)
        right.addWidget(self.table, 1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._area)
        across.addWidget(rule(upright=True))
        across.addLayout(right, 1)
        self.body.setSpacing(0)
        self.body.addWidget(rule())
        self.body.addLayout(across, 1)
        self.body.addWidget(rule())
        self.buttons.insertWidget(0, self._words)
        self._fix.setEnabled(False)

    # What is wrong

    def _changed(self, _change: "Changed") -> None:
        self._survey()

    def _survey(self) -> None:
        from crmdesk.services import clean_up

        self._give_up()
        self._task = self._desk.run_steps(clean_up.survey, self._show, self._show_progress)

    def _give_up(self) -> None:
        if self._task:
            self._task.cancel()

    def _show_progress(self, progress: "Progress") -> None:
        self._words.setText(_("Looking: {what}").format(what=progress.text))

    def _show(self, results: "list[Result]") -> None:
        """Those that found nothing stand last."""
        self._words.setText("")
        self._results = {result.check.key: result for result in sorted(results, key=lambda result: not result.count)}
        for result in self._results.values():
            self._show_check(result)
        self._make_room()
        first = next(iter(self._results))
        has_chosen = self._key and self._results[self._key].count
        if not any(result.count for result in results):
            self._show_nothing()
        else:
            self.choose(self._key if has_chosen else first)

    def _make_room(self) -> None:
        """For the longest name."""
        widest = max(made.sizeHint().width() for made in self.buttons_of_checks.values())
        counts, edges = theme.px(40), theme.px(24)
        self._area.setFixedWidth(max(widest + counts + edges, theme.px(_CHECKS)))

    def _show_check(self, result: "Result") -> None:
        key, count = result.check.key, grouped(result.count) if result.count else ""
        icon = _ICONS.get(key, "list-checks") if result.count else "check"
        item = Item(key, _(result.check.label), icon, count=count)
        made = self.buttons_of_checks.get(key)
        if made is None:
            made = self.buttons_of_checks[key] = GroupButton(item)
            made.clicked.connect(partial(self.choose, key))
            made.stepped.connect(partial(self._step_from, key))
            self._checks.insertWidget(self._checks.count() - 1, made)
        made.show_item(item)
        made.setEnabled(result.count > 0)

    def _show_nothing(self) -> None:
        self._key = ""
        self._hint.setText("")
        self.table.set_empty(_("Nothing is missing or wrong"), _("All checks went well."))
        self.table.show_source(RowsSource(()))
        self._shown = []
        self._show_state()

    def _step_from(self, key: str, step: int) -> None:
        keys = [other for other, result in self._results.items() if result.count]
        if key in keys:
            self.choose(keys[(keys.index(key) + step) % len(keys)])
            self.buttons_of_checks[self._key].setFocus(Qt.FocusReason.TabFocusReason)

    def choose(self, key: str, _on: bool = False) -> None:
        from crmdesk.services import clean_up

        is_other, self._key = key != self._key, key
        for other, made in self.buttons_of_checks.items():
            made.setChecked(other == key)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == key else Qt.FocusPolicy.ClickFocus)
        self._hint.setText(_(self._results[key].check.hint))
        if is_other:
            self.table.show_source(None)
            self._shown = []
            self._show_state()
        self._give_up()
        self._task = self._desk.run_steps(
            lambda store: clean_up.findings(store, key), partial(self._show_findings, key)
        )

    def _show_findings(self, key: str, shown: "list[Shown]") -> None:
        if key == self._key:
            self._shown = shown
            rows = [_row(each) for each in shown]
            self.table.set_empty(_("Nothing left"))
            self.table.show_source(RowsSource(rows), rows)
            self._show_state()

    # What is done about it

    def _chosen(self) -> "list[Shown]":
        numbers = [number for part in self.table.selected() for number in part if number < len(self._shown)]
        return [self._shown[number] for number in numbers]

    def _show_state(self) -> None:
        """All of the check, or those that are selected; what only a person can mend is said to be so."""
        chosen = [each for each in self._chosen() if each.finding.values]
        result = self._results.get(self._key)
        count = len(chosen) or (result.fixable if result and not self._chosen() else 0)
        words = _("Fix {count} chosen") if chosen else _("Fix all {count}")
        self._fix.setText(words.format(count=grouped(count)) if count else _("Fix"))
        self._fix.setEnabled(count > 0)
        self._fix.setVisible(bool(self._key))
        self._words.setText(self._state_words(result) if result else "")

    def _state_words(self, result: "Result") -> str:
        by_hand = result.count - result.fixable
        parts = []
        if len(self._shown) < result.count and self._shown:
            parts.append(_("The first {count} are shown").format(count=grouped(len(self._shown))))
        if by_hand:
            text = ngettext("{count} needs you: open it", "{count} need you: open them", by_hand)
            parts.append(text.format(count=grouped(by_hand)))
        return " · ".join(parts)

    def _run(self) -> None:
        from crmdesk.services import clean_up

        key, rows = self._key, {each.finding.row for each in self._chosen()} or None
        self._fix.setEnabled(False)
        self._give_up()
        self._desk.run_steps(lambda store: clean_up.fix(store, key, rows), self._fixed)

    def _fixed(self, count: int) -> None:
        words = ngettext("Cleaned up {count} record", "Cleaned up {count} records", count)
        self._desk.say_undoable(words.format(count=grouped(count)))

    def _open(self, place: int) -> None:
        shown = self._shown[place]
        section = "companies" if shown.kind == "company" else "contacts"
        self.accept()
        self._desk.wanted.emit(section, shown.finding.owner)

    def refit(self) -> None:
        if window := self.parentWidget():
            room = window.size() - QSize(_AROUND, 2 * _AROUND)
            self.setFixedSize(QSize(theme.px(WIDTH), theme.px(HEIGHT)).boundedTo(room))
            self.move(window.mapToGlobal(self._place(window)))


def _row(shown: "Shown") -> Row:
    finding = shown.finding
    detail = " → ".join(filter(None, (finding.before, finding.after)))
    return Row(finding.owner, shown.name or _("No name"), detail, "" if finding.values else _("by hand"))
