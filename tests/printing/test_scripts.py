"""Hebrew and Arabic as they stand on the page."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


LETTERS = "אבגדהابتثجمنهويلאآأا 0123456789٠١٢۳.,/()-abcД:%\u0640\u064b\u05b0王"


@given(st.text(LETTERS, max_size=14))
def test_the_short_way_agrees_with_the_rules(text):
    """Lines of one direction are turned without weighing each letter."""
    short = scripts.visual(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scripts, "_PURE", re.compile("(?!)"))
        assert scripts.visual(text) == short
