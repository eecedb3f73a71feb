"""One piece of post for those who live together: a household of the file, or one surname at one door."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from crmdesk import i18n
from crmdesk.domain.folding import fold
from crmdesk.domain.households import together
from crmdesk.services.households import DOOR, LARGEST

if TYPE_CHECKING:
    from crmdesk.services.addressing import Addressee


def merged(people: Sequence["Addressee"], homes: Mapping[bytes, bytes]) -> list["Addressee"]:
    """Each piece at the place of its first person; `homes` gives the household of each who is in one."""
    groups: defaultdict[Hashable, list[Addressee]] = defaultdict(list)
    for person in people:
        groups[_shared_by(person, homes)].append(person)
    return [piece for group in groups.values() for piece in _pieces(group)]


def _shared_by(person: "Addressee", homes: Mapping[bytes, bytes]) -> Hashable:
    """What the members of one group have in common."""
    address = person.address
    home = person.id if person.is_household else homes.get(person.id)
    if person.reason or person.at_work or (person.kind == "company" and not home):
        return person.id
    if home:  # one may live elsewhere for a time
        return home, fold(address["postal_code"] or address["city"] or "")
    surname = fold(person.record.get("family_name") or "")
    has_door = address["street"] or address["po_box"]
    return (surname, *(fold(address[name] or "") for name in DOOR)) if surname and has_door else person.id


def _pieces(group: list["Addressee"]) -> list["Addressee"]:
    """More of one surname at one address than a family has are none."""
    home = next((person for person in group if person.is_household), None)
    if len(group) == 1 or (len(group) > LARGEST and not home):
        return group
    first = home or group[0]
    others = [(person.id, person.name) for person in group if person is not first]
    members = [person for person in group if person is not home]
    name = home.name if home else together([person.record for person in members], first.language or i18n.language())
    return [replace(first, name=name, sharing=others, members=members)]
