"""Measures CRMDesk beside limits and peers of the same run and prints one table; fails where a line is not ok."""

import argparse
import importlib
import os
import sys
import tempfile
from pathlib import Path

from tests.bench.table import Line, table
from tests.bench.workshop import Workshop

TOPICS = (
    "start", "search", "lists", "rolodex", "importing", "duplicates", "journal", "labels", "letters", "calendars",
    "money", "sync", "hub",
)  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="crmdesk-bench-") as folder:
        lines = measure(
            Workshop(options.folder or Path(folder), options.size, options.large or 10 * options.size, options.rounds),
            options.only or list(TOPICS),
        )
    print(table(lines))
    failed = sum(not line.ok for line in lines)
    print(f"{len(lines)} lines, {failed} not ok" if failed else f"{len(lines)} lines, all ok")
    if hasattr(os, "getloadavg"):  # aims are for a machine that does nothing else
        print(f"Load {os.getloadavg()[1]:.1f} on {os.cpu_count()} processors.")
    return bool(failed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tests.bench", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="contacts in the file (default 100000)")
    parser.add_argument("--large", type=int, help="contacts in the large file (default ten times as many)")
    parser.add_argument("--rounds", type=int, default=5, help="the median of so many is told (default 5)")
    parser.add_argument("--only", nargs="+", choices=TOPICS, metavar="TOPIC", help=f"of {', '.join(TOPICS)}")
    parser.add_argument("--folder", type=Path, help="keep the files here, for the next run")
    return parser


def measure(workshop: Workshop, topics: list[str]) -> list[Line]:
    """Each line is told on stderr as soon as it is there; some take minutes."""
    lines: list[Line] = []
    for topic in topics:
        for line in importlib.import_module(f"tests.bench.{topic}").run(workshop):
            print(*line.cells(), sep=" | ", file=sys.stderr, flush=True)
            lines.append(line)
    return lines


if __name__ == "__main__":
    sys.exit(main())
