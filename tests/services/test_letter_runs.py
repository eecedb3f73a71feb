"""Letters to a lookup: each in its reader's language, who is left out and why, what is kept and printed again."""

import csv
from collections.abc import Generator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pypdfium2
import pytest

from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.errors import UserError
from crmdesk.domain.letter_look import Look
from crmdesk.domain.letter_stock import STOCK
from crmdesk.domain.merge import unknown
from crmdesk.domain.notes import Attachment
from crmdesk.services import letter_runs, letter_templates, print_runs, records, sender
from crmdesk.services.letter_runs import Batch, Wanted
from crmdesk.services.letter_templates import Template
from crmdesk.store import bulk
from crmdesk.store.store import Store

T = TypeVar("T")
DAY = date(2026, 11, 22)
PLACE = {"street": "Rua 1", "city": "Lisboa", "country": "PT"}


def run(steps: Generator[float, None, T]) -> T:
    while True:
        try:
            assert 0 <= next(steps) <= 1
        except StopIteration as end:
            return end.value


def person(store: Store, given: str, family: str, language: str = "", gender: str = "", **parts: Any) -> bytes:
    fields = {"given_name": given, "family_name": family, "language": language, "gender": gender}
    return records.add(store, "contact", fields, {"addresses": [PLACE], **parts})


@pytest.fixture
def people(store: Store) -> list[bytes]:
    return [
        person(store, "Ayşe", "Çelik", "tr", "female"),
        person(store, "Ana", "Lima", "pt-BR", "female"),
        person(store, "Eva", "Rossi", "it", "female"),
        person(store, "Sam", "Okafor", "", addresses=[]),
        person(store, "No", "Post", "en", opt_outs=[{"channel": "post", "reason": "asked"}]),
    ]


def thanks(store: Store) -> list[Template]:
    name = letter_templates.add_stock(store, "thanks")
    return letter_templates.families(letter_templates.all_of(store))[name]


def gathered(store: Store, ids: list[bytes], **more: Any) -> Batch:
    return run(letter_runs.gather(store, Wanted(thanks(store), ids=ids, on=DAY, **more)))


def test_each_gets_the_one_of_its_language(store: Store, people: list[bytes]) -> None:
    sender.make(store, "Forno")
    sender.set_way(store, "phones", {"value": "+351 21"})
    batch = gathered(store, people)
    assert [(letter.name, letter.language, letter.date) for letter in batch.letters] == [
        ("Ayşe Çelik", "tr", "22 Kasım 2026"),
        ("Ana Lima", "pt-BR", "22 de novembro de 2026"),
        ("Eva Rossi", "en", "November 22, 2026"),
    ]
    assert ["Sayın Ayşe Çelik," in batch.letters[0].body, "Prezada Sra. Lima," in batch.letters[1].body] == [True, True]
    assert "Dear Ms Rossi," in batch.letters[2].body
    assert "+351 21" in batch.letters[0].body
    assert batch.languages() == {"tr": 1, "pt": 1}
    assert batch.fallbacks() == {("it", "en"): 1}
    assert [(each.name, each.reason) for each in batch.skipped] == [
        ("Sam Okafor", "no mailing address"), ("No Post", "do not mail: asked"),
    ]  # fmt: skip
    assert len(gathered(store, people, by_post=False).letters) == 5


def test_a_letter_for_all_greets_in_the_language_of_each(store: Store, people: list[bytes]) -> None:
    key = letter_templates.save(
        store, Template("Short", "", "About {{city}}", "<p>{{salutation}}</p><p>{{nobody}}</p>")
    )
    family = [each for each in letter_templates.all_of(store) if each.id == key]
    batch = run(letter_runs.gather(store, Wanted(family, ids=people[:3], on=DAY)))
    assert [letter.body for letter in batch.letters] == [
        "<p>Sayın Ayşe Çelik,</p>", "<p>Prezada Sra. Lima,</p>", "<p>Gentile Sig.ra Rossi,</p>",
    ]  # fmt: skip
    assert (batch.letters[0].subject, batch.unknown, batch.fallbacks()) == ("About Lisboa", ["nobody"], {})


def test_one_document_or_one_each(store: Store, people: list[bytes], tmp_path: Path) -> None:
    batch = gathered(store, people)
    run(letter_runs.save(batch, tmp_path / "all.pdf"))
    document = pypdfium2.PdfDocument(tmp_path / "all.pdf")
    assert len(document) == 3
    document.close()
    each = tmp_path / "each"
    each.mkdir()
    for _time in range(2):
        run(letter_runs.save_each(batch, each, "Thanks"))
    assert sorted(file.name for file in each.iterdir())[:2] == ["Ana Lima – Thanks 2.pdf", "Ana Lima – Thanks.pdf"]
    assert len(list(each.iterdir())) == 6
    with pytest.raises(UserError):
        run(letter_runs.save_each(Batch(), each, "x"))


def test_the_list_is_read_by_other_programs(store: Store, people: list[bytes], tmp_path: Path) -> None:
    letter_runs.save_list(store, gathered(store, people), tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0][name] for name in ("Last name", "City", "Today")) == ("Çelik", "Lisboa", "22 Kasım 2026")
    assert "Suffix" not in rows[0]


@pytest.mark.parametrize("keeps", letter_runs.KEEPS)
def test_what_is_kept_is_one_step(store: Store, people: list[bytes], keeps: str) -> None:
    batch = gathered(store, people)
    key = run(letter_runs.keep(store, batch, "Thank you", keeps))
    with store.read() as session:
        mine = [row["activity_id"] for row in bulk.fetch(session, Participation, "owner_id", people[:1])]
        (line,) = bulk.fetch(session, Activity, "id", mine)
        files = [row["name"] for row in bulk.fetch(session, Attachment, "owner_id", people[:1])]
    assert (line["type"], line["subject"]) == ("letter", "Letter: Teşekkür ederiz")
    assert ("Sayın Ayşe Çelik," in (line["text"] or "")) == (keeps == "text")
    assert files == (["Thank you 22 Kasım 2026.pdf"] if keeps == "pdf" else [])
    (kept,) = print_runs.latest(store)
    assert (kept.id, kept.kind, kept.count) == (key, "letters", 3)
    again = letter_runs.again(store, kept, 2, 3)
    assert [(each.name, each.body) for each in again.letters] == [(each.name, each.body) for each in batch.letters[1:]]
    assert letter_runs.pdf_of(again, again.letters[0]) == letter_runs.pdf_of(batch, batch.letters[1])
    store.undo()
    assert print_runs.latest(store) == []


class TestTemplates:
    def test_stock_is_sound_in_every_language(self, store: Store) -> None:
        for key, stock in STOCK.items():
            name = letter_templates.add_stock(store, key)
            family = letter_templates.families(letter_templates.all_of(store))[name]
            assert {each.language for each in family} == {"en", "pt-BR", "ru", "tr"}
            for each in family:
                assert unknown(each.body) == []
                assert each.body.count("{{#") == each.body.count("{{/")
                assert each.body.startswith("<p>{{salutation}}</p>")
            assert len({each.subject for each in family}) in (1, 4), stock.name
        assert letter_templates.add_stock(store, "thanks") == "Thank you 2"

    def test_they_are_changed_renamed_and_removed_as_one(self, store: Store) -> None:
        name = letter_templates.add_stock(store, "reminder")
        letter_templates.set_look(store, name, Look(form="us-10", size=11.0))
        letter_templates.rename(store, name, " Second  reminder ")
        family = letter_templates.all_of(store)
        assert {(each.name, each.look.form, each.look.size) for each in family} == {("Second reminder", "us-10", 11.0)}
        with pytest.raises(UserError, match="already"):
            letter_templates.save(store, Template("Second reminder", "tr"))
        with pytest.raises(UserError):
            letter_templates.rename(store, "Second reminder", " ")
        assert letter_templates.remove(store, "Second reminder", "ru") == 1
        assert letter_templates.remove(store, "Second reminder") == 3
        empty = letter_templates.add_empty(store)
        assert (empty.name, empty.language) == ("New letter", "en")

    def test_languages_fall_back_in_their_order(self) -> None:
        def chosen(language: str, *there: str) -> str:
            return letter_templates.for_language([Template("x", each) for each in there], language).language

        assert chosen("pt_BR", "en", "pt-BR") == "pt-BR"
        assert chosen("pt-PT", "en", "pt-BR") == "pt-BR"
        assert chosen("it", "tr", "", "en") == ""
        assert chosen("it", "tr", "en") == "en"
        assert chosen("it", "tr") == "tr"

    def test_a_look_that_is_damaged_is_as_usual(self) -> None:
        from crmdesk.domain.letter_look import read, write

        assert read('{"size": 99, "form": 3, "has_folds": false, "x": 1}') == Look(has_folds=False)
        assert read("nonsense") == read("[1]") == read(None) == Look()
        assert read(write(Look("din-a", "paper", 12.0, enclosures="a\nb"))) == Look(
            "din-a", "paper", 12.0, enclosures="a\nb"
        )
