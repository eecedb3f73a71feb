"""Hebrew and Arabic as they stand on the page."""

import pytest

from crmdesk.printing import scripts


@pytest.mark.parametrize(
    ("logical", "seen"),
    [
        ("Ana Álvares 12", "Ana Álvares 12"),
        ("דוד כהן", "ןהכ דוד"),
        ("רחוב הרצל 12/3", "12/3 לצרה בוחר"),
        ("רחוב (צפון) 5", "5 (ןופצ) בוחר"),
        ("Dr דוד כהן Ltd", "Dr ןהכ דוד Ltd"),
        ("דוד Smith 12 כהן", "ןהכ Smith 12 דוד"),
        ("6688312 תל אביב", "ביבא לת 6688312"),
    ],
)
def test_hebrew_stands_from_the_right(logical, seen):
    assert scripts.visual(logical) == seen


@pytest.mark.parametrize(
    ("logical", "seen"),
    [
        ("محمد", "ﺪﻤﺤﻣ"),  # initial, medial, medial, final: from the right
        ("سلام", "ﻡﻼﺳ"),  # lam and alef are one shape, which does not join on
        ("ب", "ﺏ"),
        ("شارع 12", "12 ﻉﺭﺎﺷ"),
    ],
)
def test_arabic_letters_join(logical, seen):
    assert scripts.visual(logical) == seen


def test_the_first_strong_letter_decides_the_side():
    assert scripts.is_right_to_left("12 דוד Smith")
    assert not scripts.is_right_to_left("Smith דוד")
    assert not scripts.is_right_to_left("12")
