"""The page of a contract: everything about it edited in place, its files, and what can be decided of it."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.domain.ids import parse_id, text_id
from crmdesk.domain.receipts import CONTRACT_STATUSES, PERIODS
from crmdesk.i18n import _
from crmdesk.ui.amount_field import AmountField
from crmdesk.ui.contract_files import ContractFiles
from crmdesk.ui.contract_words import TONES, state_words, when
from crmdesk.ui.desk import Desk
from crmdesk.ui.moments import wall
from crmdesk.ui.suggest import RecordField
from crmdesk.widgets import theme
from crmdesk.widgets.amounts import NumberField
from crmdesk.widgets.chips import TagRow
from crmdesk.widgets.fields import ChoiceField, DateField, Field, LineField, TextField
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.form import Form
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import icon_button, primary, quiet

if TYPE_CHECKING:
    from crmdesk.services.contracts import ContractRow
    from crmdesk.services.files import Store

_ENDS = ("running", "notice", "renewed", "ending", "ended")
"""What can be renewed."""


class ContractPage(QWidget):
    added = Signal(object)
    given_up = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.key: bytes | None = None
        self._row: ContractRow | None = None
        self._kinds: dict[str, str] = {}
        self.fields: dict[str, Field] = _fields(desk)
        self.tags = TagRow()
        self.renew_button = quiet(_("Renew"), self.renew, "refresh-cw")
        self.notice_button = quiet(_("Give notice"), self.give_notice)
        self.delete_button = icon_button("trash-2", _("Delete contract"), lambda: self.remove(self.key))
        self.add_button = primary(_("Add contract"), self._add)
        self.cancel_button = quiet(_("Cancel"), self._give_up)
        self.files = ContractFiles(desk)
        self._arrange()
        for name, field in self.fields.items():
            field.kept.connect(partial(self._keep, name))

    def _arrange(self) -> None:
        form = Form()
        for name, words in _names().items():
            form.add(words, self.fields[name])
        self.acts = QWidget()
        across, self._foot = FlowLayout(self.acts, 8), QWidget()
        for made in (self.renew_button, self.notice_button, self.delete_button):
            across.addWidget(made)
        foot = FlowLayout(self._foot, 8)
        for made in (self.add_button, self.cancel_button):
            foot.addWidget(made)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(20, 18, 16, 18))
        down.setSpacing(theme.px(10))
        down.addWidget(self.tags)
        down.addWidget(self.acts)
        down.addWidget(form)
        down.addWidget(self._foot)
        down.addWidget(self.files)
        down.addStretch(1)

    # Showing

    def show_contract(self, key: bytes) -> None:
        is_other, self.key = key != self.key, key
        if is_other:
            for field in self.fields.values():
                field.take_back()
        self._desk.ask(partial(_look, key), self._show, replace=self)

    def _show(self, found: "tuple[dict[str, Any], ContractRow, list[dict[str, Any]], list[tuple[str, str]]]") -> None:
        shown, row, files, colleagues = found
        if row.id != self.key:
            return
        self._row = row
        self._show_parts(is_new=False)
        words = " · ".join(filter(None, (state_words(row.state), when(row))))
        self.tags.show_tags([(words, TONES[row.state])])  # type: ignore[list-item]
        self.renew_button.setVisible(bool(row.ends_on) and row.state in _ENDS)
        self.notice_button.setVisible(bool(shown["renews"]) and row.state in _ENDS[:3])
        self._set(shown, colleagues)
        self.files.show_files(row.id, files)

    def _set(self, shown: dict[str, Any], colleagues: list[tuple[str, str]]) -> None:
        responsible, amount = self.fields["responsible"], self.fields["amount"]
        assert isinstance(responsible, ChoiceField)
        assert isinstance(amount, AmountField)
        responsible.set_choices(colleagues)
        for name, field in self.fields.items():
            if name == "amount":
                amount.show_amount(shown["amount"], shown["currency"])
            else:
                field.set_value("" if shown[name] is None else shown[name])

    def _show_parts(self, *, is_new: bool) -> None:
        for part in (self.tags, self.acts, self.files):
            part.setHidden(is_new)
        self._foot.setVisible(is_new)

    def enter(self) -> None:
        self.fields["name"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def can_leave(self) -> bool:
        for field in self.fields.values():
            if not field.problem() and self.key:
                field.keep()
        wrong = next((field for field in self.fields.values() if field.problem()), None)
        if wrong:
            wrong.setFocus()
        return wrong is None

    # A new one

    def begin(self) -> None:
        self.key = self._row = None
        self._show_parts(is_new=True)
        for field in self.fields.values():
            field.take_back()
        self._desk.ask(_fresh, self._begun, replace=self)

    def _begun(self, found: tuple[dict[str, Any], list[tuple[str, str]]]) -> None:
        self._set(*found)
        self.enter()

    def _add(self) -> None:
        for field in self.fields.values():
            field.keep()
        if not self.can_leave():
            return
        values: dict[str, Any] = {}
        for name, field in self.fields.items():
            values |= self._values(name, field.value())

        def add(store: "Store") -> bytes:
            from crmdesk.services import contracts

            return contracts.add(store, **values)

        self._desk.write(add, self._is_added, self._was_not_added)

    def _is_added(self, key: bytes) -> None:
        self.key = key
        self.given_up.emit()
        self.added.emit(key)
        self._desk.say_undoable(_("Contract added"))

    def _was_not_added(self, error: Exception) -> None:
        self.fields["name"].set_problem(words_of(error))

    def _give_up(self) -> None:
        for field in self.fields.values():
            field.take_back()
        self.given_up.emit()

    # Changing

    def _keep(self, name: str, value: Any) -> None:
        field, key = self.fields[name], self.key
        if key is None:
            field.set_value(value)
            return
        values = self._values(name, value)

        def change(store: "Store") -> None:
            from crmdesk.services import contracts

            contracts.change(store, key, **values)

        self._desk.write(change, lambda _none: field.set_value(value), lambda error: field.set_problem(words_of(error)))

    def _values(self, name: str, value: Any) -> dict[str, Any]:
        """As the record keeps it."""
        if name == "amount":
            amount = self.fields["amount"]
            assert isinstance(amount, AmountField)
            return {"amount": value if value != "" else None, "currency": amount.currency}
        if name != "customer":
            return {name: value}
        return {"customer": parse_id(value["id"]) if value else None}

    def renew(self) -> None:
        key = self.key

        def renew(store: "Store") -> str:
            from crmdesk.services import contracts

            return contracts.renew(store, key or b"", date.today())  # noqa: DTZ011 - the user's own day

        words = _("Renewed until {day}")
        self._desk.write(renew, lambda day: self._desk.say_undoable(words.format(day=wall(day))))

    def give_notice(self) -> None:
        key = self.key

        def give(store: "Store") -> str | None:
            from crmdesk.services import contracts

            return contracts.give_notice(store, key or b"", date.today())  # noqa: DTZ011

        words = _("Notice given: it ends on {day}")
        self._desk.write(give, lambda day: self._desk.say_undoable(words.format(day=wall(day or ""))))

    def remove(self, key: bytes | None) -> None:
        def remove(store: "Store") -> None:
            from crmdesk.services import contracts

            contracts.remove(store, key or b"")

        self._desk.write(remove, lambda _none: self._desk.say_undoable(_("Contract deleted")))


def _names() -> dict[str, str]:
    return {
        "name": _("Contract"), "customer": _("Customer"), "reference": _("Number"), "status": _("Status"),
        "starts_on": _("Starts"), "ends_on": _("Ends"), "notice": _("Notice"),
        "renews": _("Renewed"), "remind": _("Remind"), "amount": _("Value"),
        "period": _("Paid"), "responsible": _("Responsible"), "text": _("Text"),
    }  # fmt: skip


def _fields(desk: Desk) -> dict[str, Field]:
    names = _names()
    made: dict[str, Field] = {"customer": RecordField(names["customer"], desk), "amount": AmountField(names["amount"])}
    made |= {name: LineField(names[name]) for name in ("name", "reference")}
    made |= {name: DateField(names[name]) for name in ("starts_on", "ends_on")}
    made |= {name: NumberField(names[name]) for name in ("notice", "renews", "remind")}
    made["status"] = ChoiceField(names["status"], [(key, _(words)) for key, words in CONTRACT_STATUSES])
    made["period"] = ChoiceField(names["period"], [(key, _(words)) for key, words in PERIODS])
    made["responsible"] = ChoiceField(names["responsible"], [], own_words=True)
    made["text"] = TextField(names["text"])
    for name, unit in (("notice", _("days")), ("renews", _("months")), ("remind", _("days before"))):
        made[name].set_note(unit)
    made["customer"].set_placeholder(_("Contact or company"))
    made["ends_on"].set_placeholder(_("Open end"))
    return {name: made[name] for name in names}


def _look(
    key: bytes, store: "Store"
) -> "tuple[dict[str, Any], ContractRow, list[dict[str, Any]], list[tuple[str, str]]]":
    from crmdesk.services import attachments, contracts, picks

    today = date.today()  # noqa: DTZ011 - the user's own day
    with store.read() as session:
        kept = contracts.get(session, key)
    row = next(row for row in contracts.listing(store, today) if row.id == key)
    customer = {"id": text_id(row.customer), "name": row.who} if row.customer and row.who else ""
    colleagues = picks.choices(store, "colleague")
    return {**kept, "customer": customer}, row, attachments.of_owner(store, key), colleagues


def _fresh(store: "Store") -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """What a new one begins with."""
    from crmdesk.services import contracts, money, picks

    today = date.today().isoformat()  # noqa: DTZ011 - the user's own day
    with store.read() as session:
        currency = money.currency(session)
    empty = dict.fromkeys((*_names(), "currency"))
    begun = {"status": "running", "starts_on": today, "period": "year", "currency": currency,
             "remind": contracts.REMIND}  # fmt: skip
    return {**empty, **begun}, picks.choices(store, "colleague")
