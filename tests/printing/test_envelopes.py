"""Envelopes: where post offices read, how they go in, and that all of them hold an address of six lines."""

import io

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.printing import envelopes, feeds, press
from crmdesk.printing.envelopes import Envelope
from crmdesk.printing.feeds import Feed
from tests.printing import pdf

ADDRESS = ["Padaria São José Ltda.", "João Álvares", "Rua Augusta, 1500", "SÃO PAULO - SP", "01304-001", "BRAZIL"]
SENDER = ["Forno Supplies", "Weg 1", "10115 Berlin"]
BY_NAME = {"ids": lambda envelope: envelope.name}
INCH = 25.4


def render(envelope: Envelope, *addresses: list[str], sender: list[str] = SENDER) -> tuple[bytes, press.Printed]:
    file = io.BytesIO()
    printed = press.made(envelopes.making(list(addresses), envelope, file, sender))
    return file.getvalue(), printed


@pytest.mark.parametrize("envelope", envelopes.all_envelopes(), **BY_NAME)
def test_an_address_lies_where_machines_read(envelope: Envelope) -> None:
    data, printed = render(envelope, ADDRESS, ADDRESS)
    assert pdf.size(data) == pytest.approx((envelope.width, envelope.height), abs=0.1)
    assert (printed.pages, printed.warnings) == (2, [])
    zone = envelope.address
    letters = pdf.letters(data)
    inside = [each for each in letters if each.top >= zone.top - 0.5]
    sender = [each for each in letters if each.top < zone.top - 0.5]
    assert "".join(each.text for each in sender) == "".join("".join(SENDER).split())
    assert "".join(each.text for each in inside) == "".join("".join(ADDRESS).split())
    assert max(each.bottom for each in inside) <= envelope.height - 5 / 8 * INCH
    assert min(each.left for each in inside) >= 15
    assert max(each.right for each in inside) <= envelope.width - 15
    if envelope.height > 100:
        assert min(each.top for each in inside) >= 40, "European posts keep the stamp above"
    if envelope.height <= 6.125 * INCH:
        assert min(each.top for each in inside) >= envelope.height - 2.75 * INCH, "American machines look below"


def test_all_sizes_there_are() -> None:
    names = {envelope.name for envelope in envelopes.all_envelopes()}
    assert names >= {"C3", "C4", "C5", "C6", "C7", "DL", "C6/5", "B4", "B5", "B6"}
    assert names >= {"#6¾", "#7", "#9", "#10", "#11", "#12", "#14", "Monarch", "A2", "A6", "A7"}
    ten = envelopes.by_name("No. 10")
    assert (ten.width, ten.height) == pytest.approx((241.3, 104.775))
    assert envelopes.by_name("c6-5").name == "C6/5"
    assert envelopes.by_name("#6 3/4").name == "#6¾"
    assert envelopes.by_name("6x9").width == pytest.approx(9 * INCH)
    with pytest.raises(UserError, match="DL, C6/5"):
        envelopes.by_name("D7")
    assert len({envelopes._spelt(name) for name in names}) == len(names)


def test_without_a_sender_and_from_the_right() -> None:
    data, _printed = render(envelopes.by_name("DL"), ["דוד כהן", "ISRAEL"], sender=[])
    letters = pdf.letters(data)
    assert min(each.top for each in letters) >= 40
    assert max(each.right for each in letters) == pytest.approx(220 - 15, abs=1.5)
    with pytest.raises(UserError, match="no envelopes"):
        render(envelopes.by_name("DL"))


def test_what_does_not_fit_is_told() -> None:
    _data, printed = render(envelopes.by_name("C7"), ["W" * 90, *["Street " * 12] * 14])
    assert printed.cut == [0]
    assert len(printed.warnings) == 1


def test_how_they_go_in() -> None:
    dl = envelopes.by_name("DL")
    assert Feed().paper_size(dl) == (110, 220)
    assert Feed("long").paper_size(dl) == (220, 110)
    assert [Feed().turn(), Feed("long").turn(), Feed(is_turned=True).turn()] == [90, 0, 270]
    on_a4 = [Feed("short", place, paper="a4") for place in ("left", "centre", "right")]
    assert [feed.left(dl) for feed in on_a4] == [0, 50, 100]
    assert Feed("short", "left", is_face_down=True, paper="a4").left(dl) == 100, "seen from above, paper is turned over"
    assert all(feed.paper_size(dl) == (210, 297) for feed in on_a4)
    assert on_a4[0].takes(dl)
    assert not Feed("long", "left", paper="a4").takes(dl)
    assert Feed("long").takes(envelopes.by_name("C3"))


def test_how_they_go_in_is_kept_and_what_is_strange_is_not_believed() -> None:
    feed = Feed("long", "right", is_face_down=True, is_turned=True, paper="letter")
    assert feeds.read(feeds.write(feed)) == feed
    for strange in (None, [], {"edge": "round"}, {"paper": "a0"}, {"place": 7, "edge": None}, {"place": "above"}):
        assert feeds.read(strange) == Feed()
