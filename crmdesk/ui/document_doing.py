"""What the buttons over a document do: each is one step of undo, told with what may come next."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from crmdesk.i18n import _, mark
from crmdesk.ui import document_new
from crmdesk.ui.document_words import called
from crmdesk.widgets.messages import Action

if TYPE_CHECKING:
    from crmdesk.services.document_state import State
    from crmdesk.services.files import Store
    from crmdesk.ui.document_actions import DocumentActions

_TEXTS = {
    "send": mark("Send…"),
    "again": mark("Send again…"),
    "einvoice": mark("Electronic invoice…"),
    "accept": mark("Accepted"),
    "decline": mark("Declined…"),
    "sign": mark("Sign on screen"),
    "order": mark("Make the order"),
    "delivery": mark("Deliver"),
    "invoice": mark("Make the invoice"),
    "credit": mark("Credit note…"),
    "part delivery": mark("Deliver a part…"),
    "part invoice": mark("Invoice a part…"),
    "version": mark("New version"),
    "duplicate": mark("Duplicate"),
    "cancel": mark("Cancel it…"),
    "delete": mark("Delete draft"),
    "win": mark("Win the deal"),
}
_PARTS = {"delivery": "part delivery", "invoice": "part invoice"}
_LAST = ("duplicate", "cancel", "delete")


class Doing:
    def __init__(self, bar: "DocumentActions") -> None:
        self._bar, self._desk = bar, bar.desk

    @property
    def _state(self) -> "State":
        assert self._bar.state
        return self._bar.state

    @property
    def _key(self) -> bytes:
        return bytes(self._state.head["id"])

    @property
    def _called(self) -> str:
        head = self._state.head
        return called(head["kind"], head["title"] or "", head["version"])

    def text(self, key: str) -> str:
        if key == "accept" and self._state.state in ("expired", "declined"):
            return _("Accept anyway")
        return _(_TEXTS[key])

    def menu(self, state: "State") -> Iterator[str]:
        """All that can be done; what ends it or is seldom wanted behind a line."""
        for key in state.actions:
            if key not in _LAST:
                yield key
            if key in _PARTS and state.head["kind"] != "quote":
                yield _PARTS[key]
        yield "-"
        yield from (key for key in state.actions if key in _LAST)

    def run(self, key: str) -> None:
        runs: dict[str, Callable[[], None]] = {
            "send": self.send, "again": self.send, "einvoice": self.export,
            "accept": self.accept, "decline": partial(self.end, "declined"),
            "cancel": partial(self.end, "cancelled"), "sign": self.sign, "version": self.new_version,
            "duplicate": lambda: document_new.duplicate(self._desk, self._key, self._bar.opened.emit),
            "delete": self.delete, "win": self.win, "credit": partial(self.follow_in_parts, "credit"),
            "part delivery": partial(self.follow_in_parts, "delivery"),
            "part invoice": partial(self.follow_in_parts, "invoice"),
        }  # fmt: skip
        runs.get(key, partial(self.follow, key))()

    # Sent and answered

    def send(self, way: str = "") -> None:
        """The way it goes out is that of last time, unless told."""
        if self._is_ready():
            from crmdesk.ui.document_send import SendSheet

            SendSheet(self._bar, self._state, way).open()

    def _is_ready(self) -> bool:
        """Else it is told what is to be typed first."""
        words = {"customer": _("Who is it for? Choose the customer first."), "lines": _("There is nothing on it yet.")}
        if self._state.is_draft and self._state.lacks:
            self._desk.say(words[self._state.lacks])
        return not (self._state.is_draft and self._state.lacks)

    def export(self) -> None:
        from crmdesk.ui import document_einvoice

        document_einvoice.export(self._bar, self._desk, self._key, self._called)

    def sign(self) -> None:
        if self._is_ready():
            from crmdesk.ui.document_sign import SignPanel

            SignPanel(self._bar, self._state).open()

    def accept(self) -> None:
        self._answer("accepted", None, _("{document} accepted").format(document=self._called))

    def end(self, status: str) -> None:
        from crmdesk.ui.document_follow import ReasonSheet

        words = {"declined": _("{document} declined"), "cancelled": _("{document} cancelled")}[status]
        told = words.format(document=self._called)
        ReasonSheet(self._bar, status, self._called, lambda reason: self._answer(status, reason, told)).open()

    def _answer(self, status: str, reason: str | None, told: str) -> None:
        key, state = self._key, self._state

        def job(store: "Store") -> None:
            from crmdesk.services import document_steps

            document_steps.answer(store, key, status, reason)

        def done(_none: None) -> None:
            self.tell_answer(status, state, told, reason)

        self._desk.write(job, done)

    def tell_answer(self, status: str, state: "State", told: str, reason: str | None = None) -> None:
        """With what is likely next: an accepted quote wins its deal, a declined one loses it."""
        undo = Action(_("Undo"), self._desk.undo, lasts=False)
        deal = state.deal if state.deal and state.deal.status == "open" else None
        if deal and status == "accepted":
            undo = Action(_("Win the deal"), partial(self._win, deal.id), also=undo)
        elif deal and status == "declined":
            undo = Action(_("Lose the deal"), partial(self._lose, deal.id, reason or told), also=undo)
        self._desk.say(told, undo)

    def win(self) -> None:
        if self._state.deal:
            self._win(self._state.deal.id)

    def _win(self, deal: bytes) -> None:
        def job(store: "Store") -> None:
            from crmdesk.services import deals

            deals.win(store, deal)

        self._desk.write(job, lambda _none: self._desk.say_undoable(_("Deal won")))

    def _lose(self, deal: bytes, reason: str) -> None:
        def job(store: "Store") -> None:
            from crmdesk.services import deals

            deals.lose(store, deal, reason)

        self._desk.write(job, lambda _none: self._desk.say_undoable(_("Deal lost")))

    # What follows

    def new_version(self) -> None:
        key = self._key

        def job(store: "Store") -> bytes:
            from crmdesk.services import document_steps

            return document_steps.new_version(store, key)

        self._make(job, "quote", _("A new version, to be changed and sent"))

    def follow(self, kind: str) -> None:
        """All that is left of it."""
        self.make_next(kind, None)

    def follow_in_parts(self, kind: str) -> None:
        from crmdesk.ui.document_follow import PartsSheet

        PartsSheet(self._bar, self._key, kind, partial(self.make_next, kind)).open()

    def make_next(self, kind: str, quantities: Any) -> None:
        key = self._key

        def job(store: "Store") -> bytes:
            from crmdesk.services import document_steps

            return document_steps.follow(store, key, kind, quantities)

        words = _("{document}: a draft, to be looked at and sent").format(document=called(kind, ""))
        self._make(job, kind, words)

    def _make(self, job: "Callable[[Store], bytes]", kind: str, told: str) -> None:
        def made(key: bytes) -> None:
            self._desk.say_undoable(told)
            self._bar.go_to(key, kind)

        self._desk.write(job, made)

    def delete(self) -> None:
        key = self._key

        def job(store: "Store") -> None:
            from crmdesk.services import document_steps

            document_steps.remove_draft(store, key)

        def gone(_none: None) -> None:
            self._desk.say_undoable(_("Draft deleted"))
            self._bar.left.emit()

        self._desk.write(job, gone)
