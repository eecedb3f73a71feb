"""The settings of this user on this machine: declared once, kept as one JSON file."""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from crmdesk import paths


@dataclass(slots=True)
class Settings:
    language: str = ""
    """BCP 47 or gettext name; empty follows the system."""
    last_file: str = ""
    colour_scheme: str = "system"
    """`system`, `light` or `dark`."""
    window: dict[str, Any] = field(default_factory=dict)
    """What the window restores: geometry, column widths, sort, last record."""
    labels: dict[str, Any] = field(default_factory=dict)
    """The last choices of the label dialog: sheet, order."""


def load() -> Settings:
    """A damaged or missing file gives the defaults; unknown names are dropped."""
    try:
        stored = json.loads((paths.config() / "settings.json").read_text("utf-8"))
        known = {f.name for f in fields(Settings)}
        return Settings(**{name: value for name, value in stored.items() if name in known})
    except (OSError, ValueError, AttributeError):
        return Settings()


def save(changed: Settings) -> None:
    """Two processes may do so at once; what cannot be kept, as on a read-only disk, is a comfort and no data."""
    with suppress(OSError):
        target = paths.config() / "settings.json"
        draft = target.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(asdict(changed), ensure_ascii=False, indent=1), "utf-8")
        draft.replace(target)
