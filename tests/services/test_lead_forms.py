"""Files of web forms become leads, once."""

from datetime import date
from pathlib import Path

import pytest

from crmdesk.services import lead_forms, leads, records
from crmdesk.services.lead_lists import listing
from crmdesk.store.store import Store
from tests.store.template import visible

TODAY = date(2026, 11, 20)
CSV = """Name,Email,Company,Message
Ana Lima,ana@shop.example,Padaria Lima,An oven please
Rui Sá,rui@cafe.example,,A mixer
Rui Sá,RUI@cafe.example,,And a slicer
,,,nothing
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Contact page.csv"
    path.write_text(CSV, "utf-8")
    return path


def test_known_people_keep_their_page(store: Store, file: Path) -> None:
    ana = records.add(
        store, "contact", {"given_name": "Ana"}, {"emails": [{"label": "home", "value": "Ana@shop.example"}]}
    )
    before = visible(store)
    forms = lead_forms.look(store, [file])
    assert [(each.name, each.owner == ana) for each in forms.found] == [
        ("Ana Lima", True),
        ("Rui Sá", False),
        ("Rui Sá", False),
    ]
    assert len(forms.rejected) == 1
    assert lead_forms.add(store, forms.fresh()) == 3
    rows = listing(store, TODAY)
    assert {(row.name, row.subject, row.form) for row in rows} == {
        ("Ana", "An oven please", "Contact page"),
        ("Rui Sá", "A mixer", "Contact page"),
        ("Rui Sá", "And a slicer", "Contact page"),
    }
    assert len({row.owner_id for row in rows}) == 2
    assert records.show(store, ana)["affiliations"][0]["company"] == "Padaria Lima"
    assert store.undo() == "Import leads"
    assert visible(store) == before


def test_the_same_file_again_adds_nothing(store: Store, file: Path) -> None:
    lead_forms.add(store, lead_forms.look(store, [file, file]).fresh())
    assert len(listing(store, TODAY)) == 3
    leads.remove(store, listing(store, TODAY)[0].id)
    assert lead_forms.look(store, [file]).fresh() == []
