"""How far the last sheet of each kind was used, on this machine: there the next one begins."""

from crmdesk import settings
from crmdesk.printing.sheets import Sheet


def proposed(sheet: Sheet) -> int:
    """The first free label, from 1."""
    used = _all_used().get(sheet.name)
    return used + 1 if isinstance(used, int) and 0 < used < sheet.count else 1


def note(sheet: Sheet, start: int, count: int) -> None:
    """So many labels were printed from there."""
    used = (start - 1 + count) % sheet.count
    rest = {name: other for name, other in _all_used().items() if name != sheet.name}
    settings.change(labels=settings.load().labels | {"used": rest | ({sheet.name: used} if used else {})})


def _all_used() -> dict[str, object]:
    found = settings.load().labels.get("used")
    return found if isinstance(found, dict) else {}
