"""Whose an activity is, as questions of SQL ask it: of whoever it was assigned to, else of whoever made it."""

import json
from collections.abc import Mapping

from crmdesk.domain.whose import Whose

OWNER = "coalesce({a}.responsible, {a}.author, '')"


def taking(alias: str) -> str:
    """With the parameters of `told`: what a filter takes, but for private things of colleagues."""
    owner = OWNER.format(a=alias)
    return (
        f"({owner} IN (SELECT value FROM json_each(:names))) = :is_only"
        f" AND NOT ({alias}.is_private AND {owner} IN (SELECT value FROM json_each(:others)))"
    )


def told(whose: Whose) -> Mapping[str, object]:
    return {"names": json.dumps(whose.names), "is_only": whose.is_only, "others": json.dumps(whose.others)}
