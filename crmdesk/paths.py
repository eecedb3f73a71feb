"""Where things lie on this machine, installed, editable and frozen alike."""

import os
from functools import cache
from pathlib import Path

from platformdirs import PlatformDirs

_PACKAGE = Path(__file__).parent
_dirs = PlatformDirs("CRMDesk", appauthor=False, roaming=True)


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
    return _user_folder("CRMDESK_HOME", str(Path(_dirs.user_documents_dir) / "CRMDesk"))


def state() -> Path:
    """Crash reports and logs."""
    return _user_folder("CRMDESK_STATE", _dirs.user_state_dir)
