"""Everything as JSON: what is exported and imported into an empty file is equal."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record
from crmdesk.domain.companies import Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.records import RECORDS
from crmdesk.formats import json_file
from crmdesk.services.importing import Verdict
from crmdesk.store import bulk


def write(session: Session) -> Iterator[str]:
    return json_file.write((record, bulk.whole(session, record)) for record in RECORDS)


def write_some(session: Session, owners: list[bytes]) -> Iterator[str]:
    """Contacts or companies with their parts, and the named things they refer to."""
    return json_file.write((record, _rows_of(session, record, owners)) for record in RECORDS)


def _rows_of(session: Session, record: type[Record], owners: list[bytes]) -> Iterator[dict[str, Any]]:
    if record in (Contact, Company):
        return bulk.fetch(session, record, "id", owners)
    if record.owner:
        return bulk.fetch(session, record, record.owner, owners)
    return bulk.whole(session, record)


def take_in(session: Session, data: bytes, *, writes: bool) -> Counter[Verdict]:
    """Rows keep their ids: those that are here already are set to what the export says."""
    counts: Counter[Verdict] = Counter()
    for record, rows in json_file.read(data):
        present = {
            row["id"]: row for row in bulk.fetch(session, record, "id", [row["id"] for row in rows], deleted=True)
        }
        new = [row for row in rows if row["id"] not in present]
        changed = [row for row in rows if row["id"] in present and _differs(row, present[row["id"]])]
        if writes:
            bulk.insert(session, record, new)
            for row in changed:
                bulk.update(
                    session, record, [row["id"]], {"deleted_at": None, **{k: v for k, v in row.items() if k != "id"}}
                )
        if record in (Contact, Company):
            counts[Verdict.ADDED] += len(new)
            counts[Verdict.UPDATED] += len(changed)
            counts[Verdict.UNCHANGED] += len(rows) - len(new) - len(changed)
    return +counts


def _differs(row: Mapping[str, Any], present: Mapping[str, Any]) -> bool:
    return present["deleted_at"] is not None or any(present[name] != value for name, value in row.items())
