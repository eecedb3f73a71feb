"""agenda, log, todo: what is ahead, what was done, what is to be done."""

import argparse
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crmdesk.cli.common import answer, on_file, opened, record_id
from crmdesk.domain.activities import ACTIVITY_TYPES, PRIORITIES
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import text_id
from crmdesk.i18n import _

if TYPE_CHECKING:
    from crmdesk.domain.slots import Slot
    from crmdesk.services.files import Store

_DAYS = {"today": 0, "tomorrow": 1, "yesterday": -1}


def register(subparsers: Any) -> None:
    ahead = on_file(subparsers, "agenda", agenda, "what is in the calendar: today, or from one day to another")
    ahead.add_argument("--from", dest="first", type=day, metavar="DAY", help="2026-12-24, today, tomorrow or +7")
    ahead.add_argument("--to", dest="last", type=day, metavar="DAY", help="the last day (default: the first)")
    _add_log(subparsers)
    _add_todo(subparsers)


def _add_log(subparsers: Any) -> None:
    parser = on_file(subparsers, "log", log, "note what was done with a contact or company")
    parser.add_argument("id", type=record_id)
    parser.add_argument("type", help=", ".join(value for value, _label in ACTIVITY_TYPES) + ", or a word of yours")
    parser.add_argument("text")
    parser.add_argument("--attempt", action="store_true", help="nobody was reached")
    parser.add_argument("--outcome", default="", metavar="TEXT")
    parser.add_argument("--minutes", type=minutes, metavar="N", help="how long it took")
    parser.add_argument("--at", type=moment, metavar="TIME", help="2026-12-24 or 2026-12-24T15:30 (default: now)")


def _add_todo(subparsers: Any) -> None:
    parser = on_file(subparsers, "todo", todo, "plan something to do, tick it off, or list what is open")
    parser.add_argument("text", nargs="?", help="what is to be done; without it, all that is open is listed")
    parser.add_argument("--with", dest="people", type=record_id, action="append", default=[], metavar="ID")
    parser.add_argument("--on", default="", metavar="TIME", help="a day, or a day and a time")
    parser.add_argument("--type", default="to-do", metavar="TYPE")
    parser.add_argument("--priority", choices=[value for value, _label in PRIORITIES])
    parser.add_argument("--done", type=record_id, metavar="ID", help="tick off this one")


def day(text: str) -> date:
    """A day as it is written, or counted from today."""
    today = datetime.now().astimezone().date()
    if text in _DAYS or (text[:1] in "+-" and text[1:].isdecimal()):
        try:
            return today + timedelta(days=_DAYS.get(text) or int(text))
        except (ValueError, OverflowError):
            return today
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("“{text}” is no day. Write it as 2026-12-24.").format(text=text)) from None


def minutes(text: str) -> int:
    if (found := int(text)) < 0:
        raise ValueError(text)
    return found


def moment(text: str) -> int:
    """Of the clock of this machine; a day without a time is at noon, today before noon is now. Milliseconds, UTC."""
    now = datetime.now().astimezone()
    try:
        found = datetime.fromisoformat(text if "T" in text else f"{text}T12:00").astimezone()
    except ValueError:
        words = _("“{text}” is no time. Write it as 2026-12-24T15:30.")
        raise argparse.ArgumentTypeError(words.format(text=text)) from None
    if found > now:
        if text != now.date().isoformat():
            words = _("“{text}” is still to come. Plan it with `crmdesk todo`.")
            raise argparse.ArgumentTypeError(words.format(text=text))
        found = now
    return int(found.timestamp() * 1000)


def agenda(args: argparse.Namespace) -> int:
    from crmdesk.services import calendar

    first = args.first or args.last or day("today")
    if args.last and args.last < first:
        raise UserError(_("The last day is before the first one. Turn them round."))
    with opened(args) as store:
        found = calendar.between(store, first, args.last or first, with_done=True)
    answer(args, [_document(slot) for slot in found], "\n".join(_lines(found)) or _("Nothing is planned."))
    return 0


def _document(slot: "Slot") -> dict[str, Any]:
    told = {name: getattr(slot, name) for name in ("starts", "ends", "type", "subject", "place", "people", "is_done")}
    return {"id": text_id(slot.activity_id), "instance": slot.instance or None, **told}


def _lines(slots: "list[Slot]") -> Iterator[str]:
    """Day by day."""
    from crmdesk.services.activities import type_words

    shown = ""
    for slot in slots:
        if (head := slot.starts[:10]) != shown:
            yield head
            shown = head
        time = slot.starts[11:] or "     "
        about = " · ".join(filter(None, (slot.subject, ", ".join(slot.people), slot.place)))
        yield f"  {time}  {'✓ ' if slot.is_done else ''}{type_words(slot.type)}: {about}"


def log(args: argparse.Namespace) -> int:
    from crmdesk.services import activities

    with opened(args) as store:
        key = activities.log(
            store, [args.id], args.type, args.text, is_reached=False if args.attempt else None,
            outcome=args.outcome, at=args.at, duration=args.minutes,
        )  # fmt: skip
    answer(args, {"id": text_id(key)}, _("Logged."))
    return 0


def todo(args: argparse.Namespace) -> int:
    from crmdesk.services import activities

    if not args.text and not args.done:
        return _list_open(args)
    with opened(args) as store:
        if args.done:
            _tick_off(store, args.done)
            answer(args, {"id": text_id(args.done)}, _("Done."))
            return 0
        on = day(args.on).isoformat() if args.on in _DAYS or args.on.startswith("+") else args.on
        key = activities.plan(store, args.people, args.type, args.text, on, priority=args.priority)
    answer(args, {"id": text_id(key)}, _("Planned."))
    return 0


def _tick_off(store: "Store", key: bytes) -> None:
    """Of a series the one that is next."""
    from crmdesk.services import activities, calendar, series

    slot = calendar.next_of(store, key)
    if slot and slot.is_series and slot.instance and slot.activity_id == key:
        series.complete(store, key, slot.instance)
    else:
        activities.complete(store, key)


def _list_open(args: argparse.Namespace) -> int:
    from crmdesk.services import tasks

    with opened(args) as store:
        groups = tasks.listing(store, day("today"))
        open_ones = [key for name, keys in groups.items() if name != tasks.DONE for key in keys]
        found = [task for task in tasks.rows(store, open_ones) if task]
    documents = [
        {"id": text_id(task.key.id), "instance": task.key.instance or None, "starts": task.key.starts or None,
         "type": task.type, "subject": task.subject, "people": task.people, "priority": task.priority or None}
        for task in found
    ]  # fmt: skip
    lines = [
        "  ".join(filter(None, (text_id(task.key.id), f"{task.key.starts:16}", task.subject, ", ".join(task.people))))
        for task in found
    ]
    answer(args, documents, "\n".join(lines) or _("Nothing is to be done."))
    return 0
