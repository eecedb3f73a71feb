"""A task typed in a hurry: kind, day, priority and what is left."""

from datetime import datetime

import pytest

from crmdesk.domain.activities import ACTIVITY_TYPES
from crmdesk.ui.tasks_words import Typed, read

NOW = datetime(2026, 11, 22, 9, 0)  # noqa: DTZ001 - the wall, a Sunday


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("call Ana fri 10 !high", Typed("call", ("Ana",), "2026-11-27T10:00", "high", has_type=True)),
        ("buy 3 trays", Typed("to-do", ("buy", "3", "trays"))),
        ("buy sun cream tomorrow", Typed("to-do", ("buy", "sun", "cream"), "2026-11-23")),
        ("E-mail: prices 26 Nov 14:00 to Rui", Typed("email", ("prices", "to", "Rui"), "2026-11-26T14:00", "", True)),
        ("!low tidy up in 2 weeks", Typed("to-do", ("tidy", "up"), "2026-12-06", "low")),
        ("call Ana on fri", Typed("call", ("Ana",), "2026-11-27", has_type=True)),
        ("visit Padaria", Typed("visit", ("Padaria",), has_type=True)),
        ("tomorrow", Typed("to-do", (), "2026-11-23")),
    ],
)  # fmt: skip
def test_read(line: str, typed: Typed) -> None:
    assert read(line, ACTIVITY_TYPES, NOW) == typed
