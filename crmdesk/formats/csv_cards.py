"""Rows into cards: the columns are looked at once, then each row runs through ready-made functions."""

import re
from collections.abc import Callable

from crmdesk.domain.base import own_fields
from crmdesk.domain.card import Card
from crmdesk.domain.companies import Company
from crmdesk.domain.contacts import GENDERS, MARITAL, Contact, compose_name
from crmdesk.domain.fields import Kind
from crmdesk.domain.values.names import is_company, split_name
from crmdesk.formats import csv_columns
from crmdesk.formats.csv_cells import clean
from crmdesk.formats.csv_entries import Draft, adder, finish_block, read_groups, set_date
from crmdesk.formats.csv_layout import Column, Layout
from crmdesk.i18n import _

Action = Callable[[Draft, str], None]
_NAME_PARTS = ("given_name", "middle_name", "family_name", "nickname", "prefix", "suffix")
_GENDERS = {
    "female": "female f weiblich w frau femme feminin mujer femenino femmina feminino vrouw kadin женский ж",
    "male": "male m mannlich mann homme masculin hombre masculino maschio man erkek мужской м",
}
_GENDER_OF = {csv_columns.key(word): gender for gender, words in _GENDERS.items() for word in words.split()}
_CHOICES = {"gender": dict(GENDERS), "marital_status": dict(MARITAL)}


def compile_columns(layout: Layout) -> Callable[[list[str], int], Card]:
    """A function that makes a card of a row and its line number."""
    companions = {column.target for column in layout.columns if column.target and not column.target.count(".value@")}
    actions = [_action(column, companions) for column in layout.columns]
    width = len(actions)

    def make(cells: list[str], line: int) -> Card:
        draft = Draft(Card(line=line), layout.postal_digits, layout.days_first)
        for cell, action in zip(cells, actions, strict=False):
            if cell and action and (value := cell.strip()):
                action(draft, clean(value) if value[0] in "'=" else value)
        if len(cells) > width:
            _keep_surplus(draft, cells[width:], width)
        for name, block in draft.blocks.items():
            finish_block(draft, name, block)
        _finish(draft)
        return draft.card

    return make


def _keep_surplus(draft: Draft, cells: list[str], width: int) -> None:
    """Cells without a heading."""
    for number, value in enumerate(cells, width + 1):
        if value.strip():
            draft.warn(_("There are more cells than headings."))
            draft.keep(_("Column {number}").format(number=number), value.strip())


def _action(column: Column, others: set[str]) -> Action | None:
    heading, target = column.heading, column.target
    if target is None:
        return _custom_action(heading)
    name, at, slot = target.partition("@")
    in_list, _, part = name.partition(".")
    beside = {f"{in_list}.{part}@{slot}" for part in ("label", "extension", "type", "is_primary")}
    if name in ("phones.value", "emails.value") and others.isdisjoint(beside):
        return adder(f"{in_list}@{slot}")
    if at:
        return _block_action(f"{in_list}@{slot}", part)
    if in_list == "company":
        return lambda draft, value: draft.kept.__setitem__(part, (heading, value))
    return _SPECIAL.get(name, _field_action)(name, heading)


def _block_action(block: str, part: str) -> Action:
    def add(draft: Draft, value: str) -> None:
        there = draft.blocks.get(block)
        if there is None:
            draft.blocks[block] = {part: value}
        else:
            there[part] = value
        if ":::" in value:
            draft.several = True

    return add


def _custom_action(heading: str) -> Action:
    name = csv_columns.key(heading)
    worthless = csv_columns.noise().get(name, frozenset())
    if name in ("initials", "initialen", "initiales", "iniziali", "iniciais"):
        return lambda draft, value: None if _are_initials(draft, value) else draft.keep(heading, value)
    return lambda draft, value: None if value.casefold() in worthless else draft.keep(heading, value)


def _are_initials(draft: Draft, value: str) -> bool:
    names = [draft.card.fields.get(name, "") for name in ("given_name", "middle_name", "family_name")]
    return set(re.sub(r"\W", "", value).upper()) <= {name[0].upper() for name in names if name}


def _field_action(name: str, _heading: str) -> Action:
    return lambda draft, value: draft.card.fields.__setitem__(name, value)


def _note(_name: str, heading: str) -> Action:
    if csv_columns.key(heading) == "notecontent":  # Pipedrive writes HTML
        return lambda draft, value: draft.card.notes.append({"text": value, "is_html": True})
    return lambda draft, value: draft.card.notes.append({"text": value})


def _tags(name: str, _heading: str) -> Action:
    separators = "[;,\n]" if name == "tags" else "[;\n]|, "
    return lambda draft, value: getattr(draft.card, name).extend(read_groups(value, separators))


def _date(name: str, heading: str) -> Action:
    return lambda draft, value: set_date(draft, name, heading, value)


def _birth(name: str, _heading: str) -> Action:
    return lambda draft, value: draft.birth.__setitem__(name, value)


def _full_name(_name: str, _heading: str) -> Action:
    return lambda draft, value: setattr(draft, "full_name", value)


def _uid(_name: str, _heading: str) -> Action:
    return lambda draft, value: setattr(draft.card, "uid", value)


def _ignore(_name: str, _heading: str) -> Action | None:
    return None


def _choice(name: str, heading: str) -> Action:
    """One of our own values, in any language where it is the gender; else kept under its heading."""
    worthless = csv_columns.noise().get(name, frozenset())

    def choose(draft: Draft, value: str) -> None:
        known = value.lower() if value.lower() in _CHOICES[name] else _GENDER_OF.get(csv_columns.key(value), "")
        if known in _CHOICES[name]:
            draft.card.fields[name] = known
        elif value.casefold() not in worthless:
            draft.keep(heading, value)

    return choose


def _rating(name: str, heading: str) -> Action:
    def rate(draft: Draft, value: str) -> None:
        if value in ("0", "1", "2", "3", "4", "5"):
            draft.card.fields[name] = int(value)
        else:
            draft.keep(heading, value)

    return rate


_SPECIAL: dict[str, Callable[[str, str], Action | None]] = {
    "note": _note,
    "tags": _tags,
    "groups": _tags,
    "birthday": _date,
    "anniversary": _date,
    "birth_year": _birth,
    "birth_month": _birth,
    "birth_day": _birth,
    "full_name": _full_name,
    "uid": _uid,
    "ignore": _ignore,
    "gender": _choice,
    "marital_status": _choice,
    "rating": _rating,
}


def _finish(draft: Draft) -> None:
    if draft.birth:
        _set_birthday(draft)
    if _is_of_company(draft):
        _make_company(draft)
        return
    if draft.full_name:
        _set_name(draft)
    for name, (heading, value) in draft.kept.items():
        draft.keep(heading or name, value)


_COMPANY_FIELDS = {name: field for name, field in own_fields(Company).items() if field.kind is not Kind.CHOICE}


def _set_birthday(draft: Draft) -> None:
    year, month, day = (draft.birth.get(f"birth_{part}", "") for part in ("year", "month", "day"))
    if month.isdigit() and day.isdigit():
        text = f"{int(year):04}-{int(month):02}-{int(day):02}" if year.isdigit() else f"--{int(month):02}-{int(day):02}"
        set_date(draft, "birthday", _("Birthday"), text)
    elif written := "-".join(filter(None, (year, month, day))):
        set_date(draft, "birthday", _("Birthday"), written)


def _is_of_company(draft: Draft) -> bool:
    """A row without a person: its only name is a company's."""
    if not draft.card.fields.keys().isdisjoint(_NAME_PARTS):
        return False
    company, *others = [entry.get("company") for entry in draft.card.affiliations] or [None]
    if draft.full_name:
        return draft.full_name == company or (company is None and is_company(draft.full_name))
    return bool(company) and not others and "title" not in draft.card.affiliations[0]


def _make_company(draft: Draft) -> None:
    card = draft.card
    position = card.affiliations[0] if card.affiliations else {}
    name = position.get("company") or draft.full_name
    for label, value in ((_("Job title"), position.get("title")), (_("Department"), position.get("department"))):
        if value:
            draft.keep(label, value)
    for field_name, value in card.fields.items():
        if field_name not in _COMPANY_FIELDS:
            draft.keep(_(own_fields(Contact)[field_name].label), str(value))
    fields = {"name": name, **{k: v for k, v in card.fields.items() if k in _COMPANY_FIELDS}}
    fields |= {k: value for k, (_heading, value) in draft.kept.items()}
    card.kind, card.affiliations, card.fields = "company", [], fields


def _set_name(draft: Draft) -> None:
    """The full name in parts, unless they are there; kept where it says more than they."""
    fields, full = draft.card.fields, draft.full_name
    if not fields.get("given_name") and not fields.get("family_name"):
        for name, value in split_name(full).items():
            fields.setdefault(name, value)
    spoken = compose_name(
        *(fields.get(name) for name in ("given_name", "middle_name", "family_name", "prefix", "suffix"))
    )
    nickname = fields.get("nickname", "")
    if _bag(full) not in (_bag(spoken), _bag(nickname), _bag(f"{spoken} {nickname}")):
        fields["full_name"] = full


def _bag(name: str) -> list[str]:
    return sorted(re.findall(r"\w+", name.casefold()))
