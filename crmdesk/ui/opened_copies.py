"""Attached files opened in other programs: read-only copies in a folder of our own, which goes when CRMDesk does."""

import atexit
import os
import shutil
import tempfile
import time
from functools import cache
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from crmdesk import paths
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _

_DAY = 24 * 3600
_OPENED = frozenset(
    """
    pdf txt md log csv tsv rtf doc docx dot dotx odt ott xls xlsx ods ots ppt pptx odp otp odg pages numbers key epub
    jpg jpeg png gif webp bmp tif tiff heic heif avif ico psd xcf
    mp3 m4a aac ogg oga opus flac wav wma amr mp4 m4v mov avi mkv webm wmv 3gp mpg mpeg
    zip 7z rar gz tar eml vcf ics xml json dwg dxf step stp
    """.split()  # noqa: SIM905
)
"""What is looked at. Programs, scripts, links and pages, which would do something, are not among them."""


def refuse_programs(name: str) -> None:
    """Raises UserError for what would be run rather than shown."""
    if Path(name).suffix[1:].lower() not in _OPENED:
        raise UserError(
            _(
                "“{name}” is of a kind that may run as a program, so it is not opened from here. Save a copy first."
            ).format(name=name)
        )


def place_for_copy() -> Path:
    """An empty folder for one copy."""
    return Path(tempfile.mkdtemp(dir=_folder()))


@cache
def _folder() -> Path:
    """Readable by this user alone; what a crash left is taken away after a day."""
    above = paths.state() / "opened"
    above.mkdir(mode=0o700, exist_ok=True)
    for left in above.iterdir():
        if time.time() - left.stat().st_mtime > _DAY:
            remove(left)
    made = Path(tempfile.mkdtemp(dir=above))
    atexit.register(remove, made)
    return made


def remove(folder: Path) -> None:
    """A program may hold on to a file: then it is the turn of another start."""
    shutil.rmtree(folder, ignore_errors=True)


def protect(copy: Path) -> Path:
    """What is changed in it would be lost, so it cannot be."""
    copy.chmod(0o400 if os.name == "posix" else 0o444)
    return copy


def show(copy: Path) -> None:
    """In the program of the system for it."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
        raise UserError(_("No program on this computer opens “{name}”. Save a copy of it.").format(name=copy.name))
