"""The quality of a file: what is found, what is proposed, and one step that mends it."""

from typing import Any

import pytest

from crmdesk.domain import tidying
from crmdesk.domain.errors import UserError
from crmdesk.services import clean_up, preferences, records
from crmdesk.store.store import Store
from tests.services.test_importing import done
from tests.store.template import visible


def add(store: Store, fields: dict[str, Any], **parts: list[dict[str, Any]]) -> bytes:
    return records.add(store, "contact", fields, parts)


@pytest.fixture
def shop(store: Store) -> Store:
    preferences.set_country(store, "BR")
    add(
        store, {"given_name": "JOÃO", "family_name": "DA SILVA", "prefix": "mr"},
        phones=[{"value": "tel: (11) 9 8765-4321"}, {"value": "unknown"}],
        emails=[{"value": "joao@gmial.com"}, {"value": "nobody at home"}],
        addresses=[{"street": "Rua A", "city": "São Paulo", "postal_code": "01304001", "region": "são paulo"}],
    )  # fmt: skip
    add(store, {"given_name": "Ana", "family_name": "Souza"})
    return store


def found(store: Store, key: str) -> list[tuple[str, str]]:
    return [(each.finding.before, each.finding.after) for each in done(clean_up.findings(store, key))]


def test_what_is_found_and_proposed(shop: Store) -> None:
    assert found(shop, "case") == [("JOÃO DA SILVA", "João da Silva")]
    assert ("joao@gmial.com", "joao@gmail.com") in found(shop, "emails")
    assert ("nobody at home", "") in found(shop, "emails")
    assert ("unknown", "") in found(shop, "phones")
    assert found(shop, "codes") == [("01304001", "01304-001")]
    assert found(shop, "regions") == [("são paulo", "SP")]
    assert found(shop, "prefixes") == [("mr", "Mr.")]
    assert found(shop, "mailing address") == [("", "")], "Ana has none at all"
    counts = {result.check.key: (result.count, result.fixable) for result in done(clean_up.survey(shop))}
    assert counts["emails"] == (2, 1)
    assert counts["stale"] == (0, 0)


def test_a_fix_is_one_step_and_finds_nothing_more(shop: Store) -> None:
    before = visible(shop)
    assert done(clean_up.fix(shop, "case")) == 1
    assert [row.name for row in shop.find("joao")] == ["mr João da Silva"]
    assert found(shop, "case") == []
    shop.undo()
    assert visible(shop) == before
    for check in clean_up.CHECKS:
        done(clean_up.fix(shop, check.key))
        assert not [after for _before, after in found(shop, check.key) if after], check.key


def test_phones_are_kept_with_their_international_number(shop: Store) -> None:
    add(shop, {"given_name": "Rui"}, phones=[{"value": "Fone: +55 11 2345-6789"}])
    done(clean_up.fix(shop, "phones"))
    [rui] = [row.id for row in shop.find("rui")]
    [phone] = records.show(shop, rui)["phones"]
    assert phone["e164"] == "+551123456789"


def test_only_the_chosen_ones(shop: Store) -> None:
    add(shop, {"given_name": "RUI", "family_name": "LIMA"})
    [one, _other] = done(clean_up.findings(shop, "case"))
    assert done(clean_up.fix(shop, "case", {one.finding.row})) == 1
    assert len(found(shop, "case")) == 1


def test_swapped_names_are_told_by_those_of_the_others(store: Store) -> None:
    for given in ("Ana", "Rui", "Zoe"):
        for family in ("Lima", "Souza"):
            add(store, {"given_name": given, "family_name": family})
    add(store, {"given_name": "Lima", "family_name": "Ana"})
    assert found(store, "swapped") == [("Lima Ana", "Ana Lima")]
    done(clean_up.fix(store, "swapped"))
    assert found(store, "swapped") == []


def test_confirmed_long_ago_is_stale(store: Store) -> None:
    add(store, {"given_name": "Ana", "confirmed_on": "2020-01-01"})
    add(store, {"given_name": "Rui"})
    assert [before for before, _after in found(store, "stale")] == ["2020-01-01"]
    done(clean_up.fix(store, "stale"))
    assert found(store, "stale") == []


def test_one_whole_address_becomes_the_mailing_address(store: Store) -> None:
    key = add(store, {"given_name": "Ana"}, addresses=[{"city": "Porto", "street": "Rua 1"}])
    [address] = records.show(store, key)["addresses"]
    records.set_value(store, "addresses", address["id"], "is_mailing", False)
    assert len(found(store, "mailing address")) == 1
    done(clean_up.fix(store, "mailing address"))
    assert records.show(store, key)["addresses"][0]["is_mailing"]


def test_there_is_no_such_check(store: Store) -> None:
    with pytest.raises(UserError, match="nonsense"):
        done(clean_up.fix(store, "nonsense"))


@pytest.mark.parametrize(
    ("written", "language", "better"),
    [
        ("JOHN SMITH", "", "John Smith"),
        ("mary-ann o'brien", "", "Mary-Ann O'Brien"),
        ("LUDWIG VAN BEETHOVEN", "", "Ludwig van Beethoven"),
        ("MCDONALD", "", "McDonald"),
        ("IŞIK YILMAZ", "tr", "Işık Yılmaz"),
        ("ибрагим", "ru", "Ибрагим"),
        ("JOHN HENRY VIII", "", "John Henry VIII"),
        ("John Smith", "", None),
        ("deLuca", "", None),
        ("JR", "", None),
        ("山田太郎", "", None),
    ],
)
def test_names_as_they_are_spoken_of(written: str, language: str, better: str | None) -> None:
    assert tidying.name_case(written, language) == better


@pytest.mark.parametrize(
    ("country", "written", "better"),
    [
        ("GB", "sw1a1aa", "SW1A 1AA"), ("CA", "k1a0b1", "K1A 0B1"), ("PL", "00950", "00-950"),
        ("NL", "1012ab", "1012 AB"),
        ("JP", "1000001", "100-0001"), ("US", "100010001", "10001-0001"), ("US", "10001", None), ("DE", "10115", None),
        ("BR", "1304", None), (None, "01304001", None),
    ],
)  # fmt: skip
def test_postal_codes_have_their_gap(country: str | None, written: str, better: str | None) -> None:
    assert tidying.postal_code(written, country) == better
