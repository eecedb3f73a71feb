"""Whatever a hand does to the lines of a draft: parts stay with their bundle, and nothing is lost or doubled."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.services import document_edits
from crmdesk.services.documents import Line, fresh

SIZES = st.lists(st.integers(0, 3), min_size=1, max_size=6)
"""How many parts each line has."""
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["up", "down", "before", "end", "remove", "double", "option"]), *[st.integers(0, 30)] * 2
    ),
    max_size=12,
)


def made(sizes: list[int]) -> list[Line]:
    lines: list[Line] = []
    for size in sizes:
        key = len(lines).to_bytes(2)
        lines.append(Line(name=f"{len(lines)}", id=key))
        for _part in range(size):
            lines.append(Line(name=f"{len(lines)}", id=len(lines).to_bytes(2), bundle_id=key))
    return lines


def acted(lines: list[Line], act: str, first: int, second: int) -> list[Line]:
    if not lines:
        return lines
    key, other = (lines[number % len(lines)].id or b"" for number in (first, second))
    match act:
        case "up" | "down":
            return document_edits.moved(lines, key, -1 if act == "up" else 1)
        case "before" | "end":
            return document_edits.moved_before(lines, key, other if act == "before" else None)
        case "remove":
            return document_edits.removed(lines, [key])
        case "double":
            now = next(line.quantity for line in lines if line.id == key)
            return document_edits.changed(lines, key, quantity=now * 2)
    return document_edits.changed(lines, key, is_optional=True)


def parts_of(lines: list[Line]) -> dict[bytes | None, list[str]]:
    """The names that follow each line which is no part."""
    found: dict[bytes | None, list[str]] = {}
    last: bytes | None = None
    for line in lines:
        if line.bundle_id is None:
            last = line.id
            found[last] = []
        else:
            assert line.bundle_id == last, "a part stands under its own bundle"
            found[last].append(line.name)
    return found


@given(SIZES, ACTS)
def test_parts_stay_with_their_bundle(sizes: list[int], acts: list[tuple[str, int, int]]) -> None:
    lines = made(sizes)
    before = {key: sorted(names) for key, names in parts_of(lines).items()}
    for act, first, second in acts:
        names = sorted(line.name for line in lines)
        lines = acted(lines, act, first, second)
        if act != "remove":
            assert sorted(line.name for line in lines) == names
        for key, found in parts_of(lines).items():
            assert set(found) <= set(before[key])
    copies = fresh(lines)
    parts_of(copies)
    assert not {line.id for line in copies} & {line.id for line in lines}
    assert [line.name for line in copies] == [line.name for line in lines]


@given(SIZES, st.integers(0, 30), st.decimals(min_value="0.5", max_value=100, places=1))
def test_of_a_bundle_there_are_as_many_parts(sizes: list[int], number: int, quantity: Decimal) -> None:
    lines = made(sizes)
    line = lines[number % len(lines)]
    found = document_edits.changed(lines, line.id or b"", quantity=quantity)
    expected = {one.id: quantity if line.id in (one.id, one.bundle_id) else Decimal(1) for one in lines}
    assert {one.id: one.quantity for one in found} == expected
