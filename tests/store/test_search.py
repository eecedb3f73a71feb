"""Any word finds whom it belongs to, however it is written, and the best stand first."""

import re
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmdesk.domain.folding import fold
from crmdesk.services import records
from crmdesk.store import finder
from crmdesk.store.store import Store
from tests.store.template import FINDER, assert_finder_is_as_rebuilt, visible


def add(store: Store, full_name: str = "", /, kind: str = "contact", **more: Any) -> bytes:
    parts = {name: more.pop(name) for name in list(more) if isinstance(more[name], list)}
    name = {"full_name" if kind == "contact" else "name": full_name} if full_name else {}
    return records.add(store, kind, {**name, **more}, parts)


def found(store: Store, text: str, **options: Any) -> list[str]:
    return [row.name for row in store.find(text, **options)]


SPELLINGS = [
    ["Álvaro", "alvaro", "ALVARO", "álvaro", "A\u0301lvaro"],
    ["Müller", "Muller", "Mueller", "MÜLLER", "mu\u0308ller"],
    ["Işıl", "isil", "ISIL", "IŞIL", "ışıl", "İSİL"],
    ["Ёлкин", "Елкин", "ёлкин", "ЕЛКИН"],
    ["Łódź", "lodz", "LODZ", "łódź"],
    ["Straße", "strasse", "STRASSE", "STRAẞE"],
    ["Ørsted", "orsted", "Oersted", "ØRSTED"],
    ["Ångström", "angstrom", "Aangstroem", "ANGSTRÖM", "Angstroem", "Ångstroem"],
    ["Σωκράτης", "σωκρατης", "ΣΩΚΡΑΤΗΣ", "Σωκρατησ"],
    ["O'Brien", "obrien", "O’Brien", "o'brien", "OBRIEN"],
    ["Jean-Luc", "jeanluc", "Jean Luc", "JEAN-LUC"],
    ["Æsir", "aesir"],
    ["Þór", "thor"],
    ["Gößmann", "Goessmann", "Gossmann", "GÖSSMANN"],
    ["Ґалаґан", "Галаган"],
    ["Nguyễn", "nguyen"],
    ["ﬁnn", "finn"],
    ["Ｊｏｈｎ", "john"],
    ["भारत", "भारत"],
    ["김민준", "김민준"],
]
PAIRS = [(name, asked) for group in SPELLINGS for name in group for asked in group]
PLAIN = ("angstrom", "ANGSTRÖM", "Angstroem")
BEYOND = {("Jean Luc", "jeanluc"), ("jeanluc", "Jean Luc")} | {
    pair for name in PLAIN for pair in ((name, "Aangstroem"), ("Aangstroem", name))
}
"""That two words may be one, or aa an a, would need a guess."""


def test_every_spelling_finds_every_other(store: Store) -> None:
    for name in {name for name, _asked in PAIRS}:
        add(store, f"{name} Test")
    missed = [(name, asked) for name, asked in PAIRS if f"{name} Test" not in found(store, asked, limit=500)]
    assert set(missed) <= BEYOND


@pytest.mark.parametrize("other", ["Müller", "Muller", "Mueller"])
@pytest.mark.parametrize("name", ["Müller", "Muller", "Mueller"])
def test_umlauts_and_their_transcriptions(store: Store, name: str, other: str) -> None:
    add(store, f"Ana {name}")
    assert found(store, other) == [f"Ana {name}"]
    assert found(store, other[:-1]) == [f"Ana {name}"]


def test_words_in_any_order_and_by_their_beginnings(store: Store) -> None:
    add(store, "Ana Maria Souza", notes=[{"text": "likes chess"}])
    add(store, "Ana Lima")
    for words in permutations(("ana", "mar", "souza", "ches")):
        assert found(store, " ".join(words)) == ["Ana Maria Souza"]
    assert found(store, "ana m s c") == ["Ana Maria Souza"]
    assert found(store, "aria") == []
    assert found(store, "ana x") == []


SIGNS = (
    "山田",
    "山田太郎",
    "田太",
    "太郎",
    "やまだ",
    "王小明",
    "小明",
    "김민",
    "김민준",
    "สมชาย",
    "किशोर",
    "محمد",
    "דוד",
)


def test_scripts_without_spaces_or_with_signs(store: Store) -> None:
    for name in ("山田太郎", "やまだ たろう", "王小明", "김민준", "สมชาย", "किशोर", "مُحَمَّد", "דָּוִד"):
        add(store, name)
    add(store, "Somebody Else")
    for text in SIGNS:
        (one,) = found(store, text)
        assert one != "Somebody Else", text


TYPED = [
    "+55 (11) 98765-4321", "+5511987654321", "5511987654321", "005511987654321", "00 55 11 98765 4321",
    "011 98765-4321",
    "(011) 98765-4321", "11 98765 4321", "(11)98765-4321", "98765-4321", "987654321", "4321", "+55 (0)11 98765-4321",
    "11.98765.4321", "11/98765-4321", "9876", "119876", "+5511", "98765 4321", "8765-4321",
]  # fmt: skip


@pytest.mark.parametrize("kept", ["+55 (11) 98765-4321", "011 98765-4321", "5511987654321", "0055 11 987654321"])
def test_phones_however_written(store: Store, kept: str) -> None:
    from crmdesk.services.preferences import set_country

    set_country(store, "BR")
    add(store, "Ana", phones=[{"value": kept}])
    add(store, "Rui", phones=[{"value": "+55 21 2222-3333"}])
    for typed in TYPED:
        assert found(store, typed) == ["Ana"], typed
        assert found(store, f"ana {typed}") == ["Ana"], typed


def test_numbers_that_are_no_phones(store: Store) -> None:
    add(store, "Ana", phones=[{"value": "ext. 12"}, {"value": "call the office"}, {"value": "1-800-FLOWERS"}])
    assert found(store, "12") == ["Ana"]
    assert found(store, "1800") == ["Ana"]


MAIL = (
    "ana.souza@example.com.br",
    "ana.souza",
    "souza",
    "example.com",
    "example",
    "ana.souza@exa",
    "ANA.SOUZA@EXAMPLE",
    "br",
)


def test_parts_of_mail_addresses(store: Store) -> None:
    add(store, "Somebody", emails=[{"value": "Ana.Souza@example.com.br"}])
    add(store, "Other", emails=[{"value": "rui@mail.test"}])
    for text in MAIL:
        assert found(store, text) == ["Somebody"], text


def test_words_of_all_that_hangs_on_a_contact(store: Store) -> None:
    key = add(
        store, "Ana", nickname="Nina", occupation="Welder", id_status="K-77", phonetic_family_name="Zoza",
        emails=[{"value": "mail@example.org"}],
        addresses=[{"street": "Rua Augusta 1500", "city": "São Paulo", "postal_code": "01304-001"}],
        links=[{"value": "https://social.example/ana_s"}],
        notes=[{"text": "Allergic to <b>peanuts</b>", "is_html": True}],
        affiliations=[{"company": "Ferro & Aço Ltda", "title": "Foreman", "department": "Smithy"}],
    )  # fmt: skip
    records.add_tag(store, key, "Christmas card")
    add(store, "Rui")
    for text in (
        "nina", "welder", "k-77", "77", "zoza", "mail@example.org", "augusta", "1500", "sao paulo", "01304",
        "01304-001",
        "social.example", "ana_s", "peanuts", "ferro", "aco", "foreman", "smithy", "christmas", "card ana",
    ):  # fmt: skip
        assert found(store, text, kind="contact") == ["Ana"], text


def test_custom_fields_are_searched(store: Store) -> None:
    from crmdesk.domain.custom import CustomField

    key = add(store, "Ana")
    with store.write("Add field") as session:
        session.add(field := CustomField(record="contacts", name="Boat"))
    records.set_custom(store, key, field.id, "Santa Lucía")
    assert found(store, "lucia") == ["Ana"]
    records.set_custom(store, key, field.id, "")
    assert found(store, "lucia") == []


def test_the_best_stand_first(store: Store) -> None:
    note = [{"text": "met at the party of Ana Souza"}]
    add(store, "Zoe", notes=note)
    for name in ("Bela Ana Souza", "Ana Souza-Lima", "Ana Souza", "Souza Ana"):
        add(store, name)
    *best, second, third, last = found(store, "ana souza")
    assert best == ["Ana Souza", "Ana Souza-Lima"]
    assert {second, third} == {"Bela Ana Souza", "Souza Ana"}
    assert last == "Zoe"
    assert found(store, "ana souza", limit=1) == ["Ana Souza"]


@pytest.mark.parametrize("name", ["山田太郎", "O'Brien", "Łódź", "Ана  Мария", "Jean-Luc Picard", "王 小明"])
def test_a_whole_name_stands_first_in_any_script(store: Store, name: str) -> None:
    for number in range(5):
        add(store, f"{name} {number}")
    add(store, name)
    assert found(store, name)[0] == " ".join(name.split())


def test_names_by_their_parts_are_found_both_ways(store: Store) -> None:
    add(store, given_name="Ana", family_name="Souza")
    add(store, "Zoe", notes=[{"text": "Ana Souza; Souza, Ana"}])
    assert found(store, "ana souza")[0] == "Ana Souza"
    assert found(store, "souza, ana")[0] == "Ana Souza"


def test_companies_and_contacts_side_by_side(store: Store) -> None:
    add(store, "Acme", kind="company")
    add(store, "Ana", affiliations=[{"company": "Acme"}])
    assert found(store, "acme") == ["Acme", "Ana"]
    assert found(store, "acme", kind="contact") == ["Ana"]
    assert found(store, "acme", kind="company") == ["Acme"]
    assert [row.kind for row in store.find("acme")] == ["company", "contact"]
    assert [store.matching("acme", kind) for kind in ("contact", "company")] == [[r.id] for r in store.find("acme")][
        ::-1
    ]


def test_what_is_deleted_vanishes(store: Store) -> None:
    key = add(store, "Ana", emails=[{"value": "a@b.example"}], affiliations=[{"company": "Acme"}])
    (mail,) = visible(store)["emails"]
    records.remove(store, "emails", [mail])
    assert found(store, "b.example") == []
    records.delete(store, "contact", [key])
    assert found(store, "ana") == []
    assert store.matching("ana") == []
    assert store.rows([key]) == []
    store.undo()
    assert found(store, "ana") == ["Ana"]


def test_a_company_that_is_renamed_or_deleted_renews_its_people(store: Store) -> None:
    key = add(store, "Ana", affiliations=[{"company": "Acme", "title": "Boss"}])
    (company,) = visible(store)["companies"]
    records.set_value(store, "companies", company, "name", "Ajax")
    assert found(store, "ajax", kind="contact") == ["Ana"]
    assert found(store, "acme") == []
    assert store.rows([key])[0].detail == "Ajax · Boss"
    records.delete(store, "company", [company])
    assert found(store, "ajax") == []
    assert store.rows([key])[0].detail == ""
    store.undo()
    assert store.rows([key])[0].detail == "Ajax · Boss"
    assert_finder_is_as_rebuilt(store)


def test_a_tag_that_is_renamed_renews_its_bearers(store: Store) -> None:
    key = add(store, "Ana")
    records.add_tag(store, key, "VIP")
    records.set_value(store, "tags", next(iter(visible(store)["tags"])), "name", "Friend")
    assert found(store, "friend") == ["Ana"]
    assert found(store, "vip") == []


def test_what_a_row_says(store: Store) -> None:
    home = [{"city": "Porto", "label": "home"}, {"city": "Lisboa", "is_mailing": True}]
    work = {"affiliations": [{"company": "Acme", "title": "Boss"}], "addresses": home}
    key = add(store, given_name="Ana", family_name="Souza", **work)
    mail = add(store, emails=[{"value": "a@b.example"}], phones=[{"value": "+44 20 7946 0000"}])
    firm = add(store, "Firm", kind="company", industry="Steel")
    rows = store.rows([firm, key, mail, b"x" * 16])
    assert [(row.kind, row.name, row.filed_as, row.detail, row.place) for row in rows] == [
        ("company", "Firm", "Firm", "Steel", ""),
        ("contact", "Ana Souza", "Souza, Ana", "Acme · Boss", "Lisboa"),
        ("contact", "a@b.example", "a@b.example", "+44 20 7946 0000", ""),
    ]


HOSTILE = [
    "", " ", '"', '""', '"a', "'", "''", "*", "a*", "(", ")", "()", "((((", "AND", "OR", "NOT", "NEAR",
    "NEAR(a b, 2)", "a AND",
    "OR b",
    "a OR b", "-a", "+a", "^a", "words:a", "a:b", "{a b}:c", "a^b", ";--", "x' OR 1=1", "%", "_", "a_b", "\\", "\0",
    "a\0b",
    "\ud800", "🙂", "👨‍👩‍👧", "é" * 300, "a" * 10_000, "a " * 5_000, "1" * 10_000, "((" * 5_000, "\u202e", "\u0301",
    "ª", "½", "²",
    "𝔸na", "Ǆ", "ﷺ" * 50, "\u0000AND\u0000", "+", "+(", "1-", "(((1)))2", "\U0002ebf0", "ⅷ", "゛", "ーー",
]  # fmt: skip


def test_no_question_is_an_error(store: Store) -> None:
    add(store, "Ana or Rui", notes=[{"text": "near and not"}])
    for text in HOSTILE:
        for kind in (None, "contact", "company"):
            store.find(text, kind=kind)
        store.matching(text)


@given(text=st.text(max_size=60))
def test_no_random_question_is_an_error(store: Store, text: str) -> None:
    store.find(text)
    store.matching(text, "company")


WORD = st.text(st.characters(categories=["L", "N", "P", "S", "Zs", "Mn", "Cf"]), min_size=1, max_size=20)
FIELDS = {
    "contact": ("given_name", "middle_name", "family_name", "full_name", "nickname", "occupation", "id_status"),
    "emails": ("value",), "links": ("value",), "notes": ("text",),
    "addresses": ("street", "city", "region", "postal_code", "po_box"),
    "affiliations": ("title", "department", "company"),
}  # fmt: skip


@given(data=st.data())
@settings(suppress_health_check=[*HealthCheck], max_examples=40)
def test_any_word_of_any_field_finds_it_by_any_beginning(store: Store, data: st.DataObject) -> None:
    where = data.draw(st.sampled_from([(part, name) for part, names in FIELDS.items() for name in names]))
    text = data.draw(WORD)
    part, name = where
    fields, parts = ({name: text}, {}) if part == "contact" else ({"given_name": "Q"}, {part: [{name: text}]})
    try:
        key = records.add(store, "contact", fields, parts)
    except records.UserError:
        return  # nothing that can be seen was typed
    unseen = dict.fromkeys((0xAD, 0x200C, 0x200D))
    for word in re.findall(r"\w+", text.translate(unseen)):
        for length in range(1, len(word) + 1):
            asked = word[:length]
            if re.search(r"\w", fold(asked)):
                assert key in store.matching(asked), (text, asked)


@given(
    digits=st.text("0123456789", min_size=6, max_size=13),
    gaps=st.lists(st.integers(1, 12), max_size=4),
    start=st.integers(0, 3),
)
@settings(suppress_health_check=[*HealthCheck])
def test_any_end_and_any_beginning_of_a_phone(store: Store, digits: str, gaps: list[int], start: int) -> None:
    key = records.add(store, "contact", {"given_name": "Q"}, {"phones": [{"value": digits}]})
    written = "".join(digit + (" " if place in gaps else "") for place, digit in enumerate(digits))
    assert key in store.matching(written)
    if digits[-4] != "0":
        assert key in store.matching(digits[-4:])
    if digits[0] != "0":
        assert key in store.matching(digits[: 4 + start])


def test_soundness_is_seen_and_mended(store: Store) -> None:
    from crmdesk.services import files

    key = add(store, "Ana")
    add(store, "Rui")
    assert store.search_is_sound()
    for damage in (
        "DELETE FROM finder WHERE name = 'Ana'",
        "DELETE FROM finder_words WHERE rowid = 1",
        "DELETE FROM finder_names WHERE rowid = 2",
        "INSERT INTO finder_words (rowid, words) VALUES (77, 'ghost')",
        f"INSERT INTO finder ({FINDER}) VALUES (x'00', 1, '', '', '', '', x'', 0, '', '')",
    ):
        store.connection.execute(damage)
        assert not store.search_is_sound(), damage
        assert files.check(store) == []
        assert store.search_is_sound()
        assert found(store, "ana") == ["Ana"]
        assert store.rows([key])[0].name == "Ana"


def test_a_renewal_in_many_parts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder, "CHUNK", 7)
    keys = [add(store, f"Name{number}") for number in range(50)]
    records.delete(store, "contact", keys[::2])
    assert_finder_is_as_rebuilt(store)
    assert len(store.matching("name")) == 25
