"""Who gets a piece, in whose name, and who shares one."""

from collections.abc import Sequence
from typing import Any

import pytest

from crmdesk.domain.households import together
from crmdesk.services import addressing, merge_fields, preferences, records
from crmdesk.services.addressing import Addressee
from crmdesk.store.store import Store

WEG = {"street": "Weg 1", "postal_code": "10115", "city": "Berlin", "country": "DE", "label": "home"}


@pytest.fixture(autouse=True)
def home(store: Store) -> None:
    preferences.set_country(store, "DE")


def person(store: Store, given: str, family: str = "", address: dict[str, Any] | None = WEG, **parts: Any) -> bytes:
    fields = {"given_name": given, "family_name": family, **parts.pop("fields", {})}
    return records.add(store, "contact", fields, {"addresses": [address] if address else [], **parts})


def company(store: Store, name: str, kind: str = "company", address: dict[str, Any] | None = None) -> bytes:
    addresses = [address] if address else []
    return records.add(store, "company", {"name": name, "kind": kind}, {"addresses": addresses})


def pieces(store: Store, keys: Sequence[bytes], *, per_household: bool = True) -> list[Addressee]:
    with store.read() as session:
        return list(addressing.addressed(session, keys, per_household=per_household))


def heads(store: Store, keys: Sequence[bytes]) -> list[str]:
    return [piece.lines[0] for piece in pieces(store, keys)]


def member_of(name: str, **more: Any) -> list[dict[str, Any]]:
    return [{"company": name, **more}]


def test_one_surname_at_one_door_gets_one_piece_at_the_first_ones_place(store: Store) -> None:
    keys = [
        person(store, "Rui", "Souza"),
        person(store, "João", "Lima", fields={"language": "pt"}),
        person(store, "Eva", "Berg", {**WEG, "street": "Weg 2"}),
        person(store, "Ana", "LIMA", {**WEG, "city": "BERLIN"}),
    ]
    found = pieces(store, keys)
    assert [piece.lines[0] for piece in found] == ["Rui Souza", "João e Ana Lima", "Eva Berg"]
    assert [(piece.id, piece.sharing) for piece in found][1] == (keys[1], [(keys[3], "Ana LIMA")])
    assert [len(piece.sharing) for piece in pieces(store, keys, per_household=False)] == [0] * 4


def test_more_than_two_are_a_family_in_their_language(store: Store) -> None:
    keys = [person(store, name, "Lima", fields={"language": "de"}) for name in ("Ana", "Rui", "Eva")]
    assert heads(store, keys) == ["Familie Lima"]


def test_who_refuses_works_there_or_lives_elsewhere_is_apart(store: Store) -> None:
    keys = [
        person(store, "Ana", "Lima"),
        person(store, "Rui", "Lima"),
        person(store, "Eva", "Lima", opt_outs=[{"channel": "post"}]),
        person(store, "Leo", "Lima", {**WEG, "label": "work"}, affiliations=member_of("Acme")),
        person(store, "Ida", "Lima", {**WEG, "street": "", "city": "Berlin"}),
    ]
    found = pieces(store, keys)
    assert [piece.name for piece in found] == ["Ana and Rui Lima", "Eva Lima", "Leo Lima", "Ida Lima"]
    assert found[1].reason == "do not mail"
    assert found[2].lines[:2] == ["Acme", "Leo Lima"]


def test_a_household_of_the_file_shares_whatever_the_surnames(store: Store) -> None:
    house = company(store, "Haus Eiche", "household", WEG)
    keys = [
        person(store, "Ana", "Lima", affiliations=member_of("Haus Eiche", role="member")),
        person(store, "Rui", "Berg", None, affiliations=member_of("Haus Eiche")),
        person(store, "Eva", "Berg", {**WEG, "postal_code": "20095"}, affiliations=member_of("Haus Eiche")),
    ]
    assert heads(store, keys) == ["Ana Lima and Rui Berg", "Eva Berg"]
    found = pieces(store, [*keys, house])
    assert [piece.lines[0] for piece in found] == ["Haus Eiche", "Eva Berg"]
    assert {key for key, _name in found[0].sharing} == set(keys[:2])


def test_a_crowd_of_one_name_is_no_family(store: Store) -> None:
    keys = [person(store, f"Name{number}", "Lima") for number in range(13)]
    assert len(pieces(store, keys)) == 13


def test_who_has_no_address_is_reached_at_home_or_at_work(store: Store) -> None:
    company(store, "Acme", address={**WEG, "label": "other"})
    company(store, "Old Ltd", address=WEG)
    company(store, "Home", "household", {**WEG, "street": "Heim 2"})
    keys = [
        person(store, "Ana", "Lima", None, affiliations=member_of("Acme")),
        person(store, "Rui", "Berg", None, affiliations=[*member_of("Acme"), *member_of("Home")]),
        person(store, "Eva", "Neu", None, affiliations=member_of("Old Ltd", until="2020-01-31")),
    ]
    found = pieces(store, keys, per_household=False)
    assert found[0].lines == ["Acme", "Ana Lima", "Weg 1", "10115 Berlin"]
    assert found[1].lines == ["Rui Berg", "Heim 2", "10115 Berlin"]
    assert (found[2].reason, found[2].company) == ("no mailing address", "")


def test_an_empty_address_marked_for_mail_does_not_hide_the_one_that_is_filled(store: Store) -> None:
    key = records.add(
        store, "contact", {"given_name": "Ana"}, {"addresses": [{"region": "Bayern", "is_mailing": True}, WEG]}
    )
    assert pieces(store, [key])[0].lines == ["Ana", "Weg 1", "10115 Berlin"]


def card(given: str, family: str = "Lima", **more: str) -> dict[str, str | None]:
    empty = dict.fromkeys(("prefix", "given_name", "middle_name", "family_name", "suffix", "full_name"))
    return {**empty, "given_name": given, "family_name": family, **more}


@pytest.mark.parametrize(
    ("people", "language", "expected"),
    [
        ([card("Ana", prefix="Dr."), card("Rui", prefix="Mr.")], "en", "Dr. Ana and Mr. Rui Lima"),
        ([card("Ana"), card("Ana")], "en", "Ana Lima"),
        ([card("Ana"), card("Rui", suffix="Jr.")], "en", "Ana Lima and Rui Lima Jr."),
        ([card("Иван", "Иванов"), card("Пётр", "Иванов"), card("Лев", "Иванов")], "ru", "Иван, Пётр и Лев Иванов"),
        ([card("太郎", "山田"), card("花子", "山田")], "ja", "山田太郎、山田花子"),
        ([card("Ana", "Lima"), card("Rui", "Berg")], "de_AT", "Ana Lima und Rui Berg"),
        ([card("Ana"), card("Rui"), card("Eva")], "tr", "Lima ailesi"),
        ([card("Ana"), card("Rui")], "klingon!", "Ana and Rui Lima"),
    ],
)
def test_names_of_those_who_live_together(people: list[dict[str, str | None]], language: str, expected: str) -> None:
    assert together(people, language) == expected


def test_a_shared_letter_greets_each(store: Store) -> None:
    keys = [
        person(store, "Ana", "Lima", fields={"gender": "female"}),
        person(store, "Rui", "Lima", fields={"salutation": "Dear old Rui,"}),
    ]
    (piece,) = pieces(store, keys)
    assert merge_fields.salutation(piece, piece.record, "en") == "Dear Ms Lima, dear old Rui,"
    assert [each.name for each in piece.members] == ["Ana Lima", "Rui Lima"]
