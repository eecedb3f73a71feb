"""Places where a database comes to harm: network shares and folders that another program synchronises."""

import re
import sys
from pathlib import Path, PurePath

from crmdesk import paths
from crmdesk.i18n import _
from crmdesk.store import faults

_NETWORK = {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "ncpfs", "9p", "afs", "ceph"}
_NETWORK |= {f"fuse.{kind}" for kind in ("sshfs", "rclone", "davfs", "davfs2", "gvfsd-fuse", "smbnetfs")}


def refuse(path: Path) -> None:
    """Raise where SQLite's locks do not hold or another program would swap the file under us."""
    service = paths.synced_by(path.parent)
    if service:
        raise faults.BadPlace(
            _(
                "“{name}” lies in a folder that “{service}” synchronises, which can destroy an open database. "
                "Nothing was changed. Move it to a folder of this computer only; backups may stay there."
            ).format(name=path.name, service=service)
        )
    if on_network(path.parent):
        raise faults.BadPlace(
            _(
                "“{name}” lies on a network drive, where two computers could destroy it. Nothing was changed. "
                "Move it to a disk of this computer; to work on it together, use the hub."
            ).format(name=path.name)
        )


def on_network(folder: Path) -> bool:
    if sys.platform == "win32":
        return _windows_remote(folder)
    if sys.platform == "darwin":
        return file_system(folder, _macos_mounts()) in _NETWORK
    return file_system(folder, _linux_mounts()) in _NETWORK


def file_system(folder: PurePath, mounts: list[tuple[str, str]]) -> str:
    """The type of the deepest mount above a folder. The root's own does not count: the whole computer lives on it."""
    above = {str(place) for place in (folder, *folder.parents)} - {"/"}
    found = sorted((len(where), order, kind) for order, (where, kind) in enumerate(mounts) if where in above)
    return found[-1][2] if found else ""


def parse_linux(text: str) -> list[tuple[str, str]]:
    """`/proc/self/mounts`, which writes spaces as octal."""
    rows = (line.split(" ") for line in text.splitlines())
    return [(re.sub(r"\\(\d{3})", lambda m: chr(int(m[1], 8)), row[1]), row[2]) for row in rows if len(row) > 2]


def parse_macos(text: str) -> list[tuple[str, str]]:
    """`mount`: `//me@server/share on /Volumes/share (smbfs, nodev, nosuid)`."""
    return [(m[1], m[2]) for m in re.finditer(r"^.+? on (/.*) \((\w+)", text, re.MULTILINE)]


def _linux_mounts() -> list[tuple[str, str]]:
    try:
        return parse_linux(Path("/proc/self/mounts").read_text("utf-8", "surrogateescape"))
    except OSError:
        return []


def _macos_mounts() -> list[tuple[str, str]]:
    import subprocess

    return parse_macos(subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout)


def _windows_remote(folder: Path) -> bool:
    import ctypes

    drive_remote = 4
    windows = getattr(ctypes, "windll").kernel32  # noqa: B009 - only Windows has it, and its type
    return folder.drive.startswith("\\\\") or windows.GetDriveTypeW(folder.anchor) == drive_remote
