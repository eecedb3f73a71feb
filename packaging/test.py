"""Sets everything up, then runs linters, type checker and tests; arguments go to pytest."""

import subprocess
import sys

import ground


def main() -> None:
    python = str(ground.prepare("dev"))
    checks = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"])
    failed = [" ".join(check) for check in checks if _fails(python, *check)]
    if failed:
        print(f"== Failed before the tests: {', '.join(failed)}", flush=True)
    failed += ["pytest"] * _fails(python, "pytest", "--numprocesses=auto", "--dist=loadfile", *sys.argv[1:])
    sys.exit(bool(failed))


def _fails(python: str, *module: str) -> bool:
    print(f"== {' '.join(module)}", flush=True)
    return subprocess.run([python, "-m", *module], cwd=ground.ROOT, check=False).returncode != 0


if __name__ == "__main__":
    main()
