"""Notes are stored clean, and tell who wrote them."""

from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import text_id
from crmdesk.domain.values.rich_text import Rich
from crmdesk.services import exporting, notes, records
from crmdesk.store.store import Store
from tests.services.test_importing import done


@pytest.fixture
def owner(store: Store) -> bytes:
    return records.add(store, "contact", {"given_name": "Rui"})


def test_only_what_is_let_through_is_stored(store: Store, owner: bytes) -> None:
    html = "<p onclick=x>Call <b>soon</b><script>alert(1)</script> <img src='https://evil.example/x.png'></p>"
    notes.add(store, owner, Rich(html, is_html=True))
    (shown,) = records.show(store, owner)["notes"]
    assert (shown["text"], shown["is_html"]) == ("<p>Call <b>soon</b></p>", True)


def test_formats_come_and_go_in_one_step(store: Store, owner: bytes) -> None:
    key = notes.add(store, owner, Rich("Call <soon>"))
    notes.change(store, key, Rich("<p><b>Call</b></p>", is_html=True))
    (shown,) = records.show(store, owner)["notes"]
    assert (shown["text"], shown["is_html"]) == ("<p><b>Call</b></p>", True)
    assert store.undo() == "Change note"
    (shown,) = records.show(store, owner)["notes"]
    assert (shown["text"], shown.get("is_html", False)) == ("Call <soon>", False)


def test_an_empty_one_is_none(store: Store, owner: bytes) -> None:
    with pytest.raises(UserError):
        notes.add(store, owner, Rich("<p> <script>x</script></p>", is_html=True))


def test_who_wrote_and_who_changed(store: Store, owner: bytes) -> None:
    store.author = "ana"
    key = notes.add(store, owner, Rich("Call"))
    other = notes.add(store, owner, Rich("Write"))
    store.author = "rui"
    records.set_value(store, "notes", key, "is_pinned", value=True)
    assert notes.written(store, [key])[text_id(key)].changed_at is None
    notes.change(store, key, Rich("Call soon"))
    found = notes.written(store, [key, other])
    assert (found[text_id(key)].author, found[text_id(key)].changed_by) == ("ana", "rui")
    assert found[text_id(key)].changed_at
    assert (found[text_id(other)].author, found[text_id(other)].changed_at) == ("ana", None)


def test_formatted_notes_are_found_by_their_words_alone(store: Store) -> None:
    html = '<p>W<b>ord</b> &amp; more<br>next</p><ul><li>item <a href="https://hidden.example">here</a></li></ul>'
    key = records.add(store, "contact", {"given_name": "Ana"}, {"notes": [{"text": html, "is_html": True}]})
    for asked, found in (("word", True), ("more", True), ("next item", True), ("hidden", False), ("href", False)):
        assert ([row.id for row in store.find(asked)] == [key]) == found, asked


def test_other_programs_get_formatted_notes_plain(store: Store, tmp_path: Path) -> None:
    records.add(
        store, "contact", {"given_name": "Ana"},
        {"notes": [{"text": "<p>One <b>two</b></p>", "is_html": True}]},
    )  # fmt: skip
    kinds = [("vcard", profile) for profile in exporting.PROFILES]
    for kind, profile in [*kinds, ("csv", "google"), ("csv", "outlook"), ("ldif", "")]:
        path = tmp_path / f"{kind}{profile}"
        done(exporting.export(store, path, kind, shape=exporting.Shape(profile=profile)))
        text = path.read_text("utf-8-sig")
        assert "One two" in text, (kind, profile)
        assert "<p>" not in text, (kind, profile)
    done(exporting.export(store, tmp_path / "own.vcf", "vcard"))
    assert "<b>two</b>" in (tmp_path / "own.vcf").read_text()
