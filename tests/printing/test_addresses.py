"""Addresses as the destination wants them, case by case and against OpenCage's truth."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.printing import address_rules, addresses
from tests.printing.opencage import case_of, folded

SAO_PAULO = {"street": "Rua Augusta, 1500", "city": "São Paulo", "region": "São Paulo", "postal_code": "01304001"}
ESKISEHIR = {"street": "Atatürk Blv. 5", "city": "Eskişehir", "region": "Eskişehir", "postal_code": "26010"}
TOKYO = {"street": "千代田1-1", "city": "千代田区", "region": "東京都", "postal_code": "1000001"}


def lines(from_country="DE", language="en", to_country=None, **parts):
    return addresses.format_lines(parts, to_country=to_country, from_country=from_country, language=language)


@pytest.mark.parametrize(
    ("country", "parts", "expected"),
    [
        ("BR", SAO_PAULO, ["Rua Augusta, 1500", "SÃO PAULO - SP", "01304-001", "BRAZIL"]),
        ("TR", ESKISEHIR, ["Atatürk Blv. 5", "26010 ESKİŞEHİR", "TÜRKIYE"]),
        ("TR", {"city": "Çankaya", "region": "Ankara", "postal_code": "06690"}, ["06690 ÇANKAYA/ANKARA", "TÜRKIYE"]),
        (
            "US",
            {"city": "Palo Alto", "region": "California", "postal_code": "94303"},
            ["PALO ALTO, CA 94303", "UNITED STATES"],
        ),
        ("US", {"city": "New York", "region": "New York"}, ["NEW YORK, NY", "UNITED STATES"]),
        ("CA", {"city": "Québec", "region": "Québec", "postal_code": "g1a0a2"}, ["QUÉBEC QC G1A 0A2", "CANADA"]),
        ("GB", {"city": "London", "postal_code": "sw1a2aa"}, ["LONDON", "SW1A 2AA", "UNITED KINGDOM"]),
        ("NL", {"city": "Amsterdam", "postal_code": "1017cd"}, ["1017 CD AMSTERDAM", "NETHERLANDS"]),
        ("FR", {"city": "Paris", "postal_code": "75008"}, ["75008 PARIS", "FRANCE"]),
        ("IT", {"city": "Milano", "region": "Milano", "postal_code": "20121"}, ["20121 MILANO MI", "ITALY"]),
        (
            "HU",
            {"street": "Fő utca 5.", "city": "Budapest", "postal_code": "1011"},
            ["BUDAPEST", "Fő utca 5.", "1011", "HUNGARY"],
        ),
        ("JP", TOKYO, ["〒100-0001", "東京都千代田区", "千代田1-1", "JAPAN"]),
        ("JP", {"city": "Chiyoda-ku", "region": "Tokyo"}, ["CHIYODA-KU, TOKYO", "JAPAN"]),
        ("SG", {"city": "Singapore", "postal_code": "546080"}, ["SINGAPORE 546080", "SINGAPORE"]),
        ("GU", {"city": "Tamuning", "postal_code": "96913"}, ["TAMUNING, GU 96913", "GUAM"]),
        ("GU", {"city": "Tamuning"}, ["TAMUNING, GU", "GUAM"]),
        ("GR", {"city": "Αθήνα", "postal_code": "10557"}, ["105 57 ΑΘΗΝΑ", "GREECE"]),
        ("Neverland", {"city": "Somewhere", "postal_code": "1"}, ["1 SOMEWHERE", "NEVERLAND"]),
    ],
)
def test_the_destination_says_the_order(country, parts, expected):
    assert lines(country=country, **parts) == expected


def test_capitals_at_home_only_where_the_post_wants_them():
    assert lines(country="DE", city="Gießen", postal_code="35390") == ["35390 Gießen"]
    assert lines("FR", country="DE", city="Gießen", postal_code="35390") == ["35390 GIESSEN", "GERMANY"]
    assert lines("NL", country="NL", city="Delft", postal_code="2611ab") == ["2611 AB DELFT"]
    assert lines("TR", country="TR", **ESKISEHIR) == ["Atatürk Blv. 5", "26010 ESKİŞEHİR"]


@pytest.mark.parametrize(
    ("language", "country", "name"),
    [
        ("tr", "GB", "BİRLEŞİK KRALLIK"),
        ("pt_BR", "DE", "ALEMANHA"),
        ("ru", "DE", "ГЕРМАНИЯ / GERMANY"),
        ("el", "DE", "ΓΕΡΜΑΝΙΑ / GERMANY"),
        ("ru", "Нарния", "НАРНИЯ"),
        ("xx", "FR", "FRANCE"),
    ],
)
def test_the_country_stands_last_in_the_senders_language(language, country, name):
    assert lines("US", language, country=country, city="X")[-1] == name


def test_no_country_within_one_post():
    assert lines("FR", country="RE", city="Saint-Denis", postal_code="97400") == ["97400 SAINT-DENIS"]
    assert lines("US", country="PR", city="San Juan", postal_code="00901") == ["SAN JUAN, PR 00901"]
    assert lines("DE", city="Bonn") == ["Bonn"]
    assert lines("de", country="de", city="Bonn") == ["Bonn"]


def test_to_country_wins():
    assert lines(country="DE", to_country="FR", city="Paris", postal_code="75008")[-1] == "FRANCE"


def test_streets_and_boxes():
    parts = {"street": "Haus 1,\n2. Stock", "street2": " , ", "street3": "c/o Meyer", "po_box": "1234", "city": "Bonn"}
    assert lines(country="DE", **parts) == ["c/o Meyer", "Haus 1", "2. Stock", "Postfach 1234", "Bonn"]
    assert lines("GB", country="GB", po_box="P.O. Box 7", city="Ely") == ["P.O. Box 7", "ELY"]
    assert lines("GB", country="GB", po_box="7", city="Ely") == ["PO Box 7", "ELY"]


def test_a_region_stands_in_for_a_missing_city():
    assert lines("GB", country="GB", region="Kent", postal_code="CT1 1AA") == ["KENT", "CT1 1AA"]


def test_a_region_that_the_post_does_without_is_kept_where_there_is_no_code():
    assert lines("GB", country="GB", city="Ely", region="Kent", postal_code="CT1 1AA") == ["ELY", "CT1 1AA"]
    assert lines("GB", country="GB", city="Ely", region="Kent") == ["ELY", "Kent"]
    assert lines("GB", country="HU", city="Makó", region="Csongrád", street="Fő u. 1")[:2] == ["MAKÓ", "CSONGRÁD"]


def test_what_stood_around_a_missing_part_goes_with_it():
    assert lines("US", country="US", city="Palo Alto", postal_code="94303") == ["PALO ALTO 94303"]
    assert lines("AU", country="AU", city="Perth", postal_code="6000") == ["PERTH 6000"]
    assert lines("US", country="US", region="CA", postal_code="94303") == ["CA 94303"]


def test_a_code_is_never_lost_unless_there_are_none():
    assert lines("GH", country="GH", city="Accra", postal_code="GA-183-8164") == ["ACCRA GA-183-8164"]
    assert lines("HK", country="HK", city="Central", postal_code="999077") == ["Central"]
    assert lines("AE", country="GH", city="Accra", postal_code="00000") == ["ACCRA", "GHANA"]


def test_a_postal_code_of_no_known_form_stays_as_typed():
    assert lines("DE", country="PL", city="Łódź", postal_code="90-001a") == ["90-001a ŁÓDŹ", "POLAND"]


def test_one_line_for_screens():
    one = addresses.one_line({**SAO_PAULO, "country": "BR"}, from_country="DE", language="de")
    assert one == "Rua Augusta, 1500, São Paulo - SP, 01304-001, Brasilien"
    assert addresses.one_line({"city": "Bonn", "country": "DE"}, from_country="DE", language="de") == "Bonn"
    assert addresses.one_line({}, from_country="DE", language="de") == ""


KEYS = ("street", "street2", "street3", "po_box", "city", "region", "postal_code", "country")
VALUES = st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["", " ", ",", "-", "a\n\nb", "{city}", "75008"]))


@given(
    parts=st.dictionaries(st.sampled_from(KEYS), VALUES),
    country=st.one_of(st.none(), st.sampled_from(sorted(address_rules.every()))),
    home=st.sampled_from(["BR", "DE", "TR", "US", ""]),
    language=st.sampled_from(["en", "pt_BR", "tr", "ru", "?"]),
    who=st.tuples(VALUES.map(lambda name: name or ""), VALUES.map(lambda name: name or "")),
)
def test_any_parts_give_clean_lines(parts, country, home, language, who):
    result = addresses.format_lines(parts, to_country=country, from_country=home, language=language)
    whole = addresses.piece_lines(*who, {**parts, "country": country}, from_country=home, language=language)
    assert all(line and line == " ".join(line.split()) for line in whole)
    assert all(line and line == " ".join(line.split()) for line in result)
    if not any(set(value or "") & set(",-/") for value in parts.values()):
        assert not any(line.startswith((",", "-", "/")) or line.endswith((",", "-", "/")) for line in result)


@given(
    parts=st.fixed_dictionaries({key: st.text("abcä", min_size=1, max_size=8) for key in KEYS[:4]}),
    country=st.sampled_from(["BR", "US", "JP", "HU"]),
)
def test_no_street_is_lost(parts, country):
    assert {value.casefold() for value in parts.values()} <= {
        line.casefold().removeprefix("po box ") for line in lines(country=country, **parts)
    }


def test_the_order_agrees_with_opencage(shared_data):
    """Letter case and accents aside. What differs is told by the pairs below; libaddressinput and the posts decide."""
    right, seen = Counter(), Counter()
    for text in (shared_data / "address" / "opencage.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(text)
        case = case_of(truth["components"], truth["expected"])
        if case is None:
            continue
        address, expected = case
        given_lines = lines(address["country"], **address)
        seen[address["country"]] += 1
        right[address["country"]] += list(map(folded, given_lines)) == list(map(folded, expected))
    for country in sorted(seen):
        print(f"{country} {right[country]} of {seen[country]}: {right[country] / seen[country]:.0%}")
    print(f"{right.total()} of {seen.total()}, {len(seen)} countries")
    assert right.total() / seen.total() >= 0.93
    assert sum(right[country] == seen[country] for country in seen) >= 100
