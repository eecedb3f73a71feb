"""What would become of each card of a file, in tabs; and who looks like somebody who is there already."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _, mark, ngettext
from crmdesk.ui.import_choices import Choices
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Segments
from crmdesk.widgets.parts import label
from crmdesk.widgets.record_table import RecordTable, Row
from crmdesk.widgets.tabs import TextTabs

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.importing import Item, OnDuplicate, Progress, Report

TABS = (
    ("added", mark("New")),
    ("updated", mark("Changed")),
    ("unchanged", mark("Same")),
    ("duplicates", mark("Duplicates")),
    ("rejected", mark("Rejected")),
)
DUPLICATES = 3
_ICONS = {"entry": "calendar", "group": "users"}
RULES = (
    ("merge", mark("Merge"), mark("What is missing is added, what is there stays.")),
    ("update", mark("Update"), mark("What the file says is set, what it does not say stays.")),
    ("skip", mark("Skip"), mark("They are left out.")),
    ("new", mark("New"), mark("They come in as contacts of their own.")),
)


class Items:
    """A source over what became of cards; a hundred thousand of them need no rows before they are looked at."""

    def __init__(self, items: "Sequence[Item]" = (), fact: "Callable[[Item], str] | None" = None) -> None:
        self.items = items
        self._fact = fact or _where

    def count(self) -> int:
        return len(self.items)

    def fetch(self, first: int, count: int, ready: Callable[[Sequence[Row]], None]) -> None:
        part = self.items[first : first + count]
        ready([_row(place, item, self._fact(item)) for place, item in enumerate(part, first)])


def _row(place: int, item: "Item", fact: str) -> Row:
    text = item.text.strip().partition("\n")[0][:80]
    title = item.name or (text if any(map(str.isalnum, text)) else "") or _("No name")
    detail = looks_like(item) if item.twin else item.reason or item.detail
    return Row(place.to_bytes(4), title, detail, fact, icon=_ICONS.get(item.kind, ""))


def _where(item: "Item") -> str:
    return _("line {line}").format(line=grouped(item.line)) if item.line else ""


def looks_like(item: "Item") -> str:
    """`Like Ana Souza · 97 % · Same phone number · Same last name`."""
    assert item.twin
    head = _("Like {name}").format(name=item.twin.name)
    return " · ".join([head, f"{100 * item.twin.score:.0f} %", *item.twin.reasons])


@dataclass(frozen=True, slots=True)
class Trial:
    """What a dry run gave, sorted into the tabs."""

    report: "Report"
    lists: "tuple[list[Item], ...]"


def try_out(store: "Store", choices: Choices) -> "Generator[Progress, None, Trial]":
    """Runs in the database thread."""
    from crmdesk.services import importing

    report = yield from importing.preview(store, choices.paths, choices.options)
    lists: dict[str, list[Item]] = {key: [] for key, _text in TABS}
    for item in report.items:
        lists[item.verdict.value].append(item)
        if item.twin:
            lists["duplicates"].append(item)
    return Trial(report, tuple(lists.values()))


class Results(QWidget):
    """The tabs and the list under them."""

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._choices = choices
        self._was_shown = False
        self.tabs = TextTabs([_(text) for _key, text in TABS])
        self.table = RecordTable(_("Cards of the file"))
        self.duplicates = Duplicates(choices)
        self._lists = [Items() for _tab in TABS]
        self._lists[DUPLICATES] = Items((), lambda item: _word(choices.rule_of(item.place)))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(8))
        down.addWidget(self.tabs)
        down.addWidget(self.table, 1)
        down.addWidget(self.duplicates)
        self.duplicates.hide()
        self.tabs.changed.connect(self._show_tab)
        self.table.chosen.connect(self._show_chosen)
        choices.changed.connect(self._show_decisions)

    def wait(self) -> None:
        """Grey bars, the first time."""
        if not self._was_shown:
            self.table.show_source(None)

    def show_trial(self, trial: Trial) -> None:
        from crmdesk.services.importing import Verdict

        for number, (key, text) in enumerate(TABS):
            items = trial.lists[number]
            count = len(items) if number == DUPLICATES else trial.report.counts[Verdict(key)]
            self.tabs.set_text(number, f"{_(text)} {grouped(count)}")
        same = len(trial.lists[self.tabs.current()]) == self._lists[self.tabs.current()].count()
        for source, items in zip(self._lists, trial.lists, strict=True):
            source.items = items
        if not self._was_shown:
            self.tabs.choose(next((n for n, source in enumerate(self._lists) if source.count()), 0))
        if self._was_shown and same:
            self.table.refresh()
        else:
            self._show_tab(self.tabs.current())
        self._was_shown = True
        self._tell_why_empty(trial)

    def _tell_why_empty(self, trial: Trial) -> None:
        if trial.report.counts and not trial.report.items:
            self.table.set_empty(
                _("Not listed one by one"), _("This is a whole export of CRMDesk; it comes in as it is.")
            )
        else:
            self.table.set_empty(_("None"))

    def _show_tab(self, number: int) -> None:
        self.duplicates.setVisible(number == DUPLICATES)
        if self._was_shown or self._lists[number].count():
            self.table.show_source(self._lists[number])
        self._show_chosen()

    def _show_decisions(self) -> None:
        """At once; what comes of them is found out behind."""
        if self._was_shown and self.tabs.current() == DUPLICATES:
            self.table.refresh()

    def _show_chosen(self) -> None:
        if self.tabs.current() == DUPLICATES:
            items = self._lists[DUPLICATES].items
            numbers = [number for part in self.table.selected() for number in part if number < len(items)]
            self.duplicates.show_chosen([items[number] for number in numbers])


class Duplicates(QWidget):
    """A rule for all of them, and another one for those that are chosen."""

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._choices = choices
        self._chosen: Sequence[Item] = ()
        words = [(key, _(text)) for key, text, _hint in RULES]
        self.rule = Segments(_("All duplicates"), words)
        self.one = Segments(_("Those chosen"), words)
        self._hint = label("", "second", "muted", wraps=True)
        self._who = label("", "second", "muted", wraps=True)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(6))
        for head, hint, segments in (
            (label(_("All duplicates"), "medium"), self._hint, self.rule),
            (label(_("Those chosen"), "medium"), self._who, self.one),
        ):
            down.addLayout(_line(head, hint, segments))
        self.rule.chosen.connect(self._set_rule)
        self.one.chosen.connect(self._decide)
        self.rule.set_value(choices.options.on_duplicate.value)
        self._show_hint()
        self.show_chosen(())

    def show_chosen(self, items: "Sequence[Item]") -> None:
        self._chosen = items
        self.one.setEnabled(bool(items))
        self._who.setText(_who(items))
        rule = self._choices.rule_of(items[0].place) if items else self._choices.options.on_duplicate
        self.one.set_value(rule.value)

    def _set_rule(self, key: str) -> None:
        from crmdesk.services.importing import OnDuplicate

        self._choices.set_rule(OnDuplicate(key))
        self._show_hint()
        self.show_chosen(self._chosen)

    def _show_hint(self) -> None:
        rule = self._choices.options.on_duplicate.value
        self._hint.setText(_(next(hint for key, _text, hint in RULES if key == rule)))

    def _decide(self, key: str) -> None:
        from crmdesk.services.importing import OnDuplicate

        self._choices.decide([item.place for item in self._chosen], OnDuplicate(key))


def _line(head: QWidget, hint: QWidget, segments: QWidget) -> QHBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(head)
    words.addWidget(hint)
    across = QHBoxLayout()
    across.setSpacing(theme.px(theme.PAD))
    across.addLayout(words, 1)
    across.addWidget(segments)
    return across


def _who(items: "Sequence[Item]") -> str:
    if not items:
        return _("Choose rows above to decide otherwise for them.")
    if len(items) == 1:
        return items[0].name
    return ngettext("{count} row", "{count} rows", len(items)).format(count=grouped(len(items)))


def _word(rule: "OnDuplicate") -> str:
    return _(next(text for key, text, _hint in RULES if key == rule.value))


def in_words(report: "Report") -> str:
    """`48 new, 3 changed, 112 the same, 2 rejected`."""
    from crmdesk.services.importing import Verdict

    words = {
        Verdict.ADDED: _("{count} new"),
        Verdict.UPDATED: _("{count} changed"),
        Verdict.UNCHANGED: _("{count} the same"),
        Verdict.REJECTED: _("{count} rejected"),
    }
    counts = report.counts
    parts = [text.format(count=grouped(counts[verdict])) for verdict, text in words.items() if counts[verdict]]
    return ", ".join(parts) or _("Nothing was found in it.")
