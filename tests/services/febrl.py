"""The FEBRL sets as records of a file: 1,000 to 5,000 invented Australians, some of them up to six times."""

import csv
from pathlib import Path

from crmdesk.domain.card import Card
from crmdesk.domain.likeness_values import Profile, birthday, names, place
from crmdesk.services.cards import Writer
from crmdesk.store.store import Store

Truth = set[frozenset[str]]
ID_NUMBER = "soc_sec_id"


def rows(folder: Path, number: int) -> dict[str, dict[str, str]]:
    """By the id that the set gives."""
    with (folder / "dedup" / "febrl" / f"dataset{number}.csv").open(encoding="utf-8") as file:
        found = csv.DictReader(file, skipinitialspace=True)
        return {row["rec_id"]: {name: value.strip() for name, value in row.items()} for row in found}


def truth(folder: Path, number: int) -> Truth:
    text = (folder / "dedup" / "febrl" / f"dataset{number}_true_pairs.tsv").read_text("utf-8")
    return {frozenset(line.split()) for line in text.splitlines()[1:]}


def _born(row: dict[str, str]) -> str:
    text = row["date_of_birth"]
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 else ""


def profile(row: dict[str, str], with_number: bool) -> Profile:
    street = f"{row['street_number']} {row['address_1']}".strip()
    made = Profile(*names(row["given_name"], None, row["surname"]), birthday=birthday(_born(row)))
    made.places = (place(street, row["address_2"], None, row["suburb"], row["postcode"]),)
    made.numbers = (row[ID_NUMBER],) if with_number and row[ID_NUMBER] else ()
    return made


def card(row: dict[str, str], with_number: bool) -> Card:
    """As the import of a file with these columns gives it."""
    fields = {"given_name": row["given_name"], "family_name": row["surname"], "birthday": _born(row)}
    address = {
        "street": f"{row['street_number']} {row['address_1']}".strip(),
        "street2": row["address_2"],
        "city": row["suburb"],
        "postal_code": row["postcode"],
        "region": row["state"],
    }
    made = Card(fields={name: value for name, value in fields.items() if value})
    made.addresses = [{name: value for name, value in address.items() if value}]
    if with_number and row[ID_NUMBER]:
        made.custom = {ID_NUMBER: row[ID_NUMBER]}
    return made


def fill(store: Store, cards: list[Card]) -> list[bytes]:
    """Their ids, in the order of the cards; companies among them have none."""
    ids = []
    with store.write("Fill") as session:
        writer = Writer(session, None)
        for number, each in enumerate(cards):
            key = writer.add(each)
            if each.kind == "contact":
                ids.append(key)
            if number % 1000 == 0:
                writer.flush()
        writer.flush()
    return ids
