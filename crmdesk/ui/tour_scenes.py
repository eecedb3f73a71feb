"""The scenes of the tour: what a user does to see each screen and sheet."""

import os
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar

from crmdesk.domain.criteria import All, AnyOf, Condition, FromToday, Node
from crmdesk.i18n import _
from crmdesk.ui import (
    tour_activities,
    tour_calendar,
    tour_cards,
    tour_conflicts,
    tour_design,
    tour_duplicates,
    tour_history,
    tour_mail,
    tour_money,
    tour_paper,
    tour_rules,
    tour_sheets,
    tour_sync,
    tour_team,
    tour_today,
)
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.tour_exchange import EXCHANGE
from crmdesk.ui.tour_letters import SCENES as LETTERS
from crmdesk.ui.tour_stage import Scene, go, screen_of, settle, show_record, wait_for
from crmdesk.ui.tour_told import FAULTS, NOTICES
from crmdesk.ui.trail import Step
from crmdesk.ui.window import Window
from crmdesk.widgets.messages import put_away_toasts
from crmdesk.widgets.picker import Picker

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_TYPED = 0.2
"""Seconds after which no more letters are expected: the page is drawn."""
_PERSON = "Álvares"
_COMPANY = "Padaria São José"
_PREFERENCES = ("general", "appearance", "calendar", "file", "fields", "picks", "relations")
_ON_SETS = ("list", "group", "tag", "edit all")
_CITY = Condition("addresses.city", "is", "São Paulo")
_TAG = Condition("tags.name", "is", "VIP")
_BIRTHDAY = Condition("birthday", "within", FromToday(30))
_VCARD = """BEGIN:VCARD\r
VERSION:3.0\r
FN:{name}\r
N:{family};{given};;;\r
TEL;TYPE=CELL:{phone}\r
END:VCARD\r
"""

# Before there is a file


def _welcome(window: Window) -> None:
    window.show_welcome()


def _new_file(window: Window) -> None:
    window.show_welcome()
    window.ask("new")


def _unlock(window: Window) -> None:
    from crmdesk.services.files import NeedsPassphrase
    from crmdesk.ui.unlock import Unlock

    window.show_welcome()
    Unlock(window, Path("Forno Supplies.crmdesk"), NeedsPassphrase(""), lambda: None).open()


def _recovery(window: Window) -> None:
    from crmdesk.ui.new_file import Recovery

    window.show_welcome()
    Recovery(window, "Forno Supplies", "7Q2M-9XKD-4TB6-HN0W-3VJR-8PZC-5GE1", lambda: None).open()


def _empty(window: Window) -> None:
    from crmdesk.services import files

    folder = Path(os.environ["CRMDESK_HOME"]) / str(time.monotonic_ns())
    folder.mkdir(parents=True)
    path = folder / "My contacts.crmdesk"
    window.desk.open(lambda: (files.new(path, "none")[0], None))
    wait_for(lambda: window.side.is_counted)


# Lists and the Rolodex


def _contacts(window: Window) -> None:
    show_record(window, _PERSON)


def _table(window: Window) -> None:
    screen = show_record(window, _PERSON)
    look = screen.list.look
    screen.list.set_look(replace(look, layout="table", sort=(("shown_name", False),), group="addresses.city"))


def _columns(window: Window) -> None:
    show_record(window, _PERSON)
    window.ask("columns")


def _several_selected(window: Window) -> None:
    screen = show_record(window, _PERSON)
    screen.table.select([range(3)])
    settle(window)
    middle = screen.table.viewport().rect().center()
    screen.table.menu_wanted.emit(screen.table.viewport().mapToGlobal(middle))


def _rolodex(window: Window) -> None:
    screen = show_record(window, "Çelik")
    screen.views.toggle()
    settle(window)


def _flipping(window: Window) -> None:
    _rolodex(window)
    rolodex = screen_of(window).views.rolodex
    assert rolodex
    rolodex.file.typed.emit("mey")
    settle(window)
    wait_for(lambda: not rolodex.file.pile.is_flipping())
    rolodex.file.pile.show_between(0.4)


# Finding


def _search(window: Window) -> None:
    window.search.setFocus()
    window.search.setText("mar")
    settle(window, _TYPED)


def _not_found(window: Window) -> None:
    window.search.setFocus()
    window.search.setText("qqqq")
    settle(window, _TYPED)


def _lookup(window: Window) -> None:
    lookup = screen_of(window).lookup
    lookup.put(Step("narrow", _CITY, "City is São Paulo"))
    lookup.put(Step("add", _TAG, "tag VIP"))
    lookup.put(Step("remove", _BIRTHDAY, "Birthday in the next 30 days"))
    settle(window)


def _narrow(window: Window) -> None:
    _lookup(window)
    window.ask("look up")


def _conditions(window: Window, node: Node) -> None:
    from crmdesk.ui.several import Several

    screen = screen_of(window)
    step = Step("narrow", node, "")
    screen.lookup.with_terms(lambda terms: Several(window, screen.lookup, terms, step).open())


def _group_editor(window: Window) -> None:
    from crmdesk.services import groups
    from crmdesk.ui.group_editor import open_editor

    found: list[groups.GroupRow] = []
    window.desk.ask(groups.list_groups, found.extend)
    wait_for(lambda: found)
    group = next((group for group in found if group.criteria), found[0])
    open_editor(window, window.desk, group.id)


def _palette(window: Window, typed: str) -> None:
    show_record(window, _PERSON)
    window.ask("palette")
    settle(window)
    next(iter(window.findChildren(Picker))).line.setText(typed)


# One record


def _tab(window: Window, tab: str) -> None:
    page = show_record(window, _PERSON).page
    assert page
    page.show_tab(tab)


def _history(window: Window) -> None:
    page = show_record(window, _PERSON).page
    assert page
    record = page.editor.record
    for name, value in (("id_status", "Key account, south"), ("rating", 4), ("source", "Trade fair 2026")):
        window.desk.write(partial(_set, record=record, name=name, value=value))
    window.desk.undo()
    page.show_tab("history")


def _set(store: "Store", record: str, name: str, value: object) -> None:
    from crmdesk.services import records

    records.set_value(store, "contacts", record, name, value)


def _planning(window: Window) -> None:
    page = show_record(window, _PERSON).page
    assert page
    page.header.planning.emit()


def _with_files(window: Window) -> None:
    from crmdesk.services import attachments

    page = show_record(window, _PERSON).page
    assert page
    record = page.editor.record
    for name in ("Offer 2026-118.txt", "Drawing of the bakery, ground floor.txt"):
        window.desk.write(partial(attachments.add, owner=record, content=b"Stone oven\n2 pieces", name=name))
    settle(window)
    page.show_tab("files")


def _company(window: Window, tab: str) -> None:
    go(window, "companies")
    page = show_record(window, _COMPANY).page
    assert page
    page.show_tab(tab)


def _refused(window: Window) -> None:
    """What was typed cannot be kept: the reason stands under it."""
    page = show_record(window, _PERSON).page
    assert page
    field = next(field for field in page.details.fields() if "@" in str(field.value()))
    field.set_problem(_("This does not look like an e-mail address."))


def _new_contact(window: Window) -> None:
    go(window, "contacts", "new")
    page = screen_of(window).page
    new = page.new_record if page else None
    assert new
    for key, text in (("name", "Ana Souza"), ("company", "Clínica Boa Vida"), ("phone", "+55 11 98888-1234")):
        new.lines[key].setText(text)


# What is done with many


def _on_set(window: Window, key: str) -> None:
    show_record(window, _PERSON)
    window.ask_on_set(key, CurrentSet("contact", None, 160))
    for line in window.findChildren(QProgressBar):  # pages are made behind it
        wait_for(line.isHidden)


def _import(window: Window) -> None:
    from crmdesk.ui import imports

    path = window.desk.path
    assert path
    people = (("Okafor", "Ada"), ("Silva", "Rui"), ("Şahin", "Elif"), ("Meyer", "Jörg"), ("Иванова", "Анна"))
    cards = [
        _VCARD.format(name=f"{given} {family}", family=family, given=given, phone=f"+44 20 7946 09{place:02}")
        for place, (family, given) in enumerate(people)
    ]
    file = path.with_name("phone.vcf")
    file.write_text("".join(cards) + "BEGIN:VCARD\r\nVERSION:3.0\r\nTEL", "utf-8")
    imports.begin(window, [file])


def _trash(window: Window) -> None:
    screen = show_record(window, _PERSON)
    screen.table.select([range(4)])
    screen.act("delete")
    settle(window)
    put_away_toasts(window)
    window.ask("trash")


# The frame


def _asked(window: Window, key: str) -> None:
    show_record(window, _PERSON)
    window.ask(key)


def _preferences(window: Window, group: str) -> None:
    from crmdesk.ui.preferences import Preferences

    Preferences(window, group).open()


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("welcome", False, _welcome),
    ("new-file", False, _new_file),
    ("recovery", False, _recovery),
    ("unlock", False, _unlock),
    ("empty", False, _empty),
    ("contacts", True, _contacts),
    ("table", True, _table),
    ("columns", True, _columns),
    ("selected", True, _several_selected),
    ("rolodex", True, _rolodex),
    ("flipping", True, _flipping),
    ("search", True, _search),
    ("not-found", True, _not_found),
    ("lookup", True, _lookup),
    ("narrow", True, _narrow),
    ("conditions", True, partial(_conditions, node=All((_CITY, AnyOf((_TAG, _BIRTHDAY)))))),
    ("group-editor", True, _group_editor),
    ("palette", True, partial(_palette, typed="mar")),
    ("commands", True, partial(_palette, typed="")),
    ("planning", True, _planning),
    ("notes", True, partial(_tab, tab="notes")),
    ("files", True, _with_files),
    ("history", True, _history),
    ("related", True, partial(_tab, tab="related")),
    ("company", True, partial(_company, tab="activities")),
    ("people", True, partial(_company, tab="related")),
    ("refused", True, _refused),
    ("new-contact", True, _new_contact),
    ("quick-entry", True, tour_cards.quick_entry),
    ("quick-entry-offer", True, tour_cards.offered),
    ("letter", True, tour_cards.letter),
    ("share", True, partial(_asked, key="share")),
    *tour_paper.SCENES,
    *tour_sheets.SCENES,
    *tour_design.SCENES,
    *((f"set-{key.replace(' ', '-')}", True, partial(_on_set, key=key)) for key in _ON_SETS),
    ("book", True, partial(tour_cards.paper, key="book")),
    ("cards", True, partial(tour_cards.paper, key="cards")),
    ("import", True, _import),
    ("export", True, partial(_asked, key="export")),
    *tour_today.SCENES,
    *tour_calendar.SCENES,
    *tour_activities.SCENES,
    *tour_team.SCENES,
    *tour_money.SCENES,
    *tour_rules.SCENES,
    *tour_history.SCENES,
    *EXCHANGE,
    *LETTERS,
    ("merge", True, tour_duplicates.merge),
    ("duplicates", True, tour_duplicates.duplicates),
    ("trash", True, _trash),
    ("menu", True, partial(_asked, key="menu")),
    *NOTICES,
    *((f"preferences-{group}", True, partial(_preferences, group=group)) for group in _PREFERENCES),
    *tour_mail.SCENES,
    *tour_sync.SCENES,
    *tour_conflicts.SCENES,
    ("about", True, partial(_asked, key="about")),
    ("first-steps", True, partial(_asked, key="first steps")),
    *FAULTS,
)
