"""New documents: empty ones for somebody, of a deal with its products, and copies."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk

if TYPE_CHECKING:
    from crmdesk.services.files import Store

Opened = Callable[[bytes], None]


def make(desk: Desk, kind: str, whom: Mapping[str, bytes], then: Opened) -> None:
    """`whom` names a deal_id, company_id or contact_id, or nobody yet."""

    def job(store: "Store") -> bytes:
        from crmdesk.services import document_drafts, document_steps

        if kind == "quote" and (deal := whom.get("deal_id")):
            return document_steps.from_deal(store, deal)
        return document_drafts.begin(store, kind, whom)

    desk.write(job, then)


def duplicate(desk: Desk, key: bytes, then: Opened) -> None:
    def job(store: "Store") -> bytes:
        from crmdesk.services import document_steps

        return document_steps.duplicate(store, key)

    def made(copy: bytes) -> None:
        desk.say_undoable(_("Duplicated as a draft"))
        then(copy)

    desk.write(job, made)
