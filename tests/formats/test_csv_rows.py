"""Delimited text cut into rows: as others cut it, and as it was meant where it is broken."""

import csv
import io
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.formats.csv_columns import known_headings
from crmdesk.formats.csv_rows import delimiter_of, quote_of, read_rows, separator_line, to_lines
from crmdesk.formats.text import decode

CELLS = st.text(alphabet=st.sampled_from('ab ,;"\n1é'), max_size=8)


def rows(text: str, delimiter: str = ",", width: int = 0) -> list[list[str] | None]:
    return [row.cells for row in read_rows(to_lines(text), delimiter, width=width)]


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=6), st.sampled_from(",;\t|"))
def test_what_is_written_well_is_read_back(table: list[list[str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)
    assert rows(out.getvalue(), delimiter, 2) == table


@given(st.text(alphabet=st.sampled_from('ab,"\n\\'), max_size=60), st.integers(0, 4))
def test_every_line_with_text_is_in_a_row(text: str, width: int) -> None:
    lines = to_lines(text)
    found = list(read_rows(lines, ",", width=width))
    taken = {n for row in found for n in range(row.first, row.end)}
    assert all(n in taken for n, line in enumerate(lines) if line.strip("\n"))


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ('a,"say ""hi"""\n', 2, [["a", 'say "hi"']]),
        ('a,"say \\"hi\\" now"\n', 2, [["a", 'say "hi" now']]),
        ('a,"x\ny"\nb,c\n', 2, [["a", "x\ny"], ["b", "c"]]),
        ('"a,b\nc,d\ne,f\n', 2, [["a", "b"], ["c", "d"], ["e", "f"]]),
        ('"a,b\n"c,d\n"e,f\n', 2, [["a", "b"], ["c", "d"], ["e", "f"]]),
        ("a,b\rc,d\r", 2, [["a", "b"], ["c", "d"]]),
        ("a,b\r\r\nc,d\r\r\n", 2, [["a", "b"], ["c", "d"]]),
        ("a\0,b\n", 2, [["a", "b"]]),
        ('"a", "b"\n', 2, [["a", "b"]]),
        ('"a" x,b\n', 2, [["a x", "b"]]),
        ("a,b\n\n\nc\n", 2, [["a", "b"], ["c"]]),
    ],
)
def test_broken_and_odd(text: str, width: int, expected: list[list[str]]) -> None:
    assert rows(text, ",", width) == expected


def test_lines_are_counted_as_in_the_file() -> None:
    found = [(row.first, row.end) for row in read_rows(to_lines('a,b\n"x\n\ny",z\n\nk,l\n'), ",", width=2)]
    assert found == [(0, 1), (1, 4), (5, 6)]


def test_a_cell_above_a_million_characters_spoils_its_row_only() -> None:
    found = rows(f"a,{'x' * 1_100_000}\nb,c\n", ",", 2)
    assert found == [None, ["b", "c"]]


@pytest.mark.parametrize(
    "text", ['"\n' * 50_000, 'a,"b\n' * 20_000, "," * 100_000, '"' * 100_000, 'x,"a\n' + "y\n" * 50_000]
)
def test_never_hangs(text: str) -> None:
    began = time.perf_counter()
    rows(text, ",", 2)
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\nc,d\n", ","),
        ("Name;E-Mail\nMüller, Jörg;j@x.de\nGroß, Eva;e@x.de\n", ";"),
        ("Name\tPhone\nA\t1,5\n", "\t"),
        ("a|b|c\n1|2|3\n", "|"),
        ("City:State\nX:Y\n", ":"),
        ("Name\nAna\n", ","),
        ("", ","),
    ],
)
def test_delimiter(text: str, delimiter: str) -> None:
    assert delimiter_of(to_lines(text), known_headings) == delimiter


def test_separator_line_and_apostrophes() -> None:
    assert separator_line(["sep=;\n"]) == ";"
    assert separator_line(["a;b\n"]) is None
    assert quote_of(["'a';'b'\n", "'c';'d'\n"]) == "'"
    assert quote_of(["O'Brien,b\n"]) == '"'


@pytest.mark.parametrize("name", ["comma_in_quotes", "empty", "newlines", "quotes_and_newlines", "simple", "utf8"])
def test_csv_spectrum(shared_data: Path, name: str) -> None:
    folder = shared_data / "csv" / "spectrum"
    head, *body = rows(decode((folder / f"{name}.csv").read_bytes())[0])
    told = json.loads((folder / f"{name}.json").read_text("utf-8"))
    assert [dict(zip(head or [], cells or [], strict=True)) for cells in body] == told
