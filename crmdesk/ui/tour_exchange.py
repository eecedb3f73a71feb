"""Scenes of what comes in and goes out: a list of another program, who is there already, past imports, cleaning up."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmdesk.i18n import _
from crmdesk.ui import imports
from crmdesk.ui.clean_up import CleanUp
from crmdesk.ui.exports import Export
from crmdesk.ui.import_items import DUPLICATES
from crmdesk.ui.import_sheet import ImportSheet
from crmdesk.ui.imports import ResultSheet
from crmdesk.ui.tour_stage import Scene, settle, wait_for
from crmdesk.ui.window import Window
from crmdesk.widgets.messages import put_away_toasts

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_LIST = """\
Vorname;Nachname;Firma;E-Mail;Telefon;Geburtstag;Lieblingsbrot
Jörg;Weiß;Weiß & Söhne GmbH;joerg@example.de;089 1234567;03/04/1980;Roggen
Ayşe;Öztürk;;ayse@example.de;0171 7654321;05/06/1979;Simit
Zofia;Wójcik;Kawiarnia Zofia;zofia@example.de;030 998877;;Pumpernickel
"""
_HEADINGS = "First Name,Last Name,E-mail,Title\n"


def _write(window: Window, name: str, text: str) -> Path:
    assert window.desk.path
    made = window.desk.path.with_name(name)
    made.write_text(text, "utf-8")
    return made


def _looked_at(window: Window, file: Path) -> ImportSheet:
    imports.begin(window, [file])
    sheet = window.findChildren(ImportSheet)[-1]
    wait_for(lambda: sheet.report)
    return sheet


def _columns(window: Window, page: int) -> None:
    sheet = _looked_at(window, _write(window, "Kunden.csv", _LIST))
    sheet.turn_over()
    sheet.how_read.pages.tabs.choose(page)


def _duplicates(window: Window) -> None:
    answers: list[str] = []
    window.desk.ask(_some_people, answers.append)
    wait_for(lambda: answers)
    sheet = _looked_at(window, _write(window, "Leads.csv", _HEADINGS + answers[0]))
    sheet.results.tabs.choose(DUPLICATES)
    sheet.results.table.go_to(1)


def _some_people(store: "Store") -> str:
    from crmdesk.services import lookup, records

    found = [records.show(store, row.id) for row in lookup.window(store, "contact", 3, 8)]
    return "".join(_line(each) for each in found)


def _line(shown: dict[str, Any]) -> str:
    fields = shown["fields"]
    email = shown["emails"][0]["value"] if shown["emails"] else ""
    return f"{fields.get('given_name', '')},{fields.get('family_name', '')},{email},Buyer\n"


def _past(window: Window) -> None:
    for name, text in (("Kunden.csv", _LIST), ("Leads.csv", _HEADINGS + "Ana,Prado,ana@example.org,Buyer\n")):
        imports.run(window, [_write(window, name, text)])
        settle(window)
    for sheet in window.findChildren(ResultSheet):
        sheet.reject()
    put_away_toasts(window)
    window.ask("past imports")


def _clean_up(window: Window) -> None:
    window.desk.write(_spoil)
    settle(window)
    window.ask("clean up")
    sheet = window.findChildren(CleanUp)[-1]
    wait_for(lambda: sheet.buttons_of_checks)
    sheet.choose("case")


def _spoil(store: "Store") -> None:
    from crmdesk.services import records

    for given, family in (("JOHN", "SMITH"), ("MARIA", "DA SILVA"), ("karl", "meyer")):
        records.add(store, "contact", {"given_name": given, "family_name": family, "occupation": _("Cook")})


def _export_csv(window: Window) -> None:
    window.ask("export")
    window.findChildren(Export)[-1].formats.choose("csv")


EXCHANGE: tuple[tuple[str, bool, Scene], ...] = (
    ("import-columns", True, partial(_columns, page=0)),
    ("import-file", True, partial(_columns, page=1)),
    ("import-duplicates", True, _duplicates),
    ("export-csv", True, _export_csv),
    ("past-imports", True, _past),
    ("clean-up", True, _clean_up),
)
