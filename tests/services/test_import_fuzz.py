"""Files of every format, damaged at random: read to the end, counted in full, and every refusal says where."""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import pytest

from crmdesk.domain.card import Card, Reject
from crmdesk.domain.errors import UserError
from crmdesk.formats import xlsx
from crmdesk.services.intake import Intake, Options, Piece
from crmdesk.services.mappings import Mapping
from crmdesk.services.sources import Source
from crmdesk.store.store import Store

INPUTS = 1_250
"""For each of four parts, times `--size`: 5,000 by default, 500,000 with `--size 100`."""
TIMES = (*[1] * 11, 8)
"""How often a file holds the same again: what is found in long ones is found in a few of them."""
LONGEST = 2.0
"""Seconds of work; none of the inputs has 100 KB."""

VCARD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Souza\r\nN:Souza;Ana;;;\r\nTEL;TYPE=CELL:+55 11 91234-5678\r\n"
    b"item1.EMAIL;type=pref:ana@example.org\r\nitem1.X-ABLabel:_$!<Work>!$_\r\nADR:;;Rua A\\, 1;"
    b"S\xc3\xa3o Paulo;SP;01304;BR\r\n"
    b"BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29\r\nPHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgo=\r\nNOTE:a\\nb\r\nEND:VCARD\r\n"
    b"begin:vcard\nversion:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=91;a=\n=20b;;;\nTEL;HOME;FAX:1\nend:vcard\n"
)
CSV = (
    b"Given Name,Family Name,E-mail 1 - Value,Phone 1 - Value,Address 1 - Street,Birthday,Notes\r\n"
    b'Ana,Souza,ana@example.org,+55 11 91234-5678,"Rua ""A"", 1\r\nAp 2",1980-03-22,tea\r\n'
    b"J\xf6rg,M\xfcller,j@example.org ::: k@example.org,0049 30 1,;--05-17,\r\n,,,,,,\r\n"
)
LDIF = (
    b"version: 1\ndn: cn=Ada,mail=a@example.org\nobjectclass: inetOrgPerson\nsn: Lovelace\ncn:: QWRh\nmail: a@example\n"
    b" .org\ntelephoneNumber: 12\njpegPhoto:< file:///x\n\ndn: cn=L\nobjectclass: groupOfNames\nmember: cn=Ada\n"
)
MAIL = (
    b"From: =?utf-8?q?Jo=C3=A3o?= <j@example.org>\r\nTo: a@example.org, B <b@example.org>\r\nSubject: x\r\n\r\nHi\r\n"
)
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-TIMEZONE:Europe/Berlin\r\nBEGIN:VTIMEZONE\r\nTZID:Custom\r\nBEGIN:STANDARD"
    b"\r\nDTSTART:16010101T000000\r\nTZOFFSETTO:-0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:a\r\n"
    b"SUMMARY:Fair\r\nDTSTART;TZID=Custom:20261201T100000\r\nDURATION:PT1H\r\nRRULE:FREQ=SECONDLY\r\nATTENDEE;CN=Ana:"
    b"mailto:ana@example.org\r\nBEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nEND:VEVENT\r\nBEGIN:VTODO\r\n"
    b"DUE;VALUE=DATE:20270101\r\nSUMMARY:Call\r\nCONTACT:Ana Souza\r\nPRIORITY:1\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
)
SPICES = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b'"' * 7, b";" * 40, b",", b"\r", b"\n\n", b"=\n", b"BEGIN:VCARD\n",
    b":", b"END:VCARD", b"\\", b"\xe2\x80\xa8", b"9" * 300, b"=C3", b"::", b":<", b"\t", b"'", b"=1+1", b"\x1a",
    b"A" * 5000, b"BEGIN:VEVENT\n", b"END:VCALENDAR\n", b"99991231T235959Z", b"TZID=",
)  # fmt: skip


@cache
def workbook() -> bytes:
    buffer = io.BytesIO()
    xlsx.write([["Name", "E-mail"], ["Ana", "ana@example.org"]], buffer)
    return buffer.getvalue()


SEEDS = {"a.vcf": VCARD, "a.csv": CSV, "a.ldif": LDIF, "a.eml": MAIL, "a.mbox": b"From x\n" + MAIL, "a.txt": CSV,
         "a.ics": CALENDAR}  # fmt: skip


@dataclass
class Held(Source):
    """A file that is on no disk."""

    content: bytes = b""

    @property
    def data(self) -> bytes:  # type: ignore[override]
        return self.content

    def is_json(self) -> bool:
        return False


def damaged(data: bytes, chance: Random) -> bytes:
    piece = bytearray(data)
    for _time in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(piece) + 1), chance.randint(1, 40)
        match chance.randrange(6):
            case 0 if piece:
                piece[at % len(piece)] = chance.randrange(256)
            case 1:
                del piece[at : at + length]
            case 2:
                piece[at:at] = chance.choice(SPICES)
            case 3:
                piece[at:at] = piece[at : at + length * chance.choice((1, 1, 20))]
            case 4:
                piece = piece[:at]
            case _:
                other = chance.choice(list(SEEDS.values()))
                piece[at:at] = other[chance.randrange(len(other)) :][:length]
    return bytes(piece)


def inputs(part: int, count: int) -> Iterator[tuple[int, Held]]:
    for number in range(count):
        seed = part * 10_000_000 + number
        chance = Random(seed)
        name, data = chance.choice(list(SEEDS.items()))
        if chance.random() < 0.01:
            name, data = "a.xlsx", workbook()
        yield seed, Held(Path(name), content=damaged(data * chance.choice(TIMES), chance))


def take(intake: Intake, source: Held) -> None:
    """As an import does it, file by file."""
    if reason := source.why_unreadable():
        intake.take(source.name, [Reject(1, reason)])
        return
    try:
        pieces: list[Piece] = list(source.happenings() if source.format == "ics" else source.cards(Mapping()))
    except UserError as error:
        pieces = [Reject(1, str(error))]
    intake.take(source.name, pieces)


@pytest.mark.parametrize("part", range(4))
@pytest.mark.timeout(36_000)
def test_whatever_a_file_holds_is_counted(store: Store, size: int, part: int) -> None:
    slowest = 0.0
    with store.trial() as session:
        intake = Intake(store, session, Options(), is_trial=True)
        for name, data in {**SEEDS, "a.xlsx": workbook()}.items():  # what each needs is imported
            take(intake, Held(Path(name), content=data))
        for seed, source in inputs(part, INPUTS * size):
            before, items = intake.report.read, len(intake.report.items)
            began = time.thread_time()
            try:
                take(intake, source)
            except Exception as error:
                raise AssertionError(f"input {seed}") from error
            slowest = max(slowest, time.thread_time() - began)
            told = intake.report.items[items:]
            assert intake.report.read - before == len(told), seed
            assert all(item.line > 0 and item.file and item.reason for item in told if item.verdict == "rejected"), seed
            if len(intake.report.items) > 20_000:
                intake.report.items.clear()
    assert slowest < LONGEST
    assert min(intake.report.counts.values()) > 0, "added, updated, unchanged and rejected were all met"


def test_a_reader_that_loses_a_row_would_be_found(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from crmdesk.services import intake as module

    def forgetful(self: Intake, file: str, card: Card | Reject, *rest: object) -> None:
        self.report.counts["added" if isinstance(card, Card) else "rejected"] += 1  # type: ignore[index]

    monkeypatch.setattr(module.Intake, "_note", forgetful)
    with pytest.raises(AssertionError, match=r"\d"):
        test_whatever_a_file_holds_is_counted(store, 1, 0)
