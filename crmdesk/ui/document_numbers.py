"""The preferences of numbers: how those of each kind look, the letters of this laptop, and what is missing in a row."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from crmdesk.domain.documents import DOCUMENT_KINDS
from crmdesk.domain.numbering import PATTERNS
from crmdesk.i18n import _, ngettext, worded
from crmdesk.ui.desk import Desk, reason
from crmdesk.ui.numbers import grouped
from crmdesk.ui.preference_panes import Pane, SettingRow
from crmdesk.widgets import theme
from crmdesk.widgets.fields import ChoiceField
from crmdesk.widgets.parts import label, rule
from crmdesk.widgets.switch import Switch

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.numbering import Gap, Numbers

_FIELD = 210
_MOST = 12
"""Missing numbers that are named of one row."""


class NumbersPane(Pane):
    tables = ("preferences", "documents", "number_blocks")

    def __init__(self, desk: Desk) -> None:
        hint = _(
            "A document gets its number when it is sent, and no number comes twice, on however many laptops. "
            "{year}, {month} and {serial} are filled in; {serial:4} has four figures at least."
        )
        super().__init__(desk, _("Numbers"), hint)
        self.fields: dict[str, ChoiceField] = {}
        self.rows: dict[str, SettingRow] = {}
        for number, kind in enumerate(PATTERNS):
            if number:
                self.body.addWidget(rule())
            self._add(kind)
        self.body.addWidget(rule())
        self.plain = Switch(_("Without letters on this laptop"))
        self.plain.clicked.connect(self._choose_plain)
        self.letters = SettingRow(_("Without letters on this laptop"), " ", self.plain)
        self.body.addWidget(self.letters)
        self.body.addWidget(rule())
        self.missing = QVBoxLayout()
        self.missing.setContentsMargins(theme.margins(0, 12, 0, 0))
        self.missing.setSpacing(theme.px(4))
        self.body.addLayout(self.missing)
        self.body.addStretch(1)

    def _add(self, kind: str) -> None:
        name = worded(DOCUMENT_KINDS, kind)
        field = self.fields[kind] = ChoiceField(name, [(each, each) for each in _usual(kind)], own_words=True)
        field.edit.setProperty("inline", False)
        field.setFixedWidth(theme.px(_FIELD))
        field.kept.connect(partial(self._keep, kind))
        self.rows[kind] = SettingRow(name, " ", field)
        self.body.addWidget(self.rows[kind])

    # Showing

    def load(self) -> None:
        self.desk.ask(_state, self._show, replace=self)

    def _show(self, found: "Numbers") -> None:
        for kind, field in self.fields.items():
            field.set_value(found.patterns[kind])
            self.rows[kind].set_hint(_("Next: {number}").format(number=found.following[kind]))
        self.plain.setChecked(not found.letter)
        self.letters.set_hint(_letters(found))
        self._show_gaps(found.gaps)

    def _show_gaps(self, gaps: "Iterable[Gap]") -> None:
        while item := self.missing.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.missing.addWidget(label(_("Missing numbers"), "medium"))
        for words in [_gap(gap) for gap in gaps] or [_("None: every number that was given is on a document.")]:
            self.missing.addWidget(label(words, "second", "muted", wraps=True))

    # Choosing

    def _keep(self, kind: str, pattern: str) -> None:
        def job(store: "Store") -> None:
            from crmdesk.services import numbering

            numbering.set_pattern(store, kind, pattern)

        field = self.fields[kind]
        self.write(job, lambda _none: _("Numbers are written so from the next one on"),
                   lambda error: field.set_problem(reason(error)))  # fmt: skip

    def _choose_plain(self, is_plain: bool) -> None:
        def job(store: "Store") -> None:
            from crmdesk.services import numbering

            (numbering.count_plainly if is_plain else numbering.count_with_letters)(store)

        told = _("This laptop numbers without letters") if is_plain else _("This laptop numbers with letters")
        self.write(job, lambda _none: told)


def _state(store: "Store") -> "Numbers":
    from crmdesk.services import numbering

    return numbering.state(store, date.today())  # noqa: DTZ011 - the user's own day


def _usual(kind: str) -> list[str]:
    sign = PATTERNS[kind][0]
    return [PATTERNS[kind], f"{sign}{{year}}{{month}}-{{serial:3}}", "{year}-{serial:4}", f"{sign}{{serial:5}}"]


def _letters(found: "Numbers") -> str:
    if not found.letter:
        return _("Its numbers follow one another; those of other laptops have letters.")
    if found.is_plain_elsewhere:
        words = _("Another laptop has the numbers without letters; here they bear {letter}. On, this one has them.")
    else:
        words = _("{letter} tells this laptop from others. On, its numbers have none, and those of all others do.")
    return words.format(letter=found.letter)


def _gap(gap: "Gap") -> str:
    """The first of them by name."""
    shown, more = ", ".join(gap.missing[:_MOST]), len(gap.missing) - _MOST
    if more > 0:
        shown += " " + ngettext("and {count} more", "and {count} more", more).format(count=grouped(more))
    return _("{numbers}: given, and then sending was undone").format(numbers=shown)
