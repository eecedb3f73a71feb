"""Invitation links as people paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.sync import links
from crmdesk.sync.keys import Ring
from crmdesk.sync.links import Link, LinkError

CODE = "AbC_123-xyzAbC_123-xyz"
HUB = "https://hub.example.org"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (f"{HUB}/join/{CODE}", Link(HUB, CODE)),
        (f"  <{HUB}/join/{CODE}> ", Link(HUB, CODE)),
        (f"hub.example.org/join/{CODE}", Link(HUB, CODE)),
        (f"HTTPS://Hub.Example.ORG/join/{CODE}", Link(HUB, CODE)),
        (f"Ana invites you:\n{HUB}:8443/crm/join/{CODE}.\nSee you", Link(f"{HUB}:8443/crm", CODE)),
        (f"{HUB}/join/{CODE}?pin={'aB' * 32}#c2VjcmV0", Link(HUB, CODE, "ab" * 32, "c2VjcmV0")),
        (f"http://127.0.0.1:8000/join/{CODE}", Link("http://127.0.0.1:8000", CODE)),
        (f"http://[::1]:8000/join/{CODE}", Link("http://[::1]:8000", CODE)),
        (f"https://[2001:db8::1]/join/{CODE}", Link("https://[2001:db8::1]", CODE)),
    ],
)
def test_a_link_is_found_in_what_was_pasted(text: str, link: Link) -> None:
    assert links.parse(text) == link
    assert links.parse(links.make(link)) == link
    assert links.is_one(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no invitation"),
        ("Ana", "no invitation"),
        ("https://hub.example.org/", "no invitation"),
        (f"{HUB}/join/", "not whole"),
        (f"{HUB}/join/abc", "not whole"),
        (f"{HUB}/join/{CODE}?pin=abc", "not whole"),
        (f"{HUB}/join/{CODE}#a/b", "not whole"),
        (f"{HUB}/join/../{CODE}", "not whole"),
        (f"http://hub.example.org/join/{CODE}", "without encryption"),
        (f"http://127.0.0.1.example.org/join/{CODE}", "without encryption"),
        (f"https://ana@hub.example.org/join/{CODE}", "no address of a hub"),
        (f"https://hub.example.org:99999/join/{CODE}", "no address of a hub"),
        (f"https://[::1/join/{CODE}", "not whole"),
    ],
)
def test_what_is_no_link_is_told(text: str, says: str) -> None:
    with pytest.raises(LinkError, match=says):
        links.parse(text)
    assert not links.is_one(text)


def test_without_encryption_where_the_user_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRMDESK_ALLOW_HTTP", "1")
    assert links.checked_hub("http://office.local:8000/") == "http://office.local:8000"


def test_a_link_does_not_show_its_secrets() -> None:
    assert CODE not in repr(Link(HUB, CODE, "", "secret"))


@given(st.text())
def test_anything_pasted_is_a_link_or_told(text: str) -> None:
    if links.is_one(text):
        assert links.parse(text).code


@given(st.integers(1, 12), st.integers(0, 400))
def test_a_link_that_lost_its_end_is_noticed(count: int, lost: int) -> None:
    ring = Ring.new()
    for _ in range(count - 1):
        ring = ring.grown()
    key = links.parse(links.make(Link(HUB, CODE, "", ring.text()))).key
    assert Ring.read(key).secrets == ring.secrets
    if lost % len(key):
        with pytest.raises(ValueError, match=r".+"):
            Ring.read(key[: lost % len(key)])
