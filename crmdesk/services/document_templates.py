"""Templates of documents: three that come with CRMDesk, those the user made, and which of them a document takes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain import document_look
from crmdesk.domain.document_look import STYLE_NAMES, STYLES, DocumentLook, Style
from crmdesk.domain.documents import DocumentTemplate
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.values.clean import tidy
from crmdesk.i18n import _
from crmdesk.store import bulk
from crmdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Template:
    id: bytes
    name: str
    look: DocumentLook
    language: str = ""
    """Of the customers whose documents take it by themselves; nothing: of all whom no other is for."""
    is_stock: bool = False
    """As it comes with CRMDesk."""
    is_own: bool = False
    """Made by the user, and not a stock one that was changed."""


STOCK: dict[bytes, Style] = {named_id("document template", style): style for style in STYLES}


def listed(session: Session) -> list[Template]:
    """The stock first, as changed by the user; then his own in their order."""
    rows = {row["id"]: row for row in bulk.whole(session, DocumentTemplate)}
    own = sorted((row for key, row in rows.items() if key not in STOCK), key=lambda row: (row["position"], row["id"]))
    stock = [_template(rows[key]) if key in rows else _stock(key) for key in STOCK]
    return [*stock, *(_template(row) for row in own)]


def _stock(key: bytes) -> Template:
    style = STOCK[key]
    return Template(key, _(dict(STYLE_NAMES)[style]), DocumentLook(style=style), is_stock=True)


def _template(row: Mapping[str, Any]) -> Template:
    look = document_look.read(row["look"])
    return Template(row["id"], row["name"], look, row["language"] or "", is_own=row["id"] not in STOCK)


def get(session: Session, key: bytes) -> Template:
    row = next(bulk.fetch(session, DocumentTemplate, "id", [key]), None)
    if row is None and key not in STOCK:
        raise UserError(_("This template was deleted meanwhile. Undo brings it back."))
    return _template(row) if row else _stock(key)


def look_of(session: Session, head: Mapping[str, Any]) -> DocumentLook:
    """As it was when the document was sent; else of its template, else of the one for its language."""
    kept = json.loads(head["sender"] or "null") or {}
    if "look" in kept:
        return document_look.read(kept["look"])
    if head["template_id"]:
        row = next(bulk.fetch(session, DocumentTemplate, "id", [head["template_id"]]), None)
        if row or head["template_id"] in STOCK:
            return _template(row).look if row else _stock(head["template_id"]).look
    return usual(session, head["language"] or "").look


def usual(session: Session, language: str) -> Template:
    """The first for this language, else for its base, else the first of all."""
    templates, base = listed(session), language.partition("-")[0]
    by_language = next((each for each in templates if each.language and each.language == language), None)
    by_base = next((each for each in templates if each.language and each.language.partition("-")[0] == base), None)
    return by_language or by_base or templates[0]


def frozen(session: Session, head: Mapping[str, Any]) -> dict[str, Any]:
    """What a document keeps of its template when it is sent: its texts, and its look as JSON under `look`."""
    look = look_of(session, head)
    texts = look.texts_in(head["language"] or "en")
    return {
        "intro": head["intro"] or texts.intro or None,
        "terms": head["terms"] or texts.terms or None,
        "look": document_look.write(replace(look, texts={})),
    }


# Changing them


def save(store: Store, key: bytes, look: DocumentLook) -> None:
    """Documents that were sent stay as they are."""
    with store.write(_("Change template")) as session:
        _put(session, get(session, key), look=document_look.write(look))


def rename(store: Store, key: bytes, name: str) -> None:
    if not (told := tidy(name)):
        raise UserError(_("A template needs a name."))
    with store.write(_("Rename template")) as session:
        _put(session, get(session, key), name=told)


def set_language(store: Store, key: bytes, language: str) -> None:
    """Documents in this language take it by themselves, and no other template then."""
    with store.write(_("Change template")) as session:
        template = get(session, key)
        others = [each for each in listed(session) if language and each.language == language and each.id != key]
        for other in others:
            _put(session, other, language=None)
        _put(session, template, language=language or None)


def add(store: Store, like: bytes) -> bytes:
    """A template of one's own, which begins as another is; gives its id."""
    with store.write(_("Add template")) as session:
        before = get(session, like)
        name = _("{name} copy").format(name=before.name)
        key = new_id()
        row = {"id": key, "name": name, "look": document_look.write(before.look), "position": len(listed(session))}
        bulk.insert(session, DocumentTemplate, [row])
    return key


def remove(store: Store, key: bytes) -> None:
    """A stock one is as it came again."""
    with store.write(_("Reset template") if key in STOCK else _("Delete template")) as session:
        bulk.mark_deleted(session, DocumentTemplate, "id", [key])


def hold(session: Session, key: bytes | None) -> None:
    """A stock one that a document names becomes a record, so that no link leads to nothing."""
    if key in STOCK and not next(bulk.fetch(session, DocumentTemplate, "id", [key]), None):
        _put(session, _stock(key))


def _put(session: Session, template: Template, **changed: Any) -> None:
    row = {
        "id": template.id, "name": template.name, "language": template.language or None,
        "look": document_look.write(template.look), **changed,
    }  # fmt: skip
    known = next(bulk.fetch(session, DocumentTemplate, "id", [template.id]), None)
    bulk.revive(session, DocumentTemplate, [row | {"position": known["position"] if known else 0}])
