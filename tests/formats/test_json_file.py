"""The complete export as JSON: read back what was written, and refuse in words what is none."""

import json
import tracemalloc
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmdesk.domain.base import Record
from crmdesk.domain.contacts import Contact, Photo
from crmdesk.domain.errors import UserError
from crmdesk.domain.records import RECORDS
from crmdesk.formats import json_file
from tests.store.test_journal import rows_of

KEY = "0192a2b3-0000-7000-8000-000000000000"
SECOND = b"00000000-0000-0000-0000-000000000002"
QUOTED = f'"{KEY}"'


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__tablename__)
@given(data=st.data())
@settings(max_examples=8, suppress_health_check=[*HealthCheck])
def test_rows_come_back(record: type[Record], data: st.DataObject) -> None:
    rows = data.draw(st.lists(rows_of(record), max_size=4))
    for number, row in enumerate(rows):
        links = {name: bytes([9]) * 16 for name, value in row.items() if name.endswith("_id") and value is not None}
        row |= {**links, "id": bytes([number]) * 16, "deleted_at": None}
    written = "".join(json_file.write([(record, rows)])).encode()
    assert json_file.looks_like(written)
    tables, _files = json_file.read(BytesIO(written))
    found = {kind: entries for kind, entries in tables if entries}
    bare = [{name: value for name, value in row.items() if value is not None} for row in rows]
    assert found == ({record: bare} if rows else {})


def test_it_is_json_that_people_can_read() -> None:
    row = {"id": b"\1" * 16, "given_name": "Zoë “Z”\n", "rating": 3, "created_at": 5}
    photo = {"id": b"\2" * 16, "owner_id": b"\1" * 16, "media_type": "image/png", "data": b"\0\xff", "created_at": 5}
    written = "".join(json_file.write([(Contact, [row]), (Photo, [photo])], [(b"\xab", [b"hel", b"lo"])]))
    document = json.loads(written)
    assert document == {
        "crmdesk": 1,
        "records": {
            "contacts": [
                {"id": "01010101-0101-0101-0101-010101010101", "given_name": "Zoë “Z”\n", "rating": 3, "created_at": 5}
            ],
            "photos": [
                {
                    "id": "02020202-0202-0202-0202-020202020202",
                    "owner_id": "01010101-0101-0101-0101-010101010101",
                    "media_type": "image/png",
                    "data": "AP8=",
                    "created_at": 5,
                }
            ],
        },
        "files": {"ab": "aGVsbG8="},
    }
    assert "Zoë" in written
    for laid_out in (written, json.dumps(document), json.dumps(document, indent=3), "\ufeff" + json.dumps(document)):
        tables, files = json_file.read(BytesIO(laid_out.encode()))
        assert sum(len(rows) for _record, rows in tables) == 2
        assert list(files) == [(b"\xab", b"hello")]


def written(count: int, **fields: Any) -> bytes:
    rows = [{"id": number.to_bytes(16), "created_at": 5, **fields} for number in range(count)]
    return "".join(json_file.write([(Contact, rows), (Photo, [])], [(b"\xab", [b"hello"])])).encode()


def test_a_large_one_comes_in_parts_and_is_never_held_whole() -> None:
    data = written(4000, given_name="x" * 1000)
    tracemalloc.start()
    try:
        tables, files = json_file.read(BytesIO(data))
        assert [len(rows) for _record, rows in tables] == [970, 970, 970, 970, 120]
        assert list(files) == [(b"\xab", b"hello")]
        assert tracemalloc.get_traced_memory()[1] < len(data) * 0.8
    finally:
        tracemalloc.stop()


@given(st.data())
def test_wherever_it_ends_too_early_it_is_told(data: st.DataObject) -> None:
    whole_of_it = written(5, given_name="Zoë ]},")
    end = data.draw(st.integers(0, len(whole_of_it.rstrip().removesuffix(b"}}")) - 1))
    with pytest.raises(UserError):
        whole(whole_of_it[:end])


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (b'"created_at": 5}]', b'"created_at": }]', "contacts 5"),
        (b'000004"', b'000003"', "twice"),
        (b'"photos": []', b'"photos": 7', "records"),
        (b'5},\n{"id": "' + SECOND, b'5}\n{"id": "' + SECOND, "contacts 2"),
    ],
)  # fmt: skip
def test_a_damaged_line_is_named(right: bytes, wrong: bytes, told: str) -> None:
    data = written(5)
    assert right in data
    with pytest.raises(UserError, match=told):
        whole(data.replace(right, wrong, 1))


def contact(**fields: Any) -> str:
    return json.dumps({"crmdesk": 1, "records": {"contacts": [{"id": KEY, "created_at": 1, **fields}]}})


ONE = json.loads(contact())["records"]["contacts"][0]
TWICE = json.dumps({"crmdesk": 1, "records": {"contacts": [ONE, ONE]}})
WRONG = [
    TWICE,
    "", "x", "[]", "null", "1", '"crmdesk"', "{}", '{"crmdesk": 1}', '{"records": {}}', '{"crmdesk": 2, "records": {}}',
    '{"crmdesk": "1", "records": {}}', '{"crmdesk": 1, "records": []}', '{"crmdesk": 1, "records": {"contacts": 1}}',
    '{"crmdesk": 1, "records": {"contacts": [1]}}', '{"crmdesk": 1, "records": {"contacts": [{}]}}', contact(id="x"),
    contact(given_name=1), contact(rating="x"), contact(rating=1.5), contact(rating=True), contact(rating=2**70),
    contact(given_name=["a"]), contact(created_at="now"), contact(given_name="\ud800"), contact(given_name="\0"),
    '{"crmdesk": 1, "records": {' + "[" * 9999,
    '{"crmdesk": 1, "records": {"photos": [{"id": ' + QUOTED + ', "owner_id": "x"}]}}',
    '{"crmdesk": 1, "records": {"photos": [{"id": ' + QUOTED + ', "data": "***"}]}}',
    '{"crmdesk": 1, "records": {"photos": [{"id": ' + QUOTED + ', "owner_id": null}]}}',
    '{"crmdesk": 1, "records": {"contacts": {"id": 1}}}', '{"crmdesk": 1, "records": {}, "files": []}',
    '{"crmdesk": 1, "records": {}, "files": {"zz": ""}}', '{"crmdesk": 1, "records": {}, "files": {"aa": 5}}',
    '{"crmdesk": 1, "records": {},\n"files": {\n"aa": "aGVs',
    '{"crmdesk": 1, "records": {"tags": [{"id": ' + QUOTED + '}]}}',
]  # fmt: skip


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_what_is_no_export_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        whole(text.encode("utf-8", "surrogatepass"))


def whole(data: bytes) -> tuple[Any, Any]:
    tables, files = json_file.read(BytesIO(data))
    return list(tables), list(files)


def test_what_a_later_version_added_is_passed_over() -> None:
    document = json.loads(contact(shoe_size=38))
    document["records"]["robots"] = [{"id": KEY}]
    tables, _files = json_file.read(BytesIO(json.dumps(document).encode()))
    assert [(record, len(rows)) for record, rows in tables if rows] == [(Contact, 1)]


@pytest.mark.parametrize(
    ("data", "is_ours"), [(b'{"crmdesk": 1', True), (b'\xef\xbb\xbf {\n"crmdesk"', True), (b"[]", False), (b"", False)]
)
def test_it_is_known_by_its_start(data: bytes, is_ours: bool) -> None:
    assert json_file.looks_like(data) == is_ours


def test_a_row_without_what_it_needs_is_told_with_its_place() -> None:
    with pytest.raises(UserError, match="contacts 1"):
        list(json_file.read(BytesIO(contact(rating="x").encode()))[0])
