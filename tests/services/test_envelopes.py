"""Who gets an envelope, who sends it, and that it is told in the history."""

from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.printing.envelopes import by_name
from crmdesk.services import activities, envelopes, preferences, print_runs, records, sender
from crmdesk.services.labels import Wanted
from crmdesk.store.store import Store
from tests.printing import pdf

PLACE = {"street": "Weg 1", "postal_code": "10115", "city": "Berlin", "country": "DE"}


def gathered(store: Store, wanted: Wanted) -> envelopes.Post:
    steps = envelopes.gather(store, wanted)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            post: envelopes.Post = end.value
            return post


def test_one_from_the_own_business_and_its_line(store: Store, tmp_path: Path) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"}, {"addresses": [PLACE]})
    rui = records.add(store, "contact", {"given_name": "Rui"}, {})
    post = gathered(store, Wanted([ana, rui]))
    assert post.sender == []
    sender.make(store, "Forno Supplies")
    sender.set_address(store, {"street": "Rua do Forno, 7", "city": "Lisboa", "country": "PT"})
    post = gathered(store, Wanted([ana, rui]))
    assert post.sender[:2] == ["Forno Supplies", "Rua do Forno, 7"]
    assert [entry.name for entry in post.batch.skipped] == ["Rui"]

    path = tmp_path / "envelopes.pdf"
    assert envelopes.save(post, by_name("C6"), path).pages == 1
    text = pdf.texts(path.read_bytes())[0]
    assert "Forno Supplies" in text
    assert "Weg 1" in text
    envelopes.save(post, by_name("C6"), path, with_sender=False)
    assert "Forno" not in pdf.texts(path.read_bytes())[0]

    key = envelopes.keep(store, post, "Ana", "C6")
    assert [line.subject for line in activities.of_record(store, ana)] == ["Envelope printed"]
    assert [owner for owner, _lines in print_runs.again(store, key)] == [ana]


def test_the_sender_s_country_is_named_abroad_alone(store: Store) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"}, {"addresses": [PLACE]})
    sender.make(store, "Forno Supplies")
    sender.set_address(store, {"street": "Weg 7", "postal_code": "10117", "city": "Berlin", "country": "DE"})
    preferences.set_country(store, "DE")
    assert gathered(store, Wanted([ana])).sender == ["Forno Supplies", "Weg 7", "10117 Berlin"]
    zoe = records.add(store, "contact", {"given_name": "Zoë"}, {"addresses": [{**PLACE, "country": "FR"}]})
    abroad = gathered(store, Wanted([ana, zoe])).sender
    assert abroad[:2] == ["Forno Supplies", "Weg 7"]
    assert abroad[-1] == "GERMANY"


def test_where_all_are_left_out_it_says_why(store: Store, tmp_path: Path) -> None:
    rui = records.add(store, "contact", {"given_name": "Rui"}, {})
    with pytest.raises(UserError, match="no envelopes") as told:
        envelopes.save(gathered(store, Wanted([rui])), by_name("DL"), tmp_path / "x.pdf")
    assert told.value.problems == ("Rui: no mailing address",)
