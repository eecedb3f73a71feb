"""Several records into one: its fields filled from the others, all that hangs on them kept, one step of undo."""

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import own_fields
from crmdesk.domain.contacts import Photo
from crmdesk.domain.custom import CustomField, CustomValue
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.ids import named_id, text_id
from crmdesk.domain.sources import ExternalId
from crmdesk.domain.values.clean import cleaned, cleaned_custom
from crmdesk.i18n import _, ngettext
from crmdesk.services import files, own_history
from crmdesk.services.cards import OWNERS
from crmdesk.services.importing import renew_search, without_collector
from crmdesk.services.lookup import as_id
from crmdesk.services.merging_parts import Move
from crmdesk.services.reports import Progress
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

CUSTOM = "custom."
"""Before the id of a field the user added, in hex."""
PHOTO = "photo"
_SPELT_APART = {"full_name", "phonetic_given_name", "phonetic_family_name", "phonetic_name"}
"""They belong to the name they stand with: never put beside another one."""
_AT_ONCE = 200


def merge(
    store: Store,
    keep: bytes | str,
    others: Iterable[bytes | str],
    choices: Mapping[str, Any] | None = None,
) -> None:
    """One step. Of each field the kept record's own value stays, else the first of the others'.

    `choices` say otherwise: by the name of a field (`custom.` and an id for added ones, `photo`) a value, or the id of
    the record whose value is to be taken.
    """
    kept = as_id(keep)
    gone = [key for key in dict.fromkeys(map(as_id, others)) if key != kept]
    kind = _kind_of(store, [kept, *gone])
    (row,) = store.rows([kept])
    with store.write(_("Merge into {name}").format(name=row.name)) as session:
        _choose_photo(session, kept, (choices or {}).get(PHOTO))
        _note(session, [[kept, *gone]], store.author)
        _merge(session, kind, [[kept, *gone]], {kept: choices or {}})


def merge_all(store: Store, clusters: Sequence[Sequence[bytes]]) -> Generator[Progress, None, int]:
    """Each into its first, all as one step, with a backup before; gives how many records went."""
    wanted = [list(dict.fromkeys(ids)) for ids in clusters]
    wanted = [ids for ids in wanted if len(ids) > 1]
    if not wanted:
        return 0
    kind = _kind_of(store, [key for ids in wanted for key in ids])
    if not files.is_backed_up(store):
        yield from (Progress(0.0, _("Backing up")) for _step in files.backup_in_steps(store))
    count = sum(len(ids) - 1 for ids in wanted)
    with store.write_in_parts(_merges(kind, count)) as (session, step), without_collector():
        for start in range(0, len(wanted), _AT_ONCE):
            yield Progress(0.1 + 0.6 * start / len(wanted), _("Merging"))
            part = wanted[start : start + _AT_ONCE]
            _note(session, part, store.author)
            _merge(session, kind, part, {})
        yield from renew_search(session, step)
    return count


def _merges(kind: str, count: int) -> str:
    if kind == "company":
        return ngettext("Merge {count} company", "Merge {count} companies", count).format(count=count)
    return ngettext("Merge {count} contact", "Merge {count} contacts", count).format(count=count)


def _kind_of(store: Store, ids: list[bytes]) -> str:
    """Raises UserError where they cannot be merged."""
    if len(ids) < 2:
        raise UserError(_("Choose two or more records to merge."))
    rows = store.rows(ids)
    if len(rows) < len(ids):
        raise UserError(_("One of them was deleted or merged meanwhile, so nothing was merged. Look for them again."))
    kinds = {row.kind for row in rows}
    if len(kinds) > 1:
        raise UserError(_("A contact and a company cannot be merged. Choose records of one kind."))
    return kinds.pop()


def _note(session: Session, clusters: Sequence[Sequence[bytes]], author: str) -> None:
    """Into the history, while those that go still have names."""
    names = {row.id: row.name for row in rows_of(session, [key for ids in clusters for key in ids])}
    own_history.merged(session, {keep: [names[key] for key in gone] for keep, *gone in clusters}, author)


def _merge(
    session: Session, kind: str, clusters: list[list[bytes]], choices: Mapping[bytes, Mapping[str, Any]]
) -> None:
    into = {gone: ids[0] for ids in clusters for gone in ids[1:]}
    record = OWNERS[kind]
    rows = {row["id"]: row for row in bulk.fetch(session, record, "id", [key for ids in clusters for key in ids])}
    changed = [_filled(kind, [rows[key] for key in ids], choices.get(ids[0], {})) for ids in clusters]
    bulk.update_each(session, record, [row for row in changed if len(row) > 1])
    chosen = list(_added_values(session, clusters, choices))
    Move(session, into).all()
    bulk.revive(session, CustomValue, [row for row in chosen if row["value"] is not None])
    bulk.mark_deleted(session, CustomValue, "id", [row["id"] for row in chosen if row["value"] is None])
    known_as = [{"owner_id": keep, "key": f"uid:{text_id(gone)}", "digest": ""} for gone, keep in into.items()]
    bulk.insert(session, ExternalId, known_as)  # files that name those gone mean the one kept
    bulk.mark_deleted(session, record, "id", list(into))


# Fields


def _filled(kind: str, rows: Sequence[Mapping[str, Any]], choices: Mapping[str, Any]) -> dict[str, Any]:
    """What changes in the first of them."""
    keep, *others = rows
    changed: dict[str, Any] = {"id": keep["id"]}
    for name, field in own_fields(OWNERS[kind]).items():
        if name in choices:
            value = _chosen(name, choices[name], rows)
            value = value if isinstance(choices[name], bytes) else cleaned(field.kind, _(field.label), value)
        else:
            value = kept_value(name, field.kind, keep[name], [other[name] for other in others])
        if value != keep[name]:
            changed[name] = value
    earliest = min(row["created_at"] for row in rows)
    return changed if earliest == keep["created_at"] else {**changed, "created_at": earliest}


def kept_value(name: str, kind: Kind, own: Any, others: Sequence[Any]) -> Any:
    """The own value, else the first of the others; of the same day the one with its year."""
    if kind is Kind.DATE and own and own.startswith("--"):
        return next((other for other in others if other and other[-5:] == own[-5:]), own)
    if own is not None or name in _SPELT_APART:
        return own
    return next((other for other in others if other is not None), None)


def _chosen(name: str, choice: Any, rows: Sequence[Mapping[str, Any]]) -> Any:
    """A value, or that of the record named."""
    if isinstance(choice, bytes):
        return next(row[name] for row in rows if row["id"] == choice)
    return choice


def _added_values(
    session: Session, clusters: Sequence[Sequence[bytes]], choices: Mapping[bytes, Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Of the fields that users added, where more is to be said than the first value; nothing is to be taken away."""
    fields = {row["id"]: row for row in bulk.whole(session, CustomField)}
    values: defaultdict[bytes, dict[bytes, str]] = defaultdict(dict)
    for row in bulk.fetch(session, CustomValue, "owner_id", [key for ids in clusters for key in ids] if fields else []):
        values[row["owner_id"]][row["field_id"]] = row["value"]
    for ids in clusters:
        wanted = choices.get(ids[0], {})
        for key, field in fields.items():
            found = {owner: values[owner][key] for owner in ids if key in values[owner]}
            name = CUSTOM + key.hex()
            row = {"id": named_id("value", key, ids[0]), "owner_id": ids[0], "field_id": key}
            if name in wanted:
                yield row | {"value": _chosen_value(field, wanted[name], found)}
            elif field["kind"] == Kind.CHOICES.value and len(found) > 1:
                yield row | {
                    "value": "\n".join(dict.fromkeys(line for each in found.values() for line in each.split("\n")))
                }


def _chosen_value(field: Mapping[str, Any], choice: Any, found: Mapping[bytes, str]) -> str | None:
    return (
        found.get(choice) if isinstance(choice, bytes) else cleaned_custom(Kind(field["kind"]), field["name"], choice)
    )


def _choose_photo(session: Session, keep: bytes, choice: bytes | None) -> None:
    """Without one of its own, the kept record is given that of the others."""
    if choice and choice != keep:
        rows = list(bulk.fetch(session, Photo, "owner_id", [choice]))
        bulk.mark_deleted(session, Photo, "owner_id", [keep])
        bulk.update(session, Photo, [row["id"] for row in rows], {"owner_id": keep})
