"""A stage in a line: its name, its probability, after how many days it rots."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from crmdesk.i18n import _, ngettext
from crmdesk.ui.board_words import percent
from crmdesk.widgets.word_list import Word

if TYPE_CHECKING:
    from crmdesk.services.pipelines import StageRow

_MOST_DAYS = 3650


def word_of(stage: "StageRow") -> Word:
    return Word(stage.id, (stage.name, percent(stage.probability), _days(stage.rots_after)), opens=_more(stage))


def _days(count: int | None) -> str:
    return ngettext("{count} day", "{count} days", count).format(count=count) if count is not None else ""


def _more(stage: "StageRow") -> str:
    """What there is besides, in few words."""
    count = len(stage.checklist) + len(stage.required) + bool(stage.set_id)
    return ngettext("{count} rule", "{count} rules", count).format(count=count) if count else _("Rules…")


def row_of(texts: tuple[str, ...], before: "StageRow | None" = None) -> "StageRow":
    """As it was typed; ValueError says what is wrong."""
    from crmdesk.services.pipelines import StageRow

    name, chance, days = texts
    if not name.strip():
        raise ValueError(_("A stage has a name."))
    probability = _number(chance, 100, _("A probability is between 0 and 100."))
    rots = _number(days, _MOST_DAYS, _("Write after how many days, such as 14."))
    return replace(before or StageRow(""), name=name.strip(), probability=probability or 0, rots_after=rots)


def _number(typed: str, most: int, words: str) -> int | None:
    if not typed.strip():
        return None
    found = re.findall(r"\d+", typed)
    if len(found) != 1 or "-" in typed or int(found[0]) > most:
        raise ValueError(words)
    return int(found[0])
