"""The address stands where windows are, wherever the folded paper lies in the envelope."""

import pytest

from crmdesk.printing.letter_forms import FORMS, PAPERS, Form, by_key, of_country

WITH_WINDOW = [form for form in FORMS if form.envelope]


@pytest.mark.parametrize("form", WITH_WINDOW, ids=lambda form: form.key)
def test_the_window_shows_the_whole_address(form: Form) -> None:
    envelope = form.envelope
    assert envelope
    width, _height = PAPERS[form.paper]
    panel = max(b - a for a, b in zip((0.0, *form.folds), form.folds, strict=False))
    sunk = panel - form.folds[0]  # of a letter whose first part is the lower one
    for right in (0, envelope.width - width):
        for down in (0, envelope.height - panel):
            left, top = form.box.left + right, form.box.top + down + sunk
            assert left >= envelope.window.left - 0.01
            assert left + min(form.box.width, 80) <= envelope.window.right + 0.01
            assert top - form.sender_line >= envelope.window.top - 0.01
            assert top + form.box.height <= envelope.window.bottom + 0.01


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_there_is_room_for_an_address_and_a_letter(form: Form) -> None:
    width, height = PAPERS[form.paper]
    assert 0 < form.box.left < form.box.right <= width
    assert form.box.width >= 75
    assert form.box.height >= 16.8
    assert form.body < height / 2
    assert list(form.folds) == sorted(form.folds)


def test_the_known_numbers() -> None:
    assert round(by_key("din-b").body, 2) == 98.46
    assert round(by_key("din-a").body, 2) == 80.46
    assert (by_key("ch-c56").is_right, by_key("uk-dl").is_right) == (True, False)
    assert [of_country(code).key for code in ("DE", "US", "BR")] == ["din-b", "us-10", "plain-a4"]
    assert by_key("") is FORMS[0]
