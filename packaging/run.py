"""Sets everything up and opens CRMDesk: on sample data, or as the arguments of the command line say."""

import os
import subprocess
import sys

import ground


def main() -> None:
    python = str(ground.prepare())
    command = [python, "-m", "crmdesk", *(sys.argv[1:] or ["demo"])]
    if os.name == "nt":
        sys.exit(subprocess.run(command, check=False).returncode)
    os.execv(python, command)


if __name__ == "__main__":
    main()
