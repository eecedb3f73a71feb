"""Letter templates: one for each language under one name; each contact gets the one of its own."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crmdesk import i18n
from crmdesk.domain import letter_look
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.letter_look import Look
from crmdesk.domain.letter_stock import STOCK
from crmdesk.domain.paper import LetterTemplate
from crmdesk.domain.values.clean import tidy
from crmdesk.domain.values.rich_text import clean
from crmdesk.i18n import _, ngettext
from crmdesk.store import bulk
from crmdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Template:
    name: str
    language: str = ""
    """BCP 47; nothing is for all."""
    subject: str = ""
    body: str = ""
    """As `domain.values.rich_text` stores it."""
    look: Look = field(default_factory=Look)
    id: bytes = b""


def all_of(store: Store) -> list[Template]:
    """By name; of one name that for all languages first."""
    with store.read() as session:
        found = [_template(row) for row in bulk.whole(session, LetterTemplate)]
    return sorted(found, key=lambda template: (fold(template.name), template.name, template.language))


def _template(row: dict[str, Any]) -> Template:
    look = letter_look.read(row["look"])
    return Template(row["name"], row["language"] or "", row["subject"] or "", row["body"], look, row["id"])


def families(templates: Sequence[Template]) -> dict[str, list[Template]]:
    """By their names."""
    found: defaultdict[str, list[Template]] = defaultdict(list)
    for template in templates:
        found[template.name].append(template)
    return dict(found)


def for_language(family: Sequence[Template], language: str) -> Template:
    """That of the language, else that for all, else that in English, else the first there is."""
    wanted = _tag(language)
    for tag in (wanted, wanted.partition("-")[0], "", "en"):
        for template in family:
            known = _tag(template.language)
            if known == tag or (tag and known.partition("-")[0] == tag):
                return template
    return family[0]


def is_in(template: Template, language: str) -> bool:
    """It was written for this language, or for whichever."""
    mine, wanted = _tag(template.language), _tag(language)
    return not mine or not wanted or mine.partition("-")[0] == wanted.partition("-")[0]


def _tag(language: str) -> str:
    return language.replace("_", "-").lower()


# Changing


def save(store: Store, template: Template) -> bytes:
    """A new one where it has no id; gives the id."""
    name = tidy(template.name)
    if not name:
        raise UserError(_("A letter needs a name to be found by."))
    key = template.id or new_id()
    row = {
        "id": key,
        "name": name,
        "language": template.language or None,
        "subject": tidy(template.subject) or None,
        "body": clean(template.body),
        "look": letter_look.write(template.look),
    }
    for other in all_of(store):
        if (other.name, _tag(other.language)) == (name, _tag(template.language)) and other.id != template.id:
            raise UserError(_("There is a letter of this name in this language already."))
    with store.write(_("Change letter {name}").format(name=name)) as session:
        bulk.revive(session, LetterTemplate, [row])
    return key


def rename(store: Store, name: str, new: str) -> None:
    """All languages of one name."""
    new = tidy(new)
    templates = all_of(store)
    if not new:
        raise UserError(_("A letter needs a name to be found by."))
    if new != name and any(template.name == new for template in templates):
        raise UserError(_("“{name}” is in the list already.").format(name=new))
    with store.write(_("Rename letter")) as session:
        bulk.update(session, LetterTemplate, _ids(templates, name), {"name": new})


def set_look(store: Store, name: str, look: Look) -> None:
    """The paper of all languages of one name; each keeps its own list of enclosures."""
    rows = [
        {"id": each.id, "look": letter_look.write(_with_own(look, each))} for each in all_of(store) if each.name == name
    ]
    with store.write(_("Change letter {name}").format(name=name)) as session:
        bulk.update_each(session, LetterTemplate, rows)


def _with_own(look: Look, template: Template) -> Look:
    return replace(look, enclosures=template.look.enclosures)


def remove(store: Store, name: str, language: str | None = None) -> int:
    """In all languages, or in one."""
    gone = [
        template.id
        for template in all_of(store)
        if template.name == name and (language is None or template.language == language)
    ]
    with store.write(
        ngettext("Remove {count} letter", "Remove {count} letters", len(gone)).format(count=len(gone))
    ) as (session):
        bulk.mark_deleted(session, LetterTemplate, "id", gone)
    return len(gone)


def _ids(templates: Sequence[Template], name: str) -> list[bytes]:
    return [template.id for template in templates if template.name == name]


# To begin with


def stock() -> dict[str, list[Template]]:
    """By their names, as if they were kept."""
    return {
        (name := _(each.name)): [
            Template(name, language, text.subject, clean(text.body), id=f"{key} {language}".encode())
            for language, text in each.texts.items()
        ]
        for key, each in STOCK.items()
    }


def add_stock(store: Store, key: str) -> str:
    """One of STOCK in all its languages; gives its name."""
    name = _free_name(store, _(STOCK[key].name))
    rows: list[dict[str, Any]] = [
        {"name": name, "language": language, "subject": text.subject, "body": clean(text.body), "look": None}
        for language, text in STOCK[key].texts.items()
    ]
    keys = [named_id("letter", key, language) for language in STOCK[key].texts]  # the same on every laptop
    with store.write(_("Add letter {name}").format(name=name)) as session:
        if not any(bulk.fetch(session, LetterTemplate, "id", keys)):
            rows = [{**row, "id": made} for row, made in zip(rows, keys, strict=True)]
        bulk.revive(session, LetterTemplate, rows)
    return name


def add_empty(store: Store) -> Template:
    """In the user's language, with a beginning and an end."""
    name = _free_name(store, _("New letter"))
    end = _("Kind regards,")
    body = f"<p>{{{{salutation}}}}</p><p></p><p></p><p>{end}</p><p></p><p>{{{{own.name}}}}</p>"
    template = Template(name, i18n.language().replace("_", "-"), "", body)
    key = save(store, template)
    return next(each for each in all_of(store) if each.id == key)


def _free_name(store: Store, wanted: str) -> str:
    taken = {template.name for template in all_of(store)}
    names = [wanted, *(f"{wanted} {number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)
