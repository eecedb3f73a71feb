"""The tokenizer: how lines are folded, encoded and damaged, and that it takes no longer for bad ones."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crmdesk.formats import content_lines
from crmdesk.formats.content_lines import FAULT, Head, escape, fold, parameter_text, split, unescape
from crmdesk.formats.content_text import decode, known_charset


def read(data: bytes | str) -> list[tuple[str, str]]:
    source = decode(data.encode() if isinstance(data, str) else data)
    return [(head.name, value) for _number, head, value in content_lines.lines(source)]


def head(text: str) -> Head:
    [(_number, found, _value)] = content_lines.lines(decode(f"{text}:x".encode()))
    return found


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_kind_of_line_end_and_of_fold(end: str) -> None:
    text = end.join(("NOTE:one", " two", "\tthree", "", "TEL:1", ""))
    assert read(text) == [("NOTE", "onetwothree"), ("TEL", "1")]


def test_lines_are_numbered_as_they_stand_in_the_file() -> None:
    source = decode(b"A:1\r\n 2\r\n\r\nB:3\nNOTE;ENCODING=QUOTED-PRINTABLE:x=\ny\nC:4")
    assert [number for number, _head, _value in content_lines.lines(source)] == [1, 4, 5, 7]


def test_a_fold_inside_of_a_letter() -> None:
    data = "NOTE:São Paulo ".encode()
    at = data.index(b"\xa3")
    assert read(data[:at] + b"\r\n " + data[at:]) == [("NOTE", "São Paulo ")]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"N;CHARSET=SHIFT_JIS:\x88\xc0\x93\xa1", "安藤"),
        ("N;CHARSET=windows-1251:Київ".encode("cp1251"), "Київ"),
        ("N;CHARSET=iso-8859-9:Işık".encode("iso-8859-9"), "Işık"),
        ("N;CHARSET=murks:Mößlitz Straße".encode("cp1252"), "Mößlitz Straße"),
        ("N:Jürgen Müller".encode("cp1252"), "Jürgen Müller"),
        ("N:Ευάγγελος Παπαθανασίου".encode("cp1253"), "Ευάγγελος Παπαθανασίου"),
        ("N:Łódź".encode("utf-16"), "Łódź"),
        ("\ufeffN:Łódź".encode(), "Łódź"),
        ("N;CHARSET=ISO-8859-1:Łódź".encode(), "Łódź"),
        (b"N;QUOTED-PRINTABLE:J=C3=BCrgen", "Jürgen"),
        (b"N;ENCODING=QUOTED-PRINTABLE;CHARSET=windows-1252:J=FCrgen", "Jürgen"),
        (b"N;ENCODING=QUOTED-PRINTABLE:J=FCrgen", "Jürgen"),
        (b"N;ENCODING=QUOTED-PRINTABLE:a=3Bb;c=0D=0Ad", "a\\;b;c\\nd"),
    ],
)
def test_charsets_declared_and_not(data: bytes, expected: str) -> None:
    assert read(data) == [("N", expected)]


@pytest.mark.parametrize("name", ["blabla", "hex", "zip", "punycode", "unicode_escape", "", "\0", "ü"])
def test_names_that_are_no_charset(name: str) -> None:
    assert known_charset(name) is None


def test_soft_line_breaks_however_broken() -> None:
    quoted = "NOTE;ENCODING=QUOTED-PRINTABLE:"
    assert read(f"{quoted}one=\n two=\n=20three\nTEL:1") == [("NOTE", "one two three"), ("TEL", "1")]
    assert read(f"{quoted}one=\n\nTEL:1") == [("NOTE", "one"), ("TEL", "1")]
    assert read(f"{quoted}one=\nEND:VCARD") == [("NOTE", "one"), ("END", "VCARD")]
    assert read(f"{quoted}=C3=\n=BC") == [("NOTE", "ü")]


def test_base64_in_every_layout() -> None:
    assert read("PHOTO;ENCODING=b:AAAA\n BBBB\nX:1") == [("PHOTO", "AAAABBBB"), ("X", "1")]
    assert read("PHOTO;BASE64:\n  AAAA BB\n  BB\n\nX:1") == [("PHOTO", "AAAABBBB"), ("X", "1")]
    assert read("PHOTO;ENCODING=BASE64:AAAA\nBBBB\nCC==\n\nX:1") == [("PHOTO", "AAAABBBBCC=="), ("X", "1")]


def test_text_whose_lines_were_never_folded() -> None:
    assert read("NOTE:We met.\nThat was cool!\nTEL:1") == [("NOTE", "We met.\\nThat was cool!"), ("TEL", "1")]
    wrapped = "NOTE:" + "x" * 70
    assert read(f"{wrapped}\nyy") == [("NOTE", "x" * 70 + "yy")]
    assert read("TEL:1\nE")[0] == ("TEL", "1")


def test_comments_are_no_text() -> None:
    assert [value for name, value in read("NOTE:a\n# not this\nTEL:1") if name] == ["a", "1"]


@pytest.mark.parametrize(
    ("text", "group", "name", "words"),
    [
        ("item1.TEL;HOME;FAX", "item1", "TEL", ("HOME", "FAX")),
        ("tel;type=home,fax", "", "TEL", ("home", "fax")),
        ('TEL;TYPE="home,fax"', "", "TEL", ("home", "fax")),
        ("TEL;TYPE=HOME,TYPE=FAX;PREF=1", "", "TEL", ("HOME", "FAX")),
        ('X;A="b:c;d";TYPE=e', "", "X", ("e",)),
    ],
)
def test_heads(text: str, group: str, name: str, words: tuple[str, ...]) -> None:
    found = head(text)
    assert (found.group, found.name, found.words) == (group, name, words)


def test_carets_in_parameters() -> None:
    assert head("X;A=a^nb^'c^^d").parameter("A") == 'a\nb"c^d'


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n")))
@example("0 \\")
@example('a^n"b";:,=\\')
def test_parameters_come_back(value: str) -> None:
    found = head(f"X;{parameter_text('A', value)};B=c").parameter("A")
    assert found is not None
    assert found.strip() == value.strip()


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n")), min_size=1))
def test_texts_and_their_parts_come_back(texts: list[str]) -> None:
    assert [unescape(part) for part in split(";".join(map(escape, texts)), ";")] == texts


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=400))
@example("é" * 100)
@example("x" * 75 + "€")
def test_folded_lines_are_short_and_come_back(text: str) -> None:
    data = fold(f"NOTE:{text}")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert all(line.decode() is not None for line in data.split(b"\r\n"))
    assert read(data) == [("NOTE", text)]


MILLION = 1_000_000
HOSTILE = {
    "no colon": b"FN" + b";A=B" * 24,
    "many parameters": b"FN" + b";A=B" * (MILLION // 4) + b":x",
    "no colon, long": b"FN" + b";A=B" * (MILLION // 4),
    "one long line": b"NOTE:" + b"x" * MILLION,
    "one long word without a colon": b"x" * MILLION,
    "quotes": b"FN;A=" + b'"' * MILLION + b":x",
    "open quote": b'FN;A="' + b";:" * (MILLION // 2),
    "backslashes": b"NOTE:" + b"\\" * 60_000 + b"\nN:" + b"\\;" * 30_000,
    "folds": b"NOTE:" + b"\r\n x" * (MILLION // 4),
    "soft breaks": b"NOTE;ENCODING=QUOTED-PRINTABLE:" + b"=\n" * (MILLION // 2),
    "lines that are none": b"NOTE:x\n" + b"junk\n" * (MILLION // 5),
    "base64 that is not folded": b"PHOTO;ENCODING=b:\n" + (b"A" * 75 + b"\n") * (MILLION // 76),
    "empty lines": b"\n" * MILLION,
    "NUL": b"N:a\0b\n" * 1000 + b"\0" * MILLION,
    "surrogates": b"N:\xed\xa0\x80\xed\xb0\x80\n" * 20_000,
    "carets": b"X;A=" + b"^n" * 30_000 + b":x",
    "many heads": b"\n".join(b"X-%d;A=%d:x" % (i, i) for i in range(30_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_lines_take_less_than_a_second(name: str) -> None:
    start = time.process_time()
    found = read(HOSTILE[name])
    assert time.process_time() - start < 1
    assert all(len(value) <= content_lines.MAX_BINARY_LINE for _name, value in found)


def test_what_is_too_long_is_named() -> None:
    [(number, found, reason)] = content_lines.lines(decode(HOSTILE["one long line"]))
    assert (number, found, reason) == (1, FAULT, "NOTE is too long")
    [(_number, found, reason)] = content_lines.lines(decode(b"FN" + b";A=B" * 101 + b":x"))
    assert (found, reason) == (FAULT, "FN has more than 100 parameters")
