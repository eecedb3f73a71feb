"""Bytes of unknown encoding: every code page of the table finds its own texts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.formats.text import decode, detect_encoding

TEXTS = {
    "cp1252": ["Name;Ort\nMüller;Köln", "Prénom,Nom\nRené,Lefèvre", "José;Núñez", "Conceição", "Niccolò", "Åse;Bjørn"],
    "cp1254": ["Ad;Soyad\nGökşin;Yılmaz;İstanbul", "Ayşe;Çağlar"],
    "cp1250": [
        "Jiří;Novák;Dvořák",
        "Imię\nŁukasz;Wójcik;Częstochowa",
        "Győző;Kovács;Fűzfa",
        "Ştefan;Ionuţ",
        "Đorđe;Šimić",
    ],
    "cp1251": ["Имя;Фамилия\nИван;Петров"],
    "koi8-r": ["Имя;Фамилия\nИван;Петров"],
    "cp866": ["Имя;Фамилия\nИван;Петров"],
    "cp1253": ["Όνομα;Επώνυμο\nΓιώργος;Παπαδόπουλος"],
    "cp1255": ["שם;משפחה"],
    "cp1256": ["الاسم;محمد"],
    "cp1257": ["Jānis;Bērziņš"],
    "cp932": ["名前;住所\n山田太郎;東京都", "ジョン,スミス"],
    "euc_jp": ["名前は山田太郎です;東京都"],
    "gb18030": ["姓名;地址\n王小明;北京市朝阳区"],
    "big5": ["姓名;地址\n王小明;臺北市中正區"],
    "cp949": ["이름;주소\n김철수;서울시"],
    "cp850": ["Müller;Köln;Straße"],
    "utf-8": ["Müller", "plain"],
    "utf-8-sig": ["Müller"],
    "utf-16": ["Müller", "山田"],
    "utf-32": ["Müller"],
    "utf-16-le": ["Name,Mail\nAna,a@b.c\n"],
    "utf-16-be": ["Name,Mail\nAna,a@b.c\n"],
}


@pytest.mark.parametrize(("encoding", "text"), [(name, text) for name, texts in TEXTS.items() for text in texts])
def test_finds_the_encoding(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding))[0] == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_utf8_is_itself(text: str) -> None:
    assert decode(text.encode("utf-8")) == (text, "utf-8")


@given(st.binary(max_size=200))
def test_any_bytes_become_text(data: bytes) -> None:
    text, encoding = decode(data)
    assert decode(data, encoding)[0] == text


def test_one_bad_byte_does_not_change_the_encoding() -> None:
    text, encoding = decode("äöü Müller Jörg ".encode() * 20 + b"\xff")
    assert encoding == "utf-8"
    assert text.endswith("ÿ")


def test_never_hangs() -> None:
    began = time.perf_counter()
    detect_encoding(bytes(range(128, 256)) * 800)
    assert time.perf_counter() - began < 2
