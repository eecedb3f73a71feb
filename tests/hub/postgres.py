"""A PostgreSQL of the tests' own: in a folder that goes with it, reached by a socket in it."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

_NAMES = ("initdb", "pg_ctl", "postgres")


def programs() -> Path | None:
    """Where they lie, the newest first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("pg_ctl")
    places = [*found, *([Path(on_path).resolve().parent] if on_path else [])]
    return next((place for place in places if all((place / name).exists() for name in _NAMES)), None)


class Postgres:
    def __init__(self, where: Path) -> None:
        self._where = where
        self._is_root = os.geteuid() == 0
        self.folder = Path(tempfile.mkdtemp(prefix="crmdesk-pg-", dir="/tmp"))
        if self._is_root:
            shutil.chown(self.folder, "nobody")
        self._run("initdb", "--auth=trust", "--username=crmdesk", "--locale=C", "--encoding=UTF8", "--no-sync")
        self.start()

    @property
    def url(self) -> str:
        return f"postgresql://crmdesk@/postgres?host={self.folder}"

    def start(self, *, is_safe: bool = False) -> None:
        """Safe: what was committed is there after the power was cut."""
        fsync = "on" if is_safe else "off"
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync={fsync}"
        self._run("pg_ctl", "start", "--wait", "--silent", f"--log={self.folder}/log", f"--options={options}")

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "stop", "--wait", "--silent", f"--mode={mode}")

    def remove(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, name: str, *options: str) -> None:
        command = [str(self._where / name), f"--pgdata={self.folder}/data", *options]
        if self._is_root:  # it refuses to run as one who may do everything
            command = ["runuser", "-u", "nobody", "--", *command]
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(command, cwd="/", stdout=said, stderr=said, check=False)
            said.seek(0)
            assert done.returncode == 0, said.read().decode()
