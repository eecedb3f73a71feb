"""find, show, history."""

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from crmdesk.cli.common import answer, on_file, opened, record_id
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import text_id
from crmdesk.i18n import _, worded
from crmdesk.services import lookup


def register(subparsers: Any) -> None:
    finding = on_file(subparsers, "find", find, "find contacts and companies by any words of theirs")
    finding.add_argument("text")
    finding.add_argument("--limit", type=int, default=20, metavar="N")
    showing = on_file(subparsers, "show", show, "show one contact or company whole")
    showing.add_argument("id", type=record_id)
    telling = on_file(subparsers, "history", tell, "what was changed, in the whole file or in one record")
    telling.add_argument("id", type=record_id, nargs="?")
    telling.add_argument("--limit", type=int, default=100, metavar="N", help="of the whole file, so many steps back")


def find(args: argparse.Namespace) -> int:
    _check_limit(args)
    with opened(args) as store:
        rows = lookup.find(store, args.text, args.limit)
    document = [{"id": text_id(row.id), "kind": row.kind, "name": row.name, "detail": row.detail} for row in rows]
    lines = [f"{text_id(row.id)}  {row.name}" + (f"  ({row.detail})" if row.detail else "") for row in rows]
    answer(args, document, "\n".join(lines) or _("Nothing found."))
    return 0


def show(args: argparse.Namespace) -> int:
    from crmdesk.services import records

    with opened(args) as store:
        page = records.show(store, args.id)
    answer(args, page, "\n".join(_lines(page)))
    return 0


def _lines(page: dict[str, Any]) -> list[str]:
    from crmdesk.domain.channels import LINK_LABELS, PHONE_LABELS
    from crmdesk.services import records

    labels = (*PHONE_LABELS, *LINK_LABELS)
    lines = [page["name"]]
    lines += [
        f"  {place.get('title', '')}, {place['company']}".replace("  , ", "  ")
        for place in page.get("affiliations", [])
    ]
    for name in ("phones", "emails", "links"):
        lines += [f"  {worded(labels, part['label'])}: {part['value']}" for part in page[name]]
    lines += [f"  {worded(labels, address['label'])}: {', '.join(address['lines'])}" for address in page["addresses"]]
    for name, words, _kind, choices in records.fields_of(page["kind"]):
        if (value := page["fields"][name]) is not None:
            lines.append(f"  {words}: {worded(choices, str(value))}")
    lines += [f"  {field['name']}: {field['value']}" for field in page["custom"] if field["value"] is not None]
    lines += [f"  {note['text']}" for note in page["notes"]]
    return lines + [f"  {file['name']} ({_size(file['size'])})" for file in page["attachments"]]


def _size(count: int) -> str:
    return f"{count / 1024**2:.1f} MB" if count >= 1024**2 else f"{max(1, round(count / 1024))} KB"


def _check_limit(args: argparse.Namespace) -> None:
    if args.limit < 1:
        raise UserError(_("--limit must be at least 1."))


def tell(args: argparse.Namespace) -> int:
    from crmdesk.services import history

    _check_limit(args)
    with opened(args) as store:
        if args.id:
            document = [asdict(entry) for entry in history.of_record(store, args.id)]
            lines = [
                f"{_at(e['at'])}  {e['step']}: {e['what']} {e['field']} {e['before']} → {e['after']}" for e in document
            ]
        else:
            document = history.steps(store, args.limit)
            lines = [f"{_at(step['at'])}  {step['text']}" + ("  ↶" if step["undoes"] else "") for step in document]
    answer(args, document, "\n".join(lines))
    return 0


def _at(instant: int) -> str:
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
