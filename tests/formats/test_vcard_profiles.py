"""Cards for phones and mail programs, beside what these write themselves: their own lines, their own dates."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crmdesk.domain.card import Card
from crmdesk.formats import vcard, vcard_profiles

ANA = Card(
    fields={"given_name": "Ana", "family_name": "Açaí", "birthday": "--02-29", "anniversary": "2001-05-04",
            "gender": "female", "stage": "customer"},
    phones=[{"label": "mobile", "value": "1", "is_primary": True}, {"label": "Ferias", "value": "2"},
            {"label": "work fax", "value": "3"}],
    emails=[{"label": "Clube", "value": "a@example.org"}],
    links=[{"label": "chat", "value": "ana", "service": "skype"}],
    relations=[{"type": "spouse", "name": "Rui"}, {"type": "Mentor", "name": "Zoe"}],
    groups=["Fair"], tags=["VIP"],
)  # fmt: skip


def written(profile: str) -> str:
    card = replace(ANA, fields=dict(ANA.fields))
    chunks = vcard.write(vcard_profiles.fitted([card], profile), "3.0")
    return b"".join(vcard_profiles.written(chunks, profile)).decode().replace("\r\n ", "")


@pytest.mark.parametrize(
    ("profile", "lines"),
    [
        ("iphone", ["BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29", "item1.X-ABDATE:2001-05-04", "item2.X-ABLabel:Ferias"]),
        ("google", ["item1.X-ABLabel:_$!<Anniversary>!$_", "CATEGORIES:Fair,VIP"]),
        ("android", [
            "BDAY:--02-29", "TEL;TYPE=X-Ferias:2", "EMAIL;TYPE=X-Clube:a@example.org", "X-SKYPE-USERNAME:ana",
            "X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2001-05-04;1;;;;;;;;;;;;;",
            "X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Rui;14;;;;;;;;;;;;;",
            "X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Zoe;0;Mentor;;;;;;;;;;;;",
        ]),
        ("outlook", ["X-MS-ANNIVERSARY:20010504", "X-MS-SPOUSE:Rui", "FN;CHARSET=UTF-8:Ana Açaí", "TEL:2"]),
    ],
)  # fmt: skip
def test_each_in_its_own_way(profile: str, lines: list[str]) -> None:
    text = written(profile)
    for line in lines:
        assert f"\r\n{line}\r\n" in text, line
    assert "X-CRMDESK" not in text
    assert ("X-ABLabel" in text) == (profile in ("iphone", "google"))


@pytest.mark.parametrize("profile", ["iphone", "google", "android", "outlook"])
def test_we_read_what_they_would(profile: str) -> None:
    [card] = [card for card in vcard.read(written(profile).encode()) if isinstance(card, Card)]
    assert card.fields["birthday"] == "--02-29"
    assert card.fields["anniversary"] == "2001-05-04"
    assert sorted(phone["value"] for phone in card.phones) == ["1", "2", "3"]
    assert ("spouse", "Rui") in {(relation["type"], relation["name"]) for relation in card.relations}
    assert [link["value"] for link in card.links] == ["ana"]


def own(folder: Path, name: str) -> Card:
    return next(card for card in vcard.read((folder / name).read_bytes()) if isinstance(card, Card))


@pytest.mark.parametrize(
    ("profile", "sample"),
    [
        ("iphone", "cozy/ios-full.vcf"),
        ("iphone", "ez-vcard/John_Doe_MAC_ADDRESS_BOOK.vcf"),
        ("google", "cozy/google-full.vcf"),
        ("google", "ez-vcard/John_Doe_GMAIL.vcf"),
        ("android", "cozy/android.vcf"),
        ("android", "ez-vcard/John_Doe_ANDROID.vcf"),
        ("outlook", "folkerkinzel/Outlook v2.vcf"),
    ],
)
def test_their_own_samples_come_back(shared_data: Path, profile: str, sample: str) -> None:
    """A program's own card, taken in and written for that program, says the same."""
    before = own(shared_data / "vcard", sample)
    data = b"".join(vcard.write(vcard_profiles.fitted([before], profile), "3.0"))
    [after] = [card for card in vcard.read(data) if isinstance(card, Card)]
    assert said(after) == said(before)


def said(card: Card) -> dict[str, Any]:
    return {
        "fields": {key: value for key, value in card.fields.items() if key not in ("gender", "language", "kind")},
        "phones": sorted((entry["value"], entry.get("label", "")) for entry in card.phones),
        "emails": sorted((entry["value"], entry.get("label", "")) for entry in card.emails),
        "places": sorted(str(sorted(entry.items() - {("is_mailing", True)})) for entry in card.addresses),
        "relations": sorted((entry["type"], entry["name"]) for entry in card.relations),
        "company": [(entry.get("company"), entry.get("title")) for entry in card.affiliations[:1]],
        "photo": card.photo,
    }
