"""Sets up what CRMDesk stands on: system libraries, a virtual environment beside this folder, pinned libraries.

Runs under a bare Python of the system: standard library only.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"

SYSTEM_LIBRARIES = {  # what the Qt wheel expects of Linux, and the Debian package that brings it
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libbrotlidec.so.1": "libbrotli1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}


def prepare(*extras: str) -> Path:
    """Sets up what is not there yet and gives the interpreter to go on with. The second call does nothing."""
    _check_python()
    _install_system_packages()  # asked every time: an environment may be carried to another machine
    stamp = VENV / f"crmdesk-{'-'.join(('ready', *extras))}"
    wanted = _fingerprint()
    if not (stamp.is_file() and stamp.read_text() == wanted and PYTHON.exists()):
        if not _environment_fits():
            _create_environment()
        _install_libraries(extras)
        stamp.write_text(wanted)
    return PYTHON


def _check_python() -> None:
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit(
            f"CRMDesk needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}.\n"
            f"Run the command again with one of them, such as: python3.12 {' '.join(sys.argv)}"
        )


def _fingerprint() -> str:
    """Of all that decides what is in the environment."""
    parts = ((ROOT / "pyproject.toml").read_bytes(), CONSTRAINTS.read_bytes(), f"{ROOT} {sys.version}".encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _install_system_packages() -> None:
    missing = _missing_packages()
    if not missing:
        return
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    if shutil.which("apt-get") and os.geteuid() == 0:
        _say(f"Installing system packages: {' '.join(missing)}")
        silent = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (["apt-get", "update"], command):
            subprocess.run(step, env=silent, stdout=subprocess.DEVNULL, check=False)
        missing = _missing_packages()
    if missing:
        sys.exit(_how_to_install(missing))


def _missing_packages() -> list[str]:
    """By their Debian names."""
    packages = []
    if not all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        packages.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if sys.platform == "linux":
        packages += [package for library, package in SYSTEM_LIBRARIES.items() if not _loads(library)]
        if not any(Path("/usr/share/fonts").rglob("*.[ot]t[fc]")):
            packages.append("fonts-dejavu-core")
    return packages


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _how_to_install(missing: list[str]) -> str:
    if shutil.which("apt-get"):
        return (
            f"System packages are missing that only root can install. Nothing was changed. Run\n\n"
            f"    sudo apt-get install {' '.join(missing)}\n\nand then this command again."
        )
    libraries = [library for library, package in SYSTEM_LIBRARIES.items() if package in missing]
    return (
        f"Parts of the system are missing. Nothing was changed. Install with its package manager what Debian calls\n\n"
        f"    {' '.join(missing)}\n\n(the libraries {', '.join(libraries) or '-'}) and then run this command again."
    )


def _environment_fits() -> bool:
    """It is whole and of this very Python."""
    if not PYTHON.exists():
        return False
    asked = subprocess.run(
        [str(PYTHON), "-c", "import sys, pip; print(sys.version)"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() == sys.version


def _create_environment() -> None:
    _say(f"Creating the environment {VENV}")
    _run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def _install_libraries(extras: tuple[str, ...]) -> None:
    _say("Installing CRMDesk and its libraries there (some 350 MB; minutes, the first time)")
    what = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
    pins = CONSTRAINTS.as_uri()
    names = ("PIP_CONSTRAINT", "PIP_BUILD_CONSTRAINT")  # the second for the build, where pip is new enough
    pinned = {name: f"{os.environ.get(name, '')} {pins}".strip() for name in names}
    options = ["--disable-pip-version-check", *(() if sys.stdout.isatty() else ("--quiet",))]
    _run([str(PYTHON), "-m", "pip", "install", *options, "--editable", what], env={**os.environ, **pinned})


def _run(command: list[str], env: dict[str, str] | None = None) -> None:
    if code := subprocess.run(command, env=env, check=False).returncode:
        sys.exit(
            f"Setting up stopped: `{' '.join(command)}` ended with {code}; its messages stand above.\n"
            "Nothing outside this folder depends on it: mend the cause and run the command again."
        )


def _say(text: str) -> None:
    print(f"== {text}", flush=True)
