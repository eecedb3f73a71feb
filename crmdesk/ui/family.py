"""Who belongs to a contact or company, as a page's list and its picture show them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from crmdesk.domain.companies import ROLES
from crmdesk.i18n import _, inside
from crmdesk.ui.editor import Shown
from crmdesk.widgets.graph import Edge, Node

MOST_DRAWN = 24
Said = Callable[[str, str], str]
"""How a value of a pick list is shown."""


@dataclass(frozen=True, slots=True)
class Tie:
    section: str
    name: str
    words: str
    """What they are to the one whose page it is."""
    key: bytes | None = None
    """Of the contact or company; nothing where only a name is known."""
    kind: str = ""
    """`contact`, `company` or `group`."""
    table: str = ""
    link: str = ""
    """The row that says so, where it is removed from here."""
    detail: str = ""


def ties_of(shown: Shown, said: Said) -> list[Tie]:
    """In the order of the page: those who matter first."""
    own = _people(shown, said) if shown["kind"] == "company" else _companies(shown, said)
    relations = [
        Tie(_("Relations"), entry["name"], entry["type"], _key(entry["other_id"]), entry["other_kind"] or "",
            "relations", entry["id"])
        for entry in shown["relations"]
    ]  # fmt: skip
    groups = [
        Tie(_("Groups"), entry["name"], "", kind="group", table="memberships", link=entry["id"])
        for entry in shown["groups"]
    ]
    return [*own, *relations, *groups] if shown["kind"] == "company" else [*relations, *own, *groups]


def _people(shown: Shown, said: Said) -> Iterator[Tie]:
    """By what they do there; those who were there once come last."""
    is_household = shown["fields"].get("kind") == "household"
    heading = _("Members") if is_household else _("People")
    order = {role: place for place, (role, _words) in enumerate(ROLES)}
    people = sorted(shown["people"], key=lambda entry: order.get(entry.get("role", ""), len(order)))
    for is_past in (False, True):
        for entry in people:
            if _is_over(entry.get("until", "")) == is_past:
                yield _person(_("Former") if is_past else heading, entry, said)


def _person(section: str, entry: dict[str, Any], said: Said) -> Tie:
    role = said("role", entry.get("role", ""))
    detail = " · ".join(word for word in (entry.get("title", ""), entry.get("department", "")) if word)
    return Tie(section, entry["name"], inside(role), _key(entry["contact_id"]), "contact", detail=detail)


def _companies(shown: Shown, said: Said) -> Iterator[Tie]:
    for entry in shown["affiliations"]:
        if entry.get("company_id"):
            section = _("Formerly at") if _is_over(entry.get("until", "")) else _("Companies")
            words = inside(said("role", entry.get("role", "")))
            yield Tie(
                section, entry["company"], words, _key(entry["company_id"]), "company", detail=entry.get("title", "")
            )


def _is_over(until: str) -> bool:
    """A date without its year tells nothing."""
    return bool(until) and until[0].isdigit() and until < datetime.now().astimezone().date().isoformat()


def _key(text: str | None) -> bytes | None:
    return UUID(text).bytes if text else None


def picture_of(shown: Shown, ties: Sequence[Tie]) -> tuple[list[Node], list[Edge], int]:
    """Nodes and edges round the record, each neighbour once; and how many more there are."""
    centre = Node(UUID(shown["id"]).bytes, shown["name"], is_square=shown["kind"] == "company")
    past = {_("Former"), _("Formerly at")}
    words: dict[bytes, list[str]] = {}
    nodes: dict[bytes, Node] = {}
    for tie in ties:
        if tie.kind == "group" or tie.section in past:
            continue
        key = tie.key or tie.name.encode()
        nodes.setdefault(key, Node(key, tie.name, is_square=tie.kind == "company", can_open=tie.key is not None))
        words.setdefault(key, []).append(tie.words or tie.detail)
    drawn = list(nodes.values())[:MOST_DRAWN]
    edges = [Edge(centre.key, node.key, ", ".join(word for word in words[node.key] if word)) for node in drawn]
    return [centre, *drawn], edges, len(nodes) - len(drawn)
