"""What is closed opens for those who hold the key, as it was, and for nobody else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.sync import keys
from crmdesk.sync.keys import Closed, Files, Ring, UnknownKeyError
from crmdesk.sync.messages import Change, Placed
from crmdesk.sync.sealed import MessageError, Sealed, opened, sealed

TEXTS = st.dictionaries(st.integers(1, 63), st.one_of(st.none(), st.text(), st.binary()), min_size=1)


def change(**values: object) -> Change:
    fields = {3: "Souza", 7: None, **{int(name[1:]): value for name, value in values.items()}}
    return Change(b"i" * 16, b"device_1", 5, 77 << 16, ((1, 4),), 2, b"r" * 16, fields, (), "Ana", "Edit")  # type: ignore[arg-type]


def closed(ring: Ring, **values: object) -> Sealed:
    return sealed(Placed((), change(**values)), Closed(ring))


@given(TEXTS)
def test_it_opens_as_it_was(values: dict[int, str]) -> None:
    seal, told = Closed(Ring.new()), replace(change(), values=values)
    assert opened(sealed(Placed(((1, 2),), told), seal), seal) == Placed(((1, 2),), told)


def test_no_word_shows_and_long_ones_are_made_smaller() -> None:
    entry = closed(Ring.new(), f9="Souza " * 1000)
    assert b"Souza" not in entry.body
    assert b"Ana" not in entry.body
    assert len(entry.body) < 500


def test_twice_the_same_is_not_the_same_outside() -> None:
    ring = Ring.new()
    assert closed(ring).body != closed(ring).body


@given(st.integers(0), st.integers(1, 255))
def test_a_changed_byte_is_noticed(place: int, by: int) -> None:
    ring = Ring.new()
    entry = closed(ring)
    body = bytearray(entry.body)
    body[place % len(body)] ^= by
    with pytest.raises(MessageError):
        Closed(ring).open(replace(entry, body=bytes(body)))


@pytest.mark.parametrize("other", [{"id": b"j" * 16}, {"device": b"device_2"}, {"number": 6}, {"clock": 78 << 16}])
def test_a_hub_cannot_put_one_in_the_place_of_another(other: dict[str, int]) -> None:
    ring = Ring.new()
    with pytest.raises(MessageError):
        Closed(ring).open(replace(closed(ring), **other))  # type: ignore[arg-type]


def test_a_short_or_empty_body_is_no_message() -> None:
    ring = Ring.new()
    entry = closed(ring)
    for body in (b"", b"\1", entry.body[:32], b"\2" + entry.body[1:]):
        with pytest.raises(MessageError):
            Closed(ring).open(replace(entry, body=body))


def test_what_was_closed_before_a_key_came_opens_still_and_later_needs_it() -> None:
    first = Ring.new()
    second = first.grown()
    assert Closed(second).open(closed(first)) == change()
    with pytest.raises(UnknownKeyError):
        Closed(first).open(closed(second))
    assert Files(second).name(b"s" * 32) == Files(first).name(b"s" * 32) != Files(None).name(b"s" * 32)


def test_two_that_add_at_once_both_keep_theirs() -> None:
    ring = Ring.new()
    mine, theirs = ring.grown(), ring.grown()
    both = mine.united(theirs)
    assert both.united(theirs) == both
    for other in (ring, mine, theirs):
        assert Closed(both).open(closed(other)) == change()


def test_on_paper() -> None:
    ring = Ring.new().grown()
    assert Ring.from_codes([code.lower().replace("-", " ") for code in ring.codes()]) == ring
    with pytest.raises(ValueError, match=r".+"):
        Ring.from_codes([ring.codes()[0][:-1]])


def test_the_code_of_a_file_is_none_of_a_workspace() -> None:
    from crmdesk.store import codes

    with pytest.raises(ValueError, match="mistyped"):
        Ring.from_codes([codes.write(b"0123456789abcdef")])


def test_a_ring_reaches_the_device_it_is_meant_for_alone() -> None:
    mine, other, ring = keys.new_private(), keys.new_private(), Ring.new().grown()
    told = keys.sealed_for(keys.public_of(mine), ring)
    assert keys.opened_with(mine, told) == ring
    for private, sent in ((other, told), (mine, told[:-1]), (mine, b""), (mine, bytes(len(told)))):
        with pytest.raises(MessageError):
            keys.opened_with(private, sent)


@pytest.mark.parametrize("ring", [None, Ring.new()])
def test_files_travel_in_parts(ring: Ring | None) -> None:
    files, digest = Files(ring), b"d" * 32
    piece = b"word" * (files.piece // 4)
    sent = files.close(piece, digest, 3)
    assert len(sent) <= keys.PART
    assert files.open(sent, digest, 3) == piece
    assert (b"word" in sent) == (ring is None)
    if ring:
        for data, name, part in ((sent[:-1], digest, 3), (sent, b"e" * 32, 3), (sent, digest, 4)):
            with pytest.raises(MessageError):
                files.open(data, name, part)


def test_secrets_show_in_no_repr() -> None:
    ring = Ring.new()
    assert ring.text() not in repr(ring)
    assert repr(ring.secrets[0]) not in repr(ring)
