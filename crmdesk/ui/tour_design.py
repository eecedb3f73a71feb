"""The scenes of the label designer."""

from crmdesk.printing import sheets
from crmdesk.ui.designer import Designer, open_designer
from crmdesk.ui.tour_stage import Scene, settle, wait_for
from crmdesk.ui.window import Window


def _open(window: Window, design: str, sheet: str) -> Designer:
    window.go("labels")
    settle(window)
    made = open_designer(window, window.desk, design, sheets.by_name(sheet), None)
    wait_for(lambda: made.editor.board.picture is not None)
    settle(window)
    return made


def _designer(window: Window) -> None:
    _open(window, "name badge", "Avery L4785").editor.board.select(1)
    settle(window)


def _barcode(window: Window) -> None:
    _open(window, "business card", "Avery C32011-10").editor.board.select(3)
    settle(window)


def _fields(window: Window) -> None:
    editor = _open(window, "address", "Avery L7160").editor
    editor.board.select(0)
    settle(window)
    editor.inspector.pick_field()


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("designer", True, _designer),
    ("designer-barcode", True, _barcode),
    ("designer-fields", True, _fields),
)
