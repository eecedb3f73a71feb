"""The foot of the editor: what it comes to, always in sight; the margin only for who asks to see it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.numbers import grouped
from crmdesk.ui.quote_cells import locale
from crmdesk.ui.quote_draft import Draft
from crmdesk.ui.quote_fields import ShareField, bind_share
from crmdesk.widgets import icons, theme
from crmdesk.widgets.fields import Field
from crmdesk.widgets.form import row_label
from crmdesk.widgets.parts import icon_button, label, plain, rule

if TYPE_CHECKING:
    from crmdesk.services.document_drafts import Look
    from crmdesk.services.documents import Row, Whole

Sum = tuple[str, int, str]
"""What it is called, how much, and how it looks."""
_LEFT = 220


class QuoteTotals(QFrame):
    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.draft = draft
        self._whole: Whole | None = None
        self.discount = ShareField(_("Discount"))
        self.deposit = ShareField(_("Deposit"))
        self._bound = [
            bind_share(draft, self.discount, "discount", _("Change discount")),
            bind_share(draft, self.deposit, "deposit", _("Change deposit")),
        ]
        self._rows: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout()
        self._choices = QWidget()
        self.eye = icon_button("eye", _("Show the margin"), self.toggle_margin)
        self.margin = label("", "second", "muted", wraps=True)
        self.is_margin_shown = False
        """Not at first: the customer may be looking."""
        self._arrange()

    def _arrange(self) -> None:
        left = QVBoxLayout(self._choices)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self._row(_("Discount"), self.discount))
        self._deposit = self._row(_("Deposit"), self.deposit)
        left.addWidget(self._deposit)
        eye = QHBoxLayout()
        eye.setSpacing(theme.px(4))
        words = label(_("Margin"), "second", "muted")
        words.setFixedWidth(theme.px(theme.LABEL_WIDTH))
        eye.addWidget(words)
        eye.addWidget(self.eye)
        eye.addWidget(self.margin, 1)
        self._choices.setMinimumWidth(theme.px(_LEFT))
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self._choices)
        beside.addLayout(eye)
        beside.addStretch(1)
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(3))
        self._grid.setColumnStretch(0, 1)
        across = QHBoxLayout()
        across.setContentsMargins(theme.margins(24, 10, 24, 14))
        across.setSpacing(theme.px(24))
        across.addLayout(beside, 1)
        across.addLayout(self._grid, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(rule())
        down.addLayout(across)

    def _row(self, words: str, field: Field) -> QWidget:
        made, name = QWidget(), row_label(words, field.edit)
        name.setFixedWidth(theme.px(theme.LABEL_WIDTH))
        across = QHBoxLayout(made)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(name)
        across.addWidget(field, 1)
        return made

    # Showing

    def show_look(self, look: "Look") -> None:
        is_priced = look.whole.head["kind"] != "delivery"
        self.setVisible(is_priced)
        self._choices.setVisible(not self.draft.is_locked)
        self._deposit.setVisible(look.whole.head["kind"] in ("quote", "order", "invoice"))
        for bound in self._bound:
            bound.show_look(look)
        self.show_whole(look.whole)

    def show_whole(self, whole: "Whole") -> None:
        self._whole = whole
        sums = list(_sums(whole)) if whole.totals else []
        while len(self._rows) < len(sums):
            self._add_row()
        for number, (name, amount) in enumerate(self._rows):
            is_there = number < len(sums)
            name.setVisible(is_there)
            amount.setVisible(is_there)
            if is_there:
                self._show_sum(name, amount, sums[number], whole.head["currency"])
        self._show_margin()

    def _add_row(self) -> None:
        name, amount = label("", "second", "muted"), label("", "body")
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        amount.setAlignment(right)
        row = len(self._rows)
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(amount, row, 1)
        self._rows.append((name, amount))

    def _show_sum(self, name: QLabel, amount: QLabel, found: Sum, currency: str) -> None:
        from crmdesk.domain.money_formats import amount_only, money

        words, value, look = found
        is_total = look == "total"
        name.setText(words)
        theme.set_kind(name, "tone", "text" if is_total else "muted")
        name.setFont(theme.font("strong" if is_total else "second"))
        amount.setText(money(value, currency, locale()) if is_total else amount_only(value, currency, locale()))
        theme.set_kind(amount, "tone", "muted" if look == "note" else "text")
        amount.setFont(theme.font("heading" if is_total else "body"))

    # The margin

    def toggle_margin(self) -> None:
        self.is_margin_shown = not self.is_margin_shown
        name = _("Hide the margin") if self.is_margin_shown else _("Show the margin")
        self.eye.setIcon(icons.icon("eye-off" if self.is_margin_shown else "eye", "muted"))
        self.eye.setAccessibleName(name)
        self.eye.setToolTip(plain(name))
        self._show_margin()

    def _show_margin(self) -> None:
        text = _margin_words(self._whole) if self.is_margin_shown and self._whole else ""
        self.margin.setText(text)


def _margin_words(whole: "Whole") -> str:
    from crmdesk.domain.money_formats import money, percent
    from crmdesk.services.document_drafts import margin

    found = margin(whole)
    parts = [
        money(found.amount, whole.head["currency"], locale()),
        percent(found.percent, locale()) if found.percent is not None else "",
    ]
    if found.unknown:
        missing = ngettext("{count} line without cost", "{count} lines without cost", found.unknown)
        parts.append(missing.format(count=grouped(found.unknown)))
    return " · ".join(filter(None, parts))


def _sums(whole: "Whole") -> Iterator[Sum]:
    """From the lines to the total, as they will be printed."""
    found, head = whole.totals, whole.head
    assert found
    if found.discount or found.shipping:
        yield _("Subtotal"), found.subtotal, "plain"
    if found.discount:
        yield _("Discount"), -found.discount, "plain"
    if found.shipping:
        yield _("Shipping"), found.shipping, "plain"
    if not head["is_inclusive"] and (found.taxes or found.discount or found.shipping):
        yield _("Net"), found.net, "plain"
    yield from ((_tax_words(tax), tax["amount"], "plain") for tax in _taxes(whole, withheld=False))
    yield from ((_tax_words(tax), -tax["amount"], "plain") for tax in _taxes(whole, withheld=True))
    if found.rounding:
        yield _("Rounding"), found.rounding, "plain"
    yield _("Total"), found.total, "total"
    if found.deposit:
        yield _("Deposit"), found.deposit, "note"
    if found.optional:
        yield _("Options besides"), found.optional, "note"


def _taxes(whole: "Whole", *, withheld: bool) -> "list[Row]":
    return [tax for tax in whole.taxes if (tax["kind"] == "withheld") is withheld]


def _tax_words(tax: "Row") -> str:
    from crmdesk.domain.money import exact
    from crmdesk.domain.money_formats import percent

    if tax["kind"] == "reverse":
        return _("Reverse charge")
    rate = percent(exact(tax["percent"]), locale())
    return " ".join((tax["name"], rate))
