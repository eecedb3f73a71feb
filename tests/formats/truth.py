"""`python -m tests.formats.truth FOLDER`: how much of each table of truth comes out right, with what does not."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from crmdesk.domain.values.emails import extract, is_plausible
from crmdesk.domain.values.names import is_company, split_name
from crmdesk.domain.values.phones import to_e164
from tests.domain import test_names
from tests.formats import recurrence_truth

Missed = tuple[int, list[str]]
"""How many were asked, and what came out wrong."""


def rows(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text("utf-8").splitlines())


def names(bank: Callable[[Path], Iterator[Any]]) -> Callable[[Path], Missed]:
    def measured(data: Path) -> Missed:
        told = list(bank(data / "names"))
        wrong = [f"{full}: {test_names._seen(full)}" for full, parts in told if test_names._seen(full) != parts]
        return len(told), wrong

    return measured


def agreed(data: Path) -> Missed:
    """Names that stand in two banks or more, which say the same of them."""
    found: dict[str, set[tuple[str, ...]]] = {}
    times: dict[str, int] = {}
    for bank in (test_names._nameparser, test_names._theiconic, test_names._joshfraser, test_names._probablepeople):
        for full, parts in bank(data / "names"):
            found.setdefault(str(full), set()).add(parts)
            times[str(full)] = times.get(str(full), 0) + 1
    sure = {full: next(iter(parts)) for full, parts in found.items() if len(parts) == 1 and times[full] > 1}
    return len(sure), [full for full, parts in sure.items() if test_names._seen(full) != parts]


def namae(data: Path) -> Missed:
    """Given and family name with particle, however they are cut."""
    total, wrong = 0, []
    for path in sorted((data / "names" / "namae").glob("*.feature")):
        heading: list[str] = []
        for line in path.read_text("utf-8").splitlines():
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.strip()[:1] == "|" else []
            if "name" in cells and "family" in cells:
                heading = cells
            elif heading and len(cells) == len(heading):
                told = dict(zip(heading, cells, strict=True))
                total += 1
                parts = split_name(told["name"])
                mine = words(*(parts.get(name, "") for name in ("given_name", "middle_name", "family_name")))
                theirs = words(told.get("given", ""), told.get("particle", ""), told["family"])
                if mine != theirs:
                    wrong.append(f"{told['name']}: {parts}")
            else:
                heading = heading if cells else []
    return total, wrong


def words(*texts: str) -> list[str]:
    return sorted(re.findall(r"[\w'’-]+", " ".join(texts).lower()))


def kinds(data: Path) -> Missed:
    """Person or company."""
    told = [row for row in rows(data / "names" / "probablepeople.jsonl") if row["kind"] in ("person", "company")]
    return len(told), [row["input"] for row in told if is_company(row["input"]) != (row["kind"] == "company")]


def phones(data: Path) -> Missed:
    told = [
        (row["region"], *typed)
        for row in rows(data / "phone" / "libphonenumber_examples.jsonl")
        for typed in row["typed"]
    ]
    wrong = [f"{region} {typed}" for region, typed, *right in told if list(to_e164(typed, region)) != right]
    return len(told), wrong


def isemail(data: Path) -> Missed:
    """Whether mail can be sent there; hosts without a full stop are taken for slips."""
    sendable = ("ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN", "ISEMAIL_RFC5321")
    told = list(rows(data / "email" / "isemail.jsonl"))
    return len(told), [row["address"] for row in told if is_plausible(row["address"]) != (row["category"] in sendable)]


def email_validator(data: Path) -> Missed:
    told = list(rows(data / "email" / "email_validator.jsonl"))
    return len(told), [row["address"] for row in told if (plausible(row["address"])) != row["valid"]]


def plausible(address: str) -> bool:
    return bool(extract(address)) if "<" in address else is_plausible(address)


TABLES: dict[str, Callable[[Path], Missed]] = {
    "names: nameparser": names(test_names._nameparser),
    "names: theiconic": names(test_names._theiconic),
    "names: joshfraser": names(test_names._joshfraser),
    "names: probablepeople": names(test_names._probablepeople),
    "names: where banks agree": agreed,
    "names: namae": namae,
    "names: person or company": kinds,
    "phone: libphonenumber": phones,
    "email: isemail": isemail,
    "email: email_validator": email_validator,
    **recurrence_truth.TABLES,
}


def main(data: Path) -> None:
    for name, measure in TABLES.items():
        total, wrong = measure(data)
        print(f"{name:28} {1 - len(wrong) / total:7.2%} of {total}", *wrong[:40], sep="\n    ")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
