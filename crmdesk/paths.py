"""Where things lie on this machine, installed, editable and frozen alike."""

import os
import re
from functools import cache
from pathlib import Path

from platformdirs import PlatformDirs

_PACKAGE = Path(__file__).parent
_dirs = PlatformDirs("CRMDesk", appauthor=False, roaming=True)

_SYNCED_NAMES = re.compile(
    r"dropbox( \(.+\))?|onedrive( ?- .+)?|icloud ?drive|icloud~.*|mobile documents|cloudstorage|google ?drive|"
    r"nextcloud|owncloud|pcloud ?drive|megasync|yandex\.?disk|synology ?drive",
    re.IGNORECASE,
)
_SYNCED_MARKERS = (".dropbox", ".dropbox.cache", ".stfolder", ".owncloudsync.log", ".nextcloudsync.log")


@cache
def _shipped(name: str) -> Path:
    """In a wheel the folder lies inside the package under `_name`; in a checkout beside it."""
    inside = _PACKAGE / f"_{name}"
    return inside if inside.is_dir() else _PACKAGE.parent / name


def resources() -> Path:
    return _shipped("resources")


def migrations() -> Path:
    return _shipped("migrations")


def _user_folder(variable: str, default: str) -> Path:
    folder = Path(os.environ.get(variable) or default)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def config() -> Path:
    """Settings; `CRMDESK_CONFIG` puts them elsewhere (tests, portable use)."""
    return _user_folder("CRMDESK_CONFIG", _dirs.user_config_dir)


def documents() -> Path:
    """Where new files are proposed; `CRMDESK_HOME` puts them elsewhere."""
    return _user_folder("CRMDESK_HOME", str(_local_documents() / "CRMDesk"))


def _local_documents() -> Path:
    """Documents, unless another program synchronises them, which a database does not bear."""
    proposed = (Path(_dirs.user_documents_dir), Path.home())
    return next((folder for folder in proposed if not synced_by(folder)), Path(_dirs.user_data_dir))


def synced_by(folder: Path) -> str:
    """The name of the folder that a service synchronises, this one or one above; or nothing."""
    for place in (folder, *folder.parents):
        if _SYNCED_NAMES.fullmatch(place.name) or any((place / marker).exists() for marker in _SYNCED_MARKERS):
            return place.name
    return ""


def state() -> Path:
    """Crash reports and logs."""
    return _user_folder("CRMDESK_STATE", _dirs.user_state_dir)
