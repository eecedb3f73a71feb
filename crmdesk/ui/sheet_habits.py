"""Which sheets this user prefers and took last, and the unit of their ruler: settings of this machine."""

from crmdesk import settings
from crmdesk.domain.values import lengths
from crmdesk.ui.paper_sheet import is_letter_country

_MOST_RECENT = 6


def favourites() -> list[str]:
    return _names("favourites")


def toggle(name: str) -> bool:
    """Whether it is one now."""
    names = favourites()
    is_new = name not in names
    _keep("favourites", [*names, name] if is_new else [other for other in names if other != name])
    return is_new


def recent() -> list[str]:
    """The last first."""
    return _names("recent")


def take(name: str) -> None:
    _keep("recent", [name, *(other for other in recent() if other != name)][:_MOST_RECENT])


def chosen_unit() -> lengths.Unit:
    """What they measure with: as chosen, or as their country does."""
    match settings.load().labels.get("unit"):
        case "mm":
            return "mm"
        case "in":
            return "in"
    return "in" if is_letter_country() else "mm"


def set_unit(chosen: lengths.Unit) -> None:
    settings.change(labels=settings.load().labels | {"unit": chosen})


def _names(key: str) -> list[str]:
    found = settings.load().labels.get(key)
    return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []


def _keep(key: str, names: list[str]) -> None:
    settings.change(labels=settings.load().labels | {key: names})
