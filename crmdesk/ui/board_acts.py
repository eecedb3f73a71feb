"""What is done with one deal or several of them: each is one step, told with Undo."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, ngettext
from crmdesk.ui.board_ask import AskPanel
from crmdesk.ui.board_lines import AmountAsking, Asking, DayAsking, WordAsking, asking
from crmdesk.ui.board_words import brief, many
from crmdesk.ui.desk import Desk

if TYPE_CHECKING:
    from crmdesk.services.board import Card
    from crmdesk.services.files import Store
    from crmdesk.services.pipelines import StageRow

Then = Callable[[], None]


class Acts(QObject):
    """`card` tells what is known of a deal that is shown; `back` shows again what is, where nothing was done."""

    def __init__(self, desk: Desk, over: QWidget, card: "Callable[[bytes], Card | None]", back: Then) -> None:
        super().__init__(over)
        self._desk, self._over, self._card, self._back = desk, over, card, back
        self.near: QRect | None = None
        """Where a panel is best seen: what was just pointed at, in the window."""

    def _named(self, keys: Sequence[bytes]) -> str:
        card = self._card(keys[0])
        return many(len(keys), card.name if card else "")

    def _currency(self, keys: Sequence[bytes]) -> str:
        card = self._card(keys[0])
        return card.currency if card else ""

    def _write(self, change: "Callable[[Store], object]", words: str) -> None:
        self._desk.write(change, partial(self._tell, words), self._failed)

    def _tell(self, words: str, _answer: object = None) -> None:
        self._desk.say_undoable(words)

    def _failed(self, error: Exception) -> None:
        self._back()
        if isinstance(error, UserError):
            self._desk.unmet.emit(error)

    def _panel(
        self, words: str, fields: Sequence[Asking], go: str, write: "Callable[[Store, dict[str, Any]], object]",
        done: str,
    ) -> AskPanel:  # fmt: skip
        window = self._over.window()
        panel = AskPanel(self._desk, window, words, fields, go, write, partial(self._tell, done), self.near)
        panel.left.connect(self._back)
        panel.open()
        return panel

    # Moving

    def move(self, keys: Sequence[bytes], stage: "StageRow", after: bytes | None = None) -> None:
        """What the stage asks for and is not there yet is asked for first."""
        key = stage.id or b""
        self._desk.ask(partial(_missing, keys, key), partial(self._move, keys, stage, after), self._failed)

    def _move(self, keys: Sequence[bytes], stage: "StageRow", after: bytes | None, missing: list[str]) -> None:
        key = stage.id or b""
        words = _("{deals} moved to {stage}").format(deals=self._named(keys), stage=stage.name)
        if not missing:
            self._write(partial(_move_to, list(keys), key, after, None), words)
            return
        fields = [asking(self._desk, name, self._currency(keys)) for name in missing]
        head = _("{stage} needs this first").format(stage=stage.name)
        self._panel(head, fields, _("Move"), partial(_move_with, list(keys), key, after), words)

    # The end

    def close(self, keys: Sequence[bytes], zone: str) -> None:
        if zone == "won":
            self._write(partial(_win, list(keys)), _("{deals} won").format(deals=self._named(keys)))
            return
        fields = [
            WordAsking(self._desk, "reason", _("Why"), "lost reason"),
            WordAsking(self._desk, "competitor", _("Competitor"), "competitor", needed=False),
            DayAsking("ask_again_on", _("Ask again on"), _("in 6 months"), needed=False),
        ]
        named = self._named(keys)
        head, done = _("{deals} lost").format(deals=named), _("{deals} lost").format(deals=named)
        self._panel(head, fields, _("Lost"), partial(_lose, list(keys)), done)

    def reopen(self, keys: Sequence[bytes]) -> None:
        self._write(partial(_reopen, list(keys)), _("{deals} reopened").format(deals=self._named(keys)))

    # Changing

    def change(self, keys: Sequence[bytes], **values: Any) -> None:
        self._write(partial(_change_to, list(keys), values), _("{deals} changed").format(deals=self._named(keys)))

    def ask_day(self, keys: Sequence[bytes]) -> None:
        fields = [DayAsking("expected_on", _("Expected close"), _("Fri, 15 Dec, in 2 weeks"))]
        self._ask_change(keys, fields)

    def ask_person(self, keys: Sequence[bytes]) -> None:
        self._ask_change(keys, [WordAsking(self._desk, "responsible", _("Responsible"), "colleague")])

    def hand_over(self, keys: Sequence[bytes]) -> None:
        from crmdesk.ui import assign

        assign.hand_over(self._over.window(), self._desk, assign.Chosen("deal", keys, self._named(keys)))

    def _ask_change(self, keys: Sequence[bytes], fields: Sequence[Asking]) -> None:
        named = self._named(keys)
        self._panel(named, fields, _("Change"), partial(_change, list(keys)), _("{deals} changed").format(deals=named))

    def clone(self, key: bytes) -> None:
        self._write(partial(_clone, key), _("{deals} copied").format(deals=self._named([key])))

    def split(self, key: bytes) -> None:
        card = self._card(key)
        if card is None or not card.amount:
            self._desk.say(_("A deal without an amount cannot be split."))
            return
        fields = [
            AmountAsking("amount", _("Amount of the new one"), card.currency),
            Asking("name", _("Its name")),
        ]
        fields[1].line.setText(card.name)
        head = _("Split {amount}").format(amount=brief(card.amount, card.currency))
        self._panel(head, fields, _("Split"), partial(_split, key), _("{deals} split").format(deals=self._named([key])))

    def delete(self, keys: Sequence[bytes]) -> None:
        words = ngettext("{count} deal deleted", "{count} deals deleted", len(keys)).format(count=len(keys))
        self._write(partial(_delete, list(keys)), words)


def _missing(keys: Sequence[bytes], stage: bytes, store: "Store") -> list[str]:
    from crmdesk.services import deals

    return deals.missing(store, keys, stage)


def _move_to(
    keys: list[bytes], stage: bytes, after: bytes | None, told: dict[str, Any] | None, store: "Store"
) -> None:  # fmt: skip
    from crmdesk.services import deals

    deals.move(store, keys, stage, after, told)


def _move_with(keys: list[bytes], stage: bytes, after: bytes | None, store: "Store", told: dict[str, Any]) -> None:
    _move_to(keys, stage, after, told, store)


def _win(keys: list[bytes], store: "Store") -> None:
    from crmdesk.services import deals

    deals.win(store, keys)


def _lose(keys: list[bytes], store: "Store", told: dict[str, Any]) -> None:
    from crmdesk.services import deals

    deals.lose(store, keys, told["reason"], told["competitor"], told["ask_again_on"])


def _reopen(keys: list[bytes], store: "Store") -> None:
    from crmdesk.services import deals

    deals.reopen(store, keys)


def _change(keys: list[bytes], store: "Store", values: dict[str, Any]) -> None:
    from crmdesk.services import deals

    deals.change(store, keys, **values)


def _change_to(keys: list[bytes], values: dict[str, Any], store: "Store") -> None:
    _change(keys, store, values)


def _clone(key: bytes, store: "Store") -> bytes:
    from crmdesk.services import deals

    return deals.clone(store, key)


def _split(key: bytes, store: "Store", told: dict[str, Any]) -> bytes:
    from crmdesk.services import deals

    return deals.split(store, key, told["amount"], told["name"])


def _delete(keys: list[bytes], store: "Store") -> None:
    from crmdesk.services import deals

    deals.delete(store, keys)
