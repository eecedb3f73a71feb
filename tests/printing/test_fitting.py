"""Text into boxes: shrunk, wrapped, brought together, and cut only at last."""

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.printing.fitting import ELLIPSIS, LAST_RESORT, SMALLEST, Block, fit

ADDRESS = ["Ana Álvares", "Rua Augusta, 1500", "01304-001 São Paulo"]


def shown(block: Block) -> list[str]:
    return [line.text for line in block.lines]


def test_what_fits_is_left_alone():
    block = fit(ADDRESS, 170, 70, 10)
    assert (block.size, shown(block), block.cut) == (10, ADDRESS, False)


def test_a_little_too_long_shrinks():
    block = fit(["Ana Maria Álvares de Souza"], 130, 70, 10)
    assert 8 <= block.size < 10
    assert len(block.lines) == 1


def test_much_too_long_is_wrapped():
    block = fit(["Institut für angewandte Oberflächenphysik und Nanotechnologie", "Berlin"], 150, 70, 10)
    assert block.size >= 8
    assert len(block.lines) > 2
    assert " ".join(shown(block)[:-1]) == "Institut für angewandte Oberflächenphysik und Nanotechnologie"


def test_a_word_without_end_is_broken():
    block = fit(["W" * 60], 120, 70, 10)
    assert "".join(shown(block)) == "W" * 60
    assert not block.cut


def test_many_lines_come_closer_and_then_together():
    lines = [*ADDRESS, "Casa 5", "Vila", "Perto", "Longe", "BRAZIL"]
    block = fit(lines, 150, 30, 7)
    assert block.size >= LAST_RESORT
    assert ", ".join(shown(block)).replace(", , ", ", ") == ", ".join(lines)
    assert shown(block)[0] == lines[0]
    assert not block.cut


def test_what_cannot_fit_is_cut_and_told():
    block = fit(["W" * 300, *ADDRESS], 60, 12, 10)
    assert block.cut
    assert shown(block)[0].endswith(ELLIPSIS)


def test_pasted_novels_are_cut_at_once():
    assert fit(["word " * 100_000] * 1000, 170, 70, 10).cut


def test_blank_lines_take_no_room():
    assert shown(fit(["Ana", "", " ", "Bonn"], 170, 70, 10)) == ["Ana", "Bonn"]
    assert fit([], 170, 70, 10).lines == []


@given(
    texts=st.lists(st.text(st.sampled_from("abcWi ,.-Çш王د"), max_size=80), max_size=9),
    width=st.floats(20, 300),
    height=st.floats(8, 200),
    wanted=st.floats(6, 14),
)
def test_nothing_stands_out(texts, width, height, wanted):
    block = fit(texts, width, height, wanted)
    assert all(line.width * block.size <= width + 0.01 for line in block.lines)
    assert block.height <= height + 0.01 or len(block.lines) == 1
    assert block.size >= LAST_RESORT
    assert SMALLEST > LAST_RESORT
