"""A file with duplicates in it, known to the test: as people and programs make them, typing, moving, importing.

The crowd is that of the sample business, with its families under one roof and colleagues behind one switchboard.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random
from typing import Any

from crmdesk.domain.card import Card
from crmdesk.domain.nicknames import GROUPS
from crmdesk.services import demo

Truth = set[frozenset[int]]
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_FORMS = ("Ltd", "GmbH", "Ltda", "A.Ş.", "Inc.", "S.A.", "SARL", "ООО", "Sp. z o.o.")
_NICK = {
    name: line.split() for line in GROUPS.strip().splitlines() for name in line.split()[:1] if len(line.split()) > 1
}


def planted(size: int, share: float = 0.05, seed: int = 1) -> tuple[list[Card], Truth]:
    """Cards of companies and `size` contacts, of which `share` are second cards; pairs by the place of the contacts."""
    chance = Random(seed)
    twins = round(size * share)
    cards = list(demo.cards(size - twins))
    people = [card for card in cards if card.kind == "contact"]
    _part_mailboxes(people)
    people = _without_doubles(people)
    cards = [card for card in cards if card.kind != "contact"] + people
    chosen = chance.sample([number for number, card in enumerate(people) if _is_known(card)], twins)
    seconds = [second(people[number], chance) for number in chosen]
    return cards + seconds, {frozenset((number, len(people) + place)) for place, number in enumerate(chosen)}


def _part_mailboxes(people: list[Card]) -> None:
    """Two of the crowd may have been given one and the same by chance."""
    taken: set[str] = set()
    for card in people:
        card.emails = [email for email in card.emails if email["value"] not in taken]
        taken |= {email["value"] for email in card.emails}


def _without_doubles(people: list[Card]) -> list[Card]:
    """Nobody could tell two of one name in one house or firm apart, and the crowd has some by chance."""
    taken: set[Any] = set()
    kept = []
    for card in people:
        name = card.fields.get("given_name"), card.fields.get("family_name")
        keys = {(*name, place.get("company")) for place in card.affiliations}
        keys |= {(*name, address.get("street")) for address in card.addresses}
        if taken.isdisjoint(keys):
            kept.append(card)
        taken |= keys
    return kept


def _is_known(card: Card) -> bool:
    """Of a bare name nobody could tell whether it is somebody else's."""
    ways = (card.phones, card.emails, card.addresses, card.fields.get("birthday"))
    return sum(map(bool, ways)) >= 2 and bool(card.fields.get("given_name") and card.fields.get("family_name"))


def second(card: Card, chance: Random) -> Card:
    """The same person, entered again: one to three things are otherwise, and not all is known this time."""
    made = deepcopy(card)
    made.fields = {name: value for name, value in card.fields.items() if name in _KNOWN_AGAIN}
    made.fields.pop("full_name", None)
    made.relations, made.notes, made.tags, made.groups, made.custom, made.photo = [], [], [], [], {}, None
    changes = [change for change, weight in _CHANGES for _time in range(weight)]
    for change in chance.sample(changes, chance.choice((1, 1, 2, 2, 3))):
        change(made, chance)
    if not (made.phones or made.emails or made.addresses or made.fields.get("birthday")):
        made.phones, made.emails = deepcopy(card.phones), deepcopy(card.emails)
    return made


_KNOWN_AGAIN = {"given_name", "middle_name", "family_name", "full_name", "birthday", "prefix", "suffix"}


def slip(word: str, chance: Random) -> str:
    """One letter left out, doubled, changed, or two in the wrong order."""
    if len(word) < 4:
        return word
    place = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    kind = chance.randrange(4)
    if kind == 0:
        return before + after
    if kind == 1:
        return before + letter + letter + after
    if kind == 2:
        return before + after[:1] + letter + after[1:]
    return before + chance.choice(_LETTERS if word.isascii() else word) + after


def _slip_in(name: str) -> Callable[[Card, Random], None]:
    def change(card: Card, chance: Random) -> None:
        card.fields[name] = slip(card.fields[name], chance)

    return change


def _nick(card: Card, chance: Random) -> None:
    known = _NICK.get(card.fields["given_name"].lower())
    if known:
        card.fields["given_name"] = chance.choice(known).capitalize()
    elif card.emails and chance.random() < 0.5:
        card.fields["given_name"] = card.fields["given_name"][0] + "."


def _swap(card: Card, chance: Random) -> None:
    fields = card.fields
    fields["given_name"], fields["family_name"] = fields["family_name"], fields["given_name"]


def _shout(card: Card, chance: Random) -> None:
    for name in ("given_name", "family_name"):
        card.fields[name] = card.fields[name].upper()


def _move(card: Card, chance: Random) -> None:
    for address in card.addresses:
        address["street"] = f"{slip('Kastanienallee', chance)} {chance.randrange(1, 400)}"
        address["city"], address["postal_code"] = chance.choice((("Linz", "4020"), ("Graz", "8010"), ("Bern", "3011")))


def _slip_in_address(card: Card, chance: Random) -> None:
    for address in card.addresses:
        if "street" in address:
            address["street"] = slip(address["street"], chance)


def _change_host(card: Card, chance: Random) -> None:
    for email in card.emails:
        local = email["value"].partition("@")[0]
        email["value"] = f"{local}@{chance.choice(('gmail.com', 'outlook.com', f'new-{local[:3]}.example'))}"


def _change_form(card: Card, chance: Random) -> None:
    for place in card.affiliations:
        place["company"] = f"{place['company']} {chance.choice(_FORMS)}"


def _reformat(card: Card, chance: Random) -> None:
    for phone in card.phones:
        digits = "".join(filter(str.isdecimal, phone["value"]))
        phone["value"] = f"00{digits}" if phone["value"].startswith("+") else " ".join(digits)
        phone.pop("label", None)


def _leave_out(name: str) -> Callable[[Card, Random], None]:
    def change(card: Card, chance: Random) -> None:
        if name == "birthday":
            card.fields.pop(name, None)
        else:
            setattr(card, name, [])

    return change


_Change = Callable[[Card, Random], None]
_CHANGES: tuple[tuple[_Change, int], ...] = (
    (_slip_in("given_name"), 3), (_slip_in("family_name"), 3), (_nick, 3), (_swap, 1), (_shout, 1), (_move, 2),
    (_slip_in_address, 2), (_change_host, 2), (_change_form, 1), (_reformat, 2), (_leave_out("phones"), 2),
    (_leave_out("emails"), 2), (_leave_out("addresses"), 2), (_leave_out("affiliations"), 2),
    (_leave_out("birthday"), 2),
)  # fmt: skip


def figures(found: Truth, truth: Truth) -> tuple[float, float]:
    """Precision and recall of pairs."""
    right = len(found & truth)
    return right / max(len(found), 1), right / max(len(truth), 1)


def pairs_of(clusters: Iterator[list[Any]] | list[list[Any]]) -> set[frozenset[Any]]:
    return {frozenset((one, other)) for ids in clusters for one in ids for other in ids if one != other}
