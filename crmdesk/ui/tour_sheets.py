"""Scenes of the tour: a sheet of labels chosen, one measured, a printer put right."""

from functools import partial
from typing import TYPE_CHECKING

from crmdesk.printing import sheets
from crmdesk.ui import sheet_habits
from crmdesk.ui.sheet_chooser import SheetChooser
from crmdesk.ui.sheet_form import SheetForm
from crmdesk.ui.tour_stage import Scene, settle
from crmdesk.ui.window import Window

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_JAM = "Jam jars, round"


def _keep_own(store: "Store") -> None:
    from dataclasses import replace

    from crmdesk.services import own_sheets

    own_sheets.save(store, replace(sheets.by_name("Avery L7160"), brand="", part=_JAM, equivalent=""))


def _chooser(window: Window, typed: str = "") -> SheetChooser:
    for name in ("Avery L7160", "Brother DK-22205"):
        sheet_habits.toggle(name)
    for name in ("Herma 4464", "Avery 5160"):
        sheet_habits.take(name)
    window.desk.write(_keep_own)
    window.go("labels")
    settle(window)
    chooser = SheetChooser(window, window.desk, sheets.by_name("Avery L7160"))
    chooser.open()
    settle(window)
    chooser.search.setText(typed)
    return chooser


def _scene(window: Window, typed: str) -> None:
    _chooser(window, typed)


def _form(window: Window, name: str, typed: str, edited: str) -> None:
    form = SheetForm(_chooser(window), window.desk, sheets.by_name(name))
    form.open()
    line = form.lines[edited]  # type: ignore[index]
    form.name.set_text(_JAM)
    line.line.setFocus()
    if typed:
        line.line.setText(typed)
        line.edited.emit()


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("sheets", True, partial(_scene, typed="")),
    ("sheets-found", True, partial(_scene, typed="4464")),
    ("sheets-nothing", True, partial(_scene, typed="qqqq")),
    ("sheet-form", True, partial(_form, name="Avery L7160", typed="", edited="left")),
    ("sheet-wrong", True, partial(_form, name="Avery L7163", typed="90", edited="right_step")),
    ("sheet-roll", True, partial(_form, name="Brother DK-22205", typed="", edited="height")),
)
