"""Everything as JSON: what is exported and imported into an empty file is equal."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.base import Record
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.custom import CustomField, CustomValue
from crmdesk.domain.errors import UserError
from crmdesk.domain.groups import Group, Membership, Tag, Tagging
from crmdesk.domain.notes import Attachment
from crmdesk.domain.records import RECORDS
from crmdesk.domain.relations import Relation, RelationType
from crmdesk.domain.sources import ImportRun
from crmdesk.formats import json_file
from crmdesk.i18n import _
from crmdesk.services.reports import Verdict
from crmdesk.store import attachments, bulk
from crmdesk.store.store import Store

_TRAVELLING = [record for record in RECORDS if record is not ImportRun]
"""Past imports name steps of the journal, which stays behind."""


def write(store: Store, session: Session) -> Iterator[str]:
    files = bulk.whole(session, Attachment)
    return json_file.write(((record, bulk.whole(session, record)) for record in _TRAVELLING), _contents(store, files))


def write_some(store: Store, session: Session, owners: list[bytes]) -> Iterator[str]:
    """Contacts or companies with their parts, the companies they belong to, and the named things they refer to."""
    places = bulk.fetch(session, Affiliation, "contact_id", owners)
    owners = list(dict.fromkeys([*owners, *(row["company_id"] for row in places if row["company_id"])]))
    files = _rows_of(session, Attachment, owners)
    return json_file.write(
        ((record, _rows_of(session, record, owners)) for record in _TRAVELLING), _contents(store, files)
    )


def _contents(store: Store, files: Iterable[Mapping[str, Any]]) -> Iterator[json_file.Content]:
    """Each once. Raises UserError where one is missing or damaged: an export without it would not be complete."""
    names = {row["sha256"]: row["name"] for row in files}
    for sha256, name in names.items():
        yield sha256, attachments.content(store.connection, sha256, name)


def _rows_of(session: Session, record: type[Record], owners: list[bytes]) -> Iterator[dict[str, Any]]:
    if record in (Contact, Company):
        return bulk.fetch(session, record, "id", owners)
    if record.owner:
        return bulk.fetch(session, record, record.owner, owners)
    if record in _NAMED_BY:
        link, column = _NAMED_BY[record]
        return bulk.fetch(session, record, "id", list({row[column] for row in _rows_of(session, link, owners)}))
    return iter(())


_NAMED_BY: dict[type[Record], tuple[type[Record], str]] = {
    Activity: (Participation, "activity_id"),
    CustomField: (CustomValue, "field_id"),
    Group: (Membership, "group_id"),
    RelationType: (Relation, "type_id"),
    Tag: (Tagging, "tag_id"),
}
"""What has no owner comes along where something of theirs refers to it: nobody else's name, nobody else's doings."""


@dataclass(slots=True)
class Taken:
    """What came of an import, so far."""

    counts: Counter[Verdict] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)
    """The names of attached files whose content is neither in the export nor here."""


def take_in(store: Store, session: Session, source: BinaryIO, taken: Taken, *, is_trial: bool) -> Iterator[None]:
    """Rows keep their ids: those that are here already are set to what the export says. Pauses after each part.

    A trial, whose rows will be taken back, leaves out the contents of attachments.
    """
    tables, files = json_file.read(source)
    contents = ((sha256, [content]) for sha256, content in files)
    yield from _take(store, session, tables, contents, taken, is_trial=is_trial)


def take_over(
    store: Store, session: Session, other: Store, others: Session, taken: Taken, *, is_trial: bool
) -> Iterator[None]:
    """As `take_in` of an export of another file, which is open."""
    files = ((row["sha256"], row["name"]) for row in bulk.whole(others, Attachment))
    contents = (
        (sha256, attachments.content(other.connection, sha256, name))
        for sha256, name in dict(files).items()
        if not is_trial and attachments.is_there(other.connection, sha256)
    )
    yield from _take(store, session, _tables_of(others), contents, taken, is_trial=is_trial)


def _tables_of(session: Session) -> Iterator[json_file.Table]:
    """In parts; what is empty is left out, as in an export."""
    for record in _TRAVELLING:
        rows = bulk.whole(session, record)
        while part := list(islice(rows, bulk.CHUNK)):
            yield record, [{name: value for name, value in row.items() if value is not None} for row in part]


def _take(
    store: Store, session: Session, tables: Iterable[json_file.Table], contents: Iterable[json_file.Content],
    taken: Taken, *, is_trial: bool,
) -> Iterator[None]:  # fmt: skip
    files: dict[bytes, str] = {}
    for record, rows in tables:
        _take_rows(session, record, rows, taken.counts)
        if record is Attachment:
            files |= {row["sha256"]: row["name"] for row in rows}
        yield
    for sha256, content in contents:
        files.pop(sha256, None)
        if not is_trial and attachments.put(store.connection, content)[0] != sha256:
            raise UserError(_("The export is damaged: an attached file is not what it was. Nothing was imported."))
        yield
    taken.missing = [name for sha256, name in files.items() if not attachments.is_there(store.connection, sha256)]


def _take_rows(session: Session, record: type[Record], rows: list[dict[str, Any]], counts: Counter[Verdict]) -> None:
    present = {row["id"]: row for row in bulk.fetch(session, record, "id", [row["id"] for row in rows], deleted=True)}
    new = [row for row in rows if row["id"] not in present]
    changed = [row for row in rows if row["id"] in present and _differs(row, present[row["id"]])]
    bulk.insert(session, record, new)
    for row in changed:
        bulk.update(session, record, [row["id"]], {"deleted_at": None, **{k: v for k, v in row.items() if k != "id"}})
    if record in (Contact, Company):
        counts[Verdict.ADDED] += len(new)
        counts[Verdict.UPDATED] += len(changed)
        counts[Verdict.UNCHANGED] += len(rows) - len(new) - len(changed)


def _differs(row: Mapping[str, Any], present: Mapping[str, Any]) -> bool:
    return present["deleted_at"] is not None or any(present[name] != value for name, value in row.items())
