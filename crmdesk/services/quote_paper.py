"""Documents on paper, in the language of the customer: what is printed is what is kept, figure by figure."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy.orm import Session

from crmdesk.domain.document_look import STYLES, DocumentLook, Style
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id
from crmdesk.domain.payment_codes import is_iban
from crmdesk.domain.preferences import Preference
from crmdesk.i18n import _
from crmdesk.printing.quote_sheets import Paper
from crmdesk.services import document_templates, preferences, sender
from crmdesk.services.documents import Row, Whole, whole
from crmdesk.services.quote_writer import ACCOUNT, Writer, locale_of, preference
from crmdesk.services.writing import whole_file
from crmdesk.store import bulk
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.printing.letter_head import Head

__all__ = ["account", "draft_of", "locale_of", "paper_of", "pdf_of", "save", "set_account", "style_named"]


def save(store: Store, key: bytes, to: Path, style: Style | None = None) -> int:
    """As PDF; gives how many pages."""
    with store.read() as session:
        document = whole(session, key)
        look = document_templates.look_of(session, document.head)
        made = draft_of(session, document, replace(look, style=style, colour="") if style else look)
    with whole_file(to) as file:
        return made(file)


def pdf_of(store: Store, document: Whole, look: DocumentLook | None = None) -> tuple[bytes, int]:
    """With how many pages, as it is told: what is being typed need not be kept yet."""
    with store.read() as session:
        made = draft_of(session, document, look)
    file = BytesIO()
    pages = made(file)
    return file.getvalue(), pages


def draft_of(session: Session, document: Whole, look: DocumentLook | None = None) -> Callable[[BinaryIO], int]:
    """What writes it as PDF and gives how many pages; the file is not asked any more."""
    from crmdesk.printing import letter_forms, quotes

    look = look or document_templates.look_of(session, document.head)
    paper, head = Writer(session, document, look).paper(), _head(session, document.head)
    form = letter_forms.of_country(preferences.country(session))
    return lambda file: quotes.render(paper, head, form, file, look).pages


def _head(session: Session, document: Row) -> "Head":
    """The own business as it was when this was sent; as it is now on a draft."""
    from crmdesk.printing.letter_head import Head

    own, kept = sender.of(session), json.loads(document["sender"] or "null")
    told = kept or (own and {name: getattr(own, name) for name in ("name", "lines", "phone", "email", "web", "foot")})
    if not told or "name" not in told:
        return Head()
    ways = [told[name] for name in ("phone", "email", "web") if told[name]]
    foot = [line for line in told["foot"].splitlines() if line.strip()]
    return Head(told["name"], told["lines"], ways, foot, own.logo if own else None)


def account(store: Store) -> dict[str, str]:
    """Where customers pay to: iban in groups of four, bic, pix."""
    with store.read() as session:
        kept = {name: preference(session, f"payment.{name}") for name in ACCOUNT}
    iban = "".join(kept["iban"].split()).upper()
    return kept | {"iban": " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))}


def set_account(store: Store, **account: str) -> None:
    """What is no account is refused: a wrong digit would be printed on every invoice."""
    told = {name: account[name].strip() for name in ACCOUNT if name in account}
    if told.get("iban") and not is_iban("".join(told["iban"].split()).upper()):
        raise UserError(_("“{iban}” is no IBAN: a digit is wrong or missing.").format(iban=told["iban"]))
    with store.write(_("Change bank account")) as session:
        rows = [
            {"id": named_id("preference", f"payment.{name}"), "name": f"payment.{name}", "value": value}
            for name, value in told.items()
        ]
        bulk.revive(session, Preference, rows)


def paper_of(session: Session, key: bytes) -> Paper:
    document = whole(session, key)
    return Writer(session, document, document_templates.look_of(session, document.head)).paper()


def style_named(name: str) -> Style:
    found = next((style for style in STYLES if style == name), None)
    if found is None:
        raise UserError(_("There is no style “{name}”. There are {names}.").format(name=name, names=", ".join(STYLES)))
    return found
