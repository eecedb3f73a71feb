"""The document in the editor: what is known of it, strokes that are kept, and strokes that are only tried yet."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk, reason

if TYPE_CHECKING:
    from crmdesk.services.document_drafts import Look
    from crmdesk.services.document_edits import Edit
    from crmdesk.services.document_offers import Offer
    from crmdesk.services.documents import Row, Whole
    from crmdesk.services.files import Changed, Store
    from crmdesk.widgets.tasks import Failed

_TABLES = frozenset(
    ("documents", "document_lines", "contacts", "companies", "addresses", "tax_classes", "tax_rates", "preferences",
     "document_templates", "signatures", "photos")
)  # fmt: skip
_PAUSE = 60
"""Milliseconds after a key, before what is typed is worked out: faster typing is worked out once."""


def _nothing(_look: object) -> None:
    pass


class Draft(QObject):
    shown = Signal(object)
    """A Look: it was opened, or is otherwise than it was."""
    tried = Signal(object)
    """A Whole: what it comes to with what is being typed."""
    lost = Signal(str)
    """It is no more: why."""
    printed = Signal(bytes, int)
    """As PDF with its pages, what is being typed included."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.key = b""
        self.look: Look | None = None
        self.offers: dict[bytes, Offer] = {}
        self._writing = 0
        self._is_seen, self._is_stale = False, False
        self._trying: tuple[Edit | None, dict[str, Any]] = (None, {})
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._try)
        desk.changed.connect(self._changed)

    @property
    def is_locked(self) -> bool:
        return self.look is None or self.look.whole.head["status"] != "draft"

    def open(self, key: bytes) -> None:
        if key != self.key:
            self.key, self.look, self.offers = key, None, {}
        self.reload()

    def close(self) -> None:
        self.key, self.look = b"", None
        self._pause.stop()

    def reload(self) -> None:
        key, self._is_stale = self.key, False
        self.desk.ask(partial(_look, key), partial(self._take, key), self._lose, replace=(id(self), "look"))

    def _changed(self, change: "Changed") -> None:
        """What nobody looks at is looked up when somebody does."""
        if self.key and not self._writing and change.tables & _TABLES:
            self._is_stale = True
            self.be_seen(self._is_seen)

    def be_seen(self, is_seen: bool) -> None:
        self._is_seen = is_seen
        if is_seen and self._is_stale and self.key:
            self.reload()

    def _lose(self, error: Exception) -> None:
        self.close()
        self.lost.emit(reason(error))

    def _take(self, key: bytes, look: "Look") -> None:
        if key == self.key and not self._writing:
            self._show(look)

    def _show(self, look: "Look") -> None:
        self.look = look
        lines = {row["id"] for row in look.whole.rows}
        self.offers |= {line: offer for line, offer in look.offers.items() if offer}
        gone = {line for line in self.offers if line not in lines or look.offers.get(line, self) is None}
        self.offers = {line: offer for line, offer in self.offers.items() if line not in gone}
        self._pause.stop()
        self.shown.emit(look)
        self._print(look.whole)

    # Strokes

    def edit(
        self,
        text: str,
        change: "Edit | None" = None,
        done: "Callable[[Look], None]" = _nothing,
        failed: "Failed | None" = None,
        **head: Any,
    ) -> None:
        self.stroke(partial(_edit, self.key, text, change, head), done, failed)

    def stroke(
        self,
        job: "Callable[[Store], Look]",
        done: "Callable[[Look], None]" = _nothing,
        failed: "Failed | None" = None,
    ) -> None:
        """Anything that writes it and looks at it again."""
        self._writing += 1
        self._pause.stop()
        self.desk.write(job, partial(self._kept, self.key, done), partial(self._failed, failed))

    def _kept(self, key: bytes, done: "Callable[[Look], None]", look: "Look") -> None:
        self._writing -= 1
        if key == self.key:
            self._show(look)
            done(look)

    def _failed(self, failed: "Failed | None", error: Exception) -> None:
        """What is shown goes back to what is kept."""
        from crmdesk.domain.errors import UserError

        self._writing -= 1
        if failed:
            failed(error)
        elif isinstance(error, UserError):
            self.desk.unmet.emit(error)
        self.reload()

    def line(self, key: bytes) -> "Row | None":
        rows = self.look.whole.rows if self.look else []
        return next((row for row in rows if row["id"] == key), None)

    def forget_offer(self, key: bytes) -> None:
        self.offers.pop(key, None)
        if self.look:
            self.shown.emit(self.look)

    # What is only tried

    def try_out(self, change: "Edit | None" = None, **head: Any) -> None:
        """As it is typed; what makes no sense yet is passed over."""
        if not self.is_locked:
            self._trying = change, head
            self._pause.start()

    def try_nothing(self) -> None:
        """What was being typed was taken back."""
        if self.look:
            self._pause.stop()
            self.tried.emit(self.look.whole)
            self._print(self.look.whole)

    def _try(self) -> None:
        change, head = self._trying
        job = partial(_tried, self.key, change, head)
        self.desk.ask(job, partial(self._take_tried, self.key), _nothing, replace=(id(self), "tried"))

    def _take_tried(self, key: bytes, whole: "Whole") -> None:
        if key == self.key and not self._writing:
            self.tried.emit(whole)
            self._print(whole)

    def _print(self, whole: "Whole") -> None:
        job = partial(_pdf, whole)
        self.desk.ask(job, partial(self._take_pdf, self.key), _nothing, replace=(id(self), "paper"))

    def _take_pdf(self, key: bytes, made: tuple[bytes, int]) -> None:
        if key == self.key:
            self.printed.emit(*made)


def _look(key: bytes, store: "Store") -> "Look":
    from crmdesk.services import document_drafts

    return document_drafts.look(store, key)


def _edit(key: bytes, text: str, change: "Edit | None", head: dict[str, Any], store: "Store") -> "Look":
    from crmdesk.services import document_drafts

    return document_drafts.edit(store, key, text or _("Change document"), change, **head)


def _tried(key: bytes, change: "Edit | None", head: dict[str, Any], store: "Store") -> "Whole":
    from crmdesk.services import document_drafts

    return document_drafts.tried(store, key, change, **head)


def _pdf(whole: "Whole", store: "Store") -> tuple[bytes, int]:
    from crmdesk.services import quote_paper

    return quote_paper.pdf_of(store, whole)
