"""Every file there is: taken in, given out in each format that loses nothing, and taken into an empty file again."""

from collections import Counter
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from crmdesk.domain.card import Card
from crmdesk.formats import EXPORTED
from crmdesk.services import exporting, importing
from crmdesk.services.cards import OWNERS, read_cards
from crmdesk.services.intake import OnDuplicate, Options
from crmdesk.store import bulk
from crmdesk.store.store import Store
from tests.services.test_importing import done
from tests.store.template import another

EACH_NEW = Options(on_duplicate=OnDuplicate.NEW)
FILES = {"vcard": "*.vcf", "csv/vendor": "*.csv", "csv/dialects": "*.csv", "ldif": "*.ldif"}
LARGEST = 60_000
LISTS = ("csv", "xlsx")
"""They have no place for pictures."""


def cards(store: Store, without: str = "") -> Counter[str]:
    with store.read() as session:
        found: Counter[str] = Counter()
        for kind, record in OWNERS.items():
            keys = [key for (key,) in bulk.fetch_all(session, record, "id")]
            found.update(str(told(card, without)) for _key, card in read_cards(session, kind, keys))
    return found


def told(card: Card, without: str) -> dict[str, Any]:
    """All of it but where it came from and what follows from the rest."""
    left_out = ("uid", "line", "warnings", "members", without)
    whole = {name: value for name, value in asdict(card).items() if value and name not in left_out}
    for name in ("phones", "emails", "addresses", "links", "affiliations", "notes", "relations", "opt_outs"):
        if name in whole:
            whole[name] = [sorted(bare(entry).items()) for entry in whole[name]]
    for name in ("tags", "groups", "leftover"):
        if name in whole:
            whole[name] = sorted(whole[name])
    return {name: dict(sorted(value.items())) if isinstance(value, dict) else value for name, value in whole.items()}


def bare(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in ("e164", "is_primary", "is_mailing")}


@pytest.fixture
def filled(store: Store, shared_data: Path, size: int) -> Store:
    found = [path for folder, ending in FILES.items() for path in sorted((shared_data / folder).rglob(ending))]
    largest = LARGEST if size > 1 else LARGEST // 10
    done(importing.run(store, [path for path in found if 0 < path.stat().st_size < largest], EACH_NEW))
    assert store.listing("contact").count() > 200
    return store


@pytest.mark.timeout(600)
def test_what_came_from_any_file_comes_back_equal(filled: Store, template: Path, tmp_path: Path, size: int) -> None:
    for kind in ("vcard", "csv") if size == 1 else ("vcard", "vcard3", "csv", "xlsx", "json"):
        path = tmp_path / f"all{EXPORTED[kind]}"
        done(exporting.export(filled, path, kind, shape=exporting.Shape(for_spreadsheets=False)))
        with closing(another(template, tmp_path, f"{kind}.crmdesk")) as other:
            report = done(importing.run(other, [path], EACH_NEW))
            without = "photo" if kind in LISTS else ""
            before, after = cards(filled, without), cards(other, without)
            print(f"{kind}: {(before & after).total()} of {before.total()} equal")
            assert (kind, [item.reason for item in report.rejected]) == (kind, [])
            assert (kind, sorted((before - after).elements())) == (kind, [])
