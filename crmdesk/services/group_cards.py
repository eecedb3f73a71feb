"""Group cards: what such a card says beyond its name and the members that are here is kept for the way back."""

import re
from collections.abc import Iterator

from sqlalchemy.orm import Session

from crmdesk.domain.card import Card
from crmdesk.domain.groups import Group, Membership
from crmdesk.domain.ids import text_id
from crmdesk.domain.sources import ExternalId, Leftover
from crmdesk.store import bulk

_SAID = {"BEGIN", "VERSION", "PRODID", "KIND", "FN", "UID", "END"}


def news(session: Session, group: bytes, card: Card) -> list[str]:
    """What the card says that is not kept already."""
    kept = {line for row in bulk.fetch(session, Leftover, "owner_id", [group]) for line in row["lines"].split("\n")}
    return [line for line in _lines(card) if line not in kept]


def keep_rest(session: Session, group: bytes, card: Card) -> None:
    """`card` without the members that are here."""
    if lines := news(session, group, card):
        bulk.insert(session, Leftover, [{"owner_id": group, "lines": "\n".join(lines)}])


def _lines(card: Card) -> Iterator[str]:
    from crmdesk.formats import vcard

    text = b"".join(vcard.write([card], "4.0")).decode().replace("\r\n ", "")
    return (line for line in text.split("\r\n") if line and re.split("[;:]", line)[0] not in _SAID)


def read(session: Session) -> Iterator[Card]:
    """The groups that the cards of their members do not tell: without members, or with more to say."""
    groups = list(bulk.whole(session, Group))
    keys = [row["id"] for row in groups]
    with_members = {row["group_id"] for row in bulk.fetch(session, Membership, "group_id", keys)}
    rest = dict.fromkeys(keys, "")
    for row in bulk.fetch(session, Leftover, "owner_id", keys):
        rest[row["owner_id"]] += row["lines"] + "\n"
    uids = {row["owner_id"]: row["key"] for row in bulk.fetch(session, ExternalId, "owner_id", keys)}
    for row in groups:
        if rest[row["id"]] or not (row["id"] in with_members or row["criteria"]):
            named, _colon, uid = uids.get(row["id"], "").partition(":")
            lines = rest[row["id"]].split("\n")[:-1]
            fields = {"name": row["name"]}
            yield Card("group", fields, uid=uid if named == "uid" else text_id(row["id"]), leftover=lines)
