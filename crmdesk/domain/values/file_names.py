"""Names of attached files: shown as they came, and made fit for a disk only where one is proposed."""

import re
import unicodedata

from crmdesk.domain.values.clean import tidy

LONGEST_SHOWN = 1000
LONGEST_SAFE = 200
"""Bytes of UTF-8: a file system takes 255 at most, and a number may have to be added."""
_TURNS_WRITING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\.|$)", re.IGNORECASE)


def shown(name: str) -> str:
    """One line, composed, and read in one direction: `fdp.exe` must not look like `exe.pdf`. Perhaps empty."""
    return _shortened(tidy(unicodedata.normalize("NFC", name).translate(_TURNS_WRITING)), LONGEST_SHOWN)


def safe(name: str) -> str:
    """A name that every system takes, and that leads nowhere else."""
    plain = _FORBIDDEN.sub("_", shown(name)).strip(". ")
    short = _shortened(plain, LONGEST_SAFE).rstrip(". ")
    return f"_{short}" if not short or _DEVICE.match(short) else short


def _shortened(name: str, most: int) -> str:
    """To so many bytes of UTF-8, keeping the ending."""
    if len(name.encode()) <= most:
        return name
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > 10:
        stem, dot, ending = name, "", ""
    room = most - len((dot + ending).encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + dot + ending
