"""Sets everything up, then runs linters, type checker and tests; arguments go to pytest."""

import os
import subprocess
import sys

import ground

FEW = 5
"""More than these are no accident of the company they ran in."""


def main() -> None:
    python = str(ground.prepare("dev"))
    checks = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"])
    failed = [" ".join(check) for check in checks if _fails(python, *check)]
    if failed:
        print(f"== Failed before the tests: {', '.join(failed)}", flush=True)
    failed += ["pytest"] * _tests_fail(python)
    sys.exit(bool(failed))


def _tests_fail(python: str) -> bool:
    """A few that fail are run once more by themselves: if they pass there, they are named and do not count.

    What fails again fails the run.
    """
    workers = f"--numprocesses={(os.cpu_count() or 2) * 3 // 2}"  # a test with a window waits a third of its time
    if not _fails(python, "pytest", workers, "--dist=loadfile", "--no-loadscope-reorder", *sys.argv[1:]):
        return False
    again = ("pytest", *sys.argv[1:], "--last-failed", "--last-failed-no-failures=none", f"--maxfail={FEW}")
    failed = _listed(python)
    if not 0 < len(failed) <= FEW or _fails(python, *again):
        return True
    print("== Unsteady, passed when run alone:", *failed, sep="\n   ", flush=True)
    return False


def _fails(python: str, *module: str) -> bool:
    print(f"== {' '.join(module)}", flush=True)
    return subprocess.run([python, "-m", *module], cwd=ground.ROOT, check=False).returncode != 0


def _listed(python: str) -> list[str]:
    """What failed in the last run, as pytest remembers it."""
    show = [python, "-m", "pytest", "--cache-show=cache/lastfailed", "-q"]
    shown = subprocess.run(show, cwd=ground.ROOT, check=False, capture_output=True, text=True).stdout
    return [line.split("'")[1] for line in shown.splitlines() if "::" in line]


if __name__ == "__main__":
    main()
