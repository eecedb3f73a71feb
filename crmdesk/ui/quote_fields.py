"""Fields of a document that are kept when left, and seen on its paper while they are typed."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui.desk import reason
from crmdesk.ui.quote_cells import locale, read_discount
from crmdesk.ui.quote_draft import Draft
from crmdesk.widgets import dates
from crmdesk.widgets.fields import DateField, Field, LineField

if TYPE_CHECKING:
    from crmdesk.services.document_drafts import Look
    from crmdesk.services.documents import Row

Values = dict[str, Any]
Reads = Callable[[Any], Values]
_DAYS = re.compile(r"\+?\s*(\d{1,3})")


class Bound:
    """A field and the columns of the document that it stands for."""

    def __init__(self, draft: Draft, field: Field, show: "Callable[[Look], Any]", read: Reads, text: str) -> None:
        """`text` is that of Undo."""
        self.draft, self.field, self._show, self._read, self._text = draft, field, show, read, text
        field.kept.connect(self._keep)
        edit = field.edit
        if isinstance(edit, QLineEdit):
            edit.textEdited.connect(self._try)
        elif isinstance(edit, QPlainTextEdit):
            edit.textChanged.connect(self._try)

    def show_look(self, look: "Look") -> None:
        self.field.set_value(self._show(look))

    def _try(self, *_typed: object) -> None:
        if not self.field.is_edited():
            return
        try:
            values = self._read(self.field.as_typed())
        except (ValueError, UserError):
            return
        self.draft.try_out(**values)

    def _keep(self, value: Any) -> None:
        try:
            values = self._read(value)
        except UserError as error:
            self.field.set_problem(str(error))
            return
        self.draft.edit(self._text, failed=self._failed, **values)

    def _failed(self, error: Exception) -> None:
        self.field.set_problem(reason(error))


def bind(draft: Draft, field: Field, name: str, text: str) -> Bound:
    """One column, as it is."""
    return Bound(draft, field, lambda look: look.whole.head[name] or "", lambda value: {name: value or None}, text)


class DayField(DateField):
    """A whole date; `30` and `+30` are days from today."""

    def _read(self) -> Any:
        typed = self._line.text().strip()
        if not typed:
            return ""
        if found := _DAYS.fullmatch(typed):
            return (date.today() + timedelta(days=int(found[1]))).isoformat()  # noqa: DTZ011 - the user's own day
        parsed = dates.parse(typed)
        if parsed.startswith("--") and len(parsed) == 7:
            parsed = _next(parsed[2:])
        if len(parsed) < 10:
            raise ValueError(_("This is not a whole date. Write it like 24 December, or 30 for in thirty days."))
        return parsed

    def _show(self, value: Any) -> None:
        day = QDate.fromString(str(value or ""), "yyyy-MM-dd")
        shown = QLocale().toString(day, "d MMM yyyy") if day.isValid() else ""
        self._line.setText(shown)
        self._line.setCursorPosition(0)


def _next(month_day: str) -> str:
    """The next one there is."""
    today = date.today().isoformat()  # noqa: DTZ011 - the user's own day
    year = int(today[:4])
    found = f"{year}-{month_day}"
    return found if found >= today else f"{year + 1}-{month_day}"


class ShareField(LineField):
    """A percentage, or an amount with its currency: the value is both, one of them None."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.currency = "EUR"
        self.set_placeholder(_("5% or amount"))

    def _read(self) -> Any:
        try:
            return _plain(*read_discount(self._line.text(), self.currency))
        except UserError as error:
            raise ValueError(str(error)) from None

    def _show(self, value: Any) -> None:
        super()._show(share_in_words(value or ("", 0), self.currency))


def _plain(percent: Any, amount: int | None) -> tuple[str, int]:
    from crmdesk.domain.money import plain

    return (plain(percent) if percent else "", amount or 0)


def share_in_words(value: tuple[str, int], currency: str) -> str:
    from crmdesk.domain.money import exact
    from crmdesk.domain.money_formats import money, percent

    rate, amount = value
    if rate:
        return percent(exact(rate), locale())
    return money(amount, currency, locale()) if amount else ""


def bind_share(draft: Draft, field: ShareField, name: str, text: str) -> Bound:
    """`discount` or `deposit`, with the amount beside it."""

    def show(look: "Look") -> tuple[str, int]:
        head: Row = look.whole.head
        field.currency = head["currency"]
        return head[name] or "", (0 if head[name] else head[f"{name}_amount"] or 0)

    def read(value: Any) -> Values:
        rate, amount = value or ("", 0)
        return {name: rate or None, f"{name}_amount": amount or None}

    return Bound(draft, field, show, read, text)
