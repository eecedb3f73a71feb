"""Which reminders nobody has answered yet, kept on this laptop for the next start: others tell their own."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from crmdesk import settings

if TYPE_CHECKING:
    from crmdesk.services.reminders import Answer, Reminder

_NAME = "waiting_reminders"


def keep(file: Path | None, waiting: "Sequence[Reminder]") -> None:
    changed = settings.load()
    known = changed.window.get(_NAME)
    told = {**known} if isinstance(known, dict) else {}
    told.pop(str(file), None)
    if waiting:
        told[str(file)] = [[each.slot.activity_id.hex(), each.own_start] for each in waiting]
    changed.window[_NAME] = told
    settings.save(changed)


def kept(file: Path | None) -> "list[Answer]":
    known = settings.load().window.get(_NAME)
    found = known.get(str(file)) if isinstance(known, dict) else None
    answers: list[Answer] = []
    for each in found if isinstance(found, list) else []:
        match each:
            case [str(key), str(start)]:
                with suppress(ValueError):
                    answers.append((bytes.fromhex(key), start))
    return answers
