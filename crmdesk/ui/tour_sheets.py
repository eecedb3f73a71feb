"""Scenes of the tour: a sheet of labels chosen, one measured, a printer put right."""

from functools import partial
from typing import TYPE_CHECKING

from crmdesk.printing import calibration, sheets
from crmdesk.ui import sheet_habits
from crmdesk.ui.sheet_calibrating import Calibrating
from crmdesk.ui.sheet_chooser import SheetChooser
from crmdesk.ui.sheet_form import SheetForm
from crmdesk.ui.tour_stage import Scene, settle
from crmdesk.ui.window import Window

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_A4 = 210.0, 297.0
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


def _calibrating(window: Window) -> None:
    brother = "Brother HL-L2350DW"
    calibration.keep(brother, calibration.paper_of(*_A4), calibration.Calibration(-0.4, 1.2))
    calibration.remember(brother)
    window.go("labels")
    settle(window)
    sheet = Calibrating(window, window.desk, _A4, [brother, "Canon TS5300"])
    sheet.open()
    settle(window)
    for name, typed in (("left", "20.5"), ("top", "19"), ("down", "252.5")):
        sheet.lines[name].set_text(typed)
    sheet.lines["down"].edited.emit()


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("sheets", True, partial(_scene, typed="")),
    ("sheets-found", True, partial(_scene, typed="4464")),
    ("sheets-nothing", True, partial(_scene, typed="qqqq")),
    ("sheet-form", True, partial(_form, name="Avery L7160", typed="", edited="left")),
    ("sheet-wrong", True, partial(_form, name="Avery L7163", typed="90", edited="right_step")),
    ("sheet-roll", True, partial(_form, name="Brother DK-22205", typed="", edited="height")),
    ("printer", True, _calibrating),
)
