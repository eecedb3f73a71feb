"""How a list of contacts is to be read, where it is read otherwise than it was detected; kept to be used again.

JSON: `{"encoding": "cp1252", "delimiter": ";", "header": true, "days_first": true, "unknown": "custom",
"columns": {"Kunde": "full_name", "Farbe": "custom", "Nr": "ignore"}, "defaults": {"stage": "lead", "tags": "Fair"}}`.
A column's target is one of `targets()`, `custom` or `ignore`; what is not named is read as it was detected.
"""

import codecs
import json
import re
from collections.abc import Mapping as Named
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from crmdesk import paths
from crmdesk.domain.base import Record, own_fields
from crmdesk.domain.card import Card
from crmdesk.domain.channels import Address, Email, Link, Phone
from crmdesk.domain.companies import Affiliation
from crmdesk.domain.contacts import Contact
from crmdesk.domain.errors import UserError
from crmdesk.domain.notes import Note
from crmdesk.domain.relations import Relation
from crmdesk.domain.values.clean import cleaned
from crmdesk.domain.values.file_names import safe
from crmdesk.formats import csv_columns
from crmdesk.formats.csv_layout import Column, Layout
from crmdesk.i18n import _, mark
from crmdesk.services.writing import whole_file

CUSTOM, IGNORE, NOTE = "custom", "ignore", "note"
UNKNOWN = (CUSTOM, NOTE, IGNORE)
"""What becomes of columns that nobody knows: a field of their own, a line of a note, nothing."""
_LISTS = ("tags", "groups")


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the user set right; nothing where a value is as detected."""

    encoding: str = ""
    delimiter: str = ""
    header: bool | None = None
    days_first: bool | None = None
    unknown: str = CUSTOM
    columns: Named[str, str] = field(default_factory=dict)
    """Heading -> target."""
    defaults: Named[str, str] = field(default_factory=dict)
    """A field of a contact, or `tags` and `groups`, and what it is where the file says nothing."""

    def __bool__(self) -> bool:
        return self != Mapping()


def targets() -> list[tuple[str, str]]:
    """Every target and what it is called."""
    return [*csv_columns.choices(), (CUSTOM, _("A field of its own"))]


def target_name(target: str) -> str:
    """Also of those that nobody need choose: the second work phone, the label of a third."""
    known = dict(targets())
    name, _at, slot = target.partition("@")
    label, _bar, number = slot.partition("/")
    if plain := known.get(target) or known.get(f"{name}@{label}"):
        return f"{plain} {number}" if number else plain
    in_list, _dot, part = name.partition(".")
    if in_list not in _LISTS_OF:
        return in_list.replace("_", " ").capitalize()
    head = f"{_(_LISTS_OF[in_list].label)} {slot.strip('#/')}".strip()
    return head if part == "value" else f"{head}: {_part_name(_LISTS_OF[in_list], part)}"


def _part_name(record: type[Record], part: str) -> str:
    own = own_fields(record)
    return _(own[part].label) if part in own else _(_PARTS.get(part, part))


_LISTS_OF: dict[str, type[Record]] = {
    "phones": Phone, "emails": Email, "addresses": Address, "links": Link, "organizations": Affiliation,
    "relations": Relation, "notes": Note,
}  # fmt: skip
_PARTS = {"label": mark("Label"), "formatted": mark("whole"), "company": mark("Company"), "service": mark("Service")}


def defaults() -> list[tuple[str, str]]:
    """What can be given a default, and what it is called."""
    fields = own_fields(Contact)
    return [*((name, _(fields[name].label)) for name in fields), ("tags", _("Tags")), ("groups", _("Groups"))]


def fitted(mapping: Mapping, layout: Layout) -> Layout:
    """The layout as the mapping has it."""
    targets: list[str | None] = [
        _target(mapping.columns.get(column.heading, column.target or ""), mapping.unknown) for column in layout.columns
    ]
    if mapping.columns:
        targets = csv_columns.separate(targets)  # the user may have chosen one for two columns
    columns = tuple(map(Column, (column.heading for column in layout.columns), targets))
    layout = replace(layout, columns=columns)
    if mapping.days_first is not None:
        layout = replace(layout, days_first=mapping.days_first, dates_are_ambiguous=False)
    return layout


def _target(chosen: str, unknown: str) -> str | None:
    if chosen in ("", CUSTOM):
        return IGNORE if unknown == IGNORE and not chosen else None
    return chosen


def complete(card: Card, mapping: Mapping, layout: Layout | None) -> None:
    """Defaults, and the columns nobody knows where they belong in a note."""
    if mapping.unknown == NOTE and layout:
        headings = {column.heading for column in layout.columns if column.target is None} - mapping.columns.keys()
        lines = [f"{name}: {card.custom.pop(name)}" for name in list(card.custom) if name in headings]
        if lines:
            card.notes.append({"text": "\n".join(lines)})
    for name, value in mapping.defaults.items():
        if name in _LISTS:
            known = getattr(card, name)
            known += [word for word in _words(value) if word not in known]
        elif card.kind == "contact":
            card.fields.setdefault(name, value)


def _words(text: str) -> list[str]:
    return [word.strip() for word in re.split("[,;]", text) if word.strip()]


# Kept


def read(path: Path) -> Mapping:
    """Raises UserError that names what cannot be understood."""
    try:
        told = json.loads(path.read_text("utf-8"))
        return _checked(told, path.name)
    except OSError as error:
        raise UserError(
            _("“{name}” cannot be read: {reason}.").format(name=path.name, reason=error.strerror or error)
        ) from error
    except (ValueError, TypeError, AttributeError, LookupError) as error:
        raise _wrong(path.name, str(error)) from error


def _wrong(name: str, reason: str) -> UserError:
    return UserError(_("The mapping “{name}” cannot be understood: {reason}.").format(name=name, reason=reason))


def _checked(told: dict[str, Any], name: str) -> Mapping:
    if unknown := told.keys() - {"encoding", "delimiter", "header", "days_first", "unknown", "columns", "defaults"}:
        raise _wrong(name, _("“{word}” means nothing").format(word=", ".join(sorted(unknown))))
    mapping = Mapping(**told)
    known = {key for key, _label in targets()} | {IGNORE}
    for heading, target in mapping.columns.items():
        if target not in known and not csv_columns.is_target(target):
            raise _wrong(name, _("column “{heading}”: “{target}” is no target").format(heading=heading, target=target))
    if mapping.unknown not in UNKNOWN:
        raise _wrong(name, _("“{word}” means nothing").format(word=mapping.unknown))
    if mapping.encoding:
        codecs.lookup(mapping.encoding)
    return replace(mapping, defaults=checked_defaults(mapping.defaults))


def checked_defaults(typed: Named[str, str]) -> dict[str, Any]:
    """As records keep them. Raises UserError with what is wrong with a value."""
    fields, kept = own_fields(Contact), {}
    for name, value in typed.items():
        if name not in fields and name not in _LISTS:
            raise UserError(_("There is no field “{field}”.").format(field=name))
        kept[name] = cleaned(fields[name].kind, _(fields[name].label), value) if name in fields else value
    return {name: value for name, value in kept.items() if value not in (None, "")}


def write(mapping: Mapping, path: Path) -> None:
    told = {name: value for name, value in asdict(mapping).items() if value not in ("", None, {})}
    with whole_file(path) as file:
        file.write(json.dumps(told, ensure_ascii=False, indent=1).encode())


def folder() -> Path:
    made = paths.config() / "mappings"
    made.mkdir(parents=True, exist_ok=True)
    return made


def saved() -> dict[str, Path]:
    """The mappings this user kept, by name."""
    return {path.stem: path for path in sorted(folder().glob("*.json"), key=lambda path: path.stem.casefold())}


def save(mapping: Mapping, name: str) -> None:
    write(mapping, folder() / f"{safe(name)}.json")
