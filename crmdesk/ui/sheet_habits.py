"""Which sheets this user prefers and took last, and the unit of their ruler: settings of this machine."""

from crmdesk import settings
from crmdesk.domain.values import lengths

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


def unit() -> lengths.Unit | None:
    """What they measure with; None until they chose it."""
    found = settings.load().labels.get("unit")
    return found if found in ("mm", "in") else None


def set_unit(chosen: lengths.Unit) -> None:
    settings.change(labels=settings.load().labels | {"unit": chosen})


def _names(key: str) -> list[str]:
    found = settings.load().labels.get(key)
    return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []


def _keep(key: str, names: list[str]) -> None:
    settings.change(labels=settings.load().labels | {key: names})
