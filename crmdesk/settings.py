"""The settings of this user on this machine: declared once, kept as one JSON file."""

import getpass
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from crmdesk import paths
from crmdesk.i18n import mark

GENERAL = mark("General")
APPEARANCE = mark("Appearance")
CALENDAR = mark("Calendar")
_AS_THE_SYSTEM = mark("As the system")


@dataclass(frozen=True, slots=True)
class Option:
    """How a setting is shown and chosen."""

    label: str
    group: str
    kind: Literal["choice", "text", "percent"] = "choice"
    choices: tuple[tuple[Any, str], ...] = ()
    """Stored value and shown label."""
    hint: str = ""


def _option(default: Any, *declared: Any, **more: Any) -> Any:
    return field(default=default, metadata={"option": Option(*declared, **more)})


def _hours(first: int, last: int) -> tuple[tuple[int, str], ...]:
    return tuple((hour, f"{hour}:00") for hour in range(first, last + 1))


LANGUAGES = (
    ("", _AS_THE_SYSTEM),
    ("en", "English"),
    ("pt_BR", "Português (Brasil)"),
    ("ru", "Русский"),
    ("tr", "Türkçe"),
)
SCHEMES = (("system", _AS_THE_SYSTEM), ("light", mark("Light")), ("dark", mark("Dark")))
MOTIONS = (("system", _AS_THE_SYSTEM), ("off", mark("None")))
WEEK_STARTS = (
    ("", _AS_THE_SYSTEM),
    ("monday", mark("Monday")),
    ("sunday", mark("Sunday")),
    ("saturday", mark("Saturday")),
)
REMINDERS = (("on", mark("On")), ("window", mark("In the window")), ("off", mark("Off")))
CLOCKS = (("", _AS_THE_SYSTEM), ("24", mark("24 hours")), ("12", mark("12 hours")))
SCALES = (80, 90, 100, 110, 125, 150, 175, 200)


@dataclass(slots=True)
class Settings:
    language: str = _option(
        "", mark("Language"), GENERAL, choices=LANGUAGES, hint=mark("Takes effect at the next start.")
    )
    """BCP 47 or gettext name; empty follows the system."""
    author: str = _option(
        "", mark("Your name"), GENERAL, "text",
        hint=mark("Stands beside what you change. In a team, tasks and appointments of this name are yours."),
    )  # fmt: skip
    """Empty: as this user is called on this computer."""
    colour_scheme: str = _option("system", mark("Colours"), APPEARANCE, choices=SCHEMES)
    """`system`, `light` or `dark`."""
    scale: int = _option(
        100,
        mark("Size"),
        APPEARANCE,
        "percent",
        choices=tuple((percent, f"{percent} %") for percent in SCALES),
        hint=mark("Of letters and of all that is around them."),
    )
    """Per cent."""
    motion: str = _option("system", mark("Motion"), APPEARANCE, choices=MOTIONS)
    """`system` or `off`."""
    week_start: str = _option("", mark("Weeks begin on"), CALENDAR, choices=WEEK_STARTS)
    clock: str = _option("", mark("Clock"), CALENDAR, choices=CLOCKS)
    work_from: int = _option(9, mark("Work begins"), CALENDAR, choices=_hours(5, 12))
    """The hour."""
    work_to: int = _option(
        18, mark("Work ends"), CALENDAR, choices=_hours(13, 23), hint=mark("The calendar is grey before and after.")
    )
    reminders: str = _option(
        "on",
        mark("Reminders"),
        CALENDAR,
        choices=REMINDERS,
        hint=mark("On, the system shows them while you work elsewhere."),
    )
    """`on`, `window` or `off`."""
    hides_details: bool = _option(
        False,
        mark("Details of reminders"),
        CALENDAR,
        choices=((False, mark("Shown")), (True, mark("Hidden"))),
        hint=mark("Where the system shows them. Private activities never tell any."),
    )
    last_file: str = ""
    was_toured: bool = False
    """The first steps were shown."""
    window: dict[str, Any] = field(default_factory=dict)
    """What the window restores: geometry, column widths, sort, last record."""
    labels: dict[str, Any] = field(default_factory=dict)
    """The last choices of the label dialog: sheet, order."""
    envelopes: dict[str, Any] = field(default_factory=dict)
    """The last choices of envelopes: size, sender, and of each printer how they go in."""
    printers: dict[str, Any] = field(default_factory=dict)
    """The printer used last, and what puts each right, as `printing.calibration` reads it."""
    mail: dict[str, Any] = field(default_factory=dict)
    """The mailbox that e-mails are fetched from, and how far it was read; empty: none."""
    mail_out: dict[str, Any] = field(default_factory=dict)
    """The server that e-mails are sent by; empty: none."""


def options() -> dict[str, Option]:
    """The settings that users see, by name, in the order they are shown."""
    return {f.name: f.metadata["option"] for f in fields(Settings) if "option" in f.metadata}


def load() -> Settings:
    """A damaged or missing file gives the defaults, as does a value of another type than the default has."""
    defaults, stored = asdict(Settings()), _stored()
    return Settings(**{name: stored[name] for name, value in defaults.items() if type(stored.get(name)) is type(value)})


def save(changed: Settings) -> None:
    """Two processes may do so at once; what cannot be kept, as on a read-only disk, is a comfort and no data.

    What a newer version has put into the file stays there.
    """
    with suppress(OSError):
        target = paths.config() / "settings.json"
        draft = target.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(_stored() | asdict(changed), ensure_ascii=False, indent=1), "utf-8")
        draft.replace(target)


def change(**values: Any) -> Settings:
    """Set and keep some settings; the others stay as they are in the file."""
    changed = load()
    for name, value in values.items():
        setattr(changed, name, value)
    save(changed)
    return changed


def author() -> str:
    """Who changes things: as they call themselves, else as this computer calls them."""
    if chosen := load().author.strip():
        return chosen
    return system_author()


def system_author() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # this user has no name
        return ""


def _stored() -> dict[str, Any]:
    try:
        stored = json.loads((paths.config() / "settings.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}
